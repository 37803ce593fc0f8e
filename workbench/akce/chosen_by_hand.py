"""What a person chose of single groups among many that are merged: the survivor, and values of fields."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.errors import InputError, PermissionRefusedError
from workbench.model.fields import RecordType
from workbench.model.ids import one_id
from workbench.model.merge_choices import check_choices
from workbench.model.rights import User


def chosen_of(given: object) -> dict[int, dict[str, Any]] | None:
    """Choices as they were given: a record of a group -> field -> choice; ``None`` for none.

    Raises:
        InputError: they have another shape.
        ValueRejectedError: what stands for a record names none.
    """
    if not given:
        return None
    if not isinstance(given, Mapping) or not all(isinstance(one, Mapping) for one in given.values()):
        raise InputError(
            "Name a record of the group, and then fields of it: choose={{42: {{'name': 43}}}}, not {given}.",
            given=repr(given)[:60],
        )
    return {one_id(record): dict(choices) for record, choices in given.items()}


def check_by_hand(kind: RecordType, groups: Sequence[Sequence[int]], options: Mapping[str, Any]) -> None:
    """Refuse what was chosen of no group, or twice of one.

    Args:
        kind: the records' type.
        groups: the groups that are merged.
        options: what was chosen, as ``keep`` and ``choose``.

    Raises:
        InputError: a record that is in none of the groups, or two of one.
        UnknownNameError: no such field.
    """
    place = {one: at for at, group in enumerate(groups) for one in group}
    for name in ("keep", "choose"):
        named: dict[int, int] = {}
        for one in options.get(name, ()):
            if one not in place:
                raise InputError(
                    "{name}: record {id} is in none of the groups that are merged. Leave it out, or name its group.",
                    name=name, id=one,
                )  # fmt: skip
            if place[one] in named:
                raise InputError(
                    "{name}: records {id} and {other} are of one group. Name one of them.",
                    name=name, id=named[place[one]], other=one,
                )  # fmt: skip
            named[place[one]] = one
    for choices in options.get("choose", {}).values():
        check_choices(kind, choices)


def check_typed(user: User, choices: Iterable[Any]) -> None:
    """Refuse values that somebody typed who may not edit; values of one of the records are a matter of the merge.

    Args:
        user: who merges.
        choices: what was chosen of fields.

    Raises:
        PermissionRefusedError: the right to edit is lacking.
    """
    if not user.rights.edit and any(isinstance(one, Mapping) for one in choices):
        raise PermissionRefusedError(
            "User {user} may not do this (right “{right}”). An administrator can grant it.",
            user=user.name, right="edit",
        )  # fmt: skip


def part_of(options: Mapping[str, Any], ids: Sequence[int]) -> dict[str, Any]:
    """Options of a merge, less what was chosen of groups without these records."""
    among = set(ids)
    part = {
        **options,
        "keep": [one for one in options.get("keep", ()) if one in among],
        "choose": {one: choices for one, choices in options.get("choose", {}).items() if one in among},
    }
    return {name: value for name, value in part.items() if value or name not in ("keep", "choose")}
