"""The menu Akce and the way to its actions: ``desk.akce.merge(keep=42, absorb=[43])``.

A third party adds an action through the entry point group ``workbench.akce``: a name, and a class of the
shape of :class:`workbench.akce.base.Action`. It then stands here and in the menu.
"""

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import entry_points
from typing import Final

from workbench.akce.base import Action, Context
from workbench.akce.copy_from_registry import CopyFromRegistry
from workbench.akce.decide import Decide, NotDuplicate
from workbench.akce.delete import Delete
from workbench.akce.drift import DismissDrift
from workbench.akce.edit import Create, Edit, Remove
from workbench.akce.export import Export
from workbench.akce.import_file import ImportFile
from workbench.akce.lock import Lock, Unlock
from workbench.akce.merge import Merge
from workbench.akce.merge_clusters import MergeClusters
from workbench.akce.personal_data import PersonalDataOfPerson
from workbench.akce.refresh import Refresh
from workbench.akce.release import Release
from workbench.akce.searching import FindOnFirmy, Google
from workbench.akce.security import Security
from workbench.akce.set_rules import SetRules
from workbench.akce.together import Together
from workbench.akce.undo import Undo
from workbench.akce.validity import Invalidate, Restore
from workbench.errors import UnknownNameError
from workbench.locale import t
from workbench.model.fields import Label

ENTRY_POINTS: Final = "workbench.akce"
_LOADING: Final = {"demo": Label("Ukázková data", "Demo data")}
"""Change sets that no action makes."""


class UnknownActionError(UnknownNameError, AttributeError):
    """No action of this name; an ``AttributeError`` too, as attribute access promises."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: one action, or two that take turns (invalidate and restore)."""

    label: Label
    actions: tuple[type[Action], ...]


MENU: Final[tuple[Entry, ...]] = (
    Entry(CopyFromRegistry.label, (CopyFromRegistry,)),
    Entry(FindOnFirmy.label, (FindOnFirmy,)),
    Entry(Google.label, (Google,)),
    Entry(Export.label, (Export,)),
    Entry(
        Label("Bezpečnost (+ Zamknout / Odemknout)", "Security (+ Lock / Unlock)"), (Security, Lock, Unlock)
    ),
    Entry(Merge.label, (Merge,)),
    Entry(Refresh.label, (Refresh,)),
    Entry(Label("Zneplatnit / Zplatnit", "Invalidate / Restore"), (Invalidate, Restore)),
    Entry(Delete.label, (Delete,)),
)
"""The nine entries, in the order of AKCE.md; those of third parties follow them."""


class Akce:
    """All actions on one desk, each made by calling its name and then previewed or run.

    Args:
        context: the desk.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self.copy_from_registry = partial(CopyFromRegistry, context)
        self.find_on_firmy = partial(FindOnFirmy, context)
        self.google = partial(Google, context)
        self.export = partial(Export, context)
        self.personal_data = partial(PersonalDataOfPerson, context)
        self.security = partial(Security, context)
        self.lock = partial(Lock, context)
        self.unlock = partial(Unlock, context)
        self.dismiss_drift = partial(DismissDrift, context)
        self.merge = partial(Merge, context)
        self.merge_clusters = partial(MergeClusters, context)
        self.decide = partial(Decide, context)
        self.set_rules = partial(SetRules, context)
        self.not_duplicate = partial(NotDuplicate, context)
        self.refresh = partial(Refresh, context)
        self.invalidate = partial(Invalidate, context)
        self.restore = partial(Restore, context)
        self.delete = partial(Delete, context)
        self.release = partial(Release, context)
        self.create = partial(Create, context)
        self.edit = partial(Edit, context)
        self.remove = partial(Remove, context)
        self.together = partial(Together, context)
        self.undo = partial(Undo, context)
        self.import_file = partial(ImportFile, context)

    def menu(self) -> tuple[Entry, ...]:
        """The entries of the menu, those of third parties last."""
        return (*MENU, *(Entry(kind.label, (kind,)) for kind in _third_party().values()))

    def label(self, name: str) -> str:
        """How the journal calls an action, in the language in use; of one that is not there, its name."""
        if name in _LOADING:
            return str(_LOADING[name])
        found = vars(self).get(name)
        kind = found.func if isinstance(found, partial) else _third_party().get(name)
        return str(getattr(kind, "told", None) or getattr(kind, "label", name))

    def __getattr__(self, name: str) -> Callable[..., Action]:
        found = {} if name.startswith("_") else _third_party()
        if name in found:
            return partial(found[name], self._context)
        known = [*(one for one in vars(self) if not one.startswith("_")), *found]
        hint = UnknownNameError.suggest("action", name, known)
        raise UnknownActionError(hint.message, **hint.values)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *_third_party()]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted([*(one for one in vars(self) if not one.startswith("_")), *_third_party()]))

    def __repr__(self) -> str:
        return f"<akce: {', '.join(self)}>"


def _third_party() -> dict[str, type[Action]]:
    """The actions of other packages; what cannot be loaded, is no action or has a name of ours is left out."""
    found: dict[str, type[Action]] = {}
    for one in entry_points(group=ENTRY_POINTS):
        if one.name in _OURS:
            continue
        try:
            kind = one.load()
        except Exception as error:  # noqa: BLE001 - a foreign package may fail in any way, and the menu must open
            _warn(one.name, error)
            continue
        if isinstance(kind, type) and issubclass(kind, Action):
            found[one.name] = kind
        else:
            _warn(one.name, kind)
    return found


def _warn(name: str, why: object) -> None:
    text = t("The action “{name}” of another package cannot be used: {why}", name=name, why=why)
    warnings.warn(text, RuntimeWarning, stacklevel=4)


_OURS: Final = frozenset(name for name in vars(Akce(None)) if not name.startswith("_"))  # type: ignore[arg-type]
