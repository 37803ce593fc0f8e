"""Several edits as one change set: all of them or none, undone at once, and said in one line of Python."""

import pytest
from akce_world import Ids, changed, digest, make

from workbench.desk import Desk
from workbench.errors import InputError, StaleVersionError, ValueRejectedError


def contact(desk: Desk, client: int) -> int:
    return make(desk, "contact", record_id=client, kind="phone", value="601 000 009")


def test_edits_of_a_client_and_what_hangs_on_it_are_one_change_set(desk: Desk, ids: Ids) -> None:
    phone = contact(desk, ids.plain)
    before = digest(desk)
    akce = desk.akce
    result = akce.together(
        [
            akce.edit(ids.plain, notice="volat ráno"),
            akce.remove("contact", phone),
            akce.create("contact", record_id=ids.plain, kind="email", value="info@prosta.example"),
        ],
        note="po telefonu",
    ).run()
    assert set(changed(desk, result)["entity"]) == {"client", "contact"}
    assert desk.client(ids.plain).notice == "volat ráno"
    assert [one["value"] for one in desk.client(ids.plain).contacts] == ["info@prosta.example"]
    desk.undo(result)
    assert desk.client(ids.plain).notice is None
    assert [one.id for one in desk.client(ids.plain).contacts] == [phone]
    assert digest(desk) != before  # the journal remembers both


def test_one_step_that_is_refused_keeps_all_others_out(desk: Desk, ids: Ids) -> None:
    before = digest(desk)
    akce = desk.akce
    with pytest.raises(StaleVersionError):
        akce.together(
            [akce.edit(ids.plain, notice="x"), akce.edit(ids.gama, notice="y", expected_version=99)]
        ).run()
    assert digest(desk) == before


def test_a_removal_of_a_newer_version_is_refused(desk: Desk, ids: Ids) -> None:
    phone = contact(desk, ids.plain)
    desk.akce.edit(phone, entity="contact", label="domů").run()
    with pytest.raises(StaleVersionError):
        desk.akce.remove("contact", phone, expected_version=1).run()
    desk.akce.remove("contact", phone, expected_version=2).run()
    assert not desk.client(ids.plain).contacts


def test_its_line_of_python_does_the_same_again(desk: Desk, ids: Ids) -> None:
    akce = desk.akce
    code = akce.together(
        [
            akce.edit(ids.plain, name="Přejmenovaná s.r.o."),
            akce.create("address", record_id=ids.plain, city="Brno"),
        ]
    ).code()
    assert code.startswith(f"desk.akce.together([desk.akce.edit({ids.plain}, name=")
    eval(code, {"desk": desk})  # noqa: S307 - our own line
    assert desk.client(ids.plain).name == "Přejmenovaná s.r.o."
    assert desk.client(ids.plain).addresses[0]["city"] == "Brno"
    assert code in desk.script()


def test_nothing_and_what_is_no_edit_are_refused(desk: Desk, ids: Ids) -> None:
    with pytest.raises(InputError):
        desk.akce.together([]).run()
    assert isinstance(desk.akce.together([desk.akce.delete(ids.plain)]).available().obstacle, InputError)


def test_a_value_that_does_not_fit_is_refused_before_anything_is_written(desk: Desk, ids: Ids) -> None:
    phone = contact(desk, ids.plain)
    before = digest(desk)
    with pytest.raises(ValueRejectedError):
        desk.akce.together(
            [desk.akce.edit(ids.plain, notice="x"), desk.akce.edit(phone, entity="contact", value="nic")]
        ).run()
    assert digest(desk) == before
