"""DuplicateReview: find duplicates, decide about the doubtful ones by keyboard, merge the certain ones."""

from typing import Any, ClassVar, Final

from workbench.desk import Desk
from workbench.desk.duplicates import merged_since
from workbench.errors import InputError, StaleVersionError
from workbench.model.merged import MERGED_TYPES, merged_type
from workbench.panels import _pair, _review_words
from workbench.panels._commands import command, long
from workbench.panels._merge_decisions import Decisions
from workbench.panels._merge_plan import MergePlan, highest
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels._standing import Standing, offered_first
from workbench.panels.merge_diff import Merging
from workbench.panels.rules_panel import Ruling

QUESTIONS: Final = 50
"""So many questions make a sitting."""
PAIR: Final = 2


class Reviewing:
    """What a browser may ask of the review of duplicates; the searches, the sittings and the plan looked at live here, not in the page.

    While one command takes long, another may choose another record type: each holds on to what it began with.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._entity = "client"
        self._of = {one.name: Standing(Decisions(desk, one.name)) for one in MERGED_TYPES}
        self._plan: MergePlan | None = None

    @command
    def state(self) -> dict[str, Any]:
        """Where the review stands: what was found, and the question in hand; of questions whose records are gone it is said that they were passed over."""
        question, passed = self._question()
        return {
            "entity": self._entity, "kinds": [{"name": one.name, "label": str(one.plural)} for one in MERGED_TYPES],
            "intro": _review_words.intro(self._entity),
            "apart": self._merged(), "found": self._summary(), "sitting": self._now.progress(), "question": question, "passed": passed,
        }  # fmt: skip

    @command
    def choose(self, entity: str) -> dict[str, Any]:
        """Go on with records of another type; what is in hand of the former stays in hand.

        Raises:
            UnknownNameError: duplicates of such records are not looked for.
        """
        self._entity = merged_type(entity).name
        return self.state()

    @long
    @command
    def find(self) -> dict[str, Any]:
        """Search anew; what people decided teaches it, and groups that are the same as before stay unticked if they were.

        Once most duplicates are merged, what is left may be too little to learn from: then what the search before has learned holds.
        """
        entity = self._entity
        now = self._of[entity]
        now.set_aside()
        if now.sitting is not None:
            now.sitting.close()
        now.sitting = self._plan = now.merged = None
        now.search(self._desk, entity)
        now.summary()  # here, where it may take long
        return self.state()

    @command
    def start(self) -> dict[str, Any]:
        """Begin a sitting with the most useful questions; one that was begun before is left.

        Raises:
            PermissionRefusedError: the user may not decide.
        """
        now = self._now
        found = now.searched()
        now.set_aside()
        if now.sitting is not None:
            now.sitting.close()
        now.sitting = self._desk.review(found, count=QUESTIONS)
        return self.state()

    @command
    def answer(self, verdict: str, asked: list[int], note: str | None = None) -> dict[str, Any]:
        """Answer the question in hand: ``"same"``, ``"different"``, ``"unsure"``, ``"skip"`` or ``"back"``.

        Args:
            verdict: one of these.
            asked: the records of the question as the page shows it; none at the end of a sitting.
            note: how one knows.

        Raises:
            StaleVersionError: a record of it was changed since, and it is asked anew; or another is in hand, as another view went on.
            CollisionError: an answer is not taken back, since somebody decided after it; that step is gone.
            RefusedError: somebody else decided meanwhile.
        """
        self._now.check_seen(asked)
        if verdict == "back" and self._now.sitting is not None:
            self._now.sitting.back()
        elif verdict == "skip":
            self._now.in_hand().skip()
        else:
            self._now.in_hand().answer(verdict, note)
        return {**self.state(), "revision": self._desk.revision()}

    @command
    def finish(self) -> dict[str, Any]:
        """Leave the sitting; what was answered stays, the question in hand goes back to all."""
        if self._now.sitting is not None:
            self._now.sitting.close()
            if not self._now.sitting.steps:
                self._now.sitting = None
        return self.state()

    @command
    def resume(self) -> dict[str, Any]:
        """Go on with the sitting that was left."""
        if self._now.sitting is not None:
            self._now.sitting.resume()
        return self.state()

    @command
    def evidence(self, asked: list[int]) -> dict[str, Any]:
        """What the model thinks of the question in hand: a probability and its parts, the strongest first.

        Args:
            asked: the records of the question as the page shows it.

        Raises:
            StaleVersionError: another is in hand.
        """
        self._now.check_seen(asked)
        return _pair.evidence(self._now.in_hand().explain(), self._entity, of_group=len(asked) > PAIR)

    @long
    @command
    def plan(self, least: float | None = None) -> dict[str, Any]:
        """The groups of a certainty as they would be merged: how many, the least certain of them, and what stands against others.

        What was decided by hand since the search stays in it, except about groups whose records were changed since; and groups that were unticked stay so.

        Args:
            least: the certainty; by default the measured one, or the highest that any group has.
        """
        self._plan = None
        now = self._now
        found = now.searched()
        usual = offered_first(found)
        least = least or highest(found.clusters(), usual) or usual
        plan = self._plan = MergePlan(self._desk, found, least, usual, now.by_hand, left_out=now.left_out)
        return plan.shown()

    @command
    def group(self, survivor: int) -> dict[str, Any]:
        """One group of the plan in full.

        Args:
            survivor: the record that would survive.

        Raises:
            InputError: there is no plan, or no such group in it.
        """
        return self._planned().group(survivor)

    @command
    def groups(self, text: str = "", after: int = 0) -> dict[str, Any]:
        """More groups of the plan, or those that bear a name or a number.

        Args:
            text: words of a name, or a number; all where it is empty.
            after: how many of them are known already.
        """
        return self._planned().groups(text, after)

    @command
    def left(self, reason: str, after: int) -> list[dict[str, Any]]:
        """More of the groups that the plan leaves out for a reason.

        Args:
            reason: as the plan gave it.
            after: how many of them are known already.
        """
        return self._planned().left(reason, after)

    @command
    def decide(self, survivor: int, keep: int, choose: dict[str, Any], known: int) -> dict[str, Any]:
        """Decide about one group of the plan by hand; nothing is merged yet.

        Args:
            survivor: the record that would survive by the plan as it is.
            keep: the one that shall survive.
            choose: field -> choice.
            known: what the comparison gave, as the person saw it.

        Raises:
            RefusedError: it cannot be merged like this.
            StaleVersionError: one of its records was changed since it was compared.
        """
        return self._planned().decide(survivor, keep, choose, known)

    @command
    def leave(self, survivors: list[int], out: bool) -> str:
        """Leave groups of the plan out, or take them in again, as long as what was found stands; what becomes of the others then.

        Args:
            survivors: the records that would survive of them.
            out: whether they are left out.
        """
        plan = self._planned()
        plan.leave(survivors, out=out)
        return plan.text()

    @long
    @command
    def merge(self, without: list[int] | None = None) -> dict[str, Any]:
        """Merge the groups of the plan as they were shown; one change set, undone whole or group by group.

        Args:
            without: survivors of groups that are left out.

        Raises:
            StaleVersionError: something was changed or decided since; nothing was merged.
        """
        plan = self._planned()
        result = plan.run(without or [])
        done = {**outcome(self._desk, plan.action, result), "code": plan.code(without or [])}
        of = self._of[plan.entity]
        of.set_aside()
        of.found, of.merged, self._plan = None, result.change_set, None
        return {**done, "intro": _review_words.intro(plan.entity)}

    @property
    def _now(self) -> Standing:
        return self._of[self._entity]

    def _planned(self) -> MergePlan:
        if self._plan is None:
            raise InputError("Look at what would be merged first.")
        return self._plan

    def _merged(self) -> int | None:
        """The change set of the last merge, unless it was taken back."""
        number = self._now.merged
        if number is None:
            return None
        page = self._desk.journal.page(limit=1, before=number + 1)
        return number if (page["id"].eq(number) & page["undone_by"].isna()).any() else None

    def _summary(self) -> dict[str, Any] | None:
        now = self._now
        if now.found is None or now.sitting is not None:
            return None
        merged = merged_since(self._desk.store, now.found)
        if merged is None or (merged and len(merged) == len(now.found)):
            return {"text": _review_words.outdated(), "holds": False}
        return now.summary(merged)

    def _question(self) -> tuple[dict[str, Any] | None, str]:
        """The question in hand with its records, and what there is to say of those that were passed over."""
        sitting, passed = self._now.sitting, dict[str, None]()
        while sitting is not None and sitting.question is not None:
            try:
                records = sitting.records()
            except StaleVersionError as error:
                passed[str(error)] = None
                continue
            title = _review_words.question(self._entity, len(records))
            differs = sitting.question.contradicted
            if_not = _review_words.contradicted(differs) if differs else _review_words.if_not(len(records))
            return {"title": title, "ifNot": if_not, **_pair.side_by_side(records)}, " ".join(passed)
        return None, " ".join(passed)


class DuplicateReview(Panel):
    """Find duplicates, decide about the doubtful ones, merge the certain ones; all by keyboard if one likes.

    Scores stay hidden until one asks for them, so that they do not lead the eye. Several analysts may review at the
    same time and never get the same pair.

        DuplicateReview(desk)

    Args:
        desk: what it works with.
        selection: the shared selection; the panel does not follow it.
    """

    view: ClassVar[str] = "duplicate_review"

    def parts(self) -> dict[str, object]:
        """The review, and the rules of the merges that come of it."""
        return {"review": Reviewing(self.desk), "rules": Ruling(self.desk), "merge": Merging(self.desk)}
