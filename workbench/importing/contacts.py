"""Phones, e-mails and web addresses; a cell may hold several."""

import re
from collections.abc import Callable
from typing import Final

from workbench.importing.cleaning import Result, clean, is_placeholder, read_text
from workbench.importing.columnwise import Read
from workbench.importing.scalars import unique
from workbench.model.identifiers import Note, Reading, email, phone

_WEB: Final = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_LONGEST_URL: Final = 2_000
_BETWEEN: Final = re.compile(r"[\s,;|]+")


def contact_reader(kind: str) -> Read:
    """A reader of cells with contacts of one kind; its values are tuples, one text for each contact."""
    if kind in {"phone", "mobile", "fax"}:
        return _several(phone.read, phone.split_many)
    if kind == "email":
        return _several(email.read, email.split_many)
    if kind == "web":
        return _several(_read_web, _BETWEEN.split)
    return _read_other


def _several(read: Callable[[object], Reading], split: Callable[[str], list[str]]) -> Read:
    def read_cell(text: str) -> Result:
        if is_placeholder(text):
            return read_text(text)
        whole = read(text)
        if whole.value is not None or whole.problem is None:
            return Result(
                (whole.value,) if whole.value else None, whole.healed, whole.warnings, whole.problem
            )
        parts = [read(part) for part in split(text) if part.strip()]
        values = unique(part.value for part in parts if part.value)
        if len(parts) < 2 or not values:  # noqa: PLR2004 - one part is the whole
            return Result(None, whole.healed, whole.warnings, whole.problem)
        parted = Note("parted", "{count} contacts in one cell were parted.", {"count": len(values)})
        problem = next((part.problem for part in parts if part.problem), None)
        warnings = tuple(note for part in parts for note in part.warnings)
        return Result(values, (parted,), warnings, problem)

    return read_cell


def _read_web(given: object) -> Reading:
    """A web address as written; only what a browser would open by http is one."""
    text = str(given)
    plain = clean(text).strip("<>,;")
    if not plain:
        return Reading(text, None)
    if len(plain) <= _LONGEST_URL and _WEB.fullmatch(plain):
        return Reading(text, plain)
    problem = Note("web_text", "“{text}” is not a web address.", {"text": plain[:40]})
    return Reading(text, None, problem=problem)


def _read_other(text: str) -> Result:
    cleaned = read_text(text)
    return Result((cleaned.value,) if cleaned.value else None, cleaned.healed, cleaned.warnings)
