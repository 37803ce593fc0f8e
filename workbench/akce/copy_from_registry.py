"""1 Kopírovat údaje z rejstříku: ours, the register's, and what was accepted last time (AKCE.md, section 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from workbench.akce.base import Context, Result, Writing
from workbench.akce.progress import track
from workbench.errors import InputError, UnknownNameError
from workbench.locale import t
from workbench.model.comparison import SEAT, Difference, as_text, compare, warnings
from workbench.model.fields import Label
from workbench.model.identifiers import Note
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.record import Record
from workbench.model.records import CLIENT
from workbench.model.subject import Seat, Subject
from workbench.registry.answers import Answer, Found
from workbench.registry.base import Candidate
from workbench.store import accepting
from workbench.store.changeset import ChangeSet

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = frozenset({one.name for one in CLIENT if one.register} | {SEAT})
_PLAN = ["client", "field", "label", "ours", "register", "accepted", "suggested", "reason", "source", "as_of"]
_SEAT_LABEL = Label("Sídlo", "Registered seat")


class CopyFromRegistry(Writing):
    """Compare clients with the business register and copy what is ticked.

    Args:
        context: the desk.
        targets: the clients' ids.
        ico: for one client: the subject to compare with, e.g. a candidate that was picked.
        take: which fields to copy: names for all clients, or ``{client id: names}``; without it, those
            suggested.
        note: why, for the journal.
    """

    name: ClassVar[str] = "copy_from_registry"
    label: ClassVar[Label] = Label("Kopírovat údaje z rejstříku", "Copy from the business register")

    def __init__(
        self, context: Context, targets: object, *, ico: str | None = None,
        take: Sequence[str] | Mapping[int, Sequence[str]] | None = None, note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context, targets, ico=ico, take=take, note=note)
        named = (
            {name for names in take.values() for name in names}
            if isinstance(take, Mapping)
            else set(take or ())
        )
        for name in named - _FIELDS:
            raise UnknownNameError.suggest("field", name, _FIELDS)

    def check(self) -> None:
        """Refuse an IČO for many clients, and clients that are not there for this user."""
        super().check()
        if self.options.get("ico") and len(self.given) > 1:
            raise InputError("One IČO cannot be that of several clients. Choose one client.")
        if len(self._clients) < len(self.ids):
            self.records()

    def available(self) -> Any:
        """Without asking the register; it is asked by the preview."""
        from workbench.akce.base import Action  # noqa: PLC0415 - the plain check, not the rehearsal

        return Action.available(self)

    @cached_property
    def answers(self) -> dict[int, Answer]:
        """What the register answered, by client id; clients without IČO have none."""
        asked = {one.id: self.options.get("ico") or one["ico"] for one in self._clients}
        numbers = sorted({number for number in asked.values() if number})
        replies = self.context.register.lookup(numbers) if numbers else {}
        return {client: replies[number] for client, number in asked.items() if number}

    def preview(self) -> "pd.DataFrame":
        """The plan: one row a difference; columns client, field, label, ours, register, accepted, suggested, reason, source, as_of.

        Rows can be dropped and ``suggested`` changed before the frame is given to :meth:`run`.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        self.check()
        rows = [
            {
                "client": client, "field": one.field,
                "label": str(_SEAT_LABEL if one.field == SEAT else CLIENT.field(one.field).label),
                "ours": as_text(one.ours) if one.ours is not None else None, "register": as_text(one.register),
                "accepted": one.accepted, "suggested": self._taken(client, one), "reason": one.reason.text(),
                "source": subject.source, "as_of": subject.as_of,
            }
            for client, (subject, found) in self._differences.items() for one in found
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=_PLAN)

    def summary(self) -> "pd.DataFrame":
        """How the register answered for each client: client, answer, text; without IČO the answer is ``"no_ico"``."""
        import pandas as pd  # noqa: PLC0415

        rows = [
            {
                "client": one.id,
                "answer": _kind(self.answers.get(one.id)),
                "text": _text(self.answers.get(one.id)),
            }
            for one in self._clients
        ]
        return pd.DataFrame(rows, columns=["client", "answer", "text"])

    def warnings(self) -> dict[int, tuple[Note, ...]]:
        """What to know before copying, by client id: ceased, in liquidation, far name, the same IČO elsewhere."""
        others = self.context.store.same_ico(self.ids)
        today = datetime.now(UTC).date()
        found = {}
        for one in self._clients:
            answer = self.answers.get(one.id)
            if isinstance(answer, Found):
                found[one.id] = warnings(
                    one.values, answer.subject, check_digit_ok=ico_numbers.is_valid(answer.subject.ico),
                    others_with_ico=len(others.get(one.id, ())), today=today,
                )  # fmt: skip
        return {client: notes for client, notes in found.items() if notes}

    def candidates(self, limit: int = 10) -> Sequence[Candidate]:
        """Subjects that may be this one client, by its name and seat, best first; the user picks one.

        Raises:
            InputError: more than one client is chosen.
            RegisterError: the register cannot be asked.
        """
        if len(self.given) > 1:
            raise InputError("“{action}” works on one record at a time. Choose one.", action=self.label)
        one = self.records()[0]
        seat = self._seats.get(one.id) or Seat()
        return self.context.register.candidates(
            str(one["name"]), city=seat.city, postcode=seat.postcode, street=seat.street, limit=limit
        )

    def run(self, plan: "pd.DataFrame | None" = None) -> Result:
        """Copy what is suggested, or what a changed or filtered plan says; one change set.

        Args:
            plan: rows of :meth:`preview`; those with ``suggested`` true are copied.

        Raises:
            RefusedError: a right or a lock stands against it; nothing changed.
        """
        if plan is not None:
            take: dict[int, list[str]] = {}
            for client, field, ticked in zip(plan["client"], plan["field"], plan["suggested"], strict=True):
                if ticked:
                    take.setdefault(int(client), []).append(str(field))
            self.options["take"] = take
        return super().run()

    def work(self, cs: ChangeSet) -> int:
        """Set the fields, the seat and their provenance; the number of clients is the detail."""
        values: dict[int, dict[str, Any]] = {}
        seats: dict[int, Mapping[str, Any]] = {}
        marks: list[dict[str, Any]] = []
        for client, (subject, found) in self._differences.items():
            for one in found:
                if not self._taken(client, one):
                    continue
                if isinstance(one.register, Seat):
                    seats[client] = asdict(one.register)
                else:
                    values.setdefault(client, {})[one.field] = one.register
                marks.append(
                    {
                        "record_id": client,
                        "field": one.field,
                        "accepted": as_text(one.register),
                        "source": subject.source,
                        "as_of": subject.as_of,
                    }
                )
        versions = {one.id: one.info.version for one in self._clients}
        accepting.accept(cs, values, seats, marks, versions)
        return len({mark["record_id"] for mark in marks})

    def _taken(self, client: int, difference: Difference) -> bool:
        take = self.options.get("take")
        if take is None:
            return difference.suggested
        names = take.get(client, ()) if isinstance(take, Mapping) else take
        return difference.field in names

    @cached_property
    def _clients(self) -> list[Record]:
        return self.context.store.by_ids("client", self.ids)

    @cached_property
    def _seats(self) -> dict[int, Seat]:
        rows = self.context.store.hanging("address", self.ids)
        return {
            one["record_id"]: Seat(**{name: one[name] for name in Seat.__slots__})
            for one in reversed(rows)
            if one["kind"] == "seat"
        }

    @cached_property
    def _accepted(self) -> dict[int, dict[str, str | None]]:
        found: dict[int, dict[str, str | None]] = {}
        for mark in self.context.store.hanging("provenance", self.ids):
            found.setdefault(mark["record_id"], {})[mark["field"]] = mark["accepted"]
        return found

    @cached_property
    def _differences(self) -> dict[int, tuple[Subject, tuple[Difference, ...]]]:
        found = {}
        for one in track(self._clients, len(self._clients), t("Comparing with the register")):
            answer = self.answers.get(one.id)
            if isinstance(answer, Found):
                ours = {**one.values, SEAT: self._seats.get(one.id)}
                found[one.id] = (
                    answer.subject,
                    compare(ours, answer.subject, self._accepted.get(one.id, {})),
                )
        return found


def _kind(answer: Answer | None) -> str:
    return "no_ico" if answer is None else type(answer).__name__.lower()


def _text(answer: Answer | None) -> str:
    return t("The client has no IČO; look at the candidates by name.") if answer is None else answer.text()
