"""A plan of merging groups of duplicates as a browser shows it: what is looked at is what is merged."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from workbench.akce.base import Result, spell_options
from workbench.akce.merge_clusters import MergeClusters
from workbench.desk import Desk
from workbench.desk.duplicates import changed
from workbench.duplicates.confirmed import confirmed
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError, NotFoundError, RefusedError, StaleVersionError
from workbench.locale import t
from workbench.model.names import fold
from workbench.panels import _numbers, _pair, _review_words, _shown
from workbench.panels._left_out import LeftOut
from workbench.panels._merge_decisions import Decision, Decisions
from workbench.panels._plan_groups import Searchable, ids_of, records_of

if TYPE_CHECKING:
    import pandas as pd

LISTED: Final = 300
"""So many groups of a plan are listed at once, the least certain first."""
LEVELS: Final = (0.999, 0.99, 0.95, 0.9, 0.8)
"""Certainties from which on groups may be taken, beside that which was measured."""
_LONGEST_CODE: Final = 2_000


class MergePlan:
    """The groups of a search from a certainty on, and what would come of merging them.

    Args:
        desk: what it works with.
        found: the search.
        least: the certainty.
        usual: the certainty that is offered first.
        by_hand: what was decided about groups of this search; it is put into the plan, less what holds no more.
        left_out: the numbers of those groups of this search that are not to be merged.

    Raises:
        StaleVersionError: records of these groups were merged or deleted since the search.

    Attributes:
        action: the merge; its line of Python is that of the last :meth:`run`.
        entity: the type of its records.
    """

    def __init__(
        self, desk: Desk, found: Duplicates, least: float, usual: float, by_hand: Decisions, *, left_out: set[int]
    ) -> None:  # fmt: skip
        self._desk, self._found, self._least, self._usual = desk, found, least, usual
        self._by_hand, self._left_out = by_hand, left_out
        self._searched: Searchable | None = None
        self.entity = found.kind.name
        self._dropped = by_hand.drop_changed(least)
        self.action, self._plan = self._made()
        while late := by_hand.drop_changed(least):  # a change while this was planned would go unseen
            self._dropped += late
            self.action, self._plan = self._made()
        self._against = LeftOut(found, self._plan)
        self._confirmed = confirmed(found)

    def _made(self) -> "tuple[MergeClusters, pd.DataFrame]":
        """The merge with what was decided by hand, and its plan."""
        action = self._action()
        with _gone():
            return action, action.preview()

    def _action(self) -> MergeClusters:
        return self._desk.akce.merge_clusters(
            self._found, at_least=self._least, **self._by_hand.options(self._least)
        )

    def shown(self) -> dict[str, Any]:
        """How many groups become one, what is left out and why, and those of which one is least sure."""
        found, least = self._found, self._least
        fine = self._fine()
        said = len(fine) > 0 and bool(fine["cluster"].isin(self._confirmed).all())
        sure = found.clusters()["certainty"]
        levels = sorted({one for one in (*LEVELS, self._usual) if (sure >= one).any()}, reverse=True)
        return {
            "entity": self.entity, "count": len(fine), "text": self.text(),
            "left": self._against.shown(), "certain": found.certain is not None and least >= found.certain, "caution": "" if said else _review_words.caution(least, found), "confirmed": said, "least": least, "measured": found.certain is not None,
            "dropped": _review_words.dropped(self._dropped), "unticked": fine["survivor"][fine["cluster"].isin(self._left_out)].tolist(),
            "levels": [{"value": one, "label": _review_words.level(one, learned=found.is_learned)} for one in levels],
            **self.groups(),
        }  # fmt: skip

    def groups(self, text: str = "", after: int = 0) -> dict[str, Any]:
        """Some of the groups that are merged, the least certain first.

        Args:
            text: words of a name of one of its records, or one of their numbers; all groups where it is empty.
            after: how many of them are known already.

        Returns:
            ``groups``, how ``many`` there are in all, and where it is searched some of those that are ``leftOut``.
        """
        fitting, against = self._fine().sort_values("certainty", kind="stable"), []
        if words := fold(text).split():
            if self._searched is None:
                self._searched = Searchable(self._found, self._plan)
            clusters = frozenset(self._searched.fitting(words))
            fitting = fitting[fitting["cluster"].isin(clusters)]
            against = self._against.among(clusters)
        listed = fitting.iloc[max(0, after) :].head(LISTED).to_dict("records")
        return {"groups": self._told(listed), "many": len(fitting), "leftOut": against}

    def left(self, reason: str, after: int) -> list[dict[str, Any]]:
        """Some more of the groups that are left out for a reason.

        Args:
            reason: as it was shown.
            after: how many of them are known already.
        """
        return self._against.more(reason, after)

    def text(self) -> str:
        """What becomes of the groups that are not left out."""
        fine = self._fine()
        ticked = fine[~fine["cluster"].isin(self._left_out)]
        if len(fine) and not len(ticked):
            return t("No group is ticked.")
        return _review_words.merging(self.entity, len(ticked), sum(map(len, ticked["absorbed"])))

    def leave(self, survivors: Sequence[int], *, out: bool) -> None:
        """Leave groups out of what is merged, or take them in again; plans that are made later of this search know it.

        Args:
            survivors: the records that would survive of these groups.
            out: whether they are left out.
        """
        numbers = self._plan["cluster"][self._plan["survivor"].isin(survivors)].tolist()
        (self._left_out.update if out else self._left_out.difference_update)(numbers)

    def decide(self, survivor: int, keep: int, choose: Mapping[str, Any], known: int) -> dict[str, Any]:
        """Let another record of a group survive, or choose values; the row of the plan carries it from now on.

        Args:
            survivor: the record that would survive by the plan as it is.
            keep: the record that shall survive.
            choose: field -> choice, as :class:`workbench.akce.merge.Merge` takes it.
            known: the newest change set when the values were read on which this was decided.

        Returns:
            the group as it is listed now.

        Raises:
            InputError: the plan has no such group, or the group no such record; or nothing was ever read at that change set.
            RefusedError: it cannot be merged like this.
            StaleVersionError: one of its records is there no more, or was changed since its values were read.
        """
        row = self._row(survivor)
        if not 0 <= known <= self._desk.revision():
            raise InputError("There is no change set {known} yet, so no values were shown by then. Compare the records and decide by what is shown.", known=known)  # fmt: skip
        ids = ids_of(row)
        single = self._desk.akce.merge_clusters(
            [ids], keep=[keep], choose={keep: choose} if choose else None, entity=self.entity
        )
        with _gone():
            new = single.preview().iloc[0]
        if late := changed(self._desk.store, self.entity, {one: ([one], known) for one in ids}):
            raise StaleVersionError(
                "Since these values were shown, No. {ids} was changed. Now the values are those of today; look at them and decide again.",
                ids=", ".join(map(str, sorted(late))),
            )
        if new["obstacle"]:
            raise RefusedError("This group cannot be merged like this. {why}", why=new["obstacle"])
        at = self._plan.index[self._plan["survivor"] == survivor][0]
        for name in ("survivor", "name", "absorbed", "conflicts", "fields", "moves"):
            self._plan.at[at, name] = new[name]  # noqa: PD008 - a list goes into one cell
        self._by_hand[row["cluster"]] = Decision(tuple(ids), row["certainty"], keep, dict(choose), known)
        self.action = self._action()
        return self._told([self._row(keep)])[0]

    def _told(self, rows: Sequence[dict[Any, Any]]) -> list[dict[str, Any]]:
        """Groups of the plan, in words."""
        learned = self._found.is_learned
        return [
            {
                "id": int(row["survivor"]), "records": records, "byHand": row["cluster"] in self._by_hand,
                "certainty": _review_words.certainty(row["certainty"], learned=learned, confirmed=row["cluster"] in self._confirmed),
            }
            for row, records in zip(rows, records_of(self._found, rows), strict=True)
        ]  # fmt: skip

    def _row(self, survivor: int) -> dict[Any, Any]:
        rows = self._plan[self._plan["survivor"] == survivor].to_dict("records")
        if not rows:
            raise InputError("The plan has no group of record {id}. Make a new one.", id=survivor)
        return rows[0]

    def group(self, survivor: int) -> dict[str, Any]:
        """One group in full: its records side by side, what stays of each field and why, and its weakest link.

        Raises:
            InputError: the plan has no such group.
            StaleVersionError: one of its records is there no more.
        """
        row = self._row(survivor)
        decided = self._by_hand.get(row["cluster"])
        choose = decided.choose if decided else {}
        merge = self._desk.akce.merge(
            keep=survivor, absorb=row["absorbed"], choose=choose, entity=self.entity
        )
        with _gone():
            suggested, records = merge.suggestions(), self._desk.records(ids_of(row))
        stays = {
            str(one.field.label): {"text": _shown.value(one.field, one.value), "why": one.why()}
            for one in suggested
        }  # fmt: skip
        return {
            **_pair.side_by_side(records, stays),
            "choose": choose,
            "warning": _numbers.contradiction(suggested),
            "moves": _review_words.moving(int(row["moves"])),
            "evidence": _pair.evidence(
                self._found.explain(*self._found.cluster(row["cluster"]).weakest_link), self.entity, of_group=len(row["absorbed"]) > 1,
            ),
        }  # fmt: skip

    def run(self, without: Sequence[int]) -> Result:
        """Merge what is shown, as it is shown; one change set.

        Args:
            without: survivors of groups that are left out.

        Raises:
            StaleVersionError: something was changed or decided since the plan was made; nothing was merged.
            RefusedError: something stands against it now.
        """
        fine = self._fine()
        try:
            with _gone():
                return self.action.run(fine[~fine["survivor"].isin(without)])
        except StaleVersionError as error:
            if (group := error.values.get("group")) is None:
                raise
            raise StaleVersionError(
                "Nothing was merged: since this plan was made, something was changed or decided about the group of record {group}. This is a new plan; look at it and merge again.",
                group=group,
            ) from error

    def code(self, without: Sequence[int]) -> str:
        """The line of Python that does what :meth:`run` did; where it would name too many groups, by a plan, less what stands against it."""
        code = self.action.code()
        if len(code) <= _LONGEST_CODE:
            return code
        searched = "" if self.entity == "client" else repr(self.entity)
        some = "plan['obstacle'] == ''"
        if without:
            some = f"({some}) & ~plan['survivor'].isin({sorted(map(int, without))})"
        chosen = {name: value for name, value in self.action.options.items() if name in ("keep", "choose")}
        return f"action = desk.akce.merge_clusters(desk.duplicates({searched}), at_least={self._least!r}{spell_options(chosen)}); plan = action.preview(); action.run(plan[{some}])"

    def _fine(self) -> "pd.DataFrame":
        """The rows against which nothing stands."""
        return self._plan[self._plan["obstacle"] == ""]


@contextmanager
def _gone() -> Iterator[None]:
    """Say of records that are there no more what to do in a panel."""
    try:
        yield
    except (NotFoundError, RefusedError) as error:
        if type(error) not in (NotFoundError, RefusedError):
            raise
        raise StaleVersionError(
            "Since this search somebody merged or deleted records of the groups that were found. Close the plan and search again."
        ) from error


def highest(clusters: "pd.DataFrame", usual: float) -> float | None:
    """The highest level of certainty, not above the usual one, that any of these clusters has; ``None`` if none has any."""
    most = float(clusters["certainty"].max()) if len(clusters) else 0.0
    return next((one for one in sorted({*LEVELS, usual}, reverse=True) if one <= min(most, usual)), None)
