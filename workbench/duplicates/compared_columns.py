"""Compared columns: what of a record the comparisons look at.

A record takes part in many pairs. What concerns it alone (the first of its phones, how common its name is) is therefore computed
once a record, so that a comparison has little left to do than to ask whether two values are equal.
"""

from typing import Final

NOT_EVERYBODYS: Final = 20
"""A host or mailbox that more share bears nobody's name."""
SHARED_BY: Final = (0, 2, 8)
"""Up to so many others that share a phone, an e-mail, a host or an address, it is rare, less common, rather common."""
NAMED_BY: Final = (0, 1, 2, 4, 8, 24, 80)
"""The same of a name, in more degrees."""
WORD_IN: Final = (0, 5, 40)
"""The same of the rarest word of a name."""


def _others(column: str) -> str:
    """All values where there are several, one after another: to fetch lists takes five times as long as texts."""
    return f"array_to_string({column}, ' ')"


def sign(word: str) -> str:
    """One of 63 bits for a word: what holds a word has its bit, what has not its bit does not hold it (Bloom, 1970). The lowest bit is spared for who has no unsigned numbers."""
    return f"2::UBIGINT << (hash({word}) % 63)"


COLUMNS: Final = {
    "is_person": "person", "form": "form", "ident": "ident", "ident_valid": "ident_valid", "ident_disputed": "disputed", "birthday": "birthday", "generation": "generation", "founded": "founded",
    "account": "account", "box": "box",
    "name": "nm", "name_length": "length(nm)::USMALLINT", "name_rarity": "name_rarity", "words_sorted": "srt", "first_word": "w1", "last_word": "wz",
    "word_count": "wn", "word_bits": "signs", "numbers": "dg",
    "rarest_word": "rare", "rarest_word_rarity": "rare_rarity", "rarest_word_bit": sign("rare"),
    "phone": "phone::UINTEGER", "phones": _others("phones"), "phone_rarity": "phone_rarity",
    "mail": "mail", "mails": _others("mails"), "mail_rarity": "mail_rarity", "mail_text": "spelled", "mail_begin": "left(spelled, 3)",
    "mailbox": "mailbox", "mailbox_rare": f"mailbox_n <= {NOT_EVERYBODYS}", "host": "host", "host_rarity": "host_rarity",
    "domain_label": "label", "name_as_label": "name_as_label",
    "street": "street", "house": "house", "house_number": "TRY_CAST(house AS INTEGER)", "entrance": "entrance",
    "postcode": "psc", "postcode_area": "left(psc, 3)", "postcode_region": "TRY_CAST(left(psc, 1) AS TINYINT)", "town": "town",
    "place": "place", "places": _others("places"), "place_rarity": "place_rarity",
    "employers": "array_to_string(employers, ' ')",
}  # fmt: skip
"""Compared column -> an expression over the prepared record."""


def compared_columns(source: str = "rec") -> str:
    """A query of the compared columns of the records of a table, by ``r``."""
    return f"SELECT r, {', '.join(f'{value} AS {name}' for name, value in COLUMNS.items())} FROM {source}"
