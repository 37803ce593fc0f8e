"""Commands on personal data: what is held about a person, what was erased, and the certificate of it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, User, open_desk, show
from workbench.locale import t
from workbench.model.records import RECORD_TYPES

To = Annotated[Path, typer.Option("--to", help=t("The folder to write into."))]
_LANGUAGE = typer.Option("--language", help=t("cs or en."))


def disclose(
    ids: Annotated[str, typer.Argument(metavar="IDS", help=t("The ids of one person's records, e.g. “16 42”."))],
    to: To = Path(),
    language: Annotated[str | None, _LANGUAGE] = None,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Write the ZIP; records that look the same are told, never added."""
    desk = open_desk(file, user)
    action = desk.akce.personal_data(ids, folder=str(to), language=language)
    action.check()
    to.mkdir(parents=True, exist_ok=True)
    typer.echo(str(action.run().path))
    alike = action.suggestions()
    if len(alike):
        typer.echo(t("These may be the same person's too; add their ids if they are:"))
        columns = (alike[name].tolist() for name in ("record_type", "id", "reason"))
        show([t("Record"), "id", t("Reason")], ((RECORD_TYPES[kind].label, *rest) for kind, *rest in zip(*columns, strict=True)))  # fmt: skip


def erasures(file: File = CLIENTS, user: User = None) -> None:
    """One line a record."""
    rows = open_desk(file, user).erasures()
    columns = (rows[name].tolist() for name in ("change_set", "made_at", "actor", "record_type", "record_id"))
    show([t("Set"), t("When"), t("Who"), t("Record"), "id"],
         ((number, f"{at:%Y-%m-%d %H:%M}", actor, RECORD_TYPES[kind].label, one)
          for number, at, actor, kind, one in zip(*columns, strict=True)))  # fmt: skip


def certificate(
    number: Annotated[int, typer.Argument(metavar="N", help=t("The number of the change set; see workbench gdpr erasures."))],
    *,
    to: To = Path(),
    format: Annotated[Literal["pdf", "txt"], typer.Option("--format", help=t("pdf or txt."))] = "pdf",  # noqa: A002 - the word everyone uses
    language: Annotated[str | None, _LANGUAGE] = None,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Make it from the journal."""
    found = open_desk(file, user).certificate(number)
    to.mkdir(parents=True, exist_ok=True)
    typer.echo(str(found.save(to, format, language)))
