"""Three-way comparison of a client with a register: ours, the register's, what was accepted last time.

The rules are those of "Kopírovat údaje z rejstříku": suggested is what fills an empty field, and the seat,
the name and the legal form; never a field that a person changed by hand since the last copy. What the
register does not give is no difference, so its silence erases nothing. Fields that no register gives
(contact address, notes, phone) are not looked at.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Final

from workbench.model.fields import Register
from workbench.model.identifiers import Note
from workbench.model.names import company_key, fold
from workbench.model.records import CLIENT
from workbench.model.subject import Seat, Subject

SEAT: Final = Register.SEAT.value
FAR_NAME: Final = 0.6
"""Names less similar than this (see :func:`name_similarity`) are worth a warning. Of names of one firm before
and after a usual rewording nearly all are above it, of two random firms nearly all are below."""

TAKEN: Final = frozenset({Register.NAME, Register.LEGAL_FORM})
"""What is suggested though the client has another value; so is the seat."""
_COPIED: Final = tuple(
    (one.name, one.register, one.register.value) for one in CLIENT if one.register is not None
)
_SEAT_PARTS: Final = tuple(Seat.__dataclass_fields__)
_CONTAINED: Final = 0.9
_POSTCODE_LENGTH: Final = 5


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a client and the register differ.

    Attributes:
        field: name of the client's field, or ``"seat"``.
        ours: what the client has; for the seat a :class:`Seat` or ``None``.
        register: what the register gives; never empty.
        accepted: text form of what was accepted at the last copy, ``None`` when nothing was.
        suggested: whether to tick it beforehand.
        reason: why it is or is not suggested. Codes: ``fill``, ``take``, ``spelling``, ``form_spelling``,
            ``seat_details``, ``by_hand``, ``other_subject``, ``differs``.
    """

    field: str
    ours: object
    register: object
    accepted: str | None
    suggested: bool
    reason: Note


_FILL: Final = Note("fill", "The field is empty; the register gives a value.")
_TAKE: Final = Note("take", "The register has another value.")
_SPELLING: Final = Note("spelling", "Only the spelling differs (capitals, spaces, accents, punctuation).")
_FORM: Final = Note("form_spelling", "Only the way the legal form is written differs.")
_DETAILS: Final = Note("seat_details", "The same place; the register adds details.")
_BY_HAND: Final = Note("by_hand", "Somebody changed the field by hand since the last copy.")
_OTHER: Final = Note("other_subject", "The client has another IČO: this is another subject.")
_DIFFERS: Final = Note("differs", "The register has another value; decide for yourself.")
REASONS: Final[Mapping[str, Note]] = {
    one.code: one for one in (_FILL, _TAKE, _SPELLING, _FORM, _DETAILS, _BY_HAND, _OTHER, _DIFFERS)
}
"""All reasons by their code."""
SUGGESTED: Final = frozenset(one.code for one in (_FILL, _TAKE, _SPELLING, _FORM, _DETAILS))
"""Reasons for which a field is ticked beforehand."""


def compare(
    ours: Mapping[str, object], subject: Subject, accepted: Mapping[str, str | None]
) -> tuple[Difference, ...]:
    """The fields in which the register gives something else than the client has, in order of declaration.

    Args:
        ours: the client's fields by name, and ``"seat"``: its registered seat as :class:`Seat` or ``None``.
        subject: what the register says.
        accepted: field name -> text form (:func:`as_text`) of what was accepted at the last copy.
    """
    found: list[Difference] = []
    for name, register, given in _COPIED:
        theirs = getattr(subject, given)
        mine = ours.get(name)
        if theirs is None or theirs in (mine, ""):
            continue
        mine_text, their_text = as_text(mine), as_text(theirs)
        if mine_text == their_text:
            continue
        before = accepted.get(name)
        suggested, reason = _judged(register, mine_text, their_text, before)
        found.append(Difference(name, mine, theirs, before, suggested, reason))
    if subject.seat is not None:
        mine_seat = ours.get(SEAT)
        difference = _seat_difference(
            mine_seat if isinstance(mine_seat, Seat) else None, subject.seat, accepted
        )
        if difference is not None:
            found.append(difference)
    return tuple(found)


