"""The local snapshot of RES as a register: answers without a network, a hundred thousand at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from workbench.errors import BrokenFileError, RegisterError, StoreError, WorkbenchError
from workbench.model.names import company_key
from workbench.model.subject import Subject
from workbench.registry.answers import Answer, Found, Malformed, NotFound, OutOfReach, as_note
from workbench.registry.base import Candidate, Progress, RegisterStatus, Suggestion
from workbench.registry.fitting import fit
from workbench.registry.said import Said, of_snapshot, schema
from workbench.store.snapshot import NAME, PUBLISHER, Snapshot, SnapshotInfo, default_snapshot_path

Result = TypeVar("Result")

_POOL: Final = 100
"""So many subjects that share rare words are scored for one question about a name."""
_WORTH: Final = 0.4
"""Candidates below this score are not offered."""
_ICO_LENGTH: Final = 8


def _today() -> date:
    return datetime.now(UTC).date()


class SnapshotRegister:
    """The register over a snapshot file.

    Args:
        path: the snapshot file, by default where ``workbench snapshot load`` puts it; need not exist yet.
        today: gives the day by which the age of answers is counted.
    """

    def __init__(self, path: Path | None = None, *, today: Callable[[], date] = _today) -> None:
        self._snapshot = Snapshot(path or default_snapshot_path())
        self._today = today

    @property
    def name(self) -> str:
        """``"res"``."""
        return NAME

    @property
    def path(self) -> Path:
        """The snapshot file."""
        return self._snapshot.path

    def lookup(
        self,
        icos: Sequence[str],
        *,
        max_age: timedelta | None = None,  # noqa: ARG002 - a snapshot is as old as it is
        progress: Progress | None = None,  # noqa: ARG002 - seconds for a hundred thousand
    ) -> Mapping[str, Answer]:
        """An answer for every IČO, under the text it was given as; lost leading zeros do not matter.

        A missing snapshot answers out of reach, a broken one malformed; neither says "not found".
        """
        eight = {given: given.strip().zfill(_ICO_LENGTH) for given in icos}
        try:
            info = self._ready()
            found = self._snapshot.lookup(eight.values())
        except (StoreError, BrokenFileError) as error:
            trouble = _trouble(error)
            return dict.fromkeys(eight, trouble)
        age = self._age(info)
        answers: dict[str, Answer] = {}
        for given, ico in eight.items():
            subject = found.get(ico)
            if subject is None:
                answers[given] = NotFound(ico, info.source, info.as_of)
            else:
                answers[given] = Found(subject, subject.source, subject.as_of, age)
        return answers

    def said(self, icos: Sequence[str]) -> Said:
        """The same as :meth:`lookup` says, the known subjects as columns: a hundred thousand in a second."""
        eight = {given: given.strip().zfill(_ICO_LENGTH) for given in icos}
        try:
            info = self._ready()
            table = self._snapshot.lookup_table(eight.values())
        except (StoreError, BrokenFileError) as error:
            return Said(schema().empty_table(), dict.fromkeys(eight, _trouble(error)), _nothing)
        found = of_snapshot(table, eight)
        known = set(found["ico"].to_pylist())
        others: dict[str, Answer] = {
            given: NotFound(ico, info.source, info.as_of)
            for given, ico in eight.items()
            if given not in known
        }
        like = Found(Subject("", "", info.source), info.source, info.as_of, self._age(info))
        return Said(found, others, lambda _: like.text())

    def suggest(self, prefix: str, limit: int = 10) -> Sequence[Suggestion]:
        """Names that continue what was typed; see :class:`workbench.registry.base.Register`.

        Raises:
            RegisterError: there is no snapshot, or it is broken.
        """
        found = self._asked(lambda: self._snapshot.suggest(prefix, limit))
        return tuple(Suggestion(one.ico, one.name, one.city, one.legal_form, one.ceased) for one in found)

    def candidates(
        self,
        name: str,
        *,
        city: str | None = None,
        postcode: str | None = None,
        street: str | None = None,
        limit: int = 10,
    ) -> Sequence[Candidate]:
        """Subjects of a similar name, the best fit first; see :func:`workbench.registry.fitting.fit`.

        Raises:
            RegisterError: there is no snapshot, or it is broken.
        """
        words = company_key(name).split()
        pool = self._asked(lambda: self._snapshot.shortlist(words, city=city, limit=_POOL))
        scored = [fit(subject, name, city=city, postcode=postcode, street=street) for subject in pool]
        worth = [one for one in scored if one.score >= _WORTH]
        return tuple(sorted(worth, key=lambda one: (-one.score, one.subject.ico))[:limit])

    def status(self) -> RegisterStatus:
        """Whether the snapshot is there, its date, age and size."""
        try:
            info = self._ready()
        except (StoreError, BrokenFileError) as error:
            return RegisterStatus(NAME, PUBLISHER, trouble=_trouble(error))
        return RegisterStatus(NAME, info.source, info.as_of, info.subjects, age_days=self._age(info))

    def close(self) -> None:
        """Let go of the snapshot file; the next question opens it again."""
        self._snapshot.close()

    def _ready(self) -> SnapshotInfo:
        """What is loaded; an empty snapshot must not answer "not found"."""
        info = self._snapshot.info()
        if not info.subjects:
            raise StoreError(
                "The register snapshot at {path} is empty. Run: workbench snapshot load res_data.csv",
                path=str(self.path),
            )
        return info

    def _age(self, info: SnapshotInfo) -> int | None:
        return max(0, (self._today() - info.as_of).days) if info.as_of else None

    def _asked(self, question: Callable[[], Result]) -> Result:
        try:
            self._ready()
            return question()
        except (StoreError, BrokenFileError) as error:
            raise RegisterError(error.message, **error.values) from error


def _nothing(ico: str) -> str:
    raise KeyError(ico)


def _trouble(error: WorkbenchError) -> OutOfReach | Malformed:
    return Malformed(as_note(error)) if isinstance(error, BrokenFileError) else OutOfReach(as_note(error))
