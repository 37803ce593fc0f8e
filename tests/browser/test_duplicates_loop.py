"""The whole loop in a real JupyterLab, by keyboard: find, review, merge the certain, take one apart, find again.

A second analyst reviews at the same time, so that many questions are answered in a tolerable time.
"""

import re
from pathlib import Path

import pytest
from journey_hands import Keyboard
from jupyter_pages import Lab, run_all, sources, write_notebook
from playwright.sync_api import Page, expect

from workbench.desk import Desk

pytestmark = pytest.mark.browser

CELL = """\
import pathlib, workbench as wb
from workbench.panels import DuplicateReview, duplicate_review
duplicate_review.QUESTIONS = {most}
desk = wb.demo(clients={clients})
pathlib.Path('store.txt').write_text(str(desk.store.path))
DuplicateReview(desk)"""


def review(page: Page, most: int) -> set[frozenset[int]]:
    """Answer by keys in turn until the sitting is over; what was asked, as sets of client numbers."""
    asked = set()
    for turn in range(most):
        head = page.locator(".wb-pair thead").first
        asked.add(frozenset(int(one) for one in re.findall(r"č\.\s(\d+)$", head.inner_text(), re.MULTILINE)))
        before = page.locator(".wb-progress-line strong").element_handle()
        page.keyboard.press("3anv21"[turn % 6])
        page.wait_for_function("(line) => !line.isConnected", arg=before)
        if page.locator(".wb-big").is_visible():
            return asked
    return asked


def test_what_was_decided_never_comes_back(lab: Lab) -> None:
    clients, most = 900, 50
    cell = CELL.format(clients=clients, most=most)
    notebook = write_notebook(lab.root / f"review{most}" / "review.ipynb", [cell])
    lab.open(notebook)
    page = lab.page
    run_all(page)
    hands = Keyboard(page)
    desk = Desk(Path(notebook.with_name("store.txt").read_text()), "analytik")
    everybody = len(desk.clients.df())

    hands.press(page.get_by_role("button", name="Najít duplicity"))
    hands.press(page.get_by_role("button", name="Posoudit sporné"))
    expect(page.locator(".wb-question")).to_be_focused()
    asked = review(page, 8)
    eva = Desk(desk.store.path, "eva")
    sitting = eva.review(count=most)
    while sitting.question and len(asked) < most - 2:
        assert frozenset(sitting.question.ids) not in asked, "two analysts got the same question"
        asked.add(frozenset(sitting.question.ids))
        sitting.answer("different" if len(asked) % 3 else "same")
    sitting.close()
    asked |= review(page, 2)
    page.keyboard.press("7")
    expect(page.locator(".wb-big")).to_contain_text("vašich rozhodnutí")
    assert len(asked) >= most
    assert set(desk.decisions()["verdict"]) == {"same", "different", "unsure"}

    hands.press(page.get_by_role("button", name="Hledat znovu s tím, co je rozhodnuto"))
    hands.press(page.get_by_role("button", name="Sloučit podle odhadu…"))
    hands.press(page.get_by_role("dialog").get_by_role("button", name=re.compile("^Sloučit ")))
    expect(page.locator(".wb-bar.wb-done")).to_be_visible()
    merged = len(desk.clients.df())
    assert merged < everybody
    hands.press(page.get_by_role("button", name="Rozpojit skupiny…"))
    page.get_by_role("checkbox").first.press("Space")
    hands.press(page.get_by_role("button", name="Rozpojit 1 skupinu"))
    expect(page.locator(".wb-bar.wb-done")).to_contain_text("Rozpojena 1 skupina.")
    assert len(desk.clients.df()) > merged

    hands.press(page.get_by_role("button", name="Najít duplicity"))
    hands.press(page.get_by_role("button", name="Posoudit sporné"))
    expect(page.locator(".wb-question")).to_be_focused()
    again = review(page, 2)
    assert again
    assert again.isdisjoint(asked)

    decided = {(one.first, one.second): one.verdict for one in desk.store.review.held()}
    assert {"different", "unsure"} <= set(decided.values()), "of those that were one, some are merged by now"
    for ids in desk.duplicates().clusters()["ids"]:
        inside = [decided.get((one, other)) for at, one in enumerate(ids) for other in ids[at + 1 :]]
        assert set(inside) <= {None, "same"}, "what was told apart, or taken apart, is offered again"
    assert sources(page) == [cell], "no key that was pressed in the panel reached the notebook"
