"""What people decided about pairs of clients or of contact persons: the same, different, or unsure (AKCE.md, section 6).

A decision holds until a key field of either record changes: the record keeps a fingerprint of them. What a merge
does to key fields is no such change, so merges carry the decisions that hold over.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import duckdb

from workbench.errors import InputError, NotFoundError, RefusedError
from workbench.model.choices import VERDICT
from workbench.model.fields import RecordType
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store import bulk, reading
from workbench.store.access import visible
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

KEY_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "client": ("name", "ico", "dic", "birthday"),
    "person": ("first_name", "last_name", "birthday"),
}
"""With the towns of a client's addresses, and a person's phones and e-mails, they are what was looked at; see :func:`_mark`."""
_BESIDE: Final[Mapping[str, str]] = {
    "client": "SELECT record_id, coalesce(city, '') AS text FROM db.address WHERE record_type = 'client'",
    "person": "SELECT record_id, lower(value) AS text FROM db.contact WHERE record_type = 'person' AND kind IN ('phone', 'mobile', 'email')",
}
FINGERPRINT: Final = "fingerprint"
_VERDICTS: Final = tuple(VERDICT)
STRICTEST_FIRST: Final = "list_position(['different', 'unsure', 'same'], t.verdict)"
"""SQL over a decision ``t``: of two about one pair, the one that joins less wins."""


class Pair(NamedTuple):
    """A decision on two records of one type.

    Attributes:
        first: the smaller id.
        second: the other.
        verdict: ``"same"``, ``"different"`` or ``"unsure"``.
    """

    first: int
    second: int
    verdict: str


def decide(
    cs: "ChangeSet", pairs: Sequence[Pair], reason: str | None, *, undecided: bool = False, kind: RecordType = CLIENT
) -> int:  # fmt: skip
    """Record what a person decided; a pair that was decided alike and still holds is left as it is.

    Args:
        cs: the change set.
        pairs: what was decided; merged ids lead to their survivors.
        reason: how one knows.
        undecided: refuse pairs about which a decision holds.
        kind: the records' type.

    Returns:
        how many decisions are new or changed.

    Raises:
        InputError: a pair of one record, or a pair named twice.
        NotFoundError: one of them does not exist for this user.
        RefusedError: a decision holds already.
    """
    _lay(cs, kind, pairs)
    keyed = _keyed(kind, "SELECT first FROM judged UNION SELECT second FROM judged")
    holds = f"(d.fingerprint = {_mark('x', 'y')} AND NOT {_overtaken('d')})"
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE said AS
        SELECT d.id, p.first AS record_id, p.second AS other_id, p.verdict, {_mark("x", "y")} AS fingerprint, d.decided_by,
               coalesce(d.verdict = p.verdict AND {holds}, FALSE) AS known, {holds} AS holds
        FROM judged p JOIN ({keyed}) x ON x.id = p.first JOIN ({keyed}) y ON y.id = p.second
        LEFT JOIN db.decision d ON least(d.record_id, d.other_id) = p.first AND greatest(d.record_id, d.other_id) = p.second
        LEFT JOIN ({_parted(kind, cs.user)}) a ON a.first = p.first AND a.second = p.second
    """)
    held = cs.query("SELECT record_id, other_id, decided_by FROM said WHERE holds ORDER BY 1, 2 LIMIT 1")
    if undecided and held:
        raise RefusedError(
            "{user} decided about {first} and {second} meanwhile. Go on to the next pair.",
            user=held[0][2] or "?", first=held[0][0], second=held[0][1],
        )  # fmt: skip
    fresh = cs.query("SELECT count(*) FROM said WHERE id IS NULL")[0][0]
    first = cs.new_ids(fresh).start
    made = f"?::VARCHAR AS reason, {literal(cs.user.name)} AS decided_by, {literal(cs.at.isoformat())}::TIMESTAMP AS decided_at"
    names = ["id", "verdict", "fingerprint", "reason", "decided_by", "decided_at"]
    changed = cs.update_from(
        "decision",
        f"SELECT id, verdict, fingerprint, {made} FROM said WHERE id IS NOT NULL AND NOT known",
        names, [reason],
    )  # fmt: skip
    return changed + cs.insert_from(
        "decision",
        f"""
        SELECT {first} + row_number() OVER (ORDER BY record_id, other_id) - 1 AS id, {literal(kind.name)} AS record_type, record_id, other_id,
               verdict, fingerprint, {made}
        FROM said WHERE id IS NULL
        """,
        ["id", "record_type", "record_id", "other_id", *names[1:]], [reason],
    )  # fmt: skip


