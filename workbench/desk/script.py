"""The journal as lines of Python that do the same again on another copy (AKCE.md, "Undo, history, time").

What was undone is left out wherever that is sure to give the same records with the same ids; elsewhere the
step and its undo both stand there.
"""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model.ids import as_ids

if TYPE_CHECKING:
    import pandas as pd

_SIMPLE: Final = {
    "invalidate": "valid",
    "restore": "valid",
    "lock": "locked_by",
    "unlock": "locked_by",
    "edit": "",
}
"""Actions that set certain fields to certain values, whatever stood there before; the field they set."""
_MAKES_NOTHING: Final = frozenset({*_SIMPLE, "delete", "release", "remove"})
"""Actions that take no new ids."""
_NAMES_IDS: Final = frozenset(
    {*_MAKES_NOTHING, "merge", "copy_from_registry", "not_duplicate", "decide", "set_rules", "undo"}
)
"""Actions whose new records no later line names."""
_NO_FIELDS: Final = frozenset({"note", "entity", "reason"})


@dataclass
class _Step:
    number: int
    action: str
    code: str
    undoes: int | None
    named: bool = False

    @property
    def plain(self) -> bool:
        """It undoes a change set whole."""
        return self.code == f"desk.akce.undo({self.undoes}).run()"


class Script(str):
    """Lines of Python; shown as lines."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def script(change_sets: "pd.DataFrame") -> Script:
    """The lines that do again what these change sets did.

    Args:
        change_sets: as :meth:`workbench.store.store.Store.change_sets` gives them.
    """
    steps = [
        _Step(int(row["id"]), str(row["action"]), _text(row["code"]), _number(row["undoes"]))
        for row in change_sets.sort_values("id").to_dict("records")
    ]
    last_made = max((one.number for one in steps if one.action not in _NAMES_IDS), default=0)
    kept: list[_Step] = []
    dropped: dict[int, _Step] = {}
    for step in steps:
        target = (
            None if step.undoes is None else next((one for one in kept if one.number == step.undoes), None)
        )
        if step.undoes in dropped and step.plain:  # an undo is undone: what it undid is done again
            kept.append(_Step(step.number, dropped[step.undoes].action, dropped[step.undoes].code, None))
        elif target is None:
            kept.append(step)
        elif step.plain and _can_go(target, kept, last_made):
            kept.remove(target)
            dropped[step.number] = target
        else:
            target.named = True
            kept.append(step)
    named = {one.number for one in kept if one.named}
    return Script("\n".join(["# desk = wb.open(…)", *(_line(one, named) for one in kept)]))


def _can_go(target: _Step, kept: Sequence[_Step], last_made: int) -> bool:
    """Whether leaving this step out, now that it is undone, changes nothing for those after it."""
    if target.named or (target.action not in _MAKES_NOTHING and target.number <= last_made):
        return False
    later = [one for one in kept if one.number > target.number]
    if not later:
        return True
    if not all(one.code and one.action in _SIMPLE for one in (target, *later)):
        return False
    ids, fields = _concerns(target)
    return not any(ids & other_ids and fields & other for other_ids, other in map(_concerns, later))


def _concerns(step: _Step) -> tuple[set[int], set[str]]:
    """The records and the fields that a simple step sets."""
    run = ast.parse(step.code, mode="eval").body
    call = run.func.value if isinstance(run, ast.Call) and isinstance(run.func, ast.Attribute) else None
    if not isinstance(call, ast.Call):
        return set(), set()
    ids = set(as_ids(ast.literal_eval(call.args[0])))
    field = _SIMPLE[step.action]
    return ids, {field} if field else {str(word.arg) for word in call.keywords} - _NO_FIELDS


def _line(step: _Step, named: set[int]) -> str:
    if not step.code:
        return f"# {step.number}: {step.action}"
    code = step.code
    if step.undoes in named:
        code = re.sub(r"^desk\.akce\.undo\(\d+", f"desk.akce.undo(step{step.undoes}", code)
    return f"step{step.number} = {code}" if step.named else code


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and value == value else None  # noqa: PLR0124 - not a number
