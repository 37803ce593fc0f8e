"""Rows of ``db.subject`` as subjects or as columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from workbench.model.subject import Seat, Subject
from workbench.store.columns import literal
from workbench.store.snapshot._derived import ALL
from workbench.store.snapshot._layout import ICO_LENGTH, SEAT_COLUMNS, SUBJECT_COLUMNS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_FEW: Final = 200
"""Up to so many IČO are named in the query, which then skips most of the table."""
_HEAD: Final = SUBJECT_COLUMNS.index(SEAT_COLUMNS[0])


def fetch(
    connection: "duckdb.DuckDBPyConnection", icos: Sequence[str], source: str, as_of: date | None
) -> Iterator[Subject]:
    """The subjects of these IČO, in no particular order."""
    query = f"SELECT {ALL} FROM {_selected(connection, icos)}"
    for row in connection.execute(query).fetchall():
        yield _subject(row, source, as_of)


def table(
    connection: "duckdb.DuckDBPyConnection", icos: Sequence[str], source: str, as_of: date | None
) -> "pa.Table":
    """The subjects of these IČO as columns; see :meth:`Snapshot.lookup_table`."""
    head = ", ".join(SUBJECT_COLUMNS[:_HEAD])
    seat = ", ".join(f"{name} AS seat_{name}" for name in SEAT_COLUMNS)
    query = (
        f"SELECT {head}, {seat}, address_text AS seat_text, $source::VARCHAR AS source, $as_of::DATE AS as_of "
        f"FROM (SELECT {ALL} FROM {_selected(connection, icos)}) ORDER BY ico"
    )
    return connection.sql(query, params={"source": source, "as_of": as_of}).to_arrow_table()


def _selected(connection: "duckdb.DuckDBPyConnection", icos: Sequence[str]) -> str:
    """SQL for the rows of these IČO: named one by one if few, else joined in one go."""
    known = [ico for ico in dict.fromkeys(icos) if len(ico) == ICO_LENGTH]
    if len(known) <= _FEW:
        return f"db.subject WHERE ico IN ({', '.join(map(literal, known)) or 'NULL'})"
    import pyarrow as pa  # noqa: PLC0415 - heavy; only bulk work needs it

    connection.register("wanted_icos", pa.table({"ico": pa.array(known, pa.string())}))
    return "db.subject SEMI JOIN wanted_icos USING (ico)"


def _subject(row: tuple[Any, ...], source: str, as_of: date | None) -> Subject:
    ico, name, legal_form, founded_on, ceased_on, nace, in_liquidation = row[:_HEAD]
    *parts, line = row[_HEAD:]
    return Subject(
        ico=ico,
        name=name or "",  # of a ceased natural person only the IČO and a date are published
        source=source,
        as_of=as_of,
        legal_form=legal_form,
        founded_on=founded_on,
        ceased_on=ceased_on,
        nace=nace,
        seat=_seat(tuple(parts), line),
        in_liquidation=in_liquidation,
    )


def _seat(parts: tuple[str | None, ...], line: str | None) -> Seat | None:
    given = dict(zip(SEAT_COLUMNS, parts, strict=True))
    if given["city"]:
        return Seat(**given)
    if line:
        return read_line(line)
    named = {name: value for name, value in given.items() if name not in {"country", "region"}}
    return Seat(**given) if any(named.values()) else None


@lru_cache(maxsize=1024)
def read_line(line: str) -> Seat:
    """A seat without a code of its address place comes as one line of text."""
    from workbench.model.addresses import read_address  # noqa: PLC0415 - loads the table of places

    address = read_address(line).address
    names = (*SEAT_COLUMNS, "district")
    return Seat(**{name: getattr(address, name) for name in names})
