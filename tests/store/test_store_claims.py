"""Who has which pair in hand: nobody gets one that another has, and what is left lying becomes free."""

import subprocess
import sys
from pathlib import Path

import pytest
import store_moves as moves

from workbench.store import decisions
from workbench.store.changeset import ChangeSet
from workbench.store.claims import Group
from workbench.store.decisions import Pair
from workbench.store.journal import Intent
from workbench.store.store import Store

ANALYST = """
import sys
from pathlib import Path
from workbench.store import decisions
from workbench.store.decisions import Pair
from workbench.store.journal import Intent
from workbench.store.store import Store

path, me = sys.argv[1:]
store = Store(Path(path), "ana", patience=60)
ids = [row[0] for row in store.engine.read(lambda file: file.execute("SELECT id FROM db.client ORDER BY 1").fetchall())]
groups = [([one, other], (one, other)) for at, one in enumerate(ids) for other in ids[at + 1:]]
while (place := store.review.claim(me, groups)) is not None:
    pair = [Pair(*groups[place][1], "unsure")]
    store.write(Intent("decide"), lambda cs: decisions.decide(cs, pair, me, undecided=True))
"""


def add(store: Store, name: str) -> int:
    return store.write(Intent("create"), lambda cs: moves.create_client(cs, name, ["Brno"], [])).result


def pair(first: int, second: int) -> Group:
    return (first, second), (first, second)


@pytest.fixture
def clients(store: Store) -> list[int]:
    def work(cs: ChangeSet) -> list[int]:
        return [moves.create_client(cs, f"Firma {at}", ["Brno"], []) for at in range(5)]

    return store.write(Intent("create"), work).result


def test_two_who_ask_for_the_same_get_different_pairs(store: Store, clients: list[int]) -> None:
    a, b, c, d, _ = clients
    groups = [((a, b), (a, b)), ((a, b, c), (b, c)), ((c, d), (c, d))]
    assert store.review.claim("one", groups) == 0
    assert store.review.claim("two", groups) == 2, "the group of three holds the pair that is taken"
    assert store.review.claim("three", groups) is None
    assert store.review.claim("one", groups[1:]) == 0, "one's own claim is given back first"
    store.review.release("one")
    assert store.review.claim("three", groups) == 0


def test_a_claim_ends_by_itself(store: Store, clients: list[int]) -> None:
    groups = [pair(*clients[:2])]
    assert store.review.claim("one", groups, minutes=-1) == 0
    assert store.review.claim("two", groups) == 0


def test_what_is_decided_locked_invalid_or_gone_is_not_offered(store: Store, clients: list[int]) -> None:
    a, b, c, d, e = clients
    store.save_user("eva", "full")
    eva = Store(store.path, "eva")
    store.write(Intent("decide"), lambda cs: decisions.decide(cs, [Pair(a, b, "different")], None))
    eva.write(Intent("lock"), lambda cs: cs.update("client", [{"id": c, "locked_by": "eva"}]))
    store.write(Intent("invalidate"), lambda cs: cs.update("client", [{"id": d, "valid": False}]))
    groups = [pair(a, b), pair(a, c), pair(a, d), pair(a, 10**6), ((a, b, e), (a, e)), pair(a, e)]
    assert store.review.claim("one", groups) == 5, "the group of three was told apart"
    assert eva.review.claim("two", groups) == 1, "one's own lock is no obstacle"


@pytest.mark.slow
@pytest.mark.usefixtures("clients")
def test_two_processes_share_all_pairs_between_them(store: Store, path: Path) -> None:
    both = [
        subprocess.Popen([sys.executable, "-c", ANALYST, str(path), name], stderr=subprocess.PIPE)  # noqa: S603 - our own lines
        for name in ("one", "two")
    ]
    assert [analyst.communicate(timeout=120)[1] for analyst in both] == [b"", b""]
    table = store.review.table()
    assert len(table) == len(store.review.held()) == 10
    assert set(table["reason"]) <= {"one", "two"}
