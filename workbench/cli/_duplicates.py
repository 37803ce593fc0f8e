"""The command on duplicates."""

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, Ids, Search, User, Yes, agreed, chosen, open_desk, show
from workbench.errors import InputError, RefusedError
from workbench.locale import n, number, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from workbench.desk import Desk

_SHOWN = 40


def duplicates(
    *,
    ids: Ids = None, search: Search = None,
    least: Annotated[float | None, typer.Option("--at-least", min=0.0, max=1.0, help=t("Only clusters of this certainty or more; with --merge by default those measured to be certain."))] = None,
    merge: Annotated[bool, typer.Option("--merge", help=t("Merge what is listed, after asking; what cannot be merged is left out and counted. With --yes only what was measured to be certain."))] = False,
    persons: Annotated[bool, typer.Option("--persons", help=t("Contact persons in place of clients; --ids are then ids of persons."))] = False,
    every: Annotated[bool, typer.Option("--all", help=t("List all clusters, not only the first {count}.", count=_SHOWN))] = False,
    yes: Yes = False,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Clusters of valid clients, or contact persons, that are probably one, the most certain first."""
    from workbench.duplicates.in_percent import percent  # noqa: PLC0415 - numpy

    desk = open_desk(file, user)
    if persons and search is not None:
        raise InputError("--search finds clients. Name contact persons with --ids, or list all.")
    found = desk.duplicates("person" if persons else "client")
    table = found.clusters()
    if merge:
        least = _agreeable(found.certain, least, yes=yes)
    least = found.found.settings.threshold if least is None else least
    wanted = _wanted(desk, ids, search, table["ids"], persons=persons)
    table = table[[
        certainty >= least and not wanted.isdisjoint(ids)
        for certainty, ids in zip(table["certainty"], table["ids"], strict=True)
    ]]  # fmt: skip
    for note in found.notes():
        typer.echo(note)
    if table.empty:
        typer.echo(t("No duplicates were found."))
        return
    shown = (table if every else table.head(_SHOWN)).to_dict("records")
    lines = _lines(desk, [one for row in shown for one in row["ids"]], persons=persons)
    told = t("Born on") if persons else "IČO"
    show([t("Cluster"), t("Certainty"), "id", t("Name"), told, t("Owner")], [
        (row["cluster"], f"{percent(row['certainty'], learned=found.is_learned)} %", one, *lines[one])
        for row in shown for one in row["ids"]
    ])  # fmt: skip
    if left := len(table) - len(shown):
        typer.echo(
            n(
                "… and {count} more cluster; --all lists it, too",
                "… and {count} more clusters; --all lists them, too",
                left,
            )
        )
    typer.echo(
        n("{count} cluster of probable duplicates.", "{count} clusters of probable duplicates.", len(table))
    )
    if merge:
        _merge(desk, table, found.kind.name, yes=yes)


def _wanted(desk: "Desk", ids: str | None, search: str | None, groups: "Iterable[list[int]]", *, persons: bool) -> set[int]:  # fmt: skip
    """Of which records clusters are listed: those named, the clients found, or all."""
    if persons and ids is not None:
        from workbench.model.ids import as_ids  # noqa: PLC0415 - the help needs no model

        return set(as_ids(ids))
    if ids is not None or search is not None:
        return set(chosen(desk, ids, search))
    return {one for group in groups for one in group}


def _lines(desk: "Desk", ids: list[int], *, persons: bool) -> dict[int, tuple[str, str | None, str | None]]:
    """Id -> name, IČO or date of birth, owner."""
    if not persons:
        return {one.id: (one.name, one.ico, one.owner) for one in desk.clients.lines(ids)}
    from workbench.akce.typed import name_of  # noqa: PLC0415 - the help needs no actions
    from workbench.model import wording  # noqa: PLC0415
    from workbench.model.records import PERSON  # noqa: PLC0415

    birthday = PERSON.field("birthday")
    return {
        one.id: (name_of(one.record), wording.shown(birthday, one.record["birthday"]), one.record["owner"])
        for one in (desk.records(ids) if ids else [])
    }


def _agreeable(measured: float | None, least: float | None, *, yes: bool) -> float | None:
    """From which certainty on clusters are merged, and what that was measured to be worth.

    Raises:
        RefusedError: they would be merged unasked and it was not measured that so certain ones are right.
    """
    from workbench.duplicates.in_percent import percent  # noqa: PLC0415 - numpy

    if measured is None:
        if yes:
            raise RefusedError(
                "Too few pairs have identifiers to measure from which certainty on merging is safe, so nothing is merged unasked. Leave out --yes."
            )
        typer.echo(t("Too few pairs have identifiers to measure from which certainty on merging is safe: look before you agree."))  # fmt: skip
        return least
    typer.echo(t("From {percent} % on, pairs held back for measuring were one in 999 of 1,000 cases.", percent=percent(measured)))  # fmt: skip
    if yes and least is not None and least < measured:
        raise RefusedError(
            "Unasked, only clusters of at least {percent} % are merged: so certain ones were measured to be right. Leave out --at-least, or --yes.",
            percent=percent(measured),
        )
    return measured if least is None else least


def _merge(desk: "Desk", table: "pd.DataFrame", entity: str, *, yes: bool) -> None:
    """Merge the clusters of a table, those left out against which something stands."""
    action = desk.akce.merge_clusters(table, entity=entity)
    plan = action.preview()
    fine = plan[plan["obstacle"] == ""]
    if left := len(plan) - len(fine):
        typer.echo(
            n(
                "{count} cluster cannot be merged as it is.",
                "{count} clusters cannot be merged as they are.",
                left,
            )
        )
    vanish = sum(len(one) for one in fine["absorbed"])
    typer.echo(n("{count} record would vanish into {clusters} others.", "{count} records would vanish into {clusters} others.", vanish, clusters=number(len(fine))))  # fmt: skip
    if fine.empty or not agreed(t("Merge these?"), yes=yes):
        typer.echo(t("Nothing was changed."))
        return
    typer.echo(action.run(fine).text())
