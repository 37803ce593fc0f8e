"""The way through the questions of a review: what is asked first, what answers do, and several people at once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from threading import RLock

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.demodata.numbers import ico_numbers
from workbench.desk import Desk
from workbench.duplicates import find
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.errors import (
    CollisionError,
    InputError,
    PermissionRefusedError,
    RefusedError,
    StaleVersionError,
    UnknownNameError,
    ValueRejectedError,
)
from workbench.panels.duplicate_review import Reviewing


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    made = wb.demo(clients=400)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def found(desk: Desk) -> Duplicates:
    return desk.duplicates()


@pytest.fixture
def clean(desk: Desk) -> Iterator[Desk]:
    """What a test decides is taken back."""
    before = desk.revision()
    yield desk
    made = desk.changes()
    for number in made.loc[(made["id"] > before) & made["undone_by"].isna() & made["undoes"].isna(), "id"]:
        desk.undo(int(number))


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A copy, for what would be long to take back."""
    made = Desk(Path(shutil.copy(desk.store.path, tmp_path / "own.duckdb")), "analytik")
    yield made
    made.store.close()


def test_the_unsure_come_first_and_no_record_twice_before_all_had_their_turn(found: Duplicates) -> None:
    asked = questions(found.found, 40)
    assert len({one.ids for one in asked}) == len(asked) > 20
    every = [record for one in asked for record in one.ids]
    first_repeat = next((at for at, one in enumerate(every) if one in every[:at]), len(every))
    assert first_repeat >= len({*every}), "a record came again while others had not been asked about"
    pairs = found.pairs(0.0)
    known = {
        (int(a), int(b)): float(p)
        for a, b, p in zip(pairs["first"], pairs["second"], pairs["probability"], strict=True)
    }
    doubt = [abs(known[min(one.pair), max(one.pair)] - 0.5) for one in asked]
    assert np.mean(doubt[:10]) < np.mean(doubt[-10:])


def test_what_a_contradiction_keeps_apart_is_asked_last() -> None:
    one, other = ico_numbers(1, np.arange(2)).tolist()
    names = (
        "Lípa Trade s.r.o.",
        "Lípa Trade s.r.o.",
        "Lípa Trade s.r.o.",
        "Dub Sklad s.r.o.",
        "Dub Sklad a.s.",
    )
    numbers = (one, None, other, None, None)
    phones = (
        (1, "720111222"),
        (2, "720111222"),
        (2, "730111222"),
        (3, "730111222"),
        (4, "777555444"),
        (5, "777555444"),
    )
    made = {
        "main": pd.DataFrame({"id": range(1, 6), "name": names, "ico": numbers}),
        "contact": pd.DataFrame(phones, columns=["record_id", "value"]).assign(kind="phone"),
    }
    asked = [one.pair for one in questions(find(made), 10)]
    assert asked[:2] == [(4, 5), (1, 2)], "the least certain first"
    assert sorted(asked[2:]) == [(1, 3), (2, 3)], "whatever is said of these, two valid IČO keep them apart"


def test_a_cluster_of_three_is_one_question_about_its_weakest_link(found: Duplicates) -> None:
    table = found.clusters()
    three = table[table["size"] == 3].iloc[0]
    question = next(one for one in questions(found.found, 500) if list(one.ids) == three["ids"])
    assert question.pair == found.cluster(int(three["cluster"])).weakest_link


def test_answers_are_change_sets_and_back_takes_them_back(clean: Desk, found: Duplicates) -> None:
    review = clean.review(found, count=5)
    assert review.question
    first = review.question
    skipped = review.question
    review.skip()
    assert review.question != skipped
    second = review.question
    before = len(clean.decisions())
    answered = review.answer("unsure", "nevolal jsem jim")
    assert answered is not None
    assert answered.change_set == clean.revision()
    assert (review.done, review.total, review.steps) == (1, 5, 2)
    assert clean.decisions().iloc[0]["reason"] == "nevolal jsem jim"
    assert review.back()
    assert review.question == second
    assert len(clean.decisions()) == before
    assert review.back()
    assert review.question == first
    assert not review.back(), "there is nothing before the first"
    review.close()
    with pytest.raises(InputError):
        review.answer("same")


