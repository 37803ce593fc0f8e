"""Commands on clients: export, enrich."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import (
    DryRun,
    File,
    Ids,
    Register,
    Search,
    Snapshot,
    Standing,
    User,
    Yes,
    agreed,
    answer_word,
    chosen,
    open_desk,
    show,
)
from workbench.locale import n, t
from workbench.model.wording import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from workbench.desk import Desk
    from workbench.model.identifiers import Note

_SHOWN = 40
_REASONS = 3
_TROUBLES = ("refused", "outofreach", "malformed")


def export(
    *,
    kind: Annotated[str, typer.Option("--format", help=t("pdf, zip (a PDF each), files (a PDF each, loose), vcf, csv, xlsx, parquet or arrow."))] = "pdf",
    to: Annotated[Path, typer.Option("--to", help=t("The folder to write into."))] = Path(),
    ids: Ids = None, search: Search = None,
    vcard: Annotated[str, typer.Option("--vcard-version", help=t("Of vCards: 3.0 or 4.0."))] = "3.0",
    form: Annotated[str, typer.Option("--form", help=t("What to print: sheet, list, labels or changes."))] = "sheet",
    language: Annotated[str | None, typer.Option("--language", help=t("Of what is printed: cs or en."))] = None,
    templates: Annotated[Path | None, typer.Option("--templates", help=t("A folder with your own templates."))] = None,
    logo: Annotated[Path | None, typer.Option("--logo", help=t("A picture for the head of the documents."))] = None,
    columns: Annotated[str | None, typer.Option("--columns", help=t("Of a list, with commas between: name,ico,phone."))] = None,
    labels: Annotated[str | None, typer.Option("--labels", help=t("The sheet of labels: 3x8, 2x8, 3x7, 2x7, 2x6 or 2x4."))] = None,
    start: Annotated[int | None, typer.Option("--start", help=t("The first free label, from 1."))] = None,
    layout: Annotated[str | None, typer.Option("--layout", help=t("Of xlsx: raynet makes the sheets that RAYNET imports; what it would refuse or cut is listed before."))] = None,
    dry_run: DryRun = False,
    processes: Annotated[int | None, typer.Option("--processes", help=t("How many lay out at once; by default one a processor."))] = None,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Write the chosen clients, by default all valid ones, into one file."""
    desk = open_desk(file, user)
    action = desk.akce.export(
        chosen(desk, ids, search), format=kind, folder=str(to), version=vcard, language=language, form=form,
        templates=None if templates is None else str(templates), logo=None if logo is None else str(logo),
        columns=None if columns is None else [one.strip() for one in columns.split(",")], labels=labels, start=start,
        layout=layout, processes=processes,
    )  # fmt: skip
    if layout:
        _show_check(action.preview())
    action.check()
    if dry_run:
        typer.echo(t("Nothing was written."))
        return
    to.mkdir(parents=True, exist_ok=True)
    made = action.run()
    typer.echo(
        n("{count} client written to {path}", "{count} clients written to {path}", made.count, path=made.path)
    )
    for note in made.notes:
        typer.echo(note)


def _show_check(found: "pd.DataFrame") -> None:
    """What the layout would refuse, cut or leave out."""
    from workbench.exporting import raynet_summary  # noqa: PLC0415 - loads at use

    if found.empty:
        typer.echo(t("All goes into the layout."))
        return
    show([t("Column"), t("What happens"), t("What to do"), t("Records")], raynet_summary(found))


