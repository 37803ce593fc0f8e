"""Found by: how a pair came among the candidates, a bit for each way, in the column ``found_by``.

The lowest bits stand for the rules of blocking, the highest for pairs that no rule found, or that need a word more.
"""

from typing import Final

from workbench.duplicates.labelling import IDENTIFIERS

RULES: Final = (
    "ident", "phone", "mail", "account", "box", "name", "begin", "end", "place", "host", "birthday", "rarest", "corner",
    "number", "name_in_contact", "founded",
)  # fmt: skip
"""Blocking rules in the order of their bits; :data:`workbench.duplicates.blocking.KEYS` says what each is."""
FORBIDDEN_BIT: Final = 28
"""The pair is forbidden by two valid IČO or two birthdays, and stands for others like it."""
TWIN_BIT: Final = 29
"""One of the pair stands for the other, which looks like it in everything."""
RANDOM_BIT: Final = 30
"""The pair was drawn at random."""
DECIDED_BIT: Final = 31
"""A person decided on the pair, and no rule found it."""

IDENTIFYING: Final = sum(1 << at for at, rule in enumerate(RULES) if rule in IDENTIFIERS)
"""Bits of the rules that use what labels pairs: a pair found by nothing else says nothing about the rest."""
NOT_FREE: Final = IDENTIFYING | sum(1 << bit for bit in (FORBIDDEN_BIT, TWIN_BIT, RANDOM_BIT, DECIDED_BIT))
"""A pair teaches only if it has a bit that is none of these."""


def bit(rule: str) -> int:
    """The bit of a rule."""
    return 1 << RULES.index(rule)
