"""Merging records: everything that hangs on those that vanish moves to the one that stays.

Set-based: one cluster or a hundred thousand are the same statements. The caller has decided the fields of
the survivors; here links move, twins collapse, redirects are left and the vanishing rows go.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, PERSON, RECORD_TYPES, references_to
from workbench.store import bulk, decisions, reading
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

_TWINS: Mapping[str, tuple[str, ...]] = {
    "address": (
        "record_id", "kind", "street", "house_number", "house_number_kind", "orientation_number", "orientation_letter",
        "part", "city", "district", "postcode", "country", "extra",
    ),
    "contact": ("record_id", "kind", "value"),
    "consent": ("record_id", "title", "purpose", "valid_from", "valid_to"),
    "employment": ("client_id", "person_id", "position"),
    "relation": ("client_id", "other_id", "kind"),
    "decision": ("record_id", "other_id"),
    "provenance": ("record_id", "field"),
}  # fmt: skip
"""Hanging records that are equal in these fields are one."""


def merge(
    cs: "ChangeSet",
    survivors: Mapping[int, int],
    sources: Mapping[str, int | None] | None = None,
    *,
    kind: RecordType = CLIENT,
    taken: str | None = None,
    noted: bool = False,
) -> None:
    """Move all links and leave redirects; decisions that held before go on to hold.

    Args:
        cs: the change set; the survivors' own fields are updated by the caller.
        survivors: vanishing record's id -> surviving record's id.
        sources: field -> the record whose value was taken, ``None`` for a value made of several or typed; the
            mark of what a register said goes with that record's value, and no other mark stays. A field that
            is not named keeps the survivor's own value. With sources there is one survivor.
        kind: the records' type.
        taken: the same for many survivors: a temporary table of keep, field, source.
        noted: whoever updated the survivors' fields noted before which decisions hold
            (:func:`workbench.store.decisions.note_holding`).

    Raises:
        InputError: sources are given for more than one survivor.
        LockedError: a record that would change is locked by somebody else.
    """
    if sources and len(set(survivors.values())) > 1:
        raise InputError("The sources of values belong to one surviving record. Merge one group at a time.")
    if sources:
        keep = next(iter(survivors.values()))
        rows = ", ".join(
            f"({keep}, {literal(field)}, {'NULL' if source is None else int(source)}::BIGINT)"
            for field, source in sources.items()
        )
        taken = f"(SELECT * FROM (VALUES {rows}) AS s(keep, field, source))"
    if not noted:
        decisions.note_holding(cs)
    bulk.lay(cs, "absorb", {"id": list(survivors), "keep": list(survivors.values())})
    _leave_redirects(cs, kind)
    hanging = reading.having(cs.connection, _concerned(kind))
    drop_inner_links(cs, [one for one in ("relation", "decision") if one in hanging])
    if "provenance" in hanging:
        _drop_foreign_marks(cs, kind, taken)
    linked = "employment" in hanging and kind is PERSON
    _note_primary_links(cs, linked=linked)
    collapse_twins(cs, [one for one in _TWINS if one in hanging], kind=kind)
    for table, owner in (("address", "record_id"), ("employment", "person_id")):
        if table in hanging and (table, owner) in _pointing(kind):
            _keep_one_primary(cs, table, owner, kind)
    for holder, reference in references_to(kind.name):
        if holder.name not in hanging:
            continue
        column = quote(reference.name)
        cs.update_from(
            holder.name,
            f"SELECT t.id, a.keep AS {column} FROM db.{quote(holder.name)} t JOIN absorb a ON a.id = t.{column} WHERE {_of_type(holder, kind)}",
            ["id", reference.name],
            unseen=True,
        )
    _restore_primary_links(cs, linked=linked)
    cs.delete_from(kind.name, "SELECT id FROM absorb")
    decisions.carry_over(cs)


def _pointing(kind: RecordType) -> list[tuple[str, str]]:
    """The (record type, field) that may point at records of this type."""
    return [(holder.name, field.name) for holder, field in references_to(kind.name)]


def _concerned(kind: RecordType) -> dict[str, str]:
    """Record types that may hang on records of this type -> SQL of whether the record ``t`` hangs on any that ``absorb`` concerns."""
    found: dict[str, list[str]] = {}
    for holder, name in _pointing(kind):
        concerned = f"t.{quote(name)} IN (SELECT id FROM absorb UNION ALL SELECT keep FROM absorb)"
        found.setdefault(holder, []).append(concerned)
    return {holder: " OR ".join(conditions) for holder, conditions in found.items()}


def _of_type(holder: RecordType, kind: RecordType, alias: str = "t") -> str:
    """SQL: what says of which type the record is that it hangs on says this type."""
    return f"{alias}.record_type = {literal(kind.name)}" if "record_type" in holder.by_name else "TRUE"


def _note_primary_links(cs: "ChangeSet", *, linked: bool) -> None:
    """Of which client each group's person is first of all, as the temporary table ``was_primary`` (keep, client); the survivor's comes first."""
    if not linked:
        return
    cs.connection.execute("""
        CREATE OR REPLACE TEMP TABLE was_primary AS
        SELECT coalesce(a.keep, t.person_id) AS keep, arg_min(t.client_id, (a.id IS NOT NULL, t.id)) AS client
        FROM db.employment t LEFT JOIN absorb a ON a.id = t.person_id
        WHERE t.is_primary AND coalesce(a.keep, t.person_id) IN (SELECT keep FROM absorb) GROUP BY 1
    """)


def _restore_primary_links(cs: "ChangeSet", *, linked: bool) -> None:
    """Where the primary link was double and vanished, the one that says the same, or more, takes its place."""
    if not linked:
        return
    cs.update_from(
        "employment",
        """
        SELECT min(t.id) AS id, TRUE AS is_primary FROM db.employment t JOIN was_primary w ON w.keep = t.person_id AND w.client = t.client_id
        WHERE NOT EXISTS (SELECT 1 FROM db.employment k WHERE k.person_id = w.keep AND k.is_primary) GROUP BY w.keep
        """,
        ["id", "is_primary"],
        unseen=True,
    )


def _leave_redirects(cs: "ChangeSet", kind: RecordType) -> None:
    count = cs.query("SELECT count(*) FROM absorb")[0][0]
    first = cs.new_ids(count).start
    ico = "c.ico" if "ico" in kind.by_name else "NULL::VARCHAR"
    cs.insert_from(
        "redirect",
        f"""
        SELECT {first} + row_number() OVER (ORDER BY c.id) - 1 AS id, c.id AS old_id, a.keep AS new_id, c.external_id, {ico} AS ico
        FROM absorb a JOIN db.{quote(kind.name)} c ON c.id = a.id
        """,
        ["id", "old_id", "new_id", "external_id", "ico"],
    )


def drop_inner_links(cs: "ChangeSet", tables: Iterable[str], *, where: str = "TRUE") -> None:
    """Delete relations and decisions between records of one group of ``absorb``: they would point at themselves.

    Args:
        cs: the change set.
        tables: which of the two.
        where: an SQL condition over ``t`` that narrows them.
    """
    for table in tables:
        one, other = (f"t.{quote(anchor)}" for anchor in RECORD_TYPES[table].anchors)
        cs.delete_from(
            table,
            f"""
            SELECT t.id FROM db.{table} t LEFT JOIN absorb a ON a.id = {one} LEFT JOIN absorb b ON b.id = {other}
            WHERE coalesce(a.keep, {one}) = coalesce(b.keep, {other}) AND (a.id IS NOT NULL OR b.id IS NOT NULL) AND ({where})
            """,
            unseen=True,
        )


def _drop_foreign_marks(cs: "ChangeSet", kind: RecordType, taken: str | None) -> None:
    """Of the marks of a field only that of the record whose value the survivor has now stays."""
    own = "coalesce(a.keep, t.record_id)"
    joined = f"LEFT JOIN {taken} s ON s.keep = {own} AND s.field = t.field" if taken else ""
    source = f"CASE WHEN s.keep IS NULL THEN {own} ELSE s.source END" if taken else own
    cs.delete_from(
        "provenance",
        f"""
        SELECT t.id FROM db.provenance t LEFT JOIN absorb a ON a.id = t.record_id {joined}
        WHERE t.record_type = {literal(kind.name)} AND (a.id IS NOT NULL OR t.record_id IN (SELECT keep FROM absorb))
        AND t.field IN ({", ".join(map(literal, kind.by_name))}) AND t.record_id IS DISTINCT FROM {source}
        """,
        unseen=True,
    )


def _drop_bare_employments(cs: "ChangeSet", kind: RecordType, where: str = "TRUE") -> None:
    """Delete a link of a person to a client that says no position where another one of the two does.

    Args:
        cs: the change set; ``absorb`` says whose links move where.
        kind: the type of the records that move: clients or persons.
        where: an SQL condition over ``t`` that narrows them.
    """
    mine, others = ("client_id", "person_id") if kind is CLIENT else ("person_id", "client_id")
    cs.delete_from(
        "employment",
        f"""
        SELECT t.id FROM db.employment t LEFT JOIN absorb a ON a.id = t.{mine}
        WHERE coalesce(trim(t.position), '') = '' AND coalesce(a.keep, t.{mine}) IN (SELECT keep FROM absorb)
        AND EXISTS (
            SELECT 1 FROM db.employment o LEFT JOIN absorb b ON b.id = o.{mine}
            WHERE o.{others} = t.{others} AND coalesce(b.keep, o.{mine}) = coalesce(a.keep, t.{mine})
            AND coalesce(trim(o.position), '') <> ''
        ) AND ({where})
        """,
        unseen=True,
    )


def collapse_twins(
    cs: "ChangeSet", tables: Iterable[str], *, kind: RecordType = CLIENT, where: str = "TRUE", moving: bool = False
) -> None:  # fmt: skip
    """Delete records that would be equal after the move; the survivor's own, else the oldest, stays.

    Args:
        cs: the change set; ``absorb`` says whose records move where.
        tables: the types of hanging records.
        kind: the type of the records that move.
        where: an SQL condition over ``t`` that narrows them.
        moving: delete only records that move, not those that stood double before.
    """
    for table in tables:
        fields = _TWINS[table]
        aliases = {name: f"a{index}" for index, name in enumerate(fields) if (table, name) in _pointing(kind)}
        moved = {name: f"coalesce({alias}.keep, t.{quote(name)})" for name, alias in aliases.items()}
        joins = " ".join(
            f"LEFT JOIN absorb {alias} ON {alias}.id = t.{quote(name)}" for name, alias in aliases.items()
        )
        moves = " OR ".join(f"{alias}.id IS NOT NULL" for alias in aliases.values())
        keys = ", ".join(moved.get(name) or _folded(name) for name in fields)
        if table == "relation":  # "A is parent of B" and "B is child of A" say the same
            keys = f"""CASE WHEN t.kind = 'child' OR t.kind = 'loose' AND {moved["client_id"]} > {moved["other_id"]}
                       THEN [{moved["other_id"]}, {moved["client_id"]}] ELSE [{moved["client_id"]}, {moved["other_id"]}] END, t.kind = 'loose'"""
        if table == "decision":
            keys = f"least({moved['record_id']}, {moved['other_id']}), greatest({moved['record_id']}, {moved['other_id']})"
        concerned = " OR ".join(f"{now} IN (SELECT keep FROM absorb)" for now in moved.values())
        first = f"({moves}),"
        if table in ("address", "contact"):
            first += " coalesce(t.is_primary, FALSE) DESC,"
        if table == "decision":
            first = f"t.id NOT IN (SELECT id FROM holding), {decisions.STRICTEST_FIRST}, {first}"
        cs.delete_from(
            table,
            f"""
            SELECT id FROM (
                SELECT t.id, ({moves}) AS moves, row_number() OVER (
                    PARTITION BY {keys} ORDER BY {first} t.id
                ) AS place
                FROM db.{quote(table)} t {joins} WHERE ({concerned}) AND ({where}) AND {_of_type(RECORD_TYPES[table], kind)}
            ) WHERE place > 1 {"AND moves" if moving else ""}
            """,
            unseen=True,
        )
        if table == "employment":
            _drop_bare_employments(cs, kind, where)


def _keep_one_primary(cs: "ChangeSet", table: str, owner: str, kind: RecordType) -> None:
    """The survivor's primary address (a person's primary link to a client) stays the primary one; if it has none, the oldest that moves."""
    cs.update_from(
        table,
        f"""
        SELECT t.id, FALSE AS is_primary FROM db.{table} t JOIN absorb a ON a.id = t.{owner}
        WHERE {_of_type(RECORD_TYPES[table], kind)} AND t.is_primary AND EXISTS (
            SELECT 1 FROM db.{table} k LEFT JOIN absorb b ON b.id = k.{owner}
            WHERE {_of_type(RECORD_TYPES[table], kind, "k")} AND k.is_primary AND coalesce(b.keep, k.{owner}) = a.keep
            AND (b.id IS NULL OR k.id < t.id)
        )
        """,
        ["id", "is_primary"],
        unseen=True,
    )


def _folded(name: str) -> str:
    """Texts are equal regardless of case and outer blanks."""
    return f"lower(trim(coalesce(t.{quote(name)}::VARCHAR, '')))"
