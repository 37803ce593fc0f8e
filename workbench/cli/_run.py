"""Running a command: the language first, then the command, then one line for whatever went wrong.

Exit codes: 0 done, 1 refused or failed, 2 wrongly typed, 130 interrupted.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.errors import WorkbenchError
from workbench.locale import t

if TYPE_CHECKING:
    from typer import Typer

FAILED: Final = 1
MISTYPED: Final = 2
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code.

    Args:
        arguments: what was typed after ``workbench``; the process's own arguments when left out.

    Raises:
        SystemExit: always; see the module for the codes.
    """
    from workbench.cli._app import build  # noqa: PLC0415 - typer, only when a command is run

    sys.exit(_run(build(), sys.argv[1:] if arguments is None else list(arguments)))


def _run(app: "Typer", arguments: list[str]) -> int:
    import typer  # noqa: PLC0415 - loaded by the app already
    from typer.main import get_command  # noqa: PLC0415

    from workbench.cli._words import explain  # noqa: PLC0415

    try:
        code = get_command(app).main(arguments, prog_name="workbench", standalone_mode=False)
    except WorkbenchError as error:
        return _complain(str(error), FAILED)
    except (typer.Abort, KeyboardInterrupt):
        return _complain(t("Stopped; nothing that was not finished was saved."), INTERRUPTED)
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        return _complain(t("The system refused: {what}", what=what), FAILED)
    except Exception as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(str(error))
            return MISTYPED
        if not hasattr(error, "format_message"):  # a usage error of typer has it
            raise
        return _complain(explain(error), MISTYPED)
    return code if isinstance(code, int) else 0


def _complain(message: str, code: int) -> int:
    """One red line on the error stream."""
    import typer  # noqa: PLC0415

    typer.secho(" ".join(message.split()), fg=typer.colors.RED, err=True)
    return code
