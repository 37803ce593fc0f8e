"""Each of the nine actions in a real JupyterLab, by mouse and by keyboard alone, from the picker to its effect in the file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from journey_hands import Hands, Keyboard, Mouse
from jupyter_pages import Lab, run_all, sources, write_notebook
from playwright.sync_api import Download, Locator, Page, expect

from workbench.desk import Desk
from workbench.errors import NotFoundError

pytestmark = pytest.mark.browser

CELL = """\
import pathlib, workbench as wb
from workbench.panels import Cockpit
desk = wb.demo()
pathlib.Path('store.txt').write_text(str(desk.store.path))
Cockpit(desk)"""
FIRM, TWIN, HELD = 42, 107, 13
"""Clients of the demo: a firm, the same firm once more, and one that an activity holds."""


class Journey:
    """One person's way through the page.

    Args:
        page: the notebook with the panels.
        hands: mouse or keyboard.
        desk: the same data file, opened from this process as from another notebook.
    """

    def __init__(self, page: Page, hands: Hands, desk: Desk) -> None:
        self.page = page
        self.hands = hands
        self.desk = desk

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    def pick(self, client: int) -> None:
        """Find a client by its number and choose it."""
        self.hands.write(self.page.get_by_role("combobox", name="Najít klienta"), str(client))
        row = self.page.locator(".wb-row").first  # whose number is just what was typed comes first
        expect(row.locator(".wb-part").first).to_have_text(f"č. {client}")
        if isinstance(self.hands, Keyboard):
            for _ in range(self.page.locator(".wb-row").count()):
                if "wb-active" in (row.get_attribute("class") or ""):
                    break
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Enter")
        else:
            row.click()
        expect(row).to_have_attribute("aria-selected", "true")
        expect(self.page.locator(".wb-target")).to_contain_text(f"č. {client}")

    def act(self, label: str) -> None:
        """Choose an entry of the menu Akce."""
        self.hands.press(self.page.get_by_role("button", name="Akce", exact=True))
        self.hands.press(self.page.get_by_role("menuitem", name=label))

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press a button of the dialog that is open."""
        self.hands.press(self.dialog.get_by_role("button", name=name))

    def said(self, text: str | re.Pattern[str]) -> None:
        """The message bar says this."""
        expect(self.page.locator(".wb-bar.wb-done")).to_contain_text(text)

    def undo(self) -> None:
        """Take back what was just done."""
        self.hands.press(self.page.locator(".wb-bar.wb-done").get_by_role("button", name="Vrátit"))
        self.said("Vráceno.")

    def followed(self, label: str) -> str:
        """The address that a link of the menu opens in a new tab."""
        with self.page.context.expect_page() as opened:
            self.act(label)
        address = opened.value.url
        opened.value.close()
        return address

    def downloaded(self, kind: str) -> bytes:
        """The file of this kind that the browser saves."""
        self.act("Export (PDF, VCF)")
        self.hands.tick(self.dialog.get_by_role("radio", name=kind))
        with self.page.expect_download() as saved:
            self.press("Stáhnout")
        download: Download = saved.value
        return Path(download.path()).read_bytes()


@pytest.fixture(
    params=[pytest.param(Mouse, marks=pytest.mark.slow), Keyboard], ids=["by mouse", "by keyboard"]
)
def journey(request: pytest.FixtureRequest, lab: Lab) -> Iterator[Journey]:
    """The cockpit in JupyterLab."""
    notebook = write_notebook(lab.root / "actions" / "panels.ipynb", [CELL])
    for site in ("firmy.cz", "google.com"):
        lab.page.context.route(
            re.compile(rf"^https://([a-z]+\.)?{re.escape(site)}/"), lambda route: route.fulfill(body="")
        )
    lab.open(notebook)
    run_all(lab.page)
    desk = Desk(Path(notebook.with_name("store.txt").read_text()), "eva")
    yield Journey(lab.page, request.param(lab.page), desk)
    assert sources(lab.page) == [CELL], "no key that was pressed in a panel reached the notebook"


def test_each_of_the_nine_actions_has_its_effect(journey: Journey) -> None:
    on, desk = journey, journey.desk
    on.pick(FIRM)

    on.act("Kopírovat údaje z rejstříku")
    on.press("Zkopírovat zaškrtnuté")
    on.said("1 klient byl doplněn z rejstříku.")
    assert desk.client(FIRM).nace == "63110"

    assert on.followed("Vyhledat ve firmy.cz") == desk.akce.find_on_firmy(FIRM).run().url
    assert on.followed("Vygooglit") == desk.akce.google(FIRM).run().url

    assert on.downloaded("PDF, jeden dokument").startswith(b"%PDF-")
    assert on.downloaded("VCF, kontakty (vCard)").startswith(b"BEGIN:VCARD\r\n")

    on.act("Bezpečnost")
    on.hands.write(on.dialog.get_by_label("Důvod zámku"), "jedná se o smlouvě")
    on.press("Zamknout")
    on.said("1 klient je zamčen")
    assert (desk.client(FIRM).locked_by, desk.client(FIRM).lock_reason) == ("analytik", "jedná se o smlouvě")
    on.act("Bezpečnost")
    on.press("Odemknout")
    on.said("1 klient je odemčen")
    assert desk.client(FIRM).locked_by is None

    on.act("Sloučit s jiným klientem")
    on.hands.write(on.dialog.get_by_label("Najít druhého klienta"), str(TWIN))
    on.press(re.compile(rf"č\. {TWIN}\b"))
    on.press(f"Sloučit č. {TWIN} do č. {FIRM}")
    on.said("Sloučeno.")
    assert desk.client(TWIN).id == FIRM
    on.undo()
    assert desk.client(TWIN).id == TWIN

    desk.akce.edit(FIRM, notice="Volat až po poledni.").run()
    expect(on.page.get_by_text("Klienta mezitím změnil uživatel eva")).to_be_visible()
    on.act("Aktualizovat záznam")
    expect(on.dialog).to_contain_text("Volat až po poledni.")
    on.press("Dobře")

    on.act("Zneplatnit")
    on.press("Zneplatnit")
    on.said("1 klient je nyní neplatný.")
    assert desk.client(FIRM).valid is False
    on.act("Zplatnit")
    on.press("Zplatnit")
    on.said("1 klient je opět platný.")
    assert desk.client(FIRM).valid is True

    on.pick(HELD)
    on.act("Smazat")
    on.hands.choose(on.dialog.get_by_label("Co s nimi: Aktivity"), "smazat")
    on.press("Uvolnit vazby")
    on.press("Smazat navždy")
    on.said("1 klient byl navždy smazán.")
    with pytest.raises(NotFoundError):
        desk.client(HELD)
