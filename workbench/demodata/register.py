"""The invented register: what ČSÚ's register of economic subjects would say of the invented firms."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from workbench.demodata import words
from workbench.demodata.base import DemoBase
from workbench.demodata.columns import TODAY, Flags, Texts, among, blank, chance, choose, pick, stream
from workbench.demodata.firms import draw_firms
from workbench.demodata.observed import SHARE_OF_DUPLICATES
from workbench.demodata.resfile import COLUMNS
from workbench.demodata.seats import Seats

_STREAM: Final = 20
_SECTORS: Final = {
    words.TRADER: "14100",
    words.SVJ: "11002",
    words.CLUB: "15002",
    words.PUBLIC: "13130",
}
"""Institutional sectors (ČSÚ code list CISS2010); other firms are private non-financial ones."""
_PRIVATE_FIRMS: Final = "11002"
_SHARE_FORGOTTEN: Final = 0.3


def register_rows(
    source: DemoBase | int, *, clients: int = 300, strangers: int | None = None
) -> pd.DataFrame:
    """The register snapshot that goes with a client base.

    It knows each true firm (not the private persons), its current name and seat, and other firms besides.

    Args:
        source: the base, or the seed that it is made from.
        clients: the size of the base, where only its seed is given.
        strangers: how many firms that are no clients; four to each firm unless given.

    Returns:
        One row a firm, all columns texts, named and ordered as in :data:`~workbench.demodata.resfile.COLUMNS`, by
        ascending IČO.
    """
    if isinstance(source, DemoBase):
        seed, known = source.seed, source.firms
    else:
        seed = source
        known = draw_firms(seed, 0, clients - round(clients * SHARE_OF_DUPLICATES))
    more = 4 * len(known) if strangers is None else strangers
    first = len(known)
    rows = [_rows(seed, known, 0), _rows(seed, draw_firms(seed, first, more), first)]
    return pd.concat(rows, ignore_index=True).sort_values("ICO", ignore_index=True)


def register_chunks(seed: int, rows: int, *, chunk: int = 250_000) -> Iterator[pd.DataFrame]:
    """A snapshot too large for the memory, for benchmarks; not in order of IČO.

    It has no relation to a client base. IČO have a right check digit up to the millionth firm.

    Args:
        seed: the seed of the invented world.
        rows: about how many rows: private persons are left out, so some four in a hundred are missing.
        chunk: how many firms to invent at a time.
    """
    for first in range(0, rows, chunk):
        yield _rows(seed, draw_firms(seed, first, min(chunk, rows - first)), first)


def _rows(seed: int, firms: pd.DataFrame, part: int) -> pd.DataFrame:
    rng = stream(seed, _STREAM, part)
    firms = firms[firms["form"] != words.PRIVATE]
    count = len(firms)
    column = {name: firms[name].to_numpy() for name in firms}
    form = column["form"]
    seats = Seats(column["place"], column["street"], column["house"])
    seat = seats.columns()
    district, unit = seats.territory()
    number = seat["orientation_number"]
    number = choose(blank(number), None, _filled(number) + _filled(seat["orientation_letter"]))
    changed = TODAY - rng.integers(1, 900, size=count).astype("timedelta64[D]")
    changed = np.maximum(changed, column["founded_on"].astype("datetime64[D]"))
    ceased = column["ceased_on"].astype("datetime64[D]")
    values: dict[str, Texts] = {
        "ICO": column["ico"],
        "OKRESLAU": district,
        "DDATVZN": _dates(column["founded_on"]),
        "DDATZAN": _dates(ceased),
        "ZPZAN": choose(np.isnat(ceased), None, pick(rng, np.array(["1", "4", "8"], dtype=object), count)),
        "DDATPAKT": _dates(choose(np.isnat(ceased), changed, ceased)),
        "FORMA": form,
        "ROSFORMA": form,
        "KATPO": column["katpo"],
        "NACE": column["nace"],
        "NACE2025": column["nace"],
        "ICZUJ": unit,
        "FIRMA": column["name"],
        "CISS2010": _sectors(form),
        "KODADM": seats.place_codes(),
        "TEXTADR": seats.full(),
        "PSC": seat["postcode"],
        "OBEC_TEXT": seat["city"],
        "COBCE_TEXT": seat["part"],
        "ULICE_TEXT": seat["street"],
        "TYPCDOM": choose(seat["house_number_kind"] == "cev", "2", "1").astype(object),
        "CDOM": seat["house_number"],
        "COR": number,
        "DATPLAT": np.full(count, str(TODAY), dtype=object),
        "PRIZNAK": np.full(count, "P", dtype=object),
    }
    _forget_the_dead(rng, values, among(form, words.PERSON_FORMS) & ~np.isnat(ceased))
    return pd.DataFrame({name: pd.Series(values[name], dtype="str") for name in COLUMNS})


def _forget_the_dead(rng: np.random.Generator, values: dict[str, Texts], gone: Flags) -> None:
    """Of some natural persons who are no more the register keeps the IČO and a date alone."""
    dead = gone & (chance(rng, len(gone), _SHARE_FORGOTTEN))
    for name, column in values.items():
        if name not in {"ICO", "DDATZAN", "DATPLAT", "PRIZNAK"}:
            values[name] = choose(dead, None, column)


def _sectors(form: Texts) -> Texts:
    out = np.full(len(form), _PRIVATE_FIRMS, dtype=object)
    for code, sector in _SECTORS.items():
        out[form == code] = sector
    return out


def _dates(days: Any) -> Texts:
    text = np.datetime_as_string(days.astype("datetime64[D]")).astype(object)
    return choose(np.isnat(days), None, text)


def _filled(values: Texts) -> Texts:
    return choose(blank(values), "", values)
