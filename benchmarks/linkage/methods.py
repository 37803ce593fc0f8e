"""The methods that are measured, each as a function from tables and truth to figures."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from benchmarks.linkage import peers
from benchmarks.linkage.clients import Base
from benchmarks.linkage.quality import LIKELY, Quality, judge, right_clusters
from workbench.duplicates import Settings, lookalikes
from workbench.duplicates.arrays import Whole
from workbench.duplicates.blocking import block
from workbench.duplicates.finding import Found, begin, find, no_step
from workbench.duplicates.odds import probability

_DECIDED: Final = 300


def workbench(base: Base) -> Callable[[], Quality]:
    """This package, with no setting."""
    return _judged(base, find(base.searched, persons=base.persons))


def workbench_untaught(base: Base) -> Callable[[], Quality]:
    """The same, judged by what :func:`workbench_taught` is judged by: without the pairs that a person is going to decide."""
    found = find(base.searched, persons=base.persons)
    return _judged(base, found, _unsure(found))


def workbench_taught(base: Base) -> Callable[[], Quality]:
    """The same, after a person has decided 300 pairs of which the first search was least sure; they are not judged."""
    first = find(base.searched, persons=base.persons)
    return _told(base, first, _unsure(first))


def workbench_asked(base: Base) -> Callable[[], Quality]:
    """The same, after the truth was told of all pairs that look like one though their numbers say that they are not; these are not judged, what follows from them is."""
    first = find(base.searched, persons=base.persons)
    return _told(base, first, _pairs(first, f"{lookalikes.WAITING} ORDER BY a, b"))


def _told(base: Base, first: Found, decided: Whole) -> Callable[[], Quality]:
    """A second search, after the truth was told of some pairs of record numbers."""
    said = [
        (int(first.ids[a]), int(first.ids[b]), "same" if base.entity[a] == base.entity[b] else "different")
        for a, b in decided.tolist()
    ]
    first.connection.close()
    judged = _judged(base, find(base.searched, persons=base.persons, decisions=said), decided)
    return lambda: replace(judged(), answers=len(said))


def _unsure(found: Found) -> Whole:
    """The pairs of record numbers that a search is least sure of, a row a pair."""
    return _pairs(
        found, f"SELECT a, b FROM scored WHERE abs(joint) < 20 ORDER BY abs(joint), a, b LIMIT {_DECIDED}"
    )


def _pairs(found: Found, query: str) -> Whole:
    rows = found.connection.execute(query).fetchnumpy()
    return np.stack([np.asarray(rows[side], dtype=np.int64) for side in "ab"], axis=1)


def _judged(base: Base, found: Found, decided: Whole | None = None) -> Callable[[], Quality]:

    def judged() -> Quality:
        rows = found.connection.execute("SELECT a, b, joint AS weight FROM scored").fetchnumpy()
        a, b = np.asarray(rows["a"], dtype=np.int64), np.asarray(rows["b"], dtype=np.int64)
        judgement = judge(
            base.entity,
            a,
            b,
            np.asarray(rows["weight"], dtype=np.float64),
            stated=0.0,
            label=found.cluster,
            candidates=_candidates(base),
            decided=decided,
        )
        of, _, _, weakest = found.links
        sure, likely = (
            right_clusters(base.entity, found.cluster, of, probability(weakest), least)
            for least in (found.model.calibration.certain, LIKELY)
        )
        return replace(
            judgement, sure_clusters=sure[0], sure_right=sure[1], likely_clusters=likely[0], likely_right=likely[1]
        )  # fmt: skip

    return judged


def _candidates(base: Base) -> tuple[int, int]:
    """Candidate pairs of our blocking, and the true ones among them; counted apart, so that it costs the search nothing."""
    search = begin(base.searched, Settings(), persons=base.persons, decisions=(), step=no_step)
    block(search.connection, Settings())
    rows = search.connection.execute("SELECT a, b FROM candidate").fetchnumpy()
    hit = (
        base.entity[np.asarray(rows["a"], dtype=np.int64)]
        == base.entity[np.asarray(rows["b"], dtype=np.int64)]
    ).sum()
    return len(rows["a"]), int(hit)


Method = Callable[[Base], Callable[[], Quality]]
METHODS: Final[dict[str, Method]] = {
    "workbench": workbench, "rapidfuzz": peers.rapidfuzz, "splink": peers.splink, "splink with labels": peers.splink_with_labels,
}  # fmt: skip
"""Each does the work at once and returns what judges it afterwards, outside the measured time."""
UNTAUGHT: Final = "workbench untaught"
TAUGHT: Final = "workbench taught"
ASKED: Final = "workbench asked"
ALL: Final[dict[str, Method]] = {
    **METHODS,
    UNTAUGHT: workbench_untaught,
    TAUGHT: workbench_taught,
    ASKED: workbench_asked,
}
