"""The RES snapshot at its full size: loading it, and names as one types, against bare DuckDB."""

from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from benchmarks import res_file
from benchmarks.amounts import Amount
from benchmarks.figures import AtMost, Figure, Within
from benchmarks.measure import in_turns, timed
from benchmarks.part import Line, Part, Plan
from benchmarks.parts.typing_search import pressed
from workbench.model.names import fold
from workbench.registry import SnapshotRegister
from workbench.store import snapshot
from workbench.store.columns import folded

_ROWS: Final = 3_500_000
_FEW: Final = 20_000
_QUERIES: Final = (
    "jan novák", "novák jan brno", "svoboda", "černý", "dvořáková marie", "modrý kámen", "zlatý dub servis", "elektro",
    "elektromont", "stavby", "stavby brno", "autodoprava novotný", "účetnictví praha", "pekařství", "tiskárna ostrava",
    "společenství vlastníků jednotek domu", "společenství vlastníků lipová", "základní škola plzeň", "sportovní klub",
    "zemědělské družstvo", "spol. s r.o.", "trade", "group", "holding", "servis", "a.s.", "prokop", "horák elektro",
    "kovo", "šroub", "žďár", "neexistuje nikde", "qqqq",
)  # fmt: skip
"""What people type: common and rare names, whole words, beginnings, towns, nonsense."""
_SHORTEST: Final = 3
_PEER_PRESSES: Final = 15


def figures(plan: Plan) -> list[Line]:
    """Measure."""
    rows = _FEW if plan.quick else _ROWS
    source, target, bare = res_file.stored(rows), plan.scratch / "ours.duckdb", plan.scratch / "bare.duckdb"
    ours, theirs = in_turns(
        lambda: timed(partial(snapshot.load, source, target)),
        lambda: timed(partial(_bare_load, source, bare)),
        1 if plan.quick else min(plan.runs, 2),
    )
    title = f"load a RES file, {rows:,} rows"
    return [
        Figure(title, ours, "bare read_csv, index of IČO, of name", theirs, AtMost(1.5)),
        Amount(f"size of the snapshot, {rows:,} rows", target.stat().st_size / 1e6, "MB", "bare", bare.stat().st_size / 1e6),
        *_typing(target, bare, rows),
    ]  # fmt: skip


def _bare_load(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with duckdb.connect(str(target)) as connection:
        connection.execute(
            f"CREATE TABLE res AS FROM read_csv('{source}', all_varchar = true, header = true)"
        )
        connection.execute("CREATE UNIQUE INDEX by_ico ON res (ICO)")
        connection.execute("CREATE INDEX by_name ON res (FIRMA)")


def _typing(target: Path, bare: Path, rows: int) -> list[Line]:
    """Each key press from the third on; the peer folds and scans, as there is nothing else to do without an index of words."""
    register = SnapshotRegister(target)
    typed = [text for query in _QUERIES for text in pressed(query) if len(text) >= _SHORTEST]
    for text in typed:
        register.suggest(text)  # the pages that are read stay in memory, as in a session
    ours = [timed(partial(register.suggest, text)) for text in typed]
    chosen = typed[:: max(1, len(typed) // _PEER_PRESSES)]
    with duckdb.connect(str(bare), read_only=True) as plain:
        pairs = [
            (timed(partial(register.suggest, text)), timed(partial(_scan, plain, text))) for text in chosen
        ]
    register.close()
    mine, theirs = zip(*pairs, strict=True)
    return [
        Figure(f"suggest a name of {rows:,}, {len(ours)} key presses", ours, target=Within(0.020, 0.95)),
        Figure(f"suggest a name of {rows:,}, {len(mine)} of them", mine, "scan of folded names", theirs),
    ]


def _scan(connection: duckdb.DuckDBPyConnection, text: str) -> list[tuple[str]]:
    words = " AND ".join(f"contains(' ' || {folded('FIRMA')}, ' {word}')" for word in fold(text).split())
    return connection.execute(f"SELECT FIRMA FROM res WHERE {words} ORDER BY FIRMA LIMIT 10").fetchall()


PART: Final = Part(
    "snapshot", "loading the RES snapshot, names as one types", figures, minutes=15, on_base=False
)
