"""What a search found, as tables, explanations and pictures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from workbench.duplicates import explaining, pictures
from workbench.duplicates.clustering import Whole
from workbench.duplicates.comparing import compare, unpack
from workbench.duplicates.explaining import Explanation
from workbench.duplicates.finding import Found
from workbench.duplicates.scoring import probability
from workbench.errors import NotFoundError
from workbench.locale import n, t
from workbench.model.fields import RecordType

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt
    import pandas as pd

_PAIR: Final = 2


class Duplicates:
    """Clusters of records that are probably one, and the pairs they are made of.

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

        ``None`` where too few pairs have identifiers to measure it: then nothing should be merged unasked.
        """
        return self.found.model.calibration.certain

    def clusters(self) -> "pd.DataFrame":
        """Clusters of two and more records, the most certain first.

        Returns:
            columns cluster (a number that stays with the cluster from search to search), size, certainty (the
            probability of its weakest link), ids (a list), name (of its first record).
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        size = np.bincount(self.found.cluster, minlength=1)
        member = (
            np.flatnonzero(size[self.found.cluster] >= _PAIR)
            if len(self.found.cluster)
            else np.zeros(0, np.int64)
        )
        order = member[np.argsort(self.found.cluster[member], kind="stable")]
        first = np.unique(self.found.cluster[order])
        of, _, _, weight = self.found.links
        weakest = dict(zip(of.tolist(), probability(weight).tolist(), strict=True))
        parts = np.split(self.found.ids[order], np.cumsum(size[first])[:-1]) if len(first) else []
        names = self._names(first)
        frame = pd.DataFrame(
            {
                "cluster": self.cluster_ids[first] if len(first) else np.zeros(0, np.int64), "size": size[first] if len(first) else [],
                "certainty": [weakest.get(one, 0.0) for one in first.tolist()], "ids": [part.tolist() for part in parts],
                "name": [names[one] for one in first.tolist()],
            }
        )  # fmt: skip
        return frame.sort_values(["certainty", "cluster"], ascending=[False, True], ignore_index=True)

    def pairs(self, least: float | None = None) -> "pd.DataFrame":
        """Pairs that are at least this probable (by default the threshold of the search), the most probable first.

        Returns:
            columns first, second (ids), probability, first_name, second_name, cluster (of both; none if they are
            in different ones).
        """
        threshold = self.found.settings.threshold if least is None else least
        frame = self.found.connection.execute(
            """
            SELECT x.id AS first, y.id AS second, 1 / (1 + exp(-s.weight::DOUBLE)) AS probability, x.shown AS first_name, y.shown AS second_name,
                   s.a, s.b
            FROM scored s JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b WHERE s.weight >= ? ORDER BY s.weight DESC, x.id, y.id
            """,
            [float(np.log(threshold / (1 - threshold))) if 0 < threshold < 1 else -np.inf],
        ).df()
        one, other = self.cluster_ids[frame.pop("a")], self.cluster_ids[frame.pop("b")]
        frame["cluster"] = np.where(one == other, one, 0)
        frame["cluster"] = frame["cluster"].astype("Int64").mask(frame["cluster"] == 0)
        return frame

    def explain(self, first: int, second: int) -> Explanation:
        """Why these two are thought to be one, or not.

        Raises:
            NotFoundError: one of them was not among the records searched.
        """
        a, b = sorted((self._number(first), self._number(second)))
        run = self.found.connection.execute
        run(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT ?::UINTEGER AS a, ?::UINTEGER AS b, 0::UINTEGER AS found_by",
            [a, b],
        )
        compare(self.found.connection, "asked", "answered")
        pattern = np.asarray(run("SELECT pattern FROM answered").fetchnumpy()["pattern"], dtype=np.uint64)
        said = run("SELECT same FROM decision WHERE a = ? AND b = ?", [a, b]).fetchall()
        names = self._names(np.array([a, b]))
        ids = (int(self.found.ids[a]), int(self.found.ids[b]))
        return explaining.explain(
            self.found.model, unpack(pattern), ids, (names[a], names[b]), said[0][0] if said else None
        )

    def cluster(self, cluster: int) -> "Cluster":
        """One cluster by its number: who is in it, why it holds together, its weakest link.

        Raises:
            NotFoundError: there is no such cluster.
        """
        members = np.flatnonzero(self.cluster_ids == cluster)
        if len(members) < _PAIR:
            raise NotFoundError(
                "There is no cluster {id} in this search. See .clusters() for those there are.", id=cluster
            )
        of, a, b, _ = self.found.links
        at = np.flatnonzero(of == self.found.cluster[members[0]])
        link = (int(self.found.ids[a[at[0]]]), int(self.found.ids[b[at[0]]]))
        return Cluster(self, cluster, tuple(self.found.ids[members].tolist()), link)

    def reliability(self) -> "pd.DataFrame":
        """What probabilities were worth on pairs kept back: from, to, pairs, said, measured; empty if nothing could be measured."""
        return self.found.model.calibration.table()

    def reliability_chart(self) -> "alt.LayerChart":
        """The same as a picture: said against measured."""
        return pictures.reliability(self.found.model.calibration)

    def notes(self) -> list[str]:
        """How the search went, in sentences: what it learned from, and what it did about what is too common."""
        model, blocked = self.found.model, self.found.blocked
        notes = [
            n(
                "{count} record compared in {pairs} pairs.",
                "{count} records compared in {pairs} pairs.",
                len(self.found.ids),
                pairs=blocked.pairs,
            )
        ]
        if model.kind == "learned":
            notes.append(t("Learned from {same} pairs that identifiers or people say are one and {other} that they say are not.",
                           same=model.positives, other=model.negatives))  # fmt: skip
        else:
            notes.append(t("Too few pairs have identifiers or decisions to learn from ({same} and {other}); general weights were used, so take probabilities as an order.",
                           same=model.positives, other=model.negatives))  # fmt: skip
        if self.found.brought:
            notes.append(
                t(
                    "Probabilities are those given from elsewhere; explanations are this search's own, and nothing was measured."
                )
            )
        if blocked.absent:
            notes.append(n("{count} given pair was left out: one of its records is not here.", "{count} given pairs were left out: one of their records is not here.",
                           blocked.absent))  # fmt: skip
        if blocked.walked:
            notes.append(t("Up to {largest} records are alike in all that could tell them apart; each was compared with those next to it only.",
                           largest=blocked.largest))  # fmt: skip
        if blocked.twins:
            notes.append(n("{count} record looks like an earlier one in everything compared.", "{count} records look like an earlier one in everything compared.",
                           blocked.twins))  # fmt: skip
        return notes

    def __len__(self) -> int:
        return int((np.bincount(self.found.cluster, minlength=1) >= _PAIR).sum())

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        return (
            f"<{len(self)} clusters of probable duplicates: .clusters() .pairs() .explain(a, b) .cluster(n)>"
        )

    def _number(self, record_id: int) -> int:
        if self._place is None:
            self._place = {one: at for at, one in enumerate(self.found.ids.tolist())}
        if record_id not in self._place:
            raise NotFoundError.of(self.kind.label, record_id)
        return self._place[record_id]

    def _names(self, numbers: "Sequence[int] | Whole") -> dict[int, str]:
        listed = ", ".join(str(int(one)) for one in numbers) or "NULL"
        rows: list[tuple[Any, ...]] = self.found.connection.execute(
            f"SELECT r, shown FROM rec WHERE r IN ({listed})"
        ).fetchall()
        return {int(row[0]): str(row[1] or "") for row in rows}


