"""What the source registers behind ARES add: court file, data box, prevailing activity, trades.

Of their replies only the parts named here are looked at and kept: the rest are names and birth dates of
statutory bodies, partners and responsible persons, which nobody needs here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from workbench.model.identifiers import Note
from workbench.model.legal_forms import legal_form
from workbench.model.subject import Subject
from workbench.registry.answers import NotFound, Trouble
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row
from workbench.registry.ares.reading import row_ico, source_text


class Source(StrEnum):
    """A source register, by the end of its path in ARES."""

    VR = "vr"  # public registers of the courts
    RES = "res"  # register of economic subjects (ČSÚ)
    RZP = "rzp"  # trade register
    ROS = "ros"  # base register of persons

    @property
    def path(self) -> str:
        """The path in ARES."""
        return f"ekonomicke-subjekty-{self.value}"


@dataclass(frozen=True, slots=True)
class Detail:
    """What one source register says of one subject beyond the common answer.

    Attributes:
        ico: eight digits.
        register: which one.
        source: how it is named, with the day.
        as_of: when it said so.
        state: ``AKTIVNI``, ``ZANIKLY``, ``HISTORICKY``; ``None`` where the register does not give it.
        court_file: ``"C 12345/MSPH"``: section, insert, court (VR).
        data_box: identifier of the data box (ROS).
        nace: the prevailing activity, CZ-NACE 2025, else 2008 (RES).
        employees: code of the category of the number of employees; 000 is not stated, 110 none (RES).
        trades: what the running trades are about (RŽP).
    """

    ico: str
    register: Source
    source: str
    as_of: date
    state: str | None = None
    court_file: str | None = None
    data_box: str | None = None
    nace: str | None = None
    employees: str | None = None
    trades: tuple[str, ...] = ()


DetailAnswer = Detail | NotFound | Trouble
"""One of the five answers about a detail."""

_NEEDED: Final[Mapping[Source, tuple[str, ...]]] = {
    Source.VR: ("spisovaZnacka", "stavSubjektu", "pravniForma"),
    Source.RES: ("czNacePrevazujici", "czNacePrevazujici2008", "statistickeUdaje", "pravniForma"),
    Source.RZP: ("zivnosti", "pravniForma"),
    Source.ROS: ("datoveSchranky", "stavSubjektu", "pravniFormaRos"),
}
_TRADE: Final = ("predmetPodnikani", "datumZaniku")
_VALID: Final = ("SPRAVNY", "SPRAVNA", "SPRAVNE")


def read_detail(register: Source, row: Row, day: date) -> Detail | Note:
    """The detail of a row, or what is wrong with the row."""
    ico = row_ico(row)
    records = _json.rows(row.get("zaznamy"))
    if ico is None:
        return Note("row_ico", "a row of it has no IČO. Ask again later.")
    if not records:
        return Note("row_empty", "it gives no data for IČO {ico}. Ask again later.", {"ico": ico})
    record = _json.primary(records)
    statistics = _json.row(record.get("statistickeUdaje"))
    return Detail(
        ico=ico,
        register=register,
        source=f"{source_text(day)} ({register.value.upper()})",
        as_of=day,
        state=_json.text(record.get("stavSubjektu")),
        court_file=_court_file(record),
        data_box=_data_box(record),
        nace=_json.text(record.get("czNacePrevazujici")) or _json.text(record.get("czNacePrevazujici2008")),
        employees=_json.digits(statistics.get("kategoriePoctuPracovniku"), 3),
        trades=_trades(record),
    )


def enriched(subject: Subject, details: Mapping[Source, DetailAnswer]) -> Subject:
    """The subject with what the source registers add; what cannot be told stays as it was."""
    found = {register: one for register, one in details.items() if isinstance(one, Detail)}
    vr, res, ros = (found.get(register) for register in (Source.VR, Source.RES, Source.ROS))
    return replace(
        subject,
        court_file=(vr and vr.court_file) or subject.court_file,
        nace=(res and res.nace) or subject.nace,
        data_box=(ros and ros.data_box) or subject.data_box,
    )


def needed(register: Source, row: Row) -> Row:
    """A row of a source register without anything about people."""
    names = ("primarniZaznam", *_NEEDED[register])
    records = []
    for record in _json.rows(row.get("zaznamy")):
        slim = {name: record[name] for name in names if name in record}
        if "zivnosti" in slim:
            trades = _json.rows(slim["zivnosti"])
            slim["zivnosti"] = [{name: one[name] for name in _TRADE if name in one} for one in trades]
        records.append(slim)
    return {"icoId": row_ico(row), "zaznamy": records}


def kept_detail(register: Source, row: Row) -> str | None:
    """What may be kept on the disk: the needed part for a company, nothing for a natural person."""
    slim = needed(register, row)
    forms = [form for record in _json.rows(slim.get("zaznamy")) for form in _forms(record)]
    known = [legal_form(_json.digits(form, 3)) for form in forms]
    if not known or any(form is None or form.natural_person for form in known):
        return None
    return json.dumps(slim, separators=(",", ":"))


def _forms(record: Row) -> list[object]:
    """Legal forms of a record; each register writes them in its own way."""
    given = record.get("pravniForma") or record.get("pravniFormaRos")
    if isinstance(given, list):
        return [one.get("hodnota") for one in _json.rows(given)]
    return [given.get("hodnota") if isinstance(given, dict) else given] if given else []


def _court_file(record: Row) -> str | None:
    for mark in _json.rows(record.get("spisovaZnacka")):
        section, insert, court = (_json.text(mark.get(name)) for name in ("oddil", "vlozka", "soud"))
        if section and insert and court and not mark.get("datumVymazu"):
            return f"{section} {insert}/{court}"
    return None


def _data_box(record: Row) -> str | None:
    for box in _json.rows(record.get("datoveSchranky")):
        number, state = _json.text(box.get("identifikatorDs")), _json.text(box.get("platnostUdajeRos"))
        if number and (state is None or state.upper() in _VALID):
            return number
    return None


def _trades(record: Row) -> tuple[str, ...]:
    running = [one for one in _json.rows(record.get("zivnosti")) if not one.get("datumZaniku")]
    named = [_json.text(one.get("predmetPodnikani")) for one in running]
    return tuple(dict.fromkeys(name for name in named if name))
