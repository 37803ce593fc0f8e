"""Asking the snapshot: by IČO (one or a hundred thousand at once), by prefix, by words of a name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from workbench.errors import BrokenFileError
from workbench.model.subject import Subject
from workbench.store.snapshot import _subjects, _words
from workbench.store.snapshot._held import HeldFile
from workbench.store.snapshot._layout import FORMAT, source_text
from workbench.store.snapshot._names import NameIndex, Suggested

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pyarrow as pa

__all__ = ["Snapshot", "SnapshotInfo", "Suggested"]

Result = TypeVar("Result")

_TABLES: Final = ("meta", "subject", "name", "word", "vocabulary", "place")


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What is loaded: the day the register vouches for, how many subjects, and from which file."""

    as_of: date | None
    subjects: int
    file_name: str

    @property
    def source(self) -> str:
        """How the source must be named: ``"ČSÚ, RES 2026-11-15"``."""
        return source_text(self.as_of)


class Snapshot:
    """Reader of one snapshot file; many may read it at once, also while a new one replaces it.

    Every method raises ``DiskError`` when there is no snapshot and ``BrokenFileError`` when the file is
    something else or of another layout.

    Args:
        path: the snapshot file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = HeldFile(path)
        self._info: SnapshotInfo | None = None
        self._names: NameIndex | None = None

    def info(self) -> SnapshotInfo:
        """What is loaded."""
        return self._read(lambda _, info: info)

    def lookup(self, icos: Iterable[str]) -> dict[str, Subject]:
        """The subjects of these IČO (eight digits); those the register does not know are absent."""
        wanted = tuple(icos)
        return self._read(
            lambda connection, info: {
                subject.ico: subject
                for subject in _subjects.fetch(connection, wanted, info.source, info.as_of)
            }
        )

    def lookup_table(self, icos: Iterable[str]) -> "pa.Table":
        """The same as columns, for a hundred thousand at once: one row a known IČO, sorted by it.

        Columns: ``ico, name, legal_form, founded_on, ceased_on, nace, in_liquidation`` as in
        :class:`~workbench.model.subject.Subject`, the seat's as ``seat_street`` and so on, ``source`` and
        ``as_of``. A seat that the register gives as one line only stands in ``seat_text``.
        """
        wanted = tuple(icos)
        return self._read(
            lambda connection, info: _subjects.table(connection, wanted, info.source, info.as_of)
        )

    def suggest(self, prefix: str, limit: int = 10) -> list[Suggested]:
        """Names that continue what was typed so far, the living and the closest first.

        First names that begin so; then names of which every typed word begins some word, where words may
        also be of the town: ``"distribu"``, ``"novak brno"``. Accents and capitals do not matter.

        The first question about a snapshot reads its names and their words into memory, which takes two seconds with 3.5M names.
        """

        def work(connection: "duckdb.DuckDBPyConnection", _: SnapshotInfo) -> list[Suggested]:
            if self._names is None:
                self._names = NameIndex(connection)
            return _words.suggest(self._names, prefix, limit)

        return self._read(work)

    def shortlist(self, words: Sequence[str], *, city: str | None = None, limit: int = 100) -> list[Subject]:
        """Subjects whose names share the rarest of these words, those of the town first.

        Args:
            words: folded words of a name, without its legal form.
            city: the town, any spelling of case and accents.
            limit: at most so many.
        """

        def work(connection: "duckdb.DuckDBPyConnection", info: SnapshotInfo) -> list[Subject]:
            icos = _words.shortlist(connection, words, city, limit)
            found = {one.ico: one for one in _subjects.fetch(connection, icos, info.source, info.as_of)}
            return [found[ico] for ico in icos if ico in found]

        return self._read(work)

    def close(self) -> None:
        """Let go of the file and of what is kept in memory; the next question opens it again."""
        self._file.close()
        self._names = None

    def _read(self, work: "Callable[[duckdb.DuckDBPyConnection, SnapshotInfo], Result]") -> Result:
        with self._file.opened() as (connection, changed):
            if changed:
                self._info = self._names = None
            if self._info is None:
                self._info = read_info(connection, "db", self.path)
            return work(connection, self._info)


def read_info(connection: "duckdb.DuckDBPyConnection", catalogue: str, path: Path) -> SnapshotInfo:
    """What the attached file holds.

    Raises:
        BrokenFileError: it is no snapshot, or one of another layout.
    """
    tables = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = ? AND list_contains(?, table_name)",
        [catalogue, list(_TABLES)],
    ).fetchall()
    found = []
    if tables[0][0] == len(_TABLES):
        found = connection.execute(
            f"SELECT format, as_of, subjects, file_name FROM {catalogue}.meta"
        ).fetchall()
    if not found or found[0][0] != FORMAT:
        raise BrokenFileError(
            "{path} is no register snapshot of this workbench version. Load it anew: workbench snapshot load res_data.csv",
            path=str(path),
        )
    return SnapshotInfo(*found[0][1:])
