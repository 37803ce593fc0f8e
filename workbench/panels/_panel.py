"""The base of all panels: a widget that syncs nothing of the data and answers named commands.

The browser sends ``{"ask": number, "command": name, "arguments": {…}}`` and gets ``{"answer": number,
"value": …}`` or ``{"answer": number, "error": {"kind": …, "text": …}}``. Rows travel in these messages only;
synced state is saved into notebooks, so it holds the view's code and nothing of any client.
"""

import logging
from typing import Any, ClassVar

import anywidget

from workbench import locale
from workbench.desk import Desk
from workbench.errors import UnknownNameError, WorkbenchError
from workbench.locale import n, t
from workbench.panels import _modules
from workbench.panels._commands import Switchboard, command
from workbench.panels._dispatch import DISPATCHER
from workbench.panels._undoing import Undoing
from workbench.panels.selection import Selection

_log = logging.getLogger(__name__)


class Panel(anywidget.AnyWidget):
    """A panel on a desk.

    Args:
        desk: what it works with.
        selection: the shared selection that it follows; by default one of its own.

    Attributes:
        desk: what it works with.
        selection: the shared selection.
        view: name of its view module in ``static/``.
    """

    view: ClassVar[str]

    def __init_subclass__(cls, **more: Any) -> None:
        """Give each panel the code and the style of its view."""
        if "view" in vars(cls):  # widgets make a class of their own for each instance
            cls._esm = _modules.module(cls.view)
            cls._css = _modules.styles("ui", "dialogs", "card", "cockpit")
        super().__init_subclass__(**more)

    def __init__(self, desk: Desk, selection: Selection | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.selection = selection if selection is not None else Selection()
        self._switchboard = Switchboard({"panel": self, "undo": Undoing(desk), **self.parts()})
        self.on_msg(self._asked)
        self.selection.observe(self._tell_selection, ["ids", "primary", "pinned", "recent"])

    def parts(self) -> dict[str, object]:
        """What carries out the panel's commands, by the first part of their names; undoing is there for all."""
        return {}

    def start(self) -> dict[str, Any]:
        """What the view needs besides what every view needs; without names of clients where it can."""
        return {}

    @command
    def hello(self) -> dict[str, Any]:
        """All that a view needs to draw itself."""
        return {
            "language": locale.current(),
            "texts": _modules.texts(self.view),
            "revision": self.desk.revision(),
            "selection": self._selected(),
            **self.start(),
        }

    @command
    def tick(self) -> dict[str, Any]:
        """What may have changed meanwhile without this panel: the data, and the language."""
        return {"revision": self.desk.revision(), "language": locale.current()}

    @command
    def speak(self, language: str) -> None:
        """Switch the language of the whole workbench.

        Raises:
            UnknownNameError: neither ``"cs"`` nor ``"en"``.
        """
        if language not in locale.LANGUAGES:
            raise UnknownNameError.suggest("language", language[:20], locale.LANGUAGES)
        locale.use(language)

    @command
    def choose(self, ids: list[int], primary: int | None = None) -> None:
        """Choose clients in the shared selection."""
        self.selection.choose(ids, primary)

    @command
    def pin(self, client: int, pinned: bool) -> None:
        """Keep a client at hand, or let it go."""
        self.selection.pin(client, pinned=pinned)

    @command
    def stop(self, ask: str) -> bool:
        """Stop a long run by the number of its question; whether it will, or it is too late or over."""
        return DISPATCHER.stop(self, ask)

    def answer(self, content: object) -> tuple[dict[str, Any], list[bytes]]:
        """Carry out one message of the browser.

        Returns:
            the answer, with the number of the question, and the bytes that travel with it.
        """
        asked = content if isinstance(content, dict) else {}
        number = asked.get("ask")
        try:
            reply = self._switchboard.call(asked.get("command"), asked.get("arguments", {}))
        except WorkbenchError as error:
            return self.refusal(number, error), []
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, the panel says so and lives on
            _log.exception("a panel's command failed")
            text = t(
                "Something unexpected went wrong in the workbench ({kind}). Nothing was changed by halves; see the log of the notebook for details.",
                kind=type(error).__name__,
            )
            return {"answer": number, "error": {"kind": "unexpected", "text": text}}, []
        return {"answer": number, "value": reply.value}, reply.buffers

    def reply(self, content: object) -> None:
        """Carry out one message of the browser and send the answer."""
        answer, buffers = self.answer(content)
        self.send(answer, buffers or None)

    def refusal(self, number: object, error: WorkbenchError) -> dict[str, Any]:
        """The answer to a question that was refused."""
        return {"answer": number, "error": {"kind": type(error).__name__, "text": str(error)}}

    def takes_long(self, name: object) -> bool:
        """Whether a command may take long, so that it has to run beside the kernel's thread."""
        return self._switchboard.is_long(name)

    def _asked(self, _: object, content: object, __: object) -> None:
        DISPATCHER.take(self, content)

    def _selected(self) -> dict[str, Any]:
        one = self.selection
        return {
            "ids": list(one.ids), "primary": one.primary, "pinned": list(one.pinned), "recent": list(one.recent),
        }  # fmt: skip

    def _tell_selection(self, _: object) -> None:
        self.send({"event": "selection", "value": self._selected()})

    def __repr__(self) -> str:
        """Counts, never names: notebooks keep reprs."""
        return f"<{type(self).__name__}: {n('{count} client chosen', '{count} clients chosen', len(self.selection))}>"
