"""What the register changed since it was last accepted, as a list that one works off: accept it, or dismiss it."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.akce.base import Context, Result, Writing, spell_options
from workbench.akce.registry_plan import FIELDS
from workbench.errors import InputError
from workbench.locale import n, t
from workbench.model.comparison import REASONS, SEAT
from workbench.model.fields import Label
from workbench.model.ids import one_id, spell_value
from workbench.model.names import parse_company
from workbench.model.records import CLIENT
from workbench.store import drifting
from workbench.store.changeset import ChangeSet
from workbench.store.drifting import STANDING, Dismissal

if TYPE_CHECKING:
    import pandas as pd

    from workbench.akce.copy_from_registry import CopyFromRegistry

COLUMNS: Final = [
    "client", "kind", "field", "label", "ours", "register", "accepted", "suggested", "reason", "source", "as_of",
]  # fmt: skip
"""Columns of the list."""
KINDS: Final = ("renamed", "moved", "ceased", "in_liquidation", *STANDING, "changed")
_KINDS: Final = {"name": "renamed", SEAT: "moved", drifting.CEASED: "ceased"} | {one: one for one in STANDING}
_LABELS: Final = {
    SEAT: Label("Sídlo", "Registered seat"),
    "insolvent": Label("Insolvence", "Insolvency"),
    "unreliable_vat_payer": Label("Nespolehlivý plátce DPH", "Unreliable VAT payer"),
}


class Drift:
    """The list; made by :meth:`workbench.desk.Desk.drift`.

        drift = desk.drift()
        drift.df()
        drift.accept(drift.df().query("kind == 'moved'"))
        drift.dismiss(drift.df().query("kind == 'renamed'"), note="jméno máme schválně jinak")

    Args:
        action: the copying from the register that compared the clients.
    """

    def __init__(self, action: "CopyFromRegistry") -> None:
        self._action = action
        self._frame: pd.DataFrame | None = None

    def df(self) -> "pd.DataFrame":
        """One row a change: client, kind, field, label, ours, register, accepted, suggested, reason, source, as_of.

        ``kind`` is one of :data:`KINDS`. The register is asked once for the life of this object.
        """
        if self._frame is None:
            self._frame = changes(self._action)
        return self._frame.copy()

    def summary(self) -> "pd.DataFrame":
        """How many changes of each kind, and of how many clients: kind, changes, clients."""
        by_kind = self.df().groupby("kind")["client"]
        found = by_kind.agg(changes="size", clients="nunique")
        return found.reindex([one for one in KINDS if one in found.index]).reset_index()

    def accept(self, rows: "pd.DataFrame | None" = None, *, note: str | None = None) -> Result:
        """Copy what the register says now; one change set.

        Args:
            rows: of :meth:`df`; all that can be copied when left out.
            note: why, for the journal.

        Raises:
            InputError: the rows hold insolvency or unreliability, which are no fields of a client.
            StaleVersionError: a client is not what it was.
            RefusedError: a right or a lock stands against it; nothing changed.
        """
        chosen = self._copied() if rows is None else rows
        standing = chosen[chosen["field"].isin(STANDING)]
        if len(standing):
            raise InputError(
                "“{label}” of client {id} is nothing that could be copied. Dismiss it with a note.",
                label=_label(str(standing.iloc[0]["field"])), id=int(standing.iloc[0]["client"]),
            )  # fmt: skip
        if chosen.empty:
            return Result(self._action.name, None)
        self._action.options.pop("note", None)  # of an earlier accept
        if note is not None:
            self._action.options["note"] = note
        done = self._action.run(chosen.assign(suggested=True))
        self._frame = None
        return done

    def dismiss(self, rows: "pd.DataFrame | None" = None, *, note: str | None = None) -> Result:
        """Keep ours: these changes are not listed again until the register says something else still.

        Args:
            rows: of :meth:`df`; all of them when left out.
            note: why, for the journal.

        Raises:
            RefusedError: a right or a lock stands against it; nothing changed.
        """
        chosen = self.df() if rows is None else rows
        if chosen.empty:
            return Result(DismissDrift.name, None)
        done = DismissDrift(self._action.context, items_of(chosen), note=note).run()
        self._frame = None
        return done

    def _copied(self) -> "pd.DataFrame":
        found = self.df()
        return found[~found["field"].isin(STANDING)]

    def __len__(self) -> int:
        return len(self.df())

    def __repr__(self) -> str:
        found = self.df()
        changed = n("{count} change of the register", "{count} changes of the register", len(found))
        clients = n("{count} client", "{count} clients", int(found["client"].nunique()))
        return f"<{changed}, {clients}: .df() .summary() .accept(rows) .dismiss(rows, note='…')>"


class DismissDrift(Writing):
    """Remember changes of the register that are not to be listed again until it says something else still.

        desk.akce.dismiss_drift([(42, "seat", "Nová 1, 602 00 Brno", "ČSÚ, RES 2026-11-15")], note="…").run()

    Args:
        context: the desk.
        items: client, field, the register's value as text, its source, and perhaps the day it vouches for.
        note: why, for the journal.
    """

    name: ClassVar[str] = "dismiss_drift"
    label: ClassVar[Label] = Label("Odmítnout změnu v rejstříku", "Dismiss a change of the register")

    def __init__(self, context: Context, items: Sequence[Sequence[Any]], *, note: str | None = None) -> None:
        self.items = [_item(one) for one in items]
        super().__init__(context, list(dict.fromkeys(one.client for one in self.items)), note=note)

    def check(self) -> None:
        """Refuse fields that no register gives."""
        super().check()
        for one in self.items:
            if one.field not in STANDING and one.field != SEAT:
                CLIENT.field(one.field)

    @property
    def holds_values(self) -> bool:
        """Its code holds what the register said."""
        return True

    def work(self, cs: ChangeSet) -> int:
        """Put the marks; the number of clients is the detail."""
        return drifting.dismiss(cs, self.items)

    def code(self) -> str:
        """The line of Python that does the same again."""
        rows = [
            [one.client, one.field, one.value, one.source, *([one.as_of] if one.as_of else [])] for one in self.items
        ]  # fmt: skip
        return f"desk.akce.{self.name}({spell_value(rows)}{spell_options(self.options)}).run()"


def changes(action: "CopyFromRegistry") -> "pd.DataFrame":
    """Where the register moved on, as a table of :data:`COLUMNS`.

    Args:
        action: the copying that compared the clients.
    """
    compared = action.look().plan.compared
    frame: pd.DataFrame = action.context.store.drifted(compared).to_pandas()
    reasons = {code: note.text() for code, note in REASONS.items()}
    frame["kind"] = [
        _kind(*row) for row in zip(frame["field"], frame["register"], frame["accepted"], strict=True)
    ]
    frame["label"] = [_label(one) for one in frame["field"]]
    frame["suggested"] = ~frame["field"].isin(STANDING)
    frame["reason"] = frame["state"].map(reasons).fillna(t("The register says this only now."))
    places = {name: place for place, name in enumerate((*FIELDS, *STANDING))}
    order = frame["field"].map(places)
    return frame.assign(place=order).sort_values(["client", "place"], ignore_index=True)[COLUMNS]


def items_of(rows: "pd.DataFrame") -> list[tuple[int, str, str, str, date | None]]:
    """Rows of the list as :class:`DismissDrift` takes them."""
    columns = (rows[name].tolist() for name in ("client", "field", "register", "source", "as_of"))
    return [
        (int(client), str(field), str(value), str(source), as_of if isinstance(as_of, date) else None)
        for client, field, value, source, as_of in zip(*columns, strict=True)
    ]


def _kind(field: str, register: str, accepted: str | None) -> str:
    if (
        field == "name"
        and parse_company(register).in_liquidation
        and not parse_company(accepted or "").in_liquidation
    ):
        return "in_liquidation"
    return _KINDS.get(field, "changed")


def _label(field: str) -> str:
    return str(_LABELS[field] if field in _LABELS else CLIENT.field(field).label)


def _item(given: Sequence[Any]) -> Dismissal:
    try:
        client, field, value, source, *day = given
        as_of = date.fromisoformat(day[0]) if day and isinstance(day[0], str) else (day[0] if day else None)
    except (ValueError, TypeError) as error:
        raise InputError(
            "Give a client, a field, the register's value, its source and perhaps a day: "
            '[(42, "name", "Vzor s.r.o.", "ARES", "2026-11-15")].'
        ) from error
    return Dismissal(one_id(client), str(field), str(value), str(source), as_of)
