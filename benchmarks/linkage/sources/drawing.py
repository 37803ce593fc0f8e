"""A base of the second market: who is how often in it, typed where and when, or copied from which record."""

import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.linkage.clients import Base
from benchmarks.linkage.sources.addresses import ADDRESSES
from benchmarks.linkage.sources.contents import CONTENTS
from benchmarks.linkage.sources.entry import enter
from benchmarks.linkage.sources.fingers import FINGERS
from benchmarks.linkage.sources.imports import IMPORTS
from benchmarks.linkage.sources.kinship import relate
from benchmarks.linkage.sources.market import LAST_YEAR, Columns, Market, draw_market
from benchmarks.linkage.sources.numerals import NUMERALS
from benchmarks.linkage.sources.sheet import FIELDS, Habit, Sheet
from benchmarks.linkage.sources.systems import WHOLE_BATCH, System, draw_systems
from benchmarks.linkage.sources.tables import tables
from workbench.demodata.columns import Flags, Whole, chance, choose, pick

SURPLUS = 0.30
"""So many of the records are further ones of a firm that is there already, as in the first market."""
HABITS: dict[str, Habit] = {**CONTENTS, **ADDRESSES, **NUMERALS, **FINGERS, **IMPORTS}
_MOST_RECORDS = 24
_SAME_SYSTEM, _COPIED = 0.35, 0.25
_AGAIN = frozenset(
    {*FINGERS, *IMPORTS, "fillers", "psc_spaced", "phone_written", "whole_in_street", "note_in_name"}
)
"""What befalls a copy on top of what its original had."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A base, and how it came about.

    Attributes:
        base: the records and the truth.
        market: the firms behind them.
        systems: where they were typed.
        origin: for each record the number of its system, its year, and the record it was copied from (-1 for none).
        befell: habit -> numbers of the records that it befell.
    """

    base: Base
    market: Market
    systems: list[System]
    origin: pd.DataFrame
    befell: dict[str, Whole]


def generate(count: int, seed: int, *, ico_blank: float = 0.0) -> Base:
    """Invent a base, as :func:`benchmarks.linkage.clients.generate` does."""
    return draw(count, seed, ico_blank=ico_blank).base


