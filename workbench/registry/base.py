"""What every register offers, whether it is a file on this machine or a service far away."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, runtime_checkable

from workbench.locale import n, t
from workbench.model.identifiers import Note
from workbench.model.subject import Subject
from workbench.registry.answers import Answer, Trouble

Progress = Callable[[int, int], None]
"""Is told how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name offered while a user types.

    Attributes:
        ico: eight digits.
        name: as the register has it.
        city: the town of the seat.
        legal_form: code of ČSÚ code list 56.
        ceased: whether the subject has ceased to exist or has an end set.
    """

    ico: str
    name: str
    city: str | None = None
    legal_form: str | None = None
    ceased: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that may be the one whose name and place were given.

    Attributes:
        subject: what the register says of it.
        score: how well it fits, 0 to 1; 1 is the same name at the same place.
        reasons: what speaks for and against it. Codes: ``name_same``, ``name_similar``, ``street_same``,
            ``postcode_same``, ``city_same``, ``city_other``, ``ceased``.
    """

    subject: Subject
    score: float
    reasons: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class RegisterStatus:
    """Whether a register can be asked now.

    Attributes:
        name: the register's short name.
        source: how the source must be named.
        as_of: the day it vouches for, for a snapshot.
        subjects: how many subjects it holds, ``None`` where nobody knows.
        trouble: why it cannot be asked; ``None`` when it can.
        age_days: how many days ago ``as_of`` was.
    """

    name: str
    source: str
    as_of: date | None = None
    subjects: int | None = None
    trouble: Trouble | None = None
    age_days: int | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        return self.trouble is None

    def text(self) -> str:
        """The state in a sentence."""
        if self.trouble is not None:
            return self.trouble.text()
        if self.subjects is None:
            return t("{source} is ready.", source=self.source)
        return t("{source} is ready, with {subjects} subjects.", source=self.source, subjects=self.subjects)

    def age_text(self) -> str:
        """How old a snapshot is, in a sentence; empty where nobody knows."""
        if self.age_days is None:
            return ""
        return n(
            "The register's copy is {count} day old.",
            "The register's copy is {count} days old.",
            self.age_days,
        )


@runtime_checkable
class Register(Protocol):
    """A business register."""

    @property
    def name(self) -> str:
        """Short name: ``"res"``, ``"ares"``."""
        ...

    def lookup(
        self, icos: Sequence[str], *, max_age: timedelta | None = None, progress: Progress | None = None
    ) -> Mapping[str, Answer]:
        """An answer for every IČO given, under the text it was given as. Never raises for the way there.

        Args:
            icos: as they are written.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew. The register has its own rule when left out.
            progress: told how far it is, where asking takes long.
        """
        ...

    def suggest(self, prefix: str, limit: int = 10) -> Sequence[Suggestion]:
        """Names that continue what was typed (three characters and more; fewer give nothing).

        Raises:
            RegisterError: the register cannot be asked; an empty list would say that it has no such name.
        """
        ...

    def candidates(
        self,
        name: str,
        *,
        city: str | None = None,
        postcode: str | None = None,
        street: str | None = None,
        limit: int = 10,
    ) -> Sequence[Candidate]:
        """Subjects of a similar name, the best fit first.

        Raises:
            RegisterError: the register cannot be asked.
        """
        ...

    def status(self) -> RegisterStatus:
        """Whether it can be asked now; does not raise."""
        ...
