"""The desk: what a notebook holds. A data file opened by a user, a register to ask, and the actions."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.akce.base import Result
from workbench.akce.catalogue import Akce
from workbench.akce.certificate import Certificate
from workbench.akce.drift import Drift
from workbench.akce.drift_since import drifting
from workbench.desk.changed import Changed
from workbench.desk.clients import Clients, Past
from workbench.desk.journal import Journal
from workbench.desk.rules import MergeRules
from workbench.desk.script import Script, script
from workbench.desk.standing import Registers
from workbench.desk.times import in_prague, moment
from workbench.errors import NotFoundError
from workbench.model.ids import as_ids, one_id
from workbench.model.record import Dossier
from workbench.model.records import CLIENT
from workbench.registry.base import Register
from workbench.registry.choosing import register_of
from workbench.registry.offices import Offices
from workbench.registry.settings import RegisterSettings, StandingSettings
from workbench.store.sandbox import Answer
from workbench.store.store import Store

if TYPE_CHECKING:
    from datetime import date, datetime

    import pandas as pd

    from workbench.desk.review import Review
    from workbench.duplicates.result import Duplicates
    from workbench.duplicates.splink_job import SplinkJob
    from workbench.model.rights import User
    from workbench.registry.simulator import StandingSimulator
    from workbench.store.undo import Decision, Decisions


class Desk:
    """A data file opened by a user; made by :func:`workbench.open` or :func:`workbench.demo`.

    Args:
        path: the data file.
        user: the account's name.
        register: the business register to ask; by default what the environment variables say, and else the RES
            snapshot of this machine.
        standing: which registers of standing are asked beside it, and where they are; by default what the environment
            variables say, and else none.

    Attributes:
        store: the file; panels and notebooks need it rarely.
        register: the business register.
        offices: the registers of standing: VAT payers, VIES, insolvency.
        simulator: the simulated registers that a demo asks, to be made slow or broken; ``None`` else.
        akce: all actions.
        clients: the clients as a table or by search.
        registers: registers beside it, asked over the network when one calls them.
        rules: how merges pick values, field by field.
        journal: the change sets page by page, and the list as it stood.
    """

    def __init__(
        self,
        path: Path,
        user: str,
        *,
        register: Register | None = None,
        standing: StandingSettings | None = None,
    ) -> None:
        self.store = Store(path, user)
        self.register: Register = register or register_of(RegisterSettings.from_environment())
        self.offices = Offices(standing)
        self.simulator: StandingSimulator | None = None
        self.akce = Akce(self)
        self.clients = Clients(self.store, self.store.sandbox, changed=Changed(self))
        self.registers = Registers(self.clients, self.offices)
        self.journal = Journal(self.store)
        self.rules = MergeRules(self)

    @property
    def user(self) -> "User":
        """The account, with its rights as they stand now."""
        return self.store.user()

    def client(self, client_id: int) -> Dossier:
        """One client with all that hangs on it; a merged one's id leads to its survivor.

        Raises:
            NotFoundError: no such client for this user; a person's or a deal's number is no client's either.
        """
        found = self.record(client_id)
        if found.record.type is not CLIENT:
            raise NotFoundError.of(CLIENT.label, client_id)
        return found

    def record(self, record_id: int) -> Dossier:
        """One record of any main type (client, person, deal…) with all that hangs on it.

        Raises:
            NotFoundError: no such record for this user.
        """
        return self.store.dossiers([one_id(record_id)])[0]

    def records(self, ids: object) -> list[Dossier]:
        """Several records, in the order of the ids; see :meth:`record`.

        Raises:
            NotFoundError: one of them does not exist for this user.
        """
        return self.store.dossiers(as_ids(ids))

    def duplicates(
        self, kind: str = "client", *, since: "Duplicates | None" = None, pairs: object = None, **options: Any
    ) -> "Duplicates":
        """Valid records this user sees that are probably one; nothing has to be set.

        It learns from IČO, data boxes and dates of birth, and from what people decided (``desk.akce.decide``): what is the
        same is joined, what is different or unsure is kept apart, and none of it is offered again.

        Args:
            kind: ``"client"`` or ``"person"``; with ``since`` that of the earlier search.
            since: an earlier search: only what is new or changed since is compared, and clusters keep their numbers.
            pairs: pairs compared or scored elsewhere, by :meth:`splink_job` or anything else, in place of a search here;
                see :func:`workbench.duplicates.elsewhere.bring` for the columns.
            **options: any attribute of :class:`workbench.duplicates.Settings`, for instance ``threshold=0.8``; with
                ``since``, those of the earlier search hold.

        Raises:
            UnknownNameError: no such kind or option.
            ValueRejectedError: an option's value, or one among the pairs, cannot be used.
            InputError: the pairs lack a column, or the earlier search was for another kind.
        """
        from workbench.desk.duplicates import search  # noqa: PLC0415 - numpy, and only a search needs it

        return search(self.store, kind, since=since, pairs=pairs, options=options)

    def splink_job(self, kind: str = "client", **options: Any) -> "SplinkJob":
        """The same search for Splink, where one machine is not enough: ``desk.duplicates(pairs=desk.splink_job().run("spark"))``.

        Args:
            kind: ``"client"`` or ``"person"``.
            **options: as for :meth:`duplicates`.

        Returns:
            prepared records with their blocking keys, and the settings: ``.run("duckdb")``, ``.run("spark")``, or ``.write(folder)`` for
            a cluster elsewhere.
        """
        from workbench.desk.duplicates import job  # noqa: PLC0415 - numpy, and only a search needs it

        return job(self.store, kind, options)

    def review(self, found: "Duplicates | None" = None, *, count: int = 50) -> "Review":
        """Questions on probable duplicates, the most useful to the model first; see :class:`workbench.desk.review.Review`.

        Several may review at the same time; nobody gets what another has in hand or has decided.

        Args:
            found: a search of clients or of persons; by default one of clients is made.
            count: how many questions at most.
        """
        from workbench.desk.review import Review  # noqa: PLC0415 - numpy, and only a review needs it

        return Review(self, found if found is not None else self.duplicates(), count)

    def decisions(self, kind: str = "client") -> "pd.DataFrame":
        """What people decided about pairs of clients (or of ``"person"``), the newest first; see :class:`workbench.akce.decide.Decide`.

        Returns:
            columns id, first, second, verdict, decided_by, decided_at (Prague), reason, holds (until a key field of either
            changes).
        """
        return in_prague(self.store.review.table(kind), "decided_at")

    def sql(self, query: str, parameters: list[object] | None = None) -> Answer:
        """Any DuckDB SQL over copies of the tables of what this user may see; ``.df()``, ``.arrow()``, ``.pl()``.

        Times are aware (TIMESTAMPTZ) and read in Prague; all tables of a query are of one moment.

        Raises:
            UnknownNameError: no such table.
            InputError: DuckDB refuses the query.
        """
        return self.store.sandbox.sql(query, parameters)

    def drift(self, ids: object = None, *, since: "str | date | None" = None) -> Drift:
        """What the register changed since it was last accepted, to be accepted or dismissed; see :class:`workbench.akce.drift.Drift`.

        Args:
            ids: the clients; all valid ones of which something was accepted when left out.
            since: only clients of which ARES announced a change on this day or later (up to four weeks back); they
                are asked anew, of ARES alone. Without it all are compared with the register as it is here.

        Raises:
            InputError: the desk does not ask ARES, or the day is too long ago.
            ValueRejectedError: no day.
            RegisterError: ARES cannot be asked what changed.
        """
        return drifting(
            self, None if ids is None else as_ids(ids), None if since is None else moment(str(since)).date()
        )

    def undo(
        self,
        change_set: "int | Result",
        *,
        on_collision: "Decision" = "refuse",
        choose: "Decisions | None" = None,
        only: object = None,
    ) -> Result:
        """Take back what a change set did, or with ``only`` some merged groups of it; see :class:`workbench.akce.undo.Undo`.

        Raises:
            CollisionError: later changes touched the same fields, and nobody decided.
        """
        return self.akce.undo(change_set, on_collision=on_collision, choose=choose, only=only).run()

    def history(self, record_id: int, *, entity: str = "client") -> "pd.DataFrame":
        """All that happened to a client, or to another record, and to what hangs on it, newest first; a merged one's id leads to its survivor.

        Args:
            record_id: the record.
            entity: its type: ``"client"``, ``"person"``, ``"deal"``…

        Returns:
            columns change_set, made_at (Prague), actor, action, note, entity, id, operation, field, before, after; a row a changed field.

        Raises:
            UnknownNameError: there is no such main type.
            NotFoundError: no such record of this type for this user.
        """
        return in_prague(self.store.history(one_id(record_id), entity))

    def changes(self, since: "str | datetime | None" = None) -> "pd.DataFrame":
        """The change sets, newest first: id, made_at (Prague), actor, action, note, records, undoes, undone_by, code, part_of."""
        return in_prague(self.store.change_sets(None if since is None else moment(since)))

    def change(self, change_set: int) -> "pd.DataFrame":
        """What one change set did, one row a field."""
        return self.store.changes_of(one_id(change_set))

    def as_of(self, when: "str | datetime") -> Past:
        """The whole client list as it stood then; a day means its end, a time without zone is Prague's.

        Raises:
            ValueRejectedError: not a time.
        """
        return Past(self.store, moment(when, end_of_day=True))

    def script(self, since: "str | datetime | None" = None) -> Script:
        """The Python lines that would do again what was done since; what was undone is left out.

        Args:
            since: a day or time, ``"today"``, or nothing for all.
        """
        return script(self.store.change_sets(None if since is None else moment(since)))

    def exports(self) -> "pd.DataFrame":
        """Who exported what, newest first: made_at (Prague), actor, format, record_type, count, record_ids.

        Administrators see all of it, others what they exported themselves.
        """
        return in_prague(self.store.exports())

    def erasures(self) -> "pd.DataFrame":
        """What was erased for good, newest first: change_set, made_at (Prague), actor, record_type, record_id.

        Administrators see all of it, others what they erased themselves.
        """
        return in_prague(self.store.back.erasures())

    def certificate(self, change_set: "int | Result") -> Certificate:
        """The certificate of an erasure, made again from the journal; it holds no personal data.

        Args:
            change_set: the number of the change set, or what the deletion returned.

        Raises:
            NotFoundError: it erased nothing that this user is told of.
        """
        number = change_set.change_set if isinstance(change_set, Result) else change_set
        return Certificate(self.store.back.erasure(one_id(number)))

    def revision(self) -> int:
        """The number of the newest change set, by whomever; cheap enough to be asked once a second."""
        return self.store.revision()

    def backup(self, target: str | Path) -> Path:
        """A consistent copy of the file, made while others work.

        Raises:
            InputError: the target exists already.
        """
        return self.store.backup(Path(target))

    def __repr__(self) -> str:
        return f"<desk of {self.store.user_name}: .clients .client(id) .akce .sql('…') .history(id) .undo(n)>"
