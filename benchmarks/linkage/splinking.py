"""Splink on DuckDB as a peer: our prepared columns and size-adaptive keys, and the best settings that we found for it.

For clients: Jaro-Winkler of names with term frequencies, phones and e-mails with term frequencies, address parts; for
persons: first and last names, dates and numbers by edit distance. Either trained by expectation maximisation, or with
m learned from the identifier as a label and contradicting identifiers dropped afterwards. Its best threshold is picked
with the truth by whoever judges it.
"""

from dataclasses import dataclass
from typing import Any, Final

import duckdb
import pandas as pd

_BLOCK: Final = 25
_SAMPLED: Final = 1e6
_CLIENT_KEYS: Final = {
    "k_ident": ("ident", "head"), "k_phone": ("phone", "head"), "k_mail": ("mail", "head"), "k_name": ("srt", "hash(town)"),
    "k_begin": ("hash(left(nm, 6))", "hash(left(town, 4))"), "k_place": ("place", "head"), "k_host": ("host", "hash(left(nm, 3))"),
}  # fmt: skip
_PERSON_KEYS: Final = {
    "k_ident": ("ident", "head"), "k_birthday": ("birthday", "head"), "k_name": ("srt", "hash(town)"), "k_place": ("place", "head"),
    "k_begin": ("hash(left(w1, 3), left(wz, 3))", "hash(town)"), "k_town": ("hash(psc, left(wz, 3))", "hash(w1)"),
    "k_house": ("hash(house, psc)", "hash(left(nm, 1))"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Predicted:
    """Scored pairs: columns unique_id_l, unique_id_r, match_weight; and how many were looked at."""

    rows: pd.DataFrame
    looked_at: pd.DataFrame


def predict(connection: duckdb.DuckDBPyConnection, *, persons: bool, labelled: bool) -> Predicted:
    """Train on the table ``rec`` of the connection and score; the connection is closed.

    Args:
        connection: where our prepared records are.
        persons: compare them as persons.
        labelled: learn from the identifier, and drop pairs whose valid identifiers (or dates of birth) differ.
    """
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - an extra

    keys = _PERSON_KEYS if persons else _CLIENT_KEYS
    frame = _frame(connection, keys)
    connection.close()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_persons() if persons else _clients(frame),
        blocking_rules_to_generate_predictions=[block_on(key) for key in keys if frame[key].notna().any()],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=40)
    sure = [block_on("ident")] if frame["ident"].notna().any() else [block_on("nm")]
    linker.training.estimate_probability_two_random_records_match([*sure, block_on("nm", "town")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED, seed=1)
    if labelled:
        linker.training.estimate_m_from_label_column("ident")
    else:
        for rule in [*sure, block_on("birthday" if persons else "phone"), block_on("psc", "house")]:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted: Any = linker.inference.predict(threshold_match_weight=-20)
    rows = predicted.as_pandas_dataframe()
    return Predicted(_without_contradictions(rows, frame, persons=persons) if labelled else rows, rows)


def _frame(connection: duckdb.DuckDBPyConnection, keys: dict[str, tuple[str, str]]) -> pd.DataFrame:
    listed = ", ".join(
        f"CASE WHEN {one} IS NOT NULL THEN (CASE WHEN count(*) OVER (PARTITION BY {one}) <= {_BLOCK} THEN hash({one}) ELSE hash({one}, {more}) END)::VARCHAR END AS {name}"
        for name, (one, more) in keys.items()
    )
    return connection.execute(f"""
        SELECT r AS unique_id, nullif(nm, '') AS nm, w1 AS first_name, wz AS last_name, phone, mail, street, house, town, psc, form, dg, account, box, founded::VARCHAR AS founded, host::VARCHAR AS host,
               CASE WHEN ident_valid THEN ident END AS ident, birthday::VARCHAR AS birthday, {listed} FROM rec
    """).df()


def _clients(frame: pd.DataFrame) -> list[Any]:
    import splink.comparison_library as cl  # noqa: PLC0415

    often = [
        cl.ExactMatch(name).configure(term_frequency_adjustments=True)
        for name in ("phone", "mail", "host")
        if frame[name].notna().any()
    ]
    exact = [
        cl.ExactMatch(name)
        for name in ("ident", "house", "town", "psc", "dg", "birthday", "account", "box", "founded")
        if frame[name].notna().any()
    ]
    street = [cl.LevenshteinAtThresholds("street", 2)] if frame["street"].notna().any() else []
    return [
        cl.JaroWinklerAtThresholds("nm", [0.95, 0.88]).configure(term_frequency_adjustments=True),
        *often,
        *street,
        *exact,
    ]


def _persons() -> list[Any]:
    import splink.comparison_library as cl  # noqa: PLC0415

    return [
        cl.ForenameSurnameComparison("first_name", "last_name"), cl.DamerauLevenshteinAtThresholds("ident", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("birthday", [1, 2]), cl.JaroWinklerAtThresholds("street", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("town", [0.9, 0.7]), cl.DamerauLevenshteinAtThresholds("psc", [1, 2]), cl.ExactMatch("house"),
    ]  # fmt: skip


def _without_contradictions(rows: pd.DataFrame, frame: pd.DataFrame, *, persons: bool) -> pd.DataFrame:
    if persons:  # people's numbers and dates are mistyped too often in the public sets
        return rows
    known = frame.set_index("unique_id")["ident"]
    one, other = (rows[column].map(known) for column in ("unique_id_l", "unique_id_r"))
    return rows[~(one.notna() & other.notna() & (one != other))]
