"""What a search found, as tables, explanations and pictures."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from workbench.duplicates import clustering, excused, explaining, lookalikes, notes, pictures, said
from workbench.duplicates.arrays import Whole, shown
from workbench.duplicates.comparing import compare, unpack
from workbench.duplicates.explaining import Explanation
from workbench.duplicates.finding import Found
from workbench.duplicates.odds import log_odds, probability
from workbench.duplicates.one_cluster import Cluster
from workbench.duplicates.settings import share
from workbench.errors import InputError, NotFoundError, ValueRejectedError
from workbench.locale import n, t
from workbench.model.fields import RecordType
from workbench.model.ids import as_ids, one_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

_PAIR: Final = 2
_SURE: Final = 36.0
"""Log odds from which on a probability is 1."""


class Duplicates:
    """Clusters of records that are probably one, and the pairs they are made of; several threads may ask the same one.

    Args:
        found: what the search found.
        kind: the record type that was searched.
        cluster_ids: for each record number the id of its cluster.
    """

    def __init__(self, found: Found, kind: RecordType, cluster_ids: Whole) -> None:
        self.found = found
        self.kind = kind
        self.cluster_ids = cluster_ids
        self._place: dict[int, int] | None = None

    @property
    def certain(self) -> float | None:
        """The probability from which on pairs kept back for measuring were the same in 999 of 1,000 cases or more.

        So many of them were that it holds by the upper limit of 95 % of the share of wrong ones, and by estimate of the least probable of
        them, too. The pairs were scored by a model that has seen no other pairs of their firms, with their identifiers hidden. Clusters
        in which something differs that could not be measured stay below it. ``None`` where too few pairs have identifiers
        to measure it: then nothing should be merged unasked.
        """
        return self.found.model.calibration.certain

    @property
    def unanswered(self) -> int:
        """How many questions about :meth:`lookalikes` stand, and nothing else, between this search and a certainty that could be measured.

        0 where it is measured, or more than that is missing, or all were answered: then a new search tells.
        """
        with self.found.alone() as connection:
            return (
                lookalikes.count(connection, lookalikes.ASKED)
                if self.found.model.calibration.within_reach
                else 0
            )

    @property
    def is_learned(self) -> bool:
        """Whether probabilities were learned from labels; else they come of general weights, and only order pairs."""
        return self.found.model.is_learned

    def clusters(self) -> "pd.DataFrame":
        """Clusters of two and more records, the most certain first.

        Returns:
            columns cluster (a number that stays with the cluster from search to search), size, certainty (the
            probability of its weakest link), ids (a list), name (of its first record). ``attrs`` say what the table alone does not:
            ``certain`` (as :attr:`certain`) and ``entity`` (the record type); pandas keeps them in what is filtered or sorted.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        size = np.bincount(self.found.cluster, minlength=1)
        members = clustering.members(self.found.cluster, np.flatnonzero(size >= _PAIR))
        first = np.array([*members], dtype=np.int64)
        of, _, _, weight = self.found.links
        weakest = dict(zip(of.tolist(), probability(weight).tolist(), strict=True))
        names = self._names(first)
        frame = pd.DataFrame(
            {
                "cluster": self.cluster_ids[first], "size": size[first], "certainty": [weakest.get(one, 0.0) for one in members],
                "ids": [self.found.ids[several].tolist() for several in members.values()], "name": [names[one] for one in members],
            }
        )  # fmt: skip
        frame.attrs = {"certain": self.certain, "entity": self.kind.name}
        return frame.sort_values(["certainty", "cluster"], ascending=[False, True], ignore_index=True)

    def pairs(self, least: float | None = None) -> "pd.DataFrame":
        """Pairs that are at least this probable (by default the threshold of the search), the most probable first.

        Returns:
            columns first, second (ids), probability, first_name, second_name, cluster (of both; none if they are
            in different ones).

        Raises:
            ValueRejectedError: the probability is none.
        """
        threshold = self.found.settings.threshold if least is None else share("least", least)
        frame = self._scored("s.weight >= ?", _least_weight(threshold))
        one, other = self.cluster_ids[frame.pop("a")], self.cluster_ids[frame.pop("b")]
        frame["cluster"] = one
        frame["cluster"] = frame["cluster"].astype("Int64").mask(one != other)
        return frame

    def lookalikes(self) -> "pd.DataFrame":
        """Pairs that look like one though two valid IČO, two data boxes or two dates of birth say that they are not, the likest first.

        Of firms that are alike in all else, or of records of which one has somebody else's number; what a person said of is not among them. They
        count as wrong ones where certainty is measured. Of a very large base it is a sample.

        Returns:
            columns first, second (ids), probability (by all that does not identify), first_name, second_name, differs (the field that contradicts:
            ``"ico"``, ``"birthday"`` or ``"data_box"``), first_value, second_value (of that field, as it was read).
        """
        value = "CASE differs WHEN 'ico' THEN {0}.ident WHEN 'birthday' THEN {0}.birthday::VARCHAR ELSE {0}.box END"
        with self.found.alone() as connection:
            return connection.execute(f"""
                SELECT x.id AS first, y.id AS second, 1 / (1 + exp(-s.weight::DOUBLE)) AS probability, x.shown AS first_name, y.shown AS second_name,
                       {lookalikes.DIFFERS} AS differs, {value.format("x")} AS first_value, {value.format("y")} AS second_value
                FROM ({lookalikes.WAITING}) s JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b ORDER BY s.weight DESC, x.id, y.id
            """).df()

    def names(self, ids: "Sequence[int]") -> dict[int, str]:
        """The names of records by their ids; of those that were not searched there is none.

        Raises:
            ValueRejectedError: something among them is no id.
        """
        searched = np.intersect1d(self.found.ids, np.array(as_ids(ids), dtype=np.int64))
        at = np.searchsorted(self.found.ids, searched)
        names = self._names(at)
        return {int(one): names[int(r)] for one, r in zip(searched, at, strict=True)}

    def inside(self, ids: "Sequence[int]") -> "pd.DataFrame":
        """The pairs of which these records hold both, however improbable; columns as :meth:`pairs` has them, but the cluster.

        Raises:
            ValueRejectedError: something among them is no id.
        """
        at = np.flatnonzero(np.isin(self.found.ids, np.array(as_ids(ids), dtype=np.int64)))
        with self.found.alone() as connection, shown(connection, "wanted", r=at):
            frame = self._scored("s.a IN (SELECT r FROM wanted) AND s.b IN (SELECT r FROM wanted)")
        return frame.drop(columns=["a", "b"])

    def _scored(self, where: str, *given: float) -> "pd.DataFrame":
        """Scored pairs, the most probable first, by their ids and by their numbers (a, b)."""
        with self.found.alone() as connection:
            return connection.execute(
                f"""
                SELECT x.id AS first, y.id AS second, 1 / (1 + exp(-s.weight::DOUBLE)) AS probability, x.shown AS first_name, y.shown AS second_name, s.a, s.b
                FROM scored s JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b WHERE {where} ORDER BY s.weight DESC, x.id, y.id
                """,
                given,
            ).df()

    def explain(self, first: int, second: int, *, regardless: bool = False) -> Explanation:
        """Why these two are thought to be one, or not.

        Args:
            first: the id of one.
            second: that of the other.
            regardless: leave identifiers that differ out, as :meth:`lookalikes` does.

        Raises:
            InputError: one record was named twice.
            ValueRejectedError: this names no record.
            NotFoundError: one of them was not among the records searched.
        """
        one, other = one_id(first), one_id(second)
        if one == other:
            raise InputError(
                "A record is not compared with itself; {id} was named twice. Name two: .explain({id}, other).",
                id=one,
            )
        a, b = sorted((self._number(one), self._number(other)))
        with self.found.alone() as connection:
            connection.execute(
                "CREATE OR REPLACE TEMP TABLE explained AS SELECT ?::UINTEGER AS a, ?::UINTEGER AS b, 0::UINTEGER AS found_by",
                [a, b],
            )
            compare(connection, "explained", "answered")
            answered = connection.execute("SELECT pattern FROM answered").fetchnumpy()
            decided = said.on(connection, a, b)
            follows = decided is None and excused.holds(connection, a, b)
        pattern = np.asarray(answered["pattern"], dtype=np.uint64)
        names = self._names(np.array([a, b]))
        ids = (int(self.found.ids[a]), int(self.found.ids[b]))
        left_out = ""
        if follows:
            left_out = t("That they are one follows from what a person said of others: one of the identifiers that differ is wrong.")  # fmt: skip
        elif regardless:
            left_out = t("By all but the identifiers that differ.")
        return explaining.explain(
            self.found.model, unpack(pattern), ids, (names[a], names[b]), decided, left_out=left_out
        )

    def cluster(self, cluster: int) -> Cluster:
        """One cluster by its number: who is in it, why it holds together, its weakest link.

        Raises:
            ValueRejectedError: this is no number.
            NotFoundError: there is no such cluster.
        """
        if isinstance(cluster, bool) or not hasattr(cluster, "__index__"):
            raise ValueRejectedError(
                "A cluster is named by its number in .clusters(), not by {given}.", given=repr(cluster)[:40]
            )
        members = np.flatnonzero(self.cluster_ids == cluster)
        if len(members) < _PAIR:
            raise self._no_cluster(int(cluster))
        of, a, b, _ = self.found.links
        at = np.flatnonzero(of == self.found.cluster[members[0]])
        link = (int(self.found.ids[a[at[0]]]), int(self.found.ids[b[at[0]]]))
        return Cluster(self, cluster, tuple(self.found.ids[members].tolist()), link)

    def reliability(self) -> "pd.DataFrame":
        """What probabilities were worth on pairs kept back.

        Returns:
            columns from, to (probabilities), pairs (how many were kept back there), said (the mean probability) and measured: which share of all
            pairs of the base that look so is the same, estimated. The pairs kept back are those with identifiers, among which more or fewer are the same than
            among all; they are weighed by that, so ``measured`` is not the mere share of ``pairs`` that was the same. Empty if nothing could be measured.
        """
        return self.found.model.calibration.table()

    def reliability_chart(self) -> "alt.LayerChart":
        """The same as a picture: said against measured."""
        return pictures.reliability(self.found.model.calibration)

    def notes(self) -> list[str]:
        """How the search went, in sentences: what it learned from, what its certainties are worth, and what it did about what is too common."""
        with self.found.alone():
            return notes.of(self.found)

    def kept_apart(self) -> str:
        """How many pairs are not offered as people keep them apart, in a sentence; empty if none is."""
        with self.found.alone():
            return notes.kept_apart(self.found)

    def __len__(self) -> int:
        return int((np.bincount(self.found.cluster, minlength=1) >= _PAIR).sum())

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        counted = n(
            "{count} cluster of probable duplicates", "{count} clusters of probable duplicates", len(self)
        )
        return f"<{counted}: .clusters() .pairs() .explain(a, b) .cluster(n) .lookalikes() .notes()>"

    def _no_cluster(self, number: int) -> NotFoundError:
        """What a number is that names no cluster of two and more: perhaps a record of one, or one that is in none."""
        at = np.flatnonzero(self.found.ids == number)
        if not len(at):
            return NotFoundError(
                "There is no cluster {id} in this search. See .clusters() for those there are.", id=number
            )
        own = int(self.cluster_ids[at[0]])
        if int((self.cluster_ids == own).sum()) < _PAIR:
            return NotFoundError(
                "{kind} {id} is in no cluster: nothing was found that is probably the same. See .clusters() for those there are.",
                kind=self.kind.label, id=number,
            )  # fmt: skip
        return NotFoundError(
            "There is no cluster {id}. {kind} {id} is in cluster {cluster}: .cluster({cluster}).",
            kind=self.kind.label,
            id=number,
            cluster=own,
        )

    def _number(self, record_id: int) -> int:
        if self._place is None:
            self._place = {one: at for at, one in enumerate(self.found.ids.tolist())}
        if record_id not in self._place:
            raise NotFoundError(
                "{kind} {id} was not among the records searched: it is invalid, merged or deleted, came later, or you may not see it. Check the number, or search again.",
                kind=self.kind.label, id=record_id,
            )  # fmt: skip
        return self._place[record_id]

    def _names(self, numbers: "Sequence[int] | Whole") -> dict[int, str]:
        r = np.asarray(numbers, dtype=np.int64)
        with self.found.alone() as connection, shown(connection, "wanted", r=r):
            rows: list[tuple[Any, ...]] = connection.execute(
                "SELECT r, shown FROM rec SEMI JOIN wanted USING (r)"
            ).fetchall()
        return {int(row[0]): str(row[1] or "") for row in rows}


def _least_weight(least: float) -> float:
    """The log odds from which on pairs are as probable as this; all are at 0, and at 1 those that are shown as certain."""
    if least in (0, 1):
        return _SURE if least else -np.inf
    return log_odds(least)