def test_a_whole_cluster_is_decided_at_once_or_taken_apart_into_pairs(clean: Desk, found: Duplicates) -> None:
    review = clean.review(found, count=500)
    while review.question and len(review.question.ids) == 2:
        review.skip()
    assert review.question
    whole = review.question
    review.answer("different")
    asked = review.question
    assert asked is not None
    assert asked.ids == tuple(sorted(whole.pair)), "its weakest link comes first"
    assert len(clean.decisions()) == 0, "which of them is not one is not known yet"
    assert review.told_apart == [whole.ids], "nothing else keeps it"
    review.back()
    assert review.question == whole
    assert review.told_apart == []
    review.answer("same")
    pairs = set(zip(clean.decisions()["first"], clean.decisions()["second"], strict=True))
    assert pairs == {(a, b) for a in whole.ids for b in whole.ids if a < b}
    review.close()


def test_of_two_threads_that_answer_one_question_the_later_is_refused(clean: Desk, found: Duplicates) -> None:
    review = clean.review(found, count=5)
    first = review.question

    @contextmanager
    def overtaken() -> Iterator[None]:
        """Another thread has its turn between the call and the turn of this one."""
        review.turn = RLock()
        review.answer("unsure")
        yield

    for step in (lambda: review.answer("unsure"), review.skip, review.back):
        asked, review.turn = review.question, overtaken()
        with pytest.raises(StaleVersionError, match="už není na řadě"):
            step()
        assert review.question not in {None, first, asked}
    assert (review.done, review.steps, len(clean.decisions())) == (3, 3, 3)
    review.close()


@pytest.mark.slow
def test_two_analysts_share_the_questions_and_never_get_the_same(clean: Desk, found: Duplicates) -> None:
    other = Desk(clean.store.path, "eva")
    mine, theirs = clean.review(found, count=12), other.review(found, count=12)
    seen: list[tuple[int, ...]] = []
    for one in (mine, theirs) * 12:
        if one.question:
            seen.append(one.question.ids)
            one.answer("unsure")
    assert len(seen) == len(set(seen)) == 12
    assert mine.done + theirs.done == 12
    assert (mine.question, theirs.question) == (None, None)
    assert all(one != other for one, other in pairwise(seen))
    other.store.close()


def test_who_left_a_pair_lying_is_told_who_decided_it(clean: Desk, found: Duplicates) -> None:
    slow = clean.review(found, count=3)
    assert slow.question
    other = Desk(clean.store.path, "eva")
    other.akce.decide(list(slow.question.pair), "different").run()
    left = slow.question
    with pytest.raises(RefusedError, match=r"eva"):
        slow.answer("same")
    assert slow.question != left
    slow.close()
    other.store.close()


def test_a_group_of_which_two_were_told_apart_meanwhile_is_not_decided_as_one(clean: Desk, found: Duplicates) -> None:  # fmt: skip
    review = clean.review(found, count=500)
    while review.question and len(review.question.ids) == 2:
        review.skip()
    assert review.question
    whole = review.question
    other = Desk(clean.store.path, "eva")
    pair = next([a, b] for a in whole.ids for b in whole.ids if a < b and {a, b} != set(whole.pair))
    other.akce.not_duplicate(*pair).run()
    with pytest.raises(RefusedError, match=r"eva"):
        review.answer("same")
    assert clean.decisions()["verdict"].tolist() == ["different"]
    assert review.question != whole
    review.close()
    other.store.close()


def test_an_answer_is_about_the_values_that_were_shown(own: Desk, found: Duplicates) -> None:
    review = own.review(found, count=500)
    shown = review.question
    assert shown
    own.akce.edit(shown.ids[1], notice="změněno před odpovědí").run()
    with pytest.raises(StaleVersionError, match=str(shown.ids[1])):
        review.answer("same")
    assert (review.question, review.done, len(own.decisions())) == (shown, 0, 0)
    while review.question and len(review.question.ids) == 2:
        review.skip()
    whole = review.question
    assert whole
    own.akce.edit(whole.ids[0], notice="změněno před odpovědí").run()
    with pytest.raises(StaleVersionError, match=str(whole.ids[0])):
        review.answer("different")
    assert review.question == whole
    own.akce.lock(list(whole.ids)).run()
    own.akce.decide([whole.ids[0], shown.ids[1]], "different").run()
    assert review.answer("same"), "locks, and decisions about others, are no changes"
    review.close()


