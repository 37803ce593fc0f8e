"""The steps of a review: what was asked, what was answered, and what that made."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.duplicates.reviewing import Question


@dataclass(slots=True)
class Step:
    """What was answered: the question, the answer, the change set that it made, and the questions that it added."""

    question: Question
    answer: str
    change_set: int | None = None
    added: list[Question] = field(default_factory=list)


def told_apart(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    """The clusters that were answered not to be one, and of which a pair still is unanswered."""
    answered = {step.question.ids for step in steps if step.change_set is not None}
    apart = [step for step in steps if step.answer == "apart"]
    return [one.question.ids for one in apart if any(each.ids not in answered for each in one.added)]
