"""RegistryDiff: ours, the register's, what was accepted last time, with a tick box a field."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench.akce.drift import changes, items_of
from workbench.desk import Desk
from workbench.errors import StaleVersionError
from workbench.locale import t
from workbench.model.wording import accepted
from workbench.panels._acting import Acting
from workbench.panels._commands import command, long
from workbench.panels._newcomer import Newcomer
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels._shown import LONGEST_NAME, clip, day
from workbench.panels.client_picker import Finding
from workbench.panels.merge_diff import Merging

if TYPE_CHECKING:
    import pandas as pd

    from workbench.akce.copy_from_registry import CopyFromRegistry

MOST: Final = 100
"""So many clients are compared in a panel; for more there is ``desk.akce.copy_from_registry``."""


class Comparing:
    """What a browser may ask of the comparison with the register.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._action: CopyFromRegistry | None = None
        self._plan: pd.DataFrame | None = None
        self._changes: pd.DataFrame | None = None

    @long
    @command
    def compare(self, ids: list[int], ico: str | None = None) -> dict[str, Any]:
        """The clients beside the register, field by field, with warnings; changes nothing."""
        action = self._desk.akce.copy_from_registry(ids[:MOST], ico=ico)
        plan = action.preview()
        warnings = action.warnings()
        answers = {int(row["client"]): row for row in action.summary().to_dict("records")}
        changed = changes(action)
        self._action, self._plan, self._changes = action, plan, changed
        names = {one.id: one.name for one in self._desk.clients.lines(action.ids)}
        others = action.doubles()
        return {
            "left": max(0, len(ids) - MOST), "unasked": _unasked(action),
            "clients": [
                {
                    "id": client, "name": clip(names.get(client), LONGEST_NAME), "answer": row["answer"], "text": row["text"],
                    "warnings": [note.text() for note in warnings.get(client, ())],
                    "others": others.get(client, []), "changed": changed.loc[changed["client"] == client, "label"].tolist(),
                    "rows": _rows(plan[plan["client"] == client]),
                }
                for client, row in answers.items()
            ],
        }  # fmt: skip

    @command
    def candidates(self, client: int) -> list[dict[str, Any]]:
        """Subjects of the register that may be this client, best first."""
        found = self._desk.akce.copy_from_registry(client).candidates()
        return [
            {
                "ico": one.subject.ico, "name": clip(one.subject.name, LONGEST_NAME),
                "city": clip(one.subject.seat.city if one.subject.seat else None, 60),
                "score": round(100 * one.score), "reasons": [note.text() for note in one.reasons],
            }
            for one in found
        ]  # fmt: skip

    @command
    def suggest(self, text: str) -> dict[str, Any]:
        """Subjects of the register while one types a name; see :meth:`workbench.panels._newcomer.Newcomer.suggest`."""
        return Newcomer(self._desk).suggest(text)

    @long
    @command
    def take(self, ticks: dict[str, list[str]]) -> dict[str, Any]:
        """Copy the ticked fields of what was compared last; client id -> field names.

        Raises:
            StaleVersionError: nothing was compared yet, or the data changed since.
        """
        if self._action is None or self._plan is None:
            raise StaleVersionError("Compare with the register first, then copy.")
        plan = self._plan.copy()
        plan["suggested"] = [
            field in ticks.get(str(client), ())
            for client, field in zip(plan["client"], plan["field"], strict=True)
        ]
        result = self._action.run(plan)
        return outcome(self._desk, self._action, result)

    @command
    def dismiss(self, client: int, note: str) -> dict[str, Any]:
        """Keep ours where the register changed since it was last accepted, and list that no more; what was compared last counts.

        Raises:
            StaleVersionError: nothing was compared yet.
        """
        if self._changes is None:
            raise StaleVersionError("Compare with the register first, then keep ours.")
        rows = self._changes[self._changes["client"] == client]
        action = self._desk.akce.dismiss_drift(items_of(rows), note=note.strip() or None)
        return outcome(self._desk, action, action.run())


class RegistryDiff(Panel):
    """A three-way comparison of the chosen clients with the business register.

    Args:
        desk: what it works with.
        selection: the clients to compare; the panel follows it.
    """

    view: ClassVar[str] = "registry_diff"

    def parts(self) -> dict[str, object]:
        """The comparison, and the merge that it may lead to."""
        return {
            "register": Comparing(self.desk), "akce": Acting(self.desk), "merge": Merging(self.desk),
            "find": Finding(self.desk),
        }  # fmt: skip


def _unasked(action: "CopyFromRegistry") -> str:
    told = action.standing()
    if not told["answer"].eq("not_asked").any():
        return ""
    return t(
        "VIES and the insolvency register take one number a question, so they were not asked about so many clients. Choose at most ten, or use one_by_one=True in Python."
    )


def _rows(plan: "pd.DataFrame") -> list[dict[str, Any]]:
    return [
        {
            "field": row["field"], "label": row["label"], "suggested": bool(row["suggested"]), "reason": row["reason"],
            "source": _source(row), **{name: _text(row["field"], row[name]) for name in ("ours", "register", "accepted")},
        }
        for row in plan.to_dict("records")
    ]  # fmt: skip


def _text(field: str, cell: object) -> str:
    return clip(accepted(field, cell)) if isinstance(cell, str) else ""


def _source(row: Mapping[Any, Any]) -> str:
    when = row["as_of"]
    source = str(row["source"])
    return source if when is None or str(when) in source else f"{source}, {day(when)}"
