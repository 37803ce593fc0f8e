"""The journal reads as a script that gives equal tables on another copy of the data."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from akce_world import Ids, World, make, tables

from workbench.desk import Desk, Script

NASTY = ['O\'Brien & "syn"', "řádek\nřádek\\n", "'''); import os #", "{x} %s \u202e😀", "\u2028konec"]


def replay(script: str, world: World) -> Desk:
    other = world.open()
    exec(script, {"desk": other})  # noqa: S102 - that is the point
    return other


def data(desk: Desk) -> dict[str, Any]:
    hidden = ("version", "updated_by", "created_by", "decided_by")
    return {
        name: {key: {k: v for k, v in row.items() if k not in hidden} for key, row in rows.items()}
        for name, rows in tables(desk).items()
    }


def since(desk: Desk) -> datetime:
    moment: datetime = desk.changes().iloc[0]["made_at"].to_pydatetime()
    return moment + timedelta(microseconds=1)


def test_the_script_of_a_day_gives_equal_tables_on_another_copy(world: World, ids: Ids) -> None:
    desk = world.open()
    start = since(desk)
    new = make(desk, "client", name='Nový & "spol."', turnover="1 000,50", founded_on=date(2020, 2, 29), tags=["b", "a"],
               custom={"klíč": [1, None, "x"]}, note="pozn'ámka")  # fmt: skip
    make(
        desk,
        "activity",
        record_id=new,
        body="první\nřádek",
        happened_at=datetime(2026, 3, 1, 10, 30, tzinfo=UTC),
    )
    desk.akce.edit([new, ids.plain], entity="client", turnover=Decimal("0.10"), rating="A").run()
    desk.akce.copy_from_registry(ids.moved, take={ids.moved: ["name", "seat"]}).run()
    desk.akce.lock(ids.plain, reason="'").run()
    desk.akce.unlock(ids.plain).run()
    desk.akce.merge(keep=new, absorb=[ids.alfa, ids.twin], choose={"name": {"value": "D'Alfa"}}).run()
    desk.akce.invalidate([new, ids.gama], note="\n").run()
    desk.akce.restore(ids.gama).run()
    desk.akce.release(new, remove=["activity", "attachment"], detach=["lead"]).run()
    desk.akce.not_duplicate(ids.gama, ids.moved).run()
    desk.akce.delete(ids.delta).run()
    script = desk.script(since=start)
    assert isinstance(script, Script)
    assert repr(script) == str(script)
    assert data(replay(script, world)) == data(desk)


def undone_edit(desk: Desk, ids: Ids) -> None:
    first = desk.akce.edit(ids.plain, category="pryč").run()
    desk.akce.edit(ids.plain, notice="zůstane").run()
    desk.undo(first)


def undone_merge(desk: Desk, ids: Ids) -> None:
    desk.undo(desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run())
    desk.akce.edit(ids.twin, notice="zůstane").run()


def redone(desk: Desk, ids: Ids) -> None:
    desk.undo(desk.undo(desk.akce.edit(ids.plain, notice="zůstane").run()))


def nested(desk: Desk, ids: Ids) -> None:
    outer = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    inner = desk.akce.edit(ids.twin, category="vnitřní").run()
    desk.undo(inner)
    desk.undo(outer)


def undone_creation(desk: Desk, ids: Ids) -> None:
    desk.undo(desk.akce.create("client", name="Pryč").run())
    new = make(desk, "client", name="Zůstane")
    desk.akce.edit(new, category="x").run()
    desk.akce.merge(keep=ids.plain, absorb=new).run()


def merge_edited_then_undone(desk: Desk, ids: Ids) -> None:
    merge = desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    desk.akce.edit(ids.twin, category="na přeživšího").run()
    desk.undo(merge)


def partly_undone(desk: Desk, ids: Ids) -> None:
    first = desk.akce.edit([ids.plain, ids.gama], category="první").run()
    desk.akce.edit(ids.gama, category="druhá").run()
    desk.undo(first, on_collision="keep")


def same_value_twice(desk: Desk, ids: Ids) -> None:
    first = desk.akce.edit(ids.plain, category="táž").run()
    desk.akce.edit([ids.plain, ids.gama], category="táž").run()
    desk.undo(first)


def undone_older(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.plain, notice="x").run()
    desk.akce.unlock(ids.held).run()


@pytest.mark.parametrize(
    ("story", "steps"),
    [
        (undone_edit, 1), (redone, 1), (undone_creation, 5), (undone_older, 2),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in ((undone_merge, 1), (merge_edited_then_undone, 3), (nested, 0), (partly_undone, 3), (same_value_twice, 3))),
    ],
)  # fmt: skip
def test_what_was_undone_is_left_out_where_that_is_safe_and_the_tables_are_equal(
    world: World, ids: Ids, story: Callable[[Desk, Ids], None], steps: int
) -> None:
    desk = world.open()
    start = since(desk)
    before = desk.store.revision()
    story(desk, ids)
    lines = [line for line in desk.script(since=start).splitlines() if not line.startswith("#")]
    assert len(lines) == steps, lines
    assert desk.store.revision() > before
    assert data(replay("\n".join(lines), world)) == data(desk)


@pytest.mark.parametrize(
    "names",
    [pytest.param(["".join(NASTY)], id="in one"), pytest.param(NASTY, marks=pytest.mark.slow, id="each")],
)
def test_a_name_cannot_break_out_of_the_line(world: World, ids: Ids, names: list[str]) -> None:
    desk = world.open()
    start = since(desk)
    for name in names:
        values: dict[str, Any] = {"name": name, "notice": name, "tags": [name], "custom": {name: name}}
        one, other = (make(desk, "client", **values, note=name) for _ in range(2))
        desk.akce.edit(ids.plain, notice=name).run()
        desk.akce.merge(keep=one, absorb=other, choose={"name": {"value": f"{name}!"}}, reason=name).run()
        desk.akce.invalidate(one, note=name).run()
        desk.akce.lock(one, reason=name).run()
    script = desk.script(since=start)
    assert len([line for line in script.split("\n") if line.startswith("desk.akce.")]) == 6 * len(names)
    assert data(replay(script, world)) == data(desk)


def test_a_line_that_cannot_be_repeated_stands_there_as_a_comment(desk: Desk) -> None:
    client = make(desk, "client", name="Zmizelý")
    desk.akce.delete(client).run()
    lines = str(desk.script()).splitlines()
    assert "# 1: world" in lines
    assert not any("Zmizelý" in line for line in lines)
    assert lines[-1] == f"desk.akce.delete({client}).run()"
