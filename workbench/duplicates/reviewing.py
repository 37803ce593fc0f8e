"""Review: which pairs and clusters a person should look at first, so that the model gains the most.

A question is worth what the model does not know about it (the entropy of its probability) times how many pairs look
alike to the model, and less each time such a pair is asked about again; no record is asked about twice before all the
others had their turn. A cluster of three and more stands in the place of its weakest link, on which it depends. A pair whose
clusters a contradiction keeps apart, whatever is answered, comes last: the answer would change nothing. Pairs that look like one
though an identifier says that they are not come first where they alone stand between the search and a measured certainty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import duckdb
import numpy as np

from workbench.duplicates import clustering, lookalikes
from workbench.duplicates.finding import Found

_SPARE: Final = 20
"""So many times more pairs are looked at than are asked for."""
LARGEST: Final = 6
"""Clusters of up to so many records are looked at as a whole; of larger ones only the weakest link."""
_GAIN: Final = "-(p * ln(p) + (1 - p) * ln(1 - p)) * log2(1 + alike) / place"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked: whether these records are all one.

    Attributes:
        ids: two records, or all those of a cluster.
        pair: the two on which it depends.
        contradicted: the field that says that the two are not one, though they look like it: ``"ico"``, ``"birthday"`` or ``"data_box"``; empty of all other questions.
    """

    ids: tuple[int, ...]
    pair: tuple[int, int]
    contradicted: str = ""


def questions(found: Found, count: int) -> list[Question]:
    """The most useful questions first.

    Args:
        found: the search; pairs that a person decided, or that follow from what one said, are left out.
        count: how many at most.
    """
    with found.alone() as connection:
        alike = connection.execute(
            f"{lookalikes.ASKED} ORDER BY weight DESC, a, b LIMIT {int(count)}"
        ).fetchall()
        rows = connection.execute(f"""
            WITH undecided AS (
                SELECT a, b, pattern, least(greatest(1 / (1 + exp(-weight::DOUBLE)), 1e-9), 1 - 1e-9) AS p FROM scored ANTI JOIN decision USING (a, b)
                LEFT JOIN united v ON v.r = a LEFT JOIN united w ON w.r = b WHERE v.j IS NULL OR v.j IS DISTINCT FROM w.j
            ),
            placed AS (
                SELECT *, count(*) OVER (PARTITION BY pattern) AS alike, row_number() OVER (PARTITION BY pattern ORDER BY hash(a, b)) AS place FROM undecided
            )
            SELECT a, b, {_GAIN} AS gain FROM placed ORDER BY gain DESC, a, b LIMIT {int(count) * _SPARE}
        """).fetchall()
        apart = _kept_apart(found, connection, [(int(a), int(b)) for a, b, _ in rows])
    contradicted = [
        Question(ids, ids, contradicted=str(differs))
        for ids, differs in (((int(found.ids[a]), int(found.ids[b])), differs) for a, b, _, differs in alike)
    ]
    clusters = _clusters(found)
    asked: set[tuple[int, ...]] = {one.ids for one in contradicted}
    used: set[int] = set()
    first: list[Question] = []
    later: list[Question] = []
    last: list[Question] = []
    for a, b, _ in rows:
        members = clusters.get(int(found.cluster[a])) if found.cluster[a] == found.cluster[b] else None
        ids, link = members or ((int(found.ids[a]), int(found.ids[b])),) * 2
        if ids in asked:
            continue
        asked.add(ids)
        if (int(a), int(b)) in apart:
            last.append(Question(ids, link))
            continue
        (later if used.intersection(ids) else first).append(Question(ids, link))
        used.update(ids)
    ordered = (
        [contradicted, first, later] if found.model.calibration.within_reach else [first, later, contradicted]
    )
    return [*chain.from_iterable(ordered), *last][:count]


def _kept_apart(
    found: Found, connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Of these pairs those whose clusters can never be one: two valid IČO, two dates of birth, or a person's word among them."""
    touched = {int(found.cluster[record]) for pair in pairs for record in pair}
    members = {
        one: several.tolist() for one, several in clustering.members(found.cluster, [*touched]).items()
    }
    listed = ", ".join(str(record) for several in members.values() for record in several) or "NULL"
    run = connection.execute
    known = {
        int(row[0]): row[1:]
        for row in run(
            f"SELECT r, CASE WHEN ident_valid THEN ident END, birthday, generation FROM rec WHERE r IN ({listed})"
        ).fetchall()
    }
    said = {(int(a), int(b)) for a, b in run("SELECT a, b FROM decision WHERE NOT same").fetchall()}
    places = [at for at, name in enumerate(("ident", "birthday", "birthday")) if name in found.model.vetoes]

    def contradict(pair: tuple[int, int]) -> bool:
        here, there = (members[int(found.cluster[record])] for record in pair)
        if here is there:
            return False
        both = [known[record] for record in (*here, *there)]
        if any(len({one[at] for one in both if one[at] is not None}) > 1 for at in places):
            return True
        return any((min(a, b), max(a, b)) in said for a in here for b in there)

    return {pair for pair in pairs if contradict(pair)}


def _clusters(found: Found) -> dict[int, tuple[tuple[int, ...], tuple[int, int]]]:
    """Clusters of three and more that can be looked at as a whole: their ids and their weakest link."""
    size = np.bincount(found.cluster, minlength=1)
    of, x, y, _ = found.links
    asked = (size[of] > 2) & (size[of] <= LARGEST)  # noqa: PLR2004 - a pair is a question of its own
    members = clustering.members(found.cluster, of[asked])
    return {
        cluster: (tuple(sorted(found.ids[members[cluster]].tolist())), (a, b))
        for cluster, a, b in zip(of[asked].tolist(), found.ids[x[asked]].tolist(), found.ids[y[asked]].tolist(), strict=True)
    }  # fmt: skip
