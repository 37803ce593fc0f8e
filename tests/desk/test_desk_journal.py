"""The journal page by page, narrowed, and the client list as it stood, beside what is read whole."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from workbench.desk import Desk, Filter
from workbench.errors import InputError, NotFoundError, UnknownNameError


@pytest.fixture
def desk(empty_copy: Path) -> Iterator[Desk]:
    desk = Desk(empty_copy, "ana")
    yield desk
    desk.store.close()


def create(desk: Desk, name: str, **more: Any) -> int:
    return int(desk.akce.create("client", name=name, **more).run().detail)


def now() -> datetime:
    return datetime.now(UTC)


def test_pages_follow_each_other_without_gap_or_repetition(desk: Desk) -> None:
    for number in range(7):
        create(desk, f"Firma {number}")
    whole = desk.changes()["id"].tolist()
    first = desk.journal.page(limit=3)["id"].tolist()
    second = desk.journal.page(limit=3, before=first[-1])["id"].tolist()
    third = desk.journal.page(limit=3, before=second[-1])["id"].tolist()
    assert first + second + third == whole


def test_change_sets_are_narrowed_by_what_one_remembers(desk: Desk) -> None:
    one, other = create(desk, "Firma"), create(desk, "Druhá")
    renamed = desk.akce.edit(one, name="Žlutá loď").run().change_set
    noted = desk.akce.invalidate([other], note="Zanikla požárem").run().change_set
    desk.store.save_user("eva", "full")
    evas = Desk(desk.store.path, "eva").akce.edit(one, notice="volat").run().change_set
    found = {
        "text": desk.journal.page(Filter(text="zluta LOD")),
        "note": desk.journal.page(Filter(text="pozarem")),
        "actor": desk.journal.page(Filter(actor="eva")),
        "action": desk.journal.page(Filter(action="invalidate")),
    }
    assert {name: frame["id"].tolist() for name, frame in found.items()} == {
        "text": [renamed], "note": [noted], "actor": [evas], "action": [noted],
    }  # fmt: skip
    assert noted not in desk.journal.page(Filter(record=one))["id"].tolist()
    extent = desk.journal.extent(Filter(actor="eva"))
    assert (extent.count, extent.actors["eva"], extent.actions) == (1, 1, {"edit": 1})


def test_what_hangs_on_a_client_is_found_by_the_client(desk: Desk) -> None:
    one, other = create(desk, "Firma"), create(desk, "Druhá")
    phone = desk.akce.create(
        "contact", record_type="client", record_id=one, kind="phone", value="+420601234567"
    ).run()
    assert phone.change_set in desk.journal.page(Filter(record=one))["id"].tolist()
    assert phone.change_set not in desk.journal.page(Filter(record=other))["id"].tolist()


def test_the_journal_tells_nobody_of_what_they_do_not_see(desk: Desk) -> None:
    secret = create(desk, "Tajná", security_level=9)
    desk.akce.edit(secret, notice="kódové slovo").run()
    desk.store.save_user("jan", "read_only")
    jans = Desk(desk.store.path, "jan").journal
    assert len(jans.page()) == 0
    assert len(jans.page(Filter(text="kódové"))) == 0
    assert jans.extent().actors == {}
    assert jans.change(2)[1] == 0
    assert jans.clients(now()).valid == 0
    assert jans.differences(datetime(2020, 1, 1, tzinfo=UTC)) == (0, [])


def test_a_change_is_undone_only_while_its_undo_stands(desk: Desk) -> None:
    one = create(desk, "Firma")
    done = desk.akce.invalidate([one]).run()
    undo = desk.undo(done)
    redo = desk.undo(undo)

    def undone() -> dict[Any, Any]:
        told = desk.changes().dropna(subset=["undone_by"])
        return dict(zip(told["id"], told["undone_by"], strict=True))

    assert undone() == {undo.change_set: redo.change_set}
    again = desk.undo(redo)
    assert undone() == {redo.change_set: again.change_set, done.change_set: undo.change_set}


def test_of_a_long_change_set_the_first_records_are_told_and_all_are_counted(desk: Desk) -> None:
    ids = [create(desk, f"Firma {number}") for number in range(5)]
    done = desk.akce.invalidate(ids).run().change_set
    assert done is not None
    frame, count = desk.journal.change(done, records=2)
    assert (sorted(set(frame["id"])), count) == (ids[:2], 5)


def test_the_groups_of_a_merge_are_told_by_what_it_returned(desk: Desk) -> None:
    pair = [create(desk, "Lípa s.r.o."), create(desk, "Lípa")]
    done = desk.akce.merge_clusters([pair]).run()
    assert desk.journal.merged(done)["absorbed"].tolist() == desk.journal.merged(done.change_set or 0)["absorbed"].tolist() == [pair[1:]]  # fmt: skip
    with pytest.raises(InputError, match="nic nezměnilo"):
        desk.journal.merged(desk.akce.edit(pair[0], name="Lípa s.r.o.").run())


def test_who_opens_a_file_that_has_no_such_user_is_told_how_to_name_one(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match=r"„neznámá“.*user=…"):
        Desk(desk.store.path, "neznámá")


def test_the_list_of_then_is_that_of_the_whole_past_and_the_differences_lead_to_now(desk: Desk) -> None:
    ids = [create(desk, f"Firma {number}") for number in range(6)]
    desk.akce.invalidate(ids[5]).run()
    moment = now()
    desk.akce.edit(ids[0], name="Přejmenovaná").run()
    desk.akce.merge(ids[1], [ids[2]]).run()
    desk.akce.invalidate([ids[3]]).run()
    desk.akce.edit(ids[4], name="Sem").run()
    desk.akce.edit(ids[4], name="Firma 4").run()  # and back again: no difference
    new = create(desk, "Nová")
    past = desk.as_of(moment).clients
    then = desk.journal.clients(moment, invalid=True)
    assert {one.id: one.name for one in then.lines} == past.df(invalid=True)["name"].to_dict()
    assert (then.valid, then.invalid) == (len(past), 1)
    assert [one.id for one in desk.journal.clients(moment, text="FÍRMA 0").lines] == [ids[0]]
    count, since = desk.journal.differences(moment)
    found = {one.id: one for one in since}
    assert count == len(found) == 4
    assert set(found) == {ids[0], ids[2], ids[3], new}
    assert dict(found[ids[0]].then) == {"name": "Firma 0"}
    assert dict(found[ids[0]].now) == {"name": "Přejmenovaná"}
    assert (found[ids[2]].here, found[ids[2]].merged_into) == (False, ids[1])
    assert (found[new].there, found[new].here) == (False, True)


def test_what_was_erased_is_no_difference(desk: Desk) -> None:
    one = create(desk, "Firma")
    moment = now()
    desk.akce.delete(one).run()
    assert desk.journal.differences(moment) == (0, [])


def test_stepping_over_the_neighbours_walks_the_change_sets(desk: Desk) -> None:
    for number in range(4):
        create(desk, f"Firma {number}")
    moments = sorted(desk.changes()["made_at"])
    walked, at = [], now()
    while (before := desk.journal.neighbours(at)[0]) is not None:
        walked.append(before)
        at = before
    assert walked == moments[-2::-1]
    walked = []
    while (after := desk.journal.neighbours(at)[1]) is not None:
        walked.append(after)
        at = after
    assert walked == moments[1:]


def test_a_script_covers_the_span_that_was_chosen(desk: Desk) -> None:
    one = create(desk, "Firma")
    start = now()
    desk.akce.invalidate([one]).run()
    undone = desk.akce.edit(one, notice="a").run()
    desk.undo(undone)
    assert desk.journal.script(Filter(since=start)).splitlines()[1:] == [f"desk.akce.invalidate({one}).run()"]


@pytest.mark.slow  # at the command line: tests/cli/test_cli_clients.py
def test_a_person_has_a_history_as_a_client_has(desk: Desk) -> None:
    firm = create(desk, "Firma")
    jana, double, _ = (
        desk.akce.create("person", first_name="Jana", last_name=name, owner="ana").run().detail
        for name in ("Smyšlená", "Smyslena", "Jiná")
    )
    made = desk.akce.create("employment", client_id=firm, person_id=jana, position="účetní").run()
    edited = desk.akce.edit(jana, entity="person", notice="volat dopoledne", note="přála si to").run()
    merged = desk.akce.merge(jana, double, entity="person").run()
    told = desk.history(double, entity="person")
    assert list(told.columns) == list(desk.history(firm).columns)
    row = told[told["field"] == "notice"].iloc[0]
    assert (row["change_set"], row["actor"], row["note"], row["after"]) == (
        edited.change_set, "ana", "přála si to", "volat dopoledne",
    )  # fmt: skip
    assert {made.change_set, edited.change_set, merged.change_set} <= set(told["change_set"])
    assert set(desk.journal.page(Filter(record=double))["id"]) == set(told["change_set"])
    for wrong in (firm, 10**9):
        with pytest.raises(NotFoundError):
            desk.history(wrong, entity="person")
    for unknown in ("osoba", "address"):
        with pytest.raises(UnknownNameError):
            desk.history(jana, entity=unknown)
    desk.store.save_user("jan", "read_only", see={"person": "own"})
    jan = Desk(desk.store.path, "jan")
    with pytest.raises(NotFoundError):
        jan.history(jana, entity="person")
    assert edited.change_set not in jan.journal.page(Filter(record=jana))["id"].tolist()
