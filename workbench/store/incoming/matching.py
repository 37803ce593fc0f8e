"""Recognising the clients that rows of a file belong to, by external id and IČO.

All rows without an external id that say the same IČO and name belong together; so do all with the same external id.
New clients bear negative ids (the number of their first row) until they are numbered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model.records import CLIENT
from workbench.store.access import visible

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

_DIRECT: Final = "matched_by IS DISTINCT FROM 'redirect'"
_EXTERNAL: Final = "matched.external_id"
_ICO: Final = "CASE WHEN matched.external_id IS NULL THEN matched.ico END"
_ICO_AND_NAME: Final = "CASE WHEN matched.external_id IS NULL THEN matched.ico || chr(31) || matched.name END"
_BEST: Final = "NOT valid, id < 0, abs(id)"
"""Of clients that serve alike: a valid one, one that we had, the oldest."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of the rows.

    Attributes:
        outcomes: row, client_id, matched_by (``external_id``, ``redirect``, ``ico``, ``same``, ``name`` or none) of each
            row that is brought in.
        refused: row -> why it is not (see :mod:`.refusing`), and who locked what it would change.
    """

    outcomes: "pd.DataFrame"
    refused: Mapping[int, tuple[str, str | None]]


def identify(cs: "ChangeSet") -> None:
    """Fill the temporary table ``matched``: row, external_id, ico, name, identified, points, named, id, matched_by, refusal, locker.

    The strongest evidence first: the external id; the external id of a client that was merged into another; the
    IČO, where the client has no other external id; the IČO of a merged client. Of several clients with one IČO
    that of the same name is taken; each of them takes one external id, and one name of the file's.

    Rows with neither external id nor IČO keep the id ``NULL``.
    """
    _look_up(cs)
    _by_external_id(cs)
    _foresee(cs)
    _by_ico(cs)
    _nameless(cs)


def number(cs: "ChangeSet", condition: str) -> None:
    """Give new clients their ids, in the order of their first rows; those of refused rows take none."""
    fresh = f"id < 0 AND refusal IS NULL AND ({condition})"
    count = cs.query(f"SELECT count(DISTINCT id) FROM matched WHERE {fresh}")[0][0]
    first = cs.new_ids(count).start
    cs.connection.execute(f"""
        UPDATE matched SET id = f.id FROM (
            SELECT "row", {first} - 1 + dense_rank() OVER (ORDER BY -id) AS id FROM matched WHERE {fresh}
        ) f WHERE f."row" = matched."row"
    """)


def outcomes(cs: "ChangeSet") -> Matching:
    """What became of the rows, once all are written."""
    frame = cs.connection.execute(f"""
        SELECT "row", id AS client_id, CASE WHEN id < {cs.next_id} THEN matched_by END AS matched_by
        FROM matched WHERE refusal IS NULL ORDER BY "row"
    """).df()
    rows = cs.query('SELECT "row", refusal, locker FROM matched WHERE refusal IS NOT NULL ORDER BY "row"')
    return Matching(frame, {row: (why, locker) for row, why, locker in rows})


def _look_up(cs: "ChangeSet") -> None:
    """Copy what can be meant: ``ours``, and ``merged``, those that went into one of them."""
    # Validity counts only where the file does not change it: what is chosen must be chosen again the next time.
    said = cs.query("SELECT 1 FROM (DESCRIBE in_client) WHERE column_name = 'valid'")
    valid = "TRUE" if said else "coalesce(c.valid, TRUE)"
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE matched AS
        SELECT "row", external_id, ico, name, external_id IS NOT NULL OR ico IS NOT NULL AS identified, FALSE AS points, FALSE AS named, NULL::BIGINT AS id, NULL::VARCHAR AS matched_by,
               NULL::VARCHAR AS refusal, NULL::VARCHAR AS locker
        FROM in_client;
        CREATE OR REPLACE TEMP TABLE merged AS
        WITH RECURSIVE chain(start, now) AS (
            SELECT old_id, new_id FROM db.redirect
            UNION SELECT c.start, r.new_id FROM chain c JOIN db.redirect r ON r.old_id = c.now
        )
        SELECT r.external_id, r.ico, c.id FROM db.redirect r JOIN chain ON chain.start = r.old_id
        JOIN db.client c ON c.id = chain.now WHERE {visible(cs.user, CLIENT, "c")};
        CREATE OR REPLACE TEMP TABLE ours AS
        SELECT c.id, c.external_id, c.ico, c.name, {valid} AS valid FROM db.client c
        WHERE ({visible(cs.user, CLIENT, "c")}) AND (
            c.external_id IN (SELECT external_id FROM in_client WHERE external_id IS NOT NULL)
            OR c.ico IN (SELECT ico FROM in_client WHERE ico IS NOT NULL) OR c.id IN (SELECT id FROM merged)
        );
    """)


