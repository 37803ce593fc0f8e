"""Deciding about pairs of clients or contact persons: the same, "Není duplicita", or unsure (AKCE.md, section 6)."""

from collections.abc import Sequence
from typing import Any, ClassVar

from workbench.akce.base import Context, spell_options
from workbench.akce.typed import MainWriting
from workbench.errors import InputError, StaleVersionError, UnknownNameError
from workbench.model.choices import VERDICT
from workbench.model.fields import Label, RecordType
from workbench.model.ids import as_ids, one_id, spell
from workbench.model.merged import merged_type
from workbench.store import decisions
from workbench.store.changeset import ChangeSet
from workbench.store.decisions import Pair
from workbench.store.since_planned import changed_among

_TWO = 2


class Decide(MainWriting):
    """Say of pairs of records whether they are one; it holds until one of their key fields changes.

    A search for duplicates learns from it, joins what is the same, keeps apart what is different or unsure, and offers
    none of them again.

    Args:
        context: the desk.
        pairs: two ids, pairs of ids, or a table with the columns ``first`` and ``second`` (and ``verdict``, if none is given).
        verdict: ``"same"``, ``"different"`` or ``"unsure"``.
        reason: how one knows.
        undecided: refuse pairs about which somebody decided already.
        seen: records that were looked at, and the newest change set by then; refuse it if one of them was changed since.
        entity: ``"client"`` or ``"person"``.

    Raises:
        UnknownNameError: another record type, or another verdict.
    """

    name: ClassVar[str] = "decide"
    label: ClassVar[Label] = Label("Rozhodnout o duplicitě", "Decide on a duplicate")

    def __init__(
        self, context: Context, pairs: object, verdict: str | None = None, *, entity: str = "client", reason: str | None = None,
        undecided: bool = False, seen: tuple[Sequence[int], int] | None = None,
    ) -> None:  # fmt: skip
        self.pairs = _pairs(pairs, verdict)
        super().__init__(
            context, [one for pair in self.pairs for one in pair[:2]], entity=entity, reason=reason
        )
        self.kind = merged_type(entity)
        self.undecided = undecided
        self.seen = seen

    @property
    def holds_values(self) -> bool:
        """A reason may name anyone."""
        return "reason" in self.options

    def check(self) -> None:
        """Refuse a pair of one."""
        super().check()
        if self.seen:
            return  # two that were made one since they were looked at are told of as changed
        now = self.context.store.follow(self.given)
        if any(now[pair.first] == now[pair.second] for pair in self.pairs):
            raise InputError("Name two different records.")

    def work(self, cs: ChangeSet) -> int:
        """Keep each pair with the fingerprint of its key fields; the number of new or changed decisions is the detail.

        Raises:
            StaleVersionError: a record was changed since it was looked at.
        """
        if self.seen and (changed := changed_among(cs.connection, self.kind, *self.seen)):
            raise as_changed(self.kind, changed[0])
        return decisions.decide(
            cs, self.pairs, self.options.get("reason"), undecided=self.undecided, kind=self.kind
        )

    def code(self) -> str:
        """The line of Python that does the same again; pairs of several verdicts are a table."""
        verdicts = {pair.verdict for pair in self.pairs}
        if len(verdicts) == 1:
            pairs = ", ".join(f"[{pair.first}, {pair.second}]" for pair in self.pairs)
            return f"desk.akce.decide([{pairs}], {verdicts.pop()!r}{spell_options(self.options)}).run()"
        pairs = ", ".join(f"[{pair.first}, {pair.second}, {pair.verdict!r}]" for pair in self.pairs)
        return f"desk.akce.decide([{pairs}]{spell_options(self.options)}).run()"


class NotDuplicate(Decide):
    """Remember that two records are not one, until one of their key fields changes.

    Args:
        context: the desk.
        client: one id.
        other: the other id.
        entity: ``"client"`` or ``"person"``.
        reason: how one knows.
    """

    name: ClassVar[str] = "not_duplicate"
    label: ClassVar[Label] = Label("Není duplicita", "Not a duplicate")

    def __init__(
        self, context: Context, client: object, other: object, *, entity: str = "client", reason: str | None = None
    ) -> None:  # fmt: skip
        ids = [*as_ids(client), *as_ids(other)]
        if len(ids) != _TWO:
            raise InputError("Name two different records.")
        super().__init__(context, ids, "different", entity=entity, reason=reason)

    def code(self) -> str:
        """The line of Python that does the same again."""
        return f"desk.akce.not_duplicate({spell(self.given[:1])}, {spell(self.given[1:])}{spell_options(self.options)}).run()"


def as_changed(kind: RecordType, record_id: int) -> StaleVersionError:
    """That a record was changed since it was looked at."""
    return StaleVersionError(
        "{kind} {id} was changed since you were asked, so nothing was decided. Look at the values as they are now, and answer again.",
        kind=kind.label, id=record_id,
    )  # fmt: skip


def _pairs(given: Any, verdict: str | None) -> list[Pair]:
    """Pairs with what is said of each."""
    if not hasattr(given, "columns") and hasattr(given, "tolist"):
        given = given.tolist()
    if hasattr(given, "columns"):
        if not {"first", "second"} <= set(given.columns):
            raise InputError(
                "A table of pairs has the columns “first” and “second”; see desk.duplicates().pairs()."
            )
        said = given["verdict"] if verdict is None and "verdict" in given.columns else [verdict] * len(given)
        rows: list[Any] = list(zip(given["first"], given["second"], said, strict=True))
    elif (
        isinstance(given, Sequence)
        and given
        and not isinstance(given, str)
        and isinstance(given[0], Sequence)
    ):
        rows = [_row(row, verdict) for row in given]
    else:
        rows = [(*as_ids(given), verdict)]
    return [_pair(row) for row in rows]


def _row(given: object, verdict: str | None) -> Sequence[Any]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise InputError("Give pairs of ids: [[42, 107], [7, 8]].")
    return given if len(given) > _TWO else (*given, verdict)


def _pair(row: Sequence[Any]) -> Pair:
    if len(row) != _TWO + 1:
        raise InputError("Give pairs of ids: [[42, 107], [7, 8]].")
    if not isinstance(row[2], str) or row[2] not in VERDICT:
        raise UnknownNameError.suggest("verdict", str(row[2]), VERDICT)
    return Pair(one_id(row[0]), one_id(row[1]), row[2])
