"""A plain document: a heading, sentences, and tables of text; what certificates and disclosures are printed from."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.exporting._text import clean_line, clean_lines
from workbench.exporting.sheet import shortened


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, each line by line."""

    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its heading; ``empty`` stands there where it has no rows."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document; every text is clean and in the language asked for.

    Attributes:
        type: what kind of document it is.
        remark: what stands beside that, small.
        name: the heading.
        short_name: the same for the footer.
        intro: sentences before the tables.
        tables: the tables, in order.
        outro: sentences after them.
    """

    type: str
    remark: str
    name: str
    short_name: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]
    outro: tuple[str, ...]


def make_table(
    heading: str, columns: Iterable[str], rows: Iterable[Iterable[object]], empty: str = ""
) -> Table:
    """A table of texts that may come from data: they are cleaned, and empty cells stay empty."""
    return Table(
        clean_line(heading), tuple(columns), tuple(Row(tuple(map(clean_lines, row))) for row in rows), empty
    )


def make_paper(
    kind: str, name: str, *, remark: str = "", intro: Iterable[str] = (), tables: Iterable[Table] = (), outro: Iterable[str] = ()
) -> Paper:  # fmt: skip
    """A document, its texts cleaned.

    Args:
        kind: what kind of document it is.
        name: the heading.
        remark: what stands beside the kind, small.
        intro: sentences before the tables.
        tables: the tables; those without rows and without a word for it are left out.
        outro: sentences after them.
    """
    heading = clean_line(name)
    return Paper(
        clean_line(kind), clean_line(remark), heading, shortened(heading), tuple(map(clean_line, intro)),
        tuple(one for one in tables if one.rows or one.empty), tuple(map(clean_line, outro)),
    )  # fmt: skip


def as_text(paper: Paper) -> str:
    """The document as plain text, for a mail or a file."""
    parts = [
        paper.name,
        "=" * len(paper.name),
        " · ".join(filter(None, (paper.type, paper.remark))),
        "",
        *paper.intro,
    ]
    for table in paper.tables:
        parts += ["", table.heading, "-" * len(table.heading)]
        parts += [": ".join(filter(None, (" ".join(cell) for cell in row.cells))) for row in table.rows] or [
            table.empty
        ]
    return "\n".join([*parts, *([""] if paper.outro else []), *paper.outro]) + "\n"
