"""An automated look at how a view serves people who hear it or drive it by keys: axe-core on the page."""

from typing import Any, Final

from axe_playwright_python.base import AXE_SCRIPT
from panels_stage import DARK, LIGHT, Stage
from playwright.sync_api import Page

SERIOUS: Final = frozenset({"serious", "critical"})
_QUICK: Final = {"resultTypes": ["violations"], "preload": False, "iframes": False}
"""No panel has frames, and none of the rules in force reads style sheets or plays films."""
_RUN: Final = "([where, options]) => axe.run(where, options).then((found) => found.violations)"
_CONTRAST: Final = {"runOnly": ["color-contrast"]}


def troubles(page: Page, where: str = ".wb", options: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds serious inside these elements, contrast included; one line an element.

    Args:
        page: the page as it stands; open first what is to be looked at (a menu, a dialog).
        where: a CSS selector; by default all panels on the page.
        options: more of axe-core's own.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_RUN, [where, {**_QUICK, **(options or {})}])
    return [
        f"{one['id']}: {node['failureSummary']} at {node['html'][:160]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


def expect_accessible(page: Page, where: str = ".wb", options: dict[str, Any] | None = None) -> None:
    """Fail with all that :func:`troubles` finds, once whatever fades or slides has come to rest."""
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    found = troubles(page, where, options)
    assert not found, "\n".join(found)


def expect_accessible_in_both_themes(stage: Stage, where: str = ".wb") -> None:
    """The same in the light theme, and in the dark one what colours alone decide; the page is left light."""
    expect_accessible(stage.page, where)
    stage.theme(DARK)
    expect_accessible(stage.page, where, _CONTRAST)
    stage.theme(LIGHT)
