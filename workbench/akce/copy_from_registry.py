"""1 Kopírovat údaje z rejstříku: ours, the register's, and what was accepted last time (AKCE.md, section 1)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from workbench.akce.base import Availability, Context, Result, Writing
from workbench.akce.progress import told
from workbench.akce.registry_plan import Compared, Sight, as_seat, look, ticks
from workbench.errors import InputError, UnknownNameError
from workbench.locale import t
from workbench.model.comparison import SEAT, Difference, as_text, warnings
from workbench.model.fields import Label
from workbench.model.identifiers import Note
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.records import CLIENT
from workbench.model.subject import Seat
from workbench.registry.answers import Answer, Found, NotFound
from workbench.registry.base import Candidate
from workbench.store import accepting
from workbench.store.changeset import ChangeSet

if TYPE_CHECKING:
    import pandas as pd

_FIELDS = frozenset({one.name for one in CLIENT if one.register} | {SEAT})
_PLAN = ["client", "field", "label", "ours", "register", "accepted", "suggested", "reason", "source", "as_of"]
_EVERY = 0
"""Stands for all clients where the same fields are taken from each; no record has this id."""
_SEAT_LABEL = Label("Sídlo", "Registered seat")


class CopyFromRegistry(Writing):
    """Compare clients with the business register and copy what is ticked.

    Args:
        context: the desk.
        targets: the clients' ids.
        ico: for one client: the subject to compare with, e.g. a candidate that was picked.
        take: which fields to copy: names for all clients, or ``{client id: names}``; without it, those
            suggested.
        fresh: ask anew what the register answered lately too.
        note: why, for the journal.
    """

    name: ClassVar[str] = "copy_from_registry"
    label: ClassVar[Label] = Label("Kopírovat údaje z rejstříku", "Copy from the business register")

    def __init__(
        self, context: Context, targets: object, *, ico: str | None = None,
        take: Sequence[str] | Mapping[int, Sequence[str]] | None = None, fresh: bool | None = None,
        note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context, targets, ico=ico, take=take, fresh=fresh or None, note=note)
        named = (
            {name for names in take.values() for name in names}
            if isinstance(take, Mapping)
            else set(take or ())
        )
        for name in named - _FIELDS:
            raise UnknownNameError.suggest("field", name, _FIELDS)
        self._sight: Sight | None = None
        self._asked: dict[str, Answer] = {}
        self._found: dict[int, Compared] | None = None
        self._take: Mapping[int, Sequence[str]] = {}

    def check(self) -> None:
        """Refuse an IČO for many clients, and clients that are not there for this user."""
        super().check()
        if self.options.get("ico") and len(self.given) > 1:
            raise InputError("One IČO cannot be that of several clients. Choose one client.")
        self.records()
        take = self.options.get("take")
        if isinstance(take, Mapping) and (strange := set(take) - set(self.given) - set(self.ids)):
            raise InputError("Client {id} in “take” is not among those chosen.", id=min(strange))
        self._resolve()

    def available(self) -> Availability:
        """Without asking the register; it is asked by the preview."""
        return self.feasible()

    @property
    def answers(self) -> dict[int, Answer]:
        """What the register answered, by client id; clients without IČO have none.

        What it answered once is not asked again by this object; what it could not answer is.
        """
        wanted = {one.id: self.options.get("ico") or one["ico"] for one in self._looked().clients}
        known = {ico: one for ico, one in self._asked.items() if isinstance(one, Found | NotFound)}
        if numbers := sorted({number for number in wanted.values() if number} - set(known)):
            max_age = timedelta(0) if self.options.get("fresh") else None
            with told(t("Asking the register")) as tell:
                found = self.context.register.lookup(numbers, max_age=max_age, progress=tell)
            self._asked = {**known, **found}
        return {client: self._asked[number] for client, number in wanted.items() if number}

    def preview(self) -> "pd.DataFrame":
        """The plan: one row a difference; columns client, field, label, ours, register, accepted, suggested, reason, source, as_of.

        Reads the clients anew. Rows can be dropped and ``suggested`` changed before the frame is given to
        :meth:`run`.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        self.check()
        self._sight = self._found = None
        rows = [
            {
                "client": client, "field": one.field,
                "label": str(_SEAT_LABEL if one.field == SEAT else CLIENT.field(one.field).label),
                "ours": as_text(one.ours) if one.ours is not None else None, "register": as_text(one.register),
                "accepted": one.accepted, "suggested": self._taken(client, one), "reason": one.reason.text(),
                **dict(zip(("source", "as_of"), each.subject.origin(one.field), strict=True)),
            }
            for client, each in self._compared().items() for one in each.differences
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=_PLAN)

    def summary(self) -> "pd.DataFrame":
        """How the register answered for each client: client, answer, text; without IČO the answer is ``"no_ico"``."""
        import pandas as pd  # noqa: PLC0415

        answers = self.answers
        rows = [
            {"client": one.id, "answer": _kind(answers.get(one.id)), "text": _text(answers.get(one.id))}
            for one in self._looked().clients
        ]
        return pd.DataFrame(rows, columns=["client", "answer", "text"])

    def warnings(self) -> dict[int, tuple[Note, ...]]:
        """What to know before copying, by client id: ceased, in liquidation, far name, the same IČO elsewhere."""
        others = self.context.store.same_ico(self.ids)
        today = datetime.now(UTC).date()
        found = {
            client: warnings(
                each.client.values, each.subject, check_digit_ok=ico_numbers.is_valid(each.subject.ico),
                others_with_ico=len(others.get(client, ())), today=today,
            )
            for client, each in self._compared().items()
        }  # fmt: skip
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
        seat = as_seat(self._looked().seats.get(one.id)) or Seat()
        return self.context.register.candidates(
            str(one["name"]), city=seat.city, postcode=seat.postcode, street=seat.street, limit=limit
        )

    def run(self, plan: "pd.DataFrame | None" = None) -> Result:
        """Copy what is suggested, or what a changed or filtered plan says; one change set.

        Args:
            plan: rows of :meth:`preview`; those with ``suggested`` true are copied.

        Raises:
            StaleVersionError: a client is not what it was at the preview, or the plan does not fit it.
            RefusedError: a right or a lock stands against it; nothing changed.
        """
        self.check()
        compared = self._compared()
        if plan is not None:
            self.options["take"] = ticks(plan, compared)
            self._resolve()
        try:
            return super().run()
        finally:
            self._sight = self._found = None

    def work(self, cs: ChangeSet) -> int:
        """Set the fields, the seat and their provenance; the number of clients is the detail.

        What already equals the register is marked as accepted too, so that a later change by hand is known.
        """
        copies = []
        for client, each in self._compared().items():
            taken = [one for one in each.differences if self._taken(client, one)]
            if not taken:
                continue
            subject = each.subject
            held = {**each.client.values, SEAT: as_seat(each.seat)}
            accepted = {
                **{name: held[name] for name in each.equal},
                **{one.field: one.register for one in taken},
            }
            copies.append(
                accepting.Copy(
                    each.client, each.seat,
                    {one.field: one.register for one in taken if one.field != SEAT},
                    next((asdict(one.register) for one in taken if isinstance(one.register, Seat)), None),
                    {name: as_text(value) for name, value in accepted.items()},
                    subject.source, subject.as_of,
                )
            )  # fmt: skip
        accepting.accept(cs, copies)
        return len(copies)

    def _taken(self, client: int, difference: Difference) -> bool:
        if self.options.get("take") is None:
            return difference.suggested
        return difference.field in self._take.get(client, self._take.get(_EVERY, ()))

    def _resolve(self) -> None:
        """What to take, by the ids that stand now."""
        take = self.options.get("take")
        if isinstance(take, Mapping):
            now = self.context.store.follow(list(take))
            self._take = {now[client]: names for client, names in take.items()}
        else:
            self._take = {_EVERY: take or ()}

    def _looked(self) -> Sight:
        if self._sight is None:
            self._sight = look(self.context.store, self.ids)
        return self._sight

    def _compared(self) -> dict[int, Compared]:
        if self._found is None:
            self._found = self._looked().compared(self.answers)
        return self._found


def _kind(answer: Answer | None) -> str:
    return "no_ico" if answer is None else type(answer).__name__.lower()


def _text(answer: Answer | None) -> str:
    return t("The client has no IČO; look at the candidates by name.") if answer is None else answer.text()
