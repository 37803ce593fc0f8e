"""The comparison of many clients in one query says what the pure comparison of one client says."""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from akce_world import ico
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

import workbench as wb
from workbench.akce.registry_plan import Plan
from workbench.model.comparison import SEAT, SUGGESTED, as_text, compare
from workbench.model.subject import Origin, Seat, Subject
from workbench.registry.said import table_of
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

TEXTS = ("", " ", "Alfa s.r.o.", "ALFA, spol. s r. o.", "Alfa  s.r.o.", "Älfa s.r.o.", "Alfa Beta a.s.", "„Alfa“ s.r.o.", "Jiná\u00a0",
         "SVJ Dlouhá 5", "Společenství vlastníků jednotek Dlouhá 5", "Al\u00adfa", "s.r.o.", "112", "Straße", "Łódź 7")  # fmt: skip
text = st.none() | st.sampled_from(TEXTS)
part = st.none() | st.sampled_from(["", "Dlouhá", "Brno", "12", "3", "a", "60200", "602 00"])
day = st.none() | st.dates(date(1990, 1, 1), date(1990, 1, 3))
seats = st.none() | st.builds(
    Seat, street=part, house_number=part, house_number_kind=st.sampled_from([None, "cp", "cev"]), orientation_number=part,
    orientation_letter=part, part=part, city=part, district=part, postcode=part, region=part, country=st.sampled_from(["CZ", None, "SK", ""]),
    place_code=part,
)  # fmt: skip
subjects = st.builds(
    Subject, ico=st.just(""), name=text.map(lambda one: one or ""), source=st.just("MF, ARES"), as_of=st.just(date(2026, 11, 23)),
    legal_form=text, dic=text, court_file=text, founded_on=day, ceased_on=day, nace=text, data_box=text, seat=seats,
    rest=st.none() | st.just(Origin(("dic", "seat"), "ČSÚ, RES", date(2026, 11, 15))), vat_payer=st.none() | st.booleans(),
    vat=st.none() | st.just(Origin(("vat_payer",), "MF, DPH", date(2026, 11, 20))),
)  # fmt: skip
clients = st.fixed_dictionaries(
    {"name": st.sampled_from([one for one in TEXTS if one.strip()]), "legal_form": text, "dic": text, "court_file": text, "nace": text, "data_box": text, "founded_on": day, "ceased_on": day, "vat_payer": st.none() | st.booleans()}
)  # fmt: skip
accepted = st.dictionaries(st.sampled_from(["name", "dic", "founded_on", SEAT]), st.none() | st.sampled_from(["", "Alfa s.r.o.", " 112 ", "1990-01-01", "Dlouhá 12, 602 00 Brno"]))  # fmt: skip
CASE = st.tuples(clients, seats, subjects, accepted)
Case = tuple[dict[str, Any], Seat | None, Subject, dict[str, str | None]]


def fill(store: Store, cases: list[Case]) -> list[int]:
    def work(cs: ChangeSet) -> list[int]:
        ids = list(cs.new_ids(len(cases)))
        each = list(zip(ids, cases, strict=True))
        cs.insert("client", [{"id": one, "ico": ico(one), **case[0]} for one, case in each])
        seats = [
            {"record_id": one, "kind": SEAT, **asdict(case[1])} for one, case in each if case[1] is not None
        ]
        marks = [
            {"record_id": one, "field": name, "accepted": value, "source": "x"}
            for one, case in each for name, value in case[3].items()
        ]  # fmt: skip
        for kind, rows in (("address", seats), ("provenance", marks)):
            numbered = zip(cs.new_ids(len(rows)), rows, strict=True)
            cs.insert(kind, [{"id": number, "record_type": "client", **row} for number, row in numbered])
        return ids

    return store.write(Intent("fill"), work).result


def by_query(
    store: Store, ids: list[int], found: Mapping[int, Subject]
) -> dict[int, list[tuple[object, ...]]]:
    asked = pa.table(
        {"client": pa.array(ids, pa.int64()), "ico": pa.array([found[one].ico for one in ids], pa.string())}
    )
    plan = Plan.of(store.compare(asked, table_of({one.ico: one for one in found.values()})))
    rows: dict[int, list[tuple[object, ...]]] = {one: [] for one in ids}
    for row in plan.differing.to_pylist():
        shown = (
            row["field"],
            row["ours"],
            row["register"],
            row["accepted"],
            row["state"],
            row["source"],
            row["as_of"],
        )
        rows[row["client"]].append(shown)
    return rows


def by_model(
    client: Mapping[str, object], subject: Subject, marks: Mapping[str, str | None]
) -> list[tuple[object, ...]]:
    return [
        (one.field, None if one.ours is None else as_text(one.ours), as_text(one.register), one.accepted, one.reason.code,
         *subject.origin(one.field))
        for one in compare(client, subject, marks)
        if as_text(one.register) or one.field == SEAT
    ]  # fmt: skip


@examples(2)
@given(st.lists(CASE, min_size=20, max_size=60))
def test_the_query_finds_the_differences_of_the_model_and_judges_them_alike(cases: list[Case]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "clients.duckdb", "ana")
        ids = fill(store, cases)
        found = {one: replace(case[2], ico=ico(one)) for one, case in zip(ids, cases, strict=True)}
        rows = by_query(store, ids, found)
        for one, (values, seat, _, marks) in zip(ids, cases, strict=True):
            client = {"ico": ico(one), **values, SEAT: seat}
            assert rows[one] == by_model(client, found[one], marks)
        store.close()


@pytest.mark.slow  # drawn clients: above
def test_both_agree_on_every_client_of_the_demo() -> None:
    desk = wb.demo(clients=150, registers="simulated")
    ids = [int(one) for one in desk.clients.df(invalid=True).index]
    action = desk.akce.copy_from_registry(ids)
    plan = action.preview()
    known = action._looked().said
    dossiers = {one.id: one for one in desk.records(ids)}
    expected = []
    for one, dossier in dossiers.items():
        number = str(dossier.record["ico"])
        if number not in known:
            continue
        seat = next((each for each in dossier.addresses if each["kind"] == SEAT), None)
        ours = {**dossier.record.values, SEAT: seat and Seat(**{name: seat[name] for name in Seat.__slots__})}
        expected += [(one, *row) for row in by_model(ours, known.subject(number), {})]
    shown = plan[["client", "field", "register", "suggested"]].itertuples(index=False, name=None)
    locked = {
        one
        for one, dossier in dossiers.items()
        if dossier.record["locked_by"] not in (None, desk.store.user_name)
    }
    assert list(shown) == [
        (row[0], row[1], row[3], row[5] in SUGGESTED and row[0] not in locked) for row in expected
    ]
    assert len(expected) > 300
