"""Groups of a bulk merge about which a person decides otherwise than the rules: who survives, and which values."""

from pathlib import Path
from typing import Any

import pytest

from workbench.desk import Desk
from workbench.errors import InputError, PermissionRefusedError, UnknownNameError


def firms(desk: Desk, *rows: dict[str, Any]) -> list[int]:
    return [int(desk.akce.create("client", **{"name": "Lípa s.r.o.", **row}).run().detail) for row in rows]


def test_a_person_decides_about_one_group_and_the_rules_about_the_others(desk: Desk, tmp_path: Path) -> None:
    a, b = firms(
        desk,
        {"category": "výroba", "notice": "x", "rating": "A"},
        {"name": "Lípa a syn", "category": "obchod"},
    )
    c, d = firms(desk, {"category": "jedna", "notice": "y"}, {"category": "dvě"})
    given = [[a, b], [c, d]]
    action = desk.akce.merge_clusters(
        given, keep=[b], choose={a: {"category": {"value": "služby"}, "name": a, "notice": "both"}}
    )
    plan = action.preview()
    assert plan["survivor"].tolist() == [b, c]
    assert {"category", "name", "notice", "rating"} <= set(plan["fields"][0])
    desk.store.backup(tmp_path / "again.duckdb")
    action.run(plan[plan["survivor"] == b])
    one = desk.client(b).record
    assert (one["category"], one["name"], one["notice"], one["rating"]) == ("služby", "Lípa s.r.o.", "x", "A")
    assert desk.record(a).id == b
    assert desk.client(d).record["category"] == "dvě", "a row that was not chosen is not merged"
    line = action.code()
    assert (
        line
        == f"desk.akce.merge_clusters([[{a}, {b}]], keep=[{b}], choose={{{a}: {{'category': {{'value': 'služby'}}, 'name': {a}, 'notice': 'both'}}}}).run()"
    )
    again = Desk(tmp_path / "again.duckdb", "ana")
    exec(line, {"desk": again})  # noqa: S102 - what a person would paste into a notebook
    assert again.client(b).record.values == one.values
    again.store.close()


def test_a_name_by_hand_is_not_greeted_by_that_of_another(desk: Desk) -> None:
    novak = {"first_name": "Petr", "last_name": "Novák", "salutation": "Vážený pane Nováku"}
    dvorak = {"first_name": "Karel", "last_name": "Dvořák"}
    other = {"first_name": 1, "last_name": 1}
    for greeting, choose, greeted in (
        (None, other, None), ("Vážený pane Dvořáku", other, "Vážený pane Dvořáku"), ("Ahoj", {**other, "salutation": 0}, "Vážený pane Nováku"),
    ):  # fmt: skip
        pair = firms(desk, novak, {**dvorak, "salutation": greeting})
        chosen = {field: pair[at] for field, at in choose.items()}
        desk.akce.merge_clusters([pair], keep=[pair[0]], choose={pair[0]: chosen}).run()
        one = desk.client(pair[0]).record
        assert (one["last_name"], one["salutation"]) == ("Dvořák", greeted)
        alone = firms(desk, novak, {**dvorak, "salutation": greeting})
        desk.akce.merge(*alone, choose={field: alone[at] for field, at in choose.items()}).run()
        assert desk.client(alone[0]).record["salutation"] == greeted, "nor is it in a merge of two"


def test_a_survivor_by_hand_is_of_a_group_and_one_of_it(desk: Desk) -> None:
    a, b, c = firms(desk, {}, {}, {})
    with pytest.raises(InputError, match=f"záznam {c} není v žádné"):
        desk.akce.merge_clusters([[a, b]], keep=[c])
    with pytest.raises(InputError, match=f"{a} a {b} jsou z jedné"):
        desk.akce.merge_clusters([[a, b]], keep=[a, b])
    with pytest.raises(UnknownNameError):
        desk.akce.merge_clusters([[a, b]], choose={a: {"nic": b}})
    with pytest.raises(InputError, match="choose="):
        desk.akce.merge_clusters([[a, b]], choose={a: b})  # type: ignore[dict-item]


@pytest.mark.parametrize("empty", ["", None, "\x00", "  "])
def test_a_required_field_that_is_emptied_by_hand_is_refused_by_the_plan_already(
    desk: Desk, empty: str | None
) -> None:
    pair = firms(desk, {}, {})
    for merge in (
        desk.akce.merge_clusters([pair], choose={pair[1]: {"name": {"value": empty}}}),
        desk.akce.merge(*pair, choose={"name": {"value": empty}}),
    ):
        with pytest.raises(InputError, match=rf"{pair[0]}: pole „Obchodní jméno“ nesmí být prázdné"):
            merge.preview()


def test_a_level_by_hand_that_hides_the_survivor_is_refused_by_the_plan_already(desk: Desk) -> None:
    pair = firms(desk, {}, {})
    desk.store.save_user("petr", "full", clearance=3)
    petr = Desk(desk.store.path, "petr")
    high, fine = ({"security_level": {"value": level}} for level in (9, 3))
    for run in (
        petr.akce.merge_clusters([pair], choose={pair[0]: high}).preview,
        petr.akce.merge(*pair, choose=high).preview,
    ):
        with pytest.raises(PermissionRefusedError, match=rf"{pair[0]}: záznam byste pak už neviděli"):
            run()
    assert petr.akce.merge_clusters([pair], choose={pair[0]: fine}).preview()["obstacle"].tolist() == [""]


def test_a_value_that_is_typed_needs_the_right_to_edit_and_one_of_a_record_does_not(desk: Desk) -> None:
    pair = firms(desk, {"category": "výroba"}, {"category": "obchod"})
    desk.store.save_user("noed", "full", edit=False)
    noed = Desk(desk.store.path, "noed")
    typed = {"category": {"value": "služby"}}
    for merge in (
        noed.akce.merge_clusters([pair], choose={pair[0]: typed}),
        noed.akce.merge(*pair, choose=typed),
    ):
        with pytest.raises(PermissionRefusedError, match="„edit“"):
            merge.run()
    noed.akce.merge_clusters([pair], choose={pair[0]: {"category": pair[1]}}).run()
    assert desk.client(pair[0]).record["category"] == "obchod"
