"""Three-way comparison with a register: what is offered, what is ticked beforehand, what is warned of."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.model.comparison import (
    FAR_NAME,
    Difference,
    as_text,
    compare,
    name_similarity,
    seat_text,
    warnings,
)
from workbench.model.subject import Seat, Subject

SEAT = Seat(
    "Smyšlená", "12", "cp", "3", "a", "Veveří", "Brno", None, "60200", "Jihomoravský kraj", "CZ", "190000001"
)
SUBJECT = Subject(
    ico="90000006", name="Vymyšlená s.r.o.", source="ČSÚ, RES 2026-11-15", legal_form="112", dic="CZ90000006",
    founded_on=date(2004, 5, 1), nace="47110", seat=SEAT,
)  # fmt: skip
SAME: dict[str, object] = {
    "ico": "90000006", "name": "Vymyšlená s.r.o.", "legal_form": "112", "dic": "CZ90000006",
    "founded_on": date(2004, 5, 1), "nace": "47110", "seat": SEAT,
}  # fmt: skip
TODAY = date(2026, 11, 23)


def difference(ours: dict[str, object], accepted: dict[str, str | None] | None = None) -> Difference:
    found = compare(ours, SUBJECT, accepted or {})
    assert len(found) == 1
    return found[0]


def test_equal_records_do_not_differ() -> None:
    assert compare(SAME, SUBJECT, {}) == ()


def test_an_empty_client_is_offered_everything_that_the_register_gives() -> None:
    found = compare({}, SUBJECT, {})
    assert [one.field for one in found] == ["name", "ico", "dic", "legal_form", "founded_on", "nace", "seat"]
    assert all(one.suggested and one.reason.code == "fill" for one in found)


@pytest.mark.parametrize(
    ("field", "value", "suggested", "code"),
    [
        ("name", "Jiná a.s.", True, "take"),
        ("name", "VYMYŠLENÁ  S.R.O.", True, "spelling"),
        ("name", "Vymyšlená, spol. s r. o.", True, "form_spelling"),
        ("legal_form", "121", True, "take"),
        ("dic", "CZ90000014", False, "differs"),
        ("nace", "62010", False, "differs"),
        ("founded_on", date(2004, 5, 2), False, "differs"),
        ("ico", "90000014", False, "other_subject"),
        ("seat", replace(SEAT, street="Jiná"), True, "take"),
        ("seat", replace(SEAT, region=None, place_code=None), True, "seat_details"),
        ("seat", Seat(country=None), True, "fill"),
    ],
)
def test_name_form_and_seat_are_taken_and_the_rest_is_left_to_the_user(
    field: str, value: object, suggested: bool, code: str
) -> None:
    found = difference({**SAME, field: value})
    assert (found.field, found.suggested, found.reason.code) == (field, suggested, code)


@pytest.mark.parametrize("field", ["name", "legal_form", "dic", "seat"])
@pytest.mark.parametrize("now", ["", "other"])
def test_what_a_person_changed_by_hand_since_the_last_copy_is_never_ticked(field: str, now: str) -> None:
    changed: object = None if not now else replace(SEAT, street="Ruční") if field == "seat" else "ručně"
    accepted: dict[str, str | None] = {field: as_text(SAME[field])}
    found = difference({**SAME, field: changed}, accepted)
    assert (found.suggested, found.reason.code, found.accepted) == (False, "by_hand", accepted[field])


def test_what_was_accepted_and_not_touched_since_is_renewed() -> None:
    accepted = {"name": "Stará s.r.o.", "seat": seat_text(replace(SEAT, house_number="1"))}
    ours = {**SAME, "name": "Stará s.r.o.", "seat": replace(SEAT, house_number="1")}
    assert [(one.field, one.suggested) for one in compare(ours, SUBJECT, accepted)] == [
        ("name", True),
        ("seat", True),
    ]


def test_the_silence_of_a_register_erases_nothing() -> None:
    silent = Subject(ico="90000006", name="", source="ČSÚ, RES")
    assert compare(SAME, silent, {"name": "Vymyšlená s.r.o."}) == ()


def test_a_gap_of_pandas_is_an_empty_field() -> None:
    assert difference({**SAME, "nace": float("nan")}).reason.code == "fill"


def test_contacts_and_notes_are_not_looked_at() -> None:
    assert compare({**SAME, "notice": "x", "phone": "y", "contact_address": "z"}, SUBJECT, {}) == ()


def test_more_detail_on_our_side_is_no_difference() -> None:
    assert compare({**SAME, "seat": replace(SEAT, district="Brno-střed")}, SUBJECT, {}) == ()


@given(st.dictionaries(st.sampled_from(sorted(SAME)), st.none() | st.text(max_size=5)), st.booleans())
def test_copying_all_suggestions_and_accepting_them_leaves_nothing_to_suggest(
    changes: dict[str, str | None], known: bool
) -> None:
    ours = {**SAME, **changes}
    accepted = {field: as_text(value) for field, value in ours.items()} if known else {}
    taken = {one.field: one.register for one in compare(ours, SUBJECT, accepted) if one.suggested}
    after = compare(
        {**ours, **taken}, SUBJECT, {**accepted, **{field: as_text(value) for field, value in taken.items()}}
    )
    assert not any(one.suggested for one in after)


@pytest.mark.parametrize(
    ("seat", "text"),
    [
        (SEAT, "Smyšlená 12/3a, Veveří, 602 00 Brno"),
        (
            Seat(house_number="35", house_number_kind="cp", part="Horní", city="Dolní", postcode="27704"),
            "Horní 35, 277 04 Dolní",
        ),
        (Seat(house_number="35", city="Dolní", postcode="27704"), "č.p. 35, 277 04 Dolní"),
        (Seat(house_number="9", house_number_kind="cev", city="Dolní", part="Dolní"), "č.ev. 9, Dolní"),
        (
            Seat(street="Hauptstraße", house_number="1", city="Wien", postcode="1010", country="AT"),
            "Hauptstraße 1, 1010 Wien, AT",
        ),
        (Seat(), ""),
    ],
)
def test_a_seat_is_one_line(seat: Seat, text: str) -> None:
    assert seat_text(seat) == text


def codes(subject: Subject, **more: object) -> list[str]:
    options: dict[str, object] = {"check_digit_ok": True, "others_with_ico": 0, "today": TODAY, **more}
    return [note.code for note in warnings({"name": "Vymyšlená"}, subject, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ceased_on": TODAY}, "ceased"),
        ({"ceased_on": date(2026, 12, 31)}, "will_cease"),
        ({"in_liquidation": True}, "in_liquidation"),
        ({"insolvent": True}, "insolvent"),
        ({"unreliable_vat_payer": True}, "unreliable_vat_payer"),
        ({"name": "Elektrárna Zcela Jiná a.s."}, "name_far"),
    ],
)
def test_what_is_wrong_with_a_subject_is_said(change: dict[str, object], code: str) -> None:
    assert codes(replace(SUBJECT, **change)) == [code]  # type: ignore[arg-type]


def test_a_sound_subject_raises_no_warning() -> None:
    assert codes(SUBJECT) == []
    assert codes(replace(SUBJECT, insolvent=None, unreliable_vat_payer=None, name="")) == []


def test_a_wrong_check_digit_and_a_shared_ico_are_said() -> None:
    assert codes(SUBJECT, check_digit_ok=False, others_with_ico=2) == ["check_digit", "ico_taken"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vymyšlená s.r.o.", "VYMYSLENA, spol. s r.o."),
        ("Novák Jan", "Jan Novák"),
        ("Ing. Jan Novák", "Jan Novák"),
        ("Vymyšlené stavby", "Vymyslene stavby Morava a.s."),
        ("Stavby Vimyšlené", "Vymyšlené stavby s.r.o."),
    ],
)
def test_rewordings_of_one_name_are_near(one: str, other: str) -> None:
    assert name_similarity(one, other) >= FAR_NAME


@pytest.mark.parametrize(("one", "other"), [("Pekárna Horní", "Autoservis Svoboda"), ("", "Firma"), ("", "")])
def test_different_names_are_far(one: str, other: str) -> None:
    assert name_similarity(one, other) < FAR_NAME


@given(st.text(max_size=20), st.text(max_size=20))
def test_similarity_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert 0 <= name_similarity(one, other) <= 1
    assert name_similarity(one, other) == name_similarity(other, one)
