"""What a browser may ask of the kernel: named commands with checked arguments, never code or SQL."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, get_args, get_origin, get_type_hints

from workbench.errors import InputError, UnknownNameError

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK: Final = "_is_panel_command"
_LONG: Final = "_may_take_long"
LONGEST_TEXT: Final = 20_000
"""A longer text from the browser is refused; no field of a form takes that much."""

LARGEST_NUMBER: Final = 2**53 - 1
"""``Number.MAX_SAFE_INTEGER``: beyond it a browser cannot tell numbers apart."""
_HALF_A_SIGN: Final = re.compile("[\ud800-\udfff]")
"""Half of a pair of UTF-16, which is no text."""


def command(method: Method) -> Method:
    """Mark a method as one that the browser may call by its name; its annotations say what it takes."""
    setattr(method, _MARK, True)
    return method


def long(method: Method) -> Method:
    """Mark a command as one that may take long: it runs beside the kernel's thread, is watched, and can be stopped."""
    setattr(method, _LONG, True)
    return method


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command gives back.

    Attributes:
        value: anything that JSON can say.
        buffers: bytes that travel beside it, for downloads.
    """

    value: Any
    buffers: list[bytes] = field(default_factory=list)


class Switchboard:
    """The commands of one panel, put together from the objects that carry them out.

    Args:
        parts: name -> object; its marked methods are the commands ``"name.method"``.
    """

    def __init__(self, parts: Mapping[str, object]) -> None:
        self._methods: dict[str, Callable[..., Any]] = {}
        for part, carrier in parts.items():
            for name in dir(type(carrier)):
                if getattr(inspect.getattr_static(type(carrier), name), _MARK, False):
                    self._methods[f"{part}.{name}"] = getattr(carrier, name)

    @property
    def names(self) -> list[str]:
        """All commands, sorted."""
        return sorted(self._methods)

    def is_long(self, name: object) -> bool:
        """Whether this command may take long."""
        return isinstance(name, str) and bool(getattr(self._methods.get(name), _LONG, False))

    def call(self, name: object, arguments: object) -> Reply:
        """Carry out one command.

        Raises:
            UnknownNameError: there is no such command, or it takes no argument of that name.
            InputError: an argument is missing or of another kind than the command takes.
            WorkbenchError: what the command itself refuses.
        """
        method = self._methods.get(name) if isinstance(name, str) else None
        if method is None:
            raise UnknownNameError.suggest("command", str(name)[:80], self._methods)
        if not isinstance(arguments, Mapping):
            raise InputError("The arguments of command “{command}” are not named.", command=name)
        answer = method(**_checked(str(name), method, arguments))
        return answer if isinstance(answer, Reply) else Reply(answer)


def _checked(name: str, method: Callable[..., Any], arguments: Mapping[Any, Any]) -> dict[str, Any]:
    wanted = _signature(method.__func__)  # type: ignore[attr-defined]
    for given in arguments:
        if given not in wanted:
            raise UnknownNameError.suggest("argument", str(given)[:80], wanted)
    for argument, (hint, required) in wanted.items():
        if argument not in arguments:
            if required:
                raise InputError(
                    "Command “{command}” lacks the argument “{argument}”.", command=name, argument=argument
                )
        elif not _fits(arguments[argument], hint):
            raise InputError(
                "Argument “{argument}” of command “{command}” is of the wrong kind.",
                command=name, argument=argument,
            )  # fmt: skip
    return {str(argument): value for argument, value in arguments.items()}


@cache
def _signature(function: Callable[..., Any]) -> dict[str, tuple[Any, bool]]:
    hints = get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return {one.name: (hints[one.name], one.default is inspect.Parameter.empty) for one in parameters}


_PLAIN: Final[Mapping[Any, Callable[[Any], bool]]] = {
    Any: lambda _: True,
    NoneType: lambda value: value is None,
    bool: lambda value: isinstance(value, bool),
    int: lambda value: (
        isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
    ),
    float: lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_NUMBER
    ),
    str: lambda value: (
        isinstance(value, str) and len(value) <= LONGEST_TEXT and not _HALF_A_SIGN.search(value)
    ),
}


def _fits(value: Any, hint: Any) -> bool:
    """Whether a JSON value is of the kind; texts have a limit, and a yes is no number."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint](value)
    if origin is UnionType:
        return any(_fits(value, one) for one in inner)
    if origin is list:
        return isinstance(value, list) and all(_fits(one, inner[0]) for one in value)
    return isinstance(value, dict) and all(
        _fits(key, inner[0]) and _fits(one, inner[1]) for key, one in value.items()
    )
