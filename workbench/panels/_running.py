"""Running an action from a panel: what it says afterwards, the way back, and the line of Python."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from workbench.akce.base import Action, Result
from workbench.akce.certificate import Certificate
from workbench.desk import Desk
from workbench.locale import n, t
from workbench.panels._commands import Reply


def outcome(desk: Desk, action: Action, result: Any) -> dict[str, Any]:
    """What a view shows after a run: a sentence, the change set to undo, the code, the new revision."""
    number = result.change_set if isinstance(result, Result) else None
    certified = isinstance(result, Result) and isinstance(result.detail, Certificate)
    return {
        "certificate": number if certified else None,
        "sentence": sentence(action, result),
        "changeSet": number if action.name != "delete" else None,
        "code": action.code(),
        "revision": desk.revision(),
    }


def certified(desk: Desk, change_set: int) -> Reply:
    """The certificate of an erasure as a PDF for the browser to save."""
    found = desk.certificate(change_set)
    return Reply({"fileName": f"{found.file_name}.pdf"}, [found.pdf()])


_SENTENCES: Final[Mapping[str, Callable[[int, Any], str]]] = {
    "invalidate": lambda count, _: n(
        "{count} client is now invalid.", "{count} clients are now invalid.", count
    ),
    "restore": lambda count, _: n(
        "{count} client is valid again.", "{count} clients are valid again.", count
    ),
    "lock": lambda count, _: n(
        "{count} client is locked by you.", "{count} clients are locked by you.", count
    ),
    "unlock": lambda count, _: n("{count} client is unlocked.", "{count} clients are unlocked.", count),
    "delete": lambda count, _: n(
        "{count} client was deleted for good.", "{count} clients were deleted for good.", count
    ),
    "release": lambda _, done: n(
        "{count} link was let go.", "{count} links were let go.", sum(done.values())
    ),
    "copy_from_registry": lambda _, copied: n(
        "{count} client was updated from the register.",
        "{count} clients were updated from the register.",
        int(copied),
    ),
    "dismiss_drift": lambda _, __: t(
        "Noted: ours stays. It is listed again when the register says something else still."
    ),
    "merge": lambda _, survivor: t("Merged. The surviving record is No. {id}.", id=survivor),
    "merge_clusters": lambda _, vanished: n(
        "Merged: {count} record vanished into another.",
        "Merged: {count} records vanished into others.",
        int(vanished),
    ),
    "not_duplicate": lambda _, __: t("Noted: these two are not one."),
    "create": lambda _, number: t("Client No. {id} was created.", id=number),
    "together": lambda _, __: t("Saved."),
    "set_rules": lambda _, __: t("Saved. Merges follow these rules from now on."),
    "undo": lambda _, __: t("Taken back. Everything is as it was before."),
}
"""Action -> what it did, from the number of clients meant and the result's detail."""


def sentence(action: Action, result: Any) -> str:
    """What was done, for people."""
    if isinstance(result, Result) and result.change_set is None:
        return t("Nothing had to be changed.")
    if not isinstance(result, Result) or action.name not in _SENTENCES:
        return t("Done: {action}.", action=action.label)
    if action.name == "undo" and (only := action.options.get("only")):
        return n("Taken apart: {count} group. The others stay as they are.", "Taken apart: {count} groups. The others stay as they are.", len(only))  # fmt: skip
    return _SENTENCES[action.name](len(action.given), result.detail)
