"""All commands in the order of the help page; their texts are in the language that ``WORKBENCH_LANGUAGE`` names."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from workbench.cli import (
    _data,
    _demo,
    _drift,
    _duplicates,
    _gdpr,
    _import,
    _journal,
    _people,
    _rules,
    _serving,
    _upkeep,
)
from workbench.cli._words import Command, Group
from workbench.locale import t


def build() -> typer.Typer:
    """The command line."""
    app = _group(t("Cleans the client list of a Czech CRM. Each command does what the action of the same name does in a notebook."))  # fmt: skip
    _version(app)
    add = _adder(app)
    add("lab", _serving.lab, t("Open JupyterLab on the walkthrough or a notebook of yours. What else is typed goes to JupyterLab."),
        context_settings={"ignore_unknown_options": True})  # fmt: skip
    add("app", _serving.app, t("Show the cockpit, or a notebook without its code, as a page of its own. What else is typed goes to Voilà."),
        context_settings={"ignore_unknown_options": True})  # fmt: skip
    add(
        "demo",
        _demo.demo,
        t("Make a data file with invented clients. An invented register is put beside it."),
    )
    add("import", _import.import_file, t("Bring clients in from a CSV, XLSX or vCard file."))
    add("export", _data.export, t("Write clients as PDF, vCard or a table. Who exported what is recorded."))
    add("exports", _data.exports, t("Who exported what, newest first."))
    add("enrich", _data.enrich, t("Compare clients with the business register and copy what is suggested."))
    add("duplicates", _duplicates.duplicates, t("List clients or contact persons that are probably one, with how certain that is."))  # fmt: skip
    add("rules", _rules.rules, t("List the rules by which merges pick values, or change them after seeing what that does."))  # fmt: skip
    add(
        "changes",
        _journal.changes,
        t("What was done in the data file, newest first, with the numbers that undo takes."),
    )
    add(
        "history",
        _journal.history,
        t("What happened to a client, a contact person or another record, newest first."),
    )
    add("undo", _journal.undo, t("Take back a change set as a whole."))
    add("backup", _upkeep.backup, t("Make a consistent copy of the data file while others work."))
    add("doctor", _upkeep.doctor, t("Check this machine. Where something is missing, it says what to do."))
    add("fields", _upkeep.fields, t("Print the reference of all fields as Markdown."))
    drift = _group(
        t("What the register changed since it was last accepted: list it, accept it, or dismiss it.")
    )
    add = _adder(drift)
    add("list", _drift.list_drift, t("List the changes."))
    add("accept", _drift.accept, t("Copy what the register says now."))
    add("dismiss", _drift.dismiss, t("Keep ours; the changes are not listed again until the register says something else still."))  # fmt: skip
    app.add_typer(drift, name="drift")
    snapshot = _group(t("The copy of the business register on this machine."))
    add = _adder(snapshot)
    add("load", _upkeep.load, t("Load a file of the register (res_data.csv of ČSÚ), whole or changes."))
    add("status", _upkeep.status, t("Say which state of the register is here."))
    app.add_typer(snapshot, name="snapshot")
    gdpr = _group(t("Personal data: what is held about a person, and certificates of erasure."))
    add = _adder(gdpr)
    add(
        "export",
        _gdpr.disclose,
        t("Write all that is held about one person: PDF, JSON, CSV and vCard in one ZIP."),
    )
    add("erasures", _gdpr.erasures, t("List what was erased, when and by whom."))
    add("certificate", _gdpr.certificate, t("Make the certificate of an erasure again."))
    app.add_typer(gdpr, name="gdpr")
    users = _group(t("Who may work with the data file."))
    add = _adder(users)
    add("list", _people.show_users, t("List the users, their roles and rights."))
    add("set", _people.set_user, t("Add a user or change their role."))
    app.add_typer(users, name="users")
    return app


def _group(text: str) -> typer.Typer:
    return typer.Typer(
        cls=Group, help=text, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"max_content_width": 120},
    )  # fmt: skip


def _adder(app: typer.Typer) -> Callable[..., None]:
    def add(name: str, work: Callable[..., Any], text: str, **more: Any) -> None:
        app.command(name, cls=Command, help=text, **more)(work)

    return add


def _version(app: typer.Typer) -> None:
    def show(asked: bool) -> None:
        if asked:
            from workbench import __version__  # noqa: PLC0415

            typer.echo(f"workbench {__version__}")
            raise typer.Exit

    @app.callback()
    def root(
        version: Annotated[bool, typer.Option("--version", is_eager=True, callback=show, help=t("Say the version."))] = False,
    ) -> None:  # fmt: skip
        """What stands before any command."""
        del version
