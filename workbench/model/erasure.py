"""What an erasure leaves behind: that it happened, and what kinds of places it cleared. Never a value of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure, as the journal knows it.

    Attributes:
        change_set: its number in the journal.
        made_at: when; aware, in UTC.
        actor: the account that did it.
        records: (record type, id) of what was erased.
        merged: (record type, id) of what had been merged into it before, and went with it.
        parts: record type -> how many records of it went along, those removed earlier too.
        cleared: place -> how many of its entries were cleared: ``"images"``, ``"texts"``, ``"lent"``, ``"search"``,
            ``"exports"``; empty of an erasure made before this was counted.
        rewritten_at: when the file was next written anew, without what had stood in its pages; aware, in UTC;
            ``None`` as long as it was not.
    """

    change_set: int
    made_at: datetime
    actor: str
    records: tuple[tuple[str, int], ...]
    merged: tuple[tuple[str, int], ...]
    parts: Mapping[str, int]
    cleared: Mapping[str, int]
    rewritten_at: datetime | None = None

    def __repr__(self) -> str:
        return f"<erasure of {len(self.records)} records, change set {self.change_set}>"