def draw(count: int, seed: int, *, ico_blank: float = 0.0) -> Drawn:
    """Invent a base and tell how.

    Args:
        count: how many clients.
        seed: any whole number from 0.
        ico_blank: share of the records that lose their IČO and DIČ on top of those that never had one.
    """
    rng, chosen = np.random.default_rng([seed, 5]), random.Random(seed)  # noqa: S311 - invented data
    market = draw_market(rng, chosen, seed, count - round(count * SURPLUS))
    relate(market, chosen)
    systems = draw_systems(chosen)
    firm = _firms(rng, count)
    origin = _origin(rng, firm, systems)
    rows: Columns = {name: np.full(count, None, dtype=object) for name in FIELDS}
    rows |= {"firm": firm, "year": origin["year"].to_numpy()}
    for day in ("birthday", "founded"):
        rows[day] = np.full(count, np.datetime64("NaT"), dtype="datetime64[s]")
    befell = _write(rng, chosen, Sheets(rows, market, systems, origin))
    blank = chance(rng, count, ico_blank)
    rows["ico"][blank], rows["dic"][blank] = None, None
    return Drawn(Base(tables(rng, rows), firm), market, systems, origin, befell)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All records, and what they are made from."""

    rows: Columns
    market: Market
    systems: list[System]
    origin: pd.DataFrame


def _firms(rng: np.random.Generator, count: int) -> Whole:
    """For each record its firm: most are there once, few very often, and the share of further ones is given."""
    surplus = round(count * SURPLUS)
    firms = count - surplus
    further = np.zeros(firms, dtype=np.int64)
    power = rng.uniform(2.3, 2.9)
    weight = np.arange(1, _MOST_RECORDS) ** -power
    order = rng.permutation(firms)
    sizes = 1 + np.searchsorted(np.cumsum(weight / weight.sum()), rng.random(surplus)).clip(
        max=_MOST_RECORDS - 2
    )
    ends = np.cumsum(sizes)
    taken = int(np.searchsorted(ends, surplus))
    further[order[: min(taken, firms)]] = sizes[: min(taken, firms)]
    further[order[min(taken, firms - 1)]] += surplus - further.sum()
    return np.asarray(rng.permutation(np.repeat(np.arange(firms), 1 + further)))


def _origin(rng: np.random.Generator, firm: Whole, systems: list[System]) -> pd.DataFrame:
    """System, year and original of each record; a firm comes back to the system that has it."""
    count, numbers = len(firm), np.arange(len(systems))
    weight = [one.weight for one in systems]
    home = pick(rng, numbers, int(firm.max()) + 1, weight)
    system = choose(chance(rng, count, _SAME_SYSTEM), home[firm], pick(rng, numbers, count, weight))
    first, last = (np.array([one.years[end] for one in systems])[system] for end in (0, 1))
    year = first + ((last - first + 1) * rng.random(count) ** 0.8).astype(np.int64)
    order = np.lexsort((np.arange(count), year, firm))
    before = np.full(count, -1)
    follows = firm[order[1:]] == firm[order[:-1]]
    before[order[1:][follows]] = order[:-1][follows]
    before[~chance(rng, count, _COPIED)] = -1
    moved = (before >= 0) & (system != system[np.maximum(before, 0)])
    return pd.DataFrame(
        {"system": system, "year": year.clip(max=LAST_YEAR), "copied_from": choose(moved, before, -1)}
    )


def _write(rng: np.random.Generator, chosen: random.Random, sheets: Sheets) -> dict[str, Whole]:
    """Originals first, then copies, generation by generation: a copy of a copy has the damage of both."""
    befell: dict[str, list[Whole]] = {name: [] for name in HABITS}
    left = sheets.origin["copied_from"].to_numpy()
    done = np.zeros(len(left), dtype=np.bool_)
    careless = rng.lognormal(-0.35, 0.85, size=len(left))
    while not done.all():
        ready: Flags = ~done & ((left < 0) | done[np.maximum(left, 0)])
        for number, system in enumerate(sheets.systems):
            at = np.flatnonzero(ready & (sheets.origin["system"].to_numpy() == number))
            sheet = Sheet(rng, chosen, sheets.rows, sheets.market, system)
            _one_system(sheet, at, left[at], careless, befell)
        done |= ready
    return {
        name: np.concatenate(parts) if parts else np.array([], dtype=np.int64)
        for name, parts in befell.items()
    }


def _one_system(
    sheet: Sheet, at: Whole, left: Whole, careless: "np.ndarray", befell: dict[str, list[Whole]]
) -> None:
    typed, copied = at[left < 0], at[left >= 0]
    is_typed = np.zeros(len(sheet.rows["firm"]), dtype=np.bool_)
    is_typed[typed] = True
    enter(sheet, typed)
    for name in FIELDS:
        sheet.rows[name][copied] = sheet.rows[name][left[left >= 0]]
    named = False
    for name, habit in HABITS.items():
        if not named and name not in CONTENTS:
            _compose(sheet, typed)
            named = True
        share = sheet.system.habits.get(name, 0.0)
        if not share or not len(at):
            continue
        hit = _hit(sheet, name, share, at, careless)
        if name not in _AGAIN:
            hit = hit[is_typed[hit]]
        if len(hit):
            habit(sheet, hit)
            befell[name].append(hit)


def _hit(sheet: Sheet, name: str, share: float, at: Whole, careless: "np.ndarray") -> Whole:
    if name in WHOLE_BATCH:
        return at[np.isin(sheet.rows["year"][at], list(sheet.system.accidents[name]))]
    often = share if share > 0.5 else np.minimum(share * careless[at], 0.95)
    return at[sheet.rng.random(len(at)) < often]


def _compose(sheet: Sheet, at: Whole) -> None:
    """Name and form put together, with or without a comma as the clerk likes."""
    stem, ending = sheet.rows["stem"][at], sheet.rows["ending"][at]
    comma = choose(sheet.rng.random(len(at)) < 0.4, ", ", " ")
    bare = np.array([not one or one[0] in " ,-(" for one in ending.tolist()], dtype=np.bool_)
    sheet.rows["name"][at] = stem + choose(bare, "", comma) + ending
