"""The firms and people behind the clients, among them those that look alike and are not the same."""

import numpy as np
import pandas as pd

from workbench.demodata import words
from workbench.demodata.columns import Flags, among, chance, choose, pick, pool
from workbench.demodata.firms import draw_firms
from workbench.demodata.numbers import phone_numbers
from workbench.demodata.places import HOUSES, NUMBERS

_SERIES = pool("Alfa Beta Gama Delta Omega")
_FIRMS_OF_AN_ACCOUNTANT, _HOUSES_OF_A_MANAGER = 25, 40


def draw_world(rng: np.random.Generator, seed: int, count: int) -> pd.DataFrame:
    """Invent so many firms and people.

    Besides the holdings and virtual seats of :func:`draw_firms` there are neighbouring owners' societies whose
    names differ in a house number, companies in numbered series, fathers and sons of one name at one address,
    and phones and mailboxes of accountants and house managers that many share. Namesakes have mailboxes and domains
    that differ in a number only.

    Returns:
        the columns of :func:`draw_firms`, and ``second_phone``, ``mail``, ``birthday``.
    """
    firms = draw_firms(seed, 0, count)
    firms["second_phone"] = phone_numbers(rng, count, landline=np.zeros(count, dtype=np.bool_))
    born = np.datetime64("2000-01-01") - rng.integers(0, 19_000, size=count).astype("timedelta64[D]")
    firms["birthday"] = born
    firms["domain"] = _of_one_owner(firms["domain"])
    firms["mail"] = "info@" + firms["domain"] + ".example"
    _neighbours(rng, firms)
    _series(rng, firms)
    _namesakes(rng, firms)
    _shared(rng, firms)
    return firms


def _of_one_owner(domains: pd.Series) -> pd.Series:
    """Whoever comes later to a domain that is taken gets it with a number: jannovak, jannovak2."""
    taken = domains.groupby(domains).cumcount()
    return domains + (taken + 1).astype(str).where(taken > 0, "")


def _after(flags: Flags) -> tuple[np.ndarray, np.ndarray]:
    """Of these firms every second one, and the one before it among them."""
    at = np.flatnonzero(flags)
    return at[1::2], at[: 2 * (len(at) // 2) : 2]


def _copy(firms: pd.DataFrame, to: np.ndarray, of: np.ndarray, columns: list[str]) -> None:
    for column in columns:
        values = firms[column].to_numpy().copy()
        values[to] = values[of]
        firms[column] = values


def _neighbours(rng: np.random.Generator, firms: pd.DataFrame) -> None:
    svj = (firms["form"] == words.SVJ).to_numpy()
    younger, elder = _after(svj & chance(rng, len(firms), 0.7))
    _copy(firms, younger, elder, ["place", "street", "old_place", "old_street", "stem", "phone", "mail"])
    house = firms["house"].to_numpy().copy()
    house[younger] = np.minimum(house[elder] + rng.integers(1, 5, size=len(younger)), HOUSES - 1)
    same = house[younger] == house[elder]
    house[younger[same]] -= 1
    stem = firms["stem"].to_numpy().copy()
    for one, other in zip(younger.tolist(), elder.tolist(), strict=True):
        stem[one] = stem[other].replace(f" {NUMBERS[house[other]]},", f" {NUMBERS[house[one]]},")
    firms["stem"] = stem
    firms["house"], firms["old_house"] = house, house
    firms["old_stem"] = choose(svj, firms["stem"].to_numpy(), firms["old_stem"].to_numpy())


def _series(rng: np.random.Generator, firms: pd.DataFrame) -> None:
    younger, elder = _after(
        (firms["form"] == words.SRO).to_numpy()
        & (firms["sister_of"] < 0).to_numpy()
        & chance(rng, len(firms), 0.02)
    )
    _copy(firms, younger, elder, ["place", "street", "house", "phone", "mail"])
    mark = pick(rng, _SERIES, len(elder))
    number = rng.integers(1, 8, size=len(elder))
    stem, old = firms["stem"].to_numpy().copy(), firms["old_stem"].to_numpy().copy()
    for one, other, name, at in zip(younger, elder, mark.tolist(), number.tolist(), strict=True):
        base = f"{stem[other]} {name}"
        stem[other] = old[other] = f"{base} {at}"
        stem[one] = old[one] = f"{base} {at + 1}"
    firms["stem"], firms["old_stem"] = stem, old


def _namesakes(rng: np.random.Generator, firms: pd.DataFrame) -> None:
    younger, elder = _after(
        firms["is_person"].to_numpy() & among(firms["form"].to_numpy(), [words.TRADER]) & chance(rng, len(firms), 0.02)
    )  # fmt: skip
    _copy(
        firms,
        younger,
        elder,
        ["first_name", "last_name", "stem", "old_stem", "place", "street", "house", "phone"],
    )
    birthday = firms["birthday"].to_numpy().copy()
    birthday[younger] = birthday[elder] + np.timedelta64(9_000, "D")
    firms["birthday"] = birthday


def _shared(rng: np.random.Generator, firms: pd.DataFrame) -> None:
    count = len(firms)
    phone, mail = firms["phone"].to_numpy().copy(), firms["mail"].to_numpy().copy()
    for share, size, kind in (
        (chance(rng, count, 0.03), _FIRMS_OF_AN_ACCOUNTANT, "ucetni"),
        ((firms["form"] == words.SVJ).to_numpy() & chance(rng, count, 0.5), _HOUSES_OF_A_MANAGER, "sprava"),
    ):
        at = np.flatnonzero(share)
        offices = max(1, len(at) // size)
        office = rng.integers(offices, size=len(at))
        numbers = phone_numbers(rng, offices, landline=np.zeros(offices, dtype=np.bool_))
        phone[at] = numbers[office]
        some = chance(rng, len(at), 0.5)
        mail[at[some]] = [f"{kind}{one}@kancelar.example" for one in office[some].tolist()]
    firms["phone"], firms["mail"] = phone, mail
