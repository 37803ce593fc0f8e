"""A sheet in RAYNET's layout, told by its headers, with its words and its types of phones undone."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from workbench.importing.table import RawTable
from workbench.model.names import fold
from workbench.model.raynet import PHONE_TYPES, SHEETS, WORDS, Column

if TYPE_CHECKING:
    import pandas as pd

_ENOUGH: Final = 0.7
"""So much of a sheet's columns has to be there."""


def laid_out(raw: RawTable) -> RawTable:
    """The same table with the meaning of its columns, if it is a sheet of RAYNET's layout; else as it is."""
    layout = next((columns for columns in SHEETS.values() if _fits(raw, columns)), None)
    if layout is None:
        return raw
    frame = raw.frame.copy()
    meanings: dict[str, str] = {}
    for column in layout:
        if column.header not in frame or column.types:
            continue
        meanings[column.header] = column.target
        if column.target in WORDS:
            frame[column.header] = _translated(frame[column.header], WORDS[column.target])
        elif column.target == "client.tags":
            frame[column.header] = frame[column.header].str.replace(", ", "\n")
    for column in layout:
        if column.types and column.header in frame:
            meanings |= _typed(frame, column, layout)
    return replace(raw, frame=frame, columns=tuple(map(str, frame.columns)), meanings=meanings)


def _fits(raw: RawTable, columns: tuple[Column, ...]) -> bool:
    known = {column.header for column in columns}
    return set(raw.columns) <= known and len(raw.columns) >= _ENOUGH * len(known)


def _translated(texts: "pd.Series[Any]", words: Any) -> "pd.Series[Any]":
    ours = {fold(word): value for value, word in words.items()}
    return texts.map(lambda text: ours.get(fold(text), text), na_action="ignore").astype("str")


def _typed(frame: "pd.DataFrame", column: Column, layout: tuple[Column, ...]) -> dict[str, str]:
    """Phones that are of another type, in columns of their own: header -> target."""
    plain = next(
        one.header
        for one in layout
        if one.target == column.target and one.place == column.place and not one.types
    )
    types = frame.pop(column.header)
    prefix = column.target.partition(".")[0]
    made = {}
    for kind, word in PHONE_TYPES.items():
        if kind != "phone" and plain in frame and (chosen := types == word).any():
            header = f"{plain} ({word})"
            frame[header] = frame[plain].where(chosen)
            frame[plain] = frame[plain].where(~chosen)
            made[header] = f"{prefix}.{kind}"
    return made
