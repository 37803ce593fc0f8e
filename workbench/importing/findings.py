"""Everything that was noticed while converting a table, gathered column by column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from workbench.importing.cleaning import Result
from workbench.model.identifiers import Note

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

COLUMNS: Final = ("row", "column", "field", "severity", "code", "original", "value", "message", "values")
_HIDDEN: Final = frozenset({"ico_birth_number"})
"""Findings about what must not be kept: their original text is not repeated."""


class Severity(StrEnum):
    """How much a finding matters."""

    HEALED = "healed"  # repaired, nothing lost
    WARNING = "warning"  # brought in, but suspicious
    SET_ASIDE = "set_aside"  # cannot be read: the field stays empty, the text is kept under own fields
    REFUSED = "refused"  # the row is not brought in


@dataclass(slots=True)
class Findings:
    """A collector; :meth:`frame` gives the table.

    Attributes:
        rows: numbers of the table's rows, in their order.
    """

    rows: "npt.NDArray[np.int64]"
    _parts: "list[pd.DataFrame]" = field(default_factory=list)

    def add_results(
        self,
        column: str | None,
        target: str,
        codes: "npt.NDArray[np.int64]",
        originals: Sequence[Any],
        results: Sequence[Result],
    ) -> None:
        """Report what became of a column whose different values were read once each.

        Args:
            column: the column's name.
            target: where it goes.
            codes: for each row the index of its value, -1 where it is empty.
            originals: the different values.
            results: what became of each.
        """
        entries = [
            (index, severity, note, original, result.value)
            for index, (original, result) in enumerate(zip(originals, results, strict=True))
            if result.remarkable
            for severity, note in _notes(result)
        ]
        if not entries:
            return
        import numpy as np  # noqa: PLC0415 - heavy

        wanted = np.fromiter((entry[0] for entry in entries), dtype=np.int64, count=len(entries))
        order = np.argsort(codes, kind="stable")
        ordered = codes[order]
        starts = np.searchsorted(ordered, wanted, "left")
        counts = np.searchsorted(ordered, wanted, "right") - starts
        entry_of = np.repeat(np.arange(len(entries)), counts)
        offsets = np.arange(len(entry_of)) - np.repeat(np.cumsum(counts) - counts, counts)
        positions = order[np.repeat(starts, counts) + offsets]
        self._append(column, target, self.rows[positions], entry_of, entries)

    def add_note(
        self, target: str, severity: Severity, note: Note, rows: Iterable[int], *, original: str | None = None
    ) -> None:
        """Report one remark for several rows (their numbers)."""
        import numpy as np  # noqa: PLC0415 - heavy

        numbers = np.fromiter(rows, dtype=np.int64)
        if len(numbers):
            entry = [(0, severity, note, original, None)]
            self._append(None, target, numbers, np.zeros(len(numbers), dtype=np.int64), entry)

    def frame(self) -> "pd.DataFrame":
        """All findings in the order of the file, with the columns :data:`COLUMNS`.

        ``row`` is as a spreadsheet shows it; ``column`` the header; ``field`` the target; ``message`` and ``values``
        the sentence for people as a catalogue id and what fills it.
        """
        import pandas as pd  # noqa: PLC0415 - heavy

        if not self._parts:
            return pd.DataFrame(
                {name: pd.Series(dtype="int64" if name == "row" else "object") for name in COLUMNS}
            )
        return pd.concat(self._parts, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)

    def _append(
        self,
        column: str | None,
        target: str,
        rows: "npt.NDArray[np.int64]",
        entry_of: "npt.NDArray[np.int64]",
        entries: Sequence[tuple[int, Severity, Note, Any, Any]],
    ) -> None:
        import numpy as np  # noqa: PLC0415 - heavy
        import pandas as pd  # noqa: PLC0415 - heavy

        def spread(values: Iterable[Any]) -> "npt.NDArray[np.object_]":
            filled = np.empty(len(entries), dtype=object)
            filled[:] = list(values)
            return filled[entry_of]

        notes: list[Note] = [entry[2] for entry in entries]
        data: Mapping[str, Any] = {
            "row": rows,
            "column": np.full(len(rows), column, dtype=object),
            "field": np.full(len(rows), target, dtype=object),
            "severity": spread(entry[1].value for entry in entries),
            "code": spread(note.code for note in notes),
            "original": spread(None if entry[2].code in _HIDDEN else entry[3] for entry in entries),
            "value": spread(None if entry[4] is None else _shown(entry[4]) for entry in entries),
            "message": spread(note.message for note in notes),
            "values": _dicts(notes, entry_of),
        }
        self._parts.append(pd.DataFrame(data).astype(dict.fromkeys(COLUMNS[1:], object)))


def _notes(result: Result) -> list[tuple[Severity, Note]]:
    found = [(Severity.HEALED, note) for note in result.healed if result.problem is None]
    found += [(Severity.WARNING, note) for note in result.warnings]
    if result.problem is not None:
        found.append((Severity.SET_ASIDE, result.problem))
    return found


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _dicts(notes: Sequence[Note], entry_of: "npt.NDArray[np.int64]") -> "npt.NDArray[np.object_]":
    import numpy as np  # noqa: PLC0415 - heavy

    filled = np.empty(len(notes), dtype=object)
    for index, note in enumerate(notes):
        filled[index] = note.values
    return filled[entry_of]
