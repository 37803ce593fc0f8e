"""Commands on drift: what the register changed since it was last accepted, worked off in a terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import (
    File,
    Ids,
    Register,
    Search,
    Snapshot,
    Standing,
    User,
    Yes,
    agreed,
    chosen,
    open_desk,
    show,
)
from workbench.locale import n, t

if TYPE_CHECKING:
    import pandas as pd

    from workbench.akce.drift import Drift
    from workbench.desk import Desk

_SHOWN = 40
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", help=t("Only changes of this kind; may be given more than once: renamed, moved, ceased, in_liquidation, insolvent, unreliable_vat_payer, changed.")),
]  # fmt: skip
Since = Annotated[
    str | None, typer.Option("--since", help=t("Only clients that ARES says changed since this day, up to four weeks back; they are asked anew.")),
]  # fmt: skip
Note = Annotated[str | None, typer.Option("--note", help=t("Why, for the journal."))]


def list_drift(
    *,
    kind: Kinds = None, since: Since = None, ids: Ids = None, search: Search = None, file: File = CLIENTS,
    user: User = None, snapshot: Snapshot = None, register: Register = None, standing: Standing = None,
) -> None:  # fmt: skip
    """One line a change."""
    desk = open_desk(file, user, snapshot=snapshot, register=register, standing=standing)
    _listed(_found(desk, kind, since, ids, search)[1])


def accept(
    *,
    kind: Kinds = None, since: Since = None, ids: Ids = None, search: Search = None, note: Note = None, yes: Yes = False,
    file: File = CLIENTS, user: User = None, snapshot: Snapshot = None, register: Register = None,
    standing: Standing = None,
) -> None:  # fmt: skip
    """Show the changes, ask, and copy them; insolvency and unreliability are left out, there is nothing to copy."""
    from workbench.store.drifting import STANDING  # noqa: PLC0415

    desk = open_desk(file, user, snapshot=snapshot, register=register, standing=standing)
    drift, rows = _found(desk, kind, since, ids, search)
    rows = rows[~rows["field"].isin(STANDING)]
    if not _listed(rows):
        return
    if agreed(t("Copy this?"), yes=yes):
        typer.echo(drift.accept(rows, note=note).text())
    else:
        typer.echo(t("Nothing was changed."))


def dismiss(
    *,
    kind: Kinds = None, since: Since = None, ids: Ids = None, search: Search = None, note: Note = None, yes: Yes = False,
    file: File = CLIENTS, user: User = None, snapshot: Snapshot = None, register: Register = None,
    standing: Standing = None,
) -> None:  # fmt: skip
    """Show the changes, ask, and list them no more until the register says something else still."""
    desk = open_desk(file, user, snapshot=snapshot, register=register, standing=standing)
    drift, rows = _found(desk, kind, since, ids, search)
    if not _listed(rows):
        return
    if agreed(t("Keep ours and list these no more?"), yes=yes):
        typer.echo(drift.dismiss(rows, note=note).text())
    else:
        typer.echo(t("Nothing was changed."))


def _found(
    desk: "Desk", kind: list[str] | None, since: str | None, ids: str | None, search: str | None
) -> "tuple[Drift, pd.DataFrame]":
    """The drift of the chosen clients, and those of its rows that are meant.

    Raises:
        UnknownNameError: no such kind.
        RegisterError: the register cannot be asked.
    """
    from workbench.akce.drift import KINDS  # noqa: PLC0415
    from workbench.errors import RegisterError, UnknownNameError  # noqa: PLC0415

    for one in kind or ():
        if one not in KINDS:
            raise UnknownNameError.suggest("kind of change", one, KINDS)
    if not (status := desk.register.status()).ready:
        raise RegisterError("The register cannot be asked. {why}", why=status.text())
    drift = desk.drift(None if ids is None and search is None else chosen(desk, ids, search), since=since)
    rows = drift.df()
    return drift, rows[rows["kind"].isin(kind)] if kind else rows


def _listed(rows: "pd.DataFrame") -> bool:
    """Print them; whether there are any."""
    if rows.empty:
        typer.echo(t("The register changed nothing since it was last accepted."))
        return False
    words = {
        "renamed": t("renamed"), "in_liquidation": t("in liquidation"), "moved": t("moved"), "ceased": t("ceased"),
        "insolvent": t("insolvency"), "unreliable_vat_payer": t("unreliable VAT payer"), "changed": t("changed"),
    }  # fmt: skip
    first = rows.head(_SHOWN).astype(object).where(rows.head(_SHOWN).notna(), "")
    columns = (first[name].tolist() for name in ("client", "kind", "field", "label", "ours", "register"))
    show(
        ["id", t("What happened"), t("Field"), t("Ours"), t("Register")],
        [
            (client, words[kind], label, _word(field, ours), _word(field, theirs))
            for client, kind, field, label, ours, theirs in zip(*columns, strict=True)
        ],
    )
    if len(rows) > _SHOWN:
        typer.echo(n("… and {count} more line", "… and {count} more lines", len(rows) - _SHOWN))
    count = int(rows["client"].nunique())
    typer.echo(n("{count} client to look at.", "{count} clients to look at.", count))
    return True


def _word(field: str, text: str) -> str:
    from workbench.model.wording import accepted  # noqa: PLC0415
    from workbench.store.drifting import STANDING  # noqa: PLC0415

    return accepted("vat_payer" if field in STANDING else field, text)
