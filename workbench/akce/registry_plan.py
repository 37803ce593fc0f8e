"""Clients beside what the register says of them, as they were seen at one moment, and the plan that one edits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import InputError, StaleVersionError
from workbench.locale import t
from workbench.model.comparison import REASONS, SEAT, SUGGESTED
from workbench.model.fields import Label
from workbench.model.names import company_key
from workbench.model.records import CLIENT
from workbench.store.comparing import Comparison

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

PLAN: Final = [
    "client",
    "field",
    "label",
    "ours",
    "register",
    "accepted",
    "suggested",
    "reason",
    "source",
    "as_of",
]
"""Columns of a plan."""
SEAT_LABEL: Final = Label("Sídlo", "Registered seat")
FIELDS: Final = (*(one.name for one in CLIENT if one.register), SEAT)
"""What can be copied, in order of declaration."""
_NEEDED: Final = ("client", "field", "suggested")
_OPEN: Final = "form?"

Take = Mapping[str, Sequence[int]] | Sequence[str]
"""Field -> the clients that take it, or the fields that all clients take."""


@dataclass(frozen=True)
class Plan:
    """The differences of a comparison.

    Attributes:
        compared: the comparison, every state settled.
    """

    compared: Comparison

    @classmethod
    def of(cls, compared: Comparison) -> "Plan":
        """Settle whether names whose first word is the same differ in more than the legal form."""
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only tables need it
        import pyarrow.compute as pc  # noqa: PLC0415

        rows = compared.rows
        unsettled = pc.equal(rows["state"], _OPEN).combine_chunks()
        doubtful = rows.filter(unsettled)
        pairs = zip(doubtful["ours"].to_pylist(), doubtful["register"].to_pylist(), strict=True)
        settled = [
            "form_spelling" if company_key(ours) == company_key(theirs) else "take" for ours, theirs in pairs
        ]
        states = pc.replace_with_mask(
            rows["state"].combine_chunks(), unsettled, pa.array(settled, pa.string())
        )
        return cls(
            Comparison(compared.seen, rows.set_column(rows.column_names.index("state"), "state", states))
        )

    @cached_property
    def differing(self) -> "pa.Table":
        """The rows of the comparison in which the client and the register differ."""
        import pyarrow.compute as pc  # noqa: PLC0415

        rows = self.compared.rows
        return rows.filter(pc.not_equal(rows["state"], "equal"))

    def suggested(self) -> "pa.Array":
        """For each differing row whether it is ticked beforehand; none of clients that somebody else locked."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415

        rows, locked = self.differing, self.locked
        ticked = pc.is_in(rows["state"], pa.array(sorted(SUGGESTED)))
        return (
            pc.and_(ticked, pc.invert(pc.is_in(rows["client"], locked["client"]))) if len(locked) else ticked
        )

    @cached_property
    def locked(self) -> "pa.Table":
        """``client`` and ``locker`` of those that somebody else locked."""
        import pyarrow.compute as pc  # noqa: PLC0415

        seen = self.compared.seen.select(["client", "locker"])
        return seen.filter(pc.is_valid(seen["locker"]))

    def ticks(self, take: Take | None) -> "pa.Array":
        """For each differing row whether it is taken.

        Args:
            take: names of fields for all clients, or field -> client ids; ``None`` for what is suggested.
        """
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415

        if take is None:
            return self.suggested()
        if not isinstance(take, Mapping):
            return pc.is_in(self.differing["field"], pa.array(list(take), pa.string()))
        rows = self.differing
        ticked = pa.chunked_array([pa.repeat(False, len(rows))])
        for name, clients in take.items():
            his = pc.is_in(rows["client"], pa.array(clients, pa.int64()))
            ticked = pc.or_(ticked, pc.and_(pc.equal(rows["field"], name), his))
        return ticked

    def taken(self, take: Take | None, clients: Sequence[int] | None = None) -> "pa.Table":
        """``client`` and ``field`` of what is taken; of these clients alone, where they are given."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415

        found = self.differing.filter(self.ticks(take)).select(["client", "field"])
        return (
            found
            if clients is None
            else found.filter(pc.is_in(found["client"], pa.array(clients, pa.int64())))
        )

    def frame(self, take: Take | None) -> "pd.DataFrame":
        """The plan as people see it, one row a difference; columns :data:`PLAN`."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        rows = self.differing
        labels = {name: str(SEAT_LABEL if name == SEAT else CLIENT.field(name).label) for name in FIELDS}
        reasons = {code: note.text() for code, note in REASONS.items()}
        columns = {
            "label": _named(rows["field"], labels), "reason": self._explained(_named(rows["state"], reasons)),
            "suggested": self.ticks(take),
        }  # fmt: skip
        for name, column in columns.items():
            rows = rows.append_column(name, column)
        frame = rows.select(PLAN).to_pandas()
        return frame if len(frame) else pd.DataFrame(columns=PLAN).astype({"suggested": bool})

    def _explained(self, reasons: "pa.Array") -> "pa.Array":
        """The reasons, of locked clients who locked them."""
        import pyarrow as pa  # noqa: PLC0415
        import pyarrow.compute as pc  # noqa: PLC0415

        if not len(self.locked):
            return reasons
        texts = [t("Locked by {user}.", user=user) for user in self.locked["locker"].to_pylist()]
        places = pc.index_in(
            self.differing["client"].combine_chunks(), self.locked["client"].combine_chunks()
        )
        return pc.coalesce(pa.array(texts, pa.string()).take(places), reasons)

    def read(self, plan: "pd.DataFrame") -> tuple[list[int] | None, dict[str, list[int]] | None]:
        """What a plan that somebody edited says to copy.

        Args:
            plan: rows of :meth:`frame`; those with ``suggested`` true count.

        Returns:
            the clients it is about, ``None`` for all; and field -> client ids, ``None`` when it is all that is
            suggested for those clients and nothing else.

        Raises:
            InputError: it lacks a column.
            StaleVersionError: a ticked row is not what the comparison finds now.
        """
        import numpy as np  # noqa: PLC0415 - heavy

        for name in _NEEDED:
            if name not in plan.columns:
                raise InputError(
                    "The plan has no column “{column}”. Take the one that preview() gives.", column=name
                )
        ticked = plan[plan["suggested"].eq(True).fillna(value=False).astype(bool)]
        places = self._places(ticked)
        suggested = self.suggested().to_numpy().nonzero()[0]
        if set(places) == set(suggested.tolist()):
            return None, None
        clients = sorted({int(one) for one in ticked["client"]})
        of_these = suggested[np.isin(self.differing["client"].to_numpy()[suggested], clients)]
        if clients and set(places) == set(of_these.tolist()):
            return clients, None
        by_field = ticked.groupby(ticked["field"].astype(str), sort=False)["client"]
        return None, {name: sorted({int(one) for one in group}) for name, group in by_field}

    def _places(self, ticked: "pd.DataFrame") -> list[int]:
        """Which differing rows these are; refuses what does not stand there now."""
        shown = [name for name in ("ours", "register") if name in ticked.columns]
        given = ticked[["client", "field", *shown]]
        now = self.differing.select(["client", "field", *shown]).to_pandas()
        # The rows of a preview keep their numbers when it is filtered, so that most plans need no join.
        if given.index.isin(now.index).all() and _alike(given, now.loc[given.index]).all():
            return given.index.tolist()
        now["place"] = range(len(now))
        beside = given.merge(now, on=["client", "field"], how="left", suffixes=("", "_now"))
        there = beside[["client", "field", *(f"{name}_now" for name in shown)]].set_axis(
            given.columns, axis=1
        )
        fits = _alike(beside[given.columns], there) & beside["place"].notna().to_numpy()
        if not fits.all():
            wrong = beside[~fits].iloc[0]
            raise StaleVersionError(
                "The plan does not fit any more: client {id}, field “{field}”. Preview it again and decide anew.",
                id=int(wrong["client"]), field=str(wrong["field"]),
            )  # fmt: skip
        return beside["place"].astype(int).tolist()


def _alike(one: "pd.DataFrame", other: "pd.DataFrame") -> "np.ndarray[Any, Any]":
    """Row by row, whether two tables of the same columns hold the same; gaps are alike."""
    alike: np.ndarray[Any, Any] = one["client"].to_numpy() == other["client"].to_numpy()
    for name in one.columns[1:]:
        alike &= one[name].fillna("").to_numpy() == other[name].fillna("").to_numpy()
    return alike


def _named(codes: "pa.ChunkedArray", texts: Mapping[str, str]) -> "pa.Array":
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    places = pc.index_in(codes.combine_chunks(), pa.array(list(texts)))
    return pa.array(list(texts.values()), pa.string()).take(places)
