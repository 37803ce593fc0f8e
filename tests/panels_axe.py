"""An automated look at how a view serves people who hear it or drive it by keys: axe-core on the page."""

from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS: Final = frozenset({"serious", "critical"})


def troubles(page: Page, where: str = ".wb") -> list[str]:
    """What axe-core finds serious inside these elements, contrast included; one line an element.

    Args:
        page: the page as it stands; open first what is to be looked at (a menu, a dialog).
        where: a CSS selector; by default all panels on the page.
    """
    found = Axe().run(page, context=where, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['failureSummary']} at {node['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def expect_accessible(page: Page, where: str = ".wb") -> None:
    """Fail with all that :func:`troubles` finds, once whatever fades or slides has come to rest."""
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    found = troubles(page, where)
    assert not found, "\n".join(found)
