"""What people said of survivors since a merge: it stays theirs when the merge is taken back, whole or in part."""

from collections.abc import Sequence

import pytest
from store_dump import data_only, differences, state_of

from workbench.desk import Desk
from workbench.errors import CollisionError
from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, PERSON
from workbench.panels._undoing import Undoing
from workbench.store import clusters, decisions, undo, undo_rights
from workbench.store.changeset import ChangeSet
from workbench.store.decisions import Pair
from workbench.store.journal import Intent
from workbench.store.store import Store

Said = set[tuple[int, int, str]]


@pytest.fixture
def kind() -> RecordType:
    """Of which type the records are; a test may name others."""
    return CLIENT


@pytest.fixture
def four(store: Store, kind: RecordType) -> list[int]:
    """Two records and the doubles that vanish into them: first, its double, second, its double."""
    return add(store, kind, "Alfa", "Alfa dvojče", "Gama", "Gama dvojče")


def add(store: Store, kind: RecordType, *names: str) -> list[int]:
    """Records with these names, each with a town and an e-mail of its own."""

    def work(cs: ChangeSet) -> list[int]:
        ids = list(cs.new_ids(len(names)))
        field = "name" if "name" in kind.by_name else "last_name"
        cs.insert(kind.name, [{"id": one, field: name} for one, name in zip(ids, names, strict=True)])
        for table, name in (("address", "city"), ("contact", "value")):
            rows = [
                {"id": new, "record_type": kind.name, "record_id": one, "kind": "email" if name == "value" else "contact", name: f"e{one}@vymyslena.example"}
                for new, one in zip(cs.new_ids(len(ids)), ids, strict=True)
            ]  # fmt: skip
            cs.insert(table, rows)
        return ids

    return store.write(Intent("create"), work).result


def decide(
    store: Store, kind: RecordType, first: int, second: int, verdict: str, *, who: str = "ana"
) -> None:
    pair = [Pair(first, second, verdict)]
    as_who = store if who == "ana" else Store(store.path, who)
    as_who.write(Intent("decide"), lambda cs: decisions.decide(cs, pair, f"viděl {who}", kind=kind))


def merge(store: Store, kind: RecordType, *groups: list[int]) -> int:
    found = store.write(
        Intent("merge_clusters", needs="delete"), lambda cs: clusters.merge(cs, groups, {}, "oldest", kind)
    ).change_set
    assert found
    return found


def take_back(
    store: Store, number: int, *, only: Sequence[int] | None = None, on_collision: undo.Decision = "refuse"
) -> int:
    def work(cs: ChangeSet) -> None:
        undo_rights.check_sight(cs, number)
        undo.take_back(cs, number, only=only, on_collision=on_collision)

    intent = Intent("undo", undoes=None if only else number, needs="lock")
    found = store.write(intent, work).change_set
    assert found
    return found


def said(store: Store, kind: RecordType) -> Said:
    """Whose key fields are as they were said of, without the doubt about pairs whose merge was taken back."""

    def look(cs: ChangeSet) -> Said:
        decisions.note_holding(cs)
        rows = cs.query(f"SELECT record_id, other_id, verdict FROM db.decision JOIN holding USING (id) WHERE record_type = '{kind.name}'")  # fmt: skip
        return {(min(one, other), max(one, other), verdict) for one, other, verdict in rows}

    return store.rehearse(Intent("x"), look, listed=False).result


@pytest.mark.parametrize(
    ("kind", "part"),
    [pytest.param(CLIENT, True, marks=pytest.mark.slow, id="part"), pytest.param(PERSON, False, id="whole")],
)
def test_a_word_on_the_survivors_stays_on_them_and_the_merged_word_goes_back(
    store: Store, kind: RecordType, four: list[int], *, part: bool
) -> None:
    store.save_user("petr", "full")
    first, double, second, other = four
    (third,) = add(store, kind, "Delta")
    decide(store, kind, double, third, "different")
    number = merge(store, kind, [first, double], [second, other])
    decide(store, kind, first, third, "unsure")
    decide(store, kind, first, third, "different", who="petr")
    take_back(store, number, only=[double] if part else None)
    assert said(store, kind) == {(double, third, "different"), (first, third, "different")}
    told = {
        row["first"]: (row["decided_by"], row["reason"])
        for row in store.review.table(kind.name).to_dict("records")
    }
    assert told == {first: ("petr", "viděl petr"), double: ("ana", "viděl ana")}


