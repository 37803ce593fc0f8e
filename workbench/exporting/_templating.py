"""Turning sheets into HTML: the built-in template or the user's own, in a sandbox, with checked names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import BrokenFileError, InputError, UnknownNameError
from workbench.exporting.sheet import Sheet
from workbench.locale import t

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

TEMPLATE = "card.html"
STYLE = "card.css"
BUILT_IN = "workbench/"
"""Before the name of a template: the one that comes with workbench, for ``{% extends %}`` in an own one."""

VARIABLES = frozenset({"clients", "title", "language", "t"})
"""All that a template may use: the sheets, the document's title, ``cs``/``en``, and the translation of words."""


@dataclass(frozen=True, slots=True)
class Page:
    """A document ready for layout."""

    html: str
    css: str


def render(
    sheets: Sequence[Sheet], *, title: str, language: str, folder: Path | None, labels: Mapping[str, str]
) -> Page:
    """Fill the template.

    Args:
        sheets: what to print.
        title: the document's title.
        language: ``"cs"`` or ``"en"``.
        folder: own templates: ``card.html``, ``card.css``, either may be missing.
        labels: words of the template to be printed differently.

    Raises:
        InputError: the folder is missing, or the template does what the sandbox forbids.
        UnknownNameError: a variable or word that does not exist; with the closest one that does.
        BrokenFileError: the template is not valid; with file and line.
    """
    from jinja2 import TemplateSyntaxError, UndefinedError  # noqa: PLC0415 - 30 ms
    from jinja2.exceptions import SecurityError, TemplateNotFound  # noqa: PLC0415 - as above

    if folder is not None and not folder.is_dir():
        raise InputError(
            "There is no folder “{folder}”. Create it first, or choose another.", folder=str(folder)
        )
    environment = _environment(folder)
    try:
        _check_names(environment, folder)
        _check_labels(environment, folder, labels)
        style = _style(folder)
        template = environment.get_template(TEMPLATE)
        html = template.render(
            clients=tuple(sheets),
            title=title,
            language=language,
            t=lambda word: labels.get(word, t(word)),
        )
    except UnicodeDecodeError as error:
        raise BrokenFileError(
            "The template {file} is not text in UTF-8. Save it as UTF-8.", file=str(folder)
        ) from error
    except TemplateSyntaxError as error:
        raise BrokenFileError(
            "The template {file} is wrong on line {line}: {reason}. Correct it there.",
            file=error.name or TEMPLATE,
            line=error.lineno,
            reason=error.message or "",
        ) from error
    except UndefinedError as error:
        raise InputError(
            "The template asks for what a sheet does not have: {reason}. The fields of a sheet are listed in workbench.exporting.sheet.",
            reason=error.message or "",
        ) from error
    except TemplateNotFound as error:
        raise InputError(
            "The template asks for the file {file}, which is not in its folder. Add it there.",
            file=str(error.name),
        ) from error
    except SecurityError as error:
        raise InputError(
            "The template does what templates may not: {reason}. Remove it.", reason=error.message or ""
        ) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise InputError("The template stopped: {reason}. Correct it.", reason=str(error)) from error
    return Page(html, style)


def words(environment: "SandboxedEnvironment", source: str) -> Iterator[str]:
    """The words that a template prints through ``t("…")``."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield from (one.value for one in call.args[:1] if isinstance(one, nodes.Const))


def built_in(name: str) -> str:
    """The text of a file that comes with workbench."""
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _environment(folder: Path | None) -> "SandboxedEnvironment":
    from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader, StrictUndefined  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    def ours(name: str) -> str | None:
        plain = name.removeprefix(BUILT_IN)
        return built_in(plain) if plain == TEMPLATE else None

    own = [FileSystemLoader(folder)] if folder is not None else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, FunctionLoader(ours)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.clear()
    return environment


def _sources(folder: Path | None) -> list[tuple[str, str]]:
    own = (
        [(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.html"))]
        if folder
        else []
    )
    return [*own, (TEMPLATE, built_in(TEMPLATE))]


def _check_names(environment: "SandboxedEnvironment", folder: Path | None) -> None:
    """Refuse unknown variables before anything is rendered, also where no sheet would reach them."""
    from jinja2 import meta, nodes  # noqa: PLC0415 - as above

    trees: list[Any] = [environment.parse(source, filename=file) for file, source in _sources(folder)]
    own = {macro.name for tree in trees for macro in tree.find_all(nodes.Macro)}
    own |= {name.name for tree in trees for name in tree.find_all(nodes.Name) if name.ctx != "load"}
    for tree in trees:
        for name in sorted(meta.find_undeclared_variables(tree) - VARIABLES - own - {"loop"}):
            raise UnknownNameError.suggest("template variable", name, VARIABLES)


def _check_labels(
    environment: "SandboxedEnvironment", folder: Path | None, labels: Mapping[str, str]
) -> None:
    known = {word for _, source in _sources(folder) for word in words(environment, source)}
    for word in labels:
        if word not in known:
            raise UnknownNameError.suggest("template word", word, known)


def _style(folder: Path | None) -> str:
    own = folder / STYLE if folder is not None else None
    return own.read_text(encoding="utf-8") if own is not None and own.is_file() else built_in(STYLE)
