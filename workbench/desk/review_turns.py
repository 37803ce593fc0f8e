"""Steps of a review, of which one is taken at a time, and only from the question that its caller saw in hand."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from workbench.desk import review_refusals as refusals
from workbench.duplicates.reviewing import Question

P = ParamSpec("P")
R = TypeVar("R")


class Asking(Protocol):
    """A review, as far as taking turns goes."""

    question: Question | None

    @property
    def turn(self) -> AbstractContextManager[object]:
        """Held while a step is taken."""


A = TypeVar("A", bound=Asking)


def in_turn(step: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """A step that waits until no other thread takes one; it is refused if the question in hand went out of hand meanwhile.

    Raises:
        StaleVersionError: another thread answered the question, left it or stepped back.
    """

    @wraps(step)
    def taken(review: A, /, *given: P.args, **named: P.kwargs) -> R:
        seen = review.question
        with review.turn:
            if review.question is not seen:
                raise refusals.elsewhere()
            return step(review, *given, **named)

    return taken
