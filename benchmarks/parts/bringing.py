"""Bringing in a file of 15 columns, against a bare COPY-like insert and against a pandas loop with the same readers."""

import csv
import dataclasses
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any, Final

import pandas as pd

from benchmarks import base
from benchmarks.bare import Bare
from benchmarks.figures import Faster, Figure
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan
from workbench import demodata
from workbench.model.addresses import compose
from workbench.model.identifiers import READERS
from workbench.model.legal_forms import find_legal_form
from workbench.model.names import parse_company
from workbench.model.records import record_type
from workbench.store.columns import columns_of

HEADERS: Final = (
    "Kód", "Název", "IČO", "DIČ", "Právní forma", "Bankovní účet", "Datová schránka", "Kategorie", "Poznámka",
    "Ulice a číslo", "Obec", "PSČ", "Telefon", "E-mail", "Web",
)  # fmt: skip
_CLIENT: Final = {"Kategorie": "category", "Poznámka": "notice"}
_READ: Final = {"IČO": "ico", "DIČ": "dic", "Bankovní účet": "bank_account", "Datová schránka": "data_box"}
_CONTACTS: Final = {"Telefon": "phone", "E-mail": "email", "Web": "web"}
_ADDRESS: Final = (
    "street", "house_number", "house_number_kind", "orientation_number", "orientation_letter", "part", "city", "district",
    "postcode", "region", "country", "extra", "original",
)  # fmt: skip


def figures(plan: Plan) -> list[Figure]:
    """Each run brings the same new clients into a fresh copy of the base."""
    folder, rows = plan.scratch, plan.rows
    file = _written(folder / "import.csv", rows)
    ours: list[Sample] = []
    plain: list[Sample] = []
    loop: list[Sample] = []
    for run in range(plan.runs):
        order = [(ours, _with_workbench), (plain, _with_insert), (loop, _with_loop)]
        for taken, work in order if run % 2 == 0 else order[::-1]:
            target = base.copied(plan.source, folder, "import.duckdb")
            taken.append(timed(partial(work, target, file)))
    title = f"import {rows:,} rows × {len(HEADERS)} columns"
    return [
        Figure(title, ours, "pandas loop, same readers", loop, Faster(3)),
        Figure(title, ours, "bare read_csv + INSERT", plain),
    ]


def _written(path: Path, rows: int) -> Path:
    """A list as people export it, of clients that the base does not have, dirt and all."""
    made = demodata.generate(base.SEED + 1, clients=rows, only=base.TYPES).tables
    client = made["client"].set_index("id")
    address = (
        made["address"][made["address"]["is_primary"].fillna(value=False)]
        .drop_duplicates("record_id")
        .set_index("record_id")
    )
    contact = (
        made["contact"]
        .drop_duplicates(["record_id", "kind"])
        .pivot_table(index="record_id", columns="kind", values="value", aggfunc="first")
    )
    line = address["street"].fillna("") + (" " + address["house_number"]).fillna("")
    line += ("/" + address["orientation_number"]).fillna("")
    phone = contact["mobile"].fillna(contact["phone"])
    frame = pd.DataFrame(
        {
            "Kód": "N-" + client["external_id"].astype(str), "Název": client["name"], "IČO": client["ico"], "DIČ": client["dic"],
            "Právní forma": client["legal_form"], "Bankovní účet": client["bank_account"], "Datová schránka": client["data_box"],
            "Kategorie": client["category"], "Poznámka": client["notice"], "Ulice a číslo": line, "Obec": address["city"],
            "PSČ": address["postcode"], "Telefon": phone, "E-mail": contact["email"], "Web": contact["web"],
        },
        columns=list(HEADERS), index=client.index,
    )  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, sep=";", index=False, quoting=csv.QUOTE_MINIMAL)
    return path


def _with_workbench(target: Path, file: Path) -> None:
    desk = base.opened(target)
    result = desk.akce.import_file(file).run()
    desk.store.close()
    assert result.rows, "nothing was brought in"


