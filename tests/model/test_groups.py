"""The groups of a form hold each field of the declaration once."""

from collections import Counter

from workbench.model.groups import CLIENT_GROUPS, OF_PERSONS, OWN_ACTIONS
from workbench.model.records import CLIENT


def test_each_field_of_a_client_stands_in_one_group_or_has_an_action_of_its_own() -> None:
    grouped = Counter(name for group in CLIENT_GROUPS for name in group.names)
    assert set(grouped) | OWN_ACTIONS == set(CLIENT.by_name)
    assert set(grouped.values()) == {1}
    assert not set(grouped) & OWN_ACTIONS


def test_a_group_gives_the_declarations_in_its_order() -> None:
    for group in CLIENT_GROUPS:
        assert [one.name for one in group.fields()] == list(group.names)
    assert set(CLIENT_GROUPS[0].names) >= OF_PERSONS
