"""Splink on DuckDB as a peer: our prepared columns, bounded keys, and the best settings that we found for it.

Either trained by expectation maximisation, or with m learned from the identifier as a label and contradicting
identifiers dropped afterwards. It works in the connection that prepared the records, so nothing is copied. It joins clusters
at a usual threshold, for ours are joined within the measured time, too; its best thresholds, of pairs and of clusters, are picked
with the truth afterwards by whoever judges it.
"""

from typing import Any, Final

import duckdb

from benchmarks.linkage import blocks, splink_comparing

_SAMPLED: Final = 1e6
_LEAST: Final = -20
"""Match weight below which pairs are not told."""
_CLUSTERED: Final = 0.95
"""Probability from which on pairs are joined; the time it takes hardly depends on it."""
_USED: Final = (
    "nm", "phone", "mail", "host", "place", "town", "psc", "ident", "birthday", "account", "box", "founded", "form",
)  # fmt: skip


def predict(connection: duckdb.DuckDBPyConnection, *, persons: bool, labelled: bool) -> list[str]:
    """Train on the table ``rec`` of the connection and make the table ``predicted``: a, b, weight.

    Args:
        connection: where our prepared records are.
        persons: compare them as persons.
        labelled: learn from the identifier, and drop pairs whose valid identifiers or dates of birth differ.

    Returns:
        the keys of the table ``keyed`` that made the pairs.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - a peer

    keys = blocks.make_keys(connection, persons=persons)
    known = blocks.present(connection, list(_USED))
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=splink_comparing.persons() if persons else splink_comparing.clients(known),
        blocking_rules_to_generate_predictions=[block_on(key) for key in keys],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(connection=connection).register("keyed"), settings, log_level=40)
    sure = [block_on("ident")] if "ident" in known else [block_on("nm")]
    linker.training.estimate_probability_two_random_records_match([*sure, block_on("nm", "town")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED, seed=1)
    if labelled:
        linker.training.estimate_m_from_label_column("ident")
    else:
        for rule in [*sure, block_on("birthday" if persons else "phone"), block_on("psc", "house")]:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted: Any = linker.inference.predict(threshold_match_weight=_LEAST)
    linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, _CLUSTERED)
    _tell(connection, predicted.physical_name, vetoes=labelled and not persons)
    return keys


def _tell(connection: duckdb.DuckDBPyConnection, predicted: str, *, vetoes: bool) -> None:
    """People's numbers and dates are mistyped too often in the public sets for a veto."""
    veto = (
        "JOIN keyed x ON x.unique_id = unique_id_l JOIN keyed y ON y.unique_id = unique_id_r "
        "WHERE coalesce(x.ident = y.ident, TRUE) AND coalesce(x.birthday = y.birthday, TRUE)"
    )
    connection.execute(
        f"CREATE TABLE predicted AS SELECT unique_id_l AS a, unique_id_r AS b, match_weight AS weight FROM {predicted} {veto if vetoes else ''}"
    )
