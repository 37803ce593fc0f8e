"""A writer of small invented RES files; every firm and every IČO (it starts with 9) is made up."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

COLUMNS = (
    "ICO", "OKRESLAU", "DDATVZN", "DDATZAN", "ZPZAN", "DDATPAKT", "FORMA", "ROSFORMA", "KATPO", "NACE", "NACE2025", "ICZUJ", "FIRMA", "CISS2010", "KODADM", "TEXTADR", "PSC", "OBEC_TEXT", "COBCE_TEXT", "ULICE_TEXT", "TYPCDOM", "CDOM", "COR", "DATPLAT", "PRIZNAK",
)  # fmt: skip


def firm(ico: str, name: str, **more: str) -> dict[str, str]:
    """A living company in Brno; ``more`` sets or clears any column."""
    usual = {
        "OKRESLAU": "CZ0642", "DDATVZN": "2004-05-01", "FORMA": "112", "NACE": "4711", "NACE2025": "47110",
        "KODADM": "190000001", "PSC": "60200", "OBEC_TEXT": "Brno", "COBCE_TEXT": "Veveří",
        "ULICE_TEXT": "Smyšlená", "TYPCDOM": "1", "CDOM": "12", "COR": "3a", "DATPLAT": "2026-11-15",
    }  # fmt: skip
    return {**usual, "ICO": ico, "FIRMA": name, **more}


def dead_person(ico: str, day: str) -> dict[str, str]:
    """All that is published of a natural person who ceased."""
    return {"ICO": ico, "DDATZAN": day, "DATPLAT": "2026-11-15"}


def cell(text: str, *, quoted: bool) -> str:
    """A CSV cell; quotes are doubled."""
    if quoted or any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def line(row: Mapping[str, str], columns: Sequence[str] = COLUMNS) -> str:
    """One row; FIRMA and TEXTADR are always quoted, as ČSÚ does."""
    return ",".join(
        cell(row.get(name, ""), quoted=name in {"FIRMA", "TEXTADR"} and bool(row.get(name)))
        for name in columns
    )


def write(
    path: Path,
    rows: Iterable[Mapping[str, str]],
    *,
    columns: Sequence[str] = COLUMNS,
    odd_lines: Sequence[str] = (),
) -> Path:
    """A file in the layout of ČSÚ: UTF-8, CRLF; ``odd_lines`` come last, as they are."""
    lines = [",".join(columns), *(line(row, columns) for row in rows), *odd_lines]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())
    return path


def some_firms() -> list[dict[str, str]]:
    """What most tests ask for."""
    return [
        firm("90000006", "Vymyšlená DISTRIBUCE s.r.o."),
        firm("90000014", "Novák & synové, spol. s r.o.", COR="7"),
        firm("90000022", "Novákova stavební a.s.", FORMA="121", OBEC_TEXT="Praha", COBCE_TEXT="Karlín",
             PSC="18600", OKRESLAU="CZ0100", TYPCDOM="2", CDOM="99", COR=""),
        firm("90000031", 'Hotel "U Smyšlenky" s.r.o. v likvidaci', ULICE_TEXT="", COBCE_TEXT="Horní Dolní", COR=""),
        firm("90000049", "Zaniklá distribuce s.r.o.", DDATZAN="2025-02-28"),
        dead_person("90000057", "2025-03-31"),
    ]  # fmt: skip
