"""Commands on what clients stand on: the register's copy, the machine, the file, the declarations."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.bars import bar
from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, Register, Snapshot, User, answer_word, open_desk, settings, show
from workbench.errors import InputError, RegisterError
from workbench.locale import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.health import Check
    from workbench.registry import RegisterSettings


def load(
    source: Annotated[Path, typer.Argument(metavar="FILE", help=t("res_data.csv, or its file of changes."))],
    snapshot: Snapshot = None,
) -> None:  # fmt: skip
    """Build the copy anew and put it in the old one's place when it is whole."""
    from workbench.store.snapshot import default_snapshot_path, load  # noqa: PLC0415

    if not source.is_file():
        raise InputError("There is no file {file}. Check the path.", file=source)
    target = snapshot or default_snapshot_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with bar(t("Loading the register"), unit=t("rows")) as shown:

        def told(read: int, total: int) -> None:
            shown.total = total
            shown.update(read - shown.n)

        report = load(source, target, progress=told)
    typer.echo(report.text())
    typer.echo(str(report.path))


def status(snapshot: Snapshot = None) -> None:
    """The day, the number of subjects, the age and the file; an error where there is none."""
    from workbench.registry import SnapshotRegister  # noqa: PLC0415

    register = SnapshotRegister(snapshot)
    found = register.status()
    if not found.ready:
        raise RegisterError("The register cannot be asked. {why}", why=found.text())
    typer.echo(f"{found.text()} {found.age_text()}".rstrip())
    typer.echo(str(register.path))


def doctor(file: File = CLIENTS, register: Register = None) -> None:
    """One line a check, remedies below; fails if something needed is missing.

    ARES is asked one question, and only where it is chosen.
    """
    from workbench import health  # noqa: PLC0415

    checks = [*health.run_checks(file.absolute().parent), _ares(settings(register))]
    show([t("Check"), t("State"), t("Found")], [(one.name, _state(one), one.detail) for one in checks])
    for line in _remedies(checks):
        typer.echo(line)
    if any(one.needed and not one.ok for one in checks):
        raise typer.Exit(1)


def backup(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help=t("The new file."))],
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """Copy the file; the copy appears under its name only when it is whole."""
    typer.echo(t("Backed up to {path}", path=open_desk(file, user).backup(target)))


def fields() -> None:
    """The page docs/fields.md, from the declarations."""
    from workbench.cli._fields import reference  # noqa: PLC0415

    typer.echo(reference(), nl=False)


def _ares(chosen: "RegisterSettings") -> "Check":
    """Whether ARES can be reached: one of the five answers to one question."""
    from workbench.health import Check  # noqa: PLC0415
    from workbench.registry import Found  # noqa: PLC0415
    from workbench.registry.choosing import reach  # noqa: PLC0415

    if chosen.use == "snapshot":
        return Check(
            "ares", ok=True, detail=t("not asked; to ask: {option}", option="--register ares"), needed=False
        )
    answer = reach(chosen.ares)
    if isinstance(answer, Found):
        return Check("ares", ok=True, detail=answer.text(), needed=False)
    remedy = t("Until it answers, work with the snapshot: {option}", option="--register snapshot")
    return Check(
        "ares", ok=False, detail=answer_word(answer), remedy=f"{answer.text()} {remedy}", needed=False
    )


def _state(check: "Check") -> str:
    if check.ok:
        return t("fine")
    return t("MISSING") if check.needed else t("optional")


def _remedies(checks: "list[Check]") -> "Iterator[str]":
    for check in checks:
        if not check.ok:
            yield f"{check.name}: {check.remedy}"
