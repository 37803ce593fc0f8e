"""Contact persons are merged as clients are: nothing is lost, nothing stands twice, and undo gives it all back."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from akce_world import Ids
from persons_world import MAIL, People
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


@pytest.fixture
def desk(persons_desk: Desk) -> Desk:
    return persons_desk


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


@pytest.mark.slow  # the same of clients: test_akce_merge_clusters.py
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


@pytest.mark.slow  # of clients: test_akce_merging.py
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


@pytest.mark.slow  # of clients: test_akce_merging.py
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


@pytest.mark.slow  # test_the_rules_of_each_type_have_a_version_of_their_own in test_akce_rules.py
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


@pytest.mark.slow
def test_the_script_does_the_same_with_persons_on_another_copy(
    desk: Desk, persons_file: tuple[Path, People], tmp_path: Path, people: People
) -> None:
    known = set(str(desk.script()).splitlines())
    desk.akce.set_rules({"notice": "newest"}, entity="person").run()
    desk.akce.decide([people.twin, people.namesake], "different", entity="person", reason="jiný ročník").run()
    merged = desk.akce.merge_clusters([[people.eva, people.twin]], survivor="oldest", entity="person").run()
    desk.undo(merged, only=people.twin)
    desk.akce.merge(people.twin, people.eva, entity="person", choose={"notice": "both"}, note="táž").run()
    lines = [one for one in str(desk.script()).splitlines() if one not in known]
    assert len(lines) == 5
    other = Desk(Path(shutil.copy(persons_file[0], tmp_path / "again.duckdb")), "ana")
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


def test_the_primary_link_stays_primary_though_it_was_double(desk: Desk, people: People, ids: Ids) -> None:
    desk.akce.merge(people.eva, people.twin, entity="person").run()
    links = desk.record(people.eva).all("employment")
    assert [one["client_id"] for one in links if one["is_primary"]] == [ids.twin]
    assert len([one for one in links if one["client_id"] == ids.twin]) == 1
