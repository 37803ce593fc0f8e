"""A question to the client list, checked and split into words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import index
from typing import Final, SupportsIndex

from workbench.errors import InputError, UnknownNameError, ValueRejectedError
from workbench.model._fold import fold

FACETS: Final = ("owner", "state", "tag", "city")
"""The names of the facets; the city is that of the primary address."""

Only = Mapping[str, Sequence[str]]
"""Facet name -> the values that are let through; an empty list lets all through."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, and by what the list is narrowed.

    Attributes:
        phrases: the ways to read the text, each as accent-free words; none when nothing was typed.
        only: facet name -> the values that are let through.
        limit: how many at most; ``None`` for all.
        invalid: also clients that were invalidated.
    """

    phrases: tuple[tuple[str, ...], ...]
    only: Mapping[str, tuple[str, ...]]
    limit: int | None
    invalid: bool


def query(text: object, *, only: object = None, limit: object = None, invalid: bool = False) -> Query:
    """Check and split a question.

    Args:
        text: parts of name, IČO, DIČ, obec, e-mail, phone, id, in any order. A number in groups ("601 234 567") is
            also read as one.
        only: facet name -> the values that are let through.
        limit: how many at most.
        invalid: also clients that were invalidated.

    Raises:
        UnknownNameError: no such facet.
        ValueRejectedError: the limit is no whole number above zero, or a facet's values are no list of texts.
        InputError: the text is none.
    """
    if not isinstance(text, str):
        raise InputError("“{value}” cannot be searched for. Give a text.", value=_short(text))
    if limit is not None and (
        isinstance(limit, bool) or not isinstance(limit, SupportsIndex) or index(limit) < 1
    ):
        raise ValueRejectedError(
            "“{value}” is no number of lines. Give a whole number above zero.", value=_short(limit)
        )
    most = None if limit is None else index(limit)
    return Query(_phrases(text), _narrowing({} if only is None else only), most, bool(invalid))


def words(text: str) -> tuple[str, ...]:
    """A text's accent-free words."""
    return tuple(fold(text).split())


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    typed = words(text)
    if not typed:
        return ()
    joined = "".join(typed)
    return ((joined,), typed) if len(typed) > 1 and joined.isdigit() else (typed,)


def _narrowing(only: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(only, Mapping):
        raise ValueRejectedError(
            "“{value}” narrows nothing. Give each facet a list of values.",
            value=_short(only),
        )
    narrowing: dict[str, tuple[str, ...]] = {}
    for name, values in only.items():
        if name not in FACETS:
            raise UnknownNameError.suggest("facet", str(name), FACETS)
        listed = (
            tuple(values) if isinstance(values, Iterable) and not isinstance(values, str | bytes) else None
        )
        if listed is None or not all(isinstance(one, str) for one in listed):
            raise ValueRejectedError(
                "The facet “{facet}” takes a list of texts, not “{value}”.", facet=name, value=_short(values)
            )
        if listed:
            narrowing[name] = listed
    return narrowing


def _short(value: object) -> str:
    return str(value)[:40]
