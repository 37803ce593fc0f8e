"""The one shape of all actions: available, preview, run, code.

What an action needs of its surroundings is :class:`Context`; the desk satisfies it, so nothing here knows
the desk.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from workbench.errors import InputError, NotFoundError, WorkbenchError
from workbench.locale import n, t
from workbench.model.fields import Kind, Label, declare
from workbench.model.ids import as_ids, spell, spell_value
from workbench.model.record import Record
from workbench.model.records import CLIENT
from workbench.model.validation import check_value
from workbench.registry.base import Register
from workbench.registry.offices import Offices
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent, Need
from workbench.store.store import Store

if TYPE_CHECKING:
    import pandas as pd


class Context(Protocol):
    """What an action needs: the store, which knows the user, and the registers to ask."""

    @property
    def store(self) -> Store:
        """The data file, opened by the user."""

    @property
    def register(self) -> Register:
        """The business register."""

    @property
    def offices(self) -> Offices:
        """The registers of standing: VAT payers, VIES, insolvency."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether an action can be run; true or false, with the reason that the greyed entry shows."""

    obstacle: WorkbenchError | None = None

    def __bool__(self) -> bool:
        return self.obstacle is None

    @property
    def reason(self) -> str:
        """Why not, in the language in use; empty if it can."""
        return "" if self.obstacle is None else str(self.obstacle)

    def __repr__(self) -> str:
        return "<available>" if self else "<not available; .reason says why>"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did.

    Attributes:
        action: the action's name.
        change_set: its number in the journal; ``None`` if nothing had to change.
        counts: (record type, operation) -> rows.
        detail: what else came of it, by action: new ids, warnings, files.
        warning: what went wrong after the commit, in the language in use; empty if nothing did.
    """

    action: str
    change_set: int | None
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    detail: Any = None
    warning: str = ""

    @property
    def rows(self) -> int:
        """How many rows changed, of all types."""
        return sum(self.counts.values())

    def text(self) -> str:
        """One sentence for people."""
        if self.change_set is None:
            return t("Nothing had to be changed.")
        return n(
            "Change set {number}: {count} row.",
            "Change set {number}: {count} rows.",
            self.rows,
            number=self.change_set,
        )

    def __repr__(self) -> str:
        return f"<{self.action}: {self.text()}>"


def spell_options(options: Mapping[str, Any]) -> str:
    """Keywords as they follow the first argument in a line of Python."""
    return "".join(f", {name}={spell_value(value)}" for name, value in options.items())


_TOLD: Final = (
    declare("note", "Poznámka", "Note", Kind.LONG_TEXT), declare("reason", "Důvod", "Reason", Kind.LONG_TEXT),
)  # fmt: skip
"""What a person says of their action; the journal keeps it as text."""


class Action(ABC):
    """One thing to do with these records.

    Args:
        context: the desk.
        targets: ids, or what :func:`workbench.model.ids.as_ids` takes.
        options: what else was given; it returns in :meth:`code`.

    Attributes:
        name: the name in Python and in the journal.
        label: the name in the menu (AKCE.md).
        told: the name in the journal, where the one in the menu fits clients only.
        many: whether it works on more than one record.
    """

    name: ClassVar[str]
    label: ClassVar[Label]
    told: ClassVar[Label | None] = None
    many: ClassVar[bool] = True
    target_name: ClassVar[str | None] = None
    """The keyword under which the targets are given in :meth:`code`, if not the first argument."""

    def __init__(self, context: Context, targets: object, **options: Any) -> None:
        self.context = context
        self.given = as_ids(targets)
        told = {one.name: check_value(one, options[one.name]) for one in _TOLD if one.name in options}
        self.options = {name: value for name, value in {**options, **told}.items() if value is not None}

    @property
    def ids(self) -> list[int]:
        """The ids of the records meant; a merged record's id leads to its survivor."""
        return list(dict.fromkeys(self.context.store.follow(self.given).values()))

    def available(self) -> Availability:
        """Whether :meth:`run` would be let through, and if not, why."""
        try:
            self.check()
        except WorkbenchError as obstacle:
            return Availability(obstacle)
        return Availability()

    def check(self) -> None:
        """Raise what stands against it; called by :meth:`available` and before each run.

        Raises:
            WorkbenchError: the reason.
        """
        if not self.given:
            raise InputError("No record is chosen. Choose one, or give its id.")
        if len(self.given) > 1 and not self.many:
            raise InputError("“{action}” works on one record at a time. Choose one.", action=self.label)

    @abstractmethod
    def preview(self) -> "pd.DataFrame":
        """What would come of it; changes nothing."""

    @abstractmethod
    def run(self) -> Any:
        """Do it, all or nothing."""

    def code(self) -> str:
        """The line of Python that does the same again."""
        first = spell(self.given)
        if self.target_name:
            first = f"{self.target_name}={first}"
        return f"desk.akce.{self.name}({first}{spell_options(self.options)}).run()"

    def records(self) -> list[Record]:
        """The clients meant, as far as the user sees them.

        Raises:
            NotFoundError: one of them does not exist for this user.
        """
        wanted = self.context.store.follow(self.given)
        found = {one.id: one for one in self.context.store.by_ids("client", list(wanted.values()))}
        for given, now in wanted.items():
            if now not in found:
                raise NotFoundError.of(CLIENT.label, given)
        return [found[one] for one in dict.fromkeys(wanted.values())]

    def __repr__(self) -> str:
        return f"<{self.name} of {len(self.given)} records: .preview() .run() .code()>"


