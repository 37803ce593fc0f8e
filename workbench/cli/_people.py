"""Commands on users: who may work with the file, and as what."""

from typing import Annotated, Any

import typer

from workbench.cli._shared import DEFAULT_FILE as CLIENTS
from workbench.cli._shared import File, User, open_desk, show
from workbench.locale import t
from workbench.model.rights import ROLE_LABELS, Rights


def show_users(file: File = CLIENTS, user: User = None) -> None:
    """One line a user."""
    people = open_desk(file, user).store.users()
    show([t("User"), t("Role"), t("Sees"), t("Clearance"), t("Edits"), t("Deletes"), t("Exports"), t("Imports")],
         [(one.name, ROLE_LABELS[one.role], _scope(one.rights), one.rights.clearance, _sign(one.rights.edit),
           one.rights.delete, _sign(one.rights.export), _sign(one.rights.bring)) for one in people])  # fmt: skip


def set_user(
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("The account's name."))],
    role: Annotated[str, typer.Argument(metavar="ROLE", help=t("administrator, full, limited or read_only."))],
    *,
    sees: Annotated[str | None, typer.Option("--sees", help=t("Whose records: all, own, none, or owners with commas between."))] = None,
    clearance: Annotated[int | None, typer.Option("--clearance", help=t("Records of a higher security level stay hidden, 0 to 9."))] = None,
    may_export: Annotated[bool | None, typer.Option("--export/--no-export", help=t("May take data out."))] = None,
    may_import: Annotated[bool | None, typer.Option("--import/--no-import", help=t("May import files."))] = None,
    may_delete: Annotated[str | None, typer.Option("--delete", help=t("Whose records they may delete and merge away: all, own, none."))] = None,
    file: File = CLIENTS, user: User = None,
) -> None:  # fmt: skip
    """The role's usual rights, changed by the options."""
    scope: Any = sees if sees in (None, "all", "own", "none") else [one.strip() for one in sees.split(",")]
    rights = {
        "otherwise": scope,
        "clearance": clearance,
        "export": may_export,
        "bring": may_import,
        "delete": may_delete,
    }
    given = {right: value for right, value in rights.items() if value is not None}
    saved = open_desk(file, user, create=True).store.save_user(name, role, **given)
    typer.echo(t("{user} is now: {role}.", user=saved.name, role=ROLE_LABELS[saved.role]))


def _scope(rights: Rights) -> str:
    def spelled(scope: Any) -> str:
        return scope if isinstance(scope, str) else ", ".join(scope)

    return "; ".join(
        [spelled(rights.otherwise), *(f"{kind}: {spelled(scope)}" for kind, scope in rights.see.items())]
    )


def _sign(allowed: bool) -> str:
    return t("yes") if allowed else t("no")
