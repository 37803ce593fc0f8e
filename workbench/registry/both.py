"""The snapshot first, and ARES for what it lacks: DIČ, court file, data box, and firms younger than it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Final

from workbench.errors import RegisterError
from workbench.model.subject import Origin, Subject
from workbench.registry.answers import Answer, Found, NotFound
from workbench.registry.ares import AresRegister
from workbench.registry.base import Candidate, Progress, Register, RegisterStatus, Suggestion
from workbench.registry.snapshot import SnapshotRegister

_OWN: Final = {"ico", "name", "source", "as_of", "seat", "in_liquidation", "rest", "vat"}
_FILLED: Final = tuple(one.name for one in fields(Subject) if one.name not in _OWN)


class SnapshotThenAres:
    """Two registers as one.

    What the snapshot gives stays; ARES fills the gaps, each value with its own source. What the snapshot
    does not know is answered by ARES alone. When ARES cannot be asked, what the snapshot knows is found all
    the same, and the answer says what is lacking and why.

    Args:
        snapshot: the copy of RES.
        ares: asked for every subject; what it answered lately is not asked again.
    """

    def __init__(self, snapshot: SnapshotRegister, ares: AresRegister) -> None:
        self.snapshot = snapshot
        self.ares = ares

    @property
    def name(self) -> str:
        """``"both"``."""
        return "both"

    def lookup(
        self, icos: Sequence[str], *, max_age: timedelta | None = None, progress: Progress | None = None
    ) -> Mapping[str, Answer]:
        """An answer for every IČO; see :class:`workbench.registry.base.Register`."""
        here = self.snapshot.lookup(icos)
        there = self.ares.lookup(icos, max_age=max_age, progress=progress)
        return {ico: _joined(here[ico], there[ico]) for ico in icos}

    def suggest(self, prefix: str, limit: int = 10) -> Sequence[Suggestion]:
        """From the snapshot; ARES cannot continue what is typed.

        Raises:
            RegisterError: there is no snapshot.
        """
        return self.snapshot.suggest(prefix, limit)

    def candidates(
        self,
        name: str,
        *,
        city: str | None = None,
        postcode: str | None = None,
        street: str | None = None,
        limit: int = 10,
    ) -> Sequence[Candidate]:
        """From the snapshot; from ARES when there is none, or when it has nothing alike.

        Raises:
            RegisterError: neither can be asked.
        """
        place = {"city": city, "postcode": postcode, "street": street}
        try:
            found = self.snapshot.candidates(name, **place, limit=limit)
        except RegisterError:
            found = ()
        return found or self.ares.candidates(name, **place, limit=limit)

    def status(self) -> RegisterStatus:
        """The snapshot's state; that of ARES when there is no snapshot."""
        here = self.snapshot.status()
        return here if here.ready else self.ares.status()

    def close(self) -> None:
        """Give back files and connections."""
        self.snapshot.close()
        self.ares.close()


def snapshot_of(register: Register) -> SnapshotRegister | None:
    """The copy of RES that a register answers from, wholly or first; ``None`` where there is none."""
    here = register.snapshot if isinstance(register, SnapshotThenAres) else register
    return here if isinstance(here, SnapshotRegister) else None


def _joined(here: Answer, there: Answer) -> Answer:
    if not isinstance(here, Found):
        return there
    if isinstance(there, Found):
        return replace(here, subject=_filled(here.subject, there.subject))
    return here if isinstance(there, NotFound) else replace(here, missed=there)


def _filled(subject: Subject, other: Subject) -> Subject:
    """The subject with the values that only the other has, and where those come from."""
    given = {
        name: getattr(other, name)
        for name in _FILLED
        if getattr(subject, name) is None and getattr(other, name) is not None
    }
    if subject.seat is None and other.seat is not None:
        given["seat"] = other.seat
    rest = Origin(tuple(given), other.source, other.as_of) if given else None
    return replace(
        subject, **given, rest=rest, in_liquidation=subject.in_liquidation or other.in_liquidation,
        name=subject.name or other.name,
    )  # fmt: skip
