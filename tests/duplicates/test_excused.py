"""What follows where a person calls two records one whose identifiers differ, and what does not."""

from collections.abc import Mapping

import duckdb
import pytest

from workbench.duplicates import excused
from workbench.duplicates.comparing import STEPS
from workbench.duplicates.labelling import IDENTIFIERS, NAMES

FIRM, LENT, FELLOW, OWNER, COMPANY, STRANGER = range(6)
"""Of two called one, ``FELLOW`` has the number and the look of the first; ``OWNER`` the number of the other, ``COMPANY`` its look, too."""
Pair = tuple[int, int]
_APART = 1


def pattern(identifiers: dict[str, int], *, alike: bool = True) -> int:
    levels = {"name": 14 if alike else 0, **identifiers}
    return sum(level * int(STEPS[NAMES.index(name)]) for name, level in levels.items())


def follows(
    rows: Mapping[Pair, int], said: Mapping[Pair, bool | None], generations: Mapping[int, str] | None = None
) -> set[Pair]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE rec (r UINTEGER, generation VARCHAR)")
    for record in range(6):
        connection.execute("INSERT INTO rec VALUES (?, ?)", [record, (generations or {}).get(record)])
    connection.execute("CREATE TABLE decision (a UINTEGER, b UINTEGER, same BOOLEAN)")
    connection.execute("CREATE TABLE compared (a UINTEGER, b UINTEGER, pattern UBIGINT)")
    for table, given in (("decision", said), ("compared", rows)):
        for pair, value in given.items():
            connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", [*sorted(pair), value])
    return set(connection.execute(excused.pairs(connection, "compared")).fetchall())


def world(kind: str) -> dict[Pair, int]:
    same = {kind: IDENTIFIERS[kind][0]}
    apart = {kind: _APART}
    return {
        (FIRM, LENT): pattern(apart), (FIRM, FELLOW): pattern(same), (LENT, FELLOW): pattern(apart),
        (LENT, OWNER): pattern(same, alike=False), (FIRM, OWNER): pattern(apart, alike=False), (FELLOW, OWNER): pattern(apart, alike=False),
        (FELLOW, STRANGER): pattern(apart), (FIRM, STRANGER): pattern(apart),
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(IDENTIFIERS))
def test_the_others_of_the_firm_follow_and_neither_the_owner_of_the_number_nor_strangers(kind: str) -> None:
    assert follows(world(kind), {(FIRM, LENT): True}) == {(LENT, FELLOW)}


def test_no_other_word_lets_anything_follow() -> None:
    for word in (False, None):
        assert follows(world("ident"), {(FIRM, LENT): word}) == set()
    assert follows(world("ident"), {}) == set()
    assert follows(world("ident"), {(FIRM, FELLOW): True}) == set()


def test_where_both_have_company_nobody_knows_whose_number_is_wrong() -> None:
    both = world("ident") | {
        (LENT, COMPANY): pattern({"ident": IDENTIFIERS["ident"][0]}), (FIRM, COMPANY): pattern({"ident": 1}), (FELLOW, COMPANY): pattern({"ident": 1}),
    }  # fmt: skip
    assert follows(both, {(FIRM, LENT): True}) == set()
    told = {(FIRM, LENT): True, (LENT, COMPANY): False}
    assert follows(both, told) == {(LENT, FELLOW)}, "a person told its company apart from it"


def test_a_contrary_word_stands() -> None:
    said: dict[Pair, bool | None] = {(FIRM, LENT): True}
    assert follows(world("ident"), said | {(LENT, FELLOW): False}) == set()
    assert follows(world("ident"), said | {(FIRM, FELLOW): False}) == set(), "it is none of the firm"
    second = world("ident") | {
        (FIRM, STRANGER): pattern({"ident": IDENTIFIERS["ident"][0]}),
        (LENT, STRANGER): pattern({"ident": 1}),
    }
    assert follows(second, said) == {(LENT, FELLOW), (LENT, STRANGER)}
    assert follows(second, said | {(LENT, STRANGER): None}) == set(), "the words of people do not agree"


@pytest.mark.parametrize("more", [{"birthday": 1}, {"birthday": 2}, {"box": 1}])
def test_what_differs_otherwise_too_does_not_follow(more: dict[str, int]) -> None:
    assert (
        follows(world("ident") | {(LENT, FELLOW): pattern({"ident": 1, **more})}, {(FIRM, LENT): True})
        == set()
    )


def test_the_elder_does_not_become_the_younger() -> None:
    said: dict[Pair, bool | None] = {(FIRM, LENT): True}
    assert follows(world("ident"), said, {LENT: "st", FELLOW: "ml"}) == set()
    assert follows(world("ident"), said, {LENT: "st"}) == {(LENT, FELLOW)}


def test_a_slip_in_a_number_is_a_difference_too() -> None:
    assert follows(
        world("ident") | {(FIRM, LENT): pattern({"ident": 2}), (LENT, FELLOW): pattern({"ident": 2})},
        {(FIRM, LENT): True},
    ) == {(LENT, FELLOW)}
