"""Review of duplicates: question by question, shared out among all who review at the same time."""

import uuid
from collections import Counter
from threading import RLock
from typing import TYPE_CHECKING, Final

from workbench.akce.base import Result
from workbench.akce.decide import Decide, as_changed
from workbench.desk import review_refusals as refusals
from workbench.desk.review_steps import Step, told_apart
from workbench.desk.review_turns import in_turn
from workbench.duplicates.explaining import Explanation
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import Question, questions
from workbench.duplicates.settings import whole
from workbench.errors import (
    CollisionError,
    InputError,
    NotFoundError,
    RefusedError,
    StaleVersionError,
    WorkbenchError,
)
from workbench.locale import t
from workbench.model.record import Dossier
from workbench.store.claims import pairs_of
from workbench.store.journal import check_right

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from workbench.desk.desk import Desk

QUESTIONS: Final = 50
MOST: Final = 10_000
"""No sitting has more questions, whatever was asked for."""
_PAIR: Final = 2


class Review:
    """A person's way through the questions of a search; made by :meth:`workbench.desk.Desk.review`. Its steps are taken one at a time, whatever thread takes them.

        review = desk.review(found)
        while review.question:          # ids of two records, or of a whole cluster
            review.answer("same")       # or "different", "unsure"; .skip(), .back()

    Args:
        desk: who reviews.
        found: the search.
        count: how many questions at most, one or more; from 10 000 on it makes no difference.

    Raises:
        InputError: this is no search.
        ValueRejectedError: the count is no whole number from 1 on.
        PermissionRefusedError: the user may not decide.

    Attributes:
        question: the question in hand, which nobody else gets meanwhile; ``None`` when there is none left.
        turn: held while a step is taken; no lock of a file or a search is held when it is taken.
    """

    def __init__(self, desk: "Desk", found: Duplicates, count: int = QUESTIONS) -> None:
        if not isinstance(found, Duplicates):
            raise InputError(
                "Reviewed is a search, not {given}: desk.review(desk.duplicates()), or desk.review() alone.",
                given=type(found).__name__,
            )
        check_right(desk.user, "edit")  # who may not decide takes no question from those who may
        self._desk = desk
        self._found = found
        self._session = uuid.uuid4().hex
        self.turn: AbstractContextManager[object] = RLock()
        self._waiting = questions(found.found, min(whole("count", count, 1), MOST))
        self._total = len(self._waiting)
        self._steps: list[Step] = []
        self._known = 0
        """The newest change set when the question came into hand."""
        self.question: Question | None = None
        self._next()

    @property
    def done(self) -> int:
        """How many were answered."""
        return sum(step.answer in ("same", "different", "unsure") for step in self._steps)

    @property
    def steps(self) -> int:
        """How many steps :meth:`back` can go."""
        return len(self._steps)

    @property
    def total(self) -> int:
        """How many there are, those included that others answer meanwhile."""
        return self._total

    @property
    def waiting(self) -> int:
        """How many come after the question in hand."""
        return len(self._waiting)

    @property
    def entity(self) -> str:
        """The type of the records that are reviewed: ``"client"`` or ``"person"``."""
        return self._found.kind.name

    @property
    def answers(self) -> Counter[str]:
        """How many were answered how."""
        return Counter(step.answer for step in self._steps)

    @property
    def told_apart(self) -> list[tuple[int, ...]]:
        """Clusters that were answered not to be one, and of which a pair still is unanswered: a next search does not know it."""
        return told_apart(self._steps)

    @in_turn
    def answer(self, verdict: str, note: str | None = None) -> Result | None:
        """Answer the question in hand, as a change set of its own, and go on to the next.

        That a whole cluster is one decides all its pairs. That it is not decides nothing yet: its pairs are asked one
        by one next. Of one that a person is unsure of its weakest link is kept apart.

        Args:
            verdict: ``"same"``, ``"different"`` or ``"unsure"``.
            note: how one knows.

        Returns:
            the decision; ``None`` where a cluster was taken apart into questions.

        Raises:
            InputError: there is no question in hand.
            StaleVersionError: a record of it was changed since the question came into hand, which then is asked anew; or
                one is gone, and the next question is in hand; or another thread went on.
            RefusedError: somebody else decided meanwhile; the next question is in hand.
        """
        question = self._in_hand()
        step = Step(question, verdict)
        if len(question.ids) > _PAIR and verdict == "different":
            if changed := self._desk.store.review.changed(question.ids, self._known, entity=self.entity):
                raise self._anew(question, as_changed(self._found.kind, changed[0]))
            step.answer = "apart"
            step.added = [
                Question(pair, pair)
                for pair in sorted(pairs_of(question.ids), key=lambda pair: pair != question.pair)
            ]
            self._waiting[:0] = step.added
            self._total += len(step.added) - 1
            self._steps.append(step)
            self._next()
            return None
        try:
            result = self._decide(question, verdict, note).run()
        except (StaleVersionError, NotFoundError) as error:
            raise self._anew(question, error) from None
        except RefusedError:
            held = self._desk.store.review.held(self.entity)
            apart = {one[:2] for one in held if one.verdict != "same"}
            if question.pair in {one[:2] for one in held} or apart & pairs_of(question.ids):
                self._next()
            raise
        step.change_set = result.change_set
        self._steps.append(step)
        self._next()
        return result

    @in_turn
    def skip(self) -> None:
        """Leave the question to others, or to the end."""
        question = self._in_hand()
        self._steps.append(Step(question, "skipped"))
        self._waiting.append(question)
        self._next()

    @in_turn
    def back(self) -> bool:
        """Return to the question before; what was answered is taken back.

        Returns:
            whether there was one.

        Raises:
            CollisionError: somebody decided about it since, or its records were merged or deleted: the answer stays as it is,
                and the next step back is to the question before.
        """
        if not self._steps:
            return False
        step = self._steps[-1]
        if step.change_set is not None:
            try:
                self._desk.undo(step.change_set)
            except (CollisionError, NotFoundError):
                self._steps.pop()
                raise self._stays(step) from None
        self._steps.pop()
        if self.question is not None:
            self._waiting.insert(0, self.question)
        if step.answer == "skipped" and step.question in self._waiting:
            self._waiting.remove(step.question)
        for one in step.added:
            if one in self._waiting:
                self._waiting.remove(one)
        self._total -= max(0, len(step.added) - 1)
        self._waiting.insert(0, step.question)
        self._next()
        return True

    @in_turn
    def records(self) -> list[Dossier]:
        """The records of the question in hand as they are now.

        Raises:
            InputError: there is no question in hand.
            StaleVersionError: one of them is gone; the next question is in hand.
        """
        question = self._in_hand()
        try:
            found = self._desk.records(question.ids)
        except NotFoundError:
            found = []
        if [one.id for one in found if one.record["valid"]] == list(question.ids):
            return found
        gone = self._gone(question)
        self._next()
        raise refusals.gone(self._found.kind, gone or question.ids[0])

    def explain(self) -> Explanation:
        """Why the two on which the question depends are thought to be one, or not; where two numbers are what is asked about, by all but these."""
        question = self._in_hand()
        return self._found.explain(*question.pair, regardless=bool(question.contradicted))

    def close(self) -> None:
        """Give back the question in hand; :meth:`resume` goes on."""
        with self.turn:
            if self.question is not None:
                self._waiting.insert(0, self.question)
            self.question = None
            self._desk.store.review.release(self._session)

    def resume(self) -> None:
        """Take the next question after :meth:`close`."""
        with self.turn:
            if self.question is None:
                self._next()

    def _decide(self, question: Question, verdict: str, note: str | None) -> Decide:
        pairs = [question.pair]
        if len(question.ids) > _PAIR and verdict == "same":
            joined = {one[:2] for one in self._desk.store.review.held(self.entity) if one.verdict == "same"}
            pairs = sorted(pairs_of(question.ids) - joined) or pairs  # what was told apart since is refused
        return Decide(
            self._desk, [list(one) for one in pairs], verdict, entity=self.entity, reason=note or None,
            undecided=True, seen=(question.ids, self._known),
        )  # fmt: skip

    def _anew(self, question: Question, error: WorkbenchError) -> WorkbenchError:
        """Ask a question again that could not be answered, or the next where it can be asked no more; what the person is told."""
        self._waiting.insert(0, question)
        self._next()
        if self.question == question:
            return error
        if gone := self._gone(question):
            self._waiting.remove(question)
            return refusals.gone(self._found.kind, gone)
        return refusals.taken(self._found.kind, error.values.get("id", question.ids[0]))

    def _gone(self, question: Question) -> int | None:
        """The first record of a question that is merged, invalid, deleted or out of this user's sight."""
        there = {one.id for one in self._desk.store.by_ids(self.entity, question.ids) if one["valid"]}
        return next((one for one in question.ids if one not in there), None)

    def _stays(self, step: Step) -> CollisionError:
        table = self._desk.store.review.table(self.entity)[["first", "second", "verdict", "decided_by"]]
        pairs = pairs_of(step.question.ids)
        said = [one for one in table.itertuples(index=False, name=None) if one[:2] in pairs]
        return refusals.stays(step.question.pair, (step.answer, self._desk.store.user_name), said)

    def _in_hand(self) -> Question:
        if self.question is None:
            raise InputError("There is no question left. Search for duplicates again.")
        return self.question

    def _next(self) -> None:
        # Before anybody looks at the question, so that nothing that comes later is missed.
        self._known = self._desk.revision()
        asked = [(one.ids, one.pair) for one in self._waiting]
        place = self._desk.store.review.claim(self._session, asked, entity=self.entity)
        self.question = None if place is None else self._waiting.pop(place)

    def __repr__(self) -> str:
        """Counts, never names: notebooks keep reprs."""
        return f"<{t('review: {done} of {total} answered', done=self.done, total=self.total)}; .question .answer(…) .skip() .back() .explain()>"
