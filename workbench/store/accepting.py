"""Taking over what a register says: fields, the seat, and a mark of what was accepted, from where and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from workbench.errors import StaleVersionError
from workbench.model.record import Record
from workbench.store.access import ids_list

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_MARK = ("accepted", "source", "as_of")


@dataclass(frozen=True, slots=True)
class Copy:
    """What one client takes over.

    Attributes:
        client: as the comparison saw it.
        seat: the address that is its seat, as the comparison saw it.
        values: field -> new value.
        new_seat: the fields of the seat's address, if it is taken over.
        accepted: field -> text of what equals the register from now on.
        source: which register, and which state of it.
        as_of: the day it vouches for.
    """

    client: Record
    seat: Record | None
    values: Mapping[str, Any]
    new_seat: Mapping[str, Any] | None
    accepted: Mapping[str, str]
    source: str
    as_of: date | None


def accept(cs: "ChangeSet", copies: Sequence[Copy]) -> None:
    """Write accepted values of clients; set-based, however many there are.

    Raises:
        StaleVersionError: a client or its seat was changed since it was compared.
    """
    if not copies:
        return
    _refuse_newer(cs, copies)
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for one in copies:
        if one.values:
            groups.setdefault(tuple(sorted(one.values)), []).append({"id": one.client.id, **one.values})
    for names, rows in groups.items():
        cs.update("client", [{name: row[name] for name in ("id", *names)} for row in rows])
    _put_seats(cs, copies)
    _put_marks(cs, copies)


def _refuse_newer(cs: "ChangeSet", copies: Sequence[Copy]) -> None:
    listed = ids_list([one.client.id for one in copies])
    clients = {
        row[0]: row[1:]
        for row in cs.query(f"SELECT id, version, updated_by FROM db.client WHERE id IN ({listed})")
    }
    seats = {
        row[0]: row[1:]
        for row in cs.query(f"""
            SELECT record_id, min(id), arg_min(version, id), arg_min(updated_by, id) FROM db.address
            WHERE record_type = 'client' AND kind = 'seat' AND record_id IN ({listed}) GROUP BY 1
        """)
    }
    for one in copies:
        _same(one.client, *clients.get(one.client.id, (one.client.info.version + 1, "?")))
        seat, version, user = seats.get(one.client.id, (None, one.client.info.version, "?"))
        if one.seat is not None and seat == one.seat.id:
            _same(one.seat, version, user)
        elif (one.seat.id if one.seat else None) != seat:
            raise StaleVersionError(
                "The seat of client {id} was changed meanwhile. Refresh it and decide again.",
                id=one.client.id,
            )


def _same(seen: Record, version: int, user: str) -> None:
    if seen.info.version != version:
        raise StaleVersionError(
            "{kind} {id} was changed meanwhile by {user} (version {now}, you have {yours}). Refresh it and decide again.",
            kind=seen.type.label, id=seen.id, yours=seen.info.version, now=version, user=user,
        )  # fmt: skip


def _put_seats(cs: "ChangeSet", copies: Iterable[Copy]) -> None:
    taken = [(one, one.new_seat) for one in copies if one.new_seat is not None]
    cs.update("address", [{"id": one.seat.id, **values} for one, values in taken if one.seat is not None])
    new = [(one, values) for one, values in taken if one.seat is None]
    cs.insert(
        "address",
        [
            {"id": number, "record_type": "client", "record_id": one.client.id, "kind": "seat", **values}
            for number, (one, values) in zip(cs.new_ids(len(new)), new, strict=True)
        ],
    )


def _put_marks(cs: "ChangeSet", copies: Sequence[Copy]) -> None:
    owners = ids_list([one.client.id for one in copies])
    known = {
        (row[0], row[1]): row[2]
        for row in cs.query(
            f"SELECT record_id, field, id FROM db.provenance WHERE record_type = 'client' AND record_id IN ({owners})"
        )
    }
    marks = [
        {
            "record_id": one.client.id,
            "field": field,
            "accepted": text,
            "source": one.source,
            "as_of": one.as_of,
        }
        for one in copies
        for field, text in one.accepted.items()
    ]
    old = [mark for mark in marks if (mark["record_id"], mark["field"]) in known]
    new = [mark for mark in marks if (mark["record_id"], mark["field"]) not in known]
    cs.update(
        "provenance",
        [
            {"id": known[mark["record_id"], mark["field"]], **{name: mark[name] for name in _MARK}}
            for mark in old
        ],
    )
    cs.insert(
        "provenance",
        [
            {"id": number, "record_type": "client", **mark}
            for number, mark in zip(cs.new_ids(len(new)), new, strict=True)
        ],
    )
