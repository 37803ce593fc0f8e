"""Update: new and changed records against all, by the model that an earlier search learned.

Pairs of records that did not change, nor those beside them, are taken over as they were scored; how common a value is
by now does not change them. A full search looks at everything anew, so it may differ in what depends on such counts
and on what was learned meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, count
from typing import Any, Final

import numpy as np

from workbench.duplicates import clustering, lookalikes
from workbench.duplicates.arrays import Whole
from workbench.duplicates.blocking import block
from workbench.duplicates.comparing import compare
from workbench.duplicates.counting import count_patterns
from workbench.duplicates.finding import Decisions, Found, Search, Step, begin, bounded, conclude, no_step
from workbench.duplicates.found_by import TWIN_BIT
from workbench.duplicates.learning import Learned, Model
from workbench.duplicates.scoring import score

_KNOWN: Final = "SELECT rec.id, rec.mark, f.id AS first FROM rec LEFT JOIN twin USING (r) LEFT JOIN rec f ON f.r = twin.first"
_DECIDED: Final = "SELECT rec.id FROM rec JOIN decision ON r IN (a, b)"
"""The records of pairs that people had decided then: a decision may be withdrawn."""
_IDS: Final = "JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b"
_SCORED: Final = f"SELECT x.id AS x, y.id AS y, s.pattern, s.weight, s.found_by FROM scored s {_IDS}"
_ALIKE: Final = f"SELECT x.id AS x, y.id AS y, s.weight FROM lookalike s {_IDS}"

_TOUCHED: Final = """
    CREATE OR REPLACE TABLE touched AS
    WITH now AS (SELECT rec.r, rec.id, rec.mark, f.id AS first FROM rec LEFT JOIN twin USING (r) LEFT JOIN rec f ON f.r = twin.first),
    moved AS (SELECT known.id FROM known ANTI JOIN now USING (id, mark)),
    beside AS (SELECT y AS id FROM earlier SEMI JOIN moved ON id = x UNION SELECT x FROM earlier SEMI JOIN moved ON id = y)
    SELECT r FROM now LEFT JOIN known USING (id) WHERE known.mark IS DISTINCT FROM now.mark OR known.first IS DISTINCT FROM now.first
    UNION SELECT a FROM decision UNION SELECT b FROM decision
    UNION SELECT r FROM rec JOIN formerly USING (id) UNION SELECT r FROM rec JOIN beside USING (id)
