"""Update: new and changed records against all, by the model that an earlier search learned.

Pairs of records that did not change are taken over as they were scored; how common a value is by now does not
change them. A full search looks at everything anew, so it may differ in what depends on such counts and on what was
learned meanwhile.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from workbench.duplicates.blocking import block
from workbench.duplicates.clustering import Whole
from workbench.duplicates.comparing import compare
from workbench.duplicates.finding import Decisions, Found, Step, begin, conclude, no_step
from workbench.duplicates.scoring import TWIN_BIT, count_patterns, score


def update(
    earlier: Found, tables: Mapping[str, Any], *, decisions: Decisions = (), step: Step = no_step
) -> Found:
    """Search again after some records changed, came or went.

    Args:
        earlier: the search before; its model scores.
        tables: all records as they are now, as :func:`workbench.duplicates.find` takes them.
        decisions: all decisions as they are now.
        step: called with the name of each step before it begins.
    """
    settings = earlier.settings
    search = begin(tables, settings, persons=earlier.persons, decisions=decisions, step=step)
    connection = search.connection
    connection.register("known", _known(earlier))
    connection.register("formerly", _decided(earlier))
    connection.execute("""
        CREATE OR REPLACE TABLE touched AS SELECT rec.r FROM rec LEFT JOIN known USING (id) WHERE known.mark IS DISTINCT FROM rec.mark
        UNION SELECT a FROM decision UNION SELECT b FROM decision UNION SELECT rec.r FROM rec JOIN formerly USING (id)
    """)
    search.clock.start("block")
    blocked = replace(block(connection, settings, touching=True), twins=search.twins)
    connection.execute(f"""
        INSERT INTO candidate SELECT first, r, 1::UINTEGER << {TWIN_BIT} FROM twin WHERE r IN (SELECT r FROM touched) OR first IN (SELECT r FROM touched)
    """)
    search.add_decided()
    search.clock.start("compare")
    compare(connection, "candidate", "compared")
    search.clock.start("learn")
    patterns, counts = count_patterns(connection, "compared")
    score(connection, earlier.model.log_odds(counts.levels), patterns, "compared", "scored")
    rows = earlier.connection.sql(
        "SELECT x.id AS x, y.id AS y, s.pattern, s.weight, s.found_by FROM scored s JOIN rec x ON x.r = s.a JOIN rec y ON y.r = s.b"
    ).to_arrow_table()
    connection.register("earlier", rows)
    connection.execute("""
        INSERT INTO scored SELECT least(x.r, y.r), greatest(x.r, y.r), e.pattern, e.weight, e.found_by
        FROM earlier e JOIN rec x ON x.id = e.x JOIN rec y ON y.id = e.y
        WHERE x.r NOT IN (SELECT r FROM touched) AND y.r NOT IN (SELECT r FROM touched)
    """)
    for name in ("earlier", "known", "formerly"):
        connection.unregister(name)
    for name in ("candidate", "compared"):
        connection.execute(f"DROP TABLE {name}")
    return conclude(
        search, earlier.model, blocked, settings, persons=earlier.persons, brought=earlier.brought
    )


def _decided(earlier: Found) -> Any:
    """The records of pairs that people had decided then: a decision may be withdrawn."""
    return earlier.connection.sql("SELECT rec.id FROM rec JOIN decision ON r IN (a, b)").to_arrow_table()


def _known(earlier: Found) -> Any:
    return earlier.connection.sql("SELECT id, mark FROM rec").to_arrow_table()


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
    own = lowest[found.cluster] if len(found.ids) else np.zeros(0, dtype=np.int64)
    if earlier is None:
        return np.asarray(own)
    was = dict(zip(earlier[0].tolist(), earlier[1].tolist(), strict=True))
    sizes: dict[int, int] = {}
    for number in was.values():
        sizes[number] = sizes.get(number, 0) + 1
    shared: dict[tuple[int, int], int] = {}
    for one, cluster in zip(found.ids.tolist(), own.tolist(), strict=True):
        number = was.get(one)
        if number is not None and sizes[number] > 1:
            shared[cluster, number] = shared.get((cluster, number), 0) + 1
    named: dict[int, int] = {}
    taken: set[int] = set()
    for (cluster, number), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if cluster not in named and number not in taken:
            named[cluster] = number
            taken.add(number)
    for cluster in dict.fromkeys(own.tolist()):
        if (
            cluster not in named and cluster in taken
        ):  # its lowest id names another cluster: the next free one of its own
            members = sorted(found.ids[own == cluster].tolist())
            named[cluster] = next((one for one in members if one not in taken), -cluster)
            taken.add(named[cluster])
    return np.array([named.get(one, one) for one in own.tolist()], dtype=np.int64)
