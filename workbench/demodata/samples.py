"""The sample files in ``data/``: the demo's clients as another CRM would export them, and the register snapshot."""

import csv
import io
from pathlib import Path
from typing import Any, Final

import pandas as pd

from workbench.demodata.base import DemoBase, generate
from workbench.demodata.columns import stream, texts
from workbench.demodata.register import register_rows
from workbench.demodata.resfile import write_res_csv

SEED: Final = 118
"""The seed of the demo: ``wb.demo()`` and the sample files show the same firms.

With this one client 42, the example of the documentation, is a company at its former seat with two duplicates.
"""
CLIENTS: Final = 300
RES_ROWS: Final = 1_500
ENCODING: Final = "cp1250"
CLIENTS_FILE: Final = "demo_clients.csv"
RES_FILE: Final = "demo_res.csv"
_STREAM: Final = 30
_STATES: Final = {
    "potential": "potenciální",
    "actual": "aktuální",
    "deferred": "odložený",
    "unattractive": "nezajímavý",
}
_COLUMNS: Final = {
    "external_id": "Číslo klienta",
    "name": "Název firmy",
    "ico": "IČ",
    "dic": "DIČ",
    "legal_form": "Kód právní formy",
    "line": "Ulice",
    "postcode": "PSČ",
    "city": "Město",
    "phone": "Telefon",
    "email": "E-mail",
    "web": "Web",
    "state": "Stav klienta",
    "rating": "Hodnocení",
    "employees": "Zaměstnanci",
    "founded_on": "Vznik",
    "turnover": "Roční obrat",
    "payment_term": "Splatnost",
    "owner": "Vlastník",
    "tags": "Štítky",
    "notice": "Poznámka",
}
_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def write_samples(folder: str | Path) -> list[Path]:
    """Write both sample files into a folder that exists.

    Returns:
        The paths written, clients first.
    """
    base = generate(SEED, CLIENTS)
    clients, register = Path(folder) / CLIENTS_FILE, Path(folder) / RES_FILE
    clients.write_bytes(clients_csv(base))
    firms = int((base.firms["form"] != "").sum())
    # Private persons among the strangers get no row, so a few more are asked for than are kept.
    rows = register_rows(base, strangers=RES_ROWS)
    known = rows["ICO"].isin(base.firms["ico"])
    keep = known | ((~known).cumsum() <= RES_ROWS - firms)
    write_res_csv(register, rows[keep])
    return [clients, register]


def clients_csv(base: DemoBase) -> bytes:
    """The clients as one flat table, through the hands of an old Excel.

    Semicolons, CRLF, code page 1250, Czech headers and numbers. Some IČO came out as ``9,07E+07`` or with a
    decimal comma, phones lost their plus and leading zeros, the size ``6–9`` became a date, a space splits PSČ,
    no-break and trailing spaces stick to names.
    """
    rng = stream(base.seed, _STREAM)
    flat = _flat(base)
    hurt = rng.integers(20, size=(len(flat), 5)).tolist()
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS.values())
    for row, luck in zip(flat.to_dict("records"), hurt, strict=True):
        writer.writerow(_damaged(row, luck)[name] for name in _COLUMNS)
    return target.getvalue().encode(ENCODING)


def _flat(base: DemoBase) -> pd.DataFrame:
    client = base.tables["client"].set_index("id")
    address = base.tables["address"]
    seat = address[address["is_primary"] & (address["record_type"] == "client")].set_index("record_id")
    contact = base.tables["contact"]
    contact = contact[(contact["record_type"] == "client") & contact["is_primary"]]
    flat = client.assign(
        line=_street_line(seat).reindex(client.index),
        postcode=seat["postcode"].reindex(client.index),
        city=seat["city"].reindex(client.index),
        phone=_first(contact, "phone", "mobile").reindex(client.index),
        email=_first(contact, "email").reindex(client.index),
        web=_first(contact, "web").reindex(client.index),
        state=client["state"].map(_STATES),
        founded_on=client["founded_on"].dt.strftime("%d.%m.%Y"),
        tags=client["tags"].map(", ".join, na_action="ignore"),
        turnover=client["turnover"].map("{:.2f}".format, na_action="ignore"),
    )
    return flat[list(_COLUMNS)].astype(object).where(flat[list(_COLUMNS)].notna(), "")


def _first(contact: pd.DataFrame, *kinds: str) -> "pd.Series[Any]":
    wanted = contact[contact["kind"].isin(kinds)].drop_duplicates("record_id")
    return wanted.set_index("record_id")["value"]


def _street_line(seat: pd.DataFrame) -> "pd.Series[Any]":
    """Street (or part of town) and number as one cell."""
    street = seat["street"].fillna(seat["part"])
    number = seat["house_number"].fillna("")
    behind = ("/" + seat["orientation_number"] + seat["orientation_letter"].fillna("")).fillna("")
    return pd.Series(texts((street + " " + number + behind).str.strip().tolist()), index=seat.index)


def _damaged(row: dict[Any, Any], luck: list[int]) -> dict[Any, Any]:
    """One row with what a spreadsheet does to it; each of ``luck`` is 0 to 19."""
    out = dict(row)
    ico, phone, employees = row["ico"], row["phone"], row["employees"]
    if ico and luck[0] == 0:
        out["ico"] = f"{int(ico):.2E}".replace(".", ",")
    elif ico and luck[0] == 1:
        out["ico"] = ico + ",00"
    elif ico and luck[0] == 2:  # noqa: PLR2004 - the third kind of damage
        out["ico"] = f"{ico[:2]} {ico[2:5]} {ico[5:]}"
    if phone and luck[1] in (0, 1, 2):
        out["phone"] = phone.replace(" ", "").lstrip("+0")
    if "–" in employees and employees in {"1–5", "6–9"}:
        low, high = employees.split("–")
        out["employees"] = f"{int(low):02d}.{_MONTHS[int(high) - 1]}" if luck[2] % 2 else employees
    if row["postcode"] and luck[3] % 2:
        out["postcode"] = row["postcode"][:3] + " " + row["postcode"][3:]
    if luck[4] == 0:
        out["name"] = row["name"] + "  "
    elif luck[4] == 1:
        out["name"] = row["name"].replace(" ", "\u00a0", 1)
    out["turnover"] = str(row["turnover"]).replace(".", ",")
    return out
