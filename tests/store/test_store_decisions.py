"""What people decided about pairs: it holds until a key field changes, merges carry it over, and undo gives it back."""

from pathlib import Path

import duckdb
import pytest
import store_moves as moves
from older_files import FOURTH_SCHEMA, SECOND_SCHEMA
from store_dump import data_only, differences, state_of

from workbench.errors import NotFoundError, RefusedError
from workbench.store import clusters, decisions, undo_rights
from workbench.store.changeset import ChangeSet
from workbench.store.decisions import Pair
from workbench.store.journal import Intent, Outcome
from workbench.store.store import Store
from workbench.store.undo import take_back as undo_part
from workbench.store.undo import undo


def add(store: Store, name: str, town: str = "Brno") -> int:
    return store.write(Intent("create"), lambda cs: moves.create_client(cs, name, [town], [])).result


def decide(store: Store, first: int, second: int, verdict: str, *, undecided: bool = False) -> Outcome[int]:
    pair = [Pair(first, second, verdict)]
    return store.write(Intent("decide"), lambda cs: decisions.decide(cs, pair, "viděl", undecided=undecided))


def merge(store: Store, *groups: list[int]) -> int:
    found = store.write(
        Intent("merge_clusters", needs="delete"), lambda cs: clusters.merge(cs, groups, {}, "oldest")
    ).change_set
    assert found
    return found


def take_back(store: Store, change_set: int) -> int:
    intent = Intent("undo", undoes=change_set, needs="lock")
    done = store.write(intent, lambda cs: undo(cs, change_set))
    assert done.result.empty
    assert done.change_set
    return done.change_set


@pytest.fixture
def three(store: Store) -> list[int]:
    def work(cs: ChangeSet) -> list[int]:
        return [moves.create_client(cs, name, ["Brno"], []) for name in ("Alfa", "Alfa spol.", "Gama")]

    return store.write(Intent("create"), work).result


def test_the_newest_word_counts_and_says_whose_it_is(store: Store, three: list[int]) -> None:
    first, second, _ = three
    assert decide(store, second, first, "same").result == 1
    assert decide(store, first, second, "same").change_set is None, "nothing new was said"
    assert decide(store, first, second, "unsure").change_set
    assert store.review.held() == [(first, second, "unsure")]
    row = store.review.table().iloc[0]
    assert (row["verdict"], row["decided_by"], row["reason"], bool(row["holds"])) == ("unsure", "ana", "viděl", True)  # fmt: skip


def test_a_decision_that_holds_is_not_overruled_unseen(store: Store, three: list[int]) -> None:
    first, second, _ = three
    decide(store, first, second, "different")
    with pytest.raises(RefusedError, match="ana"):
        decide(store, first, second, "same", undecided=True)
    store.write(Intent("edit"), lambda cs: cs.update("client", [{"id": second, "name": "Beta"}]))
    assert store.review.held() == []
    assert decide(store, first, second, "same", undecided=True).result == 1, "the old word no longer holds"


def test_merges_carry_decisions_over_and_undo_gives_them_back(store: Store, three: list[int]) -> None:
    first, second, third = three
    decide(store, first, third, "different")
    before = state_of(store)
    merged = merge(store, [first, second])
    assert store.review.held() == [(first, third, "different")], "the towns of the survivor are others now"
    fourth = add(store, "Gama a syn", "Zlín")
    later = merge(store, [third, fourth])
    assert store.review.held() == [(first, third, "different")]
    take_back(store, merged)
    assert (first, third, "different") in store.review.held()
    take_back(store, later)
    store.write(
        Intent("x"),
        lambda cs: cs.delete_from("address", f"SELECT id FROM db.address WHERE record_id = {fourth}"),
    )
    after = state_of(store)
    after["client"].pop(fourth)
    after["contact"] = {key: row for key, row in after["contact"].items() if row["record_id"] != fourth}
    assert differences(data_only(after), data_only(before)) == []


