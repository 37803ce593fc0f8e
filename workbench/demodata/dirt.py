"""What is wrong with the demo's clients, label by label, and the hands that make it so."""

from enum import StrEnum
from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata.columns import Flags, Texts, Whole, choose, texts, unaccented


class Dirt(StrEnum):
    """One thing that is wrong with a client; a client may have several."""

    DUPLICATE = "duplicate"  # an earlier client is the same firm
    TYPO = "typo"  # a letter lost, doubled, swapped or mistyped in the name
    FORM_VARIANT = "form_variant"  # the legal form written otherwise than in the register, or left out
    UPPER_CASE = "upper_case"
    LOST_ACCENTS = "lost_accents"
    SWAPPED_NAMES = "swapped_names"  # surname in the place of the first name
    RENAMED = "renamed"  # still the name before the firm renamed itself
    MISSING_ICO = "missing_ico"
    WRONG_ICO = "wrong_ico"  # a wrong check digit
    STALE_ADDRESS = "stale_address"  # the seat before the firm moved
    MISSING_ADDRESS = "missing_address"
    UNPARSED_ADDRESS = "unparsed_address"  # street and numbers in one field
    MISSING_CONTACT = "missing_contact"
    ODD_PHONE = "odd_phone"  # no international prefix, spaces, 00420
    CEASED = "ceased"  # the register says that the firm is no more
    LIQUIDATION = "liquidation"  # the register says so, the client's name does not


CHANCES: Final[dict[Dirt, tuple[float, float]]] = {
    Dirt.TYPO: (0.03, 0.30),
    Dirt.FORM_VARIANT: (0.35, 0.70),
    Dirt.UPPER_CASE: (0.04, 0.10),
    Dirt.LOST_ACCENTS: (0.05, 0.15),
    Dirt.SWAPPED_NAMES: (0.05, 0.40),
    Dirt.RENAMED: (0.30, 0.50),
    Dirt.MISSING_ICO: (0.12, 0.40),
    Dirt.WRONG_ICO: (0.02, 0.04),
    Dirt.STALE_ADDRESS: (0.30, 0.60),
    Dirt.MISSING_ADDRESS: (0.05, 0.10),
    Dirt.UNPARSED_ADDRESS: (0.06, 0.12),
    Dirt.MISSING_CONTACT: (0.08, 0.12),
    Dirt.ODD_PHONE: (0.08, 0.20),
}
"""Chance for a firm's first client and for its further ones, where the dirt is possible at all."""
LONG_ENOUGH: Final = 4
_NEIGHBOURS: Final = dict(zip("abcdefghijklmnoprstuvyz", "snxfrgjhoklnmbpetdaibux", strict=True))


def draw_dirt(rng: np.random.Generator, again: Flags, possible: dict[Dirt, Flags]) -> dict[Dirt, Flags]:
    """Decide which clients have which dirt.

    Args:
        rng: the random stream.
        again: which clients are further ones of their firm.
        possible: where a dirt makes sense; everywhere unless named.
    """
    drawn: dict[Dirt, Flags] = {Dirt.DUPLICATE: again}
    for kind, (first, further) in CHANCES.items():
        drawn[kind] = rng.random(len(again)) < choose(again, further, first)
        if kind in possible:
            drawn[kind] &= possible[kind]
    drawn[Dirt.WRONG_ICO] &= ~drawn[Dirt.MISSING_ICO]
    for kind in (Dirt.STALE_ADDRESS, Dirt.UNPARSED_ADDRESS):
        drawn[kind] &= ~drawn[Dirt.MISSING_ADDRESS]
    drawn[Dirt.ODD_PHONE] &= ~drawn[Dirt.MISSING_CONTACT]
    return drawn


def with_typo(rng: np.random.Generator, values: Texts) -> Texts:
    """One slip of the fingers in each text, never in its first letter."""
    slips, spots = rng.integers(4, size=len(values)), rng.random(len(values))
    return texts(
        _slip(text, int(slip), 1 + int(spot * max(1, len(text) - 3)))
        for text, slip, spot in zip(values.tolist(), slips, spots, strict=True)
    )


def _slip(text: str, slip: int, at: int) -> str:
    if len(text) < LONG_ENOUGH:
        return text + text[-1]
    if slip == 0:
        return text[:at] + text[at + 1 :]
    if slip == 1:
        return text[:at] + text[at] + text[at:]
    if slip == 2 and text[at] != text[at + 1]:  # noqa: PLR2004 - the third of four slips
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + _NEIGHBOURS.get(text[at].lower(), "e") + text[at + 1 :]


def change(values: Texts, where: Flags, changed: Texts) -> Texts:
    """The values, with those at ``where`` replaced by ``changed`` (as many as there are places)."""
    out = values.copy()
    out[where] = changed
    return out


def upper(values: Texts) -> Texts:
    """In capitals."""
    return texts(text.upper() for text in values.tolist())


def without_accents(values: Texts) -> Texts:
    """Without accents."""
    return texts(unaccented(text) for text in values.tolist())


def odd_phones(phones: Texts, style: Whole) -> Texts:
    """E.164 numbers as people write them, in one of four styles."""
    return texts(
        (
            phone[4:],
            f"{phone[4:7]} {phone[7:10]} {phone[10:]}",
            f"00420 {phone[4:7]} {phone[7:10]} {phone[10:]}",
            f"tel.: {phone[4:7]}/{phone[7:]}",
        )[which % 4]
        for phone, which in zip(phones.tolist(), style.tolist(), strict=True)
    )


def labels(ids: Whole, drawn: dict[Dirt, Flags]) -> pd.DataFrame:
    """The dirt as a table (``id``, ``dirt``), one row a client and label, in order of id."""
    table = pd.concat(
        [
            pd.DataFrame({"id": ids[flags], "dirt": str(kind), "order": at})
            for at, (kind, flags) in enumerate(drawn.items())
        ]
    )
    return table.sort_values(["id", "order"], ignore_index=True)[["id", "dirt"]]
