"""The methods that are measured, each as a function from tables and truth to figures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import duckdb
import numpy as np
import pandas as pd

from benchmarks.linkage.clients import Base
from benchmarks.linkage.quality import LIKELY, Quality, judge, right_clusters
from workbench.duplicates import Settings, clustering
from workbench.duplicates.arrays import Floats, Whole
from workbench.duplicates.blocking import block
from workbench.duplicates.finding import Found, begin, find, no_step
from workbench.duplicates.odds import probability
from workbench.duplicates.prepare import prepare

_DECIDED: Final = 300
_SPLINK_SURE: Final = 8.0
"""Match weight from which on Splink's pairs are joined: about 0.996, as its documentation advises a high threshold."""


_ALL_PAIRS: Final = 6_000
"""In a base up to this size the peer may compare every record with every other."""
_HAND_WRITTEN: Final = """
    CREATE TABLE candidate AS
    WITH shared AS (SELECT r, phone, mail, count(*) OVER (PARTITION BY phone) AS phones, count(*) OVER (PARTITION BY mail) AS mails FROM rec)
        SELECT DISTINCT x.r AS a, y.r AS b FROM rec x JOIN rec y ON x.r < y.r AND left(x.nm, 5) = left(y.nm, 5) AND x.town = y.town
        UNION SELECT x.r, y.r FROM shared x JOIN shared y ON x.r < y.r AND x.phone = y.phone AND x.phones < 50
        UNION SELECT x.r, y.r FROM shared x JOIN shared y ON x.r < y.r AND x.mail = y.mail AND x.mails < 50
        UNION SELECT x.r, y.r FROM rec x JOIN rec y ON x.r < y.r AND x.ident = y.ident
        UNION SELECT x.r, y.r FROM rec x JOIN rec y ON x.r < y.r AND x.birthday = y.birthday
"""


def tables(base: Base) -> dict[str, pd.DataFrame]:
    """The tables as a search takes them."""
    return {
        "main": base.tables["client"],
        "address": base.tables["address"],
        "contact": base.tables["contact"],
    }


def workbench(base: Base) -> Callable[[], Quality]:
    """This package, with no setting."""
    return _judged(base, find(tables(base), persons=base.persons))


def workbench_taught(base: Base) -> Callable[[], Quality]:
    """The same, after a person has decided 300 pairs of which the first search was least sure."""
    first = find(tables(base), persons=base.persons)
    unsure = first.connection.execute(
        f"SELECT a, b FROM scored WHERE abs(joint) < 20 ORDER BY abs(joint), a, b LIMIT {_DECIDED}"
    ).fetchall()
    first.connection.close()
    said = [
        (int(first.ids[a]), int(first.ids[b]), "same" if base.entity[a] == base.entity[b] else "different")
        for a, b in unsure
    ]
    return _judged(base, find(tables(base), persons=base.persons, decisions=said))


def _judged(base: Base, found: Found) -> Callable[[], Quality]:

    def judged() -> Quality:
        rows = found.connection.execute("SELECT a, b, joint AS weight FROM scored").fetchnumpy()
        a, b = np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64)
        judgement = judge(
            base.entity,
            a,
            b,
            np.asarray(rows["weight"], dtype=np.float64),
            stated=0.0,
            label=found.cluster,
            candidates=_candidates(base),
        )
        of, _, _, weakest = found.links
        sure, likely = (
            right_clusters(base.entity, found.cluster, of, probability(weakest), least)
            for least in (found.model.calibration.certain, LIKELY)
        )
        return replace(
            judgement, sure_clusters=sure[0], sure_right=sure[1], likely_clusters=likely[0], likely_right=likely[1]
        )  # fmt: skip

    return judged


