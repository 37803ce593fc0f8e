"""Decisions on contact persons: how long they hold, that merges carry them over, and that several people share the questions."""

from datetime import date

import pytest
from akce_world import Ids
from persons_world import People
from store_dump import everything

from benchmarks.twice import digest
from workbench.desk import Desk


@pytest.fixture
def desk(persons_desk: Desk) -> Desk:
    return persons_desk


def test_a_decision_holds_until_name_birthday_phone_or_mail_changes(
    desk: Desk, people: People, ids: Ids
) -> None:
    pair = [people.eva, people.twin]
    action = desk.akce.decide(pair, "different", entity="person", reason="matka a dcera")
    assert action.code() == f"desk.akce.decide([[{pair[0]}, {pair[1]}]], 'different', entity='person', reason='matka a dcera').run()"  # fmt: skip
    action.run()
    assert desk.decisions().empty
    told = desk.decisions("person").iloc[0]
    assert (told["first"], told["second"], told["verdict"], told["holds"]) == (*pair, "different", True)

    def holds() -> bool:
        return bool(desk.decisions("person")["holds"].iloc[0])

    desk.akce.edit(people.twin, entity="person", notice="jiná poznámka").run()
    desk.akce.create("employment", person_id=people.twin, client_id=ids.plain).run()
    assert holds(), "neither is what tells persons apart"
    mail = next(one for one in desk.record(people.twin).contacts if one["kind"] == "email")
    for change in (
        desk.akce.edit(people.twin, entity="person", last_name="Jiná"),
        desk.akce.edit(people.eva, entity="person", birthday=date(1990, 1, 1)),
        desk.akce.edit(mail.id, entity="contact", value="jina@vymyslena.example"),
        desk.akce.create(
            "contact", record_type="person", record_id=people.eva, kind="phone", value="601000011"
        ),
    ):
        done = change.run()
        assert not holds(), change.code()
        desk.undo(done)
        assert holds(), change.code()
    plan = desk.akce.merge_clusters([pair], entity="person").preview()
    assert plan["obstacle"].iloc[0]


@pytest.mark.slow
def test_merges_carry_decisions_on_persons_over_and_undo_gives_them_back(desk: Desk, people: People) -> None:
    third = [people.twin, people.namesake]
    desk.akce.not_duplicate(*third, entity="person").run()
    told = digest(desk.store)
    done = desk.akce.merge(people.eva, people.twin, entity="person").run()
    assert desk.store.review.held("person") == [(people.eva, people.namesake, "different")]
    desk.undo(done)
    assert digest(desk.store) == told
    assert set(desk.store.review.held("person")) == {
        (people.eva, people.twin, "unsure"), (people.twin, people.namesake, "different"),
    }  # fmt: skip
    assert desk.store.review.held() == []


@pytest.mark.slow
def test_two_analysts_share_the_questions_on_persons_and_none_is_asked_again(
    desk: Desk, petr: Desk, people: People
) -> None:
    found = desk.duplicates("person")
    mine, theirs = desk.review(found, count=9), petr.review(petr.duplicates("person"), count=9)
    seen = []
    for one in (mine, theirs) * 9:
        if one.question:
            seen.append(one.question.ids)
            one.answer("same" if people.namesake not in one.question.ids else "different")
    assert len(seen) == len({tuple(sorted(one)) for one in seen}) > 1
    assert (mine.entity, mine.question, theirs.question) == ("person", None, None)
    decided = {one[:2]: one.verdict for one in desk.store.review.held("person")}
    again = desk.duplicates("person")
    together = {(a, b) for ids in again.clusters()["ids"] for a in ids for b in ids if a < b}
    assert together >= {pair for pair, verdict in decided.items() if verdict == "same"}
    assert together.isdisjoint(pair for pair, verdict in decided.items() if verdict == "different")
    left = desk.review(again)
    asked = []
    while left.question:
        asked.append(left.question.pair)
        left.skip() if len(asked) > 1 and asked[-1] in asked[:-1] else left.answer("unsure")
    assert set(asked).isdisjoint(decided)


def test_a_reason_goes_with_the_first_erased_person_that_it_may_name(desk: Desk, people: People) -> None:
    eva, twin, karel = people.eva, people.twin, people.karel
    pairs = [[eva, twin], [twin, karel], [eva, karel]]
    desk.akce.decide(pairs, "different", entity="person", reason="QQBBA je otec").run()
    desk.akce.decide([eva, karel], "unsure", entity="person", reason="jiný důvod").run()
    for kind in ("employment", "lead", "deal", "activity", "attachment"):
        for one in desk.record(twin).all(kind):
            main = one.type.main
            (desk.akce.delete(one.id, entity=kind) if main else desk.akce.remove(kind, one.id)).run()
    desk.akce.delete(twin, entity="person").run()
    told = desk.decisions("person")
    assert told[["first", "second", "verdict"]].to_numpy().tolist() == [[*sorted([eva, karel]), "unsure"]]
    assert "QQBBA" not in everything(desk.store)