def as_text(value: object) -> str:
    """A field's value in the form in which accepted values are stored; empty for nothing.

    Dates are ISO, yes and no are ``true`` and ``false``, a seat is one line, texts lose the spaces around them, NaN (a gap of pandas) is nothing.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Seat):
        return seat_text(value)
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    return str(value)


def seat_text(seat: Seat) -> str:
    """A seat on one line: ``"Masarykova 12/3a, Židenice, 615 00 Brno"``.

    District, region and the code of the place are left out: they add nothing to where it is, and sources
    differ in whether they give them.
    """
    postcode = seat.postcode or ""
    if len(postcode) == _POSTCODE_LENGTH:
        postcode = f"{postcode[:3]} {postcode[3:]}"
    part = seat.part if seat.part != seat.city else None
    country = seat.country if seat.country not in {None, "CZ"} else None
    line = f"{seat.street or part or ''} {_number(seat, named=bool(seat.street or part))}"
    pieces = (line, part if seat.street else None, f"{postcode} {seat.city or ''}", country)
    return ", ".join(piece.strip() for piece in pieces if piece and piece.strip())


def name_similarity(one: str, other: str) -> float:
    """How alike two names are, 0 to 1, without regard to case, accents, legal form and order of words.

    Names of which one has all the words of the other get at least 0.9: people add titles and places.
    """
    first, second = sorted((company_key(one), company_key(other)))  # the ratio depends on the order
    if first == second:
        return 1.0 if first else 0.0
    if not first or not second:
        return 0.0
    fewer, more = sorted((set(first.split()), set(second.split())), key=len)
    contained = _CONTAINED if fewer <= more and max(map(len, fewer)) > 2 else 0.0  # noqa: PLR2004 - initials do not count
    sorted_ratio = SequenceMatcher(
        None, " ".join(sorted(fewer)), " ".join(sorted(more)), autojunk=False
    ).ratio()
    return max(contained, sorted_ratio, SequenceMatcher(None, first, second, autojunk=False).ratio())


def warnings(
    ours: Mapping[str, object], subject: Subject, *, check_digit_ok: bool, others_with_ico: int, today: date
) -> tuple[Note, ...]:
    """What a person should know before copying from this subject.

    Args:
        ours: the client's fields by name.
        subject: what the register says.
        check_digit_ok: whether the IČO has the right check digit; real ones without it exist.
        others_with_ico: how many other clients have this IČO.
        today: decides whether a date of ceasing has passed.

    Returns:
        Notes with the codes ``ceased``, ``will_cease``, ``in_liquidation``, ``insolvent``,
        ``unreliable_vat_payer``, ``check_digit``, ``name_far``, ``ico_taken`` (then offer the merge).
    """
    found: list[Note] = []
    if subject.ceased_on is not None and subject.ceased_on <= today:
        found.append(Note("ceased", "The subject ceased to exist on {day}.", {"day": subject.ceased_on}))
    elif subject.ceased_on is not None:
        found.append(Note("will_cease", "The subject ceases to exist on {day}.", {"day": subject.ceased_on}))
    if subject.in_liquidation:
        found.append(Note("in_liquidation", "The subject is in liquidation."))
    if subject.insolvent:
        found.append(Note("insolvent", "There are insolvency proceedings against the subject."))
    if subject.unreliable_vat_payer:
        found.append(Note("unreliable_vat_payer", "The subject is an unreliable VAT payer."))
    if not check_digit_ok:
        message = "The check digit of IČO {ico} is wrong. Such real IČO exist; compare the name."
        found.append(Note("check_digit", message, {"ico": subject.ico}))
    name = as_text(ours.get("name"))
    if name and subject.name and name_similarity(name, subject.name) < FAR_NAME:
        message = (
            "The register calls the subject “{register}”, which is far from “{ours}”. Is it the same one?"
        )
        found.append(Note("name_far", message, {"register": subject.name, "ours": name}))
    if others_with_ico > 0:
        message = "Other clients have this IČO too ({count}). Consider merging them."
        found.append(Note("ico_taken", message, {"count": others_with_ico}))
    return tuple(found)


def _judged(register: Register, mine: str, theirs: str, accepted: str | None) -> tuple[bool, Note]:
    if accepted is not None and mine != accepted.strip():
        return False, _BY_HAND
    if not mine:
        return True, _FILL
    if register is Register.ICO:
        return False, _OTHER
    if register is Register.NAME:
        if fold(mine) == fold(theirs):
            return True, _SPELLING
        if company_key(mine) == company_key(theirs):
            return True, _FORM
    return (True, _TAKE) if register in TAKEN else (False, _DIFFERS)


def _seat_difference(
    mine: Seat | None, theirs: Seat, accepted: Mapping[str, str | None]
) -> Difference | None:
    pairs = [(getattr(theirs, part), getattr(mine, part, None)) for part in _SEAT_PARTS]
    unlike = [held for given, held in pairs if given and given != held]
    if not unlike or (mine is None and not seat_text(theirs)):
        return None
    before = accepted.get(SEAT)
    mine_text = seat_text(mine) if mine is not None else ""
    if before is not None and mine_text != before.strip():
        reason = _BY_HAND
    elif not mine_text:
        reason = _FILL
    else:
        reason = _TAKE if any(unlike) else _DETAILS
    return Difference(SEAT, mine, theirs, before, reason is not _BY_HAND, reason)


def _number(seat: Seat, *, named: bool) -> str:
    """House and orientation number; ``named`` says that the name of a street or part stands before."""
    house = seat.house_number or ""
    if house and seat.house_number_kind == "cev":
        house = f"č.ev. {house}"
    elif house and not named:
        house = f"č.p. {house}"
    orientation = f"{seat.orientation_number or ''}{seat.orientation_letter or ''}"
    return "/".join(piece for piece in (house, orientation) if piece)
