"""The command that makes a data file to try things on."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli._shared import User
from workbench.errors import InputError
from workbench.locale import t


def demo(
    path: Annotated[Path, typer.Argument(metavar="FILE", help=t("The data file to make."))] = Path("demo.duckdb"),
    clients: Annotated[int, typer.Option("--clients", min=1, help=t("About how many clients."))] = 300,
    user: User = None,
) -> None:  # fmt: skip
    """The demo of ``workbench.demo()`` as a file to keep, with you as one of its administrators."""
    import getpass  # noqa: PLC0415

    from workbench import desk as desks  # noqa: PLC0415

    snapshot = path.with_name(f"{path.stem}-res{path.suffix}")
    for one in (path, snapshot):
        if one.exists():
            raise InputError("{path} exists already. Choose another name.", path=one)
    desk = desks.demo(clients=clients)
    desk.store.save_user(user or getpass.getuser(), "administrator")
    desk.backup(path)
    shutil.copy(desk.register.path, snapshot)  # type: ignore[attr-defined]
    typer.echo(t("Made: {path} ({count} valid clients) and {snapshot} (their register).",
                 path=path, count=len(desk.clients), snapshot=snapshot))  # fmt: skip
    typer.echo(t("Try: {command}", command=f"workbench enrich --dry-run -f {path} --snapshot {snapshot}"))
