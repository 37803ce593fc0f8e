"""9 Smazat: for good, and only once nothing links to the record (AKCE.md, section 9)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from workbench import running
from workbench.akce.base import Context, Result
from workbench.akce.certificate import Certificate
from workbench.akce.typed import MainWriting, name_of
from workbench.errors import LinkedError, PermissionRefusedError, StoreError
from workbench.locale import t
from workbench.model.fields import Label
from workbench.model.record import Record
from workbench.model.records import record_type
from workbench.store import erasing, releasing
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Need
from workbench.store.links import Link

if TYPE_CHECKING:
    import pandas as pd


class Delete(MainWriting):
    """Erase records: afterwards nothing of them is left but that their id was deleted, by whom and when.

    Addresses, contacts and legal titles go with them. This cannot be undone. A panel asks once, showing the
    name; in Python the call to ``run`` is the answer.

    Args:
        context: the desk.
        targets: their ids.
        entity: their record type, one of the main ones.
    """

    name: ClassVar[str] = "delete"
    label: ClassVar[Label] = Label("Smazat", "Delete")
    needs: ClassVar[Need] = "delete"
    erases: ClassVar[bool] = True

    def __init__(self, context: Context, targets: object, *, entity: str = "client") -> None:
        super().__init__(context, targets, entity=entity)

    def check(self) -> None:
        """Refuse what others' records link to, and what the user may not delete.

        Raises:
            LinkedError: with what holds it, by type and count.
            PermissionRefusedError: the right to delete does not reach this record.
        """
        super().check()
        user = self.context.store.user()
        for one in self.records():
            if not user.may_delete(one["owner"]):
                raise PermissionRefusedError(
                    "User {user} may not do this (right “{right}”). An administrator can grant it.",
                    user=user.name,
                    right="delete",
                )
        links = self._links()
        counts = Counter(one.entity for one in links if one.id is not None)
        if counts:
            raise self._held(next(one.target for one in links if one.id is not None), counts)
        if links:
            raise LinkedError(
                "{kind} {id} cannot be deleted. Invalidate it instead, or ask an administrator.",
                kind=self.kind.label, id=links[0].target,
            )  # fmt: skip

    def _held(self, target: int, counts: Mapping[str, int]) -> LinkedError:
        """The refusal, with the way out: clients have a planner, others are let go record by record."""
        holders = ", ".join(f"{count} × {record_type(entity).label}" for entity, count in counts.items())
        if self.kind.name == "client":
            return LinkedError(
                "Client {id} cannot be deleted: {holders} link to it. Plan it with desk.akce.release, or invalidate it instead.",
                id=target, holders=holders,
            )  # fmt: skip
        return LinkedError(
            "{kind} {id} cannot be deleted: {holders} link to it. Edit, remove or delete those first (.blockers() lists them), "
            'or invalidate it: desk.akce.invalidate({id}, entity="{entity}").',
            kind=self.kind.label, id=target, holders=holders, entity=self.kind.name,
        )  # fmt: skip

    def blockers(self) -> "pd.DataFrame":
        """What holds these records, as far as the user may see it.

        Returns:
            their id under the name of their type (``client``), and what links to it: entity, id, field.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        rows = [
            {self.kind.name: one.target, "entity": one.entity, "id": one.id, "field": one.field}
            for one in self._links()
            if one.id is not None
        ]
        return pd.DataFrame(rows, columns=[self.kind.name, "entity", "id", "field"])

    def holders(self, most: int = 50) -> dict[str, list[Record]]:
        """The first records of each type that hold these back, as far as the user may see them.

        Args:
            most: how many of a type at most.
        """
        ids: dict[str, dict[int, None]] = {}
        for one in self._links():
            if one.id is not None:
                ids.setdefault(one.entity, {})[one.id] = None
        return {entity: self.context.store.by_ids(entity, list(of)[:most]) for entity, of in ids.items()}

    def _links(self) -> list[Link]:
        """What is no part of these records and links to them, from outside of them."""
        ids = set(self.ids)
        return [
            one
            for one in self.context.store.links_to(self.kind.name, sorted(ids))
            if not one.part and one.id not in ids
        ]

    def warning(self) -> str:
        """What to say before it is done, with the names."""
        names = ", ".join(f"{name_of(one) or self.kind.label} ({one.id})" for one in self.records())
        return t("{names} will be deleted for good. This cannot be undone.", names=names)

    def work(self, cs: ChangeSet) -> list[int]:
        """Erase; the ids are the detail."""
        erasing.erase(cs, self.kind.name, self.ids_inside(cs))
        return self.given

    def ids_inside(self, cs: ChangeSet) -> list[int]:
        """The ids meant as they stand inside the transaction."""
        return releasing.survivors(cs, self.given)

    def run(self) -> Result:
        """Erase and write the file anew, so that nothing is left in its pages either.

        Returns:
            the result with a :class:`Certificate` as its ``detail``; its ``warning`` says so if the file could not be written
            anew. The records are gone then too. ``desk.certificate(number)`` makes the certificate again.
        """
        done = super().run()
        warning = self._rewrite()
        return replace(done, detail=self._certificate(done.change_set), warning=warning)

    def _certificate(self, change_set: int | None) -> Certificate | None:
        return None if change_set is None else Certificate(self.context.store.back.erasure(change_set))

    def _rewrite(self) -> str:
        """Write the file anew; what went wrong, if anything did."""
        running.tell(t("Writing the file anew, without traces"))
        try:
            self.context.store.compact()
        except (StoreError, OSError) as error:
            return t(
                "The records are deleted, but the file could not be written anew, and traces may be left in its free pages: "
                "{detail} Free some space or close other programs, then run desk.store.compact().",
                detail=str(error),
            )
        return ""
