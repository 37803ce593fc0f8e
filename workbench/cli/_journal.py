"""Commands on the journal: changes, history, undo."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, User, open_desk, show
from workbench.locale import t

if TYPE_CHECKING:
    import pandas as pd

    from workbench.desk import Desk


def changes(
    *,
    last: Annotated[int, typer.Option("--last", min=1, help=t("How many, the newest ones."))] = 20,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """One line a change set that the user may see."""
    desk = open_desk(file, user)
    show([t("Set"), t("When"), t("Who"), t("Action"), t("Records"), t("Undone"), t("Note")],
         _changes_rows(desk, desk.journal.page(limit=last)))  # fmt: skip


def history(
    record: Annotated[int, typer.Argument(metavar="ID", help=t("The record's id."))],
    *,
    entity: Annotated[str, typer.Option("--entity", help=t("The record's type: client, person, deal…"))] = "client",
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """One line a changed field."""
    frame = open_desk(file, user).history(record, entity=entity)
    show([t("Set"), t("When"), t("Who"), t("Action"), t("Record"), t("Field"), t("Before"), t("After"), t("Note")],
         _history_rows(frame))  # fmt: skip


def undo(
    number: Annotated[int, typer.Argument(metavar="N", help=t("The number of the change set; see workbench changes."))],
    on_collision: Annotated[str, typer.Option("--on-collision", help=t("Where something was changed since: refuse, keep or restore."))] = "refuse",
    only: Annotated[str | None, typer.Option("--only", help=t("Of a bulk merge only the groups of these records, e.g. “42 107”; without it all is undone."))] = None,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Undo, as a change set of its own."""
    from workbench.errors import UnknownNameError  # noqa: PLC0415

    if on_collision not in ("refuse", "keep", "restore"):
        raise UnknownNameError.suggest("option", on_collision, ("refuse", "keep", "restore"))
    done = open_desk(file, user).undo(number, on_collision=on_collision, only=only)  # type: ignore[arg-type]
    typer.echo(done.text())


def _changes_rows(desk: "Desk", frame: "pd.DataFrame") -> Iterator[tuple[object, ...]]:
    for row in frame.to_dict("records"):
        action, of = desk.akce.label(str(row["action"])), _number(row["undoes"]) or _number(row["part_of"])
        yield (
            row["id"], f"{row['made_at']:%Y-%m-%d %H:%M:%S}", row["actor"], t("{action}: {number}", action=action, number=of) if of else action,
            row["records"], t("by {number}", number=undone) if (undone := _number(row["undone_by"])) else "", row["note"],
        )  # fmt: skip


def _number(value: object) -> int | None:
    """The number of a change set; ``None`` where a table has none."""
    return int(value) if isinstance(value, int | float) and value == value else None  # noqa: PLR0124 - NaN


def _history_rows(frame: "pd.DataFrame") -> Iterator[tuple[object, ...]]:
    for row in frame.itertuples():
        yield (
            row.change_set, f"{row.made_at:%Y-%m-%d %H:%M:%S}", row.actor, row.action, f"{row.entity} {row.id}",
            row.field if row.operation == "update" else f"{row.operation} {row.field}".removesuffix(" *"),
            row.before, row.after, row.note,
        )  # fmt: skip
