"""Clients that may have to be mended: each sign is what the records themselves say, for what a user sees."""

from typing import TYPE_CHECKING

import pytest
from akce_world import World, ico, make
from demo_copies import DemoCopies

from workbench.desk import Desk
from workbench.errors import UnknownNameError
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.records import CLIENT
from workbench.store.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.model.record import Record


@pytest.fixture(scope="module")
def demo_desk(shared_demo_copies: DemoCopies) -> Desk:
    return shared_demo_copies()


def expected(desk: Desk, sign: str) -> set[int]:
    """The same from the records in Python."""
    clients = desk.store.records("client")
    ids = [one.id for one in clients]
    seats = {one["record_id"] for one in desk.store.hanging("address", ids) if one["kind"] == "seat"}
    reached = {one["record_id"] for one in desk.store.hanging("contact", ids)}
    icos = [one["ico"] for one in clients if one["valid"]]
    holds: dict[str, Callable[[Record], bool]] = {
        "no_ico": lambda one: not one["ico"] and not one["is_person"],
        "wrong_ico": lambda one: bool(one["ico"]) and not ico_numbers.is_valid(one["ico"]),
        "same_ico": lambda one: bool(one["ico"]) and icos.count(one["ico"]) > 1,
        "no_seat": lambda one: one.id not in seats,
        "no_contact": lambda one: one.id not in reached,
        "locked": lambda one: one["locked_by"] is not None,
        "invalid": lambda one: not one["valid"],
    }
    return {one.id for one in clients if holds[sign](one) and (one["valid"] or sign == "invalid")}


@pytest.mark.parametrize(
    "sign", ["no_ico", "wrong_ico", "same_ico", "no_seat", "no_contact", "locked", "invalid"]
)
def test_a_sign_finds_who_the_records_say_and_counts_them(demo_desk: Desk, sign: str) -> None:
    found = demo_desk.clients.with_signs(sign, limit=1_000)
    assert set(found.lines.ids) == expected(demo_desk, sign)
    assert found.total == len(found.lines)
    assert demo_desk.clients.sign_counts()[sign] == found.total


def test_ceased_and_in_liquidation_follow_the_date_and_the_name(world: World) -> None:
    desk = world.open()
    ended = make(desk, "client", name="Bývalá s.r.o.", ceased_on="2020-01-01")
    make(desk, "client", name="Budoucí s.r.o.", ceased_on="2999-01-01")
    ending = make(desk, "client", name="Končící s.r.o. v likvidaci")
    assert desk.clients.with_signs("ceased").lines.ids == [ended]
    assert desk.clients.with_signs("in_liquidation").lines.ids == [ending]


def test_signs_narrow_together_with_text_and_facets(world: World) -> None:
    desk = world.open()
    one = make(desk, "client", name="Žluťoučký kůň a.s.", owner="petr", ico=ico(77), tags=["stáj"])
    clients = desk.clients
    assert clients.with_signs("no_contact", "no_seat", text="zlutou kun").lines.ids == [one]
    assert clients.with_signs(
        "no_contact", text=ico(77)[:5], only={"owner": ["petr"], "tag": ["stáj"]}
    ).lines.ids == [one]
    assert clients.with_signs("no_contact", text="kun", only={"owner": ["olga"]}).total == 0
    assert clients.with_signs("no_contact", text="kun", only={"city": ["Brno"]}).total == 0
    assert clients.with_signs("no_contact", text="x' OR 1=1 --").total == 0
    counted = clients.sign_counts("no_seat", text="kun")
    assert (counted["no_contact"], counted["no_ico"]) == (1, 0)


def test_what_a_user_does_not_see_shows_no_sign(world: World) -> None:
    path = world.copy()
    ana, olga = world.open("ana", path), world.open("olga", path)
    number = ico(78)
    mine = make(ana, "client", name="Olžina druhá", owner="olga", ico=number)
    make(ana, "client", name="Cizí", owner="petr", ico=number)
    assert ana.clients.with_signs("same_ico").total >= 2
    assert mine not in olga.clients.with_signs("same_ico").lines.ids
    assert {line.owner for line in olga.clients.with_signs("no_contact", limit=500).lines} == {"olga"}


def test_the_first_are_given_and_all_are_counted(world: World) -> None:
    desk = world.open()
    few = desk.clients.with_signs("no_contact", limit=2)
    assert len(few.lines) == 2
    assert few.total > 2
    names = [line.name for line in desk.clients.with_signs("no_contact", limit=100).lines]
    assert len(names) == few.total


@pytest.mark.parametrize("unknown", [{"signs": ("no_icoo",)}, {"only": {"oner": ["x"]}}])
def test_an_unknown_sign_or_facet_is_told_with_the_closest(world: World, unknown: dict[str, object]) -> None:
    desk = world.open()
    signs = unknown.get("signs", ("no_ico",))
    only = unknown.get("only")
    with pytest.raises(UnknownNameError):
        desk.clients.with_signs(*signs, only=only)  # type: ignore[misc, arg-type]


def test_every_sign_stands_on_fields_that_there_are() -> None:
    assert {"ico", "is_person", "valid", "locked_by", "ceased_on", "name"} <= set(CLIENT.by_name)
    assert len(SIGNS) == 10
