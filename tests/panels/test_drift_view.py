"""A client that the register says something else of: found among what is to be mended, compared, and kept as it is."""

from pathlib import Path

import pytest
from invented_res import firm, write
from panels_stage import Stage
from playwright.sync_api import expect

from workbench.desk import Desk
from workbench.panels import ClientPicker, RegistryDiff, Selection
from workbench.registry import SnapshotRegister
from workbench.store import snapshot

pytestmark = pytest.mark.browser


@pytest.fixture(name="later")
def _later(desk: Desk, tmp_path: Path) -> Desk:
    """A desk that accepted client 42, and a newer register in which that firm has another name."""
    desk.akce.copy_from_registry(42).run()
    row = firm(str(desk.client(42).record["ico"]), "<b>Jinak</b> s.r.o.", DATPLAT="2026-11-30")
    snapshot.load(write(tmp_path / "next.csv", [row]), tmp_path / "next.duckdb")
    return Desk(desk.store.path, "analytik", register=SnapshotRegister(tmp_path / "next.duckdb"))


def test_what_the_register_changed_is_found_and_kept_with_a_reason(later: Desk, stage: Stage) -> None:
    selection = Selection([42])
    stage.put("picker", ClientPicker(later, selection))
    page = stage.page
    page.get_by_role("button", name="Filtry").click()
    signs = page.get_by_label("K nápravě")
    expect(signs.get_by_role("option", name="změna v rejstříku (1)")).to_be_attached()
    signs.select_option("register_changed")
    expect(page.get_by_role("option").filter(has_text=str(later.client(42).record["ico"]))).to_be_visible()

    stage.put("register", RegistryDiff(later, selection))
    news = page.locator(".wb-client .wb-bar").filter(has_text="Od posledního převzetí")
    expect(news).to_contain_text("Obchodní jméno")
    news.get_by_label("Důvod").fill("jméno máme schválně jinak")
    news.get_by_label("Důvod").press("Enter")
    expect(page.get_by_text("Zaznamenáno: naše zůstává.").first).to_be_visible()
    expect(news).to_have_count(0)
    assert later.clients.sign_counts()["register_changed"] == 0
    assert later.changes().iloc[0][["action", "note"]].tolist() == [
        "dismiss_drift",
        "jméno máme schválně jinak",
    ]
