"""Answers that are not about a subject: data, or an error that says why not."""

from workbench.errors import RegisterError
from workbench.registry.answers import Trouble
from workbench.registry.ares.verdicts import Missing, Received, TooMany, Verdict


def received(verdict: Verdict) -> object:
    """The data of a reply; ``None`` where ARES has nothing of the kind.

    Raises:
        RegisterError: there is no usable answer.
    """
    if isinstance(verdict, Received):
        return verdict.data
    if isinstance(verdict, Missing):
        return None
    raise failure(verdict)


def failure(trouble: Trouble | TooMany) -> RegisterError:
    """A trouble as an error to raise; its message is the reason's."""
    return RegisterError(trouble.reason.message, **trouble.reason.values)
