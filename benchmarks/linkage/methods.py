"""The methods that are measured, each as a function from tables and truth to figures."""

from collections.abc import Callable
from typing import Any, Final

import duckdb
import numpy as np
import pandas as pd

from benchmarks.linkage.clients import Base
from benchmarks.linkage.quality import Quality, judge
from workbench.duplicates import Settings, clustering
from workbench.duplicates.blocking import block
from workbench.duplicates.finding import begin, find, no_step
from workbench.duplicates.prepare import prepare

_SPLINK_SURE: Final = 8.0
"""Match weight from which on Splink's pairs are joined: about 0.996, as its documentation advises a high threshold."""


def tables(base: Base) -> dict[str, pd.DataFrame]:
    """The tables as a search takes them."""
    return {
        "main": base.tables["client"],
        "address": base.tables["address"],
        "contact": base.tables["contact"],
    }


def workbench(base: Base) -> Callable[[], Quality]:
    """This package, with no setting."""
    found = find(tables(base))

    def judged() -> Quality:
        rows = found.connection.execute("SELECT a, b, weight FROM scored").fetchnumpy()
        a, b = np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64)
        return judge(
            base.entity,
            a,
            b,
            np.asarray(rows["weight"], dtype=np.float64),
            stated=0.0,
            label=found.cluster,
            candidates=_candidates(base),
        )

    return judged


def rapidfuzz(base: Base) -> Callable[[], Quality]:
    """``token_set_ratio`` of names on the blocks that one writes by hand: name beginnings, phones, e-mails, IČO."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415 - a peer
    from rapidfuzz.process import cpdist  # noqa: PLC0415

    connection = _plain(base)
    connection.execute("""
        CREATE TABLE candidate AS SELECT DISTINCT x.r AS a, y.r AS b FROM rec x JOIN rec y ON x.r < y.r AND left(x.nm, 5) = left(y.nm, 5) AND x.town = y.town
        UNION SELECT x.r, y.r FROM rec x JOIN rec y ON x.r < y.r AND x.phones[1] = y.phones[1] AND x.phone_n < 50
        UNION SELECT x.r, y.r FROM rec x JOIN rec y ON x.r < y.r AND x.mails[1] = y.mails[1] AND x.mail_n < 50
        UNION SELECT x.r, y.r FROM rec x JOIN rec y ON x.r < y.r AND x.ident = y.ident
    """)
    rows = connection.execute(
        "SELECT a, b, x.nm AS one, y.nm AS other FROM candidate JOIN rec x ON x.r = a JOIN rec y ON y.r = b"
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
    """Splink on DuckDB: the same prepared columns, its usual comparisons and blocking rules, trained by EM."""
    return _with_splink(base, labelled=False)


def splink_with_labels(base: Base) -> Callable[[], Quality]:
    """The same, but it learns m from the IČO as a label, and pairs with different valid IČO are dropped."""
    return _with_splink(base, labelled=True)


def _with_splink(base: Base, *, labelled: bool) -> Callable[[], Quality]:
    import splink.comparison_library as cl  # noqa: PLC0415 - an extra
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    connection = _plain(base)
    frame = connection.execute("""
        SELECT r AS unique_id, nullif(nm, '') AS nm, left(nm, 6) AS head, phones[1] AS phone, mails[1] AS mail, street, house, town, psc, form, dg,
               CASE WHEN ident_valid THEN ident END AS ident, birthday::VARCHAR AS birthday FROM rec
    """).df()
    connection.close()
    exact = (cl.ExactMatch(name) for name in ("ident", "house", "town", "psc", "dg", "birthday"))
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("nm", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("mail").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("street", 2),
            *exact,
        ],
        blocking_rules_to_generate_predictions=[
            block_on("head", "town"), block_on("phone"), block_on("mail"), block_on("ident"), block_on("street", "house", "town"), block_on("nm"),
        ],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )  # fmt: skip
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("ident"), block_on("nm", "town")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    if labelled:
        linker.training.estimate_m_from_label_column("ident")
    else:
        for rule in (block_on("ident"), block_on("nm"), block_on("phone")):
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted: Any = linker.inference.predict(threshold_match_weight=-20)
    rows: Any = predicted.as_pandas_dataframe()
    looked_at = len(rows)
    if labelled:
        known = frame.set_index("unique_id")["ident"]
        one, other = (rows[column].map(known) for column in ("unique_id_l", "unique_id_r"))
        rows = rows[~(one.notna() & other.notna() & (one != other))]
    a, b = rows["unique_id_l"].to_numpy(dtype=np.int64), rows["unique_id_r"].to_numpy(dtype=np.int64)
    weight = rows["match_weight"].to_numpy(dtype=np.float64)
    sure = weight >= _SPLINK_SURE
    label = clustering.groups(len(base.entity), a[sure], b[sure])
    hit = int((base.entity[a] == base.entity[b]).sum())
    return lambda: judge(base.entity, a, b, weight, stated=0.0, label=label, candidates=(looked_at, hit))


def _plain(base: Base) -> duckdb.DuckDBPyConnection:
    """The peers get our prepared columns: names without forms, numbers as they are dialled."""
    connection = duckdb.connect()
    prepare(connection, tables(base), persons=False)
    return connection


def _candidates(base: Base) -> tuple[int, int]:
    """Candidate pairs of our blocking, and the true ones among them; counted apart, so that it costs the search nothing."""
    search = begin(tables(base), Settings(), persons=False, decisions=(), step=no_step)
    block(search.connection, Settings())
    rows = search.connection.execute("SELECT a, b FROM candidate").fetchnumpy()
    hit = (
        base.entity[np.asarray(rows["a"], dtype=np.int64)]
        == base.entity[np.asarray(rows["b"], dtype=np.int64)]
    ).sum()
    return len(rows["a"]), int(hit)


METHODS: Final[dict[str, Callable[[Base], Callable[[], Quality]]]] = {
    "workbench": workbench, "rapidfuzz": rapidfuzz, "splink": splink, "splink with labels": splink_with_labels,
}  # fmt: skip
"""Each does the work at once and returns what judges it afterwards, outside the measured time."""
