"""Address labels for envelopes, on the sheets that are sold; as plain values for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.exporting._naming import display_name
from workbench.exporting._postal import has_place, lines
from workbench.exporting._text import clean_line
from workbench.model.record import Dossier, Record

PAGES: Final = 20
"""So many sheets are laid out at once."""
_LETTERS: Final = {"usual": (2.15, 2), "long": (1.6, 3)}
"""Size -> width of a letter in mm, generously, and how many lines the name may take."""
_PADDING: Final = 12
"""What is left free at the left and right edge of a label, in mm."""
_PREFERRED: Final = ("contact", "delivery")
"""Kinds of addresses to write to, before the primary one."""


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """An A4 sheet of labels; all measures are in millimetres."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0

    @property
    def count(self) -> int:
        """How many labels it has."""
        return self.columns * self.rows


LABEL_SHEETS: Final = {
    "3x8": LabelSheet(3, 8, 70, 37, 0, 0.5),
    "2x8": LabelSheet(2, 8, 105, 37, 0, 0.5),
    "3x7": LabelSheet(3, 7, 63.5, 38.1, 7.2, 15.15, 2.55),
    "2x7": LabelSheet(2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "2x6": LabelSheet(2, 6, 105, 48, 0, 4.5),
    "2x4": LabelSheet(2, 4, 105, 74, 0, 0.5),
}
"""Common sheets by columns and rows: 70×37, 105×37, 63.5×38.1 (L7160), 99.1×38.1 (L7163), 105×48 and 105×74 mm."""


@dataclass(frozen=True, slots=True)
class AddressLabel:
    """One label: where it lies on its page (mm from the left and top), the addressee, and the lines of the address.

    ``size`` is ``"usual"``, ``"long"`` or ``"longest"``: how small the letters have to be for the text to fit.
    """

    id: int
    left: float
    top: float
    name: str
    lines: tuple[str, ...]
    size: str


@dataclass(frozen=True, slots=True)
class LabelPage:
    """One sheet with its labels."""

    sheet: LabelSheet
    labels: tuple[AddressLabel, ...]


def check_sheet(name: str, start: int) -> LabelSheet:
    """The sheet of labels asked for.

    Args:
        name: a key of :data:`LABEL_SHEETS`.
        start: the first free label, from 1, by rows.

    Raises:
        UnknownNameError: there is no such sheet.
        ValueRejectedError: the sheet has no such label.
    """
    if name not in LABEL_SHEETS:
        raise UnknownNameError.suggest("sheet of labels", name, LABEL_SHEETS)
    sheet = LABEL_SHEETS[name]
    if not 1 <= start <= sheet.count:
        raise ValueRejectedError(
            "A sheet {sheet} has no label No. {start}. Its labels have the numbers 1 to {count}.",
            sheet=name,
            start=start,
            count=sheet.count,
        )
    return sheet


def addressed(dossier: Dossier) -> tuple[str, tuple[str, ...]] | None:
    """Whom and where to write to: the addressee, and the lines below in the order of Česká pošta.

    The contact or delivery address is taken before the primary one; the country of an address abroad stands in
    capitals in the last line. ``None`` for who does not want to be contacted or has no address.
    """
    record = dossier.record
    if "do_not_contact" in record.type.by_name and record["do_not_contact"]:
        return None
    usable = [one for one in dossier.addresses if lines(one)]
    if not usable:
        return None
    best = min(usable, key=_rank)
    written = lines(best)
    if has_place(best) and clean_line(best["country"]) not in {"", "CZ"}:
        written[-1] = written[-1].upper()
    return display_name(dossier), tuple(written)


def make_page(
    addressees: Sequence[tuple[int, str, tuple[str, ...]]], sheet: LabelSheet, *, skipped: int = 0
) -> LabelPage:
    """One page of labels.

    Args:
        addressees: id, name and lines of each, at most as many as there are labels free.
        sheet: what they are printed on.
        skipped: so many labels are used up already.
    """
    placed = []
    for at, (number, name, written) in enumerate(addressees, start=skipped):
        row, column = divmod(at, sheet.columns)
        left = sheet.left + column * (sheet.width + sheet.gap)
        placed.append(
            AddressLabel(
                number,
                round(left, 3),
                round(sheet.top + row * sheet.height, 3),
                name,
                written,
                _size(name, written, sheet),
            )
        )
    return LabelPage(sheet, tuple(placed))


def _size(name: str, written: Sequence[str], sheet: LabelSheet) -> str:
    """The largest letters with which each line of the address stays on one line, and the name on two or three."""
    longest = max(map(len, written), default=0)
    for size, (letter, most) in _LETTERS.items():
        room = (sheet.width - _PADDING) / letter
        if longest <= room and len(name) <= most * room:
            return size
    return "longest"


def _rank(address: Record) -> int:
    kind = address["kind"]
    return _PREFERRED.index(kind) if kind in _PREFERRED else len(_PREFERRED) + (not address["is_primary"])
