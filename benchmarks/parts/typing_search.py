"""Search as one types: every key press of a list of queries, against pandas and a plain scan."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from benchmarks import base
from benchmarks.figures import Figure, Within
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan
from workbench.store.search import words

QUERIES: Final = (
    "novak brno", "novak", "novotny praha", "svoboda", "dvorak", "cerny pavel", "prochazkova jana", "eva", "jan novak brno",
    "vesely", "kral", "horak ostrava", "soukup kamenictvi", "kovo", "metal", "elektro", "stavby", "stavebni firma", "obchod",
    "technicke sluzby", "technicke sluzby praha", "skola", "zakladni skola", "sdh", "spolek", "turisticky oddil", "druzstvo",
    "sro", "s.r.o.", "a.s.", "praha", "brno", "ostrava", "plzen", "olomouc", "hradec kralove", "usti nad labem", "opava",
    "zlin", "nachod", "praha 5", "x", "a", "9", "1", "export import", "trading", "consulting", "servis", "auto", "pekarstvi",
    "Řeznictví", "ČERNÝ", "žďár", "neexistuje nikde", "qqqq", "info@", "novak@", "firma.example",
)  # fmt: skip
"""What people type; keys of records that are in the base are added to these."""
_FROM_BASE: Final = 4
"""So many records give their IČO, phone, e-mail, id and beginning of the name."""
_TOP: Final = 50


def figures(plan: Plan) -> list[Figure]:
    """Measure each key press, and some of them beside the slow peers."""
    source = plan.source
    presses, peer_presses = (40, 5) if plan.quick else (None, 60)
    desk = base.opened(source)
    keys = _keys(source)
    plain = duckdb.connect()
    typed = list(_presses(source))
    typed = typed[:: max(1, len(typed) // presses)] if presses else typed
    ours = [timed(partial(desk.store.search, text)) for text in typed]
    step = max(1, len(typed) // peer_presses)
    paired: list[tuple[Sample, Sample, Sample]] = [
        (
            timed(partial(desk.store.search, text)),
            timed(partial(_with_pandas, keys, text)),
            timed(partial(_with_scan, plain, source, text)),
        )
        for text in typed[step // 2 :: step]
    ]
    mine, pandas_, scan = zip(*paired, strict=True)
    desk.store.close()
    return [
        Figure(f"search, {len(ours)} key presses", ours, target=Within(0.020, 0.95)),
        Figure(f"search, {len(paired)} of them", mine, "pandas str.contains", pandas_),
        Figure(f"search, {len(paired)} of them", mine, "DuckDB contains()", scan),
    ]


def pressed(query: str) -> Iterator[str]:
    """Every beginning of a query; a space alone changes nothing."""
    for end in range(1, len(query) + 1):
        if query[end - 1] != " ":
            yield query[:end]


def _presses(source: Path) -> Iterator[str]:
    for query in (*QUERIES, *_of_records(source)):
        yield from pressed(query)


def _of_records(source: Path) -> list[str]:
    with duckdb.connect(str(source), read_only=True) as connection:
        rows = connection.execute(
            "SELECT c.id::VARCHAR, c.ico, c.name[:16], k.value, m.value FROM client c "
            "JOIN contact k ON k.record_id = c.id AND k.kind = 'mobile' JOIN contact m ON m.record_id = c.id AND m.kind = 'email' "
            "WHERE c.ico IS NOT NULL AND c.valid ORDER BY hash(c.id) LIMIT ?",
            [_FROM_BASE],
        ).fetchall()
    return [text for row in rows for text in row] + [
        f"{row[3][4:7]} {row[3][7:10]} {row[3][10:]}" for row in rows
    ]


def _keys(source: Path) -> "pd.Series[str]":
    with duckdb.connect(str(source), read_only=True) as connection:
        return connection.execute("SELECT key FROM search_entry ORDER BY name_key").df()["key"]


def _with_pandas(keys: "pd.Series[str]", text: str) -> "pd.Series[str]":
    """What a notebook does: a mask a word over the accent-free texts of all clients."""
    found = pd.Series(data=True, index=keys.index)
    for word in words(text):
        found &= keys.str.contains(f" {word}", regex=False)
    return keys[found].head(_TOP)


def _with_scan(connection: duckdb.DuckDBPyConnection, source: Path, text: str) -> list[tuple[int]]:
    """What plain SQL does: a scan of the same texts, in the order of the names."""
    conditions = " AND ".join("contains(key, ?)" for _ in words(text)) or "TRUE"
    connection.execute(f"ATTACH '{source}' AS db (READ_ONLY)")
    found = connection.execute(
        f"SELECT id FROM db.search_entry WHERE {conditions} ORDER BY name_key LIMIT {_TOP}",
        [f" {word}" for word in words(text)],
    ).fetchall()
    connection.execute("DETACH db")
    return found


PART: Final = Part("search", "search as one types, every key press", figures)
