"""What all actions share: the reason on the greyed entry, preview, run, code, reprs, the menu."""

import re
from collections.abc import Callable
from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import pandas as pd
import pytest
from akce_world import MOVED, Ids, World, changed, digest, tables

from workbench.akce import catalogue
from workbench.akce.base import Action, Result
from workbench.desk import Desk
from workbench.errors import (
    InputError,
    LockedError,
    NotFoundError,
    PermissionRefusedError,
    UnknownNameError,
    ValueRejectedError,
)
from workbench.model.fields import Label
from workbench.registry.snapshot import SnapshotRegister
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

Make = Callable[[Desk, Any], Action]
Desks = Callable[[str], Desk]
WRITING: dict[str, Make] = {
    "copy_from_registry": lambda desk, one: desk.akce.copy_from_registry(one),
    "lock": lambda desk, one: desk.akce.lock(one),
    "unlock": lambda desk, one: desk.akce.unlock(one),
    "merge": lambda desk, one: desk.akce.merge(keep=3, absorb=one, reason="zkouška"),
    "not_duplicate": lambda desk, one: desk.akce.not_duplicate(3, one),
    "decide": lambda desk, one: desk.akce.decide([3, one], "same"),
    "invalidate": lambda desk, one: desk.akce.invalidate(one),
    "restore": lambda desk, one: desk.akce.restore(one),
    "delete": lambda desk, one: desk.akce.delete(one),
    "release": lambda desk, one: desk.akce.release(one, remove=["activity"]),
    "edit": lambda desk, one: desk.akce.edit(one, notice="x"),
    "together": lambda desk, one: desk.akce.together([desk.akce.edit(one, notice="x")]),
    "create": lambda desk, one: desk.akce.create("contact", record_id=one, kind="web", value="x.example"),
}
READING: dict[str, Make] = {
    "find_on_firmy": lambda desk, one: desk.akce.find_on_firmy(one),
    "google": lambda desk, one: desk.akce.google(one),
    "export": lambda desk, one: desk.akce.export(one, format="csv"),
    "security": lambda desk, one: desk.akce.security(one),
    "refresh": lambda desk, one: desk.akce.refresh(one),
}


@pytest.mark.parametrize("name", [*sorted(set(WRITING) - {"create"}), *READING])
def test_an_invisible_record_is_answered_like_an_absent_one(unchanged: Desks, ids: Ids, name: str) -> None:
    petr = unchanged("petr")
    told = [({**WRITING, **READING}[name])(petr, number).available() for number in (ids.secret, 987_654)]
    assert [isinstance(one.obstacle, NotFoundError) for one in told] == [True, True]
    assert told[0].reason.replace(str(ids.secret), "N") == told[1].reason.replace("987654", "N")


@pytest.mark.parametrize("name", sorted(set(WRITING) - {"unlock", "lock", "restore", "release"}))
def test_a_lock_of_somebody_else_is_the_reason_and_nobody_gets_past_it(
    world: World, unchanged: Desks, ids: Ids, name: str
) -> None:
    desk = world.open() if name == "copy_from_registry" else unchanged("ana")
    if name == "copy_from_registry":
        Desk(desk.store.path, "petr", register=desk.register).akce.edit(ids.held, ico=MOVED).run()
    action = WRITING[name](desk, ids.held)
    assert isinstance(action.available().obstacle, LockedError)
    before = digest(desk)
    with pytest.raises(LockedError):
        action.run()
    assert digest(desk) == before


@pytest.mark.parametrize("name", sorted(set(WRITING) - {"lock", "unlock"}))
def test_a_user_who_may_only_read_is_refused_and_told_which_right_is_lacking(
    unchanged: Desks, ids: Ids, name: str
) -> None:
    reader = unchanged("cyril")
    assert len(reader.clients)
    action = WRITING[name](reader, ids.plain)
    assert isinstance(action.available().obstacle, PermissionRefusedError)
    before = digest(reader)
    with pytest.raises(PermissionRefusedError):
        action.run()
    assert digest(reader) == before


