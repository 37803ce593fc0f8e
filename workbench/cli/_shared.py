"""What the commands share: the data file, the choice of clients, questions and tables in a terminal."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from workbench.errors import InputError
from workbench.locale import t

if TYPE_CHECKING:
    from workbench.desk import Desk
    from workbench.registry import RegisterSettings

DEFAULT_FILE: Final = Path("clients.duckdb")
EVERYONE: Final = 10_000_000
"""As a limit of search: all of them."""
_CELL: Final = 60

File = Annotated[
    Path,
    typer.Option(
        "--file",
        "-f",
        envvar="WORKBENCH_FILE",
        show_envvar=False,
        help=t("The data file (or set WORKBENCH_FILE)."),
    ),
]
User = Annotated[
    str | None,
    typer.Option("--user", "-u", envvar="WORKBENCH_USER", show_envvar=False, help=t("Your account in it (or set WORKBENCH_USER); by default your login name.")),
]  # fmt: skip
Snapshot = Annotated[
    Path | None,
    typer.Option("--snapshot", envvar="WORKBENCH_SNAPSHOT", show_envvar=False, help=t("The register's copy (or set WORKBENCH_SNAPSHOT); by default that of this machine.")),
]  # fmt: skip
Register = Annotated[
    str | None,
    typer.Option("--register", envvar="WORKBENCH_REGISTER", show_envvar=False, help=t("What to ask: snapshot (this machine only), ares, or both (or set WORKBENCH_REGISTER).")),
]  # fmt: skip
Standing = Annotated[
    str | None,
    typer.Option("--standing", envvar="WORKBENCH_STANDING", show_envvar=False, help=t("What to ask besides: adis (VAT payers), vies, isir (insolvency), all or none (or set WORKBENCH_STANDING).")),
]  # fmt: skip
Ids = Annotated[str | None, typer.Option("--ids", help=t("Ids of clients, e.g. “1-3 7 9”."))]
Search = Annotated[
    str | None, typer.Option("--search", help=t("Words to find clients by, e.g. “novak brno”."))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t("Do not ask."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t("Only show what would happen."))]


def open_desk(
    file: Path,
    user: str | None,
    *,
    snapshot: Path | None = None,
    register: str | None = None,
    standing: str | None = None,
    create: bool = False,
) -> "Desk":
    """The desk on a data file.

    Args:
        file: the data file.
        user: the account; the login name when left out.
        snapshot: the register's copy; that of this machine when left out.
        register: the choice of registers; that of the environment when left out.
        standing: the registers of standing to ask besides; those of the environment when left out.
        create: make the file when it is not there; else that is an error.

    Raises:
        InputError: there is no such file.
        UnknownNameError: no such choice of registers.
        StoreError: it cannot be used.
    """
    from workbench import desk  # noqa: PLC0415 - the help needs no store

    if not create and not file.exists():
        raise InputError(
            "There is no data file {file}. Name another with --file, or make one to try: workbench demo {file}",
            file=file,
        )
    return desk.open(file, user, register=settings(register, snapshot), standing=standing)


def settings(register: str | None, snapshot: Path | None = None) -> "RegisterSettings":
    """What was typed, over what the environment says.

    Raises:
        UnknownNameError: no such choice of registers.
        InputError: an environment variable cannot be used.
    """
    from workbench.registry import RegisterSettings  # noqa: PLC0415

    found = RegisterSettings.from_environment()
    if snapshot is not None:
        found = replace(found, snapshot=snapshot)
    return found if register is None else found.using(register)


def chosen(desk: "Desk", ids: str | None, search: str | None) -> list[int]:
    """The clients meant: those named, those found, or all valid ones.

    Raises:
        InputError: none is left, or both ways were used.
    """
    from workbench.model.ids import as_ids  # noqa: PLC0415

    if ids is not None and search is not None:
        raise InputError("Choose clients either with --ids or with --search, not with both.")
    if ids is not None:
        found = as_ids(ids)
    elif search is not None:
        found = desk.clients.search(search, limit=EVERYONE).ids
    else:
        found = [int(one) for one in desk.clients.df().index]
    if not found:
        raise InputError("No client fits. Try fewer or other words, or name them with --ids.")
    return found


def agreed(question: str, *, yes: bool) -> bool:
    """Whether the user says yes; without anybody to answer, the command stops.

    Args:
        question: without question mark and choices.
        yes: it was said already.
    """
    if yes:
        return True
    try:
        answer = typer.prompt(f"{question} {t('[y/N]')}", default="", show_default=False, prompt_suffix=" ")
    except typer.Abort:
        typer.echo("")  # the question ends without a line break
        raise
    return str(answer).strip().lower() in {"y", "yes", "a", "ano"}


def show(headers: Sequence[str], rows: Iterable[Sequence[object]], *, whole_last: bool = False) -> None:
    """Print a table with aligned columns; long cells are cut, line breaks become spaces.

    Args:
        headers: the columns' names.
        rows: their cells.
        whole_last: leave the last column whole; for messages, whose end says what to do.
    """
    given = list(rows)
    cells = [[_cell(one) for one in row] for row in given]
    if whole_last:
        cells = [[*cut[:-1], " ".join(str(row[-1]).split())] for cut, row in zip(cells, given, strict=True)]
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]
    typer.secho(_line(headers, widths), bold=True)
    for row in cells:
        typer.echo(_line(row, widths))


def _cell(value: object) -> str:
    text = "" if value is None or value != value else " ".join(str(value).split())  # noqa: PLR0124 - NaN, NaT
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def answer_word(answer: object) -> str:
    """An answer of a register, or the name of its kind, in a word or two."""
    from workbench.registry.kinds import kind_of  # noqa: PLC0415 - loads at use

    kind = answer if isinstance(answer, str) else kind_of(answer)
    return {
        "found": t("found"), "not_found": t("not found"), "refused": t("refused"), "out_of_reach": t("out of reach"),
        "not_asked": t("not asked"), "malformed": t("malformed reply"), "no_ico": t("the client has no IČO"),
    }.get(kind, kind)  # fmt: skip
