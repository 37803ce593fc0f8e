"""Reading the rows of a RES file into a temporary table, and sorting out those that cannot be used."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.errors import BrokenFileError
from workbench.locale import t
from workbench.store.snapshot._csv import CHANGE_MARKS, Header, staging_sql

if TYPE_CHECKING:
    import duckdb

MARKED: Final = "mark IN ({})".format(", ".join(f"'{mark}'" for mark in CHANGE_MARKS))
"""SQL condition: the row tells a change since the file before."""
_SAMPLES: Final = 5
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
    """What stands in the temporary table ``staged``; the names are explained at ``LoadReport``.

    ``ascending`` says that the rows come in the order of their IČO, as they do in a whole file of ČSÚ.
    """

    rows: int
    marked: int
    as_of: date | None
    bad: int
    bad_samples: tuple[BadRow, ...]
    odd_dates: int
    repeated: int
    ascending: bool

    @property
    def all_marked(self) -> bool:
        """Whether the file holds nothing but changes."""
        return 0 < self.rows == self.marked


def stage(connection: "duckdb.DuckDBPyConnection", header: Header) -> Staged:
    """Read the file into ``staged``: one row an IČO, every one of them usable.

    Raises:
        BrokenFileError: most rows cannot be used; this is no RES file.
    """
    connection.execute(f"CREATE TEMP TABLE staged AS {staging_sql(header, _REJECTS)}")
    rejected = connection.execute(
        f"SELECT line, min(error_type::VARCHAR) FROM {_REJECTS}_errors GROUP BY line ORDER BY line"
    ).fetchall()
    read, usable, odd_dates, as_of, marked, ascending = connection.execute(
        "SELECT count(*), count(ico), count_if(odd_date AND ico IS NOT NULL), max(as_of), "
        f"count_if(ico IS NOT NULL AND {MARKED}), coalesce(bool_and(ico IS NOT NULL AND ico > before), true) "
        "FROM (SELECT *, lag(ico, 1, '') OVER () AS before FROM staged)"
    ).fetchall()[0]
    bad = len(rejected) + read - usable
    samples = [BadRow(line, _WHY.get(kind, _UNREADABLE)) for line, kind in rejected[:_SAMPLES]]
    if usable < read:
        wrong = connection.execute(
            f"SELECT rowid FROM staged WHERE ico IS NULL ORDER BY rowid LIMIT {_SAMPLES}"
        )
        lines = [line for line, _ in rejected]
        samples += [BadRow(_row_number(rowid, lines), _WRONG_ICO) for (rowid,) in wrong.fetchall()]
        connection.execute("DELETE FROM staged WHERE ico IS NULL")
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
    repeated = 0
    if not ascending:
        kept = "SELECT max(rowid) FROM staged GROUP BY ico"
        repeated = connection.execute(f"SELECT {usable} - count(*) FROM ({kept})").fetchall()[0][0]
    if repeated:
        connection.execute(f"DELETE FROM staged WHERE rowid NOT IN ({kept})")
        marked = connection.execute(f"SELECT count_if({MARKED}) FROM staged").fetchall()[0][0]
    return Staged(
        rows=usable - repeated, marked=marked, as_of=as_of, bad=bad,
        bad_samples=tuple(sorted(samples, key=lambda one: one.row)[:_SAMPLES]),
        odd_dates=odd_dates, repeated=repeated, ascending=ascending,
    )  # fmt: skip


def _row_number(rowid: int, rejected: list[int]) -> int:
    """The row in the file of a staged row: rejected rows before it moved it up."""
    row = rowid + 2
    while (moved := rowid + 2 + bisect_right(rejected, row)) != row:
        row = moved
    return row