@pytest.mark.parametrize("name", sorted(WRITING))
def test_a_preview_changes_nothing_and_names_what_the_run_then_does(desk: Desk, ids: Ids, name: str) -> None:
    if name == "restore":
        desk.akce.invalidate(ids.moved).run()
    if name == "unlock":
        desk.akce.lock(ids.moved).run()
    if name == "release":
        desk.akce.create("activity", record_id=ids.moved, body="x").run()
    action = WRITING[name](desk, ids.moved)
    before = digest(desk)
    preview = action.preview()
    assert action.available() or name == "delete"
    assert digest(desk) == before
    result = action.run()
    if name not in ("copy_from_registry", "delete"):
        timeless = ~preview["field"].isin(["locked_at", "decided_at"])
        done = changed(desk, result)
        shown = ["entity", "id", "operation", "field", "before", "after"]
        pd.testing.assert_frame_equal(
            preview[timeless][shown].reset_index(drop=True),
            done[~done["field"].isin(["locked_at", "decided_at"])][shown].reset_index(drop=True),
        )


LASTING = [
    "copy_from_registry",
    "edit",
    "create",
    "not_duplicate",
    "lock",
    "unlock",
    "release",
    "restore",
    "invalidate",
]


ELSEWHERE = ("delete", "merge")
"""Whose code is run on another copy in the tests of these actions, too."""


@pytest.mark.parametrize(
    "names",
    [
        LASTING,
        *(
            pytest.param([one], marks=[pytest.mark.slow] if one in ELSEWHERE else [])
            for one in sorted(set(WRITING) - set(LASTING))
        ),
    ],
    ids=str,
)
def test_the_code_of_each_action_does_the_same_on_another_copy(
    world: World, ids: Ids, names: list[str], subtests: pytest.Subtests
) -> None:
    one, other = world.open(), world.open()
    for desk in (one, other):
        desk.akce.invalidate(ids.moved).run()
    for name in names:
        with subtests.test(name=name):
            action = WRITING[name](one, ids.moved)
            action.run()
            assert "\n" not in action.code()
            exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
            assert tables(one) == tables(other)


@pytest.fixture(scope="module")
def crowd(the_world: World) -> tuple[Desk, list[int]]:
    """A desk with a thousand clients more, and these; tests only ask of them what can be done."""
    desk = Desk(the_world.copy(), "ana", register=SnapshotRegister(the_world.register))

    def fill(cs: ChangeSet) -> list[int]:
        new = cs.new_ids(1000)
        cs.insert("client", [{"id": one, "name": f"Klient {one}", "owner": "petr"} for one in new])
        return list(new)

    return desk, desk.store.write(Intent("fill"), fill).result


@pytest.mark.parametrize("name", ["invalidate", "lock", "delete", "copy_from_registry", "edit", "export"])
def test_availability_of_many_records_names_the_one_that_stands_against_it(
    crowd: tuple[Desk, list[int]], ids: Ids, name: str
) -> None:
    desk, many = crowd
    all_actions = {**WRITING, **READING}
    assert all_actions[name](desk, many).available()
    if name not in {"export", "copy_from_registry"}:  # one reads only, the other suggests nothing there
        assert isinstance(all_actions[name](desk, [*many, ids.held]).available().obstacle, LockedError)
    assert isinstance(all_actions[name](desk, [*many, 987_654]).available().obstacle, NotFoundError)


@pytest.mark.parametrize("name", ["find_on_firmy", "google", "security"])
def test_an_action_for_one_says_so_to_many(unchanged: Desks, ids: Ids, name: str) -> None:
    assert (
        "vždy s jedním záznamem" in READING[name](unchanged("ana"), [ids.alfa, ids.gama]).available().reason
    )


@pytest.mark.parametrize(
    "name", sorted(set({**WRITING, **READING}) - {"merge", "not_duplicate", "decide", "create"})
)
def test_nothing_chosen_is_a_reason_too(unchanged: Desks, name: str) -> None:
    assert isinstance(({**WRITING, **READING})[name](unchanged("ana"), []).available().obstacle, InputError)


@pytest.mark.parametrize(
    "junk", ["x", "1-", [None], [1.5], True, [True], object(), "-1", "²", "1-2-3", "10-1"]
)
def test_what_is_no_id_is_refused_in_words(unchanged: Desks, junk: object) -> None:
    with pytest.raises(ValueRejectedError):
        unchanged("ana").akce.invalidate(junk)


