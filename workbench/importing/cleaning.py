"""What spreadsheets and exports do to texts, undone."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from workbench.model.identifiers import Note, Reading

SPACES: Final = Note("spaces", "Superfluous or special spaces and characters were removed.")
_PLACEHOLDER: Final = Note("placeholder", "A stand-in for a missing value was left out.")
_DIGITS_LOST: Final = Note(
    "digits_lost",
    "A spreadsheet shortened the number to a form with E+; its last digits may be lost. Check it.",
)
_PLAIN: Final = re.compile(r"[!-~¡-¬®-ſ]+(?: [!-~¡-¬®-ſ]+)*")
"""Latin text with single spaces and no soft hyphen: nothing to repair."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,2}", re.IGNORECASE)
_PLACEHOLDERS: Final = frozenset(
    {
        "NULL", "null", "(null)", "NaN", "nan", "N/A", "n/a", "#N/A", "#REF!", "#VALUE!", "#HODNOTA!", "#NAME?", "#NÁZEV?",
        "#DIV/0!", "#NUM!", "#ČÍSLO!", "#NULL!", "-", "--", "–", "—",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one cell; as :class:`~workbench.model.identifiers.Reading`, but of any type.

    Attributes:
        value: the value as the field takes it; ``None`` when the cell is empty or cannot be read.
        healed: repairs that lose nothing.
        warnings: the value is usable but suspicious.
        problem: why there is no value.
    """

    value: Any
    healed: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    problem: Note | None = None

    @property
    def remarkable(self) -> bool:
        """Whether there is anything to report."""
        return bool(self.healed or self.warnings or self.problem)


def of_reading(reading: Reading) -> Result:
    """The reading of an identifier as a result."""
    return Result(reading.value, reading.healed, reading.warnings, reading.problem)


def clean(text: str) -> str:
    """The text on one line: composed characters, single plain spaces, nothing invisible, no blanks at its ends."""
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(
        sign if sign.isspace() or unicodedata.category(sign) not in _UNSEEN else "" for sign in composed
    )
    return " ".join(seen.split())


def shorten(text: str, limit: int = 40) -> str:
    """The text for a message: one line, not longer than ``limit`` characters."""
    line = clean(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def is_placeholder(text: str) -> bool:
    """Whether the cell only says that there is no value, e.g. ``#N/A``."""
    return text.strip() in _PLACEHOLDERS


def read_text(text: str) -> Result:
    """A text of one line."""
    if is_placeholder(text):
        return Result(None, (_PLACEHOLDER,))
    cleaned = clean(text)
    warnings = (_DIGITS_LOST,) if _SCIENTIFIC.fullmatch(cleaned) else ()
    return Result(cleaned or None, (SPACES,) if cleaned != text else (), warnings)


def read_long_text(text: str) -> Result:
    """A text of several lines; each line is cleaned, empty lines at the ends go."""
    if is_placeholder(text):
        return Result(None, (_PLACEHOLDER,))
    lines = [clean(line) for line in text.splitlines()]
    cleaned = "\n".join(lines).strip("\n")
    return Result(cleaned or None, (SPACES,) if cleaned != "\n".join(text.splitlines()) else ())
