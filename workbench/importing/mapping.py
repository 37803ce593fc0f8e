"""Which column of a table goes where: shown, changed, kept."""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from workbench.errors import InputError, UnknownNameError
from workbench.importing.targets import IGNORE, Target, target
from workbench.locale import t
from workbench.model.identifiers import Note

if TYPE_CHECKING:
    import pandas as pd

BY_HAND = Note("by_hand", "set by hand")


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where one column goes.

    Attributes:
        column: name of the column.
        target: name of the target, see :mod:`workbench.importing.targets`.
        score: how sure the suggestion is, 0 to 1; 1 when set by hand.
        reason: why.
    """

    column: str
    target: str
    score: float
    reason: Note


class Mapping:
    """The assignment of every column of a table; columns keep their order.

        mapping.set("Mobil 2", "contact.mobile").drop("Interní kód")
        mapping.df()

    Args:
        assignments: one for each column.

    Raises:
        UnknownNameError: a target does not exist.
        InputError: two columns go to a target that takes one.
    """

    __slots__ = ("_assignments",)

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        self._assignments: dict[str, Assignment] = {}
        for one in assignments:
            self._check(one)
            self._assignments[one.column] = one

    def set(self, column: str, target: str) -> Self:
        """Send a column to another target.

        Args:
            column: name of the column.
            target: ``"client.ico"``, ``"address[billing].city"``, ``"ignore"`` …

        Returns:
            The mapping itself, so that calls can follow each other.

        Raises:
            UnknownNameError: no such column or target; the message suggests the closest spelling.
            InputError: another column goes there already, and the target takes one only.
        """
        if column not in self._assignments:
            raise UnknownNameError.suggest("column", column, self._assignments)
        chosen = Assignment(column, target, 1.0, BY_HAND)
        self._check(chosen)
        self._assignments[column] = chosen
        return self

    def drop(self, column: str) -> Self:
        """Leave a column out.

        Raises:
            UnknownNameError: no such column.
        """
        return self.set(column, IGNORE)

    def targets(self) -> Map[str, Target]:
        """Column → target, of the columns that are not left out."""
        return {one.column: target(one.target) for one in self if one.target != IGNORE}

    def ignored(self) -> tuple[str, ...]:
        """The columns that are left out."""
        return tuple(one.column for one in self if one.target == IGNORE)

    def column_of(self, name: str) -> str | None:
        """The first column that goes to this target."""
        return next((one.column for one in self if one.target == name), None)

    def df(self) -> "pd.DataFrame":
        """The mapping as a table: ``column``, ``target``, ``label``, ``score``, ``reason`` (both in the language in use)."""
        import pandas as pd  # noqa: PLC0415 - heavy

        rows = [
            (one.column, one.target, target(one.target).label, one.score, one.reason.text()) for one in self
        ]
        return pd.DataFrame(rows, columns=["column", "target", "label", "score", "reason"])

    def to_dict(self) -> dict[str, str]:
        """Column → name of the target, to be kept as JSON."""
        return {one.column: one.target for one in self}

    @classmethod
    def from_dict(cls, kept: Map[str, str]) -> Self:
        """A mapping from what :meth:`to_dict` gave.

        Raises:
            UnknownNameError: a target does not exist.
            InputError: two columns go to a target that takes one.
        """
        return cls(Assignment(column, name, 1.0, BY_HAND) for column, name in kept.items())

    def check_columns(self, columns: Iterable[str]) -> None:
        """Refuse a mapping of columns that the table does not have.

        Raises:
            UnknownNameError: with the first such column.
        """
        known = tuple(columns)
        for column in self.targets():
            if column not in known:
                raise UnknownNameError.suggest("column", column, known)

    def _check(self, new: Assignment) -> None:
        where = target(new.target)
        if where.many:
            return
        for one in self:
            if one.target == where.name and one.column != new.column:
                raise InputError(
                    "“{target}” is filled from the column “{other}” already. Drop that one first: mapping.drop({quoted}).",
                    target=where.name,
                    other=one.column,
                    quoted=repr(one.column),
                )

    def __iter__(self) -> Iterator[Assignment]:
        return iter(self._assignments.values())

    def __len__(self) -> int:
        return len(self._assignments)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        used = len(self.targets())
        return t("<Mapping: {used} of {all} columns>", used=used, all=len(self))
