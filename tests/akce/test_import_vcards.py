"""Bringing vCards in through the desk: companies, their contact persons, and the same cards once more."""

from pathlib import Path
from unicodedata import normalize

import pytest
from akce_world import ALFA, Ids, ico, make
from brought_files import how
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_dump import state_of

from workbench.desk import Desk
from workbench.importing import ImportReport


def card(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


def person(first: str, last: str, org: str, *lines: str) -> str:
    return card(f"N:{last};{first};;;", f"FN:{first} {last}", f"ORG:{org}", *lines)


def company(name: str, *lines: str) -> str:
    return card(f"FN:{name}", "N:;;;;", f"ORG:{name}", *lines)


def bring(desk: Desk, folder: Path, *cards: str) -> ImportReport:
    path = folder / "kontakty.vcf"
    path.write_bytes("".join(cards).encode())
    action = desk.akce.import_file(path)
    before = state_of(desk.store)
    foreseen = action.report()
    assert state_of(desk.store) == before  # a dry run changes nothing
    report = action.run().detail
    assert isinstance(report, ImportReport)
    assert how(foreseen) == how(report)
    return report


def people_of(desk: Desk, client: int) -> list[tuple[str, str, str | None]]:
    state = state_of(desk.store)
    return sorted(
        (
            state["person"][one["person_id"]]["first_name"],
            state["person"][one["person_id"]]["last_name"],
            one["position"],
        )
        for one in state["employment"].values()
        if one["client_id"] == client
    )


def test_companies_are_clients_and_people_with_org_their_contact_persons(desk: Desk, tmp_path: Path) -> None:
    report = bring(
        desk, tmp_path,
        person("Jan", "Vzorek", "Nová Dílna", "TITLE:jednatel", "TEL;TYPE=CELL:601000111"),
        company("Nová Dílna", "TEL:541000111"),
        person("Eva", "Vzorková", "Nová Dílna"), person("Ota", "Jiný", "Zcela Jiná"),
        card("N:Sám;Petr;;;", "FN:Petr Sám"),
    )  # fmt: skip
    assert how(report) == [("new", None)] * 5
    first, second, third, other, alone = report.outcomes["client_id"]
    assert first == second == third != other != alone
    assert people_of(desk, first) == [("Eva", "Vzorková", None), ("Jan", "Vzorek", "jednatel")]
    assert people_of(desk, other) == [("Ota", "Jiný", None)]
    assert state_of(desk.store)["client"][alone]["is_person"]


@pytest.mark.slow  # a table once more: test_import_file_again.py
def test_the_same_cards_once_more_change_nothing(desk: Desk, tmp_path: Path) -> None:
    cards = [
        company("Nová Dílna", "TEL:541000111", "UID:77"), person("Jan", "Vzorek", "Nová Dílna", "TEL:601000111"),
        person("Eva", "Bez", "Odjinud"), card("N:Sám;Petr;;;", "FN:Petr Sám"),
    ]  # fmt: skip
    bring(desk, tmp_path, *cards)
    before = state_of(desk.store)
    report = bring(desk, tmp_path, *cards)
    assert how(report) == [
        ("unchanged", "external_id"),
        ("unchanged", "name"),
        ("unchanged", "name"),
        ("unchanged", "same"),
    ]
    assert state_of(desk.store) == before


def test_a_person_joins_the_client_that_we_have_by_name_or_ico_and_leaves_it_as_it_is(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    name = str(desk.client(ids.gama).record["name"])
    was = state_of(desk.store)["client"]
    report = bring(
        desk, tmp_path, person("Jan", "Vzorek", name), person("Eva", "Vzorková", "Jinak Psaná", f"X-ICO:{ALFA}")
    )  # fmt: skip
    assert [outcome for outcome, _ in how(report)] == ["changed", "changed"]
    assert list(report.outcomes["matched_by"]) == ["name", "ico"]
    assert ("Jan", "Vzorek", None) in people_of(desk, ids.gama)
    now = state_of(desk.store)["client"]
    assert (now[ids.gama], now[ids.alfa]) == (was[ids.gama], was[ids.alfa])
    assert set(report.changes["table"]) >= {"person"}


@pytest.mark.slow
def test_a_person_of_a_name_that_several_clients_have_is_refused_with_the_reason(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    for number in (971, 972):
        make(desk, "client", name="Dvojí", ico=ico(number))
    report = bring(desk, tmp_path, person("Jan", "Vzorek", "Dvojí"), person("Eva", "Vzorková", "Jednou"))
    assert [outcome for outcome, _ in how(report)] == ["refused", "new"]
    assert "víc klientů" in report.findings_df()["text"].iloc[0]
    assert ids.alfa


@pytest.mark.slow  # cards with a firm: test_a_person_joins_the_client_that_we_have_by_name_or_ico_and_leaves_it_as_it_is
def test_a_list_of_persons_joins_clients_by_name_too(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    path = tmp_path / "osoby.csv"
    name = str(desk.client(ids.gama).record["name"])
    path.write_text(
        f"Klient;Jméno;Příjmení;Pozice\n{name};Jan;Vzorek;účetní\nNikdo Takový;Eva;Bílá;\n", encoding="utf-8"
    )
    report = desk.akce.import_file(path).run().detail
    assert how(report) == [("changed", "name"), ("new", None)]
    assert ("Jan", "Vzorek", "účetní") in people_of(desk, ids.gama)


names = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=2, max_size=12).map(
    lambda text: normalize("NFC", f"Xy{text.casefold()}")
)
"""As they are kept: signs that only look apart are one."""


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.tuples(names, names, st.sampled_from(["Prvá", "Druhá", "Třetí"])),
        min_size=1,
        max_size=6,
        unique=True,
    )
)
def test_every_person_is_once_at_its_client_whatever_the_order(
    desk: Desk, tmp_path: Path, people: list[tuple[str, str, str]]
) -> None:
    cards = [person(first, last, org) for first, last, org in people]
    report = bring(desk, tmp_path, *cards, company("Prvá"))
    again = bring(desk, tmp_path, company("Prvá"), *reversed(cards))
    assert {outcome for outcome, _ in how(again)} == {"unchanged"}
    clients = set(report.outcomes["client_id"])
    found = [(first, last) for client in clients for first, last, _ in people_of(desk, client)]
    assert {(first, last) for first, last, _ in people} <= set(found)
    assert len(found) == len(set(zip(found, [c for c in clients for _ in people_of(desk, c)], strict=True)))