def test_ids_may_come_from_anywhere(unchanged: Desks, ids: Ids) -> None:
    desk = unchanged("ana")
    frame = desk.clients.df().reset_index()
    for given in (ids.plain, str(ids.plain), [ids.plain], frame[frame["id"] == ids.plain]["id"], desk.client(ids.plain),
                  [desk.client(ids.plain)], desk.clients.search("prostá"), {ids.plain}):  # fmt: skip
        assert desk.akce.invalidate(given).ids == [ids.plain]


def test_reprs_show_counts_and_never_names(desk: Desk, ids: Ids) -> None:
    names = {str(one) for one in desk.clients.df(invalid=True)["name"]} | {"Smyšlený", "alfa.example"}
    shown = [desk, desk.clients, desk.clients.search("a"), desk.client(ids.twin), desk.client(ids.twin).record, desk.akce,
             desk.akce.security(ids.twin).run(), desk.akce.refresh([ids.twin]).run(), desk.akce.google(ids.delta).run(),
             desk.akce.export([ids.delta], format="vcf").run(), desk.as_of("2030-01-01")]  # fmt: skip
    for name in (*WRITING, *READING):
        action = ({**WRITING, **READING})[name](desk, ids.moved)
        shown += [action, action.available()]
    shown.append(desk.akce.edit(ids.delta, notice="Smyšlený").run())
    for one in shown:
        assert not any(name in repr(one) for name in names), type(one)
    assert re.search(r"\d", repr(desk.clients))


def test_the_menu_has_nine_entries_in_order_in_both_languages() -> None:
    assert [one.label.cs for one in catalogue.MENU] == [
        "Kopírovat údaje z rejstříku", "Vyhledat ve firmy.cz", "Vygooglit", "Export (PDF, VCF)",
        "Bezpečnost (+ Zamknout / Odemknout)", "Sloučit s jiným klientem", "Aktualizovat záznam",
        "Zneplatnit / Zplatnit", "Smazat",
    ]  # fmt: skip
    assert [one.label.en for one in catalogue.MENU] == [
        "Copy from the business register", "Search on firmy.cz", "Google it", "Export (PDF, VCF)",
        "Security (+ Lock / Unlock)", "Merge with another client", "Refresh the record", "Invalidate / Restore",
        "Delete",
    ]  # fmt: skip


class Greet(Action):
    """An action of a third party."""

    name: ClassVar[str] = "greet"
    label: ClassVar[Label] = Label("Pozdravit", "Greet")

    def preview(self) -> pd.DataFrame:
        return pd.DataFrame({"id": self.ids})

    def run(self) -> Result:
        return Result(self.name, None, detail=[one["name"] for one in self.records()])


class Imposter(Greet):
    """It would take the place of ours."""

    name: ClassVar[str] = "delete"


def with_entry_points(monkeypatch: pytest.MonkeyPatch, **targets: str) -> None:
    found = [EntryPoint(name, target, catalogue.ENTRY_POINTS) for name, target in targets.items()]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: [one for one in found if one.group == group])


def test_an_action_of_a_third_party_appears_in_the_menu(
    desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "Greet", Greet, raising=False)
    with_entry_points(monkeypatch, greet="workbench.akce.catalogue:Greet")
    assert [one.label.cs for one in desk.akce.menu()][-1] == "Pozdravit"
    assert len(desk.akce.menu()) == 10
    assert desk.akce.greet(ids.plain).run().detail == ["Prostá s.r.o."]
    assert "greet" in dir(desk.akce)
    assert "greet" in list(desk.akce)
    assert desk.akce.greet(ids.plain).code() == f"desk.akce.greet({ids.plain}).run()"


def test_a_third_party_neither_replaces_an_action_nor_breaks_the_menu(
    desk: Desk, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "Imposter", Imposter, raising=False)
    with_entry_points(
        monkeypatch,
        delete="workbench.akce.catalogue:Imposter",
        broken="no.such.module:Nothing",
        odd="builtins:str",
    )
    with pytest.warns(RuntimeWarning):
        assert len(desk.akce.menu()) == 9
    assert not isinstance(desk.akce.delete(ids.plain), Imposter)


def test_a_misspelt_action_is_refused_with_the_closest_one(unchanged: Desks) -> None:
    desk = unchanged("ana")
    with pytest.raises(UnknownNameError, match="invalidate"):
        desk.akce.invaldate  # noqa: B018 - looking is what fails
    assert not hasattr(desk.akce, "nothing_like_it")
