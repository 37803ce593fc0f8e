"""Sides: what of a record the comparisons look at.

A record takes part in many pairs. What can be told of it alone (the first of its phones, how common its name is) is therefore told
once a record, so that a comparison has little left to do than to ask whether two values are equal.
"""

from typing import Final

NOT_EVERYBODYS: Final = 20
"""A host or mailbox that more share bears nobody's name."""
_SHARED_BY: Final = (0, 2, 8)
"""Up to so many others that share a phone, an e-mail or an address, it is rare, less common, rather common."""


def _rarity(owners: str, most: tuple[int, ...]) -> str:
    """Two digits, the rarer the higher: by how many others share a value, if two records that do are one by their number, and if nothing tells so."""
    digits = (
        "CASE "
        + " ".join(f"WHEN {owners} <= {top + own} THEN {len(most) - at}" for at, top in enumerate(most))
        + " ELSE 0 END"
        for own in (1, 2)
    )
    return f"({' + '.join(f'({digit}) * {weight}' for digit, weight in zip(digits, (10, 1), strict=True))})::UTINYINT"


def _others(column: str) -> str:
    """All values where there are several, one after another: to fetch lists takes five times as long as texts."""
    return f"array_to_string({column}, ' ')"


def sign(word: str) -> str:
    """One of 63 bits for a word: what holds a word has its bit, what has not its bit does not hold it (Bloom, 1970). The lowest bit is spared for who has no unsigned numbers."""
    return f"2::UBIGINT << (hash({word}) % 63)"


SIDES: Final = {
    "person": "person", "form": "form", "ident": "ident", "ident_valid": "ident_valid", "birthday": "birthday", "founded": "founded",
    "account": "account", "box": "box",
    "nm": "nm", "srt": "srt", "w1": "w1", "wz": "wz", "wn": "wn", "dg": "dg", "size": "length(nm)::USMALLINT", "name_rarity": _rarity("nm_n", (0, 1, 2, 4, 8, 24, 80)),
    "rare": "rare", "rare_rarity": _rarity("rare_n", (0, 5, 40)), "rare_sign": sign("rare"), "signs": "signs",
    "phone": "phone::UINTEGER", "phones": _others("phones"), "phone_rarity": _rarity("phone_n", _SHARED_BY),
    "mail": "mail", "mails": _others("mails"), "mail_rarity": _rarity("mail_n", _SHARED_BY), "spelled": "spelled", "spelled_begin": "left(spelled, 3)",
    "mailbox": "mailbox", "mailbox_rare": f"mailbox_n <= {NOT_EVERYBODYS}", "host": "host", "host_rarity": _rarity("host_n", _SHARED_BY),
    "street": "street", "house": "house", "number": "TRY_CAST(house AS INTEGER)", "entrance": "entrance", "psc": "psc", "area": "left(psc, 3)", "town": "town",
    "place": "place", "places": _others("places"), "place_rarity": _rarity("place_n", _SHARED_BY),
    "called": "called", "label": "label",
    "employers": "array_to_string(employers, ' ')",
}  # fmt: skip
"""Column of a side -> an expression over the prepared record."""


def sides(source: str = "rec") -> str:
    """A query of the sides of the records of a table, by ``r``."""
    return f"SELECT r, {', '.join(f'{value} AS {name}' for name, value in SIDES.items())} FROM {source}"
