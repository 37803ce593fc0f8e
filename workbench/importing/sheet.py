"""The table while it is being converted: its columns by target, and what had to be set aside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.importing.columnwise import Column, Read, read_column, reader_of
from workbench.importing.findings import Findings
from workbench.importing.scalars import read_tag_lines
from workbench.importing.targets import Target
from workbench.model.fields import Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

ASIDE: Final = "import: "
"""Begins the name under which an unreadable text is kept among the client's own fields."""


@dataclass(slots=True)
class Sheet:
    """What the parts of the conversion share.

    Attributes:
        frame: the table of text.
        targets: column → target, without the columns left out.
        findings: where remarks go.
        labels: (row, column) -> the label of the contact in that cell.
        said: columns whose headers say nothing beyond their target.
    """

    frame: "pd.DataFrame"
    targets: Mapping[str, Target]
    findings: Findings
    labels: Mapping[tuple[int, str], str] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    _aside: dict[str, "npt.NDArray[np.object_]"] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def rows(self) -> "npt.NDArray[np.int64]":
        """The number of each row."""
        return self.findings.rows

    def of_table(self, table: str) -> dict[str, Target]:
        """Column → target, of one table."""
        return {column: one for column, one in self.targets.items() if one.table == table}

    def read(self, column: str, read: Read | None = None, *, keep: bool = True) -> Column:
        """Read a column, report what was noticed, and set aside what could not be read.

        Args:
            column: its name.
            read: what reads a cell; otherwise the reader of its target.
            keep: whether unreadable text is set aside.
        """
        where = self.targets[column]
        result = read_column(self.frame[column], read or self._reader(column, where))
        self.findings.add_results(column, where.name, result.codes, result.originals, result.results)
        if keep and any(one.problem for one in result.results):
            self.set_aside(column, result.troubles())
        return result

    def _reader(self, column: str, where: Target) -> Read:
        if column in self.said and where.field.kind is Kind.TAGS:
            return read_tag_lines
        return reader_of(where)

    def set_aside(self, column: str, texts: "npt.NDArray[np.object_]") -> None:
        """Keep texts of a column that could not be read (``None`` where there is none)."""
        self._aside[ASIDE + column] = texts

    def keep(self, name: str, values: "npt.NDArray[np.object_]") -> None:
        """Keep values among the client's own fields under this name."""
        self._aside[name] = values

    def with_custom(self, client: "pd.DataFrame") -> "pd.DataFrame":
        """The clients with what was set aside in their column ``custom``."""
        kept: dict[int, dict[str, Any]] = {}
        for name, values in self._aside.items():
            for position in (values != None).nonzero()[0]:  # noqa: E711 - element by element
                kept.setdefault(int(position), {})[name] = values[position]
        if not kept:
            return client
        import numpy as np  # noqa: PLC0415 - heavy

        custom = np.full(len(client), None, dtype=object)
        for position, fields in kept.items():
            custom[position] = fields
        return client.assign(custom=custom)
