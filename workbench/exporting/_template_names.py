"""What templates may name: checked before anything is rendered, with the file, the line and what is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import UnknownNameError

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

COMMON: Final = frozenset({"title", "language", "t", "logo"})
"""What all templates may use: the document's title, ``cs``/``en``, the translation of words, the logo's address."""

_JINJA: Final = frozenset({
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem",
    "changed", "cycle", "super", "upper", "lower", "title", "strip", "replace", "split", "startswith", "endswith",
})  # fmt: skip
"""What may stand after a dot beside the values: of ``loop``, of ``self``, and the harmless methods of a text."""


def names_of(*kinds: type) -> frozenset[str]:
    """The fields and properties of these kinds of values."""
    found: set[str] = set()
    for kind in kinds:
        if is_dataclass(kind):
            found |= {one.name for one in fields(kind)}
        found |= {name for name, one in vars(kind).items() if isinstance(one, property)}
    return frozenset(found)


def check_names(
    environment: "SandboxedEnvironment", sources: Mapping[str, str], variables: frozenset[str], attributes: frozenset[str]
) -> None:  # fmt: skip
    """Refuse variables, and what stands after a dot, that no value has, also where no record would reach them.

    Args:
        environment: parses the templates.
        sources: file name -> its text.
        variables: those that the template is given.
        attributes: the names of all fields of all values among them.

    Raises:
        UnknownNameError: with the file, the line and the names that are known.
        jinja2.TemplateSyntaxError: a template cannot be parsed.
    """
    from jinja2 import meta, nodes  # noqa: PLC0415 - 30 ms

    trees = {file: environment.parse(source, file, file) for file, source in sources.items()}
    own = {name for tree in trees.values() for name in _own(tree)}
    for file, tree in trees.items():
        unknown = meta.find_undeclared_variables(tree) - variables - own - {"loop", "self", "caller"}
        for name in sorted(tree.find_all(nodes.Name), key=lambda one: one.lineno):
            if name.name in unknown:
                raise _unknown(file, name.lineno, name.name, variables)
        for dotted in sorted(tree.find_all(nodes.Getattr), key=lambda one: one.lineno):
            if dotted.attr not in attributes | _JINJA | own:
                raise _unknown(file, dotted.lineno, dotted.attr, attributes)


def words(environment: "SandboxedEnvironment", source: str) -> Iterator[str]:
    """The words that a template prints through ``t("…")``."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    for call in environment.parse(source).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield from (one.value for one in call.args[:1] if isinstance(one, nodes.Const))


def _own(tree: "nodes.Template") -> Iterator[str]:
    """What a template itself gives a name: macros, blocks, imports, ``{% set %}`` and loop variables."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    parts: Any = (nodes.Macro, nodes.Block)
    for part in tree.find_all(parts):
        yield part.name
    for name in tree.find_all(nodes.Name):
        if name.ctx != "load":
            yield name.name
    for brought in tree.find_all(nodes.Import):
        yield brought.target


def _unknown(file: str, line: int, name: str, known: Iterable[str]) -> UnknownNameError:
    return UnknownNameError(
        "The template {file} names “{name}” on line {line}, which is not there. Known: {known}.",
        file=file,
        line=line,
        name=name,
        known=", ".join(sorted(known)),
    )