def test_a_contrary_word_is_shown_with_its_records_and_both_stay_or_the_old_one_comes_back(
    store: Store, kind: RecordType, four: list[int]
) -> None:
    first, double, second, other = four
    decide(store, kind, double, other, "different")
    before = data_only(state_of(store))
    number = merge(store, kind, [first, double], [second, other])
    decide(store, kind, first, second, "same")
    merged = state_of(store)
    for only in ([other], None):
        with pytest.raises(CollisionError, match=rf"{first}.*{second}.*keep") as refused:
            take_back(store, number, only=only)
        assert "ana" in str(refused.value)
    shown = Undoing(Desk(store.path, "ana")).run(number)["collisions"]
    assert [(one["record"], one["then"], one["now"], one["open"]) for one in shown] == [
        (
            f"Rozhodnutí o duplicitě {first} × {second}",
            "není duplicita; pozdější rozhodnutí zmizí",
            "tentýž; dřívější rozhodnutí se vrátí ke svým záznamům",
            True,
        )
    ]
    assert state_of(store) == merged
    back = take_back(store, number, on_collision="restore")
    assert differences(before, data_only(state_of(store))) == []
    take_back(store, back)
    assert said(store, kind) == {(first, second, "same")}
    take_back(store, number, only=[first], on_collision="keep")
    assert said(store, kind) == {(double, second, "different"), (first, second, "same")}
    take_back(store, number, only=[second])
    assert said(store, kind) == {(double, other, "different"), (first, second, "same")}


@pytest.mark.slow
def test_a_new_word_on_a_survivor_goes_on_to_hold(store: Store, kind: RecordType, four: list[int]) -> None:
    first, double, second, other = four
    number = merge(store, kind, [first, double], [second, other])
    (third,) = add(store, kind, "Delta")
    decide(store, kind, first, third, "different")
    decide(store, kind, first, second, "unsure")
    take_back(store, number, only=[first])
    assert said(store, kind) == {(first, third, "different"), (first, second, "unsure")}
    take_back(store, number, on_collision="keep")
    assert said(store, kind) == {(first, third, "different"), (first, second, "unsure")}


@pytest.mark.slow
def test_a_merged_word_holds_while_only_a_part_is_back(
    store: Store, kind: RecordType, four: list[int]
) -> None:
    first, double, second, other = four
    decide(store, kind, double, other, "different")
    before = data_only(state_of(store))
    number = merge(store, kind, [first, double], [second, other])
    take_back(store, number, only=[first])
    assert said(store, kind) == {(double, second, "different")}
    take_back(store, number, only=[second])
    assert differences(before, data_only(state_of(store))) == []


@pytest.mark.slow
def test_a_word_on_a_pair_of_which_several_words_were_merged_is_said_once(
    store: Store, kind: RecordType, four: list[int]
) -> None:
    first, double, *_ = four
    (third,) = add(store, kind, "Delta")
    decide(store, kind, first, third, "different")
    decide(store, kind, double, third, "different")
    before = data_only(state_of(store))
    number = merge(store, kind, [first, double])
    merged = data_only(state_of(store))
    back = take_back(store, number)
    assert differences(before, data_only(state_of(store))) == []
    take_back(store, back)
    assert differences(merged, data_only(state_of(store))) == []
    decide(store, kind, first, third, "same")
    take_back(store, number, on_collision="keep")
    assert said(store, kind) == {(first, third, "same"), (double, third, "different")}
    assert len(store.review.table(kind.name)) == 2


@pytest.mark.slow
def test_a_word_that_no_longer_held_is_not_woken(store: Store, kind: RecordType, four: list[int]) -> None:
    first, double, *_ = four
    (third,) = add(store, kind, "Delta")
    decide(store, kind, double, third, "different")
    number = merge(store, kind, [first, double])
    decide(store, kind, first, third, "unsure")
    name = "name" if "name" in kind.by_name else "last_name"
    store.write(Intent("edit"), lambda cs: cs.update(kind.name, [{"id": third, name: "Delta jiná"}]))
    assert said(store, kind) == set()
    take_back(store, number, on_collision="keep")
    assert said(store, kind) == set()
    assert {(row[1], row[3]) for row in store.review.table(kind.name).itertuples(index=False)} == {
        (first, "unsure"),
        (double, "different"),
    }


@pytest.mark.slow  # one word: test_a_word_on_the_survivors_stays_on_them_and_the_merged_word_goes_back
@pytest.mark.parametrize("edited", [pytest.param(False, marks=pytest.mark.slow), True])
def test_words_that_a_merge_made_one_hold_while_only_a_part_is_back(
    store: Store, kind: RecordType, four: list[int], *, edited: bool
) -> None:
    first, double, second, other = four
    decide(store, kind, double, second, "different")
    decide(store, kind, first, other, "unsure")
    decide(store, kind, double, other, "same")
    decide(store, kind, first, second, "same")
    if edited:  # the last but one holds no more when it is merged, and is not woken
        store.write(Intent("edit"), lambda cs: cs.update(kind.name, [{"id": other, "name": "Gama jiná"}]))
    before, held = data_only(state_of(store)), said(store, kind)
    assert len(held) == (2 if edited else 4)
    number = merge(store, kind, [first, double], [second, other])
    assert said(store, kind) == {(first, second, "different")}
    back = take_back(store, number, only=[first])
    inner = {(double, second, "different"), (first, second, "same")}
    assert said(store, kind) == (
        inner if edited else inner | {(first, second, "unsure"), (double, second, "same")}
    )
    strictest = {one[2] for one in store.review.held(kind.name) if one[:2] == (first, second)}
    assert strictest == ({"same"} if edited else {"unsure"})
    take_back(store, back)
    assert said(store, kind) == {(first, second, "different")}
    take_back(store, number, only=[second])
    take_back(store, number)
    assert said(store, kind) == held
    assert differences(before, data_only(state_of(store))) == []


