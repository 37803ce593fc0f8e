"""Loading a RES file: into a new snapshot file beside the old one, which it replaces in one step."""

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, Literal

import duckdb

from workbench.errors import BrokenFileError, DiskError
from workbench.locale import n, t
from workbench.store.columns import literal
from workbench.store.snapshot import _staging
from workbench.store.snapshot._csv import Header, read_header
from workbench.store.snapshot._index import build_index
from workbench.store.snapshot._layout import FORMAT, SORTING_COLUMNS, STORED_COLUMNS
from workbench.store.snapshot._progress import READ, Progress, watched
from workbench.store.snapshot._staging import BadRow, Staged
from workbench.store.snapshot.reading import Snapshot, read_info

__all__ = ["BadRow", "LoadReport", "Progress", "load"]

Mode = Literal["auto", "whole", "changes"]
_REPLACE_ATTEMPTS: Final = 100
_ROW_GROUP: Final = 8192
"""Rows a block. A tenth of the usual: who asks about a few of millions of subjects opens a few small blocks,
which takes a few milliseconds instead of forty. The file is twice as big for it."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did.

    Attributes:
        path: the snapshot file.
        mode: ``"whole"`` or ``"changes"``.
        read: rows of the file that could be used.
        subjects: subjects in the snapshot now.
        as_of: the day the register vouches for, ``None`` where the file names none.
        bad: how many rows were left out, and a few of them.
        odd_dates: how many rows had a date that could not be read; they were kept without it.
        repeated: how many rows repeated an IČO; the last one was kept.
        seconds: how long it took.
    """

    path: Path
    mode: Literal["whole", "changes"]
    read: int
    subjects: int
    as_of: date | None
    bad: int
    bad_samples: tuple[BadRow, ...]
    odd_dates: int
    repeated: int
    seconds: float

    def text(self) -> str:
        """The report in a sentence or two."""
        lines = [
            t(
                "The snapshot holds {subjects} subjects, state of {as_of}.",
                subjects=self.subjects,
                as_of=self.as_of or "?",
            ),
            n("{count} row was read.", "{count} rows were read.", self.read),
        ]
        if self.bad:
            left_out = "{count} rows could not be used and were left out."
            lines.append(n("{count} row could not be used and was left out.", left_out, self.bad))
            lines.extend(sample.text() for sample in self.bad_samples)
        if self.odd_dates:
            without = "{count} rows were kept without a date that cannot be read."
            lines.append(
                n("{count} row was kept without a date that cannot be read.", without, self.odd_dates)
            )
        if self.repeated:
            repeats = "{count} rows repeated an IČO; the last one counts."
            lines.append(n("{count} row repeated an IČO; the last one counts.", repeats, self.repeated))
        return "\n".join(lines)


def load(source: Path, target: Path, *, mode: Mode = "auto", progress: Progress | None = None) -> LoadReport:
    """Load ``res_data.csv`` into the snapshot.

    The snapshot that was there answers until the new one is complete, and stays if anything fails.

    Args:
        source: the file as ČSÚ publishes it.
        target: the snapshot file; its folder is made.
        mode: ``"whole"`` replaces the snapshot. ``"changes"`` takes only the rows marked P or Z and
            puts them into the existing snapshot. ``"auto"`` takes the file for changes if every row is
            marked and there is a snapshot at least twice as large: ČSÚ marks whole files too.
        progress: is told how many rows' worth of the work is done, and (an estimate of) all; from another thread too.

    Raises:
        BrokenFileError: this is no RES file; the message says what is missing.
        DiskError: a file cannot be read or written.
    """
    started = time.monotonic()
    header = read_header(source)
    with _new_file(target) as fresh:
        connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        try:
            connection.execute("SET enable_progress_bar_print = false")
            connection.execute(f"SET temp_directory = {literal(str(fresh.parent / 'spill'))}")
            connection.execute(f"ATTACH {literal(str(fresh))} AS db (ROW_GROUP_SIZE {_ROW_GROUP})")
            report = _build(connection, header, target, mode, progress)
            connection.execute("DETACH db")
        except duckdb.IOException as error:
            detail = str(error).splitlines()[0]
            raise DiskError("{path} cannot be used: {detail}", path=str(target), detail=detail) from error
        finally:
            connection.close()
        _replace(fresh, target)
    return LoadReport(path=target, seconds=time.monotonic() - started, **report)  # type: ignore[arg-type]


