"""Which clients there are, of which firm, and what is wrong with each."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata import naming, words
from workbench.demodata.columns import Flags, Texts, Whole, choose, stream
from workbench.demodata.dirt import Dirt, change, draw_dirt, upper, with_typo, without_accents
from workbench.demodata.firms import draw_firms

SHARE_OF_DUPLICATES: Final = 0.18
_SPLIT, _DIRT, _NAMES = 2, 3, 14


@dataclass(frozen=True, slots=True)
class Observed:
    """Which firm each client is, and what is wrong with the client.

    Attributes:
        firms: the true firms, one row an entity (:func:`workbench.demodata.firms.draw_firms`).
        entity: for each client, in order of id, the number of its firm.
        dirt: for each kind of dirt, which clients have it.
        name: the clients' names, with their dirt.
    """

    firms: pd.DataFrame
    entity: Whole
    dirt: dict[Dirt, Flags]
    name: Texts

    @property
    def count(self) -> int:
        """How many clients there are; their ids are 1 to this."""
        return len(self.entity)

    def of_firm(self, column: str) -> np.ndarray:
        """A column of the firms, repeated for each client."""
        return self.firms[column].to_numpy()[self.entity]

    def first_client(self) -> Whole:
        """For each entity the id of its first client."""
        return np.unique(self.entity, return_index=True)[1] + 1


def observe(seed: int, count: int) -> Observed:
    """Decide how many clients each firm has, and what is wrong with each."""
    rng = stream(seed, _SPLIT)
    further = round(count * SHARE_OF_DUPLICATES)
    firms = draw_firms(seed, 0, count - further)
    entity = np.concatenate([np.arange(len(firms)), rng.integers(max(1, len(firms)), size=further)])
    entity = rng.permutation(entity)
    again = np.ones(count, dtype=np.bool_)
    again[np.unique(entity, return_index=True)[1]] = False

    column = {name: firms[name].to_numpy() for name in firms}
    company = ~column["is_person"]
    moved = (
        (column["place"] != column["old_place"])
        | (column["street"] != column["old_street"])
        | (column["house"] != column["old_house"])
    )
    possible = {
        Dirt.FORM_VARIANT: company & (column["form"] != words.SVJ),
        Dirt.SWAPPED_NAMES: column["is_person"],
        Dirt.RENAMED: column["stem"] != column["old_stem"],
        Dirt.MISSING_ICO: column["form"] != words.PRIVATE,
        Dirt.WRONG_ICO: column["form"] != words.PRIVATE,
        Dirt.STALE_ADDRESS: moved,
    }
    dirt = draw_dirt(stream(seed, _DIRT), again, {kind: flags[entity] for kind, flags in possible.items()})
    dirt[Dirt.CEASED] = ~np.isnat(column["ceased_on"])[entity]
    dirt[Dirt.LIQUIDATION] = column["liquidation"][entity]
    needed = ("is_person", "first_name", "last_name", "stem", "old_stem", "form", "ending")
    name = _names(stream(seed, _NAMES), {one: column[one][entity] for one in needed}, dirt)
    return Observed(firms, entity, dirt, name)


def _names(rng: np.random.Generator, firms: dict[str, np.ndarray], dirt: dict[Dirt, Flags]) -> Texts:
    """The names as they stand in the list. Drops the labels of dirt that leaves a name as it was."""
    person, swapped = firms["is_person"], dirt[Dirt.SWAPPED_NAMES]
    people = choose(
        swapped,
        firms["last_name"] + " " + firms["first_name"],
        firms["first_name"] + " " + firms["last_name"],
    )
    stem = choose(dirt[Dirt.RENAMED], firms["old_stem"], firms["stem"])
    ending = choose(dirt[Dirt.FORM_VARIANT], naming.loose_endings(rng, firms["form"]), firms["ending"])
    out = choose(person, people, stem)
    slipped = dirt[Dirt.TYPO]
    out = change(out, slipped, with_typo(rng, out[slipped]))
    out = out + ending
    dirt[Dirt.FORM_VARIANT] &= ending != firms["ending"]
    for kind, hand in ((Dirt.LOST_ACCENTS, without_accents), (Dirt.UPPER_CASE, upper)):
        made = hand(out[dirt[kind]])
        different = made != out[dirt[kind]]
        out = change(out, dirt[kind], made)
        dirt[kind][np.flatnonzero(dirt[kind])[~different]] = False
    return out
