"""Taking over what a register says: fields, the seat, and a mark of what was accepted, from where and when."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.store.access import ids_list

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


def accept(
    cs: "ChangeSet",
    values: Mapping[int, Mapping[str, Any]],
    seats: Mapping[int, Mapping[str, Any]],
    marks: Sequence[Mapping[str, Any]],
    versions: Mapping[int, int],
) -> None:
    """Write accepted values of clients; set-based, however many there are.

    Args:
        cs: the change set.
        values: client id -> field -> value.
        seats: client id -> the fields of its seat's address.
        marks: what was accepted: record_id, field, accepted, source, as_of.
        versions: the versions that the comparison saw; a newer one refuses the whole.

    Raises:
        StaleVersionError: a client was changed since it was compared.
    """
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for client, fields in values.items():
        names = tuple(sorted(fields))
        groups.setdefault(names, []).append(
            {"id": client, **{name: fields[name] for name in names}, "expected_version": versions[client]}
        )
    for rows in groups.values():
        cs.update("client", rows)
    _put_seats(cs, seats)
    _put_marks(cs, marks)


def _put_seats(cs: "ChangeSet", seats: Mapping[int, Mapping[str, Any]]) -> None:
    known = dict(
        cs.query(f"""
            SELECT record_id, min(id) FROM db.address
            WHERE record_type = 'client' AND kind = 'seat' AND record_id IN ({ids_list(list(seats))}) GROUP BY 1
        """)
    )
    cs.update("address", [{"id": known[client], **seat} for client, seat in seats.items() if client in known])
    new = [client for client in seats if client not in known]
    numbers = cs.new_ids(len(new))
    cs.insert(
        "address",
        [
            {"id": number, "record_type": "client", "record_id": client, "kind": "seat", **seats[client]}
            for number, client in zip(numbers, new, strict=True)
        ],
    )


def _put_marks(cs: "ChangeSet", marks: Sequence[Mapping[str, Any]]) -> None:
    owners = ids_list(sorted({mark["record_id"] for mark in marks}))
    known = {
        (row[0], row[1]): row[2]
        for row in cs.query(
            f"SELECT record_id, field, id FROM db.provenance WHERE record_type = 'client' AND record_id IN ({owners})"
        )
    }
    old = [mark for mark in marks if (mark["record_id"], mark["field"]) in known]
    new = [mark for mark in marks if (mark["record_id"], mark["field"]) not in known]
    news = ("accepted", "source", "as_of")
    cs.update(
        "provenance",
        [
            {"id": known[mark["record_id"], mark["field"]], **{name: mark[name] for name in news}}
            for mark in old
        ],
    )
    numbers = cs.new_ids(len(new))
    cs.insert(
        "provenance",
        [{"id": number, "record_type": "client", **mark} for number, mark in zip(numbers, new, strict=True)],
    )
