"""The five answers by name, as tables show them."""

from typing import Final, Literal

from workbench.registry.answers import Malformed, NotFound, OutOfReach, Refused

AnswerKind = Literal["found", "not_found", "refused", "out_of_reach", "malformed"]
_KINDS: Final[tuple[tuple[type, AnswerKind], ...]] = (
    (NotFound, "not_found"),
    (Refused, "refused"),
    (OutOfReach, "out_of_reach"),
    (Malformed, "malformed"),
)


def kind_of(answer: object) -> AnswerKind:
    """Which of the five answers this is; whatever says something is found."""
    return next((name for kind, name in _KINDS if isinstance(answer, kind)), "found")
