"""Turning values into HTML: the built-in templates or the user's own, in a sandbox, with checked names."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import BrokenFileError, InputError, UnknownNameError
from workbench.exporting import paper
from workbench.exporting._folder import TemplateFolder
from workbench.exporting._register_rows import Row
from workbench.exporting._template_names import COMMON, check_names, names_of, words
from workbench.exporting.labels import AddressLabel, LabelPage, LabelSheet
from workbench.exporting.listing import Column, Line, ListPart
from workbench.exporting.paper import Paper
from workbench.exporting.reporting import Change, Entry, Report
from workbench.exporting.sheet import Business, Contact, Person, Place, Sheet
from workbench.locale import t

if TYPE_CHECKING:
    from types import TracebackType

    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

BUILT_IN: Final = "workbench/"
"""Before the name of a file: the one that comes with workbench, for ``{% extends %}`` and ``@import`` in own ones."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of document: its template and style, and the one variable that it is given beside the common ones.

    Attributes:
        file: name of the template and the style without suffix.
        variable: what holds the values to print.
        kinds: the types of all values reached from it.
    """

    file: str
    variable: str
    kinds: tuple[type, ...]


LAYOUTS: Final[Mapping[str, Layout]] = {
    "sheet": Layout("card", "clients", (Sheet, Row, Place, Contact, Person, Business)),
    "list": Layout("list", "parts", (ListPart, Column, Line)),
    "labels": Layout("labels", "pages", (LabelPage, LabelSheet, AddressLabel)),
    "changes": Layout("changes", "reports", (Report, Entry, Change)),
    "paper": Layout("paper", "papers", (Paper, paper.Table, paper.Row)),
}
"""Form -> its layout. A user's folder may have ``card.html``, ``card.css``, ``list.html`` …"""


@cache
def built_in(name: str) -> str:
    """The text of a file that comes with workbench."""
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _built_in_names() -> frozenset[str]:
    return frozenset(one.name for one in resources.files(__package__).joinpath("templates").iterdir())


def built_in_style(file: str) -> str:
    """The whole style of a layout that comes with workbench."""
    return built_in("base.css") + built_in(file)


class Templates:
    """The templates of one form, parsed and checked once and then filled for each document.

    Args:
        form: a key of :data:`LAYOUTS`.
        folder: the user's own.
        labels: words of the template to be printed differently.

    Attributes:
        style: the CSS.

    Raises:
        UnknownNameError: a variable, field or word that does not exist.
        BrokenFileError: a template is not valid; with file and line.
        InputError: a template asks for a file that is not there.
    """

    def __init__(self, form: str, folder: TemplateFolder, labels: Mapping[str, str] | None = None) -> None:
        self._layout = LAYOUTS[form]
        self._folder = folder
        self._labels = dict(labels or {})
        self._environment = self._make_environment()
        file = f"{self._layout.file}.css"
        self.style = folder.text(file) or built_in_style(file)
        with _told():
            sources = self._sources()
            variables = COMMON | {self._layout.variable}
            check_names(self._environment, sources, variables, names_of(*self._layout.kinds))
            self._check_labels(sources)
            self._template: Template = self._environment.get_template(f"{self._layout.file}.html")

    def fill(self, values: object, *, title: str, language: str, logo: str = "") -> str:
        """The HTML of one document.

        Args:
            values: what is printed, for the layout's variable.
            title: the document's title.
            language: ``"cs"`` or ``"en"``.
            logo: the address of the logo's picture; empty where there is none.

        Raises:
            InputError: the template does what the sandbox forbids, or stops at a value.
        """
        given = {self._layout.variable: values, "title": title, "language": language, "logo": logo}
        with _told():
            return self._template.render(**given, t=lambda word: self._labels.get(word) or t(word))

    def _make_environment(self) -> "SandboxedEnvironment":
        from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415 - 30 ms
        from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

        environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.clear()
        return environment

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template's text and name: the user's, or ours where it is asked for or the user has none."""
        own = None if name.startswith(BUILT_IN) else self._folder.text(name)
        plain = name.removeprefix(BUILT_IN)
        if own is None and not (plain.endswith(".html") and plain in _built_in_names()):
            return None
        return own if own is not None else built_in(plain), name, lambda: True

    def _sources(self) -> dict[str, str]:
        """The user's templates, and ours for this form."""
        own = {name: self._folder.text(name) or "" for name in self._folder.names(".html")}
        others = {f"{one.file}.html" for one in LAYOUTS.values() if one is not self._layout}
        mine = {name: text for name, text in own.items() if name not in others}
        ours = {f"{BUILT_IN}{name}": built_in(name) for name in ("base.html", f"{self._layout.file}.html")}
        return {**mine, **ours}

    def _check_labels(self, sources: Mapping[str, str]) -> None:
        known = {word for source in sources.values() for word in words(self._environment, source)}
        for word in self._labels:
            if word not in known:
                raise UnknownNameError.suggest("template word", word, known)


@contextmanager
def _told() -> Iterator[None]:
    """Say in our words what Jinja has against a template."""
    from jinja2 import TemplateSyntaxError, UndefinedError  # noqa: PLC0415 - as above
    from jinja2.exceptions import SecurityError, TemplateNotFound  # noqa: PLC0415 - as above

    try:
        yield
    except TemplateSyntaxError as error:
        raise BrokenFileError(
            "The template {file} is wrong on line {line}: {reason}. Correct it there.",
            file=error.name or error.filename or "",
            line=error.lineno,
            reason=error.message or "",
        ) from error
    except TemplateNotFound as error:
        raise InputError(
            "The template asks for the file {file}, which is not in its folder. Add it there.",
            file=str(error.name),
        ) from error
    except SecurityError as error:
        raise InputError(
            "The template {place} does what templates may not: {reason}. Remove it.",
            place=_place(error.__traceback__),
            reason=error.message or "",
        ) from error
    except UndefinedError as error:
        raise InputError(
            "The template {place} asks for what is not there: {reason}. What it may name is in the documentation of printing.",
            place=_place(error.__traceback__),
            reason=error.message or "",
        ) from error
    except (
        TypeError,
        ValueError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
        MemoryError,
    ) as error:
        raise InputError(
            "The template {place} stopped: {reason}. Correct it there.",
            place=_place(error.__traceback__),
            reason=str(error) or type(error).__name__,
        ) from error


def _place(trace: "TracebackType | None") -> str:
    """File and line of the innermost template: Jinja rewrites its tracebacks so."""
    found: dict[str, Any] = {"file": "", "line": 0}
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".html"):
            found = {"file": name, "line": trace.tb_lineno}
        trace = trace.tb_next
    return "{file}:{line}".format_map(found) if found["file"] else ""
