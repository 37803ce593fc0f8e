"""What a comparison is: an attribute of a pair, and the levels in which two records agree or differ in it.

The words are those of the field (Fellegi and Sunter, 1969; Splink): a comparison has levels, each with a
condition and a match weight, the log odds that it adds; the null level says that the attribute is missing.
"""

from dataclasses import dataclass
from typing import Final

from workbench.model.fields import Label

OTHERWISE: Final = ""
"""The condition of what is left when no other level holds."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a comparison.

    Attributes:
        cs: what it means, in Czech.
        en: the same in English.
        weight: the match weight where there is too little to learn one from.
        when: an SQL condition over the records ``x`` and ``y``.
        null: it is the null level: it holds before all others are tried.
        silent: it says nothing of the pair.
    """

    cs: str
    en: str
    weight: float
    when: str = OTHERWISE
    null: bool = False
    silent: bool = False


class Graded:
    """Several levels under one condition, told apart by a number that is computed once.

    Args:
        grade: SQL over ``x`` and ``y`` that gives 0 for the last of the levels, 1 for the one before it, …
        levels: from the best to the worst.
        when: the condition of all of them.
    """

    __slots__ = ("grade", "levels", "when")

    def __init__(self, grade: str, *levels: Level, when: str = OTHERWISE) -> None:
        self.grade = grade
        self.levels = levels
        self.when = when


class Comparison:
    """One attribute of a pair.

    Args:
        name: what it is called in tables.
        about: the part of the record it belongs to; evidence is told by these.
        levels: from the best to the worst, the null level last. The first one that holds is the pair's.
            They are numbered from the last one, which is 0.

    Attributes:
        name: as given.
        about: as given.
        levels: what each level means, by its number.
        weights: the match weight of each level, by its number.
        sql: an expression over the records ``x`` and ``y`` that gives the number of the level.
    """

    __slots__ = ("_silent", "about", "levels", "name", "sql", "weights")

    def __init__(self, name: str, about: Label, *levels: Level | Graded) -> None:
        numbered = [one for entry in levels for one in _levels_of(entry)][::-1]
        self.name: Final = name
        self.about: Final = about
        self.levels: Final = tuple(Label(one.cs, one.en) for one in numbered)
        self.weights: Final = tuple(one.weight for one in numbered)
        self.sql: Final = _sql(levels)
        self._silent: Final = frozenset(at for at, one in enumerate(numbered) if one.null or one.silent)

    def is_silent(self, level: int) -> bool:
        """Whether a level says nothing of the pair, for the values are missing on one side or both."""
        return level in self._silent


def null_level(when: str) -> Level:
    """The attribute is missing on a side."""
    return Level("nelze porovnat", "cannot be compared", 0, when, null=True)


def _levels_of(entry: Level | Graded) -> tuple[Level, ...]:
    return entry.levels if isinstance(entry, Graded) else (entry,)


def _is_null(entry: Level | Graded) -> bool:
    return isinstance(entry, Level) and entry.null


def _sql(entries: tuple[Level | Graded, ...]) -> str:
    """One CASE, the null level first, for nothing else is asked of what is missing."""
    numbered: list[tuple[Level | Graded, str]] = []
    above = sum(len(_levels_of(entry)) for entry in entries)
    for entry in entries:
        above -= len(_levels_of(entry))
        numbered.append((entry, f"({above} + {entry.grade})" if isinstance(entry, Graded) else str(above)))
    numbered.sort(key=lambda one: not _is_null(one[0]))
    *asked, (last, rest) = numbered
    if last.when != OTHERWISE or any(entry.when == OTHERWISE for entry, _ in asked):
        raise ValueError(last.when)
    cases = " ".join(f"WHEN {entry.when} THEN {number}" for entry, number in asked)
    return f"CASE {cases} ELSE {rest} END" if cases else rest
