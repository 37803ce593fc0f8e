"""Search as one types: every key press of a list of queries, against pandas and a plain scan; facets; the index in memory."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import duckdb
import pandas as pd

from benchmarks import base
from benchmarks.amounts import Amount
from benchmarks.figures import Figure, Within
from benchmarks.measure import Sample, timed
from benchmarks.part import Line, Part, Plan
from workbench.store.journal import Intent
from workbench.store.search.query import words
from workbench.store.store import Store

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
_NARROWED: Final = ("", "s", "novak", "stavebni firma", "praha", "1", "420", "neexistuje")
"""Texts whose facets are counted, over all towns and over one."""
_TOP: Final = 50
_KEY: Final = "' ' || name_key || ' ' || rest"
"""All words of a client as one text."""


def figures(plan: Plan) -> list[Line]:
    """Measure the first search, each key press, some of them beside the slow peers, and what comes from others."""
    source = base.copied(plan.source, plan.scratch, "typed.duckdb")
    presses, peer_presses = (40, 5) if plan.quick else (None, 60)
    typed = list(_presses(source))
    typed = typed[:: max(1, len(typed) // presses)] if presses else typed
    keys, plain = _keys(source), _Plain(source, plan.scratch / "plain.duckdb")
    store = base.opened(source).store
    first = timed(partial(store.search, ""))
    memory = store.index.nbytes / 1e6
    ours = [timed(partial(store.search, text)) for text in typed]
    step = max(1, len(typed) // peer_presses)
    paired: list[tuple[Sample, Sample, Sample]] = [
        (
            timed(partial(store.search, text)),
            timed(partial(_with_pandas, keys, text)),
            timed(partial(plain.search, text)),
        )
        for text in typed[step // 2 :: step]
    ]
    mine, pandas_, scan = zip(*paired, strict=True)
    counted = [
        timed(partial(store.facets, text, only=only))
        for text in _NARROWED
        for only in ({}, {"city": ["Brno"]})
    ]
    return [
        Figure(f"search, {len(ours)} key presses", ours, target=Within(0.020, 0.95)),
        Figure(f"search, {len(paired)} of them", mine, "pandas str.contains", pandas_),
        Figure(f"search, {len(paired)} of them", mine, "DuckDB contains()", scan),
        Figure("facets counted", counted, target=Within(0.050, 0.95)),
        Figure("first search, which reads the list into memory", [first], target=Within(2)),
        Amount(
            "the list in memory",
            memory,
            "MB",
            "its pandas texts",
            keys.memory_usage(deep=True) / 1e6,
            limit=400,
        ),
        Figure(
            "search after another changed a client", _after_changes(store, source, 3 if plan.quick else 15)
        ),
    ]


def _after_changes(store: Store, source: Path, times: int) -> list[Sample]:
    other, taken = base.opened(source).store, []
    for client in range(1, times + 1):
        rows = [{"id": client, "notice": "changed"}]
        other.write(Intent("edit"), lambda cs, rows=rows: cs.update("client", rows))  # type: ignore[misc]
        taken.append(timed(partial(store.search, "novak")))
    other.close()
    store.close()
    return taken


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
        return connection.execute(f"SELECT {_KEY} AS key FROM search_entry ORDER BY name_key").df()["key"]


def _with_pandas(keys: "pd.Series[str]", text: str) -> "pd.Series[str]":
    """What a notebook does: a mask a word over the accent-free texts of all clients."""
    found = pd.Series(data=True, index=keys.index)
    for word in words(text):
        found &= keys.str.contains(f" {word}", regex=False)
    return keys[found].head(_TOP)


class _Plain:
    """What plain SQL does: a scan of the same texts, in the order of the names, in a file that is held for the query only."""

    def __init__(self, source: Path, path: Path) -> None:
        self._connection = duckdb.connect()
        self._path = path
        path.unlink(missing_ok=True)
        self._connection.execute(f"ATTACH '{source}' AS source (READ_ONLY)")
        self._connection.execute(f"ATTACH '{path}' AS db")
        self._connection.execute(
            f"CREATE TABLE db.texts AS SELECT id, name_key, {_KEY} AS key FROM source.search_entry ORDER BY name_key"
        )
        self._connection.execute("DETACH source")
        self._connection.execute("DETACH db")

    def search(self, text: str) -> list[tuple[int]]:
        """The first by name."""
        conditions = " AND ".join("contains(key, ?)" for _ in words(text)) or "TRUE"
        self._connection.execute(f"ATTACH '{self._path}' AS db (READ_ONLY)")
        found = self._connection.execute(
            f"SELECT id FROM db.texts WHERE {conditions} ORDER BY name_key LIMIT {_TOP}",
            [f" {word}" for word in words(text)],
        ).fetchall()
        self._connection.execute("DETACH db")
        return found


PART: Final = Part("search", "search as one types, every key press", figures, minutes=8)
