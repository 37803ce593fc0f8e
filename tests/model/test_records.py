"""The one declaration of record types and their fields."""

import pytest

from workbench.errors import UnknownNameError
from workbench.model.fields import Kind
from workbench.model.records import CLIENT, MAIN_TYPES, RECORD_TYPES, record_type, references_to

FIELDS = [(kind, field) for kind in RECORD_TYPES.values() for field in kind]


def test_there_are_the_seven_record_types_of_the_crm() -> None:
    assert [one.label.cs for one in MAIN_TYPES] == [
        "Klient", "Kontaktní osoba", "Lead", "Obchodní případ", "Nabídka", "Objednávka", "Projekt",
    ]  # fmt: skip


def test_names_of_fields_are_unique_in_their_type_and_usable_as_keywords() -> None:
    for kind in RECORD_TYPES.values():
        names = [one.name for one in kind]
        assert len(names) == len(set(names))
        assert all(name.isidentifier() and name not in ("id", "entity", "expected_version") for name in names)


def test_every_field_is_named_in_both_languages() -> None:
    assert all(field.label.cs and field.label.en for _, field in FIELDS)


def test_choices_belong_to_choice_fields_and_their_default_is_one_of_them() -> None:
    for _, field in FIELDS:
        assert bool(field.choices) == (field.kind is Kind.CHOICE)
        if field.choices and field.default is not None:
            assert field.default in {one.value for one in field.choices}


def test_references_point_at_declared_types() -> None:
    for _, field in FIELDS:
        assert (field.kind is Kind.REFERENCE) == (field.to is not None)
        assert field.to in {None, "*", *RECORD_TYPES}


def test_everything_that_may_point_at_a_client_is_known() -> None:
    assert {(kind.name, field.name) for kind, field in references_to("client")} >= {
        ("deal", "client_id"), ("relation", "other_id"), ("address", "record_id"), ("redirect", "new_id"),
    }  # fmt: skip


def test_an_unknown_type_or_field_is_refused_with_a_hint() -> None:
    with pytest.raises(UnknownNameError, match="client"):
        record_type("klient")
    with pytest.raises(UnknownNameError, match="notice"):
        CLIENT.field("notise")
