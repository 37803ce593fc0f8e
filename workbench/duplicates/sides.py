"""Sides: what of a record the comparisons look at.

A record takes part in many pairs. What can be told of it alone (the first of its phones, how common its name is) is therefore told
once a record, so that a comparison has little left to do than to ask whether two values are equal.
"""

from typing import Final


def _band(count: str, tops: tuple[int, ...]) -> str:
    """The rarer, the higher; above the last top 0."""
    cases = " ".join(f"WHEN {count} <= {top} THEN {len(tops) - at}" for at, top in enumerate(tops))
    return f"(CASE {cases} WHEN {count} IS NOT NULL THEN 0 END)::UTINYINT"


def _others(column: str) -> str:
    """All values where there are several, one after another: to fetch lists takes five times as long as texts."""
    return f"array_to_string({column}, ' ')"


def sign(word: str) -> str:
    """One of 63 bits for a word: what holds a word has its bit, what has not its bit does not hold it (Bloom, 1970). The lowest bit is spared for who has no unsigned numbers."""
    return f"2::UBIGINT << (hash({word}) % 63)"


SIDES: Final = {
    "person": "person", "form": "form", "ident": "ident", "ident_valid": "ident_valid", "birthday": "birthday", "founded": "founded",
    "account": "account", "box": "box",
    "nm": "nm", "srt": "srt", "w1": "w1", "wz": "wz", "wn": "wn", "dg": "dg", "size": "length(nm)::USMALLINT", "name_band": _band("nm_n", (2, 4, 8, 16, 32, 80, 240)),
    "rare": "rare", "rare_band": _band("rare_n", (3, 12, 60)), "rare_sign": sign("rare"), "signs": "signs",
    "phone": "phone::UINTEGER", "phones": _others("phones"), "phone_band": _band("phone_n", (2, 5, 15)),
    "mail": "mail", "mails": _others("mails"), "mail_band": _band("mail_n", (2, 5, 15)), "spelled": "spelled", "spelled_begin": "left(spelled, 3)",
    "mailbox": "mailbox", "mailbox_rare": "mailbox_n <= 20", "host": "host", "host_band": _band("host_n", (3, 8, 25)),
    "street": "street", "house": "house", "number": "TRY_CAST(house AS INTEGER)", "entrance": "entrance", "psc": "psc", "area": "left(psc, 3)", "town": "town",
    "place": "place", "places": _others("places"), "place_band": _band("place_n", (3, 8, 25)),
    "employers": "array_to_string(employers, ' ')",
}  # fmt: skip
"""Column of a side -> an expression over the prepared record."""


def sides(source: str = "rec") -> str:
    """A query of the sides of the records of a table, by ``r``."""
    return f"SELECT r, {', '.join(f'{value} AS {name}' for name, value in SIDES.items())} FROM {source}"
