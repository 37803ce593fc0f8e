"""The command import: how the columns are understood, a dry run, and then all of it or nothing."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import DryRun, File, User, Yes, agreed, open_desk, show
from workbench.errors import InputError
from workbench.locale import t

if TYPE_CHECKING:
    from workbench.akce.import_file import ImportFile
    from workbench.importing import ImportReport, Mapping


_EXAMPLE: Final = '{"Web": "contact.web"}'


def import_file(
    source: Annotated[Path, typer.Argument(metavar="FILE", help=t("A CSV, XLSX or vCard (VCF) file."))],
    *,
    mapping: Annotated[str | None, typer.Option("--mapping", help=t("Which column is what, as JSON ({example}) or a file with it; the target “ignore” leaves a column out.", example=_EXAMPLE))] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help=t("The sheet of an XLSX file; by default the first."))] = None,
    fill_only: Annotated[bool, typer.Option("--fill-only", help=t("Fill only what is empty in known clients; what they have stays."))] = False,
    note: Annotated[str | None, typer.Option("--note", help=t("Why, for the journal."))] = None,
    dry_run: DryRun = False, yes: Yes = False, file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Show the columns and the report, ask, and bring the file in; the data file is made if it is not there."""
    if not source.is_file():
        raise InputError("There is no file {file}. Check the path.", file=source)
    given = None if mapping is None else read_mapping(mapping)
    with TemporaryDirectory() as folder:
        place = Path(folder, file.name) if dry_run and not file.exists() else file
        desk = open_desk(place, user, create=True)
        action = desk.akce.import_file(source, mapping=given, sheet=sheet, fill_only=fill_only, note=note)
        _bring(action, dry_run=dry_run, yes=yes)


def _bring(action: "ImportFile", *, dry_run: bool, yes: bool) -> None:
    _show_mapping(action.mapping)
    _show_report(action.report())
    if dry_run or not agreed(t("Import this?"), yes=yes):
        typer.echo(t("Nothing was changed."))
        return
    typer.echo(action.run().text())


def read_mapping(text: str) -> dict[str, str]:
    """Column -> target, from JSON or from a file that holds it.

    Raises:
        InputError: it is not JSON, or not an object of texts.
    """
    try:
        found = json.loads(text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8"))
    except ValueError as error:
        raise _no_mapping(str(error)) from error
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise _no_mapping(t("not an object of texts"))
    return found


def _no_mapping(why: str) -> InputError:
    return InputError("The mapping is not JSON of the shape {example}: {why}", example=_EXAMPLE, why=why)


def _show_mapping(mapping: "Mapping") -> None:
    frame = mapping.df()
    if frame["column"].equals(frame["target"]):
        return  # a card's properties have their places; nothing was guessed
    show([t("Column"), t("Goes to"), t("Why")],
         zip(frame["column"], frame["target"], frame["reason"], strict=True))  # fmt: skip
    typer.echo("")


def _show_report(report: "ImportReport") -> None:
    typer.echo(report.summary())
    found = report.df()
    if len(found):
        typer.echo("")
        severities = {
            "healed": t("repaired"), "warning": t("warning"), "set_aside": t("set aside"), "refused": t("left out"),
        }  # fmt: skip
        found["severity"] = found["severity"].map(lambda one: severities.get(str(one), str(one)))
        columns = ["field", "severity", "rows", "example_row", "message"]
        show([t("Field"), t("Severity"), t("Rows"), t("E.g. row"), t("What")],
             found[columns].itertuples(index=False), whole_last=True)  # fmt: skip
