"""Reading the rows of a RES file into a table of the new snapshot, and sorting out those that cannot be used."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.errors import BrokenFileError
from workbench.locale import t
from workbench.store.snapshot._csv import CHANGE_MARKS, REJECTS_LIMIT, Header, staging_sql

if TYPE_CHECKING:
    import duckdb

MARKED: Final = "upper(trim(mark)) IN ({})".format(", ".join(f"'{mark}'" for mark in CHANGE_MARKS))
"""SQL condition: the row tells a change since the file before."""
USABLE: Final = """(
    FROM db.staged AS one SEMI JOIN (SELECT max(rowid) AS last FROM db.staged WHERE ico IS NOT NULL GROUP BY ico) AS kept ON kept.last = one.rowid
)"""
"""Of the rows with an IČO the last one of each."""
_SAMPLES: Final = 5
_FOREIGN_SHARE: Final = 0.01
_REJECTS: Final = "res_rejects"

_WRONG_ICO: Final = "the IČO is missing or is no number of at most 8 digits"
_UNREADABLE: Final = "the line cannot be read"
_WHY: Final = {
    "MISSING COLUMNS": "the line has too few columns",
    "TOO MANY COLUMNS": "the line has too many columns",
    "UNQUOTED VALUE": "a quote is not closed or not doubled",
    "INVALID ENCODING": "the line is not UTF-8",
    "LINE SIZE OVER MAXIMUM": "the line is too long",
}


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out; its contents are not kept, they may be personal data.

    Attributes:
        row: its number in the file; the header is row 1, empty lines do not count.
        reason: why, as a catalogue id.
    """

    row: int
    reason: str

    def text(self) -> str:
        """The row and the reason in a sentence."""
        return t("Row {row}: {reason}.", row=self.row, reason=t(self.reason))


@dataclass(frozen=True, slots=True)
class Staged:
    """What stands in the table ``db.staged``; the names are explained at ``LoadReport``.

    ``sorted`` says that all rows can be used and come in the order of their IČO, as in a whole file of ČSÚ.
    """

    rows: int
    marked: int
    as_of: date | None
    bad: int
    bad_samples: tuple[BadRow, ...]
    odd_dates: int
    repeated: int
    sorted: bool

    @property
    def all_marked(self) -> bool:
        """Whether the file holds nothing but changes."""
        return 0 < self.rows == self.marked


def stage(connection: "duckdb.DuckDBPyConnection", header: Header) -> Staged:
    """Read the file into ``db.staged``: unless ``sorted``, :data:`USABLE` picks one row an IČO from it.

    Raises:
        BrokenFileError: most rows cannot be used; this is no RES file.
    """
    connection.execute(f"CREATE TABLE db.staged AS {staging_sql(header, _REJECTS)}")
    rejected = connection.execute(
        f"SELECT line, min(error_type::VARCHAR) FROM {_REJECTS}_errors GROUP BY line ORDER BY line"
    ).fetchall()
    read, usable, odd_dates, as_of, ascending = connection.execute(
        "SELECT count(*), count(ico), count_if(odd_date AND ico IS NOT NULL), max(as_of), "
        "coalesce(bool_and(ico IS NOT NULL AND ico > before), true) "
        "FROM (SELECT ico, odd_date, as_of, lag(ico, 1, '') OVER () AS before FROM db.staged)"
    ).fetchall()[0]
    errors = connection.execute(f"SELECT count(*) FROM {_REJECTS}_errors").fetchall()[0][0]
    _refuse_damaged(header, [kind for _, kind in rejected], errors, read)
    bad = len(rejected) + read - usable
    samples = [BadRow(line, _WHY.get(kind, _UNREADABLE)) for line, kind in rejected[:_SAMPLES]]
    if usable < read:
        wrong = connection.execute(
            f"SELECT rowid FROM db.staged WHERE ico IS NULL ORDER BY rowid LIMIT {_SAMPLES}"
        )
        lines = [line for line, _ in rejected]
        samples += [BadRow(_row_number(rowid, lines), _WRONG_ICO) for (rowid,) in wrong.fetchall()]
    if not usable and not bad:
        raise BrokenFileError(
            "{path} has a header and no rows. Download res_data.csv from ČSÚ again.", path=str(header.path)
        )
    if bad > usable:
        raise BrokenFileError(
            "{path} is not a RES file: {bad} of its {rows} rows cannot be used, the first of them is row {row}. "
            "Download res_data.csv from ČSÚ again.",
            path=str(header.path), bad=bad, rows=bad + usable, row=min(one.row for one in samples),
        )  # fmt: skip
    kept = "db.staged" if ascending else USABLE
    rows, marked = connection.execute(f"SELECT count(*), count_if({MARKED}) FROM {kept}").fetchall()[0]
    return Staged(
        rows=rows, marked=marked, as_of=as_of, bad=bad,
        bad_samples=tuple(sorted(samples, key=lambda one: one.row)[:_SAMPLES]),
        odd_dates=odd_dates, repeated=usable - rows, sorted=ascending,
    )  # fmt: skip


def _refuse_damaged(header: Header, kinds: list[str], errors: int, read: int) -> None:
    """Refuse a file of which a part only could be loaded: what it lacks would look like firms that are gone.

    Raises:
        BrokenFileError: so many lines are broken, or not in UTF-8, that it is no accident of single rows.
    """
    if errors >= REJECTS_LIMIT:
        raise BrokenFileError(
            "{path} is damaged: {count} of its lines or more cannot be read. Download res_data.csv from ČSÚ again.",
            path=str(header.path), count=len(kinds),
        )  # fmt: skip
    foreign = kinds.count("INVALID ENCODING")
    if foreign > _FOREIGN_SHARE * read:
        raise BrokenFileError(
            "{path} is not in UTF-8: {count} of its lines cannot be read. Load res_data.csv as ČSÚ publishes it, do not save it from Excel.",
            path=str(header.path), count=foreign,
        )  # fmt: skip


def _row_number(rowid: int, rejected: list[int]) -> int:
    """The row in the file of a staged row: rejected rows before it moved it up."""
    row = rowid + 2
    while (moved := rowid + 2 + bisect_right(rejected, row)) != row:
        row = moved
    return row
