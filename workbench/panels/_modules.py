"""View modules as the widget ships them: plain ES modules laid into one, and the texts that they show.

A widget hands one module to the browser, so the modules that it imports from beside it are laid before it,
each in a scope of its own. There is no build step: what a browser loads from the folder runs the same.
"""

import json
import re
from functools import cache
from importlib import resources
from typing import Final

from workbench.locale import n, t

_IMPORT: Final = re.compile(r'^import \{ ([\w, ]+) \} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?:const|function|async function|class) (\w+)", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^export default .*;\n", re.MULTILINE)
_TEXT: Final = re.compile(r'\bt\(\s*("(?:[^"\\]|\\.)*")')
_PLURAL: Final = re.compile(r'\bn\(\s*("(?:[^"\\]|\\.)*"),\s*("(?:[^"\\]|\\.)*")')
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
FORMS: Final = (1, 2, 5)
"""Counts that call for each of the three Czech forms."""


def source(file_name: str) -> str:
    """A file of the folder ``static``."""
    return resources.files(__package__).joinpath("static", file_name).read_text(encoding="utf-8")


@cache
def module(name: str) -> str:
    """The view module of this name with all that it imports, as one module."""
    laid: dict[str, str] = {}
    main = _linked(name, laid)
    return "\n".join([*laid.values(), main])


@cache
def styles(*names: str) -> str:
    """Style sheets, one after the other."""
    return "\n".join(source(f"{name}.css") for name in names)


def _linked(name: str, laid: dict[str, str]) -> str:
    """A module's text with its imports taken from modules that are laid down first."""
    text = source(f"{name}.js")
    for _, other in _IMPORT.findall(text):
        if other not in laid:
            body = _DEFAULT.sub("", _linked(other, laid))
            exported = ", ".join(_EXPORT.findall(body))
            inner = re.sub(r"^export ", "", body, flags=re.MULTILINE)
            laid[other] = f"const {other}_module = (() => {{\n{inner}\nreturn {{ {exported} }};\n}})();"
    return _IMPORT.sub(_taken, text)


def _taken(found: re.Match[str]) -> str:
    """An import as a destructuring: ``{ draw as drawCard }`` is ``{ draw: drawCard }`` there."""
    return f"const {{ {found[1].replace(' as ', ': ')} }} = {found[2]}_module;\n"


@cache
def message_ids(name: str) -> tuple[tuple[str, ...], ...]:
    """The messages that a view shows: ``(text,)`` or ``(one, many)``, as its module writes them."""
    text = module(name)
    plurals = [(json.loads(one), json.loads(many)) for one, many in _PLURAL.findall(text)]
    singles = [(json.loads(one),) for one in _TEXT.findall(text)]
    return tuple(dict.fromkeys([*singles, *plurals]))


def texts(name: str) -> dict[str, str | list[str]]:
    """The texts of a view in the language in use; a plural has its three forms (1, 2-4, more)."""
    found: dict[str, str | list[str]] = {}
    for message in message_ids(name):
        if len(message) == 1:
            found[message[0]] = t(message[0])
            continue
        one, many = message
        kept = {place: f"{{{place}}}" for place in _PLACEHOLDER.findall(one + many)}
        found[one] = [n(one, many, count, **kept) for count in FORMS]
    return found
