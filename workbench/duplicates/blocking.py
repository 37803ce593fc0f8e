"""Block: which pairs are worth a comparison, of all there could be.

Each record has several keys (its IČO, each phone, its name, its address …), and records that share a key are
candidates. How many share it decides what happens: few are all compared; for many the key is refined by a
second attribute, and if that does not help by a third. What is left after that, records as good as equal in all
that tells records apart, is compared along the order of names only, so that 10,000 equal names cost 40,000
comparisons and not 50 million.
"""

from dataclasses import dataclass, replace
from typing import Final

import duckdb

from workbench.duplicates.settings import Settings

KEYS: Final = {
    "ident": "SELECT r, hash(1, ident) AS k FROM own WHERE ident IS NOT NULL",
    "phone": "SELECT r, hash(2, unnest(phones)) AS k FROM own",
    "mail": "SELECT r, hash(3, unnest(mails)) AS k FROM own",
    "account": "SELECT r, hash(4, account) AS k FROM own WHERE account IS NOT NULL",
    "box": "SELECT r, hash(5, box) AS k FROM own WHERE box IS NOT NULL",
    "name": "SELECT r, hash(6, srt) AS k FROM own WHERE srt <> ''",
    "begin": "SELECT r, hash(7, left(replace(nm, ' ', ''), 7), left(wz, 2)) AS k FROM own WHERE length(nm) > 3",
    "end": "SELECT r, hash(8, right(replace(nm, ' ', ''), 7), left(w1, 2)) AS k FROM own WHERE length(nm) > 3",
    "place": "SELECT r, hash(9, unnest(places)) AS k FROM own",
    "host": "SELECT r, hash(10, host) AS k FROM own WHERE host IS NOT NULL",
    "birthday": "SELECT r, hash(11, birthday) AS k FROM own WHERE birthday IS NOT NULL",
    "rarest": "SELECT r, hash(13, unnest(rares)) AS k FROM own",
    "corner": "SELECT r, hash(12, house, psc, left(w1, 2)) AS k FROM own WHERE house IS NOT NULL AND psc IS NOT NULL",
}
"""Blocking rules: each a query of record numbers and keys."""
RULES: Final = tuple(KEYS)
_SECOND: Final = {
    1: "head", 2: "places[1]", 3: "phones[1]", 4: "mails[1]", 5: "hash(left(town, 4), left(w1, 3))", 6: "srt",
    7: "hash(psc, left(wz, 3))",
}  # fmt: skip
"""Attributes that refine a key which too many share."""
_THIRD: Final = {
    1: "hash(srt, places[1])", 2: "hash(srt, phones[1])", 3: "hash(srt, mails[1])", 4: "hash(srt, town, house)", 5: "hash(places[1], phones[1])",
    6: "hash(places[1], head)",
}  # fmt: skip


_VAGUE: Final = tuple(RULES.index(rule) for rule in ("begin", "end"))
"""Rules that find many who have nothing else in common: where more than :data:`_FEW` share such a key, only names that are alike make a pair."""
_FEW: Final = 4
_ALIKE: Final = "starts_with(p.nm, q.nm) OR starts_with(q.nm, p.nm) OR jaro_winkler_similarity(p.nm, q.nm) >= 0.93 OR jaro_winkler_similarity(p.srt, q.srt) >= 0.93"

_ONLY: Final = "AND (x.r IN (SELECT r FROM touched) OR y.r IN (SELECT r FROM touched))"


@dataclass(frozen=True, slots=True)
class Blocked:
    """What blocking did.

    Attributes:
        pairs: how many candidates there are.
        refined: keys that too many records shared and that a second attribute refined.
        walked: keys that nothing could refine: their records were compared with the next ones only.
        largest: how many records shared the largest of those.
        twins: records that look like an earlier one in everything; only that one was compared with others.
        absent: pairs given from elsewhere of which a record is not here.
    """

    pairs: int
    refined: int
    walked: int
    largest: int
    twins: int = 0
    absent: int = 0


def block(connection: duckdb.DuckDBPyConnection, settings: Settings, *, touching: bool = False) -> Blocked:
    """Make the table ``candidate``: a, b (record numbers, a < b), found_by (a bit for each of :data:`RULES`).

    Args:
        connection: where ``rec`` is.
        settings: the sizes of blocks.
        touching: only pairs of which one is in the table ``touched`` (column r).
    """
    only = _ONLY if touching else ""
    vague = f"(x.n > {_FEW} AND x.rule IN {_VAGUE})"
    spend = f"""
        INSERT INTO pair_of SELECT x.r, y.r, x.rule FROM small x JOIN small y ON x.k = y.k AND x.r < y.r WHERE NOT {vague} {only};
        INSERT INTO pair_of SELECT x.r, y.r, x.rule FROM small x JOIN small y ON x.k = y.k AND x.r < y.r
        JOIN own p ON p.r = x.r JOIN own q ON q.r = y.r WHERE {vague} AND ({_ALIKE}) {only}
    """
    blocked = _go(connection, settings, spend, touching=touching)
    run = connection.execute
    run(
        "CREATE OR REPLACE TABLE candidate AS SELECT a, b, bit_or(1::UINTEGER << rule)::UINTEGER AS found_by FROM pair_of GROUP BY a, b"
    )
    run("DROP TABLE pair_of")
    return replace(blocked, pairs=int(run("SELECT count(*) FROM candidate").fetchall()[0][0]))


