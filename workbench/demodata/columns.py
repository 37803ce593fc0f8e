"""Columns of invented values: drawing, folding, and putting them together as a declared record type."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.model.fields import Field, Kind
from workbench.model.records import record_type

Texts = npt.NDArray[np.object_]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

TODAY: Final = np.datetime64("2026-11-15", "D")
"""The day on which the invented world stands still."""

_EMPTY: Final[dict[Kind, str]] = {
    Kind.INTEGER: "Int64",
    Kind.REFERENCE: "Int64",
    Kind.AMOUNT: "float64",
    Kind.DATE: "datetime64[s]",
    Kind.MOMENT: "datetime64[s]",
    Kind.FLAG: "boolean",
    Kind.TAGS: "object",
}
_FOLD: Final = {
    ord(letter): unicodedata.normalize("NFD", letter)[0] for letter in "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽöüäÖÜÄ"
}

_TO_DOMAIN: Final = {
    code: _FOLD.get(code, chr(code)).lower() if chr(code).isalnum() else None
    for code in [*range(32, 127), *_FOLD, 0x2013]
}


def stream(seed: int, *part: int) -> np.random.Generator:
    """A random stream of its own for each part, so that leaving one part out changes no other."""
    return np.random.default_rng([seed, *part])


def pool(words: str, separator: str | None = None) -> Texts:
    """A stock of words as an array to draw from."""
    return np.array(words.split(separator), dtype=object)


def pick(rng: np.random.Generator, stock: Any, count: int, weights: Sequence[float] | None = None) -> Any:
    """``count`` words of a stock, each equally likely unless weights are given."""
    if weights is None:
        return stock[rng.integers(len(stock), size=count)]
    edges = np.cumsum(weights) / np.sum(weights)
    return stock[np.searchsorted(edges, rng.random(count), side="right")]


def chance(rng: np.random.Generator, count: int, share: float) -> Flags:
    """Which of ``count`` cases come true, each with the same probability."""
    return rng.random(count) < share


def choose(where: Flags, yes: Any, no: Any) -> npt.NDArray[Any]:
    """``yes`` where the flag holds, else ``no``; each an array or one value, ``None`` among them."""
    return np.asarray(np.where(where, yes, no))


def joined(first: Texts | str, *more: Texts | str) -> Texts:
    """Texts put together one behind the other; single texts stand with each of the others."""
    out: Any = first
    for one in more:
        out = out + one
    return np.asarray(out, dtype=object)


def blank(values: Texts) -> Flags:
    """Where there is no value."""
    return np.fromiter((one is None for one in values), dtype=np.bool_, count=len(values))


def unaccented(text: str) -> str:
    """The text without Czech and German accents."""
    return text.translate(_FOLD)


def folded(values: Texts) -> Texts:
    """Lower case, no accents, letters and digits only, at most 63 of them (RFC 1035): a label of a domain name."""
    return texts(value.translate(_TO_DOMAIN)[:63] for value in values.tolist())


def digits(numbers: Whole, width: int) -> Texts:
    """Numbers as texts, padded with zeros to ``width``."""
    return texts(f"{number:0{width}d}" for number in numbers.tolist())


def texts(values: Iterable[str | None]) -> Texts:
    """An array of Python texts, whatever their lengths."""
    listed = list(values)
    out = np.empty(len(listed), dtype=object)
    out[:] = listed
    return out


def among(values: Texts, wanted: Iterable[str]) -> Flags:
    """Which values are one of a few wanted ones."""
    out = np.zeros(len(values), dtype=np.bool_)
    for one in wanted:
        out |= values == one
    return out


def frame(kind: str, first_id: int, count: int, /, **columns: Any) -> pd.DataFrame:
    """Records of one type: exactly ``id`` and the declared fields, in order of declaration.

    Args:
        kind: the record type's name.
        first_id: the id of the first record; the others follow.
        count: how many records.
        **columns: values by field name; a field not named gets its declared default.

    Raises:
        UnknownNameError: a column is no field of the type.
    """
    declared = record_type(kind)
    declared.check_names(columns)
    made: dict[str, Any] = {"id": np.arange(first_id, first_id + count, dtype=np.int64)}
    for field in declared:
        made[field.name] = _column(field, columns.get(field.name, field.default), count)
    return pd.DataFrame(made)


def _column(field: Field, values: Any, count: int) -> "pd.Series[Any]":
    kind: Any = _EMPTY.get(field.kind, "str")
    made: pd.Series[Any]
    if values is None or isinstance(values, str | bool | int):
        made = pd.Series([values], dtype=kind).repeat(count).reset_index(drop=True)
    else:
        made = pd.Series(values, dtype=kind)
    return made
