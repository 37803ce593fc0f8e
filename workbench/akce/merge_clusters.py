"""6 Sloučit s jiným klientem, for many groups at once: a plan first, then all of it or a part (AKCE.md, section 6)."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from workbench.akce.base import Context, Result, spell_options
from workbench.akce.chosen_by_hand import check_by_hand, check_typed, chosen_of, part_of
from workbench.akce.given_groups import given_groups, groups_planned, is_searched, measured_of, named_entity
from workbench.akce.ruled import Ruled
from workbench.akce.typed import MainWriting
from workbench.errors import InputError, RefusedError
from workbench.locale import t
from workbench.model import survivorship
from workbench.model.fields import Label
from workbench.model.ids import as_ids
from workbench.model.merged import merged_type
from workbench.model.records import RECORD_TYPES
from workbench.store import clusters, hierarchy
from workbench.store.by_hand import ByHand
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent, Need
from workbench.store.since_planned import PLANNED

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.clusters import Survivor

_COLUMNS = [
    "cluster", "survivor", "name", "absorbed", "certainty", "certain", "conflicts", "fields", "moves", "obstacle", "alone",
]  # fmt: skip


class MergeClusters(MainWriting):
    """Make one client, or one contact person, of each group, all in one change set.

    Args:
        context: the desk.
        groups: lists of ids, which a person answers for; or a search for duplicates (``desk.duplicates()``), or a table of its
            clusters, all or some, with the columns ``ids`` and ``certainty``.
        at_least: only groups of at least this certainty; ``"certain"`` takes the one from which on the search was
            measured to be right in 999 of 1,000 cases.
        survivor: which record of a group survives: ``"fullest"`` (the most fields filled), ``"oldest"`` or ``"newest"``.
        rules: field -> another survivorship rule than that of the file, as in :class:`workbench.akce.merge.Merge`.
        keep: records that survive whatever ``survivor`` says of their groups, one a group.
        choose: a record of a group -> field -> the id whose value is taken, ``"both"`` or ``{"value": …}``, as in
            :class:`workbench.akce.merge.Merge`.
        entity: ``"client"`` or ``"person"``; by default what a search was for, else clients.
        note: why, for the journal.

    Attributes:
        ran: the line of Python of the last run; empty before one.
    """

    name: ClassVar[str] = "merge_clusters"
    label: ClassVar[Label] = Label("Sloučit skupiny duplicit", "Merge groups of duplicates")
    needs: ClassVar[Need] = "delete"

    def __init__(
        self, context: Context, groups: object, *, at_least: "float | Literal['certain'] | None" = None, survivor: "Survivor" = "fullest",
        rules: Mapping[str, Any] | None = None, keep: object = None, choose: Mapping[int, Mapping[str, Any]] | None = None,
        entity: str | None = None, note: str | None = None,
    ) -> None:  # fmt: skip
        self.groups, self.certainty, self.numbers = given_groups(groups, at_least)
        self._measured = measured_of(groups)
        least = self._least = float("inf") if self._measured is None else self._measured
        self._unseen = is_searched(groups) and not all(one >= least for one in self.certainty)
        super().__init__(
            context, [one for group in self.groups for one in group], entity=named_entity(groups, entity), survivor=None if survivor == "fullest" else survivor,
            rules=dict(rules) if rules and isinstance(rules, Mapping) else None,
            keep=list(as_ids(keep)) if keep is not None else None, choose=chosen_of(choose), note=note,
        )  # fmt: skip
        if survivor not in ("fullest", "oldest", "newest"):
            raise InputError(
                "The survivor is “fullest”, “oldest” or “newest”, not “{given}”.", given=survivor
            )
        self.survivor: Survivor = survivor
        self.kind = merged_type(self.kind.name)
        self.rules = Ruled(context, survivorship.check_rules(self.kind, rules or {}), self.kind)
        check_by_hand(self.kind, self.groups, self.options)
        self.ran = ""
        self.planned: int | None = None
        self.keeps: frozenset[int] | None = None

    def check(self) -> None:
        """Refuse what names no group, and values typed by somebody who may not edit.

        Raises:
            InputError: no group is left to merge.
            PermissionRefusedError: the right to edit is lacking.
        """
        if not self.groups:
            raise InputError("There is no group to merge: nothing was found, or nothing is that certain.")
        typed = [one for choices in self.options.get("choose", {}).values() for one in choices.values()]
        if typed:
            check_typed(self.context.store.user(), typed)
        super().check()

    def preview(self) -> "pd.DataFrame":
        """The plan, a row a group that is not merged yet; changes nothing.

        Returns:
            columns cluster (its number in the search, else its place), survivor, name, absorbed (a list of ids), certainty, certain
            (whether the search measured that what is so certain is right in 999 of 1,000 cases; never where it could measure
            nothing, however high the estimate: its ``notes()`` say why), conflicts (fields in which
            they differ), fields (names of those of the survivor that change), moves (records that move to it),
            obstacle (why the group cannot be merged as it is; empty if it can), alone (whether ``desk.akce.merge`` with a reason
            merges it all the same, as nothing but different valid IČO or dates of birth stand against it). How one group is decided field by field,
            and why: ``desk.akce.merge(keep=survivor, absorb=absorbed).preview()``.
        """
        self.check()
        merged = self._merged()
        if len(merged) == len(self.groups):
            raise RefusedError(
                "All these groups are merged already ({count}). Look for others: desk.duplicates(); desk.changes() shows the merge, desk.undo takes it back.",
                count=len(merged),
            )
        part = self._part([at for at in range(len(self.groups)) if at not in merged])
        rules = self.rules.look()
        frame = self.context.store.rehearse(
            part.intent(),
            lambda cs: clusters.plan(cs, part.groups, rules, self.survivor, self.kind, by_hand=part.by_hand),
            listed=False,
        ).result
        held = self.context.store.review.held(self.kind.name)
        apart = {one[:2]: one.verdict for one in held if one.verdict != "same"}
        frame["cluster"], frame["certainty"] = part.numbers, part.certainty
        frame["certain"] = [one >= self._least for one in part.certainty]
        rows = frame.to_dict("records")
        frame["obstacle"] = [_obstacle(row, apart) for row in rows]
        frame["alone"] = [
            why != "" and why == _different(row) for row, why in zip(rows, frame["obstacle"], strict=True)
        ]
        shown: pd.DataFrame = frame[_COLUMNS]
        return shown

    def run(self, plan: "pd.DataFrame | None" = None) -> Result:
        """Merge all groups, or those that a filtered plan still names; one change set.

        What a search found is merged without a plan only if all its groups are at least as certain as it measured to be right.

        Args:
            plan: rows of :meth:`preview`.

        Raises:
            InputError: this is no plan, or it names none of these groups.
            RefusedError: something stands against one of the groups, a record of it was changed since the plan was made, it was
                merged already, or they are a search's, no plan was given and not all are as certain as it measured to be right; nothing changed.
        """
        if plan is None and self._unseen:
            if self._measured is None:
                raise RefusedError(
                    "Nobody has looked at these groups, and from which certainty on they are right was not measured, or the table has lost it. Look at the plan and run that: plan = ….preview(), then ….run(plan)."
                )
            raise RefusedError(
                "Nobody has looked at these groups. Merge the certain ones with at_least='certain', or look at the plan and run that: .run(plan)."
            )
        plan = self.preview() if plan is None else plan
        chosen = groups_planned(plan, self.groups, self.kind.name)
        if merged := self._merged().intersection(chosen):
            raise RefusedError(
                "{count} of these groups are merged already, the first that of record {id}. A new plan names those that are left: .preview().",
                count=len(merged), id=self.groups[min(merged)][0],
            )  # fmt: skip
        part = self._part(chosen)
        known = plan.attrs.get(PLANNED)
        if not isinstance(known, int):
            raise InputError(
                "This table has lost when it was planned, and so whether it still holds. Take rows of .preview() by plan[…], without making a table anew."
            )
        part.planned, part.keeps = known, frozenset(map(int, plan["survivor"]))
        result = super(MergeClusters, part).run()
        self.ran = part.code()
        return result

    def _merged(self) -> set[int]:
        """The places of the groups of which one record is left."""
        now = self.context.store.follow(self.given)
        return {
            at for at, group in enumerate(self.groups) if len({now[one] for one in group}) == 1 < len(group)
        }

    def _part(self, places: Sequence[int]) -> "MergeClusters":
        """The same for some of the groups."""
        part = copy(self)
        part.groups = [self.groups[at] for at in places]
        part.certainty = [self.certainty[at] for at in places]
        part.numbers = [self.numbers[at] for at in places]
        part.given = [one for group in part.groups for one in group]
        part.options = part_of(self.options, part.given)
        part.ran = ""
        return part

    @property
    def holds_values(self) -> bool:
        """A typed value, unlike an id, is data."""
        chosen = self.options.get("choose", {}).values()
        return super().holds_values or any(
            isinstance(one, Mapping) for choices in chosen for one in choices.values()
        )

    @property
    def by_hand(self) -> ByHand:
        """What a person chose of single groups."""
        return ByHand(tuple(self.options.get("keep", ())), self.options.get("choose", {}))

    def intent(self) -> Intent:
        """What the journal is told."""
        options = {"groups": len(self.groups), **self.options, **self.rules.options()}
        return Intent(
            self.name,
            code=self.code(),
            options=options,
            note=self.options.get("note"),
            needs=self.needs,
            holds_values=self.holds_values,
        )

    def work(self, cs: ChangeSet) -> int:
        """Merge; the number of records that vanished is the detail."""
        return clusters.merge(
            cs,
            self.groups,
            self.rules.inside(cs),
            self.survivor,
            self.kind,
            by_hand=self.by_hand,
            planned=self.planned,
            keeps=self.keeps,
        )

    def code(self) -> str:
        """The line of Python that does the same again; after a run, what that run did."""
        if self.ran:
            return self.ran
        groups = ", ".join(f"[{', '.join(map(str, group))}]" for group in self.groups)
        return f"desk.akce.merge_clusters([{groups}]{spell_options(self.options)}).run()"


def _obstacle(row: Mapping[Any, Any], apart: Mapping[tuple[int, int], str]) -> str:
    """Why a group cannot be merged as it is, in the language in use."""
    ids = sorted([int(row["survivor"]), *row["absorbed"]])
    verdicts = (
        {apart.get((one, other)) for at, one in enumerate(ids) for other in ids[at + 1 :]} if apart else set()
    )
    if "different" in verdicts:
        return t("A person said that two of them are not one.")
    if why := _different(row) or _invalid(row) or _locked(row):
        return why
    if row["undeletable"]:
        return t("You may not delete record {id}.", id=row["undeletable"])
    if row["circular"]:
        return str(hierarchy.own_parent(int(row["survivor"])))
    if "unsure" in verdicts:
        return t("A person was not sure about two of them, or took their merge back.")
    return ""


def _different(row: Mapping[Any, Any]) -> str:
    """What tells the records of a group apart; whoever has a reason may merge it all the same."""
    if len(row["numbers"]) > 1:
        return t("They have different valid IČO ({numbers}).", numbers=", ".join(row["numbers"]))
    if row["birthdays"] > 1:
        return t("They have different dates of birth.")
    return ""


def _invalid(row: Mapping[Any, Any]) -> str:
    """That some of a group are invalid."""
    if row["invalid"]:
        return t("Record {id} is invalid, others are not. Restore it, or leave it out.", id=row["invalid"])
    return ""


def _locked(row: Mapping[Any, Any]) -> str:
    """Which lock of somebody else's stands against a group, on one of it or beside it."""
    if row["locked_by"]:
        return t("One of them is locked by {user}.", user=row["locked_by"])
    if row["beside"] and not row["beside_by"]:
        return t("A record linked to one of them is locked. Ask an administrator.")
    if row["beside"]:
        return t(
            "{kind} {id}, linked to one of them, is locked by {user}.",
            kind=RECORD_TYPES[row["beside"]].label, id=row["beside_id"], user=row["beside_by"],
        )  # fmt: skip
    return ""