class Writing(Action):
    """An action that changes data: its preview is a rehearsal of the very change set that it would commit."""

    needs: ClassVar[Need] = "edit"
    erases: ClassVar[bool] = False

    @property
    def holds_values(self) -> bool:
        """Whether options and code say more than ids, so that an erasure has to take them too.

        A note may name anyone: the erasure of any one record of the change set takes note, options and code.
        """
        return bool({"note", "reason"} & set(self.options))

    @abstractmethod
    def work(self, cs: ChangeSet) -> Any:
        """Make the changes; what is returned becomes the result's detail."""

    def intent(self) -> Intent:
        """What the journal is told."""
        return Intent(
            self.name,
            code=self.code(),
            options={"targets": spell(self.given), **self.options},
            note=self.options.get("note"),
            needs=self.needs,
            erase=self.erases,
            holds_values=self.holds_values,
        )

    def available(self) -> Availability:
        """A rehearsal for few records; for many only what can be known at once: rights, locks, presence."""
        if len(self.given) > _REHEARSED:
            return self.feasible()
        try:
            self.check()
            self.context.store.rehearse(self.intent(), self.work, listed=False)
        except WorkbenchError as obstacle:
            return Availability(obstacle)
        return Availability()

    def feasible(self) -> Availability:
        """What can be known without doing the work: the plain check, the right, others' locks."""
        try:
            self.check()
            self.context.store.rehearse(self.intent(), lambda _: None, listed=False)
            self.check_locks()
        except WorkbenchError as obstacle:
            return Availability(obstacle)
        return Availability()

    def check_locks(self) -> None:
        """Refuse clients that somebody else locked.

        Raises:
            LockedError: with the first of them.
            NotFoundError: one of them does not exist for this user.
        """
        self.context.store.check_free("client", self.given)

    def preview(self) -> "pd.DataFrame":
        """What would change, one row a field: entity, id, operation, field, before, after; changes nothing.

        Raises:
            WorkbenchError: what :meth:`run` would raise.
        """
        self.check()
        frame = self.context.store.rehearse(self.intent(), self.work).changes
        if frame is None:
            message = "a rehearsal always has its changes"
            raise AssertionError(message)
        return frame if self.context.store.user().is_administrator else self._seen(frame)

    def _seen(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """Without the records that change along unseen, e.g. links that move with a merge."""
        known = {
            (str(entity), one.id)
            for entity, rows in frame.groupby("entity")
            for one in self.context.store.by_ids(str(entity), [int(number) for number in rows["id"].unique()])
        }
        made = set(frame.loc[frame["operation"] == "insert", "id"])
        keep = [
            (entity, number) in known or number in made
            for entity, number in zip(frame["entity"], frame["id"], strict=True)
        ]
        return frame[keep].reset_index(drop=True)

    def run(self) -> Result:
        """Commit it as one change set.

        Raises:
            RefusedError: a right, a lock, a newer version or a link stands against it; nothing changed.
            NotFoundError: a record does not exist for this user.
        """
        self.check()
        outcome = self.context.store.write(self.intent(), self.work)
        return Result(self.name, outcome.change_set, outcome.touched, outcome.result)


_REHEARSED = 20
"""Availability is rehearsed for up to so many records; a menu must open at once."""
