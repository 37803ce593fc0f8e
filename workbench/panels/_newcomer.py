"""What a browser may ask when a new client is made: names of the register while one types, and the making."""

from typing import Any, Final

from workbench.desk import Desk
from workbench.errors import RegisterError
from workbench.model.identifiers import READERS
from workbench.model.legal_forms import legal_form
from workbench.model.records import CLIENT
from workbench.panels import _form
from workbench.panels._commands import command
from workbench.panels._running import outcome
from workbench.panels._shown import LONGEST_NAME, clip
from workbench.registry.answers import Found
from workbench.registry.base import Suggestion

SUGGESTED: Final = 8
"""So many names of the register are offered at once."""
_SHORTEST: Final = 3
_ICO_DIGITS: Final = (7, 8)


class Newcomer:
    """What a browser may ask when a new client is made.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def suggest(self, text: str) -> dict[str, Any]:
        """Subjects of the register whose name goes on like this (three letters and more), or that have this IČO.

        Returns:
            ``found``, and under ``trouble`` why the register could not be asked.
        """
        typed = text.strip()
        if len(typed) < _SHORTEST:
            return {"found": [], "trouble": ""}
        try:
            found = (
                self._by_ico(typed)
                if typed.replace(" ", "").isdigit()
                else self._desk.register.suggest(typed, SUGGESTED)
            )
        except RegisterError as error:
            return {"found": [], "trouble": str(error)}
        return {"found": [_line(one) for one in found], "trouble": ""}

    @command
    def create(self, fields: dict[str, str]) -> dict[str, Any]:
        """Make a client of what was typed.

        Returns:
            the outcome, with the new number under ``client``.

        Raises:
            ValueRejectedError: a value does not fit its field; nothing was made.
        """
        values = {name: _form.meant(CLIENT.field(name), text) for name, text in fields.items()}
        action = self._desk.akce.create(
            CLIENT.name, **{name: one for name, one in values.items() if one is not None}
        )
        result = action.run()
        return {**outcome(self._desk, action, result), "client": int(result.detail)}

    def _by_ico(self, typed: str) -> list[Suggestion]:
        ico = READERS["ico"](typed).value
        if ico is None or len(typed.replace(" ", "")) not in _ICO_DIGITS:
            return []
        answer = self._desk.register.lookup([ico])[ico]
        if not isinstance(answer, Found):
            return []
        one = answer.subject
        return [
            Suggestion(
                one.ico,
                one.name,
                one.seat.city if one.seat else None,
                one.legal_form,
                one.ceased_on is not None,
            )
        ]


def _line(one: Suggestion) -> dict[str, Any]:
    form = legal_form(one.legal_form)
    return {
        "ico": one.ico, "name": clip(one.name, LONGEST_NAME), "city": clip(one.city, 60), "form": form.text if form else "",
        "ceased": one.ceased,
    }  # fmt: skip
