"""What actions share that work on main records of any type: clients, contact persons, deals and so on."""

from typing import Any, ClassVar

from workbench.akce.base import Context, Writing
from workbench.errors import InputError, NotFoundError
from workbench.model.record import Record
from workbench.model.records import record_type


class MainWriting(Writing):
    """An action on main records of one type.

    Args:
        context: the desk.
        targets: their ids.
        entity: their record type; it returns in :meth:`code` where it is not ``"client"``.
        options: what else was given.

    Raises:
        UnknownNameError: no such record type.
    """

    takes_locked: ClassVar[bool] = False
    """An administrator may do it to what somebody else locked."""

    def __init__(self, context: Context, targets: object, *, entity: str = "client", **options: Any) -> None:
        super().__init__(context, targets, entity=None if entity == "client" else entity, **options)
        self.kind = record_type(entity)

    def check(self) -> None:
        """Refuse what hangs on records: it has no validity, lock or erasure of its own.

        Raises:
            InputError: no record was chosen, or the type is none of the main ones.
        """
        super().check()
        if not self.kind.main:
            raise InputError(
                "“{action}” works on main records; {kind} hangs on one. Use desk.akce.edit or desk.akce.remove.",
                action=self.label,
                kind=self.kind.label,
            )

    def records(self) -> list[Record]:
        """The records meant, as far as the user sees them.

        Raises:
            NotFoundError: one of them does not exist for this user.
        """
        wanted = self.context.store.follow(self.given)
        found = {one.id: one for one in self.context.store.by_ids(self.kind.name, list(wanted.values()))}
        for given, now in wanted.items():
            if now not in found:
                raise NotFoundError.of(self.kind.label, given)
        return [found[one] for one in dict.fromkeys(wanted.values())]

    def check_locks(self) -> None:
        """Refuse records that somebody else locked.

        Raises:
            LockedError: with the first of them.
            NotFoundError: one of them does not exist for this user.
        """
        store = self.context.store
        opens = self.takes_locked and store.user().is_administrator
        store.check_free(self.kind.name, self.given, locked_too=opens)


def name_of(record: Record) -> str:
    """How people call a main record: its name, else a person's first and last name; may be empty."""
    if "name" in record.type.by_name:
        return str(record["name"])
    return " ".join(str(record[part]) for part in ("first_name", "last_name") if record[part])
