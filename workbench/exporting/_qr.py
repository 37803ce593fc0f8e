"""The QR code of a card: short enough that a phone reads it from paper."""

import io
from collections.abc import Iterator
from dataclasses import replace

from workbench.exporting.cards import brief_card
from workbench.model.record import Dossier, Record

_MOST_BYTES = 600
"""About 85 modules a side: 0.4 mm each on a code of 34 mm, which a phone still reads from an office print."""
_LONGEST_NAME = 120
_MASK = 3
"""Readers take any of the eight masks; trying all of them costs four times as much as the rest of the code."""
_ONE_OF_EACH = ("phone", "mobile", "email", "web")


def qr_svg(dossier: Dossier) -> bytes:
    """An SVG picture with the code of a short vCard; details that would make it unreadable are left out.

    Kept, in this order, as far as they fit: the name, one phone, mobile, e-mail and web each, the primary
    address.
    """
    import segno  # noqa: PLC0415 - only an export pays

    content = next(card for card in _shorter_and_shorter(dossier) if len(card) <= _MOST_BYTES)
    target = io.BytesIO()
    code = segno.make(content, error="m", micro=False, encoding="utf-8", mask=_MASK)
    code.save(target, kind="svg", xmldecl=False, border=1, omitsize=True, svgclass=None, lineclass=None)
    return target.getvalue()


def _shorter_and_shorter(dossier: Dossier) -> Iterator[bytes]:
    names = {"name", "first_name", "last_name", "title_before", "title_after"}
    kept = {*names, "is_person", "ico"}
    values = {key: _cut(value) if key in kept else None for key, value in dossier.record.values.items()}
    record = replace(dossier.record, values=values)
    contacts: list[Record] = []
    for kind in _ONE_OF_EACH:
        contacts += [one for one in dossier.contacts if one["kind"] == kind][:1]
    for hanging in (
        {"contact": tuple(contacts), "address": dossier.addresses[:1]},
        {"contact": tuple(contacts)},
        {"contact": tuple(contacts[:1])},
        {},
    ):
        yield brief_card(Dossier(record, hanging))
    longest = _LONGEST_NAME
    while True:
        longest //= 2
        short = {key: value[:longest] if isinstance(value, str) else value for key, value in values.items()}
        yield brief_card(Dossier(replace(record, values=short), {}))


def _cut(value: object) -> object:
    return value[:_LONGEST_NAME] if isinstance(value, str) else value
