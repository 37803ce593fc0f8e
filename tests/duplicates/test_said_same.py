"""What a person said is one record is one cluster, however many pairs it took to say it."""

from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

import numpy as np
import pytest
from duplicates_world import clients, groups

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Found, find, said
from workbench.duplicates.notes import of as notes
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.duplicates.updating import numbers
from workbench.model.records import CLIENT

Pairs = list[tuple[int, int]]


class _World:
    """A base with one group of records a case, and what a person said of them."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.said: list[tuple[int, int, str]] = []
        draw = np.random.default_rng(5)
        syllables = [one + other for one in "bcdfghjklmnprstvz" for other in "aeiou"]
        names = iter(lambda: "".join(draw.choice(syllables, 6)).title(), "")
        icos = iter(ico_numbers(8, np.arange(30)).tolist())
        number = count(100)

        def strangers(size: int, **fields: list[Any]) -> range:
            """Records that share nothing; some hold more than a name."""
            first = len(self.rows) + 1
            for at in range(size):
                more = {name: given[at] for name, given in fields.items() if given[at] is not None}
                self.rows.append({"name": next(names), **more})
            return range(first, first + size)

        def same(records: range, way: Callable[[range], Pairs] = lambda ids: [*pairwise(ids)]) -> range:
            self.said += [(a, b, "same") for a, b in way(records)]
            return records

        def star(ids: range) -> Pairs:
            return [(ids[0], one) for one in ids[1:]]

        self.whole = [
            same(strangers(12)),
            same(strangers(12), star),
            same(strangers(12), lambda ids: [*pairwise(ids[:6]), *pairwise(ids[6:]), (ids[5], ids[6])]),
            same(strangers(60), star),
            same(strangers(3, ico=[next(icos), next(icos), next(icos)])),
            same(strangers(60, ico=[next(icos), next(icos), next(icos), *[None] * 57]), star),
            same(strangers(2, ico=[next(icos), next(icos)], birthday=["1960-01-01", "1980-02-03"])),
        ]
        middle = [None] * 58
        self.chains = [
            same(strangers(3, ico=[next(icos), None, next(icos)])),
            same(strangers(60, ico=[next(icos), *middle, next(icos)])),
            same(strangers(60, birthday=["1960-01-01", *middle, "1980-02-03"])),
            same(strangers(4, ico=[next(icos), next(icos), None, next(icos)])),
            same(
                strangers(
                    3, ico=[next(icos), next(icos), next(icos)], birthday=["1960-01-01", None, "1980-02-03"]
                )
            ),
        ]
        self.told: list[range] = []
        for verdict in ("different", "unsure"):
            for ids, one in (
                (same(strangers(3)), 0),
                (same(strangers(60), star), 5),
                (same(strangers(3, ico=[next(icos), next(icos), next(icos)])), 0),
            ):
                self.said.append((ids[one], ids[-1], verdict))
                self.told.append(ids)
        accounts = [f"{next(number)}/0100" for _ in range(12)]
        self.firms = same(strangers(12, bank_account=accounts), star)
        self.doubles = strangers(12, bank_account=accounts)
        for firm, double in zip(self.firms, self.doubles, strict=True):
            self.rows[double - 1]["name"] = f"{self.rows[firm - 1]['name']} s.r.o."
        account = f"{next(number)}/0100"
        self.torn = strangers(3, bank_account=[account, account, None], ico=[None, next(icos), next(icos)])
        self.rows[self.torn[1] - 1]["name"] = f"{self.rows[self.torn[0] - 1]['name']} a.s."
        self.said.append((self.torn[0], self.torn[2], "same"))


_WORLD = _World()


@pytest.fixture(scope="module")
def found() -> Found:
    return find(clients(*_WORLD.rows), decisions=_WORLD.said)


def test_all_that_a_person_joined_by_whatever_pairs_is_one(found: Found) -> None:
    """A chain, a star, two chains joined last, a group too large to compare all its pairs, and such whose every contradiction a person overruled."""
    assert groups(found) >= {frozenset(ids) for ids in _WORLD.whole}


def test_each_record_keeps_its_double_when_a_person_joins_it_to_others(found: Found) -> None:
    assert frozenset([*_WORLD.firms, *_WORLD.doubles]) in groups(found)


def test_what_nobody_was_told_of_still_keeps_two_of_a_chain_apart_and_breaks_it_at_one_place(
    found: Found,
) -> None:
    """Two valid IČO, or two birthdays, at its ends; also where not all pairs of the group are compared, or others of its contradictions were overruled."""
    for ids in _WORLD.chains:
        parts = {one & set(ids) for one in groups(found)} - {frozenset()}
        assert not any({ids[0], ids[-1]} <= one for one in parts)
        assert sum(map(len, parts)) >= len(ids) - 1
        assert len(parts) <= 2


def test_a_word_against_a_pair_holds_against_what_follows_from_others_and_it_is_said(found: Found) -> None:
    for ids in _WORLD.told:
        one = next(a for a, b, verdict in _WORLD.said if b == ids[-1] and verdict != "same")
        parts = [group & set(ids) for group in groups(found) if group & set(ids)]
        assert parts in ([set(ids) - {one}], [set(ids) - {ids[-1]}])
    torn = len(_WORLD.chains) + len(_WORLD.told)
    (why,) = [told for told in notes(found) if told.startswith(f"{torn} dvojic, o nichž lidé rozhodli")]
    assert all(told in why for told in ("dvě platná IČO", "dvě data narození", "starší a mladší", "jinak"))


def test_a_word_holds_against_a_double_that_contradicts_it(found: Found) -> None:
    """The double of the one has another IČO than the other: the word holds, and the double stays out."""
    firm, double, other = _WORLD.torn
    assert frozenset([firm, other]) in groups(found)
    assert not any(double in one for one in groups(found))


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ([], [0, 0, 0, 3, 0]),
        ([(3, 4, -2.0)], [0, 0, 0, 3, 0]),
        ([(2, 4, -np.inf)], [0, 0, 0, 3, 4]),
        ([(2, 4, -np.inf), (3, 4, -2.0)], [0, 0, 0, 3, 4]),
        ([(2, 4, -np.inf), (3, 4, 1.0)], [0, 0, 0, 3, 3]),
        ([(2, 4, -np.inf), (3, 4, -2.0), (1, 5, 1.0), (3, 5, 2.0), (4, 5, 1.0)], [0, 0, 0, 3, 4, 3]),
    ],
)
def test_those_whom_only_a_united_record_joins_are_not_one_when_it_goes_elsewhere(
    more: list[tuple[int, int, float]], label: list[int]
) -> None:
    """0 and 1 are said to be one; 2 is likest to 0, 3 and 4 are like 1, and 2 and 3 have two birthdays."""
    pairs = [(0, 1, 8.0), (0, 2, 6.0), (1, 3, 5.0), (1, 4, 5.0), (2, 3, -np.inf), *more]
    a, b, weight = (np.array(column) for column in zip(*pairs, strict=True))
    united = np.array([0, 0, *range(2, len(label))])
    assert said.cluster(united, a, b, weight, against=-2.0).tolist() == label


def test_what_follows_from_words_is_shown_as_said_and_not_asked_again(found: Found) -> None:
    ids = _WORLD.whole[0][:3]
    duplicates = Duplicates(found, CLIENT, numbers(found))
    assert duplicates.inside(ids)["probability"].tolist() == [1.0, 1.0, 1.0]
    assert duplicates.explain(ids[0], ids[2]).decided is True
    assert duplicates.explain(ids[0], _WORLD.whole[1][0]).decided is None
    joined = [set(one) for one in _WORLD.whole]
    assert not any(set(one.ids) <= group for one in questions(found, 1_000) for group in joined)
