"""Records while they are being written, and what a hand does to them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.linkage.sources.market import SEAT, Columns, Market, has
from benchmarks.linkage.sources.systems import System
from workbench.demodata.columns import Flags, Whole

FIELDS = (
    "stem", "ending", "name", "first", "last", "is_person", "birthday", "ico", "dic", "form", "account", "box", "founded",
    "phone", "second_phone", "mail", "web", *SEAT,
)  # fmt: skip
"""What a record holds; ``stem`` and ``ending`` become ``name`` once it is clear whom the record names."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records of one source system among all.

    Attributes:
        rng: for drawing which records.
        draw: for drawing what happens to one.
        rows: one value a record in each column.
        market: whom they are about.
        system: where they are typed.
    """

    rng: np.random.Generator
    draw: random.Random
    rows: Columns
    market: Market
    system: System

    def of(self, at: Whole, column: str) -> Any:
        """What is true of the firms of these records."""
        return self.market.firms[column][self.rows["firm"][at]]

    def persons(self, at: Whole) -> Whole:
        """Those of these records that name a person."""
        return at[self.rows["is_person"][at].astype(np.bool_)]

    def companies(self, at: Whole) -> Whole:
        """Those that do not."""
        return at[~self.rows["is_person"][at].astype(np.bool_)]

    def put(self, at: Whole, **columns: Any) -> None:
        """Write values into these records."""
        for name, values in columns.items():
            self.rows[name][at] = values

    def has(self, at: Whole, column: str) -> Flags:
        """Which of these records hold something there."""
        return has(self.rows[column][at])

    def replace(self, at: Whole, **columns: Any) -> None:
        """Write values where there is one already."""
        for name, values in columns.items():
            filled = self.has(at, name)
            self.rows[name][at[filled]] = values[filled]

    def put_seat(self, at: Whole, before: str, firm: Whole) -> None:
        """Write the seats of these firms: ``""`` today's, ``"old_"``, ``"site_"``."""
        for name in SEAT:
            self.rows[name][at] = self.market.firms[before + name][firm]

    def edit(self, at: Whole, change: Callable[[str], str | None], *columns: str) -> None:
        """Write over what is filled."""
        for name in columns:
            values = self.rows[name]
            for one in at.tolist():
                if values[one]:
                    values[one] = change(values[one])

    def swap(self, at: Whole, one: str, other: str) -> None:
        """Two fields, each in the other's place."""
        values = self.rows[one][at]
        self.rows[one][at] = self.rows[other][at]
        self.rows[other][at] = values


Habit = Callable[[Sheet, Whole], None]
"""Something that befalls the records of these numbers."""
