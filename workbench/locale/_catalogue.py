"""Loading gettext catalogues and choosing between them."""

import gettext
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from numbers import Integral
from typing import Literal, cast

Language = Literal["cs", "en"]
LANGUAGES: tuple[Language, ...] = ("cs", "en")

_ENVIRONMENT = "WORKBENCH_LANGUAGE"
_COUNTED = ("count", "limit")
"""Values that are numbers of things, and no ids."""
_chosen: Language = cast("Language", os.environ.get(_ENVIRONMENT, "cs"))
if _chosen not in LANGUAGES:
    _chosen = "cs"
_here: ContextVar[Language | None] = ContextVar("language", default=None)
"""What :func:`within` set for the work in progress."""


def current() -> Language:
    """The language that messages are given in now."""
    return _here.get() or _chosen


@contextmanager
def within(language: Language) -> Iterator[None]:
    """Give messages in this language inside a ``with`` block; what other threads say meanwhile stays as it is."""
    token = _here.set(language)
    try:
        yield
    finally:
        _here.reset(token)


def use(language: Language) -> None:
    """Give messages in this language from now on, in the whole process.

    Raises:
        ValueError: the language is neither ``"cs"`` nor ``"en"``.
    """
    global _chosen  # noqa: PLW0603 - one person, one kernel, one language
    if language not in LANGUAGES:
        message = f"unknown language {language!r}; choose one of: {', '.join(LANGUAGES)}"
        raise ValueError(message)
    _chosen = language


def number(value: int) -> str:
    """A whole number as people read it: its thousands apart."""
    return f"{value:,}".replace(",", "\u00a0") if current() == "cs" else f"{value:,}"


def t(message: str, /, **values: object) -> str:
    """The message in the current language, with ``{names}`` filled from ``values``; a ``{count}`` and a ``{limit}`` are written as :func:`number` does."""
    return _fill(_catalogue(current()).gettext(message), values)


def n(one: str, many: str, count: int, /, **values: object) -> str:
    """The message whose form follows ``count`` (Czech has three), with ``{count}`` filled too."""
    return _fill(_catalogue(current()).ngettext(one, many, count), {"count": count, **values})


def _fill(template: str, values: dict[str, object]) -> str:
    counted = {name: number(int(one)) for name in _COUNTED if isinstance(one := values.get(name), Integral)}
    return template.format_map({**values, **counted}) if values else template


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    """All ``.po`` files of one language as one catalogue (English is the message ids themselves)."""
    if language == "en":
        return gettext.NullTranslations()
    from babel.messages import mofile, pofile  # noqa: PLC0415 - 40 ms that English never pays

    merged: gettext.GNUTranslations | None = None
    for part in sorted(_parts(language)):
        compiled = io.BytesIO()
        with resources.files(__package__).joinpath(language, part).open("rb") as source:
            mofile.write_mo(compiled, pofile.read_po(source, locale=language))
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        if merged is not None:
            translations.add_fallback(merged)
        merged = translations
    return merged or gettext.NullTranslations()


def _parts(language: Language) -> list[str]:
    folder = resources.files(__package__).joinpath(language)
    return [entry.name for entry in folder.iterdir() if entry.name.endswith(".po")]
