"""What can be set about a search for duplicates; nothing has to be."""

import operator
import re
from dataclasses import dataclass
from numbers import Real
from typing import Final

from workbench.errors import ValueRejectedError

_MEMORY: Final = re.compile(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", re.IGNORECASE)
_LARGEST_SEED: Final = 2**32 - 1
"""What draws and learns takes no larger one."""


def share(name: str, given: object) -> float:
    """A probability that somebody gave.

    Args:
        name: what it is called where it was given.
        given: a number from 0 to 1.

    Raises:
        ValueRejectedError: it is none.
    """
    if not isinstance(given, bool) and isinstance(given, Real) and 0 <= float(given) <= 1:
        return float(given)
    raise ValueRejectedError(
        "“{name}” is a probability: a number from 0 to 1, for instance 0.95 for 95 %, not {given}.",
        name=name,
        given=repr(given)[:40],
    )


def whole(name: str, given: object, least: int, most: int | None = None) -> int:
    """A whole number that somebody gave.

    Args:
        name: what it is called where it was given.
        given: the number.
        least: what it must be at least.
        most: and at most.

    Raises:
        ValueRejectedError: it is none, or less, or more.
    """
    number = operator.index(given) if hasattr(given, "__index__") and not isinstance(given, bool) else None
    if number is not None and least <= number <= (number if most is None else most):
        return number
    if most is not None:
        raise ValueRejectedError(
            "“{name}” is a whole number from {least} to {most}, not {given}.",
            name=name, least=least, most=most, given=repr(given)[:40],
        )  # fmt: skip
    raise ValueRejectedError(
        "“{name}” is a whole number of at least {least}, not {given}.",
        name=name,
        least=least,
        given=repr(given)[:40],
    )


def not_memory(given: object) -> ValueRejectedError:
    """What is no amount of memory."""
    return ValueRejectedError(
        "“memory” is a text such as “2GB” or “1500MB”, not {given}.", given=repr(given)[:40]
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """How duplicates are looked for.

    Attributes:
        threshold: pairs of at least this probability are offered and make clusters.
        block: records that share a blocking key are all compared up to this number; above it, the key is
            refined by a second attribute. Of keys that strangers often share (how names begin and end, a house number with how a name begins) it is four, and a host that more share is not refined.
        nearest: where no attribute can refine a key any further, each record is compared with so many of those
            next to it in order of their names.
        labels_wanted: labelled pairs of either kind (same, not same) that a model needs to learn from; with
            fewer, weights are estimated without labels.
        rounds: boosting rounds of one model; where pairs are many, two models judge together, of half as many rounds each.
        seed: of every draw; the same data and seed give the same result.
        threads: processor threads; by default all.
        memory: what the engine may take before it goes to disk, e.g. ``"2GB"``.
    """

    threshold: float = 0.5
    block: int = 16
    nearest: int = 4
    labels_wanted: int = 200
    rounds: int = 60
    seed: int = 1
    threads: int | None = None
    memory: str = "1500MB"

    def __post_init__(self) -> None:
        if share("threshold", self.threshold) in (0, 1):
            raise ValueRejectedError(
                "The threshold is a probability between 0 and 1, not {given}.", given=self.threshold
            )
        for name in ("block", "nearest", "labels_wanted", "rounds"):
            whole(name, getattr(self, name), 2)
        whole("seed", self.seed, 0, _LARGEST_SEED)
        if self.threads is not None:
            whole("threads", self.threads, 1)
        if not _MEMORY.fullmatch(str(self.memory).strip()):
            raise not_memory(self.memory)