def _by_external_id(cs: "ChangeSet") -> None:
    _assign(cs, "'external_id'", _EXTERNAL, "SELECT external_id AS key, min(id) AS id FROM ours GROUP BY 1")
    _assign(cs, "'redirect'", _EXTERNAL, "SELECT external_id AS key, min(id) AS id FROM merged GROUP BY 1")
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT external_id AS key, arg_min(ico, "row") FILTER (ico IS NOT NULL) AS ico,
               arg_max(name, "row") FILTER (name IS NOT NULL) AS name, min("row") AS "row"
        FROM matched WHERE id IS NULL AND external_id IS NOT NULL GROUP BY 1
    """)
    _pair(cs, "SELECT id, ico, name, valid, TRUE AS free FROM ours WHERE external_id IS NULL")
    _assign(cs, "'ico'", _EXTERNAL, "SELECT key, id FROM pair")
    _assign(cs, "'redirect'", _EXTERNAL, """
        SELECT a.key, min(m.id) AS id FROM asked a JOIN merged m ON m.ico = a.ico AND m.external_id IS NULL GROUP BY 1
    """)  # fmt: skip
    _assign(cs, "NULL", _EXTERNAL, 'SELECT key, -"row" AS id FROM asked WHERE name IS NOT NULL')


def _foresee(cs: "ChangeSet") -> None:
    """The clients as the rows so far will leave them; ``claimed`` are those that such a row is about."""
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE foreseen AS
        WITH said AS (
            SELECT id, bool_or({_DIRECT}) AS claimed, arg_max(ico, "row") FILTER (ico IS NOT NULL AND {_DIRECT}) AS ico,
                   arg_max(ico, "row") FILTER (ico IS NOT NULL) AS any_ico,
                   arg_max(name, "row") FILTER (name IS NOT NULL AND {_DIRECT}) AS name,
                   arg_max(name, "row") FILTER (name IS NOT NULL) AS any_name
            FROM matched WHERE id IS NOT NULL GROUP BY 1
        )
        SELECT o.id, coalesce(s.ico, o.ico, s.any_ico) AS ico, coalesce(s.name, s.any_name, o.name) AS name, o.valid,
               coalesce(s.claimed, FALSE) AS claimed
        FROM ours o LEFT JOIN said s USING (id)
        UNION ALL SELECT id, ico, name, TRUE, TRUE FROM said WHERE id < 0
    """)


def _by_ico(cs: "ChangeSet") -> None:
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT ico || chr(31) || name AS key, any_value(ico) AS ico, any_value(name) AS name, min("row") AS "row"
        FROM matched WHERE id IS NULL AND external_id IS NULL AND ico IS NOT NULL AND name IS NOT NULL GROUP BY 1
    """)
    _pair(cs, "SELECT id, ico, name, valid, NOT claimed AS free FROM foreseen")
    _assign(cs, "CASE WHEN s.id > 0 THEN 'ico' END", _ICO_AND_NAME, "SELECT key, id FROM pair")
    _assign(cs, "'redirect'", _ICO_AND_NAME, """
        SELECT a.key, min(m.id) AS id FROM asked a JOIN merged m ON m.ico = a.ico GROUP BY 1
    """)  # fmt: skip
    _assign(cs, "NULL", _ICO_AND_NAME, 'SELECT key, -"row" AS id FROM asked')


def _nameless(cs: "ChangeSet") -> None:
    """Rows without a name complete a client; they cannot make one, and are refused where there is none."""
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE asked AS
        SELECT external_id AS key, arg_min(ico, "row") FILTER (ico IS NOT NULL) AS ico, NULL::VARCHAR AS name, min("row") AS "row"
        FROM matched WHERE id IS NULL AND external_id IS NOT NULL GROUP BY 1
    """)
    _pair(cs, """
        SELECT DISTINCT id, ico, name, TRUE AS valid, TRUE AS free FROM matched m WHERE id < 0 AND ico IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM matched o WHERE o.id = m.id AND o.external_id IS NOT NULL)
    """)  # fmt: skip
    _assign(cs, "NULL", _EXTERNAL, "SELECT key, id FROM pair")
    _assign(cs, "CASE WHEN s.id > 0 THEN 'ico' END", _ICO, """
        SELECT ico AS key, arg_min(id, (NOT valid, id < 0, abs(id))) AS id FROM (
            SELECT id, ico, valid FROM foreseen WHERE name IS NOT NULL
            UNION ALL SELECT id, ico, TRUE FROM matched WHERE id < 0 AND name IS NOT NULL
        ) WHERE ico IS NOT NULL GROUP BY 1
    """)  # fmt: skip
    _assign(cs, "'redirect'", _ICO, "SELECT ico AS key, min(id) AS id FROM merged GROUP BY 1")
    cs.connection.execute("""
        UPDATE matched SET id = f.id FROM (
            SELECT "row", -min("row") OVER (PARTITION BY external_id, CASE WHEN external_id IS NULL THEN ico END) AS id
            FROM matched WHERE id IS NULL AND (external_id IS NOT NULL OR ico IS NOT NULL)
        ) f WHERE f."row" = matched."row"
    """)


def _pair(cs: "ChangeSet", candidates: str) -> None:
    """Pair what is ``asked`` for with clients of that IČO: of the same name first, the rest one to one.

    Args:
        cs: the change set.
        candidates: a query of id, ico, name, valid, and whether one of another name may take it.
    """
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE pair AS
        WITH candidate AS ({candidates}),
        named AS (SELECT key, ico, name, row_number() OVER (PARTITION BY ico, name ORDER BY "row") AS place FROM asked),
        known AS (SELECT id, ico, name, row_number() OVER (PARTITION BY ico, name ORDER BY {_BEST}) AS place FROM candidate),
        exact AS (SELECT named.key, known.id FROM named JOIN known USING (ico, name, place)),
        left_over AS (
            SELECT key, ico, row_number() OVER (PARTITION BY ico ORDER BY "row") AS place FROM asked
            WHERE key NOT IN (SELECT key FROM exact)
        ),
        free AS (
            SELECT id, ico, row_number() OVER (PARTITION BY ico ORDER BY {_BEST}) AS place FROM candidate
            WHERE free AND id NOT IN (SELECT id FROM exact)
        )
        FROM exact UNION ALL SELECT left_over.key, free.id FROM left_over JOIN free USING (ico, place)
    """)


def _assign(cs: "ChangeSet", matched_by: str, key: str, found: str) -> None:
    """Give rows that have no client yet the one found for their key."""
    cs.connection.execute(f"""
        UPDATE matched SET id = s.id, matched_by = {matched_by} FROM ({found}) s
        WHERE matched.id IS NULL AND {key} = s.key
    """)
