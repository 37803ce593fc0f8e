"""PSČ, the postal code of Czechia (first digit 1 to 7) and Slovakia (0, 8, 9): five digits as text."""

import re

from workbench.model.identifiers._reading import Note, Reading, as_text, start

LENGTH = 5
_SPACE_REMOVED = (Note("separators", "Spaces and separators inside the value were removed."),)
_LABEL = re.compile(r"^PS[ČC](?![^\W\d_])\s*[.:]?\s*", re.IGNORECASE)
_COUNTRY = re.compile(r"^(CZ|SK|ČR|SR)(?![^\W\d_])\s*-?\s*", re.IGNORECASE)
_CODE = re.compile(r"([0-9]{3})[\s.\-]?([0-9]{2})(?![0-9])[\s,]*(.*)")
_LOST_ZERO = re.compile(r"[0-9]{4}|[0-9]{2} [0-9]{2}")
_SLOVAK_START = frozenset("089")


def read(text: object, *, country: str | None = None) -> Reading:
    """Read a postal code from whatever a cell holds.

    Args:
        text: the cell.
        country: two-letter code when it is known. Codes of other countries than CZ and SK are kept as
            they are, only trimmed and in capitals.

    Returns:
        ``value`` is five digits. Healed: spaces, float tails, labels, country prefixes, the lost zero of
        a Slovak code. Warnings ``psc_slovak_zero``, ``psc_country``, ``extra_text``. Problem ``psc_text``.
    """
    original = text if type(text) is str else as_text(text)
    if country is not None and country.upper() not in {"CZ", "SK"}:
        return _read_foreign(original)
    if len(original) == LENGTH and original.isascii() and original.isdigit() and country is None:
        return Reading(original, original)
    if (  # the usual printed form, quick too
        len(original) == LENGTH + 1
        and original[3] == " "
        and country is None
        and (digits := original[:3] + original[4:]).isascii()
        and digits.isdigit()
    ):
        return Reading(original, digits, _SPACE_REMOVED)
    return _read_slowly(original, country.upper() if country else None)


def format_psc(psc: str) -> str:
    """A postal code for people: ``602 00``, with a no-break space; other text is returned as it is."""
    return f"{psc[:3]}\u00a0{psc[3:]}" if len(psc) == LENGTH and psc.isdigit() else psc


def psc_country(psc: str) -> str:
    """The country of a five-digit code: ``"CZ"`` or ``"SK"``."""
    return "SK" if psc[:1] in _SLOVAK_START else "CZ"


def _read_slowly(original: str, country: str | None) -> Reading:
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    if prefix := _COUNTRY.match(draft.text):
        country = {"ČR": "CZ", "SR": "SK"}.get(prefix[1].upper(), prefix[1].upper())
        draft.heal("prefix", "The prefix {prefix} was left out.", prefix=prefix[1].upper())
        draft.text = draft.text[prefix.end() :]
    if _LOST_ZERO.fullmatch(draft.text) and country != "CZ":
        draft.heal("zeros", "Lost leading zeros were restored.")
        if country is None:
            draft.warn(
                "psc_slovak_zero", "A postal code of four digits was read as Slovak, with its zero restored."
            )
        draft.text = "0" + draft.text.replace(" ", "")
    found = _CODE.fullmatch(draft.text)
    if found is None:
        return draft.fail("psc_text", "“{text}” is not a Czech or Slovak postal code: it must have 5 digits.")
    value = found[1] + found[2]
    if draft.text != value:
        draft.heal("separators", "Spaces and separators inside the value were removed.")
    if found[3]:
        draft.warn("extra_text", "The text “{rest}” after the value was left out.", rest=found[3])
    if country is not None and psc_country(value) != country:
        draft.warn(
            "psc_country", "Postal code {value} does not belong to {country}.", value=value, country=country
        )
    return draft.done(value)


def _read_foreign(original: str) -> Reading:
    draft = start(original)
    return draft.done(draft.text.upper()) if draft.text else Reading(original, None)
