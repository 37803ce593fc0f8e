"""What users do to a store, as functions of a change set: the moves of the state machine."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from workbench.store import merging
from workbench.store.changeset import ChangeSet

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
) | st.sampled_from(
    ["", "a,b", 'uv"oz\\ovky', "řádek\nřádek\t\x01\x1f", "😀 žluťoučký", "null", "[1]", '{"a": 1}', "'; DROP"]
)
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "notice": st.none() | texts,
    "category": st.none() | texts,
    "turnover": st.none() | st.decimals(Decimal("-9999999999999999.99"), Decimal("9999999999999999.99"), places=2),
    "founded_on": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    "payment_term": st.none() | st.integers(-(2**63), 2**63 - 1),
    "vat_payer": st.none() | st.booleans(),
    "tags": st.none() | st.lists(texts.filter(bool), max_size=3),
    "custom": st.none() | st.dictionaries(texts, st.none() | texts | st.integers(-9, 9) | st.lists(texts, max_size=2), max_size=3),
    "rating": st.none() | st.sampled_from("ABC"),
    "owner": st.none() | st.sampled_from(["ana", "petr"]),
}  # fmt: skip
"""Values of a client's fields, of each kind of column."""

moments = st.none() | st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
edits = st.sets(st.sampled_from(sorted(VALUES)), min_size=1, max_size=4).flatmap(
    lambda names: st.fixed_dictionaries({name: VALUES[name] for name in sorted(names)})
)


def marker(client: int) -> str:
    """A word that stands in the values of one client and of no other."""
    return f"mk{client}zq"


def create_client(cs: ChangeSet, name: str, cities: Sequence[str], phones: Sequence[str]) -> int:
    client = cs.new_ids(1)[0]
    mark = marker(client)
    cs.insert(
        "client",
        [{"id": client, "name": f"{name} {mark}", "external_id": mark, "ico": mark, "owner": "ana"}],
    )
    for table, rows in (
        ("address", [{"kind": "contact", "city": city, "street": mark} for city in cities]),
        ("contact", [{"kind": "phone", "value": phone} for phone in [*phones, f"{mark}@example.cz"]]),
    ):
        cs.insert(
            table,
            [
                {"id": new, "record_type": "client", "record_id": client, **row}
                for new, row in zip(cs.new_ids(len(rows)), rows, strict=True)
            ],
        )
    return client


def employ(cs: ChangeSet, client: int, last_name: str) -> int:
    person, link = cs.new_ids(2)
    cs.insert("person", [{"id": person, "last_name": last_name}])
    cs.insert("employment", [{"id": link, "person_id": person, "client_id": client, "position": "jednatel"}])
    return person


def relate(cs: ChangeSet, one: int, other: int, kind: str) -> None:
    cs.insert("relation", [{"id": cs.new_ids(1)[0], "client_id": one, "other_id": other, "kind": kind}])


def deal(cs: ChangeSet, client: int, amount: Decimal | None) -> None:
    cs.insert("deal", [{"id": cs.new_ids(1)[0], "name": "Zakázka", "client_id": client, "amount": amount}])


def note(cs: ChangeSet, client: int, body: str, moment: datetime | None) -> None:
    row = {"record_type": "client", "record_id": client, "body": body, "happened_at": moment}
    cs.insert("activity", [{"id": cs.new_ids(1)[0], **row}])


def merge(cs: ChangeSet, keep: int, absorb: Sequence[int], taken: Mapping[str, Any]) -> None:
    if taken:
        cs.update("client", [{"id": keep, **taken}])
    merging.merge(cs, dict.fromkeys(absorb, keep))
