"""Create, edit and remove records of any type: the ground under forms; not entries of the menu."""

from collections.abc import Mapping
from typing import Any, ClassVar

from workbench.akce.base import Context, Writing, spell_options
from workbench.errors import InputError
from workbench.model.fields import Label, RecordType
from workbench.model.ids import spell
from workbench.model.records import LOCK_FIELDS, record_type
from workbench.model.validation import check_contact, check_values
from workbench.store import bulk
from workbench.store.changeset import ChangeSet

_OWN_TYPES = {
    "redirect": "merge",
    "decision": "decide",
    "merge_rule": "set_rules",
    "provenance": "copy_from_registry",
}
_OWN_ACTIONS = {**dict.fromkeys(LOCK_FIELDS, "lock"), "valid": "invalidate", "invalid_note": "invalidate"}


class Create(Writing):
    """Add one record: a client, or anything that hangs on one.

    Args:
        context: the desk.
        entity: the record type, e.g. ``"client"`` or ``"contact"``.
        note: why, for the journal.
        **fields: its values by field name.
    """

    name: ClassVar[str] = "create"
    label: ClassVar[Label] = Label("Založit záznam", "Create a record")

    def __init__(self, context: Context, entity: str, *, note: str | None = None, **fields: Any) -> None:
        super().__init__(context, [], note=note)
        self.kind = record_type(entity)
        self.values = _followed(context, self.kind, check_values(self.kind, fields))
        if reference := self.values.get("record_id"):
            self.values.setdefault("record_type", _type_of(context, reference))

    def check(self) -> None:
        """Refuse what has actions of its own; the journal checks links and required fields."""
        _refuse_own_actions(self.kind, self.values)

    @property
    def holds_values(self) -> bool:
        """Its options are field values."""
        return True

    def work(self, cs: ChangeSet) -> int:
        """Insert the record; its id is the result's detail."""
        new = cs.new_ids(1)[0]
        cs.insert(self.kind.name, [{"id": new, **self.values}])
        return new

    def code(self) -> str:
        """The line of Python that does the same again."""
        return f"desk.akce.create({self.kind.name!r}{spell_options({**self.values, **self.options})}).run()"


class Edit(Writing):
    """Change fields of one or many records.

    Args:
        context: the desk.
        targets: their ids.
        entity: their record type.
        expected_version: refuse if the (one) record has another version by now.
        note: why, for the journal.
        **fields: the new values by field name; ``None`` empties a field.
    """

    name: ClassVar[str] = "edit"
    label: ClassVar[Label] = Label("Upravit", "Edit")

    def __init__(
        self, context: Context, targets: object, *, entity: str = "client", expected_version: int | None = None,
        note: str | None = None, **fields: Any,
    ) -> None:  # fmt: skip
        super().__init__(context, targets, note=note)
        self.kind = record_type(entity)
        self.expected_version = expected_version
        self.values = _followed(context, self.kind, check_values(self.kind, fields))

    def check(self) -> None:
        """Refuse an edit without fields, and fields that have actions of their own.

        Raises:
            ValueRejectedError: a contact's value does not fit its kind.
        """
        super().check()
        if not self.values:
            raise InputError("No field to change was given. Name one, e.g. notice='…'.")
        _refuse_own_actions(self.kind, self.values)
        if self.kind.name == "contact":
            self.values |= self._fitted()

    def check_locks(self) -> None:
        """What hangs on records is as locked as they are; the journal finds out."""
        if self.kind.name == "client":
            super().check_locks()

    def _fitted(self) -> dict[str, Any]:
        """The contact's value as its kind writes it, where only one of the two is given."""
        rows = self.context.store.by_ids("contact", self.given)
        kinds = {self.values.get("kind", one["kind"]) for one in rows}
        if "value" in self.values:
            fitted = {
                check_contact(str(kind), str(self.values["value"])) for kind in kinds if self.values["value"]
            }
            if len(fitted) > 1:
                raise InputError("One value cannot be a phone and an e-mail at once. Edit them one by one.")
            return {"value": fitted.pop()} if fitted else {}
        for one in rows if "kind" in self.values else ():
            check_contact(str(self.values["kind"]), str(one["value"]))
        return {}

    @property
    def holds_values(self) -> bool:
        """Its options are field values."""
        return True

    def work(self, cs: ChangeSet) -> int:
        """Set the values; the number of records that really changed is the result's detail."""
        return bulk.set_fields(
            cs, self.kind.name, self.given, self.values, expected_version=self.expected_version
        )

    def code(self) -> str:
        """The line of Python that does the same again."""
        entity = {} if self.kind.name == "client" else {"entity": self.kind.name}
        more = spell_options({**entity, **self.values, **self.options})
        return f"desk.akce.edit({spell(self.given)}{more}).run()"


class Remove(Writing):
    """Remove what hangs on records: an address, a contact, a relation; undoable.

    Args:
        context: the desk.
        entity: the record type.
        targets: the ids.
        expected_version: refuse if the (one) record has another version by now.
        note: why, for the journal.
    """

    name: ClassVar[str] = "remove"
    label: ClassVar[Label] = Label("Odebrat", "Remove")

    def __init__(
        self, context: Context, entity: str, targets: object, *, expected_version: int | None = None,
        note: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context, targets, note=note)
        self.kind = record_type(entity)
        self.expected_version = expected_version

    def check(self) -> None:
        """Refuse main records: those are deleted by their own action, for good."""
        super().check()
        if self.kind.main:
            raise InputError(
                'A {kind} is not removed but deleted or invalidated. Use desk.akce.delete(…, entity="{entity}").',
                kind=self.kind.label,
                entity=self.kind.name,
            )
        if self.kind.name != "decision":
            _refuse_own_actions(self.kind, {})

    def check_locks(self) -> None:
        """What hangs on clients is as locked as they are; the journal finds out."""

    def work(self, cs: ChangeSet) -> int:
        """Delete the rows, keeping their images."""
        return cs.delete(self.kind.name, self.given, expected_version=self.expected_version)

    def code(self) -> str:
        """The line of Python that does the same again."""
        return f"desk.akce.remove({self.kind.name!r}, {spell(self.given)}{spell_options(self.options)}).run()"


def _refuse_own_actions(kind: RecordType, values: Mapping[str, Any]) -> None:
    if kind.name in _OWN_TYPES:
        raise InputError(
            "“{field}” is not set by hand. Use desk.akce.{action}.",
            field=kind.label,
            action=_OWN_TYPES[kind.name],
        )
    for name in values if kind.main else ():
        if name in _OWN_ACTIONS:
            more = "" if kind.name == "client" else f'(…, entity="{kind.name}")'
            raise InputError(
                "“{field}” is not set by hand. Use desk.akce.{action}.",
                field=kind.field(name).label,
                action=_OWN_ACTIONS[name] + more,
            )


def _followed(context: Context, kind: RecordType, values: dict[str, Any]) -> dict[str, Any]:
    """The values, with links to merged records leading to their survivors."""
    links = {one.name: values[one.name] for one in kind.references if values.get(one.name) is not None}
    now = context.store.follow(list(links.values())) if links else {}
    return {**values, **{name: now[target] for name, target in links.items()}}


def _type_of(context: Context, record_id: int) -> str:
    return context.store.mains([record_id])[0].type.name
