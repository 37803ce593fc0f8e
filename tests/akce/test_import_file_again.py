"""Whatever a file says: the rehearsal is the run, a second import changes nothing, undo leaves no trace."""

import csv
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from akce_world import ico, make
from effort import examples
from hypothesis import Phase, given
from hypothesis import strategies as st
from store_dump import State, data_only, differences, everything, state_of

from workbench.desk import Desk
from workbench.importing import ImportReport, Outcome

MAPPING = {
    "ext": "client.external_id", "name": "client.name", "ico": "client.ico", "tags": "client.tags", "turnover": "client.turnover",
    "note": "client.notice", "own": "client.custom", "valid": "client.valid", "state": "client.state",
    "kind": "address.kind", "street": "address.street", "city": "address.city", "psc": "address.postcode",
    "seat": "address[seat]", "depot": "address[delivery 2].street", "town": "address[delivery 2].city", "billing": "address[billing].city", "mail": "contact.email", "phone": "contact.phone",
    "who": "person.name", "born": "person.birthday", "position": "person.position", "his": "person.phone",
    "title": "consent.title", "purpose": "consent.purpose",
}  # fmt: skip
NUMBERS = [ico(one) for one in (901, 902, 903, 904)]
NAMES = [
    "Alfa s.r.o.",
    "Beta s.r.o.",
    "Žluťoučký kůň 😀",
    "Gama a.s. v likvidaci",
    'O\'Neill "&" \\ <b>; DROP',
]
CELLS = {
    "ext": ["E1", "E2", "E3", "X-1", "X-2", "X-3", "X-4"], "name": NAMES, "ico": [*NUMBERS, NUMBERS[0][1:], "nevím"],
    "tags": ["b, a", "a; b;b", "č", "a"], "turnover": ["1 234,50 Kč", "5", "moc"], "note": ["první", "druhá\nřádka", "NaN"],
    "own": ["x", "y", "a/b~c"], "valid": ["ano", "ne"], "state": ["potential", "actual", "cokoli"],
    "kind": ["delivery", "billing", "jiný"], "street": ["Dlouhá 5", "Krátká 12/3a", "č.p. 7"], "city": ["Brno", "Praha 1", "Lhota"],
    "psc": ["602 00", "11000", "?"], "seat": ["Dlouhá 5, 602 00 Brno", "Nová 1, Zlín"], "billing": ["Brno", "Olomouc"], "depot": ["Dlouhá 5", "Nová 3"], "town": ["Brno", "Praha"],
    "mail": ["a@alfa.example", "b@beta.example; c@beta.example", "nic"], "phone": ["601 000 001", "601000002", "+420 601 000 003"],
    "who": ["Ing. Eva Vymyšlená", "Eva Vymyšlená", "Karel"], "born": ["1.2.1980", "1980-02-03"], "position": ["jednatel", "účetní"],
    "his": ["602 000 001", "602 000 002"], "title": ["consent", "contract"], "purpose": ["newsletter", "obchod"],
}  # fmt: skip
EMPTY = st.sampled_from(["", "", "", "NULL", " "])
RARE = {
    "kind",
    "valid",
    "state",
    "turnover",
    "born",
    "position",
    "purpose",
    "title",
    "billing",
    "own",
    "note",
    "his",
}


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of a file: few values, so that they meet each other and what is stored."""
    more = draw(st.sets(st.sampled_from(sorted(set(MAPPING) - {"ext", "name", "ico"})), max_size=7))
    kept = [name for name in MAPPING if name in {"ext", "name", "ico", *more}]
    cell = {name: st.sampled_from(CELLS[name]) | EMPTY for name in kept}
    row = st.fixed_dictionaries(cell)
    rows = draw(st.lists(row, min_size=1, max_size=9))
    return [one if any(cell.strip() for cell in one.values()) else {**one, "name": "Prázdná"} for one in rows]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Clients that share numbers and names, are merged in a chain, locked, invalid, or have others' contacts."""
    path = tmp_path_factory.mktemp("again") / "template.duckdb"
    desk = Desk(path, "ana")
    desk.store.save_user("petr", "full")
    known: list[tuple[str, dict[str, Any]]] = [
        (NAMES[0], {"external_id": "X-1", "ico": NUMBERS[0], "tags": ["z"]}),
        (NAMES[1], {"external_id": "X-2", "ico": NUMBERS[1]}),
        (NAMES[1], {"external_id": "X-3"}),
        (NAMES[0], {"ico": NUMBERS[2]}),
    ]
    one, two, three, four = (make(desk, "client", name=name, **values) for name, values in known)
    make(desk, "client", name=NAMES[1], ico=NUMBERS[2])
    held = make(desk, "client", name=NAMES[3], external_id="X-4", ico=NUMBERS[3])
    plain = make(desk, "client", name=NAMES[2], notice="první")
    make(desk, "address", record_id=one, kind="seat", street="Dlouhá", house_number="5", city="Brno")
    make(desk, "address", record_id=one, kind="delivery", city="Praha")
    make(desk, "address", record_id=one, kind="delivery", city="Brno")
    make(desk, "contact", record_id=one, kind="phone", value="+420 601 000 001", is_primary=True)
    make(desk, "contact", record_id=plain, kind="email", value="a@alfa.example")
    person = make(desk, "person", first_name="Eva", last_name="Vymyšlená")
    make(desk, "employment", person_id=person, client_id=one)
    make(desk, "employment", person_id=person, client_id=four)
    desk.akce.merge(keep=two, absorb=[three]).run()
    desk.akce.merge(keep=one, absorb=[two], reason="jeden klient").run()
    desk.akce.invalidate([four]).run()
    Desk(path, "petr").akce.lock(held).run()
    desk.store.compact()
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the examples put their files."""
    with tempfile.TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as name:
        yield Path(name)


def outcomes(report: ImportReport) -> list[tuple[object, ...]]:
    return [tuple(row) for row in report.outcomes.where(report.outcomes.notna(), None).to_numpy().tolist()]


def check_order(state: State) -> None:
    """What holds in any store: one primary address each, one primary contact of a kind, one external id."""
    owners = Counter(row["record_id"] for row in state["address"].values())
    primary = Counter(row["record_id"] for row in state["address"].values() if row["is_primary"])
    assert primary == dict.fromkeys(owners, 1)
    contacts = Counter(
        (row["record_id"], row["kind"]) for row in state["contact"].values() if row["is_primary"]
    )
    assert not contacts or max(contacts.values()) == 1
    for key in (("record_id", "kind", "value"),):
        twins = Counter(tuple(row[name] for name in key) for row in state["contact"].values())
        assert not twins or max(twins.values()) == 1
    external = Counter(row["external_id"] for row in state["client"].values() if row["external_id"])
    assert max(external.values()) == 1


@pytest.mark.slow
@examples(2, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(rows=tables(), fill_only=st.booleans())
def test_any_file_adds_up_runs_as_rehearsed_changes_nothing_again_and_is_undone(
    template: Path, folder: Path, rows: list[dict[str, str]], fill_only: bool
) -> None:
    path = Path(shutil.copy(template, folder / "clients.duckdb"))
    table = folder / "klienti.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows([row[name] for name in rows[0]] for row in rows)
    mapping = {name: MAPPING[name] for name in rows[0]}
    desk = Desk(path, "ana")
    before, whole = state_of(desk.store), everything(desk.store)

    rehearsed = desk.akce.import_file(table, mapping=mapping, fill_only=fill_only).report()
    assert everything(desk.store) == whole
    assert rehearsed.total == len(rows) == sum(rehearsed.counts().values())

    result = desk.akce.import_file(table, mapping=mapping, fill_only=fill_only).run()
    assert outcomes(result.detail) == outcomes(rehearsed)
    assert result.detail.changes.equals(rehearsed.changes)
    after = state_of(desk.store)
    check_order(after)
    known = set(before["client"])
    for _, outcome, client, _ in outcomes(result.detail):
        assert (client is None) == (outcome == Outcome.REFUSED)
        assert client is None or (client in known) == (outcome != Outcome.NEW)

    again = desk.akce.import_file(table, mapping=mapping, fill_only=fill_only).run()
    assert again.change_set is None, differences(after, state_of(desk.store))
    assert again.detail.counts()[Outcome.NEW] == again.detail.counts()[Outcome.CHANGED] == 0
    assert again.detail.counts()[Outcome.REFUSED] == rehearsed.counts()[Outcome.REFUSED]

    if result.change_set is not None:
        desk.undo(result)
    assert differences(data_only(before), data_only(state_of(desk.store))) == []
    desk.store.close()
