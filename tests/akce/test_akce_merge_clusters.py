"""Many groups of clients are merged at once: as one by one, all or nothing, and undone whole or in part."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from demo_copies import DemoCopies
from store_dump import data_only, differences, state_of

from workbench.desk import Desk
from workbench.errors import InputError, NotFoundError, RefusedError, StaleVersionError

SHOWN = (
    "client",
    "address",
    "contact",
    "employment",
    "relation",
    "consent",
    "deal",
    "offer",
    "activity",
    "provenance",
)
KEPT_OUT = {"id", "version", "created_at", "created_by", "updated_at", "updated_by", "locked_at"}


SIZE, SEED = 120, 11


@pytest.fixture
def desk(demo_copies: DemoCopies) -> Desk:
    return demo_copies(SIZE, SEED)


@pytest.fixture(scope="module")
def found(shared_demo_copies: DemoCopies) -> list[list[int]]:
    """What a search finds in the demo and nothing stands against."""
    desk = shared_demo_copies(SIZE, SEED)
    return fine(desk, desk.duplicates().clusters())


def fine(desk: Desk, groups: object) -> list[list[int]]:
    """The groups that nothing stands against, the survivor first."""
    plan = desk.akce.merge_clusters(groups).preview()
    plan = plan[plan["obstacle"] == ""]
    return [[row["survivor"], *row["absorbed"]] for row in plan.to_dict("records")]


def contents(desk: Desk) -> dict[str, list[tuple[str, ...]]]:
    """All rows without the bookkeeping, in a fixed order."""
    found = {}
    for name in SHOWN:
        table = desk.sql(f'SELECT * FROM "{name}"').df()
        kept = table[[one for one in table if one not in KEPT_OUT or (one == "id" and name == "client")]]
        found[name] = sorted((tuple(map(str, row)) for row in kept.itertuples(index=False)), key=str)
    return found


@pytest.mark.slow
def test_what_is_linked_to_a_locked_client_is_left_out_of_the_plan_not_refused_at_the_end(
    desk: Desk, found: list[list[int]]
) -> None:
    chosen = found[:2]
    outsider = next(
        one for one in desk.clients.df().index if one not in {id_ for group in chosen for id_ in group}
    )
    desk.akce.create("relation", client_id=chosen[0][1], other_id=int(outsider), kind="loose").run()
    Desk(desk.store.path, "eva").akce.lock(int(outsider)).run()
    action = desk.akce.merge_clusters(chosen)
    plan = action.preview()
    assert ["eva" in one for one in plan["obstacle"]] == [True, False]
    assert action.run(plan[plan["obstacle"] == ""]).detail == len(chosen[1]) - 1


@pytest.mark.slow  # what was decided or changed since: test_what_was_decided_or_changed_since_the_plan_keeps_a_group_apart
def test_a_record_that_was_invalidated_since_the_search_is_not_merged_with_valid_ones(
    desk: Desk, found: list[list[int]]
) -> None:
    desk.akce.invalidate(found[0][0], note="zanikla").run()
    desk.akce.invalidate(found[1], note="obě zanikly").run()
    plan = desk.akce.merge_clusters(found[:2]).preview()
    assert [f"Záznam {found[0][0]} je neplatný" in one for one in plan["obstacle"]] == [True, False]


def at_once_and_one_by_one(desk: Desk, chosen: list[list[int]], *, least: int) -> None:
    free = desk.sql("SELECT id FROM client WHERE locked_by IS NULL AND valid ORDER BY id").df()["id"]
    desk.akce.copy_from_registry(free).run()
    desk.akce.edit(list(free[::7]), tags=["VIP", "b"], notice="první  řádek").run()
    other = Desk(Path(shutil.copy(desk.store.path, f"{desk.store.path}.copy")), desk.store.user_name)
    chosen = fine(desk, chosen)  # the register may have told some apart, and made others the survivors
    assert len(chosen) >= least
    desk.akce.merge_clusters(chosen).run()
    for keep, *absorb in chosen:
        other.akce.merge(keep=keep, absorb=absorb).run()
    singly, at_once = contents(other), contents(desk)
    for name in SHOWN:
        assert at_once[name] == singly[name], name
    other.store.close()


def test_many_groups_at_once_give_what_one_by_one_gives(desk: Desk, found: list[list[int]]) -> None:
    largest_first = sorted(found, key=len, reverse=True)
    at_once_and_one_by_one(desk, largest_first[:4], least=2)


@pytest.mark.slow
def test_all_groups_at_once_give_what_one_by_one_gives(desk: Desk, found: list[list[int]]) -> None:
    at_once_and_one_by_one(desk, found, least=11)


@pytest.mark.slow
def test_undo_of_the_whole_restores_everything(desk: Desk, found: list[list[int]]) -> None:
    before = data_only(state_of(desk.store))
    done = desk.akce.merge_clusters(found).run()
    assert done.detail > 10
    assert differences(before, data_only(state_of(desk.store)))
    desk.undo(done)
    assert differences(before, data_only(state_of(desk.store))) == []


@pytest.mark.slow  # drawn groups: tests/store/test_merging_many.py; at the command line: tests/cli/test_cli_clients.py
def test_one_group_is_undone_as_it_was_and_the_others_stay_merged(desk: Desk, found: list[list[int]]) -> None:
    chosen = found[:4]
    before = data_only(state_of(desk.store))
    done = desk.akce.merge_clusters(chosen).run()
    merged = data_only(state_of(desk.store))
    desk.undo(done, only=chosen[0][1])
    after = data_only(state_of(desk.store))
    for one in chosen[0]:
        assert after["client"][one] == before["client"][one]
    for kind, rows in before.items():
        for number, row in rows.items():
            if {row.get("record_id"), row.get("client_id"), row.get("other_id")} & set(chosen[0]):
                assert after[kind][number] == row
    for group in chosen[1:]:
        assert after["client"][group[0]] == merged["client"][group[0]]
        assert not set(group[1:]) & after["client"].keys()
    desk.undo(done, on_collision="keep")
    assert differences(before, data_only(state_of(desk.store))) == []


def test_only_merged_clients_can_be_undone_alone(desk: Desk, found: list[list[int]]) -> None:
    chosen = found
    other = desk.akce.lock(chosen[2][0]).run()
    done = desk.akce.merge_clusters(chosen[:2]).run()
    number = done.change_set
    with pytest.raises(
        InputError, match=rf"{chosen[2][0]}.*sada změn {number}.*desk\.journal\.merged\({number}\)"
    ):
        desk.undo(done, only=chosen[2][0])
    with pytest.raises(InputError, match="nejmenuje žádný záznam"):
        desk.undo(done, only=[])
    with pytest.raises(InputError, match="nic nesloučila"):
        desk.undo(other, only=chosen[2][0])
    desk.undo(done, only=chosen[0][0])
    with pytest.raises(InputError, match="už je rozpojená"):
        desk.undo(done, only=chosen[0][1])


def test_the_groups_of_a_change_set_are_listed_with_what_became_of_them(
    desk: Desk, found: list[list[int]]
) -> None:
    names = {one.id: one.name for one in desk.clients.lines([one for group in found[:2] for one in group])}
    done = desk.akce.merge_clusters(found[:2]).run()
    desk.undo(done, only=found[0][0])
    listed = desk.journal.merged(done.change_set or 0).set_index("survivor").to_dict("index")
    for group, apart in zip(found[:2], (True, False), strict=True):
        survivor = next(one for one in group if one in listed)
        row = listed[survivor]
        assert sorted([survivor, *row["absorbed"]]) == sorted(group)
        assert (row["apart"], row["entity"], row["name"]) == (apart, "client", names[survivor])
    assert desk.journal.merged(1).empty
    with pytest.raises(NotFoundError, match="10000"):
        desk.journal.merged(10_000)
    desk.store.save_user("cizi", "limited")
    assert Desk(desk.store.path, "cizi").journal.merged(done.change_set or 0).empty


@pytest.mark.slow
def test_what_is_merged_already_is_said_and_the_rest_can_go_on(desk: Desk, found: list[list[int]]) -> None:
    action = desk.akce.merge_clusters(found[:3])
    plan = action.preview()
    with pytest.raises(InputError, match="nejmenuje žádnou"):
        action.run(plan.head(0))
    first = action.run(plan.head(1))
    assert str(plan["survivor"][1]) not in action.code()
    with pytest.raises(RefusedError, match=rf"sloučeno 1, první je skupina záznamu {plan['survivor'][0]}"):
        action.run(plan)
    assert list(action.preview()["survivor"]) == list(plan["survivor"][1:])
    action.run()
    with pytest.raises(RefusedError, match=r"už jsou sloučené \(3\)"):
        action.run()
    desk.undo(first)
    assert list(action.preview()["survivor"]) == list(plan["survivor"][:1])


@pytest.mark.slow
def test_what_stands_against_a_group_is_in_the_plan_and_refuses_the_whole(
    desk: Desk, found: list[list[int]]
) -> None:
    chosen = found[:3]
    desk.akce.not_duplicate(*chosen[0][:2]).run()
    action = desk.akce.merge_clusters(chosen)
    plan = action.preview()
    assert list(plan["obstacle"] != "") == [True, False, False]
    before = contents(desk)
    with pytest.raises(RefusedError, match="nejsou"):
        action.run()
    assert contents(desk) == before
    done = desk.akce.merge_clusters(chosen).run(plan[plan["obstacle"] == ""])
    assert done.detail == sum(len(one) - 1 for one in chosen[1:])


def test_only_groups_that_are_certain_enough_are_taken(desk: Desk, found: list[list[int]]) -> None:
    table = pd.DataFrame({"ids": found[:2], "certainty": [0.9995, 0.7]})
    assert desk.akce.merge_clusters(table, at_least=0.999).groups == [list(table["ids"][0])]


@pytest.mark.parametrize("percent", [99, -1, 1.5])
def test_a_certainty_is_no_percentage(desk: Desk, percent: float) -> None:
    with pytest.raises(InputError, match="od 0 do 1"):
        desk.akce.merge_clusters([[1, 2]], at_least=percent)


def test_nothing_so_certain_and_no_plan_are_said_to_be_that(desk: Desk, found: list[list[int]]) -> None:
    table = pd.DataFrame({"ids": found[:1], "certainty": [0.7]})
    with pytest.raises(InputError, match="nic není tak jisté"):
        desk.akce.merge_clusters(table, at_least=0.9).preview()
    with pytest.raises(InputError, match="chybí sloupec absorbed, obstacle"):
        desk.akce.merge_clusters(found[:1]).run(pd.DataFrame({"survivor": [1]}))


def test_what_was_not_measured_is_not_merged_as_certain(desk: Desk) -> None:
    found = desk.duplicates()
    assert found.certain is None, "so small a base has too few labelled pairs"
    with pytest.raises(RefusedError, match="změřit"):
        desk.akce.merge_clusters(found, at_least="certain")
    with pytest.raises(InputError):
        desk.akce.merge_clusters([[1, 2]], at_least="certain")


def test_a_row_of_a_plan_is_merged_as_it_is_or_not_at_all(desk: Desk, found: list[list[int]]) -> None:
    first, second = sorted(found, key=len)[-2:]
    action = desk.akce.merge_clusters([first, second])
    plan = action.preview()
    fewer, other = plan.copy(), plan.copy()
    fewer["absorbed"] = [gone[1:] for gone in plan["absorbed"]]
    other["survivor"] = [gone[0] for gone in plan["absorbed"]]
    other["absorbed"] = [
        [keep, *gone[1:]] for keep, gone in zip(plan["survivor"], plan["absorbed"], strict=True)
    ]
    before = contents(desk)
    with pytest.raises(InputError, match="jiné záznamy než jeho skupina"):
        action.run(fewer)
    with pytest.raises(InputError, match="jiné záznamy než jeho skupina"):
        desk.akce.merge_clusters([first[:1] + second[:1]]).run(plan)
    with pytest.raises(StaleVersionError, match="ne ten z plánu"):
        action.run(other)
    with pytest.raises(InputError, match=rf"nepatří: 1, první je řádek záznamu {plan['survivor'][1]}\."):
        desk.akce.merge_clusters([first]).run(plan)
    with pytest.raises(InputError, match="kdy byla naplánována"):
        action.run(pd.DataFrame(plan.to_dict("records")))
    assert contents(desk) == before


def test_bad_groups_are_refused(desk: Desk) -> None:
    with pytest.raises(InputError):
        desk.akce.merge_clusters([[1, 2], [2, 3]]).preview()
    with pytest.raises(InputError):
        desk.akce.merge_clusters([[1]]).preview()
    with pytest.raises(InputError):
        desk.akce.merge_clusters("1-3")
    with pytest.raises(NotFoundError):
        desk.akce.merge_clusters([[1, 10**9]]).preview()


def test_the_code_of_a_run_does_the_same_again(desk: Desk, found: list[list[int]]) -> None:
    chosen = found[:2]
    assert desk.akce.merge_clusters(chosen).code() == f"desk.akce.merge_clusters({chosen}).run()"


def test_what_was_decided_or_changed_since_the_plan_keeps_a_group_apart(
    desk: Desk, found: list[list[int]]
) -> None:
    (one, other, *_), (third, fourth, *_) = found[:2]
    akce = desk.akce
    plans = [akce.merge_clusters([group]) for group in ([one, other], [third, fourth])]
    seen = [each.preview() for each in plans]
    akce.decide([one, other], "different").run()
    akce.edit(third, birthday="1950-01-01").run()
    akce.edit(fourth, birthday="1980-01-01").run()
    before = contents(desk)
    for each, plan in zip(plans, seen, strict=True):
        assert (plan["obstacle"] == "").all()
        with pytest.raises(RefusedError, match="preview"):
            each.run(plan)
    assert contents(desk) == before
    assert desk.decisions()["verdict"].tolist() == ["different"]


def test_what_was_approved_is_what_is_merged_or_nothing_is(desk: Desk, found: list[list[int]]) -> None:
    (survivor, absorbed, *_), (third, fourth, *_) = found[:2]
    action = desk.akce.merge_clusters([[survivor, absorbed], [third, fourth]])
    plan = action.preview()
    desk.akce.lock(absorbed).run()  # one's own: it makes no record fuller, and locks are asked anew
    fields = dict.fromkeys(("notice", "category", "economic_activity", "classification1", "classification2", "classification3"), "Vyplněno")  # fmt: skip
    desk.akce.edit(fourth, **fields).run()  # type: ignore[arg-type]
    before = contents(desk)
    assert action.preview()["survivor"].tolist() == [survivor, fourth], "another one would survive by now"
    for part in (plan, plan[plan["survivor"] == third]):
        with pytest.raises(RefusedError, match=rf"{fourth}.*preview"):
            desk.akce.merge_clusters([[survivor, absorbed], [third, fourth]]).run(part)
    assert contents(desk) == before
    assert action.run(plan[plan["survivor"] == survivor]).detail == 1


@pytest.mark.slow  # a changed record: test_what_was_approved_is_what_is_merged_or_nothing_is
def test_a_contact_or_an_address_that_came_changed_or_went_since_the_plan_asks_for_a_new_one(
    desk: Desk, found: list[list[int]]
) -> None:
    """They are what the records were compared by, and what would move."""
    group, other = found[:2]
    action = desk.akce.merge_clusters([group, other])

    def is_refused(change: Callable[[], object]) -> None:
        plan = action.preview()
        change()
        with pytest.raises(StaleVersionError, match=rf"{group[0]}.*preview"):
            action.run(plan)
        plans.append(plan)

    made: list[Any] = []
    plans: list[pd.DataFrame] = []
    create = desk.akce.create
    values = {"kind": "phone", "value": "601 000 009"}
    is_refused(lambda: made.append(create("contact", record_id=group[1], **values).run()))
    is_refused(
        lambda: made.append(desk.akce.edit(made[0].detail, entity="contact", value="601 000 019").run())
    )
    desk.undo(made[1])
    is_refused(lambda: desk.undo(made[0]))
    is_refused(lambda: create("address", record_id=group[0], kind="contact", city="Zlín").run())
    plan = plans[0]
    assert action.run(plan[plan["survivor"] == other[0]]).detail == len(other) - 1, "the others go on"
