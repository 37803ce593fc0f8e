"""What is learned from what people left, or from very few firms, does not join strangers."""

import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import find
from workbench.duplicates.finding import Found

PAIRS = 450
"""So many pairs share a phone, of every second the names as well."""
LETTERS = np.array(list("abcdefghijklmnoprstuvz"))


def words(seed: int, count: int) -> list[str]:
    """As many made-up words, each of seven letters."""
    return ["".join(row) for row in np.random.default_rng(seed).choice(LETTERS, size=(count, 7))]


@pytest.fixture(scope="module", name="base")
def _base() -> dict[str, pd.DataFrame]:
    first, second, third, fourth = (words(seed, PAIRS) for seed in range(1, 5))
    names = [
        name
        for at in range(PAIRS)
        for name in (f"{first[at]} {second[at]}", f"{first[at]} {second[at]}x" if at % 2 else f"{third[at]} {fourth[at]}")
    ]  # fmt: skip
    main = clients(*({"name": name} for name in names))["main"]
    phones = [f"6{at // 2:08}" for at in range(len(main))]
    return {
        "main": main,
        "contact": pd.DataFrame({"record_id": main["id"], "kind": "phone", "value": phones}),
    }


@pytest.mark.parametrize("left", [pytest.param((), marks=pytest.mark.slow), (439, 441, 443), pytest.param((438, 440, 442), marks=pytest.mark.slow)], ids=["none", "three alike", "three unlike"])  # fmt: skip
def test_where_people_have_decided_nearly_all_strangers_stay_strangers(
    base: dict[str, pd.DataFrame], left: tuple[int, ...]
) -> None:
    ids = base["main"]["id"].tolist()
    said = [
        (ids[2 * at], ids[2 * at + 1], "same" if at % 2 else "different")
        for at in range(PAIRS)
        if at not in left
    ]
    found = find(base, decisions=said)
    assert found.model.is_learned
    weights = found.connection.execute("SELECT joint FROM scored ANTI JOIN decision USING (a, b)").fetchall()
    assert np.isfinite(weights).all()
    assert len(weights) <= len(left), "no stranger drawn at random is offered"
    assert np.bincount(found.cluster).max() == 2


def test_two_firms_that_were_entered_often_do_not_teach() -> None:
    """Their pairs say the same over and over; in each half of the base there is one of them, and neither tells the other's."""
    assert strangers_joined(two_firms(), alone=range(62, 110)) == 0


def two_firms() -> Found:
    """Two firms of fifteen records, two receptions of sixteen firms, and four of twelve of which no IČO is known."""
    numbers = ico_numbers(0, np.arange(40)).tolist()
    one, other = words(4, 48), words(5, 48)
    rows = [{"name": f"Alfa{at // 15} Servis {one[at]}", "ico": numbers[at // 15]} for at in range(30)]
    rows += [{"name": f"{other[at]} Obchod", "ico": numbers[2 + at]} for at in range(32)]
    rows += [{"name": f"{one[at]} {other[-at]}", "ico": None} for at in range(48)]
    main = clients(*rows)["main"]
    phones = [f"60212345{at // 15}" for at in range(30)] + [f"7001000{at // 16:02}" for at in range(32)] + [f"7302000{at // 12:02}" for at in range(48)]  # fmt: skip
    contact = pd.DataFrame({"record_id": main["id"], "kind": "phone", "value": phones})
    return find({"main": main, "contact": contact})


def strangers_joined(found: Found, alone: range) -> int:
    """How many of these records are in a cluster with another one."""
    size = np.bincount(found.cluster)
    return int((size[found.cluster[list(alone)]] > 1).sum())
