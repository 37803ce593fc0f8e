"""DuplicateReview: find duplicates, decide about the doubtful ones by keyboard, merge the certain ones."""

from typing import Any, ClassVar, Final

from workbench.desk import Desk
from workbench.desk.review import Review
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError
from workbench.locale import t
from workbench.model.wording import decimal
from workbench.panels import _pair, _shown
from workbench.panels._commands import command, long
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels.rules_panel import Ruling

QUESTIONS: Final = 50
"""So many questions make a sitting."""
LISTED: Final = 50
"""So many groups of a merge are listed."""
_LONGEST_CODE: Final = 2_000
SURE: Final = 0.999
"""Where nothing could be measured, groups of this probability are offered, and it is said."""


class Reviewing:
    """What a browser may ask of the review of duplicates; the search and the sitting live here, not in the page.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found: Duplicates | None = None
        self._sitting: Review | None = None

    @command
    def state(self) -> dict[str, Any]:
        """Where the review stands: what was found, and the question in hand."""
        return {"found": self._summary(), "sitting": self._progress(), "question": self._question()}

    @long
    @command
    def find(self) -> dict[str, Any]:
        """Search anew; what people decided teaches it."""
        if self._sitting is not None:
            self._sitting.close()
        self._sitting = None
        self._found = self._desk.duplicates()
        return self.state()

    @command
    def start(self) -> dict[str, Any]:
        """Begin a sitting with the most useful questions."""
        self._sitting = self._desk.review(self._searched(), count=QUESTIONS)
        return self.state()

    @command
    def answer(self, verdict: str, note: str | None = None) -> dict[str, Any]:
        """Answer the question in hand: ``"same"``, ``"different"``, ``"unsure"``, ``"skip"`` or ``"back"``.

        Raises:
            RefusedError: somebody else decided meanwhile.
        """
        if verdict == "back" and self._sitting is not None:
            self._sitting.back()
        elif verdict == "skip":
            self._in_hand().skip()
        else:
            self._in_hand().answer(verdict, note)
        return {**self.state(), "revision": self._desk.revision()}

    @command
    def evidence(self) -> dict[str, Any]:
        """What the model thinks of the question in hand: a probability and its parts, the strongest first."""
        explained = self._in_hand().explain()
        return _pair.evidence(explained)

    @long
    @command
    def plan(self) -> dict[str, Any]:
        """The certain groups as they would be merged: how many, from which certainty on, the first of them."""
        found = self._searched()
        plan = self._desk.akce.merge_clusters(found, at_least=self._least()).preview()
        fine = plan[plan["obstacle"] == ""]
        return {
            "count": len(fine), "clients": sum(len(one) for one in fine["absorbed"]), "left": len(plan) - len(fine),
            "measured": found.certain is not None, "least": decimal(self._least() * 100, 1),
            "groups": [_group(row) for row in fine.head(LISTED).to_dict("records")],
        }  # fmt: skip

    @long
    @command
    def merge(self) -> dict[str, Any]:
        """Merge the certain groups against which nothing stands; one change set, undone whole or group by group."""
        action = self._desk.akce.merge_clusters(self._searched(), at_least=self._least())
        plan = action.preview()
        fine = plan[plan["obstacle"] == ""]
        result = action.run(fine)
        groups = [_group(row) for row in fine.head(LISTED).to_dict("records")]
        done = outcome(self._desk, action, result)
        if len(done["code"]) > _LONGEST_CODE:
            done["code"] = f"desk.akce.merge_clusters(desk.duplicates(), at_least={self._least()!r}).run()"
        self._found = None
        return {**done, "groups": groups}

    @command
    def part(self, change_set: int, client: int) -> dict[str, Any]:
        """Take one merged group of a change set back."""
        action = self._desk.akce.undo(change_set, only=client)
        return outcome(self._desk, action, action.run())

    def _least(self) -> float:
        return self._searched().certain or SURE

    def _searched(self) -> Duplicates:
        if self._found is None:
            raise InputError("Search for duplicates first.")
        return self._found

    def _in_hand(self) -> Review:
        if self._sitting is None or self._sitting.question is None:
            raise InputError("There is no question left. Search for duplicates again.")
        return self._sitting

    def _summary(self) -> dict[str, Any] | None:
        if self._found is None or self._sitting is not None:
            return None
        table = self._found.clusters()
        return {
            "clusters": len(table), "sure": int((table["certainty"] >= self._least()).sum()),
            "measured": self._found.certain is not None, "notes": self._found.notes(),
        }  # fmt: skip

    def _progress(self) -> dict[str, Any] | None:
        if self._sitting is None:
            return None
        return {
            "done": self._sitting.done,
            "total": self._sitting.total,
            "steps": self._sitting.steps,
            **self._sitting.answers,
        }

    def _question(self) -> dict[str, Any] | None:
        if self._sitting is None or self._sitting.question is None:
            return None
        return _pair.side_by_side(self._desk.records(self._sitting.question.ids))


def _group(row: dict[Any, Any]) -> dict[str, Any]:
    """One group of a plan, in words."""
    return {
        "id": int(row["survivor"]), "name": _shown.clip(row["name"], _shown.LONGEST_NAME),
        "absorbed": ", ".join(f"{t('No.')} {one}" for one in row["absorbed"]),
    }  # fmt: skip


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
        return {"review": Reviewing(self.desk), "rules": Ruling(self.desk)}
