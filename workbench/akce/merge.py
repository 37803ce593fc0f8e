"""6 Sloučit s jiným klientem (AKCE.md, section 6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from workbench.akce.base import Context, spell_options
from workbench.akce.chosen_by_hand import check_typed
from workbench.akce.ruled import Ruled
from workbench.akce.typed import MainWriting, name_of
from workbench.errors import (
    InputError,
    NotFoundError,
    PermissionRefusedError,
    RefusedError,
    StaleVersionError,
)
from workbench.locale import t
from workbench.model import survivorship, wording
from workbench.model.comparison import as_text
from workbench.model.fields import Label
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.ids import as_ids, spell
from workbench.model.merge_choices import check_choices, decide
from workbench.model.merged import merged_type
from workbench.model.record import Record
from workbench.model.records import PERSON
from workbench.store import decisions, merging, pairs, soundness
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent, Need

if TYPE_CHECKING:
    import pandas as pd


class Merge(MainWriting):
    """Make one client, or one contact person, of several: one survives, the others vanish and redirect to it.

    Args:
        context: the desk.
        keep: id of the record that survives.
        absorb: ids of those that vanish.
        choose: field -> the id whose value is taken, ``"both"`` (lists and notes), or ``{"value": …}`` for a
            typed value; the other fields follow the survivorship rules.
        rules: field -> another rule than that of the file (``desk.rules``): a name of :class:`workbench.model.fields.Merge`, or
            a list of contact sources, the most trusted first.
        entity: ``"client"`` or ``"person"``.
        reason: needed where clients have different valid IČO, or persons different dates of birth.
        note: why, for the journal.
    """

    name: ClassVar[str] = "merge"
    label: ClassVar[Label] = Label("Sloučit s jiným klientem", "Merge with another client")
    told: ClassVar[Label | None] = Label("Sloučit", "Merge")
    needs: ClassVar[Need] = "delete"

    def __init__(
        self, context: Context, keep: object, absorb: object, *, choose: Mapping[str, Any] | None = None,
        rules: Mapping[str, Any] | None = None, entity: str = "client", reason: str | None = None, note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context,
            keep,
            entity=entity,
            choose=dict(choose) if choose else None,
            rules=dict(rules) if rules and isinstance(rules, Mapping) else None,
            reason=reason,
            note=note,
        )
        self.absorb = as_ids(absorb)
        self.kind = merged_type(entity)
        check_choices(self.kind, choose or {})
        self.rules = Ruled(context, survivorship.check_rules(self.kind, rules or {}), self.kind)
        self._versions: dict[int, int] = {}

    @property
    def holds_values(self) -> bool:
        """A typed value or a reason, unlike an id, is data."""
        typed = any(isinstance(choice, Mapping) for choice in self.options.get("choose", {}).values())
        return typed or "reason" in self.options or "note" in self.options

    def check(self) -> None:
        """Refuse what cannot be one record.

        Raises:
            InputError: fewer than two different records.
            NotFoundError: one of them is not there for this user, or was merged already.
            PermissionRefusedError: the user may not delete one that vanishes, or typed a value and may not edit.
            RefusedError: different valid IČO, or dates of birth of persons, and no reason given.
        """
        super().check()
        found = self.parties()
        user = self.context.store.user()
        check_typed(user, self.options.get("choose", {}).values())
        for one in found[1:]:
            if not user.may_delete(one["owner"]):
                raise PermissionRefusedError(
                    "User {user} may not do this (right “{right}”). An administrator can grant it.",
                    user=user.name,
                    right="delete",
                )
        if not self.options.get("reason"):
            _refuse_different(found)

    def suggestions(self) -> tuple[survivorship.Suggestion, ...]:
        """Field by field: each record's value, what survives, and why.

        From now on a run is refused if somebody changes one of the records meanwhile.
        """
        found = self.parties()
        self._versions = {one.id: one.info.version for one in found}
        marks = self.context.store.hanging("provenance", [one.id for one in found])
        return self._suggestions(found, marks, self.rules.look())

    def preview(self) -> "pd.DataFrame":
        """What would change; see :meth:`workbench.akce.base.Writing.preview`."""
        self.suggestions()
        return super().preview()

    def compare(self) -> "pd.DataFrame":
        """The records side by side, one row a field, conflicts first; values as people read them.

        Returns:
            columns field, label, conflict, one a record id, survives, why; empty text for nothing.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        rows = [
            {"field": one.field.name, "label": str(one.field.label), "conflict": one.conflict,
             **{str(record_id): wording.shown(one.field, held) for record_id, held in one.held.items()},
             "survives": wording.shown(one.field, one.value), "why": one.why()}
            for one in self.suggestions()
        ]  # fmt: skip
        frame = pd.DataFrame(rows)
        return frame.sort_values("conflict", ascending=False, kind="stable", ignore_index=True)

    def moving(self) -> "pd.DataFrame":
        """What will move to the survivor: from, entity, id."""
        import pandas as pd  # noqa: PLC0415

        links = self.context.store.links_to(self.kind.name, self.absorb)
        rows = [
            {"from": one.target, "entity": one.entity, "id": one.id} for one in links if one.id is not None
        ]
        return pd.DataFrame(rows, columns=["from", "entity", "id"])

    def summary(self) -> str:
        """Which record survives and which vanish, in one sentence."""
        keep, *absorb = self.parties()
        return t(
            "Survives: {keep} ({keep_name}). Vanish: {absorb}.",
            keep=keep.id, keep_name=name_of(keep),
            absorb=", ".join(f"{one.id} ({name_of(one)})" for one in absorb),
        )  # fmt: skip

    def intent(self) -> Intent:
        """What the journal is told, the version of the rules included."""
        told = super().intent()
        return replace(told, options={**told.options, **self.rules.options()})

    def work(self, cs: ChangeSet) -> int:
        """Set the survivor's fields, move all links, leave redirects; the survivor's id is the detail."""
        keep = self.ids_in(cs)
        ids = [keep, *self.absorb]
        found = pairs.mains(cs, ids)
        for one in found:
            _refuse_newer(one, self._versions.get(one.id))
        suggestions = self._suggestions(found, pairs.marks(cs, ids, self.kind.name), self.rules.inside(cs))
        decisions.note_holding(cs)
        new = {one.field.name: one.value for one in suggestions if one.value != found[0][one.field.name]}
        if new:
            cs.update(self.kind.name, [{"id": keep, **new}])
            soundness.check_sight(
                cs, self.kind
            )  # before links to what is unseen by now are refused in other words
        merging.merge(
            cs,
            dict.fromkeys(self.absorb, keep),
            {one.field.name: one.source for one in suggestions},
            kind=self.kind,
            noted=True,
        )
        return keep

    def ids_in(self, cs: ChangeSet) -> int:
        """The survivor's id as it stands inside the transaction."""
        return pairs.follow(cs, self.given[0])

    def code(self) -> str:
        """The line of Python that does the same again."""
        return f"desk.akce.merge(keep={self.given[0]}, absorb={spell(self.absorb)}{spell_options(self.options)}).run()"

    def parties(self) -> list[Record]:
        """The survivor, then those that vanish.

        Raises:
            InputError: fewer than two different records.
            NotFoundError: one of them is not there for this user, or was merged already.
        """
        store = self.context.store
        now = store.follow([*self.given, *self.absorb])
        keep = now[self.given[0]]
        if not self.absorb or keep in self.absorb or len(self.given) > 1:
            raise InputError("A merge takes one record that survives and at least one other that vanishes.")
        there = {one.id: one for one in store.by_ids(self.kind.name, list(now.values()))}
        for old in self.absorb:
            if old != now[old] and now[old] in there:
                raise NotFoundError("Record {id} was already merged into {now}.", id=old, now=now[old])
            if old not in there:
                raise NotFoundError.of(self.kind.label, old)
        if keep not in there:
            raise NotFoundError.of(self.kind.label, self.given[0])
        return [there[one] for one in dict.fromkeys([keep, *self.absorb])]

    def _suggestions(
        self, found: list[Record], marks: list[Record], rules: survivorship.Rules
    ) -> tuple[survivorship.Suggestion, ...]:
        confirmed: dict[int, set[str]] = {one.id: set() for one in found}
        held = {one.id: one for one in found}
        for mark in marks:
            of, field = mark["record_id"], mark["field"]
            if field in self.kind.by_name and mark["accepted"] == as_text(held[of][field]):
                confirmed[of].add(field)
        suggested = survivorship.suggest(self.kind, found, confirmed, rules)
        return decide(self.kind, found, suggested, self.options.get("choose", {}))


def _refuse_different(found: list[Record]) -> None:
    """Refuse what tells two apart whatever else they share."""
    numbers = {one.values.get("ico") for one in found} - {None, ""}
    different = {str(one) for one in numbers if ico_numbers.is_valid(str(one))}
    if len(different) > 1:
        raise RefusedError(
            "These clients have different valid IČO ({numbers}): two legal entities are rarely one client. "
            "If they are, say why with reason='…'.",
            numbers=", ".join(sorted(different)),
        )
    born = {one["birthday"] for one in found if one["birthday"]} if found[0].type is PERSON else set()
    if len(born) > 1:
        raise RefusedError(
            "These persons have different dates of birth ({dates}): they are rarely one. If they are, say why with reason='…'.",
            dates=", ".join(wording.shown(PERSON.field("birthday"), one) for one in sorted(born)),
        )


def _refuse_newer(record: Record, seen: int | None) -> None:
    if seen is not None and seen != record.info.version:
        raise StaleVersionError(
            "{kind} {id} was changed meanwhile by {user} (version {now}, you have {yours}). Refresh it and decide again.",
            kind=record.type.label, id=record.id, yours=seen, now=record.info.version, user=record.info.updated_by,
        )  # fmt: skip