def _build(
    connection: "duckdb.DuckDBPyConnection",
    header: Header,
    target: Path,
    mode: Mode,
    progress: Progress | None,
) -> dict[str, object]:
    """Fill the new file; gives the fields of the report."""
    with watched(connection, header, progress) as steps:
        steps.next_ends_at(READ)
        staged = _staging.stage(connection, header)
        changes = mode == "changes" or (
            mode == "auto" and staged.all_marked and _outnumbers(target, staged.rows)
        )
        if changes:
            as_of = _put_changes(connection, target, staged.as_of)
        else:
            as_of = staged.as_of
            _put_whole(connection, staged)
        build_index(connection, lambda share: steps.next_ends_at(READ + (1 - READ) * share))
    subjects = _count(connection, "SELECT count(*) FROM db.subject")
    living = _count(
        connection, "SELECT count(*) FROM db.subject WHERE name IS NOT NULL AND ceased_on IS NULL"
    )
    connection.execute(
        "CREATE TABLE db.meta AS SELECT ?::INTEGER AS format, ?::DATE AS as_of, ?::BIGINT AS subjects, "
        "?::BIGINT AS living, ?::TIMESTAMP AS loaded_at, ?::VARCHAR AS file_name",
        [FORMAT, as_of, subjects, living, datetime.now(UTC).replace(tzinfo=None), header.path.name],
    )
    if progress is not None:
        progress(staged.rows, staged.rows)
    return _fields(staged, mode="changes" if changes else "whole", subjects=subjects, as_of=as_of)


def _put_changes(connection: "duckdb.DuckDBPyConnection", target: Path, as_of: date | None) -> date | None:
    """The subjects of the snapshot that stands, with the marked rows put in; the later day of both."""
    _require_snapshot(target)
    connection.execute(f"ATTACH {literal(str(target))} AS previous (READ_ONLY)")
    before = read_info(connection, "previous", target).as_of
    columns = ", ".join(STORED_COLUMNS)
    new = f"(SELECT * FROM {_staging.USABLE} WHERE {_staging.MARKED})"
    connection.execute(
        f"CREATE TABLE db.subject AS SELECT {columns} FROM {new} UNION ALL "
        f"SELECT {columns} FROM previous.subject ANTI JOIN {new} USING (ico) ORDER BY ico"
    )
    connection.execute("DROP TABLE db.staged")
    return max((day for day in (as_of, before) if day), default=None)


def _put_whole(connection: "duckdb.DuckDBPyConnection", staged: Staged) -> None:
    """The staged rows become the subjects."""
    if staged.sorted:
        for column in SORTING_COLUMNS:
            connection.execute(f"ALTER TABLE db.staged DROP COLUMN {column}")
        connection.execute("ALTER TABLE db.staged RENAME TO subject")
    else:
        columns = ", ".join(STORED_COLUMNS)
        connection.execute(f"CREATE TABLE db.subject AS SELECT {columns} FROM {_staging.USABLE} ORDER BY ico")
        connection.execute("DROP TABLE db.staged")


def _fields(staged: Staged, *, mode: str, subjects: int, as_of: date | None) -> dict[str, object]:
    return {
        "mode": mode, "subjects": subjects, "as_of": as_of, "read": staged.marked if mode == "changes" else staged.rows,
        "bad": staged.bad, "bad_samples": staged.bad_samples, "odd_dates": staged.odd_dates,
        "repeated": staged.repeated,
    }  # fmt: skip


def _outnumbers(target: Path, rows: int) -> bool:
    """Whether there is a snapshot that has twice as many subjects; a broken one counts as none."""
    snapshot = Snapshot(target)
    try:
        return snapshot.info().subjects >= 2 * rows
    except (DiskError, BrokenFileError):
        return False
    finally:
        snapshot.close()


def _require_snapshot(target: Path) -> None:
    if not target.exists():
        raise BrokenFileError(
            "The file holds changes only, and there is no snapshot at {path} to apply them to. Load a whole file first.",
            path=str(target),
        )


def _count(connection: "duckdb.DuckDBPyConnection", sql: str) -> int:
    return int(connection.execute(sql).fetchall()[0][0])


@contextlib.contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A free name beside the target; whatever is left there is removed at the end."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise DiskError(
            "The snapshot cannot be written to {path}: {detail}. Choose another place with WORKBENCH_HOME.",
            path=str(target.parent), detail=error.strerror or type(error).__name__,
        ) from error  # fmt: skip
    try:
        yield folder / "new.duckdb"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _replace(fresh: Path, target: Path) -> None:
    """Put the new file in the old one's place; Windows wants the readers of the moment to finish first."""
    for attempt in range(_REPLACE_ATTEMPTS):
        try:
            fresh.replace(target)
        except PermissionError as error:
            if attempt + 1 == _REPLACE_ATTEMPTS:
                raise DiskError(
                    "{path} cannot be used: {detail}", path=str(target), detail=str(error)
                ) from error
            time.sleep(0.05)
        else:
            return