@pytest.mark.slow  # tests/browser/test_duplicates_loop.py
def test_only_what_is_taken_apart_by_itself_is_not_offered_again(
    store: Store, kind: RecordType, four: list[int]
) -> None:
    first, double, second, other = four

    def doubted() -> set[tuple[int, int]]:
        held = store.review.held(kind.name)
        assert {one.verdict for one in held} <= {"unsure"}
        return {one[:2] for one in held}

    number = merge(store, kind, [first, double], [second, other])
    back = take_back(store, number)
    assert doubted() == set(), "a whole taken back: all is as before, also what is offered"
    take_back(store, take_back(store, back))
    assert doubted() == set()
    number = merge(store, kind, [first, double], [second, other])
    take_back(store, number, only=[first, second])
    assert doubted() == {(first, double), (second, other)}
    alone = add(store, kind, "Delta", "Delta dvojče")
    take_back(store, merge(store, kind, alone))
    assert doubted() == {(first, double), (second, other), (alone[0], alone[1])}, "one group is one decision"


@pytest.mark.slow
def test_a_group_that_was_taken_apart_stays_apart_when_the_rest_goes_back_whole(
    store: Store, kind: RecordType, four: list[int]
) -> None:
    first, double, second, other = four
    third, fourth = add(store, kind, "Delta", "Delta dvojče")
    number = merge(store, kind, [first, double], [second, other], [third, fourth])
    take_back(store, number, only=[double])
    take_back(store, number)
    assert store.review.held(kind.name) == [Pair(first, double, "unsure")]


@pytest.mark.slow  # a link to it: test_a_link_to_what_was_merged_on_since_comes_back_to_where_that_is
@pytest.mark.parametrize("part", [True, False])
def test_a_word_on_what_was_merged_on_since_waits_until_that_is_back(
    store: Store, kind: RecordType, four: list[int], *, part: bool
) -> None:
    first, double, second, other = four
    decide(store, kind, double, second, "same")
    decide(store, kind, first, second, "same")
    before, held = data_only(state_of(store)), said(store, kind)
    earlier = merge(store, kind, [first, double])
    later = merge(store, kind, [first, second])
    take_back(store, earlier, only=[first] if part else None)
    assert said(store, kind) == set(), "nobody said anything of the two that were taken apart"
    assert store.review.held(kind.name) == [Pair(first, double, "unsure")]
    back = take_back(store, later)
    assert said(store, kind) == held
    assert differences(before, data_only(state_of(store))) == []
    take_back(store, back)
    assert said(store, kind) == set()
    take_back(store, back + 1)
    assert differences(before, data_only(state_of(store))) == []
    assert other in data_only(before)[kind.name]


def test_a_link_to_what_was_merged_on_since_comes_back_to_where_that_is(
    store: Store, four: list[int]
) -> None:
    first, double, second, other = four

    def relate(cs: ChangeSet) -> None:
        rows = [
            {"id": new, "client_id": one, "other_id": second, "kind": "loose"}
            for new, one in zip(cs.new_ids(2), (first, double), strict=True)
        ]
        cs.insert("relation", rows)

    def related() -> list[tuple[int, int]]:
        return sorted((row["client_id"], row["other_id"]) for row in state_of(store)["relation"].values())

    store.write(Intent("create"), relate)
    earlier = merge(store, CLIENT, [first, double])
    merge(store, CLIENT, [other, second])
    take_back(store, earlier)
    now = other if other in state_of(store)["client"] else second
    assert related() == [(first, now), (double, now)]

    def again(cs: ChangeSet) -> None:
        undo_rights.check_sight(cs, earlier)
        undo.take_back(cs, earlier)

    assert store.write(Intent("undo", undoes=earlier), again).change_set is None, "nothing is left to go back"


@pytest.mark.slow
def test_what_was_taken_apart_and_merged_elsewhere_stays_there_when_the_rest_goes_back(
    store: Store, four: list[int]
) -> None:
    first, double, second, other = four
    number = merge(store, CLIENT, [first, double], [second, other])
    take_back(store, number, only=[first])
    (third,) = add(store, CLIENT, "Delta")
    merge(store, CLIENT, [third, double])
    there = state_of(store)["client"].keys()
    take_back(store, number, on_collision="keep")
    assert state_of(store)["client"].keys() == there | {second, other}
