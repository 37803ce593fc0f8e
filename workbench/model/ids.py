"""Ids as a person may name them: one, many, or text with ranges."""

import operator
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Final

from workbench.errors import ValueRejectedError

MAX_SPELLED: Final = 30
"""Up to so many ids are spelled out as a list in a line of Python."""

MAX_RANGE: Final = 10_000_000
"""No range of ids is longer; a typing error must not fill the memory."""
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


_BIGGEST: Final = 2**63


def ids(text: str) -> list[int]:
    """The ids of a text such as ``"1-3 7 9"``.

    Raises:
        ValueRejectedError: a part is neither a whole number nor a range of two.
    """
    found: list[int] = []
    for part in text.replace(",", " ").split():
        first, dash, last = part.partition("-")
        if not _NUMBER.fullmatch(first) or (
            dash and not (_NUMBER.fullmatch(last) and int(first) <= int(last))
        ):
            raise ValueRejectedError("“{part}” is neither an id nor a range of ids such as 7-12.", part=part)
        if int(last or first) - int(first) > MAX_RANGE:
            raise ValueRejectedError("The range “{part}” is longer than any list of clients.", part=part)
        found += range(int(first), int(last or first) + 1)
    return found


def as_ids(targets: object) -> list[int]:
    """Ids from one id, a list, a pandas Series of ids, records, or a text for :func:`ids`; each once.

    Raises:
        ValueRejectedError: something in it is no id.
    """
    if isinstance(targets, bytes | Mapping):
        raise ValueRejectedError(
            "“{part}” is neither an id nor a range of ids such as 7-12.", part=str(targets)[:40]
        )
    if isinstance(targets, str):
        return list(dict.fromkeys(ids(targets)))
    if not isinstance(targets, Iterable):
        return [_one(targets)]
    return list(dict.fromkeys(_one(one) for one in targets))


def one_id(target: object) -> int:
    """The id of one record, in any way that :func:`as_ids` takes.

    Raises:
        ValueRejectedError: it is no id, or names several records.
    """
    found = as_ids(target)
    if len(found) != 1:
        raise ValueRejectedError("Name one record; {count} were named.", count=len(found))
    return found[0]


def spell(numbers: Iterable[int]) -> str:
    """The ids as Python: ``42``, ``[42, 43]``, or ``"1-500 510"`` where a list would be long."""
    listed = list(numbers)
    if len(listed) == 1:
        return str(listed[0])
    return str(listed) if len(listed) <= MAX_SPELLED else f'"{ranges(listed)}"'


def ranges(numbers: Iterable[int]) -> str:
    """The ids as the text that :func:`ids` reads, in ascending order: ``"1-3 7 9"``."""
    runs = [
        [one for _, one in run]
        for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    ]
    return " ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def spell_value(value: object) -> str:
    """A value as Python that needs no import: money, days and times as texts, which fields take as well."""
    if isinstance(value, Decimal | date):
        return repr(str(value))
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {spell_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(spell_value, value)) + "]"
    return repr(value)


def _one(value: object) -> int:
    number = getattr(value, "id", value)
    if isinstance(number, bool) or not hasattr(number, "__index__"):
        raise ValueRejectedError(
            "“{part}” is neither an id nor a range of ids such as 7-12.", part=str(number)[:40]
        )
    if not 0 <= operator.index(number) < _BIGGEST:
        raise ValueRejectedError(
            "“{part}” is neither an id nor a range of ids such as 7-12.", part=str(number)[:40]
        )
    return operator.index(number)
