"""Out in RAYNET's layout and in again: equal field by field where the layout has the field."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from demo_copies import DemoCopies
from effort import examples
from exporting_dossiers import dossier, record
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import workbench as wb
from workbench.exporting import raynet_files
from workbench.exporting.raynet import street_line
from workbench.importing import convert, read_table, suggest_mapping
from workbench.importing.cleaning import is_placeholder, read_text
from workbench.model.fields import Kind
from workbench.model.identifiers import READERS
from workbench.model.raynet import ADDRESS_KINDS, CLIENTS, PERSONS, SHEETS
from workbench.model.record import Dossier, Record

OF_CLIENT = [one.target.partition(".")[2] for one in SHEETS[CLIENTS] if one.target.startswith("client.")]
OF_PERSON = [
    one.target.partition(".")[2]
    for one in SHEETS[PERSONS]
    if one.target.startswith("person.")
    and one.place == 1
    and one.target not in {"person.phone", "person.email", "person.position"}
]


def plain(record: Record, fields: list[str]) -> tuple[Any, ...]:
    """As an export writes them: a text of one line has single spaces."""
    return tuple(_written(record.type.by_name[name].kind, record[name]) for name in fields)


def _written(kind: Kind, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(sorted(value))
    return " ".join(value.split()) if isinstance(value, str) and kind is not Kind.LONG_TEXT else value


def contacts(one: Dossier) -> Counter[tuple[str, str]]:
    """As an import writes them: dirt in numbers is repaired on the way, and told."""
    pairs = ((str(contact["kind"]), str(contact["value"])) for contact in one.contacts)
    return Counter((kind, _read(kind, value) or value) for kind, value in pairs)


def _read(kind: str, value: str) -> str | None:
    reader = READERS.get({"mobile": "phone", "fax": "phone"}.get(kind, kind))
    return reader(value).value if reader else value


def addresses(one: Dossier) -> dict[str, tuple[Any, ...]]:
    """Kind -> the line and the rest, of those that have parts."""
    found: dict[str, tuple[Any, ...]] = {}
    for address in one.addresses:
        if address["kind"] in ADDRESS_KINDS and address["city"]:
            where = (
                street_line(address),
                *(address[name] for name in ("city", "postcode", "region", "country")),
            )
            found.setdefault(str(address["kind"]), where)
    return found


@pytest.fixture(scope="module")
def exported(
    shared_demo_copies: DemoCopies, tmp_path_factory: pytest.TempPathFactory
) -> tuple[wb.Desk, wb.Desk, Any]:
    """The demo data, an empty store into which its export went, and the check before."""
    folder = tmp_path_factory.mktemp("raynet")
    source = shared_demo_copies(60, 11)
    action = source.akce.export(
        list(source.clients.df(invalid=True).index), format="xlsx", layout="raynet", folder=str(folder)
    )
    made = action.run()
    assert made.path
    assert str(len(action.preview())) in made.notes[0].replace("\xa0", "")
    copy = wb.open(folder / "copy.duckdb", user="analytik")
    for sheet in (None, PERSONS):
        report = copy.akce.import_file(made.path, sheet=sheet).run().detail
        assert report.counts()["refused"] == 0
    return source, copy, action.preview()


def pairs(exported: tuple[wb.Desk, wb.Desk, Any]) -> list[tuple[Dossier, Dossier]]:
    sides = []
    for desk in exported[:2]:
        ids = list(desk.clients.df(invalid=True).index)
        sides.append({one.record["external_id"]: one for one in desk.store.dossiers(ids)})
    assert sides[0].keys() == sides[1].keys()
    return [(one, sides[1][key]) for key, one in sides[0].items()]


def test_every_client_of_the_demo_comes_back_equal_in_the_fields_of_the_layout(exported: Any) -> None:
    assert any("  " in before.record["name"] for before, _ in pairs(exported)), "some of it is dirty"
    for before, after in pairs(exported):
        assert plain(before.record, OF_CLIENT) == plain(after.record, OF_CLIENT)
        assert contacts(before) == contacts(after)
        there = addresses(after)
        assert {kind: there[kind] for kind in addresses(before)} == addresses(before)


def test_every_person_of_the_demo_comes_back_equal_at_its_client(exported: Any) -> None:
    for before, after in pairs(exported):
        found = []
        for one in (before, after):
            posts = {link["person_id"]: link["position"] for link in one.all("employment")}
            found.append(
                Counter(
                    (*plain(who.record, OF_PERSON), posts[number], frozenset(contacts(who).items()))
                    for number, who in one.persons.items()
                )
            )
        assert found[0] == found[1]


def test_the_check_names_whatever_did_not_come_back(exported: Any) -> None:
    check = exported[2]
    told = set(zip(check["id"], check["column"], strict=True))
    for before, after in pairs(exported):
        for field in before.record.type:
            lost = before.record[field.name] != after.record[field.name]
            if lost and field.name not in {*OF_CLIENT, "locked_by", "locked_at", "lock_reason"}:
                assert (before.id, str(field.label)) in told
        for kind in ("activity", "consent", "attachment", "deal", "offer"):
            if before.all(kind):
                assert (before.id, str(before.all(kind)[0].type.plural)) in told


def usable(text: str) -> bool:
    return read_text(text).value == text and not read_text(text).warnings and not is_placeholder(text)


texts = (
    st.lists(st.one_of(st.sampled_from(["=1+1", "+420", "-", "@", "'", '"', ";", "_x0041_", "ž", "👩‍🔧", " a", "0", "&<"]), st.text(max_size=15)), min_size=1, max_size=5)
    .map(lambda some: read_text("".join(some)).value or "x")
    .filter(usable)
)  # fmt: skip
maybe = st.one_of(st.none(), texts)


@examples(5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=texts, notice=maybe, category=maybe, court=maybe, first=maybe, position=maybe, last=texts,
    state=st.sampled_from(["potential", "actual", "deferred", "unattractive"]), role=st.sampled_from(["customer", "partner", "supplier", "rival"]),
    rating=st.sampled_from(["A", "B", "C", None]), payer=st.sampled_from([True, False, None]), term=st.one_of(st.none(), st.integers(0, 999)),
    turnover=st.one_of(st.none(), st.decimals(0, 10**9, places=2)), born=st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    tags=st.lists(st.sampled_from(["VIP", "=stavba", "a b"]), unique=True, max_size=3), form=st.sampled_from(["112", "121", "100", None]),
    gender=st.sampled_from(["female", "male", None]), kinds=st.lists(st.sampled_from(["phone", "mobile", "fax"]), max_size=4),
)  # fmt: skip
def test_any_values_read_back_equal(tmp_path: Path, **given: Any) -> None:
    values = {
        "name": given["name"], "notice": given["notice"], "category": given["category"], "court_file": given["court"], "state": given["state"],
        "role": given["role"], "rating": given["rating"], "vat_payer": given["payer"], "payment_term": given["term"], "turnover": given["turnover"],
        "birthday": given["born"], "tags": tuple(given["tags"]) or None, "legal_form": given["form"], "external_id": "K-1",
    }  # fmt: skip
    who = dossier("person", 501, first_name=given["first"], last_name=given["last"], gender=given["gender"])
    numbers = [
        ("phone" if kind == "phone" else kind, f"+42060100011{at}") for at, kind in enumerate(given["kinds"])
    ]
    hanging = [
        record("employment", 2, person_id=501, client_id=42, position=given["position"]),
        *(record("contact", 10 + at, kind=kind, value=value) for at, (kind, value) in enumerate(numbers)),
    ]
    path = tmp_path / "klienti.xlsx"
    path.write_bytes(raynet_files([dossier("client", 42, **values, hanging=hanging, persons=[who])])[0])
    tables = {}
    for sheet in (CLIENTS, PERSONS):
        raw = read_table(path, sheet=sheet)
        tables[sheet] = convert(raw, suggest_mapping(raw.columns, raw.frame, raw.meanings)).rows
    client = tables[CLIENTS]["client"].iloc[0]
    found = {name: client.get(name) for name in values}
    assert found == {**values, "turnover": values["turnover"] and Decimal(values["turnover"])}
    assert set(
        zip(tables[CLIENTS]["contact"]["kind"], tables[CLIENTS]["contact"]["value"], strict=True)
    ) == set(numbers)
    person = tables[PERSONS]["person"].iloc[0]
    assert [person.get(name) for name in ("first_name", "last_name", "gender", "position")] == [
        given["first"], given["last"], given["gender"], given["position"],
    ]  # fmt: skip
