"""The peers, each as a function from tables and truth to figures: the same prepared columns, blocks, memory and threads for all.

Their thresholds, of pairs and of clusters, are picked with the truth, outside the measured time.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

import duckdb
import numpy as np

from benchmarks.linkage import blocks, splinking
from benchmarks.linkage.clients import Base
from benchmarks.linkage.quality import Quality, best_clusters, judge
from workbench.duplicates import Settings
from workbench.duplicates.arrays import Floats, Whole
from workbench.duplicates.prepare import prepare

_ALL_PAIRS: Final = 6_000
"""In a base up to this size the simple peer may compare every record with every other."""
_PACKAGES: Final = {
    "rapidfuzz": ("rapidfuzz.process", "rapidfuzz.fuzz"),
    "splink": ("splink", "splink.comparison_library"),
    "workbench": ("pyarrow", "scipy.sparse.csgraph", "sklearn.ensemble"),
}
_CLIENT: Final = "concat_ws(' ', {0}.nm, {0}.street, {0}.house, {0}.town, {0}.phone, {0}.mail)"
_PERSON: Final = "concat_ws(' ', {0}.nm, {0}.birthday, {0}.street, {0}.house, {0}.town, {0}.psc)"
_SAME, _DIFFERENT = 101.0, -1.0
"""Above and below all similarities: of clients one IČO, and two."""


def load(name: str) -> None:
    """Import what a method needs, before its time is taken: a process does so once, however much it searches then."""
    for package in _PACKAGES.get(name.partition(" ")[0], ()):
        import_module(package)


def rapidfuzz(base: Base) -> Callable[[], Quality]:
    """``token_set_ratio`` of all that is known in the blocks; of clients a valid IČO decides, where both have one."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415 - a peer
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    connection = _prepared(base)
    keys = blocks.make_keys(connection, persons=base.persons)
    every = len(base.entity) <= _ALL_PAIRS
    connection.execute(f"CREATE TABLE candidate AS {blocks.ALL_PAIRS if every else blocks.pairs(keys)}")
    text = _PERSON if base.persons else _CLIENT
    rows = connection.execute(
        f"SELECT a, b, {text.format('x')} AS one, {text.format('y')} AS other, coalesce(x.ident = y.ident, FALSE) AS same, coalesce(x.ident <> y.ident, FALSE) AS different "
        "FROM candidate JOIN keyed x ON x.unique_id = a JOIN keyed y ON y.unique_id = b"
    ).fetchnumpy()
    score = cpdist(rows["one"].tolist(), rows["other"].tolist(), scorer=token_set_ratio, workers=-1)
    if not base.persons:
        score = np.where(rows["same"], _SAME, np.where(rows["different"], _DIFFERENT, score))
    pairs = _numbers(rows)
    return _judged(base, pairs, np.asarray(score, dtype=np.float64), lambda: pairs, stated=None)


def splink(base: Base) -> Callable[[], Quality]:
    """Splink, trained by expectation maximisation; see :mod:`benchmarks.linkage.splinking`."""
    return _with_splink(base, labelled=False)


def splink_with_labels(base: Base) -> Callable[[], Quality]:
    """The same, but it learns m from the identifier as a label, and pairs with different valid IČO are dropped."""
    return _with_splink(base, labelled=True)


def _with_splink(base: Base, *, labelled: bool) -> Callable[[], Quality]:
    connection = _prepared(base)
    keys = splinking.predict(connection, persons=base.persons, labelled=labelled)
    rows = connection.execute("SELECT a, b, weight FROM predicted").fetchnumpy()

    def looked_at() -> tuple[Whole, Whole]:
        return _numbers(connection.execute(blocks.pairs(keys)).fetchnumpy())

    return _judged(base, _numbers(rows), np.asarray(rows["weight"], dtype=np.float64), looked_at, stated=0.0)


def _numbers(rows: Mapping[str, Any]) -> tuple[Whole, Whole]:
    return rows["a"].astype(np.int64), rows["b"].astype(np.int64)


def _judged(
    base: Base,
    pairs: tuple[Whole, Whole],
    score: Floats,
    looked_at: Callable[[], tuple[Whole, Whole]],
    *,
    stated: float | None,
) -> Callable[[], Quality]:
    def judged() -> Quality:
        a, b = looked_at()
        hit = int((base.entity[a] == base.entity[b]).sum())
        label = best_clusters(base.entity, *pairs, score)
        return judge(base.entity, *pairs, score, stated=stated, label=label, candidates=(len(a), hit))

    return judged


def _prepared(base: Base) -> duckdb.DuckDBPyConnection:
    """The peers get our prepared columns, names without forms and numbers as they are dialled, and as much memory as we."""
    connection = duckdb.connect(
        config={"memory_limit": Settings().memory, "preserve_insertion_order": "false"}
    )
    prepare(connection, base.searched, persons=base.persons)
    return connection
