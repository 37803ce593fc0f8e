"""Contact persons are decided about and merged as clients are: nothing is lost, nothing stands twice, and undo gives it all back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from akce_world import Ids, World
from store_dump import data_only, differences, everything, state_of

from benchmarks.twice import digest
from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    RefusedError,
    StaleVersionError,
    UnknownNameError,
)
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

MAIL = "eva@vymyslena.example"


@dataclass(frozen=True)
class People:
    """Eva, whom the world knows; she once more, with all that can hang on a person; her namesake; Karel at a locked client."""

    eva: int
    twin: int
    namesake: int
    karel: int


@pytest.fixture(scope="module")
def template(the_world: World) -> tuple[Path, People]:
    """A file of its own with more persons in it."""
    desk, ids, found = the_world.open("ana"), the_world.ids, {}

    def work(cs: ChangeSet) -> None:
        def add(entity: str, **values: Any) -> int:
            new = cs.new_ids(1)[0]
            of_person = {"record_type": "person"} if "record_id" in values else {}
            cs.insert(entity, [{"id": new, **of_person, **values}])
            return new

        name = {"first_name": "Eva", "last_name": "Vymyšlená"}
        found["twin"] = twin = add("person", **name, title_before="Ing.", notice="volat v poledne", tags=["vip"], birthday=date(1980, 5, 1),
                                   do_not_contact=True, external_id="P-2", owner="petr")  # fmt: skip
        found["namesake"] = add("person", **name, birthday=date(1955, 2, 3), owner="petr")
        found["karel"] = add("person", first_name="Karel", last_name="Smyšlený", owner="petr")
        cs.update(
            "person", [{"id": ids.person, "notice": "jen písemně", "tags": ["stavba"], "owner": "petr"}]
        )
        add("employment", person_id=twin, client_id=ids.twin, position="Jednatelka ", is_primary=True)
        add("employment", person_id=twin, client_id=ids.gama, position="dozorčí rada")
        add("employment", person_id=twin, client_id=ids.alfa, position="účetní")
        for person in (ids.person, twin):
            add("contact", record_id=person, kind="email", value=MAIL)
            add("address", record_id=person, kind="home", city="Brno")
        add("contact", record_id=twin, kind="mobile", value="+420601000009")
        add("consent", record_id=twin, title="consent")
        add("activity", record_id=twin, kind="note", body="Setkání")
        add("attachment", record_id=twin, file_name="vizitka.png")
        add("lead", name="Poptávka Evy", person_id=twin)
        add("deal", name="Tajný obchod Evy", person_id=twin, owner="ana", security_level=9)

    desk.store.write(Intent("world"), work)
    petr = the_world.open("petr", desk.store.path)  # who locked that client
    petr.akce.create("employment", person_id=found["karel"], client_id=ids.held, position="ředitel").run()
    desk.store.compact()
    return desk.store.path, People(ids.person, **found)


@pytest.fixture
def path(template: tuple[Path, People], tmp_path: Path) -> Path:
    return Path(shutil.copy(template[0], tmp_path / "persons.duckdb"))


@pytest.fixture
def people(template: tuple[Path, People]) -> People:
    return template[1]


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    made = Desk(path, "ana")
    yield made
    made.store.close()


@pytest.fixture
def petr(path: Path) -> Iterator[Desk]:
    made = Desk(path, "petr")
    yield made
    made.store.close()


def test_all_that_hangs_on_a_person_moves_and_nothing_stands_twice(desk: Desk, people: People, ids: Ids) -> None:  # fmt: skip
    before, told = data_only(state_of(desk.store)), digest(desk.store)
    action = desk.akce.merge(keep=people.eva, absorb=people.twin, entity="person")
    assert action.code() == f"desk.akce.merge(keep={people.eva}, absorb={people.twin}, entity='person').run()"
    assert (
        action.summary() == f"Přežije: {people.eva} (Eva Vymyšlená). Zaniknou: {people.twin} (Eva Vymyšlená)."
    )
    assert set(action.moving()["entity"]) == {
        "employment", "contact", "address", "consent", "activity", "attachment", "lead", "deal",
    }  # fmt: skip
    done = action.run()
    eva = desk.record(people.twin)  # the old id leads on
    assert eva.id == people.eva
    assert (eva.title_before, eva.birthday, eva.do_not_contact) == ("Ing.", date(1980, 5, 1), True)
    assert eva.notice == "jen písemně\nvolat v poledne"
    assert eva.tags == ("stavba", "vip")
    assert sorted(one["value"] for one in eva.contacts) == ["+420601000009", MAIL]
    assert [len(eva.all(kind)) for kind in ("address", "consent", "activity", "attachment", "lead", "deal")] == [1] * 6  # fmt: skip
    links = [(one["client_id"], one["position"]) for one in eva.all("employment")]
    assert sorted(links) == [(ids.alfa, "účetní"), (ids.twin, "jednatelka"), (ids.gama, "dozorčí rada")]
    assert [one["old_id"] for one in eva.all("redirect")] == [people.twin]
    desk.undo(done)
    assert differences(before, data_only(state_of(desk.store))) == []
    assert digest(desk.store) == told


def test_many_at_once_is_one_by_one_and_each_group_can_be_taken_apart(desk: Desk, people: People) -> None:
    before, told = data_only(state_of(desk.store)), digest(desk.store)
    other = [people.namesake, people.karel]
    groups = [[people.eva, people.twin], other]
    action = desk.akce.merge_clusters(groups, survivor="oldest", entity="person")
    plan = action.preview().set_index("survivor")
    assert plan.loc[people.eva, "name"] == "Eva Vymyšlená"
    assert plan.loc[people.eva, "obstacle"] == ""
    assert "petr" in str(plan.loc[people.namesake, "obstacle"]), "Karel's client is locked"
    with pytest.raises(RefusedError, match=str(people.namesake)):
        action.run()
    done = desk.akce.merge_clusters(
        [groups[0], [people.karel, people.namesake]], survivor="newest", entity="person"
    )
    assert "entity='person'" in done.code()
    petr = Desk(desk.store.path, "petr")
    opened = petr.akce.merge_clusters(groups, survivor="oldest", entity="person").run()
    assert opened.detail == 2
    bulk = state_of(petr.store)
    petr.undo(opened, only=people.karel)
    assert petr.record(people.karel).id == people.karel
    assert petr.record(people.twin).id == people.eva
    petr.undo(opened, only=people.eva)
    assert digest(petr.store) == told
    assert differences(before, data_only(state_of(petr.store))) == []
    for keep, absorb in ((people.eva, people.twin), (people.namesake, people.karel)):
        petr.akce.merge(keep, absorb, entity="person").run()
    alone = state_of(petr.store)
    names = ("person", "employment", "contact", "address", "lead", "deal", "consent")
    assert differences(data_only({name: bulk[name] for name in names}), data_only({name: alone[name] for name in names})) == []  # fmt: skip
    petr.store.close()


def test_two_birthdays_are_two_persons_unless_one_says_why(desk: Desk, people: People) -> None:
    refused = desk.akce.merge(people.twin, people.namesake, entity="person").available()
    assert "3. 2. 1955" in refused.reason
    assert "různá data narození" in refused.reason
    plan = desk.akce.merge_clusters([[people.twin, people.namesake]], entity="person").preview()
    assert plan.iloc[0]["obstacle"]
    desk.akce.merge(people.twin, people.namesake, entity="person", reason="překlep v datu").run()
    assert desk.record(people.namesake).birthday == date(1980, 5, 1)


def test_rights_locks_and_types_stand_against_it_as_with_clients(desk: Desk, petr: Desk, people: People, ids: Ids) -> None:  # fmt: skip
    told = digest(desk.store)
    for keep, absorb in ((people.eva, ids.alfa), (ids.alfa, people.eva), (people.eva, 999_999)):
        with pytest.raises(NotFoundError):
            desk.akce.merge(keep, absorb, entity="person").run()
        with pytest.raises(NotFoundError):
            desk.akce.decide([keep, absorb], "same", entity="person").run()
    with pytest.raises(NotFoundError):
        desk.akce.merge(people.eva, people.twin).run()
    with pytest.raises(InputError):
        desk.akce.merge(people.eva, people.eva, entity="person").run()
    with pytest.raises(UnknownNameError):
        desk.akce.merge(ids.deal, ids.secret_deal, entity="deal")
    with pytest.raises(UnknownNameError):
        desk.akce.decide([ids.deal, ids.secret_deal], "same", entity="deal")
    with pytest.raises(LockedError):
        desk.akce.merge(people.eva, people.karel, entity="person").run()
    desk.store.save_user("petr", "full", delete="none")
    with pytest.raises(PermissionRefusedError):
        petr.akce.merge(people.eva, people.twin, entity="person").run()
    desk.store.save_user("petr", "full")
    petr.akce.lock(people.twin, entity="person").run()
    after = digest(desk.store)
    with pytest.raises(LockedError, match="petr"):
        desk.akce.merge(people.eva, people.twin, entity="person").run()
    assert "petr" in desk.akce.merge_clusters([[people.eva, people.twin]], entity="person").preview()["obstacle"].iloc[0]  # fmt: skip
    assert digest(desk.store) == after != told


def test_what_one_does_not_see_moves_along_unseen_and_comes_back(
    desk: Desk, petr: Desk, people: People
) -> None:
    told = digest(desk.store)
    done = petr.akce.merge(people.eva, people.twin, entity="person").run()
    assert not petr.record(people.eva).all("deal")
    assert [one["name"] for one in desk.record(people.eva).all("deal")] == ["Tajný obchod Evy"]
    petr.undo(done)
    assert digest(desk.store) == told


def test_a_person_saved_anew_since_the_comparison_is_not_merged_unseen(desk: Desk, people: People) -> None:
    action = desk.akce.merge(people.eva, people.twin, entity="person", choose={"notice": people.twin})
    row = action.compare().set_index("field").loc["notice"]
    assert (row["survives"], row["conflict"]) == ("volat v poledne", True)
    desk.akce.edit(people.twin, entity="person", notice="jinak").run()
    with pytest.raises(StaleVersionError):
        action.run()


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


def test_persons_are_merged_by_rules_of_their_own(desk: Desk, people: People) -> None:
    desk.akce.set_rules({"title_before": "survivor", "notice": "newest"}, entity="person").run()
    own = desk.rules.df("person").set_index("field")
    assert (own.loc["notice", "rule"], own.loc["notice", "changed"]) == ("newest", True)
    assert not desk.rules.df()["changed"].any(), "clients keep theirs"
    assert "ico" not in own.index
    table = desk.rules.simulate({"notice": "fullest"}, [[people.eva, people.twin]], entity="person")
    assert table.iloc[0]["groups"] == 1
    done = desk.akce.merge_clusters([[people.eva, people.twin]], entity="person").run()
    assert "\n" not in desk.record(people.eva).notice
    desk.undo(done)
    with pytest.raises(InputError, match="Kontaktní osoba"):
        desk.akce.set_rules({"notice": ["web"]}, entity="person")
    with pytest.raises(UnknownNameError):
        desk.akce.set_rules({"ico": "newest"}, entity="person")
    desk.akce.set_rules({"notice": None, "title_before": None}, entity="person").run()
    assert not desk.rules.df("person")["changed"].any()


def test_of_an_erased_person_nothing_stays_in_what_it_was_merged_into_meanwhile(
    desk: Desk, people: People
) -> None:
    desk.undo(desk.akce.merge(people.eva, people.twin, entity="person").run())
    assert "volat v poledne" in everything(desk.store)
    for kind in ("employment", "lead", "deal", "activity", "attachment"):
        for one in desk.record(people.twin).all(kind):
            desk.akce.delete(one.id, entity=kind).run() if one.type.main else desk.akce.remove(
                kind, one.id
            ).run()
    desk.akce.delete(people.twin, entity="person").run()
    left = everything(desk.store)
    assert "volat v poledne" not in left
    assert "jen písemně" in left, "what is Eva's own stays"


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


def test_the_script_does_the_same_with_persons_on_another_copy(
    desk: Desk, template: tuple[Path, People], tmp_path: Path, people: People
) -> None:
    known = set(str(desk.script()).splitlines())
    desk.akce.set_rules({"notice": "newest"}, entity="person").run()
    desk.akce.decide([people.twin, people.namesake], "different", entity="person", reason="jiný ročník").run()
    merged = desk.akce.merge_clusters([[people.eva, people.twin]], survivor="oldest", entity="person").run()
    desk.undo(merged, only=people.twin)
    desk.akce.merge(people.twin, people.eva, entity="person", choose={"notice": "both"}, note="táž").run()
    lines = [one for one in str(desk.script()).splitlines() if one not in known]
    assert len(lines) == 5
    other = Desk(Path(shutil.copy(template[0], tmp_path / "again.duckdb")), "ana")
    exec("\n".join(lines), {"desk": other})  # noqa: S102 - our own lines
    same = ("person", "employment", "contact", "address", "lead", "deal", "redirect", "merge_rule")
    mine, theirs = (data_only(state_of(one.store)) for one in (desk, other))
    assert (
        differences(
            {name: untimed(mine[name]) for name in same}, {name: untimed(theirs[name]) for name in same}
        )
        == []
    )
    other.store.close()


def untimed(rows: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return {
        key: {name: one for name, one in row.items() if name != "created_at"} for key, row in rows.items()
    }
