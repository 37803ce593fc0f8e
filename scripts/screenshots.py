# ruff: noqa: INP001 - a script
"""Pictures of every panel, light and dark, Czech and English: ``make screenshots`` writes them into docs/pictures.

The panels are the real ones on the demo data, drawn by the machine's Chromium in the colours of JupyterLab's
two themes. Look at what comes out before it is committed.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from panels_stage import DARK, LIGHT, Stage, chromium  # noqa: E402 - found in tests/

import workbench as wb  # noqa: E402
from workbench import locale, panels  # noqa: E402
from workbench.panels._panel import Panel  # noqa: E402

FOLDER: Final = ROOT / "docs" / "pictures"
CLIENT: Final = 42
TWINS: Final = (42, 107)
HELD: Final = 13
PAIR_COLUMNS: Final = 3
COLOURS: Final = 128
"""So many colours make a screenshot a quarter of its size, and no eye misses the rest."""

Make = Callable[[wb.Desk], Panel]


@dataclass(frozen=True, slots=True)
class Shot:
    """One panel to be drawn.

    Attributes:
        make: the panel on a desk.
        width: of the page, in CSS pixels.
        height: of the page at least; it grows with the panel, but not with a menu that lies over it.
        prepare: what a person does before the picture is taken.
    """

    make: Make
    width: int = 760
    height: int = 120
    prepare: Callable[[Page], None] | None = None


def selected(*ids: int) -> panels.Selection:
    """A selection of these clients, the first of them shown."""
    selection = panels.Selection()
    selection.choose(ids, ids[0])
    return selection


def chosen(kind: type[Panel], *ids: int) -> Make:
    """A panel with these clients chosen, the first of them shown."""
    return lambda desk: kind(desk, selected(*ids))


def type_a_name(page: Page) -> None:
    """Type the beginnings of two words into the search."""
    page.get_by_role("combobox").first.press_sequentially("nabytek br")
    page.wait_for_selector("mark")


def open_menu(page: Page) -> None:
    """Open the menu Akce."""
    page.locator(".wb-menu-button").click()
    page.wait_for_selector("[role=menuitem]")


def see_the_page(page: Page) -> None:
    """Wait for the picture of the page that would be exported."""
    page.wait_for_selector("img.wb-page", timeout=60_000)  # the first PDF of a process is slow


def review_a_pair(page: Page) -> None:
    """Search, go to the first question that is about a pair, and ask for the estimate."""
    page.locator(".wb-main-button").click()
    page.locator(".wb-after .wb-main-button").nth(0).click(timeout=60_000)
    page.wait_for_selector(".wb-question")
    while page.locator(".wb-pair thead").first.locator("th").count() > PAIR_COLUMNS:
        page.keyboard.press("4")
        page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
    page.keyboard.press("6")
    page.wait_for_selector(".wb-waterfall")
    # The whole of it, which on a screen one scrolls through.
    page.add_style_tag(
        content=".wb .wb-evidence-place.wb-evidence-place { max-height: none !important } .wb .wb-answers { position: static }"
    )


def leave_a_review(page: Page) -> None:
    """Answer two questions and leave the review: what was found waits to be gone on with."""
    page.locator(".wb-main-button").click()
    page.locator(".wb-after .wb-main-button").nth(0).click(timeout=60_000)
    for key in ("1", "3", "7"):
        page.wait_for_selector(".wb-question")
        page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
        page.keyboard.press(key)
    page.wait_for_selector(".wb-after .wb-second")


def plan_a_merge(page: Page) -> None:
    """Search, and see what of it would be merged, with the second group left out and the third one opened."""
    page.locator(".wb-main-button").click()
    page.locator(".wb-after .wb-second").nth(0).click(timeout=60_000)
    page.wait_for_selector(".wb-plan input")
    page.locator(".wb-plan input").nth(1).uncheck()
    page.locator(".wb-plan .wb-quiet").nth(2).click()
    page.wait_for_selector(".wb-plan-inside table")
    page.locator(".wb-plan").evaluate("(list) => list.scrollTo(0, 30)")


def merged(desk: wb.Desk) -> Panel:
    """The history of a desk on which groups were merged together."""
    desk.akce.merge_clusters([[9, 51, 208], [20, 27], [34, 238, 281], [39, 136], [42, 107, 228]]).run()
    return panels.HistoryPanel(desk)


def take_apart(page: Page) -> None:
    """Choose two of the merged groups to be taken apart."""
    page.locator(".wb-set .wb-quiet").first.click()
    page.wait_for_selector("dialog input[type=checkbox]")
    for place in (0, 3):
        page.locator("dialog input[type=checkbox]").nth(place).check()


def try_rules(page: Page) -> None:
    """Choose two other rules, one of them an order of sources, and work out what they would change."""
    page.wait_for_selector(".wb-rules-table")
    page.locator(".wb-rules-table select").first.select_option("fullest")
    page.locator(".wb-rules-table select").nth(2).select_option("sources")
    page.locator(".wb-dialog-foot .wb-second").click()
    page.wait_for_selector(".wb-impact strong", timeout=60_000)
    page.locator(".wb-bar .wb-close").click()
    page.locator(".wb-impact summary").first.click()


SHOTS: Final = {
    "cockpit": Shot(chosen(panels.Cockpit, CLIENT), width=1280, height=720),
    "client_card": Shot(chosen(panels.ClientCard, CLIENT), width=900),
    "client_picker": Shot(panels.ClientPicker, prepare=type_a_name),
    "akce_menu": Shot(chosen(panels.AkceMenu, CLIENT), width=480, height=390, prepare=open_menu),
    "registry_diff": Shot(chosen(panels.RegistryDiff, CLIENT), width=900),
    "merge_diff": Shot(chosen(panels.MergeDiff, *TWINS), width=900),
    "security_panel": Shot(chosen(panels.SecurityPanel, CLIENT), width=900),
    "export_panel": Shot(chosen(panels.ExportPanel, CLIENT), width=900, height=760, prepare=see_the_page),
    "delete_planner": Shot(chosen(panels.DeletePlanner, HELD), width=900),
    "duplicate_review": Shot(panels.DuplicateReview, width=900, prepare=review_a_pair),
    "duplicate_resume": Shot(panels.DuplicateReview, width=900, prepare=leave_a_review),
    "duplicate_merge": Shot(panels.DuplicateReview, width=900, height=860, prepare=plan_a_merge),
    "groups_apart": Shot(merged, width=900, height=560, prepare=take_apart),
    "rules_panel": Shot(panels.RulesPanel, width=900, prepare=try_rules),
    "history_panel": Shot(panels.HistoryPanel, width=900),
}


def draw(browser: Browser, shot: Shot, theme: dict[str, str]) -> bytes:
    """The picture of one panel as a PNG."""
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height}, device_scale_factor=1.5)
    try:
        stage = Stage(page, theme)
        stage.put("panel", shot.make(wb.demo()))
        page.wait_for_selector("#panel .wb-body > *")
        if shot.prepare:
            shot.prepare(page)
        page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")
        return page.screenshot(full_page=True)
    finally:
        page.close()


def small(picture: bytes) -> bytes:
    """The same picture in fewer bytes."""
    packed = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def main(names: list[str]) -> None:
    """Draw the panels of these names, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in names or SHOTS:
            for language in locale.LANGUAGES:
                locale.use(language)
                for colours, theme in {"light": LIGHT, "dark": DARK}.items():
                    path = FOLDER / f"{name}.{language}.{colours}.png"
                    path.write_bytes(small(draw(browser, SHOTS[name], theme)))
                    print(path.relative_to(ROOT), path.stat().st_size // 1024, "kB")  # noqa: T201 - it is what the script tells


if __name__ == "__main__":
    main(sys.argv[1:])
