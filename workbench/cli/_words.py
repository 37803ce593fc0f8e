"""The words that typer itself puts into help and usage errors, in the language in use."""

import re
from typing import TYPE_CHECKING, Any, Final

from typer.core import TyperCommand, TyperGroup

from workbench.errors import UnknownNameError
from workbench.locale import t

if TYPE_CHECKING:
    from typer import Context


_UNKNOWN_COMMAND: Final = re.compile("No such command '(.*?)'")


def translated(text: str) -> str:
    """A help page of typer with its own words in the language in use.

    What a newer typer says otherwise stays English; nothing breaks.
    """
    for said, word in (
        ("Usage: ", t("Usage: ")),
        ("[OPTIONS]", t("[OPTIONS]")),
        ("COMMAND [ARGS]...", t("COMMAND [ARGS]...")),
        ("\nArguments:\n", f"\n{t('Arguments')}:\n"),
        ("\nOptions:\n", f"\n{t('Options')}:\n"),
        ("\nCommands:\n", f"\n{t('Commands')}:\n"),
        ("Show this message and exit.", t("Show this message and exit.")),
        ("[required]", f"[{t('required')}]"),
        ("; required]", f"; {t('required')}]"),
        ("[default:", f"[{t('default')}:"),
        ("; default:", f"; {t('default')}:"),
    ):
        text = text.replace(said, word)
    return text


def explain(error: Any) -> str:
    """What was typed wrongly, and where to read more.

    Args:
        error: a usage error of typer.
    """
    kind, message = type(error).__name__, error.format_message()
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        message = t("This is missing: {what}.", what=_spelled(parameter))
    elif kind == "NoSuchOption":
        close = ", ".join(sorted(getattr(error, "possibilities", None) or ()))
        message = t("There is no option {name}.", name=getattr(error, "option_name", ""))
        message += f" {t('Did you mean {close}?', close=close)}" if close else ""
    elif kind == "BadParameter" and parameter is not None:
        message = t("{what} cannot be used: {reason}.", what=_spelled(parameter), reason=_reason(error))
    elif unknown := _UNKNOWN_COMMAND.match(message):
        known = getattr(getattr(error.ctx, "command", None), "commands", {})
        message = str(UnknownNameError.suggest("command", unknown[1], known))
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "workbench"
    return f"{message} {t('Help: {command}', command=f'{path} --help')}"


def _reason(error: Any) -> str:
    """Why a value cannot be used; what typer's own checks say of numbers, in the language in use."""
    checked: list[Any] = getattr(error.__cause__, "errors", list)()
    kind, limits = (checked[0]["type"], checked[0].get("ctx", {})) if checked else ("", {})
    if kind in ("int_parsing", "int_type", "int_from_float"):
        return t("it is a whole number")
    if kind in ("float_parsing", "float_type"):
        return t("it is a number")
    if kind == "less_than_equal":
        return t("it is {limit} at most", limit=f"{limits['le']:g}")
    if kind == "greater_than_equal":
        return t("it is {limit} at least", limit=f"{limits['ge']:g}")
    return str(error.message).rstrip(".")


def _spelled(parameter: Any) -> str:
    options = [one for one in parameter.opts if one.startswith("-")]
    return "/".join(options) or str(parameter.metavar or parameter.name).upper()


class Command(TyperCommand):
    """A command whose help speaks the language in use."""

    def get_help(self, ctx: "Context") -> str:  # type: ignore[override]
        """The help page."""
        return translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help speaks the language in use."""

    def get_help(self, ctx: "Context") -> str:  # type: ignore[override]
        """The help page."""
        return translated(super().get_help(ctx))