@dataclass(frozen=True)
class Cluster:
    """One cluster.

    Attributes:
        duplicates: the search it comes from.
        id: its number.
        ids: the records in it.
        weakest_link: the two records whose pair holds it together most weakly.
    """

    duplicates: Duplicates
    id: int
    ids: tuple[int, ...]
    weakest_link: tuple[int, int]

    def df(self) -> "pd.DataFrame":
        """All pairs in it: first, second, probability, first_name, second_name, the weakest first."""
        frame = self.duplicates.pairs(0.0)
        inside = frame["cluster"] == self.id
        return frame[inside.fillna(value=False)].drop(columns="cluster").iloc[::-1].reset_index(drop=True)

    def text(self) -> str:
        """Why it holds together: its weakest link explained; without that pair it would fall into two."""
        explanation = self.duplicates.explain(*self.weakest_link)
        return "\n".join([
            n("Cluster {id}: {count} record. It stands or falls with its weakest link:", "Cluster {id}: {count} records. It stands or falls with its weakest link:",
              len(self.ids), id=self.id),
            explanation.text(),
        ])  # fmt: skip

    def __repr__(self) -> str:
        """Counts, never contents: notebooks keep reprs."""
        return f"<cluster {self.id} of {len(self.ids)} records: .df() .text() .weakest_link>"
