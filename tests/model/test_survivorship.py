"""Which value survives a merge, and why: pure functions over records."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError, UnknownNameError
from workbench.model import whole_name
from workbench.model.fields import Merge
from workbench.model.merge_choices import check_choices, decide
from workbench.model.record import Record, RowInfo
from workbench.model.records import CLIENT
from workbench.model.rulings import KEPT, both
from workbench.model.survivorship import Suggestion, check_rules, suggest


def client(number: int, **values: Any) -> Record:
    at = datetime(2026, 1, number, tzinfo=UTC)
    return Record(
        CLIENT, number, {one.name: values.get(one.name) for one in CLIENT}, RowInfo(1, at, "a", at, "a")
    )


def decided(rule: str, *values: Any, field: str = "category", **more: Any) -> Suggestion:
    records = [client(number, **{field: value}, **more) for number, value in enumerate(values, start=1)]
    return next(
        one
        for one in suggest(CLIENT, records, {}, check_rules(CLIENT, {field: rule}))
        if one.field.name == field
    )


@pytest.mark.parametrize(
    ("rule", "values", "value", "source", "reason"),
    [
        ("fullest", ("a", "bbb", "cc"), "bbb", 2, "the longest"),
        ("newest", ("a", "b", "c"), "c", 3, "changed last"),
        ("newest", ("a", "b", None), "b", 2, "changed last"),
        ("survivor", ("a", "b"), "a", 1, "the surviving record's own"),
        ("survivor", (None, "b", "c"), "b", 2, "the surviving record has none; that of the next one"),
        ("register", ("a", "b"), "a", 1, "the surviving record's own"),
        ("earliest", ("b", "a"), "a", 2, "the earliest"),
        ("newest", ("a", "a"), "a", 1, "the same everywhere"),
        ("newest", (None, "a", "a"), "a", 2, "the only value"),
        ("fullest", ("aa", "bb", "c"), "aa", 1, "a tie, so the surviving record's own"),
        ("fullest", (None, "bb", "cc"), "bb", 2, "a tie, so the first"),
        ("fullest", ("a", "bb", "bb"), "bb", 2, "the longest"),
        ("frequent", ("a", "b"), "a", 1, "a tie, so the surviving record's own"),
        ("complete", ("a", "b"), "a", 1, "a tie, so the surviving record's own"),
        ("newest", ("a  b", "a b"), "a  b", 1, "the same everywhere"),
    ],
)
def test_a_rule_picks_the_value_and_says_why(
    rule: str, values: tuple[Any, ...], value: str, source: int, reason: str
) -> None:
    found = decided(rule, *values)
    assert (found.value, found.source, found.reason) == (value, source, reason)
    assert found.conflict == (reason not in ("the same everywhere", "the only value"))
    assert found.why() != reason  # it is said in Czech


def test_what_a_register_confirmed_goes_before_the_survivors_own() -> None:
    records = [client(1, name="Naše"), client(2, name="Z rejstříku")]
    assert suggest(CLIENT, records, {2: {"name"}})[0].value == "Z rejstříku"


@given(st.lists(st.sampled_from([True, False, None]), min_size=2, max_size=6))
def test_do_not_contact_from_any_side_wins(flags: list[bool | None]) -> None:
    records = [client(number, name="x", do_not_contact=flag) for number, flag in enumerate(flags, start=1)]
    found = {one.field.name: one.value for one in suggest(CLIENT, records, {})}
    assert bool(found.get("do_not_contact")) == any(flags)


def test_validity_and_locks_are_no_matter_of_a_merge() -> None:
    records = [client(1, name="a", valid=True), client(2, name="b", valid=False, locked_by="petr")]
    assert not KEPT & {one.field.name for one in suggest(CLIENT, records, {})}


def test_both_unites_without_saying_anything_twice() -> None:
    assert both(CLIENT.field("tags"), [("a", "b"), None, ("b", "c")]) == ("a", "b", "c")
    assert both(CLIENT.field("notice"), ["x", "", "y", "x"]) == "x\ny"
    assert both(CLIENT.field("custom"), [{"a": 1}, {"a": 2, "b": 3}]) == {"a": 1, "b": 3}


@pytest.mark.parametrize("name", ["tags", "notice", "custom", "category"])
def test_both_of_nothing_is_nothing(name: str) -> None:
    assert not both(CLIENT.field(name), [None, ""])


def test_rules_and_choices_are_checked_before_any_record_is_read() -> None:
    assert check_rules(CLIENT, {"category": "newest", "name": ["web"]}) == {
        "category": Merge.NEWEST,
        "name": ("web",),
    }
    with pytest.raises(UnknownNameError):
        check_rules(CLIENT, {"category": "best"})
    with pytest.raises(UnknownNameError):
        check_choices(CLIENT, {"katerogy": 1})
    with pytest.raises(InputError):
        check_choices(CLIENT, {"locked_by": 1})


def test_a_choice_of_both_for_a_list_nobody_filled_stays_empty() -> None:
    records = [client(1, name="a"), client(2, name="b")]
    found = {
        one.field.name: one for one in decide(CLIENT, records, suggest(CLIENT, records, {}), {"tags": "both"})
    }
    assert not found["tags"].value


NAMED = {"is_person": True, "name": "Marek Strnad", "first_name": "Marek", "last_name": "Strnad"}
TURNED = {"is_person": True, "name": "Strnad Marek", "first_name": "Strnad", "last_name": "Marek"}


def names(rules: dict[str, Any], *rows: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    records = [client(number, **row) for number, row in enumerate(rows, start=1)]
    found = suggest(CLIENT, records, {}, check_rules(CLIENT, rules))
    return {one.field.name: (one.value, one.reason) for one in found if "name" in one.field.name}


def test_all_names_of_a_person_come_from_one_record() -> None:
    own = "the surviving record's own"
    assert names({}, NAMED, TURNED) == {
        "name": ("Marek Strnad", own), "first_name": ("Marek", own), "last_name": ("Strnad", own),
    }  # fmt: skip
    for rule in ({"name": "newest"}, {"first_name": "newest"}, {"last_name": "newest"}):
        assert {name: value for name, (value, _) in names(rule, NAMED, TURNED).items()} == {
            name: TURNED[name] for name in ("name", "first_name", "last_name")
        }
    half = {**TURNED, "first_name": None, "last_name": "Strnad Marek"}
    whole = "from the record whose name is whole"
    assert set(names({}, half, NAMED).values()) >= {("Marek Strnad", whole), ("Strnad", whole)}


def test_a_salutation_greets_the_name_that_survives() -> None:
    def greeting(*rows: dict[str, Any]) -> tuple[Any, bool, bool]:
        records = [client(number, **row) for number, row in enumerate(rows, start=1)]
        found = next(one for one in suggest(CLIENT, records, {}) if one.field.name == whole_name.GREETING)
        return found.value, found.conflict, found.governing is not None

    petr = {"is_person": True, "name": "Petr Novák", "first_name": "Petr", "last_name": "Novák"}
    petra = {"is_person": True, "name": "Petra Nováková", "first_name": "Petra", "last_name": "Nováková"}
    sir, madam = {**petr, "salutation": "Vážený pane"}, {**petra, "salutation": "Vážená paní Nováková"}
    assert greeting(sir, madam) == ("Vážený pane", True, True), "the longer one greets another name"
    assert greeting(petr, madam) == (None, True, True)
    turned = {**sir, "name": "Novák Petr", "first_name": "Novák", "last_name": "Petr"}
    assert greeting(petr, turned, petra) == ("Vážený pane", False, False), "it is the same name"
    for same in (
        {"first_name": "PETR", "last_name": "NOVAK"}, {"first_name": None, "last_name": "Novák"}, {"first_name": None, "last_name": None},
    ):  # fmt: skip
        assert greeting(petr, {**sir, **same})[0] == "Vážený pane", same


def test_a_company_keeps_its_name_whoever_speaks_for_it() -> None:
    firm = {"is_person": False, "name": "Strnad s.r.o.", "first_name": None, "last_name": "Strnad"}
    assert names({}, firm, NAMED)["name"][0] == "Strnad s.r.o."
    assert names({}, firm, NAMED)["first_name"][0] == "Marek"


def test_both_parts_of_a_name_have_one_rule() -> None:
    assert check_rules(CLIENT, {"first_name": "newest"}) == dict.fromkeys(
        ("first_name", "last_name"), Merge.NEWEST
    )
    with pytest.raises(InputError, match="stejné pravidlo"):
        check_rules(CLIENT, {"first_name": "newest", "last_name": "frequent"})


@pytest.mark.parametrize("rule", ["register", "newest", "survivor", "fullest"])
@pytest.mark.parametrize(
    ("field", "wrong", "right"), [("ico", "93660395", "93660391"), ("dic", "CZ93660395", "CZ93660391")]
)
def test_a_number_that_fails_its_check_digit_never_beats_one_that_passes(
    rule: str, field: str, wrong: str, right: str
) -> None:
    for values in ((wrong, right), (right, wrong)):
        found = decided(rule, *values, field=field, name="a")
        assert (found.value, found.reason) == (right, "the only one whose check digit is right")
    records = [client(1, name="a", **{field: right}), client(2, name="a", **{field: wrong})]
    known = {one.field.name: one for one in suggest(CLIENT, records, {2: {field}})}
    assert (known[field].value, known[field].why()) == (wrong, "potvrzeno rejstříkem"), "real ones exist"


def test_of_several_right_numbers_beside_the_survivors_wrong_one_it_is_said_which_is_taken() -> None:
    found = decided("survivor", "12345678", "27074358", "45274649", field="ico")
    assert (found.value, found.reason) == ("27074358", "the first whose check digit is right")