def _with_insert(target: Path, file: Path) -> None:
    """Text goes in as it stands: nothing is read, matched, journalled or made searchable."""
    with Bare(target).visit(write=True) as connection:
        connection.execute(
            f"CREATE TEMP TABLE given AS SELECT 2000000000 + row_number() OVER () AS n, * FROM read_csv('{file}', delim=';', header=true, all_varchar=true)"
        )
        connection.execute(
            "INSERT INTO db.client (id, external_id, name, ico, dic, legal_form, bank_account, data_box, category, notice) "
            'SELECT n, "Kód", "Název", "IČO", "DIČ", "Právní forma", "Bankovní účet", "Datová schránka", "Kategorie", "Poznámka" FROM given'
        )
        connection.execute(
            "INSERT INTO db.address (id, record_type, record_id, kind, is_primary, street, city, postcode) "
            'SELECT n + 100000000, \'client\', n, \'contact\', TRUE, "Ulice a číslo", "Obec", "PSČ" FROM given'
        )
        for place, (column, kind) in enumerate(_CONTACTS.items(), start=2):
            connection.execute(
                f"INSERT INTO db.contact (id, record_type, record_id, kind, value) "
                f"SELECT n + {place}00000000, 'client', n, '{kind}', \"{column}\" FROM given WHERE \"{column}\" IS NOT NULL"
            )


def _with_loop(target: Path, file: Path) -> None:
    """The notebook's way: a loop over the rows that calls the same readers, then three inserts."""
    frame = pd.read_csv(file, sep=";", dtype=str, keep_default_na=False)
    tables: dict[str, dict[str, list[Any]]] = {
        name: defaultdict(list) for name in ("client", "address", "contact")
    }
    for number, (_, row) in enumerate(frame.iterrows(), start=2_000_000_000):
        _read_row(tables, number, row)
    with Bare(target).visit(write=True) as connection:
        for name, columns in tables.items():
            types = columns_of(record_type(name))
            connection.register("given", pd.DataFrame(columns))
            listed = ", ".join(f'CAST("{column}" AS {types[column]})' for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            connection.execute(f"INSERT INTO db.{name} ({names}) SELECT {listed} FROM given")
            connection.unregister("given")


def _read_row(tables: dict[str, dict[str, list[Any]]], number: int, row: "pd.Series[str]") -> None:
    company = parse_company(row["Název"])
    form = find_legal_form(row["Právní forma"])
    client = {"id": number, "external_id": row["Kód"] or None, "name": " ".join(row["Název"].split()) or None}
    client |= {
        field: READERS[field](row[column]).value if row[column] else None for column, field in _READ.items()
    }
    client |= {field: row[column].strip() or None for column, field in _CLIENT.items()}
    client["legal_form"] = form.code if form else company.legal_form_code
    _append(tables["client"], client)
    postcode = READERS["psc"](row["PSČ"]).value if row["PSČ"] else None
    read = compose(street=row["Ulice a číslo"] or None, city=row["Obec"] or None, postcode=postcode)
    parts = dataclasses.asdict(read.address)
    if row["Ulice a číslo"] or row["Obec"] or row["PSČ"]:
        place = {
            "id": number + 100_000_000,
            "record_type": "client",
            "record_id": number,
            "kind": "contact",
            "is_primary": True,
        }
        _append(tables["address"], place | {name: parts[name] for name in _ADDRESS})
    for order, (column, kind) in enumerate(_CONTACTS.items(), start=2):
        value = READERS[kind](row[column]).value if kind in READERS and row[column] else row[column] or None
        if value:
            own = {
                "id": number + order * 100_000_000,
                "record_type": "client",
                "record_id": number,
                "kind": kind,
                "value": value,
            }
            _append(tables["contact"], own)


def _append(columns: dict[str, list[Any]], row: dict[str, Any]) -> None:
    for name, value in row.items():
        columns[name].append(value)


PART: Final = Part("import", "a file of 15 columns brought in", figures, minutes=8)