def _lay(cs: "ChangeSet", kind: RecordType, pairs: Sequence[Pair]) -> None:
    """Lay the pairs out as the temporary table ``judged``: first, second, verdict."""
    now = reading.followed(cs.connection, cs.user, [one for pair in pairs for one in pair[:2]])
    laid = [(*sorted((now[pair.first], now[pair.second])), pair.verdict) for pair in pairs]
    if any(first == second for first, second, _ in laid):
        raise InputError("Name two different records.")
    if len({pair[:2] for pair in laid}) != len(laid):
        raise InputError("A pair is named twice. Decide about each pair once.")
    columns = ("first", "second", "place")
    places = [(first, second, _VERDICTS.index(verdict)) for first, second, verdict in laid]
    bulk.lay(cs, "judged_places", dict(zip(columns, zip(*places, strict=True), strict=True)))
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE judged AS
        SELECT first, second, ([{", ".join(map(literal, _VERDICTS))}])[place + 1] AS verdict FROM judged_places
    """)
    absent = cs.query(f"""
        SELECT id FROM (SELECT first AS id FROM judged UNION SELECT second FROM judged)
        WHERE id NOT IN ({_seen(kind, cs.user)}) ORDER BY 1 LIMIT 1
    """)
    if absent:
        raise NotFoundError.of(kind.label, absent[0][0])


def held(connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType = CLIENT) -> list[Pair]:
    """The decisions that hold, on pairs of records of a type that the user sees.

    A pair whose group was taken apart counts as unsure until somebody decides anew, whoever said before that it is one: it is
    neither merged again nor offered (the undo of a change set that merged several groups takes none apart by itself, :func:`_parted`).
    Of several on one pair (while a merge is undone in part) the one that joins less counts.
    """
    rows = connection.execute(f"""
        WITH parted AS MATERIALIZED ({_parted(kind, user)}),
        standing AS (
            SELECT first, second, verdict FROM ({_told(kind, user)}) t LEFT JOIN parted a USING (first, second) WHERE holds AND NOT {_overtaken("t")}
            QUALIFY row_number() OVER (PARTITION BY first, second ORDER BY {STRICTEST_FIRST}) = 1
        )
        SELECT * FROM standing
        UNION ALL SELECT first, second, 'unsure' FROM parted ANTI JOIN standing USING (first, second) ORDER BY 1, 2
    """).fetchall()
    return [Pair(*row) for row in rows]


def table(connection: duckdb.DuckDBPyConnection, user: User, kind: RecordType = CLIENT) -> "pd.DataFrame":
    """All decisions on pairs of a type that the user sees, the newest first.

    Returns:
        columns id, first, second, verdict, decided_by, decided_at (UTC), reason, holds (no key field was changed since, nor was the
        pair taken apart after it was said to be one).
    """
    return connection.execute(f"""
        SELECT id, first, second, verdict, decided_by, decided_at, reason, holds AND NOT {_overtaken("t")} AS holds
        FROM ({_told(kind, user)}) t LEFT JOIN ({_parted(kind, user)}) a USING (first, second) ORDER BY decided_at DESC, id DESC
    """).df()


def note_holding(cs: "ChangeSet", among: str = "TRUE", *, name: str = "holding") -> None:
    """Before a merge, or its undo, changes key fields: note which decisions hold as a temporary table (id).

    Args:
        cs: the change set.
        among: an SQL condition on the decisions' ``id``.
        name: of the table; ``holding`` is what :func:`carry_over` reads.
    """
    holding = [f"SELECT id FROM ({_told(kind)}) WHERE holds AND {among}" for kind in _decided_kinds(cs)]
    none = "SELECT NULL::BIGINT AS id WHERE FALSE"
    cs.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {' UNION ALL '.join(holding) or none}")


def carry_over(cs: "ChangeSet") -> None:
    """Let the decisions of ``holding`` that are still there hold for the records as they are now.

    One on a record that somebody else locked is left as it is.
    """
    if not cs.query("SELECT 1 FROM holding LIMIT 1"):
        return
    for kind in _decided_kinds(cs):
        free = f"SELECT id FROM db.{quote(kind.name)} WHERE coalesce(locked_by, {literal(cs.user.name)}) = {literal(cs.user.name)}"
        cs.update_from(
            "decision",
            f"""
            SELECT id, now AS fingerprint FROM ({_told(kind)})
            WHERE id IN (SELECT id FROM holding) AND NOT holds AND first IN ({free}) AND second IN ({free})
            """,
            ["id", "fingerprint"], unseen=True,
        )  # fmt: skip


def hold_as_said(cs: "ChangeSet", among: str) -> None:
    """Add to ``holding`` those decisions whose word once held of records just as these are now, and was not changed since.

    Args:
        cs: the change set; ``holding`` is noted.
        among: an SQL condition on the decisions' ``id``.
    """
    for kind in _decided_kinds(cs):
        cs.connection.execute(f"""
            INSERT INTO holding SELECT t.id FROM ({_told(kind)}) t WHERE NOT holds AND {among} AND EXISTS (
                SELECT 1 FROM db.change c WHERE c.entity = 'decision' AND c.record_id = t.id AND c.before ->> '$.{FINGERPRINT}' = t.now
                AND c.change_set > (SELECT coalesce(max(k.change_set), 0) FROM db.change k
                                     WHERE k.entity = 'decision' AND k.record_id = t.id AND k.op = 'update' AND json_exists(k.before, '$.verdict'))
            )
        """)


def hand_over(cs: "ChangeSet", going: str) -> None:
    """Of decisions that are about to go since another one says as much, empty the fingerprint of those that hold.

    So the journal knows whose word held when it went, and an undo of a part can let it hold for the records as they are
    by then (:func:`workbench.store.undo_said.give`).

    Args:
        cs: the change set; ``holding`` is noted.
        going: a temporary table with their ids.
    """
    held = f"SELECT id, NULL::VARCHAR AS {FINGERPRINT} FROM {going} WHERE id IN (SELECT id FROM holding)"
    cs.update_from("decision", held, ["id", FINGERPRINT], unseen=True)


def _decided_kinds(cs: "ChangeSet") -> list[RecordType]:
    """The types about pairs of which anything was decided."""
    there = {row[0] for row in cs.query("SELECT DISTINCT record_type FROM db.decision")}
    return [one for one in MERGED_TYPES if one.name in there]


def _told(kind: RecordType, user: User | None = None) -> str:
    """SQL of the decisions as pairs in order, and whether they hold; those that the user sees, or all."""
    ours = f"FROM db.decision WHERE record_type = {literal(kind.name)}"
    keyed = _keyed(kind, f"SELECT record_id {ours} UNION SELECT other_id {ours}", user)
    return f"""
        SELECT d.id, x.id AS first, y.id AS second, coalesce(d.verdict, 'different') AS verdict, d.decided_by, d.decided_at, d.reason,
               {_mark("x", "y")} AS now, coalesce(d.fingerprint = {_mark("x", "y")}, FALSE) AS holds
        FROM db.decision d JOIN ({keyed}) x ON x.id = least(d.record_id, d.other_id) JOIN ({keyed}) y ON y.id = greatest(d.record_id, d.other_id)
    """


def _parted(kind: RecordType, user: User) -> str:
    """SQL of the pairs that were one by a merge of their group which was taken back: first, second, and when that was last.

    Several groups taken back with a whole change set say nothing of any pair: all is as before, also what is offered; nor does an undo that was
    itself undone. Who was merged into another since is that other one here, as in the decisions about it.
    """
    return f"""
        WITH RECURSIVE undone AS (
            SELECT c.change_set, s.made_at, (c.before ->> '$.old_id')::BIGINT AS old, (c.before ->> '$.new_id')::BIGINT AS kept
            FROM db.change c JOIN db.change_set s ON s.id = c.change_set
            WHERE c.entity = 'redirect' AND c.op = 'delete' AND s.action = 'undo' AND c.before IS NOT NULL
                AND s.id NOT IN (SELECT undoes FROM db.change_set WHERE undoes IS NOT NULL)
            WINDOW same_undo AS (PARTITION BY c.change_set)
            QUALIFY s.undoes IS NULL OR min(kept) OVER same_undo = max(kept) OVER same_undo
        ),
        then_one AS (SELECT change_set, made_at, kept, old AS id FROM undone UNION SELECT change_set, made_at, kept, kept FROM undone),
        led(change_set, made_at, kept, id) AS (
            FROM then_one UNION SELECT l.change_set, l.made_at, l.kept, r.new_id FROM led l JOIN db.redirect r ON r.old_id = l.id
        ),
        member AS (FROM led WHERE id NOT IN (SELECT old_id FROM db.redirect))
        SELECT x.id AS first, y.id AS second, max(x.made_at) AS parted_at FROM member x JOIN member y ON x.change_set = y.change_set AND x.kept = y.kept AND x.id < y.id
        WHERE x.id IN ({_seen(kind, user)}) AND y.id IN ({_seen(kind, user)}) GROUP BY 1, 2
    """


def _overtaken(decision: str) -> str:
    """SQL over a decision and what :func:`_parted` gives of its pair: that they are one was said before they were taken apart."""
    return f"coalesce({decision}.verdict = 'same' AND {decision}.decided_at <= a.parted_at, FALSE)"


def _seen(kind: RecordType, user: User) -> str:
    """SQL of the ids of the records of a type that the user sees."""
    return f"SELECT t.id FROM db.{quote(kind.name)} t WHERE {visible(user, kind, 't')}"


def _keyed(kind: RecordType, ids: str, user: User | None = None) -> str:
    """SQL of records and the text of their key fields and of what hangs beside: id, key."""
    key = " || chr(31) || ".join(f"coalesce(t.{quote(name)}::VARCHAR, '')" for name in KEY_FIELDS[kind.name])
    seen = "TRUE" if user is None else visible(user, kind, "t")
    return f"""
        SELECT t.id, {key} || coalesce(array_to_string(list_sort(a.texts), chr(31)), '') AS key FROM db.{quote(kind.name)} t
        LEFT JOIN (SELECT record_id, list(text) AS texts FROM ({_BESIDE[kind.name]}) WHERE record_id IN ({ids}) GROUP BY 1) a ON a.record_id = t.id
        WHERE t.id IN ({ids}) AND {seen}
    """


def _mark(first: str, second: str) -> str:
    """SQL of the fingerprint of two records: it changes when a key field or what hangs beside of either does."""
    return f"left(sha256({first}.key || chr(30) || {second}.key), 32)"
