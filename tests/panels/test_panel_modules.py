"""The view modules: laid into one, with all their texts in Czech, and nothing read as HTML."""

import io
import re
from pathlib import Path

import pytest
from babel.messages import pofile

import workbench
from workbench.locale import use
from workbench.model._fold import LETTERS
from workbench.panels import _modules

PACKAGE = Path(workbench.__file__).parent
STATIC = PACKAGE / "panels" / "static"
VIEWS = [
    "akce_menu",
    "client_card",
    "client_picker",
    "cockpit",
    "delete_planner",
    "history_panel",
    "merge_diff",
    "registry_diff",
    "rules_panel",
    "security_panel",
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_shipped_module_imports_nothing_and_has_one_default_export(view: str) -> None:
    text = _modules.module(view)
    assert not re.search(r"^\s*import\b|\bimport\(", text, re.MULTILINE)
    assert len(re.findall(r"^export default ", text, re.MULTILINE)) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_text_of_a_view_has_its_czech(view: str) -> None:
    known = {
        message.id
        for path in (PACKAGE / "locale" / "cs").glob("*.po")
        for message in pofile.read_po(io.BytesIO(path.read_bytes()), locale="cs")
    }
    ids = [one[0] if len(one) == 1 else one for one in _modules.message_ids(view)]
    assert [one for one in ids if one not in known] == []
    assert len(ids) > 10


def test_panels_know_the_letters_that_the_search_knows() -> None:
    listed = re.search(r"^const LETTERS = \{(.*)\};$", _modules.source("elements.js"), re.MULTILINE)
    assert listed is not None
    assert dict(re.findall(r'(\w+): "(\w+)"', listed[1])) == LETTERS


def test_plurals_have_three_czech_forms_with_their_places_kept() -> None:
    assert _modules.texts("client_picker")["{count} client"] == [
        "{count} klient",
        "{count} klienti",
        "{count} klientů",
    ]
    use("en")
    assert _modules.texts("client_picker")["{count} client"] == [
        "{count} client",
        "{count} clients",
        "{count} clients",
    ]


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.js")), ids=lambda file: file.name)
def test_no_view_reads_anything_as_html_or_code(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc", text
    )
    assert found == []


@pytest.mark.parametrize("file", sorted(STATIC.glob("*.css")), ids=lambda file: file.name)
def test_colours_of_the_theme_have_a_fallback(file: Path) -> None:
    bare = re.findall(r"var\((--jp-[\w-]+)\)", file.read_text(encoding="utf-8"))
    assert bare == []
