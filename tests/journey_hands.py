"""Two ways to work a page: by mouse, and by keyboard alone."""

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

_FURTHEST = 120
"""So many times Tab is pressed at most until a control has the focus."""

_FOCUSED = "(element) => element.isConnected ? element === document.activeElement : null"
_BEHIND = "(element) => Boolean(document.activeElement.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING)"


class Hands(Protocol):
    """What a person does with a control."""

    def press(self, control: Locator) -> None:
        """Use a button, a link or an entry of a menu."""

    def write(self, field: Locator, text: str) -> None:
        """Put a text into a field, over what stands there."""

    def choose(self, control: Locator, label: str) -> None:
        """Choose one of a list of options by its label."""

    def tick(self, radio: Locator) -> None:
        """Choose one of several radio buttons."""


class Mouse:
    """By mouse; letters are typed, nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Click it."""
        control.click()

    def write(self, field: Locator, text: str) -> None:
        """Click into it and type."""
        field.click(click_count=3)
        field.press_sequentially(text)

    def choose(self, control: Locator, label: str) -> None:
        """Choose from the list."""
        control.select_option(label=label)

    def tick(self, radio: Locator) -> None:
        """Click it."""
        radio.check()


class Keyboard:
    """By keyboard alone: Tab to get there, then what the ARIA pattern of the control says."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        """Tab to it, or use the arrows inside a menu, and press Enter."""
        expect(control).to_be_visible()
        self.reach(control, "ArrowDown" if control.get_attribute("role") == "menuitem" else "Tab")
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        """Tab to it, select what stands there and type."""
        expect(field).to_be_visible()
        self.reach(field, "Tab")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, control: Locator, label: str) -> None:
        """Tab to it and type the beginning of the option."""
        expect(control).to_be_visible()
        self.reach(control, "Tab")
        self.page.keyboard.type(label)
        expect(control.locator("option:checked")).to_have_text(label)

    def tick(self, radio: Locator) -> None:
        """Tab to the group and go by arrows."""
        group = radio.page.locator(f"input[name='{radio.get_attribute('name')}']")
        self.reach(group.and_(radio.page.locator(":checked")), "Tab")
        for _ in range(group.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()

    def reach(self, control: Locator, key: str) -> None:
        """Press a key until the control has the focus; Tab goes the way on which the control lies."""
        # Held by its element: looking for it by its role after each press would take most of the time.
        element = control.element_handle()
        if key == "Tab" and element.evaluate(_BEHIND):
            key = "Shift+Tab"
        other = "Tab" if key == "Shift+Tab" else "Shift+Tab"
        for pressed in [key] * _FURTHEST + [other] * 2 * _FURTHEST:
            focused = element.evaluate(_FOCUSED)
            if focused is None:  # it was drawn anew meanwhile
                element = control.element_handle()
                focused = element.evaluate(_FOCUSED)
            if focused:
                return
            self.page.keyboard.press(pressed)
        expect(control).to_be_focused()
