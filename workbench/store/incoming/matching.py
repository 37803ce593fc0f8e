"""Recognising the clients that rows of a file belong to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.model.fields import Kind
from workbench.model.records import CLIENT, RECORD_TYPES
from workbench.store.access import visible
from workbench.store.columns import columns_of, literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

Rows = Mapping[str, "pd.DataFrame"]
"""``client`` (one line a row of the file, its number in the index), and ``address``, ``contact``, ``person``,
``person_contact``, ``consent``, each with a column ``row``."""

_TYPE_OF: Final = {"person_contact": "contact"}


@dataclass(frozen=True, slots=True)
class Matching:
    """What became of the rows.

    Attributes:
        outcomes: row, client_id, matched_by (``external_id``, ``redirect``, ``ico``, ``same`` or none) of each.
        refused: row -> why it cannot be brought in: ``"nameless"`` or ``"locked"``, with who locked it.
    """

    outcomes: "pd.DataFrame"
    refused: Mapping[int, tuple[str, str | None]]


def match(cs: "ChangeSet", rows: Rows) -> Matching:
    """Lay the rows out as temporary tables and give each the id of a client, an old or a new one.

    The strongest evidence first: external id; a redirect left by a merge (its external id, then its IČO); IČO,
    where the client found has no other external id, the one of the same name if there are several. A row with
    neither is the client that has exactly its values, if there is one. Rows of one file that say the
    same external id, or the same IČO and name without external ids, are one new client.

    Rows whose client somebody else locked, and new clients without a name, are refused.
    """
    for name, frame in rows.items():
        _lay_out(cs, name, frame)
    names = [one.name for one in CLIENT if one.name in rows["client"]]
    for name in ("external_id", "ico", "name"):
        if name not in names:
            cs.connection.execute(f"ALTER TABLE in_client ADD COLUMN {name} VARCHAR")
    _find(cs)
    _find_same(cs, names)
    _number_new(cs)
    refused = _refusals(cs)
    cs.connection.execute(
        "CREATE OR REPLACE TEMP TABLE brought AS SELECT * FROM matched WHERE refusal IS NULL"
    )
    outcomes = cs.connection.execute(
        'SELECT "row", id AS client_id, matched_by FROM brought ORDER BY "row"'
    ).df()
    return Matching(outcomes, refused)


def _lay_out(cs: "ChangeSet", name: str, frame: "pd.DataFrame") -> None:
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only imports need it

    kind = RECORD_TYPES[_TYPE_OF.get(name, name)]
    flat = frame.rename_axis("row").reset_index() if name == "client" else frame
    types = {"row": "BIGINT", **columns_of(kind)}
    columns: dict[str, Any] = {}
    for column in flat.columns:
        values = flat[column].tolist()
        if column in kind.by_name and kind.field(column).kind is Kind.CUSTOM:
            values = [
                None if one is None else json.dumps(one, ensure_ascii=False, sort_keys=True) for one in values
            ]
        columns[str(column)] = pa.array(values, from_pandas=True)
    if name == "client" and not len(flat):
        columns["row"] = pa.array([], pa.int64())
    cs.connection.register("incoming", pa.table(columns))
    listed = ", ".join(f"CAST({quote(column)} AS {types[column]}) AS {quote(column)}" for column in columns)
    cs.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {quote('in_' + name)} AS SELECT {listed} FROM incoming"
    )
    cs.connection.unregister("incoming")


def _find(cs: "ChangeSet") -> None:
    seen = visible(cs.user, CLIENT, "c")
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE matched AS
        WITH RECURSIVE chain(start, now) AS (
            SELECT old_id, new_id FROM db.redirect UNION SELECT c.start, r.new_id FROM chain c JOIN db.redirect r ON r.old_id = c.now
        ),
        ours AS (SELECT c.id, c.external_id, c.ico, c.name, c.valid FROM db.client c WHERE {seen}),
        merged AS (SELECT r.external_id, r.ico, c.now AS id FROM db.redirect r JOIN chain c ON c.start = r.old_id JOIN ours o ON o.id = c.now),
        by_external AS (SELECT external_id, min(id) AS id FROM ours WHERE external_id IS NOT NULL GROUP BY 1),
        by_redirect AS (SELECT external_id, min(id) AS id FROM merged WHERE external_id IS NOT NULL GROUP BY 1),
        by_old_ico AS (SELECT ico, min(id) AS id FROM merged WHERE ico IS NOT NULL GROUP BY 1),
        by_ico AS (
            SELECT i."row", arg_min(o.id, (o.name IS DISTINCT FROM i.name, NOT o.valid, o.id)) AS id
            FROM in_client i JOIN ours o ON o.ico = i.ico
            WHERE i.external_id IS NULL OR o.external_id IS NULL OR o.external_id = i.external_id GROUP BY 1
        ),
        all_ways AS (
            SELECT i."row", i.external_id, i.ico, i.name, x.id AS x, r.id AS r, n.id AS n, m.id AS m FROM in_client i
            LEFT JOIN by_external x ON x.external_id = i.external_id
            LEFT JOIN by_redirect r ON r.external_id = i.external_id
            LEFT JOIN by_ico n ON n."row" = i."row" LEFT JOIN by_old_ico m ON m.ico = i.ico
        ),
        one_way AS (
            SELECT "row", external_id, ico, name, coalesce(x, r, n, m) AS id,
                   CASE WHEN x IS NOT NULL THEN 'external_id' WHEN r IS NOT NULL THEN 'redirect'
                        WHEN n IS NOT NULL THEN 'ico' WHEN m IS NOT NULL THEN 'redirect' END AS matched_by
            FROM all_ways
        ),
        -- Of rows with different external ids, one alone can be a client that was found by its number.
        ranked AS (
            SELECT *, matched_by = 'ico' AND external_id IS NOT NULL
                   AND row_number() OVER (PARTITION BY id, matched_by ORDER BY "row") > 1 AS superfluous
            FROM one_way
        )
        SELECT "row", external_id, ico, name, CASE WHEN NOT superfluous OR superfluous IS NULL THEN id END AS id,
               CASE WHEN NOT superfluous OR superfluous IS NULL THEN matched_by END AS matched_by, NULL::VARCHAR AS refusal, NULL::VARCHAR AS locker
        FROM ranked
    """)