def share(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Blocked:
    """The same blocking as keys: make the table ``shared``: r, k, rule; records that share a k are candidates.

    It takes time by records, not by pairs, so whoever can join tables can do the rest elsewhere.

    Args:
        connection: where ``rec`` is.
        settings: the sizes of blocks.
    """
    run = connection.execute
    run("CREATE OR REPLACE TABLE shared (r UINTEGER, k UBIGINT, rule UTINYINT)")
    spend = "INSERT INTO shared SELECT s.r, s.k, s.rule FROM small s"
    blocked = _go(connection, settings, spend, touching=False)
    run("INSERT INTO shared SELECT unnest([a, b]), hash(a, b, 'walked'), rule FROM pair_of")
    run("DROP TABLE pair_of")
    return blocked


def _go(connection: duckdb.DuckDBPyConnection, settings: Settings, spend: str, *, touching: bool) -> Blocked:
    """Keys from all rules, refined where too many share one; what nothing refines is walked into ``pair_of``.

    Args:
        connection: where ``rec`` is.
        settings: the sizes of blocks.
        spend: what to do with ``small``, the keys that few share.
        touching: walk only to and from records in ``touched``.
    """
    run = connection.execute
    run("CREATE OR REPLACE TEMP TABLE own AS SELECT * FROM rec ANTI JOIN twin USING (r)")
    union = " UNION ALL ".join(
        f"SELECT r, k, {at}::UTINYINT AS rule FROM ({query})" for at, query in enumerate(KEYS.values())
    )
    run(f"CREATE OR REPLACE TEMP TABLE key AS {union}")
    run("CREATE OR REPLACE TEMP TABLE pair_of (a UINTEGER, b UINTEGER, rule UTINYINT)")
    refined = _spend(connection, settings.block, spend)
    for attributes in (_SECOND, _THIRD):
        _refine(connection, attributes, alone=attributes is _THIRD)
        walked = _spend(connection, settings.block, spend)
    largest = run("SELECT coalesce(max(n), 0) FROM large").fetchall()[0][0]
    _walk(connection, settings.nearest, touching=touching)
    for name in ("key", "large", "size", "own"):
        run(f"DROP TABLE IF EXISTS {name}")
    return Blocked(0, refined, walked, int(largest))


def _spend(connection: duckdb.DuckDBPyConnection, limit: int, spend: str) -> int:
    """Spend all keys that few share; the keys that many share stay in ``key``, with their size in ``large``."""
    run = connection.execute
    run(
        "CREATE OR REPLACE TEMP TABLE size AS SELECT k, count(*) AS n FROM key GROUP BY k HAVING count(*) > 1"
    )
    run(f"CREATE OR REPLACE TEMP TABLE large AS SELECT k, n FROM size WHERE n > {limit}")
    run(
        f"CREATE OR REPLACE TEMP TABLE small AS SELECT key.*, n FROM key JOIN size USING (k) WHERE n <= {limit}"
    )
    run(spend)
    run("CREATE OR REPLACE TEMP TABLE key AS SELECT key.* FROM key SEMI JOIN large USING (k)")
    run("DROP TABLE small")
    return int(run("SELECT count(*) FROM large").fetchall()[0][0])


def _refine(connection: duckdb.DuckDBPyConnection, attributes: dict[int, str], *, alone: bool) -> None:
    """Keys anew from a further attribute; ``alone`` says that it is enough without the old key."""
    listed = " UNION ALL ".join(
        f"SELECT j.r, hash({'' if alone else 'j.k, '}{number}, {attribute}) AS k, j.rule FROM joined j WHERE {attribute} IS NOT NULL"
        for number, attribute in attributes.items()
    )
    once = "SELECT r, min(rule) AS rule FROM key GROUP BY r" if alone else "FROM key"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE key AS WITH joined AS (SELECT x.*, own.* EXCLUDE (r) FROM ({once}) x JOIN own USING (r)) {listed}"
    )


def _walk(connection: duckdb.DuckDBPyConnection, nearest: int, *, touching: bool) -> None:
    """Each record of what is left with the next few in order of names, of streets and of house numbers."""
    only = _ONLY.replace("x.r", "a").replace("y.r", "b") if touching else ""
    for step in range(1, nearest + 1):
        connection.execute(f"""
            INSERT INTO pair_of
            SELECT DISTINCT least(a, b), greatest(a, b), rule FROM (
                SELECT r AS a, rule, lead(r, {step}) OVER (PARTITION BY k ORDER BY nm, street, house, r) AS b
                FROM key JOIN own USING (r)
            ) WHERE b IS NOT NULL {only}
        """)