def exports(
    *,
    last: Annotated[int, typer.Option("--last", help=t("How many, the newest ones."))] = 20,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Who exported what and when; those who are no administrators see their own."""
    found = open_desk(file, user).exports().head(last)
    rows = zip(found["made_at"], found["actor"], found["format"], found["count"], strict=True)
    show(
        [t("When"), t("Who"), t("Format"), t("Clients")],
        ((f"{made_at:%Y-%m-%d %H:%M:%S}", *rest) for made_at, *rest in rows),
    )


def enrich(
    *,
    ids: Ids = None, search: Search = None,
    dry_run: DryRun = False, yes: Yes = False,
    note: Annotated[str | None, typer.Option("--note", help=t("Why, for the journal."))] = None,
    file: File = CLIENTS, user: User = None, snapshot: Snapshot = None, register: Register = None, standing: Standing = None,
    one_by_one: Annotated[bool, typer.Option("--one-by-one", help=t("Ask VIES and the insolvency register about many clients too; they take one a question."))] = False,
    by_name: Annotated[bool, typer.Option("--by-name", help=t("Find clients without IČO by name and address too; only certain finds are copied."))] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help=t("Ask anew what was answered lately too."))] = False,
) -> None:  # fmt: skip
    """Show the plan, ask, and copy; clients that somebody else locked are left out and counted."""
    desk = open_desk(file, user, snapshot=snapshot, register=register, standing=standing)
    action = desk.akce.copy_from_registry(
        chosen(desk, ids, search), by_name=by_name, fresh=fresh, one_by_one=one_by_one, note=note
    )
    plan = action.preview()
    answers = action.summary()["answer"].value_counts()
    show(
        [t("Answer of the register"), t("Clients")],
        [(answer_word(kind), count) for kind, count in answers.items()],
    )
    _show_troubles(action.summary())
    _show_standing(action.standing())
    locked = _locked_by_others(desk, plan)
    plan = plan[plan["suggested"].astype(bool)]
    if len(locked):
        typer.echo(
            n("{count} locked client is left out.", "{count} locked clients are left out.", len(locked))
        )
        plan = plan[~plan["client"].isin(locked)]
    if plan.empty:
        typer.echo(t("Nothing is suggested for copying."))
        return
    _show_plan(plan)
    _show_warnings(action.warnings())
    if dry_run or not agreed(t("Copy this?"), yes=yes):
        typer.echo(t("Nothing was changed."))
        return
    typer.echo(action.run(plan).text())


def _locked_by_others(desk: "Desk", plan: "pd.DataFrame") -> list[int]:
    table = desk.clients.df()
    locked = table["locked_by"].notna() & (table["locked_by"] != desk.user.name)
    return sorted(set(table.index[locked]) & set(plan["client"]))


def _show_troubles(summary: "pd.DataFrame") -> None:
    """Why the register could not answer, and what to do; each reason once."""
    troubled = summary[summary["answer"].isin(_TROUBLES)]
    for text in troubled["text"].drop_duplicates().head(_REASONS):
        typer.echo(text)


def _show_standing(told: "pd.DataFrame") -> None:
    """How many clients each register of standing knows, and why it does not know the others."""
    if told.empty:
        return
    asked = told[told["answer"] != "no_number"]
    counts = asked.groupby(["register", "answer"], as_index=False).size()
    columns = (counts[name].tolist() for name in ("register", "answer", "size"))
    rows = [
        (register.upper(), answer_word(answer), count)
        for register, answer, count in zip(*columns, strict=True)
    ]
    show([t("Register"), t("Answer of the register"), t("Clients")], rows)
    if told["answer"].eq("not_asked").any():
        typer.echo(t("VIES and the insolvency register are asked about many clients only with --one-by-one."))


def _cell_word(field: str, value: object) -> object:
    return accepted(field, value) if isinstance(value, str) else value


def _show_warnings(warnings: "Mapping[int, tuple[Note, ...]]") -> None:
    rows = [(client, note.text()) for client, notes in warnings.items() for note in notes]
    if rows:
        show([t("Client"), t("Warning")], rows[:_SHOWN])
    if len(rows) > _SHOWN:
        typer.echo(n("… and {count} more line", "… and {count} more lines", len(rows) - _SHOWN))


def _show_plan(plan: "pd.DataFrame") -> None:
    columns = ["client", "field", "label", "reason", "ours", "register"]
    rows = plan[columns].head(_SHOWN).itertuples(index=False, name=None)
    show(
        [t("Client"), t("Field"), t("Ours"), t("Register")],
        (
            (client, label, _cell_word(name, ours), reason if ours == theirs else _cell_word(name, theirs))
            for client, name, label, reason, ours, theirs in rows
        ),
    )
    if len(plan) > _SHOWN:
        typer.echo(n("… and {count} more line", "… and {count} more lines", len(plan) - _SHOWN))
    typer.echo(n("Source: {source}. {count} value to copy.", "Source: {source}. {count} values to copy.", len(plan),
                 source=", ".join(sorted(set(plan["source"])))))  # fmt: skip
