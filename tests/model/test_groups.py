"""The groups of a form hold each field of the declaration once."""

from collections import Counter

import pytest

from workbench.model.groups import CLIENT_GROUPS, GROUPS, OF_PERSONS, OWN_ACTIONS
from workbench.model.records import record_type


@pytest.mark.parametrize("name", list(GROUPS))
def test_each_field_stands_in_one_group_or_has_an_action_of_its_own(name: str) -> None:
    grouped = Counter(one for group in GROUPS[name] for one in group.names)
    assert set(grouped) | OWN_ACTIONS == set(record_type(name).by_name)
    assert set(grouped.values()) == {1}
    assert not set(grouped) & OWN_ACTIONS


def test_a_group_gives_the_declarations_in_its_order() -> None:
    for group in CLIENT_GROUPS:
        assert [one.name for one in group.fields()] == list(group.names)
    assert set(CLIENT_GROUPS[0].names) >= OF_PERSONS