def rapidfuzz(base: Base) -> Callable[[], Quality]:
    """``token_set_ratio`` of names (of persons: of all that is known) on the blocks that one writes by hand."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415 - a peer
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    connection = _plain(base)
    if len(base.entity) <= _ALL_PAIRS:
        connection.execute(
            "CREATE TABLE candidate AS SELECT x.r AS a, y.r AS b FROM rec x JOIN rec y ON x.r < y.r"
        )
    else:
        connection.execute(_HAND_WRITTEN)
    text = (
        "concat_ws(' ', {0}.nm, {0}.birthday, {0}.street, {0}.house, {0}.town, {0}.psc)"
        if base.persons
        else "{0}.nm"
    )
    rows = connection.execute(
        f"SELECT a, b, {text.format('x')} AS one, {text.format('y')} AS other FROM candidate JOIN rec x ON x.r = a JOIN rec y ON y.r = b"
    ).fetchnumpy()
    score = cpdist(rows["one"].tolist(), rows["other"].tolist(), scorer=token_set_ratio, workers=-1)
    a, b = np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64)
    hit = int((base.entity[a] == base.entity[b]).sum())
    return lambda: judge(
        base.entity,
        a,
        b,
        np.asarray(score, dtype=np.float64),
        stated=None,
        label=None,
        candidates=(len(a), hit),
    )


def splink(base: Base) -> Callable[[], Quality]:
    """Splink, trained by expectation maximisation; see :mod:`benchmarks.linkage.splinking`."""
    return _with_splink(base, labelled=False)


def splink_with_labels(base: Base) -> Callable[[], Quality]:
    """The same, but it learns m from the identifier as a label, and pairs with different valid IČO are dropped."""
    return _with_splink(base, labelled=True)


def _with_splink(base: Base, *, labelled: bool) -> Callable[[], Quality]:
    from benchmarks.linkage.splinking import predict  # noqa: PLC0415 - an extra

    predicted = predict(_plain(base), persons=base.persons, labelled=labelled)
    a, b, weight = _scored(predicted.rows)
    sure = weight >= _SPLINK_SURE
    label = clustering.groups(len(base.entity), a[sure], b[sure])
    one, other, _ = _scored(predicted.looked_at)
    candidates = (len(one), int((base.entity[one] == base.entity[other]).sum()))
    return lambda: judge(base.entity, a, b, weight, stated=0.0, label=label, candidates=candidates)


def _scored(rows: pd.DataFrame) -> tuple[Whole, Whole, Floats]:
    return (
        rows["unique_id_l"].to_numpy(dtype=np.int64),
        rows["unique_id_r"].to_numpy(dtype=np.int64),
        rows["match_weight"].to_numpy(dtype=np.float64),
    )


def _plain(base: Base) -> duckdb.DuckDBPyConnection:
    """The peers get our prepared columns: names without forms, numbers as they are dialled."""
    connection = duckdb.connect()
    prepare(connection, tables(base), persons=base.persons)
    return connection


def _candidates(base: Base) -> tuple[int, int]:
    """Candidate pairs of our blocking, and the true ones among them; counted apart, so that it costs the search nothing."""
    search = begin(tables(base), Settings(), persons=base.persons, decisions=(), step=no_step)
    block(search.connection, Settings())
    rows = search.connection.execute("SELECT a, b FROM candidate").fetchnumpy()
    hit = (
        base.entity[np.asarray(rows["a"], dtype=np.int64)]
        == base.entity[np.asarray(rows["b"], dtype=np.int64)]
    ).sum()
    return len(rows["a"]), int(hit)


Method = Callable[[Base], Callable[[], Quality]]
METHODS: Final[dict[str, Method]] = {
    "workbench": workbench, "rapidfuzz": rapidfuzz, "splink": splink, "splink with labels": splink_with_labels,
}  # fmt: skip
"""Each does the work at once and returns what judges it afterwards, outside the measured time."""
TAUGHT: Final = "workbench taught"
ALL: Final[dict[str, Method]] = {**METHODS, TAUGHT: workbench_taught}
