"""The delete planner: free clients from what links to them (AKCE.md, section 9)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import ClassVar

from workbench.akce.base import Context, Writing
from workbench.errors import InputError
from workbench.model.fields import Label
from workbench.model.ids import as_ids
from workbench.model.records import record_type
from workbench.store import releasing
from workbench.store.changeset import ChangeSet

_Fate = tuple[releasing.Way, int | None]
"""What becomes of records, and who takes them over."""


class Release(Writing):
    """The delete planner: reassign, detach or delete what holds clients back; one change set, undoable.

        desk.akce.release(42, reassign={"deal": 7}, detach=["lead"], remove=["activity", 1234]).run()

    Args:
        context: the desk.
        targets: the clients that shall become free.
        reassign: record type, or id of one record -> id of the client that takes those records over.
        detach: record types or ids whose link is emptied, where the link is not required.
        remove: record types or ids of what is removed.
        note: why, for the journal. What is said of a single record counts before what is said of its type.
    """

    name: ClassVar[str] = "release"
    label: ClassVar[Label] = Label("Uvolnit vazby", "Release links")

    def __init__(
        self, context: Context, targets: object, *, reassign: Mapping[str | int, int] | None = None, detach: Sequence[str | int] = (),
        remove: Sequence[str | int] = (), note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context,
            targets,
            reassign=dict(reassign) if reassign else None,
            detach=list(detach) or None,
            remove=list(remove) or None,
            note=note,
        )
        self._singles: dict[int, str] = {}
        self.plan: dict[str | int, _Fate] = {}
        for what, heir in (reassign or {}).items():
            self._put(what, ("reassign", as_ids(heir)[0]))
        for what in detach:
            self._put(what, ("detach", None))
        for what in remove:
            self._put(what, ("remove", None))

    def _put(self, what: str | int, fate: _Fate) -> None:
        if isinstance(what, str):
            record_type(what)
        if what in self.plan:
            raise InputError("{entity} is named twice in the plan. Decide for one of the ways.", entity=what)
        self.plan[what] = fate

    def check(self) -> None:
        """Refuse a plan that says nothing, or hands over to a client that shall be freed."""
        super().check()
        if not self.plan:
            raise InputError("The plan is empty. Say what to reassign, detach or remove.")
        self.records()
        heirs = self.context.store.follow([heir for _, heir in self.plan.values() if heir is not None])
        for heir, now in heirs.items():
            if now in self.ids:
                raise InputError("Client {id} cannot take over from itself. Choose another.", id=heir)
            self.context.store.record("client", now)
        self._singles = self._entities()

    def _entities(self) -> dict[int, str]:
        """The types of the single records that the plan names.

        Raises:
            InputError: one of them does not link to these clients, for all that this user sees.
        """
        named = {one for one in self.plan if isinstance(one, int)}
        if not named:
            return {}
        links = self.context.store.links_to("client", self.ids)
        found = {one.id: one.entity for one in links if one.id in named and not one.part}
        if strange := named - found.keys():
            raise InputError(
                "Record {id} does not link to these clients. Look at the plan again.", id=min(strange)
            )
        return {one: found[one] for one in sorted(named)}

    def work(self, cs: ChangeSet) -> dict[str, int]:
        """Carry out the plan, single records first; record type -> rows is the detail."""
        clients = releasing.survivors(cs, self.given)
        done: Counter[str] = Counter()
        for (entity, (way, heir)), only in self._steps().items():
            taker = None if heir is None else releasing.survivors(cs, [heir])[0]
            done[entity] += releasing.release(cs, entity, clients, way=way, heir=taker, only=only)
        return dict(done)

    def _steps(self) -> dict[tuple[str, _Fate], list[int] | None]:
        """What to do with which records; ``None`` stands for all of the type that still link."""
        singles: dict[tuple[str, _Fate], list[int]] = {}
        for one, entity in self._singles.items():
            singles.setdefault((entity, self.plan[one]), []).append(one)
        types = {(one, fate): None for one, fate in self.plan.items() if isinstance(one, str)}
        return {**{step: ids for step, ids in singles.items() if step not in types}, **types}
