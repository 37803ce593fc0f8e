"""Writing a register snapshot in the format of ČSÚ's ``res_data.csv``.

UTF-8, CRLF, commas, no byte order mark; FIRMA and TEXTADR stand in quotes, an inner quote is doubled; no
other column is quoted.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pandas as pd

_HEADER: Final = (
    "ICO,OKRESLAU,DDATVZN,DDATZAN,ZPZAN,DDATPAKT,FORMA,ROSFORMA,KATPO,NACE,NACE2025,ICZUJ,FIRMA,CISS2010,KODADM,TEXTADR,"
    "PSC,OBEC_TEXT,COBCE_TEXT,ULICE_TEXT,TYPCDOM,CDOM,COR,DATPLAT,PRIZNAK"
)
COLUMNS: Final = tuple(_HEADER.split(","))
"""The header, in order."""
_QUOTED: Final = ("FIRMA", "TEXTADR")


def write_res_csv(path: str | Path, rows: pd.DataFrame | Iterable[pd.DataFrame]) -> int:
    """Write a snapshot.

    Args:
        path: the file to write; an existing one is replaced.
        rows: the columns of :data:`COLUMNS` as texts (empty or missing where there is no value), at once or in
            chunks, of which only one is held in memory at a time.

    Returns:
        How many rows were written, the header not counted.
    """
    chunks = [rows] if isinstance(rows, pd.DataFrame) else rows
    written = 0
    with Path(path).open("w", encoding="utf-8", newline="") as target:
        target.write(_HEADER + "\r\n")
        for chunk in chunks:
            target.writelines(line + "\r\n" for line in _lines(chunk))
            written += len(chunk)
    return written


def _lines(chunk: pd.DataFrame) -> Iterator[str]:
    columns = []
    for name in COLUMNS:
        values = chunk[name].astype("str").fillna("").tolist()
        if name in _QUOTED:
            values = ['"' + value.replace('"', '""') + '"' if value else "" for value in values]
        columns.append(values)
    return map(",".join, zip(*columns, strict=True))
