"""In percent: how probabilities and weights are told."""

from typing import Final

from workbench.locale import t
from workbench.model.wording import decimal

_PERCENT: Final = 99.95
_MOST: Final = 99.9
_MOST_GUESSED: Final = 99


def percent(value: float, *, learned: bool = True) -> str:
    """A probability in percent, never rounded up to certainty; one that only orders in whole percents, and never more than 99."""
    if not learned:
        return t("about {percent}", percent=guessed(value))
    return f"{decimal(_MOST)}+" if value * 100 >= _PERCENT else decimal(value * 100)


def guessed(value: float) -> int:
    """A probability that only orders, in whole percents, and never more than 99."""
    return min(round(value * 100), _MOST_GUESSED)


def signed(weight: float) -> str:
    """A weight with its sign and one decimal place."""
    return f"{'−' if weight < 0 else '+'}{decimal(abs(weight))}"


def unmeasured() -> str:
    """What a probability is worth that general weights gave."""
    return t("Nothing measured this estimate: general weights gave it, and it is good for an order only.")


def scale() -> str:
    """What a sum of weights stands for."""
    return t("0 is 50 %, +3 is 95 %, +7 is 99.9 %, below 0 they are rather two")
