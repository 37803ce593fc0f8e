"""Groups of duplicates as somebody gives them: a search, a table of its clusters, or lists of ids."""

from collections.abc import Sequence
from numbers import Real
from typing import Any, Final

from workbench.errors import InputError, RefusedError
from workbench.model.ids import as_ids, one_id

_CERTAIN: Final = "certain"
"""Where a search, and the table of its clusters, say what was measured."""


def named_entity(given: object, named: str | None) -> str:
    """The type of the records of the groups: that named, that which a search was for (or the table of its clusters says), else clients.

    Raises:
        InputError: a search was for another type than that named.
    """
    searched = getattr(getattr(given, "kind", None), "name", None) or _attrs(given).get("entity")
    if named and searched and named != searched:
        raise InputError("The search was for “{searched}”, not “{named}”.", searched=searched, named=named)
    return named or searched or "client"


def is_searched(given: Any) -> bool:
    """Whether a search found these groups: it is given itself, or a table that says how certain each is; else a person named them."""
    if hasattr(given, "columns"):
        return "certainty" in given.columns or _CERTAIN in _attrs(given)
    return hasattr(given, _CERTAIN)


def measured_of(given: Any) -> float | None:
    """The certainty from which on a search measured its groups to be right; ``None`` if it could not, or a table does not tell it any more."""
    if hasattr(given, "columns"):
        told = _attrs(given).get(_CERTAIN) if "certainty" in given.columns else None
    else:
        told = getattr(given, _CERTAIN, None)
    return float(told) if isinstance(told, int | float) else None


def _attrs(given: Any) -> dict[Any, Any]:
    """What a table of pandas says of itself as a whole; nothing else does."""
    return getattr(given, "attrs", {})


def groups_of(given: object, entity: str) -> list[list[int]]:
    """Groups of ids, from lists, a search, or a table with the column ``ids``.

    Raises:
        InputError: it is none of them, or a search for another record type.
    """
    named_entity(given, entity)
    return given_groups(given, None)[0]


def given_groups(given: Any, at_least: Any) -> tuple[list[list[int]], list[float], list[int]]:
    """Groups of ids, how certain each is (1 where a person named them), and the number of each.

    Raises:
        InputError: there are no such groups, or no such certainty.
    """
    if isinstance(at_least, str):
        at_least = _measured(given, at_least)
    number = isinstance(at_least, Real) and not isinstance(at_least, bool)
    if at_least is not None and not (number and 0 <= at_least <= 1):
        raise InputError(
            "at_least is a probability from 0 to 1, for instance 0.95 for 95 %, not {given}.", given=at_least
        )
    table = given.clusters() if hasattr(given, "clusters") else given
    if hasattr(table, "columns"):
        if "ids" not in table.columns:
            raise InputError(
                "A table of groups has a column “ids” with lists of ids; see desk.duplicates().clusters()."
            )
        rows = [as_ids(one) for one in table["ids"]]
        sure, numbers = _said_of(table, len(rows))
    elif isinstance(table, Sequence) and not isinstance(table, str):
        rows = [as_ids(group) for group in table]
        sure, numbers = [1.0] * len(rows), range(1, len(rows) + 1)
    else:
        raise InputError("Give groups of ids: [[1, 2], [7, 8, 9]].")
    kept = [one for one in zip(rows, sure, numbers, strict=True) if at_least is None or one[1] >= at_least]
    return [one[0] for one in kept], [one[1] for one in kept], [one[2] for one in kept]


def _said_of(table: Any, count: int) -> tuple[list[float], Sequence[int]]:
    """How certain each group of a table is, and its number; where the table does not say, 1 and its place.

    Raises:
        InputError: something else than numbers stands there.
    """
    try:
        sure = [float(one) for one in table["certainty"]] if "certainty" in table.columns else [1.0] * count
        numbers = (
            [int(one) for one in table["cluster"]] if "cluster" in table.columns else range(1, count + 1)
        )
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(
            "In a table of groups “certainty” is a probability from 0 to 1 and “cluster” a whole number in each row. Correct the table or leave these columns out."
        ) from error
    if not all(0 <= one <= 1 for one in sure):
        raise InputError(
            "In a table of groups “certainty” is a probability from 0 to 1 and “cluster” a whole number in each row. Correct the table or leave these columns out."
        )
    return sure, numbers


