"""1 Kopírovat údaje z rejstříku: ours, the register's, and what was accepted last time (AKCE.md, section 1)."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from workbench.akce.base import Availability, Context, Result, Writing, spell_options
from workbench.akce.progress import told, track
from workbench.akce.registry_counts import counted
from workbench.akce.registry_guesses import GUESSES, guessed, place_of
from workbench.akce.registry_plan import FIELDS, Take
from workbench.akce.registry_sight import Sight, look
from workbench.akce.registry_standing import BesideRegister
from workbench.errors import InputError, UnknownNameError
from workbench.locale import t
from workbench.model.comparison import warnings
from workbench.model.fields import Label
from workbench.model.identifiers import Note
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.ids import as_ids, ranges, spell
from workbench.registry.base import Candidate
from workbench.registry.certainty import Guess
from workbench.registry.said import Said, ask
from workbench.store import accepting
from workbench.store.changeset import ChangeSet

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class CopyFromRegistry(Writing):
    """Compare clients with the business register and copy what is ticked.

    Args:
        context: the desk.
        targets: the clients' ids.
        ico: for one client: the subject to compare with, e.g. a candidate that was picked.
        take: which fields to copy: names for all clients, or ``{"seat": "1 3-7"}`` (field -> clients), or
            ``{client id: names}``; without it, those suggested, but of no client that somebody else locked.
        by_name: look for clients without IČO by name and address too, and compare those whose best candidate is
            certain (:mod:`workbench.registry.certainty`); see :meth:`guesses` for all of them.
        fresh: ask anew what the register answered lately too.
        one_by_one: ask VIES and the insolvency register, where the desk uses them, about many clients too. They take one
            number a question, so without it of more than ten clients only what they answered lately is known.
        note: why, for the journal.
    """

    name: ClassVar[str] = "copy_from_registry"
    label: ClassVar[Label] = Label("Kopírovat údaje z rejstříku", "Copy from the business register")

    def __init__(
        self, context: Context, targets: object, *, ico: str | None = None,
        take: Sequence[str] | Mapping[str, object] | Mapping[int, Sequence[str]] | None = None, by_name: bool | None = None, fresh: bool | None = None,
        one_by_one: bool | None = None, note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context, targets, ico=ico, by_name=by_name or None, fresh=fresh or None, one_by_one=one_by_one or None, note=note
        )  # fmt: skip
        self._wanted: Take | None = None
        self._want(_by_field(take) if isinstance(take, Mapping) else take)
        self._copied: list[int] | None = None
        self._said: Said | None = None
        self._sight: Sight | None = None
        self._guesses: dict[int, Guess] | None = None
        self._taken: pa.Table | None = None
        self._beside = BesideRegister(
            context, self.given, thorough=bool(one_by_one), max_age=timedelta(0) if fresh else None
        )

    def check(self) -> None:
        """Refuse an IČO for many clients, and clients that are not there for this user."""
        self._check_options()
        now = self.context.store.client_icos(self.given)["client"].to_pylist()
        if isinstance(self._wanted, Mapping):
            strange = {one for clients in self._wanted.values() for one in clients} - {*self.given, *now}
            if strange:
                raise InputError("Client {id} in “take” is not among those chosen.", id=min(strange))

    def check_locks(self) -> None:
        """Refuse the one client that somebody else locked; of many, locked ones are left out of what is suggested."""
        if len(self.given) == 1:
            super().check_locks()

    def _check_options(self) -> None:
        super().check()
        if self.options.get("ico") and len(self.given) > 1:
            raise InputError("One IČO cannot be that of several clients. Choose one client.")

    def available(self) -> Availability:
        """Without asking the register; it is asked by the preview."""
        return self.feasible()

    def preview(self) -> "pd.DataFrame":
        """The plan: one row a difference; columns client, field, label, ours, register, accepted, suggested, reason, source, as_of.

        Reads the clients anew. Rows can be dropped and ``suggested`` changed before the frame is given to
        :meth:`run`. What the register answered once is not asked again by this object; what it could not answer is.
        """
        self.check()
        self._sight = None
        return self._looked().plan.frame(self._take())

    def summary(self) -> "pd.DataFrame":
        """How the register answered for each client: client, answer (one of the five, by name), text; without IČO the answer is ``"no_ico"``."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        sight = self._looked()
        rows = [
            (client, sight.said.kind(ico), sight.said.text(ico))
            if ico
            else (client, "no_ico", _without_ico())
            for client, ico in sight.asked.items()
        ]
        return pd.DataFrame(rows, columns=["client", "answer", "text"])

    def by_kind(self, plan: "pd.DataFrame | None" = None) -> "pd.DataFrame":
        """The plan in numbers: field, label, reason, changes, clients, suggested.

        Args:
            plan: rows of :meth:`preview`, edited or filtered; all of it when left out.
        """
        return counted(self.preview() if plan is None else plan)

    def look(self) -> Sight:
        """The clients beside what the register says, as this object sees them; asks the register if it has not yet."""
        return self._looked()

    def doubles(self) -> dict[int, list[int]]:
        """Other clients of ours with the same IČO, as far as the user sees them: id -> ids."""
        return self.context.store.same_ico(self.ids)

    def standing(self) -> "pd.DataFrame":
        """How the registers of standing that the desk uses answered: client, register, number, answer, text.

        Empty where it uses none; see :class:`workbench.registry.StandingSettings`.
        """
        sight = self._looked()
        return self._beside.standing(sight.asked, sight.said).frame()

    def warnings(self) -> dict[int, tuple[Note, ...]]:
        """What to know before copying, by client id: ceased, in liquidation, insolvent, unreliable VAT payer.

        Where a register of standing gave no answer, a note says so and why; that keeps nobody from copying.
        """
        sight = self._looked()
        standing = self._beside.standing(sight.asked, sight.said)
        others = self.context.store.same_ico(list(sight.asked))
        today = datetime.now(UTC).date()
        worth = {client: ico for client, ico in sight.worth_a_look(others).items() if ico}
        names = {one.id: one.values for one in self.context.store.by_ids("client", list(worth))}
        found = {
            client: warnings(
                names[client], sight.said.subject(ico), check_digit_ok=ico_numbers.is_valid(ico),
                others_with_ico=len(others.get(client, ())), today=today,
            )
            for client, ico in track(worth.items(), len(worth), t("Comparing with the register")) if client in names
        }  # fmt: skip
        both = {client: found.get(client, ()) + standing.notes(client) for client in sight.asked}
        return {client: each for client, each in both.items() if each}

    def guesses(self) -> "pd.DataFrame":
        """The best candidate for each client without IČO: client, ours, ico, name, city, score, gap, certainty, certain, reasons.

        Only those that are certain are compared and copied with ``by_name=True``; to take another one, choose
        it for its client: ``copy_from_registry(client, ico=…)``.

        Raises:
            RegisterError: the register cannot be asked.
        """
        import pandas as pd  # noqa: PLC0415

        names = {one.id: one["name"] for one in self.context.store.by_ids("client", list(self._guessed()))}
        rows = [
            (
                client, names[client], one.best.subject.ico, one.best.subject.name,
                one.best.subject.seat.city if one.best.subject.seat else None, one.best.score, one.gap, one.certainty,
                one.certain, " ".join(reason.text() for reason in one.best.reasons),
            )
            for client, one in self._guessed().items()
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=GUESSES)

    def candidates(self, limit: int = 10) -> Sequence[Candidate]:
        """Subjects that may be this one client, by its name and seat, best first; the user picks one.

        Raises:
            InputError: more than one client is chosen.
            RegisterError: the register cannot be asked.
        """
        if len(self.given) > 1:
            raise InputError("“{action}” works on one record at a time. Choose one.", action=self.label)
        one = self.records()[0]
        place = place_of(self.context.store, [one.id]).get(one.id, {})
        return self.context.register.candidates(str(one["name"]), **place, limit=limit)

    def run(self, plan: "pd.DataFrame | None" = None) -> Result:
        """Copy what is suggested, or what a changed or filtered plan says; one change set.

        Args:
            plan: rows of :meth:`preview`; those with ``suggested`` true are copied.

        Raises:
            StaleVersionError: a client is not what it was at the preview, or the plan does not fit it.
            RefusedError: a right or a lock stands against it; nothing changed.
        """
        self._check_options()
        self.check_locks()
        sight = self._looked()  # refuses clients that are not there; so does the check before the change set
        self._copied = None
        if plan is not None:
            self._copied, take = sight.plan.read(plan)
            self._want(take)
        self._taken = sight.plan.taken(self._take(), self._copied)
        try:
            return super().run()
        finally:
            self._sight = self._taken = None

    def work(self, cs: ChangeSet) -> int:
        """Set the fields, the seat and their provenance; the number of clients is the detail."""
        if self._sight is None or self._taken is None:
            message = "the clients are compared before the change set is opened"
            raise AssertionError(message)
        return accepting.accept(cs, self._sight.plan.compared, self._taken)

    def code(self) -> str:
        """The line of Python that does the same again; of a filtered plan only the clients that it is about."""
        return (
            f"desk.akce.{self.name}({spell(self._copied or self.given)}{spell_options(self.options)}).run()"
        )

    def _want(self, take: Take | None) -> None:
        """Take this; the clients of a field stand in the code as ranges, however many they are."""
        for name in set(take or ()) - set(FIELDS):
            raise UnknownNameError.suggest("field", name, FIELDS)
        self._wanted = take
        self.options.pop("take", None)
        if take is not None:
            spelled = isinstance(take, Mapping) and {
                name: ranges(take[name]) for name in FIELDS if name in take
            }
            self.options["take"] = spelled or list(take)

    def _take(self) -> Take | None:
        """What to take, by the ids that stand now."""
        take = self._wanted
        if not isinstance(take, Mapping):
            return take
        now = self.context.store.follow([one for clients in take.values() for one in clients])
        return {name: [now[one] for one in clients] for name, clients in take.items()}

    def _looked(self) -> Sight:
        if self._sight is None:
            found = self._guessed() if self.options.get("by_name") else {}
            certain = {client: one.best.subject.ico for client, one in found.items() if one.certain}
            self._sight = look(self.context.store, self.given, self.options.get("ico"), certain, self._ask)
        return self._sight

    def _guessed(self) -> dict[int, Guess]:
        if self._guesses is None:
            self._guesses = guessed(self.context.store, self.context.register, self.given)
        return self._guesses

    def _ask(self, numbers: Sequence[str]) -> Said:
        """What the register says of these IČO; what it said before is not asked again."""
        before = self._said
        unsettled = [one for one in numbers if before is None or one not in before.settled()]
        if before is None or unsettled:
            max_age = timedelta(0) if self.options.get("fresh") else None
            with told(t("Asking the register")) as tell:
                now = ask(self.context.register, unsettled, max_age=max_age, progress=tell)
            before = now if before is None else before.joined(now)
        self._said = before = self._beside.over(before)
        return before


def _by_field(take: Mapping[Any, Any]) -> dict[str, list[int]]:
    """Field -> client ids, whichever way round it was given."""
    found: dict[str, list[int]] = {}
    for key, value in take.items():
        if isinstance(key, str):
            found[key] = as_ids(value)
        else:
            for name in value:
                found.setdefault(name, []).extend(as_ids(key))
    return found


def _without_ico() -> str:
    return t("The client has no IČO; look at the candidates by name.")
