"""Commands that open a page in the browser: a notebook in JupyterLab, or its panels alone through Voilà."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

import typer

from workbench.cli._shared import DEFAULT_FILE, File, User, open_desk
from workbench.errors import InputError, MissingPartError
from workbench.locale import t

HOME: Final = Path(__file__).parents[2]
"""The working copy, if this is one."""
WALKTHROUGH: Final = Path("notebooks", "01_prvni_kroky.ipynb")
_SETTINGS: Final = Path(__file__).parent / "jupyter"
"""A folder of Jupyter settings: no news from the network."""
_COCKPIT: Final = _SETTINGS / "cockpit.ipynb"
"""The cockpit on the data file that the environment names."""


def lab(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="NOTEBOOK", show_default=False,
                         help=t("E.g. my.ipynb --no-browser --port 8899"))] = None,
) -> None:  # fmt: skip
    """Run JupyterLab in this process until it is stopped."""
    given = list(arguments or ())
    own = _take_notebook(given)
    root, notebook = (own.parent, own) if own else walkthrough(Path.cwd())
    page = quote(notebook.relative_to(root).as_posix())
    _run_lab([f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{page}", *given])


def app(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="NOTEBOOK", show_default=False,
                         help=t("A notebook to show without its code; by default the cockpit on the data file."))] = None,
    file: File = DEFAULT_FILE,
    user: User = None,
) -> None:  # fmt: skip
    """Run Voilà in this process until it is stopped; its address carries a token, as JupyterLab's does."""
    given = list(arguments or ())
    notebook = _take_notebook(given)
    if notebook is None:
        open_desk(file, user)  # what stands against it is said here, not in the browser
        notebook = _COCKPIT
        os.environ["WORKBENCH_FILE"] = str(file.absolute())
        if user:
            os.environ["WORKBENCH_USER"] = user
    _run_voila([str(notebook), "--token", "--VoilaConfiguration.file_allowlist=[]", *given])


def walkthrough(folder: Path) -> tuple[Path, Path]:
    """The folder to show in JupyterLab and the walkthrough in it.

    From a working copy it is opened where it lies. From an installed package the notebooks are first copied
    into the given folder, with the data that they import; a copy that is there already is kept.

    Raises:
        MissingPartError: the installed package lacks them.
    """
    if (HOME / WALKTHROUGH).is_file():
        return HOME, HOME / WALKTHROUGH
    shared = Path(sys.prefix, "share", "workbench")
    if not (shared / WALKTHROUGH).is_file():
        raise MissingPartError("{file} is not there. Install workbench anew.", file=shared / WALKTHROUGH)
    for there in sorted(one for one in shared.rglob("*") if one.is_file()):
        here = folder / there.relative_to(shared)
        if not here.exists():
            here.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(there, here)
    return folder, folder / WALKTHROUGH


def _take_notebook(given: list[str]) -> Path | None:
    """The first notebook among what was typed, taken out of it; ``None`` if there is none.

    Raises:
        InputError: there is no such file.
    """
    named = next((one for one in given if one.endswith(".ipynb") and not one.startswith("-")), None)
    if named is None:
        return None
    given.remove(named)
    if not Path(named).is_file():
        raise InputError("There is no notebook {file}. Check the path.", file=named)
    return Path(named).absolute()


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


def _run_voila(arguments: list[str]) -> None:
    try:
        from voila.app import Voila  # type: ignore[import-untyped] # noqa: PLC0415
    except ImportError as error:
        raise MissingPartError(
            "Voilà is not installed. Run: {command}", command="pip install 'workbench[app]'"
        ) from error
    Voila.launch_instance(argv=arguments)
