"""The one shape in which every identifier is read, and the repairs that all of them share."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.locale import t

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_FLOAT_TAIL = re.compile(r"(?<=\d)[.,]0$|(?<=\d{4})[.,]00$")  # but "602.00" is a postal code
_MISSING_TYPES = frozenset({"NAType", "NaTType", "NoneType"})


@dataclass(frozen=True, slots=True)
class Note:
    """One remark about a value: what was repaired, what is suspicious, why it cannot be read.

    Attributes:
        code: stable short name for programs, e.g. ``"check_digit"``.
        message: catalogue id of the sentence for people.
        values: what the placeholders of the sentence stand for.
    """

    code: str
    message: str
    values: dict[str, object] = field(default_factory=dict)

    def text(self) -> str:
        """The sentence in the language in use."""
        return t(self.message, **self.values)


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one cell.

    Attributes:
        original: the text as it was given, untouched (empty for a missing value).
        value: canonical text; None when the cell is empty or cannot be read.
        healed: repairs that lose nothing, in the order they were made.
        warnings: the value is usable but suspicious.
        problem: why ``value`` is None; None for an empty cell.
    """

    original: str
    value: str | None
    healed: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    problem: Note | None = None

    @property
    def empty(self) -> bool:
        """Nothing was given: neither a value nor a problem."""
        return self.value is None and self.problem is None

    @property
    def clean(self) -> bool:
        """A value that needed no repair and raised no doubt."""
        return self.value is not None and not self.healed and not self.warnings


FLOAT_TAIL = Note("float", "“.0”, which a spreadsheet had added, was removed.")


@dataclass(slots=True)
class Draft:
    """A cell on its way to a :class:`Reading`: the text is peeled step by step, remarks are collected."""

    original: str
    text: str
    healed: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def heal(self, code: str, message: str, /, **values: object) -> None:
        """Remember a repair."""
        self.healed.append(Note(code, message, values))

    def warn(self, code: str, message: str, /, **values: object) -> None:
        """Remember a doubt."""
        self.warnings.append(Note(code, message, values))

    def cut_label(self, label: re.Pattern[str]) -> None:
        """Remove a leading label such as ``IČ:``."""
        shorter = label.sub("", self.text, count=1)
        if shorter != self.text:
            self.heal("label", "The label before the value was left out.")
            self.text = shorter.strip()

    def cut_all(self, unwanted: re.Pattern[str]) -> None:
        """Remove separators wherever they stand."""
        shorter = unwanted.sub("", self.text)
        if shorter != self.text:
            self.heal("separators", "Spaces and separators inside the value were removed.")
            self.text = shorter

    def done(self, value: str) -> Reading:
        """It can be read."""
        return Reading(self.original, value, tuple(self.healed), tuple(self.warnings))

    def fail(self, code: str, message: str, /, **values: object) -> Reading:
        """It cannot be read, so no repair counts; ``{text}`` in the message is what was given."""
        reason = Note(code, message, {"text": shorten(self.original), **values})
        return Reading(self.original, None, problem=reason)


def as_text(given: object) -> str:
    """What stands in a cell as text, for any object; missing values of pandas and NaN are empty.

    A whole float loses nothing but its ``.0`` when :func:`start` reads the text on.
    """
    if isinstance(given, str):
        return given
    if given is None or type(given).__name__ in _MISSING_TYPES:
        return ""
    if isinstance(given, float):
        if given != given:  # noqa: PLR0124 - the test for NaN that needs no import
            return ""
        return f"{given:.1f}" if given.is_integer() and abs(given) < 1e16 else repr(given)  # noqa: PLR2004
    try:
        return str(given)
    except Exception:  # noqa: BLE001 - any object may come from a cell; a reading never raises
        return object.__repr__(given)


def start(original: str, *, numeric: bool = True) -> Draft:
    """Trim, make spaces, dashes and digits plain, and drop a float's ``.0``.

    Args:
        original: the cell as text.
        numeric: whether the value is a number in text, so that ``.0`` at its end means nothing.
    """
    text = original.strip()
    draft = Draft(original, text)
    if not text.isascii():
        text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES)
    text = " ".join(text.split()).lstrip("'").strip()
    if text != original:
        draft.heal("spaces", "Superfluous or special spaces and characters were removed.")
    if numeric and (shorter := _FLOAT_TAIL.sub("", text)) != text and shorter.isdigit():
        draft.healed.append(FLOAT_TAIL)
        text = shorter
    draft.text = text if any(map(str.isalnum, text)) else ""
    return draft


def shorten(text: str, limit: int = 40) -> str:
    """The text for a message: one line, not longer than ``limit`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


Reader = Callable[[object], Reading]
"""What every module of this package offers as ``read``."""