@pytest.mark.slow  # their undo: test_undo_of_decided.py
def test_of_contrary_decisions_that_a_merge_brings_together_the_one_that_joins_less_stays(
    store: Store, three: list[int]
) -> None:
    first, second, third = three
    decide(store, first, third, "same")
    decide(store, second, third, "different")
    merge(store, [first, second])
    assert store.review.held() == [(first, third, "different")]


def test_a_pair_whose_merge_was_taken_back_is_unsure_until_somebody_decides(
    store: Store, three: list[int]
) -> None:
    first, second, third = three
    number = merge(store, [first, second, third])
    take_back(store, number)
    assert store.review.held() == [(first, second, "unsure"), (first, third, "unsure"), (second, third, "unsure")]  # fmt: skip
    decide(store, first, second, "same")
    assert (first, second, "same") in store.review.held()


def test_who_is_taken_apart_after_a_yes_is_one_again_only_by_a_new_yes(
    store: Store, three: list[int]
) -> None:
    first, second, third = three
    decide(store, first, second, "same")
    decide(store, first, third, "different")
    take_back(store, merge(store, [first, second]))
    assert store.review.held() == [(first, second, "unsure"), (first, third, "different")]
    holds = store.review.table().set_index("verdict")["holds"].to_dict()
    assert holds == {"same": False, "different": True}
    assert decide(store, first, second, "same", undecided=True).result == 1, "the yes of before is no answer"
    assert (first, second, "same") in store.review.held()
    assert store.review.table()["holds"].all()


def test_who_was_taken_apart_stays_so_when_one_of_them_is_merged_into_a_third(
    store: Store, three: list[int]
) -> None:
    first, second, third = three
    decide(store, second, third, "same")
    take_back(store, merge(store, [second, third]))
    again = merge(store, [first, second])
    assert store.review.held() == [(first, third, "unsure")]
    assert not store.review.table()["holds"].any()
    take_back(store, again)
    assert store.review.held() == [(first, second, "unsure"), (second, third, "unsure")]


def test_an_undo_that_was_undone_takes_nobody_apart(store: Store, three: list[int]) -> None:
    first, second, third = three
    number = merge(store, [first, second], [third, add(store, "Gama Dva")])

    def take_first_apart(cs: ChangeSet) -> None:
        undo_rights.check_sight(cs, number)
        undo_part(cs, number, only=[first])

    one = store.write(Intent("undo", needs="lock"), take_first_apart).change_set
    assert one
    assert store.review.held() == [(first, second, "unsure")]
    take_back(store, one)
    take_back(store, number)
    assert store.review.held() == [], "the merge was taken back as a whole"


def test_a_decision_on_what_one_does_not_see_is_not_there(store: Store, three: list[int]) -> None:
    first, second, third = three
    store.save_user("petr", "limited")
    decide(store, first, second, "same")
    petr = Store(store.path, "petr")
    assert petr.review.held() == []
    assert petr.review.table().empty
    with pytest.raises(NotFoundError):
        decide(petr, first, third, "same")


@pytest.mark.parametrize(
    "schema", [pytest.param(SECOND_SCHEMA, marks=pytest.mark.slow), FOURTH_SCHEMA], ids=["second", "fourth"]
)
def test_a_file_of_an_older_schema_keeps_what_was_told_apart(
    path: Path, store: Store, three: list[int], schema: tuple[str, ...]
) -> None:
    first, second, third = three
    decide(store, first, second, "different")
    number = decide(store, first, third, "different").change_set
    assert number
    take_back(store, number)
    store.close()
    with duckdb.connect(str(path)) as file:
        for statement in schema:
            file.execute(statement)
    opened = Store(path, "ana")
    assert opened.review.held() == [(first, second, "different")]
    assert opened.review.table()["decided_by"].tolist() == ["ana"]
    again = opened.revision()
    take_back(opened, again)
    assert (first, third, "different") in opened.review.held(), "the journal of then is still understood"
    assert decide(opened, first, third, "same").result == 1