def test_no_answer_is_stored_about_whom_a_record_was_merged_into(own: Desk, found: Duplicates) -> None:
    review = own.review(found, count=5)
    asked = review.question
    assert asked
    stranger = int(own.akce.create("client", name="Úplně jiná firma a.s.").run().detail)
    own.akce.merge(keep=stranger, absorb=[asked.ids[1]]).run()
    with pytest.raises(StaleVersionError, match=str(asked.ids[1])):
        review.answer("same")
    assert own.decisions().empty
    assert review.question not in {None, asked}
    asked = review.question
    own.akce.merge(keep=asked.ids[0], absorb=list(asked.ids[1:])).run()
    with pytest.raises(StaleVersionError, match=r"už tu není"):
        review.answer("unsure")
    assert review.question not in {None, asked}
    review.close()


def test_questions_whose_records_are_gone_are_passed_over_and_it_is_said(
    own: Desk, found: Duplicates
) -> None:
    review = Reviewing(own)
    review._of["client"].found = found
    first = [one["id"] for one in review.start()["question"]["records"]]
    sitting = review._now.sitting
    assert sitting
    own.akce.merge(keep=first[0], absorb=first[1:]).run()
    state = review.state()
    second = [one["id"] for one in state["question"]["records"]]
    assert first != second
    assert f"Klient {first[1]}: záznam už tu není" in state["passed"]
    own.akce.invalidate(second[0], note="zkouška").run()
    third = [one["id"] for one in review.state()["question"]["records"]]
    assert second != third
    assert not review.state()["passed"], "it is said once"
    sitting._waiting.clear()
    own.akce.invalidate(third[1], note="zkouška").run()
    state = review.finish() if review.state()["question"] else review.state()
    assert (state["question"], state["sitting"]["done"]) == (None, 0)


def test_back_goes_past_what_somebody_decided_otherwise_meanwhile(own: Desk, found: Duplicates) -> None:
    review = own.review(found, count=5)
    first = review.question
    review.answer("unsure")
    second = review.question
    review.answer("same")
    third = review.question
    assert first
    assert second
    other = Desk(own.store.path, "eva")
    other.akce.decide(list(second.pair), "different").run()
    with pytest.raises(CollisionError, match=r"rozhodl\(a\) eva"):
        review.back()
    assert (review.question, review.steps) == (third, 1)
    assert review.back()
    assert (review.question, review.steps) == (first, 0)
    assert own.decisions()["verdict"].tolist() == ["different"]
    review.close()
    other.store.close()


def test_who_may_not_decide_takes_no_question_and_a_sitting_begun_anew_leaves_the_former(own: Desk, found: Duplicates) -> None:  # fmt: skip
    own.store.save_user("čtenář", "read_only")
    reader = Desk(own.store.path, "čtenář")
    with pytest.raises(PermissionRefusedError, match="čtenář"):
        reader.review(found)
    assert reader.store.review.claim("x", [(one.ids, one.pair) for one in questions(found.found, 1)]) is None
    reader.store.close()
    review = Reviewing(own)
    review._of["client"].found = found
    review.start()
    former = review._now.sitting
    assert former
    asked = former.question
    review.start()
    assert review._now.sitting
    assert review._now.sitting.question == asked, "nobody holds it any more"
    review._now.sitting.close()


def test_what_is_no_pair_no_verdict_and_no_id_is_refused_and_a_count_is_bounded(desk: Desk, found: Duplicates) -> None:  # fmt: skip
    with pytest.raises(InputError):
        desk.akce.decide([[1, 2], 3], "same")
    with pytest.raises(UnknownNameError):
        desk.akce.decide([[1, 2, ["same"]]])
    for given in (["x"], [None], [2.5], [-1]):
        for asked in (found.names, found.inside):
            with pytest.raises(ValueRejectedError):
                asked(given)  # type: ignore[arg-type]
    one, other = questions(found.found, 1)[0].pair
    absent = next(number for number in range(10**6) if number not in found.found.ids)
    assert len(found.inside([one, other, absent])) == len(found.inside([one, other])) == 1
    desk.review(found, count=10**18).close()
