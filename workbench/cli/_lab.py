"""Commands that begin something: JupyterLab on a notebook, and a data file to try things on."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

import typer

from workbench.cli._shared import User
from workbench.errors import InputError, MissingPartError
from workbench.locale import t

HOME: Final = Path(__file__).parents[2]
"""The working copy, if this is one."""
WALKTHROUGH: Final = Path("notebooks", "01_prvni_kroky.ipynb")
SAMPLE: Final = Path("data", "demo_clients.csv")
_SETTINGS: Final = Path(__file__).parent / "jupyter"
"""A folder of Jupyter settings: no news from the network."""


def lab(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="NOTEBOOK", show_default=False,
                         help=t("E.g. my.ipynb --no-browser --port 8899"))] = None,
) -> None:  # fmt: skip
    """Run JupyterLab in this process until it is stopped."""
    given = list(arguments or ())
    named = next((one for one in given if one.endswith(".ipynb") and not one.startswith("-")), None)
    if named is None:
        root, notebook = walkthrough(Path.cwd())
    else:
        given.remove(named)
        notebook = Path(named).absolute()
        root = notebook.parent
        if not notebook.is_file():
            raise InputError("There is no notebook {file}. Check the path.", file=named)
    page = quote(notebook.relative_to(root).as_posix())
    _run_lab([f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{page}", *given])


def walkthrough(folder: Path) -> tuple[Path, Path]:
    """The folder to show in JupyterLab and the walkthrough in it.

    From a working copy it is opened where it lies. From an installed package it is first copied into the
    given folder, with the file that it imports; a copy that is there already is kept.

    Raises:
        MissingPartError: the installed package lacks it.
    """
    if (HOME / WALKTHROUGH).is_file():
        return HOME, HOME / WALKTHROUGH
    shared = Path(sys.prefix, "share", "workbench")
    for part in (WALKTHROUGH, SAMPLE):
        if not (shared / part).is_file():
            raise MissingPartError("{file} is not there. Install workbench anew.", file=shared / part)
        if not (folder / part).exists():
            (folder / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(shared / part, folder / part)
    return folder, folder / WALKTHROUGH


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


def _run_lab(arguments: list[str]) -> None:
    try:
        from jupyterlab.labapp import LabApp  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(
            "JupyterLab is not installed. Run `make lab`, or: pip install jupyterlab"
        ) from error
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(_SETTINGS), *([known] if known else [])])
    LabApp.launch_instance(argv=arguments)
