"""Bringing in what we lack alone, and several addresses of one kind."""

from pathlib import Path
from typing import Any

import pytest
from akce_world import ALFA, GAMA, Ids, ico, make, tables
from brought_files import brought, how, table
from store_dump import state_of

from workbench.desk import Desk
from workbench.errors import UnknownNameError
from workbench.importing import suggest_mapping

NEW = ico(950)


def addresses(desk: Desk, client: int, kind: str) -> list[tuple[str | None, ...]]:
    """Street, house number, town and postcode of the client's addresses of a kind, by street."""
    found = [
        (row["street"], row["house_number"], row["city"], row["postcode"])
        for row in state_of(desk.store)["address"].values()
        if row["record_id"] == client and row["kind"] == kind
    ]
    return sorted(found, key=str)


def values(desk: Desk, client: int, *fields: str) -> tuple[Any, ...]:
    row = desk.client(client).record
    return tuple(row[name] for name in fields)


def test_filling_takes_what_is_empty_and_leaves_what_stands(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    desk.akce.edit(ids.alfa, notice="naše", tags=["starý"], custom={"Barva": "modrá"}).run()
    text = "Externí ID,Název,Poznámka,Zdroj,Štítky,Barva,Číslo\nX-1,Jinak,cizí,web,nový,rudá,7\n"
    mapping = {"Barva": "client.custom", "Číslo": "client.custom"}
    report = brought(desk, tmp_path, text, mapping=mapping, fill_only=True)
    assert how(report) == [("changed", "external_id")]
    assert set(report.changes["field"]) == {"contact_source", "custom"}
    assert values(desk, ids.alfa, "name", "notice", "contact_source", "tags", "custom") == (
        "Alfa stavby s.r.o.", "naše", "web", ("starý",), {"Barva": "modrá", "Číslo": "7"},
    )  # fmt: skip
    assert how(brought(desk, tmp_path, text, mapping=mapping, fill_only=True)) == [
        ("unchanged", "external_id")
    ]


def test_who_must_not_be_contacted_is_marked_even_where_only_gaps_are_filled(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    brought(desk, tmp_path, "Externí ID,Název,Nekontaktovat\nX-1,Alfa,ano\n", fill_only=True)
    assert values(desk, ids.alfa, "do_not_contact") == (True,)
    brought(desk, tmp_path, "Externí ID,Název,Nekontaktovat\nX-1,Alfa,ne\n", fill_only=True)
    assert values(desk, ids.alfa, "do_not_contact") == (True,)


def test_filling_adds_contacts_and_addresses_of_kinds_that_are_missing(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    make(desk, "contact", record_id=ids.gama, kind="phone", value="+420601000001")
    make(desk, "address", record_id=ids.gama, kind="billing", city="Brno")
    text = f"IČO,Název,Telefon,E-mail,Fakturační ulice,Fakturační město,Dodací město\n{GAMA},Gama,601000002,a@gama.example,Dlouhá 5,Brno,Zlín\n{GAMA},Gama,,,Krátká 1,Opava,\n"
    brought(desk, tmp_path, text, fill_only=True)
    contacts = [row["value"] for row in tables(desk)["contact"].values() if row["record_id"] == ids.gama]
    assert sorted(contacts) == ["+420601000001", "a@gama.example"]
    assert addresses(desk, ids.gama, "billing") == [("Dlouhá", "5", "Brno", None)]
    assert addresses(desk, ids.gama, "delivery") == [(None, None, "Zlín", None)]


def test_addresses_fill_one_after_another_until_the_file_has_nothing_more_to_fill(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    for city in ("Praha", "Brno"):
        make(desk, "address", record_id=ids.gama, kind="delivery", city=city)
    text = f"IČO,Dodací ulice\n{GAMA},Nová 3\n{GAMA},Dlouhá 5\n"
    brought(desk, tmp_path, text, fill_only=True)
    found = addresses(desk, ids.gama, "delivery")
    assert {number for _, number, *_ in found} == {"3", "5"}
    assert {outcome for outcome, _ in how(brought(desk, tmp_path, text, fill_only=True))} == {"unchanged"}


def test_filling_completes_a_known_person_and_corrects_none(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    mapping = {"Osoba": "person.name", "Titul": "person.title_before", "Narozena": "person.birthday"}
    brought(desk, tmp_path, "Externí ID,Název,Osoba,Titul\nX-2,,Eva Vymyšlená,Ing.\n",
            mapping={"Osoba": "person.name", "Titul": "person.title_before"}, fill_only=True)  # fmt: skip
    brought(desk, tmp_path, "Externí ID,Název,Osoba,Titul,Narozena\nX-2,,Eva Vymyšlená,Mgr.,1.2.1980\n",
            mapping=mapping, fill_only=True)  # fmt: skip
    person = tables(desk)["person"][ids.person]
    assert (person["title_before"], str(person["birthday"])) == ("Ing.", "1980-02-01")


def test_the_report_and_the_code_say_that_only_gaps_are_filled(desk: Desk, tmp_path: Path) -> None:
    action = desk.akce.import_file(table(tmp_path, f"Název,IČO\nGama,{GAMA}\n"), fill_only=True)
    plain = desk.akce.import_file(action.path)
    assert set(action.report().summary().split("\n")) - set(plain.report().summary().split("\n"))
    assert "fill_only=True" in action.code()
    assert "fill_only" not in plain.code()


def test_rows_of_one_client_keep_their_different_addresses(desk: Desk, tmp_path: Path) -> None:
    text = (
        "Název,IČO,Provozovna ulice,Provozovna město,Sídlo\n"
        f'Nová,{NEW},Dlouhá 1,Brno,"Stará 1, Brno"\nNová,{NEW},Krátká 2,Zlín,"Nová 2, Zlín"\nNová,{NEW},Dlouhá 1,Brno,\n'
    )
    report = brought(desk, tmp_path, text)
    client = int(report.outcomes["client_id"][0])
    assert addresses(desk, client, "branch") == [("Dlouhá", "1", "Brno", None), ("Krátká", "2", "Zlín", None)]
    assert addresses(desk, client, "seat") == [("Nová", "2", "Zlín", None)]
    primary = [
        row
        for row in state_of(desk.store)["address"].values()
        if row["record_id"] == client and row["is_primary"]
    ]
    assert [row["kind"] for row in primary] == ["seat"]
    assert {outcome for outcome, _ in how(brought(desk, tmp_path, text))} == {"unchanged"}


@pytest.mark.slow
def test_another_address_stands_beside_those_that_a_client_has_several_of(desk: Desk, tmp_path: Path) -> None:
    head = "Název,IČO,Provozovna ulice,Provozovna město\n"
    report = brought(desk, tmp_path, f"{head}Nová,{NEW},Dlouhá 1,Brno\nNová,{NEW},Krátká 2,Zlín\n")
    brought(desk, tmp_path, f"{head}Nová,{NEW},Třetí 3,Opava\n")
    found = addresses(desk, int(report.outcomes["client_id"][0]), "branch")
    assert [city for _, _, city, _ in found] == ["Brno", "Zlín", "Opava"]


@pytest.mark.parametrize(
    "headers",
    [
        ("Provozovna 1 ulice", "Provozovna 1 město", "Provozovna 2 ulice", "Provozovna 2 město"),
        pytest.param(
            ("Provozovna ulice", "Provozovna město", "Provozovna ulice (2)", "Provozovna město (2)"),
            marks=pytest.mark.slow,
        ),
        (
            "address[branch].street",
            "address[branch].city",
            "address[branch 2].street",
            "address[branch 2].city",
        ),
    ],
)
def test_columns_of_several_addresses_of_a_kind_are_all_kept(
    desk: Desk, tmp_path: Path, headers: tuple[str, ...]
) -> None:
    text = f"Název,IČO,{','.join(headers)}\nNová,{NEW},Dlouhá 1,Brno,Krátká 2,Zlín\n"
    report = brought(desk, tmp_path, text)
    client = int(report.outcomes["client_id"][0])
    assert addresses(desk, client, "branch") == [("Dlouhá", "1", "Brno", None), ("Krátká", "2", "Zlín", None)]
    assert how(brought(desk, tmp_path, text)) == [("unchanged", "ico")]


def test_repeated_headers_give_a_second_address(desk: Desk, tmp_path: Path) -> None:
    text = f"Název,IČO,Ulice,Město,Ulice,Město\nAlfa,{ALFA},Dlouhá 1,Brno,Krátká 2,Zlín\n"
    mapping = desk.akce.import_file(table(tmp_path, text)).mapping.to_dict()
    assert mapping["Ulice (2)"] == "address[contact 2].street"


def test_a_number_alone_makes_no_second_address() -> None:
    assert suggest_mapping(["Adresa 2", "Název"]).to_dict()["Adresa 2"].startswith("address")
    assert suggest_mapping(["Ulice", "Město", "Ulice 2"]).to_dict()["Ulice 2"] == "ignore"
    assert suggest_mapping(["Sídlo", "Sídlo 2"]).to_dict()["Sídlo 2"] == "ignore"


@pytest.mark.parametrize(
    "name", ["address[seat 2].city", "address[branch 1]", "address[branch 10].city", "address[nic 2]"]
)
def test_there_is_one_seat_and_at_most_nine_of_other_kinds(desk: Desk, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownNameError):
        desk.akce.import_file(table(tmp_path, "Název,Kde\nA,b\n"), mapping={"Kde": name})