"""
"""What is compared anew: what came or changed, what a person decided, and what was joined to others by a record that is not
what it was: those beside it, and those that looked like one in everything and no longer look like the same one."""


def update(
    earlier: Found, tables: Mapping[str, Any], *, decisions: Decisions = (), step: Step = no_step
) -> Found:
    """Search again after some records changed, came or went.

    Args:
        earlier: the search before; its model scores.
        tables: all records as they are now, as :func:`workbench.duplicates.find` takes them.
        decisions: all decisions as they are now.
        step: called with the name of each step before it begins.

    Raises:
        InputError: the tables cannot be searched, or there is no room (see :func:`workbench.duplicates.find`).
    """
    with bounded(earlier.settings):
        return _update(earlier, tables, decisions, step)


def _update(earlier: Found, tables: Mapping[str, Any], decisions: Decisions, step: Step) -> Found:
    settings = earlier.settings
    search = begin(tables, settings, persons=earlier.persons, decisions=decisions, step=step)
    connection = search.connection
    before = {"known": _KNOWN, "formerly": _DECIDED, "earlier": _SCORED, "alike_earlier": _ALIKE}
    with earlier.alone() as then:
        for name, query in before.items():
            connection.register(name, then.sql(query).to_arrow_table())
    connection.execute(_TOUCHED)
    model = earlier.model if _is_mostly_known(search) else _unmeasured(earlier.model)
    search.clock.start("block")
    blocked = replace(
        block(connection, settings, touching=True, spare=earlier.blocked.spared),
        twins=search.twins,
        fillers=search.fillers,
    )
    connection.execute(f"""
        INSERT INTO candidate SELECT first, r, 1::UINTEGER << {TWIN_BIT} FROM twin WHERE r IN (SELECT r FROM touched) OR first IN (SELECT r FROM touched)
    """)
    search.add_decided()
    search.clock.start("compare")
    compare(connection, "candidate", "compared")
    search.clock.start("learn")
    patterns, counts = count_patterns(connection, "compared", parts=0)
    learned = Learned.of(model, counts.levels)
    score(connection, learned.odds, patterns, "compared", "scored")
    lookalikes.keep(connection, learned, counts.levels, patterns, "compared")
    for target, source, columns in (
        ("scored", "earlier", "e.pattern, e.weight, e.found_by"),
        ("lookalike", "alike_earlier", "e.weight"),
    ):
        connection.execute(f"""
            INSERT INTO {target} SELECT least(x.r, y.r), greatest(x.r, y.r), {columns}
            FROM {source} e JOIN rec x ON x.id = e.x JOIN rec y ON y.id = e.y
            WHERE x.r NOT IN (SELECT r FROM touched) AND y.r NOT IN (SELECT r FROM touched)
        """)
    for name in before:
        connection.unregister(name)
    for name in ("candidate", "compared"):
        connection.execute(f"DROP TABLE {name}")
    return conclude(search, model, blocked, settings, persons=earlier.persons, brought=earlier.brought)


def _is_mostly_known(search: Search) -> bool:
    """Whether at least half of the records are what they were: of them the measure was taken."""
    rows = search.connection.execute("SELECT count(*) FROM rec SEMI JOIN known USING (id, mark)").fetchall()
    return 2 * int(rows[0][0]) >= search.count


def _unmeasured(model: Model) -> Model:
    """What it has learned; how far that can be believed of other records nobody has measured."""
    return replace(model, calibration=model.calibration.forgotten())


def numbers(found: Found, earlier: tuple[Whole, Whole] | None = None) -> Whole:
    """Numbers of clusters that stay with them from search to search.

    A cluster is named by its lowest id. Later, it has the number of the earlier cluster of which it holds
    the most records, unless another one holds more of them.

    Args:
        found: the search.
        earlier: ids of the records of the search before, and the numbers of their clusters.

    Returns:
        for each record the number of its cluster.
    """
    lowest = np.full(len(found.ids), np.iinfo(np.int64).max)
    np.minimum.at(lowest, found.cluster, found.ids)
    own: Whole = lowest[found.cluster] if len(found.ids) else np.zeros(0, dtype=np.int64)
    if earlier is None:
        return own
    named = _handed_down(found.ids, own, *earlier)
    taken = set(named.values())
    negative = set(found.ids[found.ids < 0].tolist())
    nobodys = (number for number in count(-1, -1) if number not in negative)
    bereft = [one for one in np.intersect1d(own, [*taken]).tolist() if one not in named]
    for one, members in clustering.members(own, bereft).items():
        # its lowest id names another cluster: the next free one of its own, else a number that is nobody's
        named[one] = next(of for of in chain(found.ids[members].tolist(), nobodys) if of not in taken)
        taken.add(named[one])
    every, place = np.unique(own, return_inverse=True)
    return np.array([named.get(one, one) for one in every.tolist()], dtype=np.int64)[place]


def _handed_down(ids: Whole, own: Whole, then: Whole, numbered: Whole) -> dict[int, int]:
    """Which cluster (by its lowest id) goes on under which number of the search before."""
    listed, number, size = np.unique(numbered, return_inverse=True, return_counts=True)
    some = size[number] > 1
    _, here, there = np.intersect1d(ids, then[some], assume_unique=True, return_indices=True)
    lowest, cluster = np.unique(own[here], return_inverse=True)
    both, shared = np.unique(cluster * len(listed) + number[some][there], return_counts=True)
    most = both[np.argsort(-shared, kind="stable")]
    named: dict[int, int] = {}
    taken: set[int] = set()
    for one, was in zip(
        lowest[most // len(listed)].tolist(), listed[most % len(listed)].tolist(), strict=True
    ):
        if one not in named and was not in taken:
            named[one] = was
            taken.add(was)
    return named
