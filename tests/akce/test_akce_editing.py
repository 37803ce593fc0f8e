"""Create, edit and remove: the ground under forms."""

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from akce_world import ALFA, Ids, World, digest, make, tables
from effort import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from workbench.desk import Desk
from workbench.errors import InputError, NotFoundError, UnknownNameError, ValueRejectedError, WorkbenchError
from workbench.model.records import CLIENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.akce.base import Writing


def test_values_are_stored_normalised(desk: Desk, ids: Ids) -> None:
    spaced = f"{ALFA[:4]} {ALFA[4:]}"
    desk.akce.edit(ids.plain, ico=spaced, birthday="1. 2. 1990", tags="b, a", turnover="1 234,5").run()
    record = desk.client(ids.plain).record
    assert (record["ico"], record["birthday"], record["tags"], str(record["turnover"])) == (
        ALFA, date(1990, 2, 1), ("a", "b"), "1234.50",
    )  # fmt: skip


def test_a_contact_is_created_on_a_record_by_its_id_alone(desk: Desk, ids: Ids) -> None:
    new = desk.akce.create("contact", record_id=ids.plain, kind="phone", value="601 000 009").run().detail
    contact = desk.client(ids.plain).contacts[0]
    assert (contact.id, contact["value"], contact["record_type"]) == (new, "+420601000009", "client")
    on_person = (
        desk.akce.create("contact", record_id=ids.person, kind="email", value="eva@alfa.example").run().detail
    )
    assert desk.store.record("contact", on_person)["record_type"] == "person"


def test_an_edited_contact_is_normalised_by_the_kind_it_has(desk: Desk, ids: Ids) -> None:
    phone = make(desk, "contact", record_id=ids.plain, kind="phone", value="601 000 009")
    mail = make(desk, "contact", record_id=ids.plain, kind="email", value="a@alfa.example")
    desk.akce.edit(phone, entity="contact", value="602 000 009").run()
    assert desk.store.record("contact", phone)["value"] == "+420602000009"
    with pytest.raises(ValueRejectedError):
        desk.akce.edit(phone, entity="contact", value="není telefon").run()
    with pytest.raises(ValueRejectedError):
        desk.akce.edit(phone, entity="contact", kind="email").run()
    with pytest.raises(WorkbenchError):
        desk.akce.edit([phone, mail], entity="contact", value="601 000 009").run()


def test_the_first_address_is_the_primary_one_and_a_new_primary_takes_over(desk: Desk, ids: Ids) -> None:
    first = make(desk, "address", record_id=ids.plain, kind="contact", city="Brno")
    second = make(desk, "address", record_id=ids.plain, kind="billing", city="Praha")
    assert [one.id for one in desk.client(ids.plain).addresses if one["is_primary"]] == [first]
    desk.akce.edit(second, entity="address", is_primary=True).run()
    assert [one.id for one in desk.client(ids.plain).addresses if one["is_primary"]] == [second]
    desk.akce.remove("address", second).run()
    assert [one.id for one in desk.client(ids.plain).addresses if one["is_primary"]] == [first]


@pytest.mark.parametrize(
    "values",
    [{"valid": False}, {"locked_by": "ana"}, {"lock_reason": "x"}, {"invalid_note": "x"}, {"name": None}, {"name": "  "},
     {"origin_lead_id": 987_654}, {}],
)  # fmt: skip
def test_fields_with_actions_of_their_own_and_empty_names_are_refused(
    desk: Desk, ids: Ids, values: dict[str, Any]
) -> None:
    before = digest(desk)
    action = desk.akce.edit(ids.plain, **values)
    assert not action.available()
    with pytest.raises((InputError, NotFoundError)):
        action.run()
    assert digest(desk) == before


@pytest.mark.parametrize(
    ("entity", "values"),
    [
        ("redirect", {"old_id": 1, "new_id": 2}),
        ("decision", {"record_id": 1, "other_id": 2}),
        ("provenance", {"record_id": 1, "field": "name", "source": "RES"}),
    ],
)
def test_what_actions_keep_for_themselves_cannot_be_made_by_hand(
    desk: Desk, entity: str, values: dict[str, Any]
) -> None:
    with pytest.raises(InputError, match=r"desk\.akce"):
        desk.akce.create(entity, **values).run()


def test_a_redirect_cannot_be_removed_by_hand(desk: Desk, ids: Ids) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=ids.twin).run()
    redirect = desk.client(ids.alfa).all("redirect")[0].id
    with pytest.raises(InputError):
        desk.akce.remove("redirect", redirect).run()
    with pytest.raises(InputError):
        desk.akce.remove("client", ids.plain).run()
    with pytest.raises(InputError):
        desk.akce.remove("deal", ids.deal).run()


def test_an_unknown_field_or_type_is_refused_with_the_closest_spelling(desk: Desk, ids: Ids) -> None:
    with pytest.raises(UnknownNameError, match="notice"):
        desk.akce.edit(ids.plain, notise="x")
    with pytest.raises(UnknownNameError, match="contact"):
        desk.akce.create("kontact", kind="phone")
    with pytest.raises(UnknownNameError, match="address"):
        desk.akce.edit(ids.plain, entity="adress", city="Brno")


def test_nothing_hangs_on_what_is_not_there_or_not_seen(world: World, ids: Ids) -> None:
    petr = world.open("petr")
    told = []
    for number in (ids.secret, 987_654):
        with pytest.raises(NotFoundError) as refused:
            petr.akce.create("contact", record_id=number, kind="web", value="x.example").run()
        told.append(str(refused.value).replace(str(number), "N"))
    assert told[0] == told[1]


def test_an_edit_of_many_counts_those_that_really_changed(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.plain, category="x").run()
    result = desk.akce.edit([ids.plain, ids.gama], category="x").run()
    assert result.rows == 1
    assert result.text() == f"Sada změn {result.change_set}: 1 řádek."
    assert desk.akce.edit([ids.plain, ids.gama], category="x").run().text() == "Nebylo co měnit."


@pytest.mark.parametrize("what", ["create", "edit", "remove"])
def test_the_code_does_the_same_again(world: World, ids: Ids, what: str) -> None:
    one, other = world.open(), world.open()
    contact = one.client(ids.twin).contacts[0].id
    actions: dict[str, Callable[[], Writing]] = {
        "create": lambda: one.akce.create(
            "deal", name="'\"\n", client_id=ids.twin, amount="1,50", opened_on="1. 1. 2026", note="\\"
        ),
        "edit": lambda: one.akce.edit(
            [ids.deal, ids.secret_deal], entity="deal", amount=None, closed_on="2026-02-01", custom={"a": "'"}
        ),
        "remove": lambda: one.akce.remove("contact", contact, note="už ne"),
    }
    action = actions[what]()
    action.run()
    exec(action.code(), {"desk": other})  # noqa: S102 - that is the point
    assert tables(one) == tables(other)


@examples(5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([one.name for one in CLIENT]),
       value=st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.datetimes()
       | st.lists(st.text(max_size=4), max_size=2) | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2))  # fmt: skip
def test_any_value_for_any_field_is_stored_or_refused_in_words(
    desk: Desk, ids: Ids, name: str, value: Any
) -> None:
    try:
        action = desk.akce.edit(ids.plain, **{name: value})
        action.preview()
    except WorkbenchError as refused:
        str(refused).encode()
        return
    action.code().encode()
