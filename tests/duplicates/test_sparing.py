"""Which pairs need no comparison: those of which nothing but a common name speaks, from two ends of the country."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients

from workbench.duplicates import find, sparing
from workbench.duplicates.found_by import bit
from workbench.duplicates.updating import update

_COMMON, _RARE = 22, 77
"""Rarity of a name that some thirty firms bear, and of one that nobody else does."""


@pytest.fixture(name="base")
def _base(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """Records of one name, as a large base has them: at three places, one of unknown place, and one whose name is rare."""
    monkeypatch.setattr(sparing, "_FEW_PAIRS", 0)
    connection = duckdb.connect()
    connection.execute(f"""
        CREATE TABLE rec (r UINTEGER, nm VARCHAR, srt VARCHAR, psc VARCHAR, name_rarity TINYINT, town VARCHAR);
        INSERT INTO rec VALUES (0, 'jan novak', 'jannovak', '60200', {_COMMON}, 'brno'), (1, 'jan novak', 'jannovak', '70030', {_COMMON}, 'ostrava'),
            (2, 'jan novak', 'jannovak', '60210', {_COMMON}, 'brno'), (3, 'jan novak', 'jannovak', NULL, {_COMMON}, NULL),
            (4, 'jan novaak', 'jannovaak', '39002', {_RARE}, NULL), (5, 'jan novaak', 'jannovaak', '11000', {_RARE}, NULL),
            (6, 'jan novak', 'jannovak', '06200', {_COMMON}, 'brno'), (7, 'jan novak', 'jannovak', '39002', {_COMMON}, NULL)
    """)
    return connection


def kept(base: duckdb.DuckDBPyConnection, one: int, other: int, *rules: str) -> bool:
    found = np.array([sum(bit(rule) for rule in rules)], dtype=np.uint32)
    pair = (np.array([one], dtype=np.uint32), np.array([other], dtype=np.uint32))
    return bool(sparing.without_strangers(base, *pair, found)[0])


@pytest.mark.parametrize(
    "rules", [("name",), ("name", "begin", "end"), ("name_in_contact",), ("rarest", "end")]
)
def test_a_common_name_in_two_parts_of_the_country_says_nothing(
    base: duckdb.DuckDBPyConnection, rules: tuple[str, ...]
) -> None:
    assert not kept(base, 0, 1, *rules)
    assert kept(base, 0, 2, *rules), "in one town it says something"
    assert kept(base, 0, 6, *rules), "also where the postcode was mistyped"
    assert kept(base, 0, 3, *rules), "and where one does not know, it may"
    assert not kept(base, 5, 7, *rules), "unless the postcodes tell"
    assert kept(base, 4, 5, *rules), "and a rare name does wherever it is"
    assert not kept(base, 0, 5, *rules), "unless one of the two is common"


@pytest.mark.parametrize("rule", ["ident", "phone", "mail", "account", "box", "birthday"])
def test_what_has_anything_else_in_common_is_compared(base: duckdb.DuckDBPyConnection, rule: str) -> None:
    assert kept(base, 0, 1, "name", rule)


def test_where_pairs_are_few_all_are_compared(
    base: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparing, "_FEW_PAIRS", 1)
    assert kept(base, 0, 1, "name")


def test_an_incremental_search_leaves_out_what_the_one_before_did(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sparing, "_COMMON", 99)
    postcodes = ["60200", "70030", "39002", "11000"]

    def tables(count: int) -> dict[str, pd.DataFrame]:
        address = {"record_id": range(1, count + 1), "is_primary": True, "postcode": postcodes[:count]}
        return {**clients(*[{"name": "Jan Novák"}] * count), "address": pd.DataFrame(address)}

    def compared_by_update() -> int:
        return update(find(tables(3)), tables(4)).blocked.pairs

    assert compared_by_update() == 3, "of few all are compared"
    monkeypatch.setattr(sparing, "_FEW_PAIRS", 2)
    before = find(tables(3))
    assert before.blocked.pairs == 0
    monkeypatch.undo()
    monkeypatch.setattr(sparing, "_COMMON", 99)
    assert update(before, tables(4)).blocked.pairs == 0, "its model has not seen such pairs"
