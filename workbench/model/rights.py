"""Who may do and see what (AKCE.md, section 5): roles, rights, and the narrowing of each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal

from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.model.fields import Label
from workbench.model.records import MAIN_TYPES


class Role(StrEnum):
    """The four roles; the rights of each can be changed a user."""

    ADMINISTRATOR = "administrator"
    FULL = "full"
    LIMITED = "limited"
    READ_ONLY = "read_only"


ROLE_LABELS: Mapping[Role, Label] = {
    Role.ADMINISTRATOR: Label("Správce", "Administrator"),
    Role.FULL: Label("Plný přístup", "Full access"),
    Role.LIMITED: Label("Omezený přístup", "Limited access"),
    Role.READ_ONLY: Label("Jen pro čtení", "Read only"),
}

Scope = Literal["all", "own", "none"] | tuple[str, ...]
"""Whose records are seen: everyone's, one's own, nobody's, or those of the named owners."""

Reach = Literal["all", "own", "none"]
HIGHEST_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Rights:
    """What one user may see and do.

    Attributes:
        see: record type -> scope; a type that is not named has the scope ``otherwise``.
        otherwise: scope of the record types not named.
        clearance: records with a higher security level are not seen (0 lowest, 9 highest).
        edit: may change what they see.
        delete: whose records they may delete and merge away.
        export: may take data out.
        bring: may import files.
    """

    see: Mapping[str, Scope] = field(default_factory=dict)
    otherwise: Scope = "all"
    clearance: int = HIGHEST_LEVEL
    edit: bool = True
    delete: Reach = "all"
    export: bool = True
    bring: bool = True

    def scope(self, record_type: str) -> Scope:
        """Whose records of this type are seen."""
        return self.see.get(record_type, self.otherwise)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for storage."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Rights":
        """The inverse of :meth:`as_dict`; lists of owners become tuples again."""
        see = {kind: _scope(scope) for kind, scope in dict(values.get("see", {})).items()}
        return cls(**{**values, "see": see, "otherwise": _scope(values.get("otherwise", "all"))})

    def changed(self, **changes: Any) -> "Rights":
        """A copy with some rights changed.

        Raises:
            UnknownNameError: no such right or record type.
            ValueRejectedError: a value that the right does not take.
        """
        for name in changes:
            if name not in self.__dataclass_fields__:
                raise UnknownNameError.suggest("right", name, self.__dataclass_fields__)
        for kind in changes.get("see", {}):
            if kind not in _MAIN_NAMES:
                raise UnknownNameError.suggest("record type", kind, _MAIN_NAMES)
        new = Rights.from_dict({**replace(self).as_dict(), **changes})
        if new.delete not in ("all", "own", "none"):
            raise ValueRejectedError(
                "“{value}” is no reach of deletion. Choose all, own or none.", value=new.delete
            )
        if not 0 <= new.clearance <= HIGHEST_LEVEL:
            raise ValueRejectedError("Clearance {value} is out of range. Choose 0 to 9.", value=new.clearance)
        return new


_MAIN_NAMES = tuple(kind.name for kind in MAIN_TYPES)
ROLE_RIGHTS: Mapping[Role, Rights] = {
    Role.ADMINISTRATOR: Rights(),
    Role.FULL: Rights(clearance=5),
    Role.LIMITED: Rights(otherwise="own", clearance=0, delete="none", export=False, bring=False),
    Role.READ_ONLY: Rights(clearance=0, edit=False, delete="none", export=False, bring=False),
}


@dataclass(frozen=True, slots=True)
class User:
    """A person who works with the store."""

    name: str
    role: Role
    rights: Rights

    @property
    def is_administrator(self) -> bool:
        """Administrators see all, and may open any lock."""
        return self.role is Role.ADMINISTRATOR

    def sees(self, record_type: str, owner: str | None, level: int | None) -> bool:
        """Whether this user sees a record of this type with this owner and security level."""
        if self.is_administrator:
            return True
        scope = self.rights.scope(record_type)
        if scope == "none" or (level or 0) > self.rights.clearance:
            return False
        return scope == "all" or owner in ((self.name,) if scope == "own" else scope)

    def may_delete(self, owner: str | None) -> bool:
        """Whether this user may delete a record with this owner."""
        return self.rights.delete == "all" or (self.rights.delete == "own" and owner == self.name)


def _scope(value: Any) -> Scope:
    if isinstance(value, str):
        if value not in ("all", "own", "none"):
            raise ValueRejectedError(
                "“{value}” is no scope. Choose all, own, none, or a list of owners.", value=value
            )
        return value  # type: ignore[return-value]
    return tuple(value)
