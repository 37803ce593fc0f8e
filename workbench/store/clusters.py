"""Merging many groups of clients, or of contact persons, at once, and what would come of it."""

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from workbench.errors import InputError, NotFoundError, RefusedError
from workbench.model.fields import RecordType
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.records import CLIENT, references_to
from workbench.store import bulk, deciding, decisions, hierarchy, merging, reading
from workbench.store.access import visible
from workbench.store.by_hand import ByHand, decide
from workbench.store.columns import literal, quote
from workbench.store.deciding import Rules
from workbench.store.locks_beside import locks_beside
from workbench.store.since_planned import PLANNED, changed_since, refuse_apart, refuse_others

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

Survivor = Literal["fullest", "oldest", "newest"]

_NOTHING: Final = ByHand()
_ORDERS: Final[Mapping[Survivor, str]] = {
    "fullest": "filled DESC, id", "oldest": "id", "newest": "updated_at DESC, id",
}  # fmt: skip


def lay(
    cs: "ChangeSet", groups: Sequence[Sequence[int]], survivor: Survivor = "fullest", kind: RecordType = CLIENT, keep: Sequence[int] = ()
) -> None:  # fmt: skip
    """Lay the groups out as the temporary table ``member``: keep, id, place (0 for the survivor); ``keep`` are records that survive whatever the rule says.

    Raises:
        InputError: a group of fewer than two, or a record in two groups.
        NotFoundError: a record does not exist for this user.
        RefusedError: one was merged into another meanwhile.
    """
    ids = [one for group in groups for one in group]
    if any(len(set(group)) < 2 for group in groups) or len(set(ids)) != len(ids):  # noqa: PLR2004 - a pair
        raise InputError(
            "Each group needs two different records or more, and a record may be in one group only."
        )
    bulk.lay(cs, "grouped", {"number": [at for at, group in enumerate(groups) for _ in group], "id": ids})
    main = f"db.{quote(kind.name)}"
    absent = cs.query(f"""
        SELECT g.id FROM grouped g LEFT JOIN {main} t ON t.id = g.id AND {visible(cs.user, kind, "t")} WHERE t.id IS NULL ORDER BY 1 LIMIT 1
    """)
    if absent:
        gone = absent[0][0]
        if (now := reading.followed(cs.connection, cs.user, [gone])[gone]) != gone:
            raise RefusedError(
                "{kind} {id} was merged into {now} meanwhile. Search again, or name {now} in its place and make a new plan: .preview().",
                kind=kind.label, id=gone, now=now,
            )  # fmt: skip
        raise NotFoundError.of(kind.label, gone)
    first = f"id IN ({', '.join(map(str, keep))}) DESC, " if keep else ""
    filled = " + ".join(
        f"({deciding.filled('t.' + quote(one.name))})::INTEGER" for one in deciding.fields(kind)
    )
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE member AS
        SELECT first_value(id) OVER w AS keep, id, row_number() OVER w - 1 AS place, filled
        FROM (SELECT g.number, t.id, t.updated_at, {filled} AS filled FROM grouped g JOIN {main} t USING (id))
        WINDOW w AS (PARTITION BY number ORDER BY {first}{_ORDERS[survivor]})
    """)


def merge(
    cs: "ChangeSet", groups: Sequence[Sequence[int]], rules: Rules, survivor: Survivor = "fullest", kind: RecordType = CLIENT,
    *, by_hand: ByHand = _NOTHING, planned: int | None = None, keeps: Container[int] | None = None,
) -> int:  # fmt: skip
    """Merge each group into one record, ``by_hand`` as a person decided; with ``planned``, the newest change set that its plan knew, and ``keeps``, its survivors, only as it was then.

    Returns:
        how many records vanished.

    Raises:
        InputError: a group of fewer than two, or a record in two groups.
        NotFoundError: a record does not exist for this user.
        LockedError: a record that would change is locked by somebody else.
        PermissionRefusedError: the right to delete does not reach one that vanishes.
        StaleVersionError: since the plan was made, a record of a group was changed, or something decided that keeps it apart; or
            another record would survive.
    """
    lay(cs, groups, survivor, kind, by_hand.keep)
    names = decide(cs, by_hand, rules, kind, deciding.decide(cs, rules, kind))
    refuse_apart(cs, kind, changed_since(cs, kind, planned))
    if keeps is not None:
        refuse_others(cs, keeps)
    decisions.note_holding(cs)
    cs.update_from(kind.name, f"SELECT id, {', '.join(map(quote, names))} FROM decided", ["id", *names])
    moves = cs.query("SELECT id, keep FROM member WHERE place > 0 ORDER BY id")
    merging.merge(cs, dict(moves), kind=kind, taken="taken", noted=True)
    return len(moves)


def plan(
    cs: "ChangeSet", groups: Sequence[Sequence[int]], rules: Rules, survivor: Survivor = "fullest", kind: RecordType = CLIENT,
    *, by_hand: ByHand = _NOTHING,
) -> "pd.DataFrame":  # fmt: skip
    """What a merge of these groups would do, and what stands against it; a row a group, in their order.

    Returns:
        columns survivor, name (the survivor's), absorbed (a list of ids), conflicts (fields in which they differ), fields
        (names of those of the survivor that change), moves (records that hang on those that vanish), numbers (different valid
        IČO, a list), birthdays (how many different ones), locked_by (somebody else, or an empty text), beside,
        beside_id and beside_by (type and id of a locked record that a merge would change, and who locked it, an empty text where
        the user does not see it; see :mod:`workbench.store.locks_beside`), undeletable (one that the user may not delete, or 0), invalid
        (one that is, where others are not, or 0), circular (it would become its own parent company).
    """
    lay(cs, groups, survivor, kind, by_hand.keep)
    names = decide(cs, by_hand, rules, kind, deciding.decide(cs, rules, kind))
    changes = ", ".join(
        f"CASE WHEN d.{quote(one)} IS DISTINCT FROM t.{quote(one)} THEN {literal(one)} END" for one in names
    )
    moving = " UNION ALL ".join(
        f"SELECT m.keep FROM db.{quote(holder.name)} h JOIN member m ON m.id = h.{quote(field.name)} AND m.place > 0"
        + (f" WHERE h.record_type = {literal(kind.name)}" if "record_type" in holder.by_name else "")
        for holder, field in references_to(kind.name)
    )
    reach = {"all": "TRUE", "own": f"owner IS NOT DISTINCT FROM {literal(cs.user.name)}"}.get(
        "all" if cs.user.is_administrator else cs.user.rights.delete, "FALSE"
    )
    name = "t.name" if "name" in kind.by_name else "concat_ws(' ', t.first_name, t.last_name)"
    ico = "ico" if "ico" in kind.by_name else "NULL::VARCHAR"
    frame = cs.connection.execute(f"""
        SELECT g.survivor, {name} AS name, g.absorbed, d.conflicts, list_filter([{changes}]::VARCHAR[], lambda one: one IS NOT NULL) AS fields, coalesce(v.moves, 0) AS moves,
               g.numbers, g.several, g.birthdays,
               coalesce(g.locked_by, '') AS locked_by, coalesce(b.entity, '') AS beside, coalesce(b.id, 0) AS beside_id, coalesce(b.locked_by, '') AS beside_by, coalesce(g.undeletable, 0) AS undeletable, coalesce(g.invalid, 0) AS invalid
        FROM (
            SELECT keep AS survivor, list(id ORDER BY place) FILTER (place > 0) AS absorbed, list(DISTINCT {ico}) FILTER ({ico} <> '') AS numbers, count(DISTINCT {ico}) > 1 AS several,
                   count(DISTINCT birthday) AS birthdays, min(id) FILTER (place > 0 AND NOT ({reach})) AS undeletable,
                   min(locked_by) FILTER (locked_by <> {literal(cs.user.name)}) AS locked_by, CASE WHEN bool_or(valid) THEN min(id) FILTER (NOT valid) END AS invalid
            FROM held GROUP BY keep
        ) g JOIN db.{quote(kind.name)} t ON t.id = g.survivor JOIN decided d ON d.id = g.survivor
        LEFT JOIN (SELECT keep, count(*) AS moves FROM ({moving}) GROUP BY keep) v ON v.keep = g.survivor
        LEFT JOIN (SELECT * FROM ({locks_beside(cs, kind)}) QUALIFY row_number() OVER (PARTITION BY keep ORDER BY locked_by = '', id) = 1) b ON b.keep = g.survivor
        JOIN grouped o ON o.id = g.survivor ORDER BY o.number
    """).df()
    frame["numbers"] = [
        sorted(filter(ico_numbers.is_valid, numbers)) if several else []
        for numbers, several in zip(frame["numbers"], frame.pop("several"), strict=True)
    ]
    frame["absorbed"] = [list(map(int, one)) for one in frame["absorbed"]]
    frame["fields"] = [list(map(str, one)) for one in frame["fields"]]
    frame.attrs[PLANNED] = cs.id - 1
    frame["circular"] = frame["survivor"].isin(hierarchy.circular(cs) if kind is CLIENT else ())
    return frame