def planned(plan: Any, entity: str) -> dict[int, set[int]]:
    """The survivors of a plan against which nothing stands, and all records of their groups.

    Raises:
        InputError: it is no plan.
        RefusedError: something stands against one of its groups.
    """
    lacking = sorted({"survivor", "absorbed", "obstacle"} - set(getattr(plan, "columns", ())))
    if lacking:
        raise InputError(
            "This is no plan: it has no column {names}. Give rows of .preview().", names=", ".join(lacking)
        )
    survivors = [one_id(one) for one in plan["survivor"]] if plan.columns.is_unique else []
    if len(survivors) != len(plan):
        raise InputError(
            "This is no plan: it has no column {names}. Give rows of .preview().", names="survivor, obstacle"
        )
    blocked = [at for at, why in enumerate(plan["obstacle"]) if not (isinstance(why, str) and why == "")]
    if blocked:
        first = plan.iloc[blocked[0]]
        ids = sorted([survivors[blocked[0]], *as_ids(first["absorbed"])])
        told = {"count": len(blocked), "ids": ", ".join(map(str, ids)), "why": str(first["obstacle"])}
        if bool(first.get("alone", False)):
            raise RefusedError(
                "{count} groups cannot be merged, the first that of records {ids}: {why} Leave them out: .run(plan[plan['obstacle'] == '']). If these are one nevertheless, merge them alone and say why: desk.akce.merge(keep={keep}, absorb=[…]{more}, reason='…').",
                keep=survivors[blocked[0]], more="" if entity == "client" else f", entity={entity!r}", **told,
            )  # fmt: skip
        raise RefusedError(
            "{count} groups cannot be merged, the first that of records {ids}: {why} Leave them out: .run(plan[plan['obstacle'] == '']).",
            **told,
        )
    return {keep: {keep, *as_ids(gone)} for keep, gone in zip(survivors, plan["absorbed"], strict=True)}


def groups_planned(plan: Any, groups: Sequence[Sequence[int]], entity: str) -> list[int]:
    """The places of the groups that a plan names, each whole.

    Raises:
        InputError: it is no plan, names none of these groups, others beside them, or one of them otherwise than it is.
        RefusedError: something stands against one of its groups.
    """
    wanted = planned(plan, entity)
    chosen = [at for at, group in enumerate(groups) if not wanted.keys().isdisjoint(group)]
    if not chosen:
        raise InputError("The plan names none of these groups. Give rows of .preview(), one or more.")
    for at in chosen:
        keep = next(one for one in groups[at] if one in wanted)
        if wanted[keep] != set(groups[at]):
            raise InputError(
                "The row of record {id} names other records than its group. A row is merged whole or left out; for another group make another plan: desk.akce.merge_clusters([[…]]).preview().",
                id=keep,
            )
    if others := wanted.keys() - {one for at in chosen for one in groups[at]}:
        raise InputError(
            "Rows of the plan that are none of these groups: {count}, the first that of record {id}. Run each plan with the merge that made it.",
            count=len(others), id=next(one for one in wanted if one in others),
        )  # fmt: skip
    return chosen


def _measured(given: Any, word: str) -> float:
    """The certainty that a search measured.

    Raises:
        InputError: another word, or no search.
        RefusedError: too little could be measured.
    """
    if word != _CERTAIN or not is_searched(given):
        raise InputError(
            "at_least is a number, or “certain” with a search: merge_clusters(desk.duplicates(), at_least='certain')."
        )
    if (measured := measured_of(given)) is None:
        raise RefusedError(
            "Too few pairs have identifiers to measure from which certainty on merging is safe. Look at the groups and name a number yourself."
        )
    return measured
