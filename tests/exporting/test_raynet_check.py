"""What is said before a file in RAYNET's layout is made, and how the file looks."""

import io
from typing import Any

import pytest
from exporting_dossiers import company, dossier, person, record
from openpyxl import load_workbook

from workbench.exporting import raynet_check, raynet_files, raynet_summary
from workbench.model import raynet
from workbench.model.raynet import CLIENTS, PERSONS, SHEETS
from workbench.model.record import Dossier
from workbench.model.records import CLIENT, PERSON

WHOLE: dict[str, Any] = {"name": "Vzor", "rating": "A", "state": "actual", "role": "customer"}


def said(*dossiers: Dossier) -> list[tuple[str, str]]:
    found = raynet_check(list(dossiers))
    return list(zip(found["column"], found["what"], strict=True))


def test_the_sheets_hold_the_words_and_types_that_raynet_reads() -> None:
    (data,) = raynet_files([company()])
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [CLIENTS, PERSONS]
    header, row = ([cell.value for cell in line] for line in book[CLIENTS].iter_rows())
    found = dict(zip(header, row, strict=True))
    assert list(found) == [column.header for column in SHEETS[CLIENTS]]
    assert (found["Stav"], found["Vztah"], found["Rating"], found["Plátce DPH"]) == (
        "Aktuální",
        "Odběratel",
        "A",
        "Ano",
    )
    assert (found["IČ"], found["Sídlo – PSČ"], found["Platební podmínky"]) == ("90000019", "11000", 14)
    assert (found["Tel. 1"], found["Typ tel. 1"], found["Sídlo – ulice"]) == (
        "+420222000333",
        "telefon",
        "Dlouhá 730/12a",
    )
    people = [[cell.value for cell in line] for line in book[PERSONS].iter_rows()]
    assert [line[:5] for line in people[1:]] == [
        ["Vzorná dílna s.r.o.", "90000019", None, "Ing.", "Žofie"], ["Vzorná dílna s.r.o.", "90000019", None, None, "Cyril"],
    ]  # fmt: skip


def test_nothing_is_said_of_a_client_that_goes_through_whole() -> None:
    assert (
        said(dossier(**WHOLE, hanging=[record("decision", record_type="client", record_id=42, other_id=7)]))
        == []
    )


def test_what_is_refused_cut_or_has_no_column_is_said_with_the_column() -> None:
    poor = dossier(
        "client", 7, name="Chudý", notice="x" * 256, tags=("a, b",), custom={"a": "b"}, valid=False
    )
    assert said(poor) == [
        ("Rating", "je prázdné; RAYNET bez toho klienta nepřijme"),
        ("Stav", "je prázdné; RAYNET bez toho klienta nepřijme"),
        ("Vztah", "je prázdné; RAYNET bez toho klienta nepřijme"),
        ("Poznámka", "má znaků 256; co je nad 255, se uřízne"),
        ("Štítky", "štítek obsahuje čárku a rozpadne se na dva"),
        ("Vlastní pole", "v tomto rozvržení nemá sloupec"),
        ("Platný", "záznam je neplatný; RAYNET založí platný"),
    ]
    (data,) = raynet_files([poor])
    cells = [
        cell
        for line in load_workbook(io.BytesIO(data))[CLIENTS].iter_rows(values_only=True)
        for cell in line
        if cell
    ]
    assert max(len(str(cell)) for cell in cells) == raynet.MAX_TEXT


def test_contacts_and_addresses_beyond_the_columns_are_said() -> None:
    hanging = [
        record("address", 1, kind="branch", street="Dlouhá", city="Brno"),
        record("address", 2, kind="seat", street="Dlouhá", city="Brno", part="Staré Brno"),
        *(record("contact", 10 + at, kind="mobile", value=f"+42060100011{at}") for at in range(5)),
        record("activity", 30, title="Schůzka"),
    ]
    assert [column for column, _ in said(dossier(**WHOLE, hanging=hanging))] == [
        "Část obce", "Adresa (provozovna)", "Kontakt (mobil)", "Aktivity",
    ]  # fmt: skip


def test_duplicates_and_persons_who_may_join_another_client_are_said() -> None:
    pair = [
        dossier("client", id_, **WHOLE, persons=[person()],
                hanging=[record("employment", id_ + 100, person_id=501, client_id=id_, position="účetní")])
        for id_ in (1, 2)
    ]  # fmt: skip
    found = raynet_check(pair)
    assert list(found["id"]) == [1, 2, 501, 501, 501]
    assert list(found["column"]) == ["Název", "Název", "Klient", "Klient", "Klient"]
    assert [line[3] for line in raynet_summary(found)] == [
        "2 záznamy, např. Vzor",
        *["Ing. Žofie Příkladná, Ph.D."] * 2,
    ]


def test_files_are_split_where_raynet_takes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raynet, "MAX_CLIENTS", 2)
    books = raynet_files([dossier("client", id_, **{**WHOLE, "name": f"Vzor {id_}"}) for id_ in range(1, 6)])
    pages = [load_workbook(io.BytesIO(book))[CLIENTS] for book in books]
    assert [[row[0].value for row in page.iter_rows(min_row=2)] for page in pages] == [
        ["Vzor 1", "Vzor 2"], ["Vzor 3", "Vzor 4"], ["Vzor 5"],
    ]  # fmt: skip


def test_every_column_is_of_a_field_that_there_is() -> None:
    for sheet, kind in ((CLIENTS, CLIENT), (PERSONS, PERSON)):
        headers = [column.header for column in SHEETS[sheet]]
        assert len(set(headers)) == len(headers)
        for target in (
            column.target for column in SHEETS[sheet] if column.target.startswith(f"{kind.name}.")
        ):
            assert target.partition(".")[2] in {*kind.by_name, "position", "phone", "email"}
    for target, words in raynet.WORDS.items():
        declared = {"client": CLIENT, "person": PERSON}[target.partition(".")[0]].field(
            target.partition(".")[2]
        )
        assert list(words) == [one.value for one in declared.choices]