def _find_same(cs: "ChangeSet", names: list[str]) -> None:
    """Rows that nothing identifies but their values: known if a client has exactly these."""
    equal = " AND ".join(
        f"(i.{quote(name)} IS NULL OR i.{quote(name)} IS NOT DISTINCT FROM c.{quote(name)})" for name in names
    )
    cs.connection.execute(f"""
        UPDATE matched SET id = s.id, matched_by = 'same' FROM (
            SELECT i."row", min(c.id) AS id FROM in_client i JOIN db.client c ON c.name = i.name
            WHERE i.external_id IS NULL AND i.ico IS NULL AND {equal} AND {visible(cs.user, CLIENT, "c")} GROUP BY 1
        ) s WHERE s."row" = matched."row" AND matched.id IS NULL
    """)


def _number_new(cs: "ChangeSet") -> None:
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE fresh_row AS
        SELECT "row", min("row") OVER (PARTITION BY CASE
            WHEN external_id IS NOT NULL THEN 'x' || external_id
            WHEN ico IS NOT NULL THEN 'i' || ico || chr(31) || coalesce(name, '') ELSE 'r' || "row" END) AS leader
        FROM matched WHERE id IS NULL
    """)
    count = cs.query("SELECT count(DISTINCT leader) FROM fresh_row")[0][0]
    first = cs.new_ids(count).start
    cs.connection.execute(f"""
        UPDATE matched SET id = f.id FROM (
            SELECT "row", {first} - 1 + dense_rank() OVER (ORDER BY leader) AS id FROM fresh_row
        ) f WHERE f."row" = matched."row"
    """)


def _refusals(cs: "ChangeSet") -> dict[int, tuple[str, str | None]]:
    cs.connection.execute(f"""
        UPDATE matched SET refusal = 'locked', locker = c.locked_by FROM db.client c
        WHERE c.id = matched.id AND c.locked_by <> {literal(cs.user.name)}
    """)
    cs.connection.execute("""
        UPDATE matched SET refusal = 'nameless' WHERE matched_by IS NULL
        AND id NOT IN (SELECT id FROM matched WHERE trim(coalesce(name, '')) <> '')
    """)
    rows = cs.query('SELECT "row", refusal, locker FROM matched WHERE refusal IS NOT NULL ORDER BY "row"')
    return {row: (why, locker) for row, why, locker in rows}
