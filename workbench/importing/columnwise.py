"""Reading a column by reading each of its different values once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.importing.cleaning import Result, is_placeholder, of_reading, read_long_text, read_text
from workbench.importing.scalars import (
    choice_reader,
    read_amount,
    read_date,
    read_flag,
    read_integer,
    read_tags,
)
from workbench.importing.targets import Target
from workbench.model.fields import Field, Kind
from workbench.model.identifiers import READERS, Note
from workbench.model.legal_forms import find_legal_form

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

Read = Callable[[str], Result]
"""What reads one cell that is not empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose different values were read.

    Attributes:
        codes: for each row the index of its value, -1 where the cell is empty.
        originals: the different texts.
        results: what became of each.
    """

    codes: "npt.NDArray[np.int64]"
    originals: Sequence[str]
    results: Sequence[Result]

    def values(self) -> "npt.NDArray[np.object_]":
        """The value of each row, ``None`` where there is none."""
        return spread([result.value for result in self.results], self.codes)

    def troubles(self) -> "npt.NDArray[np.object_]":
        """For each row the text that could not be read, else ``None``."""
        return spread(
            [
                original if result.problem is not None and result.problem.code != "ico_birth_number" else None
                for original, result in zip(self.originals, self.results, strict=True)
            ],
            self.codes,
        )


def read_column(texts: "pd.Series[Any]", read: Read) -> Column:
    """Read each different text of a column once."""
    import pandas as pd  # noqa: PLC0415 - heavy

    codes, different = pd.factorize(texts)
    originals = [str(text) for text in different]
    return Column(codes.astype("int64"), originals, [read(text) for text in originals])


def spread(values: Sequence[Any], codes: "npt.NDArray[np.int64]") -> "npt.NDArray[np.object_]":
    """The value for each code; ``None`` for -1."""
    import numpy as np  # noqa: PLC0415 - heavy

    filled = np.empty(len(values) + 1, dtype=object)
    for index, value in enumerate(values):
        filled[index] = value
    filled[-1] = None
    return filled[codes]


def combine(
    columns: Sequence["npt.NDArray[np.object_]"],
) -> tuple["npt.NDArray[np.int64]", list[tuple[Any, ...]]]:
    """Codes of the different combinations of several columns' values, and those combinations."""
    seen: dict[tuple[Any, ...], int] = {}
    import numpy as np  # noqa: PLC0415 - heavy

    codes = np.fromiter(
        (seen.setdefault(cells, len(seen)) for cells in zip(*columns, strict=True)),
        dtype=np.int64,
        count=len(columns[0]),
    )
    return codes, list(seen)


def reader_of(target: Target) -> Read:
    """What reads the cells of a column that goes to this target (contacts have their own)."""
    return _reader_of_field(target.field)


def _reader_of_field(field: Field) -> Read:
    identifier = READERS.get(field.kind.value)
    if identifier is not None:

        def read_identifier(text: str) -> Result:
            if is_placeholder(text):
                return read_text(text)
            return of_reading(identifier(text))

        return read_identifier
    if field.kind is Kind.CHOICE:
        return choice_reader(field)
    return _BY_KIND.get(field.kind, read_text)


def _read_legal_form(text: str) -> Result:
    cleaned = read_text(text)
    form = find_legal_form(cleaned.value)
    if form is not None:
        return Result(form.code)
    if cleaned.value is None:
        return cleaned
    return Result(
        None,
        problem=Note(
            "legal_form_unknown",
            "“{text}” is not a legal form of the ČSÚ code list.",
            {"text": str(cleaned.value)[:40]},
        ),
    )


_BY_KIND: dict[Kind, Read] = {
    Kind.LONG_TEXT: read_long_text,
    Kind.INTEGER: read_integer,
    Kind.AMOUNT: read_amount,
    Kind.DATE: read_date,
    Kind.FLAG: read_flag,
    Kind.TAGS: read_tags,
    Kind.LEGAL_FORM: _read_legal_form,
}
