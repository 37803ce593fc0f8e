"""Every message that the code gives stands in the Czech catalogue, once, with the same placeholders."""

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Message

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workbench"
FAMILY_ROOT = "WorkbenchError"
TEXT_SUFFIXES = {".js", ".css", ".html", ".j2", ".txt"}


@dataclass(frozen=True, slots=True)
class Use:
    """One message in the code. ``given`` are the names it is filled from, ``None`` when not to be told."""

    place: str
    forms: tuple[str, ...]
    given: frozenset[str] | None


@cache
def sources() -> dict[str, ast.Module]:
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def translations() -> dict[Path, list[Message]]:
    found: dict[Path, list[Message]] = {}
    for path in sorted((PACKAGE / "locale" / "cs").glob("*.po")):
        with path.open("rb") as source:
            found[path] = [message for message in pofile.read_po(source, locale="cs") if message.id]
    return found


@cache
def error_family() -> frozenset[str]:
    """Names of the classes below WorkbenchError, wherever they are defined."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    family = {FAMILY_ROOT}
    while grown := {name for name, above in bases.items() if above & family} - family:
        family |= grown
    return frozenset(family)


def literals(node: ast.expr) -> Iterator[str]:
    """The string or strings that an argument may be: a literal, or a choice between literals."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=yes, orelse=no):
            yield from literals(yes)
            yield from literals(no)


def message_arguments(call: ast.Call, own_class: str) -> tuple[list[ast.expr], bool]:
    """The arguments of a call that are message ids, and whether its keywords fill the placeholders."""
    family = error_family()
    count, fills = 0, True
    match call.func:
        case ast.Name("t" | "Phrase") | ast.Attribute(attr="t"):
            count = 1
        case ast.Name("n") | ast.Attribute(attr="n") if len(call.args) == 3:
            count = 2
        case ast.Name("Note"):
            named = [word.value for word in call.keywords if word.arg == "message"]
            return call.args[1:2] or named, False
        case ast.Name(name) if name in family or (name == "cls" and own_class in family):
            count = 1
        case ast.Attribute(value=ast.Name(name)) if name in family:
            count, fills = 1, False
        case ast.Attribute(value=ast.Call(func=ast.Name("super")), attr="__init__") if own_class in family:
            count = 1
    return call.args[:count], fills


def calls(node: ast.AST, own_class: str = "") -> Iterator[tuple[ast.Call, str]]:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.ClassDef) else own_class
        if isinstance(child, ast.Call):
            yield child, inside
        yield from calls(child, inside)


@cache
def uses() -> tuple[Use, ...]:
    found = []
    for file, tree in sources().items():
        for call, own_class in calls(tree):
            arguments, fills = message_arguments(call, own_class)
            texts = [tuple(literals(argument)) for argument in arguments]
            if not texts or not all(texts):
                continue
            given = frozenset(word.arg for word in call.keywords if word.arg)
            told = fills and all(word.arg for word in call.keywords)
            plural = len(texts) == 2
            forms = [tuple(form[0] for form in texts)] if plural else [(text,) for text in texts[0]]
            names = given | {"count"} if plural else given
            place = f"{file}:{call.lineno}"
            found += [Use(place, form, names if told else None) for form in forms]
    return tuple(found)


def names(template: str) -> set[str]:
    """The placeholders of a message."""
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def czech_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def report(lines: list[str], sentence: str) -> None:
    if lines:
        pytest.fail(sentence + "\n  " + "\n  ".join(sorted(lines)), pytrace=False)


def test_the_walk_over_the_code_finds_messages_of_each_kind() -> None:
    ids = {use.forms[0] for use in uses()}
    assert "Unknown {kind} “{name}”. Known: {known}." in ids  # cls(…) in an error class
    assert "No font with Czech letters was found." in ids  # t(…)


def test_every_message_of_the_code_has_a_czech_translation() -> None:
    known = {forms_of(message) for messages in translations().values() for message in messages}
    missing = [
        f"{use.place}: {use.forms!r}" for use in uses() if use.forms not in known and use.forms != ("",)
    ]
    report(missing, "Not in any workbench/locale/cs/*.po:")


def test_every_message_is_given_the_values_it_has_placeholders_for() -> None:
    unfilled = [
        f"{use.place}: {sorted(lacking)} of {use.forms!r}"
        for use in uses()
        if use.given is not None and (lacking := set().union(*map(names, use.forms)) - use.given)
    ]
    report(unfilled, "Placeholders that the call gives no value for:")


def test_no_message_id_is_an_f_string() -> None:
    broken = [
        f"{file}:{call.lineno}"
        for file, tree in sources().items()
        for call, own_class in calls(tree)
        if any(isinstance(argument, ast.JoinedStr) for argument in message_arguments(call, own_class)[0])
    ]
    report(broken, "An f-string cannot be looked up; use a placeholder and a keyword:")


def test_translations_have_the_placeholders_of_their_message() -> None:
    wrong = []
    for path, messages in translations().items():
        for message in messages:
            each = [names(form) for form in forms_of(message)]
            allowed = set().union(*each)
            needed = set.intersection(*each) - ({"count"} if len(each) > 1 else set())
            wrong += [
                f"{path.name}: {czech!r} (message: {sorted(allowed)})"
                for czech in czech_of(message)
                if not needed <= names(czech) <= allowed
            ]
    report(wrong, "Placeholders of message and translation differ:")


def test_every_translation_is_filled_in_and_none_is_fuzzy() -> None:
    unfinished = [
        f"{path.name}: {message.id!r}"
        for path, messages in translations().items()
        for message in messages
        if message.fuzzy
        or not all(czech_of(message))
        or (message.pluralizable and len(czech_of(message)) != 3)
    ]
    report(unfinished, "Translations that are empty, fuzzy, or lack one of the three Czech forms:")


def test_a_message_is_translated_alike_in_all_catalogues() -> None:
    found: defaultdict[tuple[str, ...], dict[tuple[str, ...], str]] = defaultdict(dict)
    for path, messages in translations().items():
        for message in messages:
            found[forms_of(message)].setdefault(czech_of(message), path.name)
    differing = [f"{forms[0]!r}: {sorted(each.values())}" for forms, each in found.items() if len(each) > 1]
    report(differing, "One message, several translations:")


def test_no_translation_is_left_of_a_message_that_is_gone() -> None:
    strings = {
        node.value
        for tree in sources().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    views = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in TEXT_SUFFIXES and path.is_file()
    )
    gone = [
        f"{path.name}: {message.id!r}"
        for path, messages in translations().items()
        for message in messages
        if not any(form in strings or form in views for form in forms_of(message))
    ]
    report(gone, "Translations of what no code says any more:")
