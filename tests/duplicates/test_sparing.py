"""Which pairs need no comparison: those of which nothing but a common name speaks, from two ends of the country."""

import duckdb
import numpy as np
import pytest

from workbench.duplicates import sparing
from workbench.duplicates.found_by import bit

_COMMON, _RARE = 22, 77
"""Rarity of a name that some thirty firms bear, and of one that nobody else does."""


@pytest.fixture(name="base")
def _base(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """Records of one name, as a large base has them: at three places, one of unknown place, and one whose name is rare."""
    monkeypatch.setattr(sparing, "_FEW_PAIRS", 0)
    connection = duckdb.connect()
    connection.execute(f"""
        CREATE TABLE rec (r UINTEGER, nm VARCHAR, srt VARCHAR, psc VARCHAR, name_rarity TINYINT);
        INSERT INTO rec VALUES (0, 'jan novak', 'jannovak', '60200', {_COMMON}), (1, 'jan novak', 'jannovak', '70030', {_COMMON}),
            (2, 'jan novak', 'jannovak', '60210', {_COMMON}), (3, 'jan novak', 'jannovak', NULL, {_COMMON}),
            (4, 'jan novaak', 'jannovaak', '39002', {_RARE}), (5, 'jan novaak', 'jannovaak', '11000', {_RARE})
    """)
    return connection


def kept(base: duckdb.DuckDBPyConnection, one: int, other: int, *rules: str) -> bool:
    found = np.array([sum(bit(rule) for rule in rules)], dtype=np.uint32)
    pair = (np.array([one], dtype=np.uint32), np.array([other], dtype=np.uint32))
    return bool(sparing.without_strangers(base, *pair, found)[0])


@pytest.mark.parametrize("rules", [("name",), ("name", "begin", "end"), ("called",), ("rarest", "end")])
def test_a_common_name_in_two_parts_of_the_country_says_nothing(
    base: duckdb.DuckDBPyConnection, rules: tuple[str, ...]
) -> None:
    assert not kept(base, 0, 1, *rules)
    assert kept(base, 0, 2, *rules), "in one town it says something"
    assert kept(base, 0, 3, *rules), "and where one does not know, it may"
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
