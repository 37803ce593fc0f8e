"""An invented register in the format of ČSÚ's ``res_data.csv``, of any size, in seconds.

A stock of firms comes from the demo's generator. A large file takes them apart and puts the pieces together
anew: one firm's first word, another's other words, a third one's seat. Two thirds are natural persons, as
in the real register, so that names repeat as they do there.
"""

import time
from pathlib import Path
from typing import Final

import duckdb

from benchmarks import base
from workbench.demodata import resfile
from workbench.demodata.register import register_chunks

_STOCK: Final = 100_000
_PERSONS: Final = 0.65
_TRADER: Final = "101"
_SEAT: Final = (
    "OKRESLAU", "ICZUJ", "KODADM", "TEXTADR", "PSC", "OBEC_TEXT", "COBCE_TEXT", "ULICE_TEXT", "TYPCDOM", "CDOM", "COR",
)  # fmt: skip
_RIGHT_ICOS: Final = 1_000_000
"""So many IČO start with 9 and have a right check digit."""
_ALL_ICOS: Final = 10_000_000


def stored(rows: int) -> Path:
    """The file of so many rows; made when there is none, and kept for the next run."""
    path = base.RESULTS / f"res-{rows}.csv"
    if not path.exists():
        started = time.perf_counter()
        half_made = path.with_suffix(".tmp")
        write(half_made, rows)
        half_made.rename(path)
        size = path.stat().st_size / 1e6
        print(f"Made {rows:,} RES rows in {time.perf_counter() - started:.0f} s, {size:.0f} MB.", flush=True)
    return path


def write(path: Path, rows: int) -> None:
    """Write so many rows, ascending by IČO.

    All IČO start with 9. Up to a million of them have a right check digit; a larger file spreads its rows
    evenly over 90000000 to 99999999.

    Args:
        path: the file to write; an existing one is replaced.
        rows: at most ten millions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for chunk in register_chunks(base.SEED, min(rows, _STOCK)):
            connection.register("chunk", chunk)
            connection.execute("CREATE TABLE given AS FROM chunk")
        connection.execute(
            f"CREATE TABLE stock AS SELECT *, row_number() OVER (PARTITION BY person) - 1 AS n, count(*) OVER (PARTITION BY person) AS alike "
            f"FROM (SELECT *, FORMA = '{_TRADER}' AS person FROM given WHERE FIRMA IS NOT NULL)"
        )
        connection.execute(
            f"COPY ({_rows(rows)}) TO '{path}' (FORMAT csv, HEADER false, PREFIX '{','.join(resfile.COLUMNS)}\r\n', SUFFIX '\r\n', "
            "NEW_LINE '\\r\\n', FORCE_QUOTE (FIRMA, TEXTADR))"
        )


def _rows(rows: int) -> str:
    """A SELECT of the rows put together."""
    shown = {name: f"tail.{name}" for name in resfile.COLUMNS} | {name: f"seat.{name}" for name in _SEAT}
    shown["ICO"] = _ico(rows)
    shown["FIRMA"] = "split_part(head.FIRMA, ' ', 1) || regexp_replace(tail.FIRMA, '^[^ ]+', '')"
    drawn = " ".join(
        f"JOIN stock AS {part} ON {part}.person = drawn.person AND {part}.n = hash(i, '{part}') % drawn.alike"
        for part in ("head", "tail", "seat")
    )
    return f"""
        SELECT {", ".join(f"{expression} AS {name}" for name, expression in shown.items())}
        FROM (
            SELECT range AS i, person, alike
            FROM range({rows:d})
            JOIN (SELECT DISTINCT person, alike FROM stock) AS kind
                ON kind.person = (hash(range) % 1000 < {1000 * _PERSONS:.0f} AND (SELECT bool_or(person) FROM stock))
        ) AS drawn {drawn}
        ORDER BY i"""


def _ico(rows: int) -> str:
    """The IČO of row ``i``."""
    if rows > _RIGHT_ICOS:
        return f"90000000 + i * {_ALL_ICOS} // {rows:d}"
    base_number = f"(9000000 + i * {_RIGHT_ICOS} // {rows:d})"
    digits = [f"{weight} * ({base_number} // {10 ** (weight - 2)} % 10)" for weight in range(2, 9)]
    return f"10 * {base_number} + (11 - ({' + '.join(digits)}) % 11) % 10"
