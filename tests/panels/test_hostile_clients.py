"""A hostile client list: whatever stands in a name is text in every panel, and the page keeps its width."""

import shutil

import pytest
from hostile_names import HOSTILE
from panels_stage import Stage
from playwright.sync_api import Page, expect

from workbench.desk import Desk
from workbench.panels import (
    AkceMenu,
    ClientCard,
    ClientPicker,
    Cockpit,
    DeletePlanner,
    ExportPanel,
    HistoryPanel,
    MergeDiff,
    RegistryDiff,
    SecurityPanel,
    Selection,
)
from workbench.panels._panel import Panel

pytestmark = pytest.mark.browser

Hostile = tuple[Desk, list[list[int]]]
SHOWN: dict[type[Panel], str] = {
    ClientPicker: ".wb-row",
    AkceMenu: ".wb-target bdi",
    ClientCard: ".wb-card-head",
    RegistryDiff: "h3",
    MergeDiff: ".wb-verdict",
    SecurityPanel: ".wb-timeline li",
    DeletePlanner: ".wb-holder",
    HistoryPanel: ".wb-set",
    Cockpit: ".wb-card-head",
}


@pytest.fixture(scope="module")
def hostile(invented: Desk, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Two clients of each such name, and all that hangs on them says the same; the tests only read."""
    path = tmp_path_factory.mktemp("hostile") / "clients.duckdb"
    shutil.copy(invented.store.path, path)
    desk = Desk(path, "analytik", register=invented.register)
    pairs = []
    for name in HOSTILE:
        pair = [int(desk.akce.create("client", name=name, notice=name + end).run().detail) for end in "ab"]
        desk.akce.create("deal", client_id=pair[0], name=name).run()
        desk.akce.create("activity", record_type="client", record_id=pair[0], kind="note", body=name).run()
        pairs.append(pair)
    return desk, pairs


def expect_text(page: Page) -> None:
    """Nothing of the panel became an element of its own, ran, or made the page wider."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert page.locator("#panel :is(img:not(.wb-page), script, svg)").count() == 0
    assert page.evaluate("[window.broken ?? null, document.documentElement.scrollWidth <= innerWidth]") == [
        None,
        True,
    ]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param((0,), id="tags"),
        pytest.param((1, 2, 3, 4), marks=pytest.mark.slow, id="quotes, mirrored, length, emoji"),
    ],
)
@pytest.mark.parametrize("kind", [one for one in SHOWN if one is not Cockpit], ids=lambda kind: kind.__name__)
def test_hostile_values_are_text(
    hostile: Hostile, stage: Stage, kind: type[Panel], names: tuple[int, ...]
) -> None:
    look(hostile, stage, kind, names)


def test_hostile_values_of_all_kinds_are_text_where_many_panels_are_one(
    hostile: Hostile, stage: Stage
) -> None:
    look(hostile, stage, Cockpit, tuple(range(len(HOSTILE))))


def look(hostile: Hostile, stage: Stage, kind: type[Panel], names: tuple[int, ...]) -> None:
    """Choose the clients of these names one after the other, and open what is folded."""
    (desk, pairs), page, selection = hostile, stage.page, Selection()
    stage.put("panel", kind(desk, selection))
    for pair in (pairs[one] for one in names):
        selection.choose(pair, pair[0])
        expect(page.locator(f"#panel {SHOWN[kind]}").first).to_be_visible()
        for fold in page.locator("#panel details:not([open]) > summary:visible").all()[:4]:
            fold.click()
        expect_text(page)


def test_hostile_values_are_text_in_the_preview_of_an_export(hostile: Hostile, stage: Stage) -> None:
    (desk, pairs), page = hostile, stage.page
    stage.put("panel", ExportPanel(desk, Selection([one for pair in pairs for one in pair])))
    for name, part in (("VCF", "pre"), ("Tabulka CSV", "td")):
        page.get_by_role("radio", name=name).check()
        expect(page.locator(f".wb-preview {part}").filter(has_text="onerror").first).to_be_visible()
        expect_text(page)
