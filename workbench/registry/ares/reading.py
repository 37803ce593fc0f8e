"""A row of ARES as a subject (OpenAPI document, schema ``EkonomickySubjekt``): lenient in form, strict in meaning."""

import json
from datetime import date
from typing import Final

from workbench.model.identifiers import Note
from workbench.model.legal_forms import legal_form
from workbench.model.names import in_liquidation
from workbench.model.subject import Seat, Subject
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row
from workbench.registry.ares.seats import seat
from workbench.registry.ares.verdicts import SOURCE

PATH: Final = "ekonomicke-subjekty"
_ICO_LENGTH: Final = 8
_NEVER: Final = "NEEXISTUJICI"


def source_text(day: date) -> str:
    """How the source of data of that day is named: ``"MF, ARES 2026-11-23"``."""
    return f"{SOURCE} {day.isoformat()}"


def row_ico(row: Row) -> str | None:
    """The IČO a row is about: ``ico``, else ``icoId`` unless that is a number of ARES's own (``ARES_…``)."""
    return _json.digits(row.get("ico"), _ICO_LENGTH) or _json.digits(row.get("icoId"), _ICO_LENGTH)


def read_subject(row: Row, day: date) -> Subject | Note:
    """The subject of a row, or what is wrong with the row.

    Args:
        row: as it came.
        day: when ARES said so; the state the data vouches for.

    A DIČ is that of the VAT group where there is one; it is never made from the IČO and proves no VAT payment.
    CZ-NACE is given only when there is one, for ARES does not say which of several prevails (the source
    register RES does, see :mod:`workbench.registry.ares.sources`). Nothing in the insolvency register means
    not insolvent; something in it may be a closed case, so then nothing is said.
    """
    ico, name = row_ico(row), _name(row)
    if ico is None:
        return Note("row_ico", "a row of it has no IČO. Ask again later.")
    if name is None:
        return Note("row_name", "it gives no name for IČO {ico}. Ask again later.", {"ico": ico})
    activities = [code for one in _json.items(row.get("czNace")) if (code := _json.text(one))]
    registrations = _json.row(row.get("seznamRegistraci"))
    return Subject(
        ico=ico,
        name=name,
        source=source_text(day),
        as_of=day,
        legal_form=form_code(row),
        dic=_json.text(row.get("dicSkDph")) or _json.text(row.get("dic")),
        court_file=_court_file(row),
        founded_on=_json.day(row.get("datumVzniku")),
        ceased_on=_json.day(row.get("datumZaniku")),
        nace=activities[0] if len(activities) == 1 else None,
        seat=_seat(row),
        in_liquidation=in_liquidation(name),
        insolvent=False if registrations.get("stavZdrojeIr") == _NEVER else None,
    )


def form_code(row: Row) -> str | None:
    """The legal form: three digits of ČSÚ code list 56, else the code of the register of persons."""
    return _json.digits(row.get("pravniForma"), 3) or _json.digits(row.get("pravniFormaRos"), 3)


def kept_subject(row: Row) -> str | None:
    """What of a row may be kept on the disk: all of it for a company, nothing for a natural person.

    A form that is not known counts as a person's. Regulation (EU) 2016/679, article 5 (1) (c) and (e): a
    client's erasure reaches the clients' file, so copies of people's data must not stand elsewhere.
    """
    forms = [
        legal_form(_json.digits(row.get(name), 3)) for name in ("pravniForma", "pravniFormaRos") if row.get(name)
    ]  # fmt: skip
    if not forms or any(form is None or form.natural_person for form in forms):
        return None
    return json.dumps(row, separators=(",", ":"))


def _name(row: Row) -> str | None:
    given = _json.text(row.get("obchodniJmeno"))
    if given is not None:
        return given
    for more in _json.rows(row.get("dalsiUdaje")):
        other = _json.text(_json.primary(_json.rows(more.get("obchodniJmeno"))).get("obchodniJmeno"))
        if other is not None:
            return other
    return None


def _seat(row: Row) -> Seat | None:
    """The seat, which sometimes stands only among the data of the source registers."""
    given = seat(_json.row(row.get("sidlo")))
    if given is not None:
        return given
    for more in _json.rows(row.get("dalsiUdaje")):
        other = seat(_json.row(_json.primary(_json.rows(more.get("sidlo"))).get("sidlo")))
        if other is not None:
            return other
    return None


def _court_file(row: Row) -> str | None:
    """``"AV 325/KSCB"``; sole traders have none."""
    marks = [_json.text(more.get("spisovaZnacka")) for more in _json.rows(row.get("dalsiUdaje"))]
    return next((mark for mark in marks if mark), None)
