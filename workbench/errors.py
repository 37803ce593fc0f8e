"""Every error that workbench raises on purpose.

    WorkbenchError
    ├── InputError            what was passed in cannot be used
    │   ├── UnknownNameError      no such field, action, option (with a spelling hint)
    │   ├── ValueRejectedError    a value does not fit its field
    │   └── BrokenFileError       a file cannot be read as what it claims to be
    ├── NotFoundError         no such record for this user (absent and invisible are the same answer)
    ├── RefusedError          known and understood, but not allowed
    │   ├── PermissionRefusedError    the user lacks the right
    │   ├── LockedError               somebody locked the record
    │   ├── StaleVersionError         somebody saved a newer version meanwhile
    │   ├── LinkedError               other records still link to it
    │   └── CollisionError            later changes touched the same fields
    ├── StoreError            the data file cannot be used as it is
    │   ├── BusyError                 another process holds it for too long
    │   ├── NewerFileError            written by a newer workbench
    │   └── DiskError                 full, read-only, gone
    ├── RegisterError         a register gave no usable answer (see workbench.registry for the five answers)
    ├── StoppedError          somebody stopped a long run before it changed anything
    └── MissingPartError      an optional package or program is not installed

A message says what is wrong, with which record or row, and what to do next. It is rendered when it is
read, in the language of that moment.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar, Final

from workbench.locale import t

_SHOWN: Final = 200
"""So many signs of a wrong name are repeated."""


class Phrase:
    """A text of the catalogue inside another: it too is rendered when it is read.

    Args:
        message: a catalogue id.
        **values: what its placeholders stand for.
    """

    __slots__ = ("message", "values")

    def __init__(self, message: str, /, **values: object) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return t(self.message, **self.values)

    def __repr__(self) -> str:
        return f"<{self.message!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and (self.message, self.values) == (other.message, other.values)

    def __hash__(self) -> int:
        return hash(self.message)


class WorkbenchError(Exception):
    """The family. ``message`` is a catalogue id, ``values`` fill its ``{names}``; half a pair of surrogates is shown as “?”.

    Attributes:
        message: the English text with placeholders; the key of the catalogue.
        values: what the placeholders stand for; also there for a program to read. A text to be translated
            stands among them as a :class:`Phrase`.
    """

    prefix: ClassVar[str] = ""

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message, values)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return t(self.message, **self.values).encode(errors="replace").decode()

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.values))


def _rebuild(kind: type[WorkbenchError], message: str, values: dict[str, object]) -> WorkbenchError:
    return kind(message, **values)


class InputError(WorkbenchError):
    """What was passed in cannot be used."""


class UnknownNameError(InputError):
    """No such field, action, option or table."""

    @classmethod
    def suggest(cls, kind: str, name: object, known: Iterable[str]) -> "UnknownNameError":
        """An error that names the closest known spelling, or lists what is known.

        Args:
            kind: what was looked for, as a catalogue id: ``"field"``, ``"action"``, ``"option"``.
            name: what was given; need not be a text.
            known: the names there are.
        """
        names, name = sorted(known), str(name)[:_SHOWN]
        close = get_close_matches(name, names, n=1, cutoff=0.6)
        if close:
            return cls(
                "Unknown {kind} “{name}”. Did you mean “{close}”?",
                kind=Phrase(kind),
                name=name,
                close=close[0],
            )
        return cls(
            "Unknown {kind} “{name}”. Known: {known}.",
            kind=Phrase(kind),
            name=name,
            known=", ".join(names),
        )


class ValueRejectedError(InputError):
    """A value does not fit its field."""


class BrokenFileError(InputError):
    """A file cannot be read as what it claims to be."""


class NotFoundError(WorkbenchError):
    """No such record for this user; an invisible record is answered the same."""

    @classmethod
    def of(cls, kind: object, record_id: object) -> "NotFoundError":
        """The error about one record that was named by its id.

        Args:
            kind: what it would be, as a label of its type.
            record_id: its number, as it was given.
        """
        return cls(
            "There is no {kind} {id}. Check the number; it may have been deleted or merged.",
            kind=kind,
            id=record_id,
        )


class RefusedError(WorkbenchError):
    """Understood, but not allowed."""


class PermissionRefusedError(RefusedError):
    """The user lacks the right."""


class LockedError(RefusedError):
    """Somebody locked the record."""


class StaleVersionError(RefusedError):
    """Somebody saved a newer version meanwhile."""


class LinkedError(RefusedError):
    """Other records still link to it."""


class CollisionError(RefusedError):
    """Later changes touched the same fields."""


class StoreError(WorkbenchError):
    """The data file cannot be used as it is."""


class BusyError(StoreError):
    """Another process holds the file for too long."""


class NewerFileError(StoreError):
    """The file was written by a newer workbench."""


class DiskError(StoreError):
    """The disk is full, read-only or gone."""


class RegisterError(WorkbenchError):
    """A register gave no usable answer."""


class StoppedError(WorkbenchError):
    """Somebody stopped a long run before it changed anything."""

    def __init__(self, message: str = "Stopped. Nothing was changed.", /, **values: object) -> None:
        super().__init__(message, **values)


class MissingPartError(WorkbenchError):
    """An optional package or program is not installed; the message says how to get it."""
