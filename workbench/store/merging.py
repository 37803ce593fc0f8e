"""Merging records: everything that hangs on those that vanish moves to the one that stays.

Set-based: one cluster or a hundred thousand are the same statements. The caller has decided the fields of
the survivors; here links move, twins collapse, redirects are left and the vanishing rows go.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbench.errors import InputError
from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, RECORD_TYPES, references_to
from workbench.store import bulk, decisions, reading, twins
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


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
    twins.collapse(cs, [one for one in twins.TWINS if one in hanging], twins.Moving(kind))
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
    cs.delete_from(kind.name, "SELECT id FROM absorb")
    decisions.carry_over(cs)


def _concerned(kind: RecordType) -> dict[str, str]:
    """Record types that may hang on records of this type -> SQL of whether the record ``t`` hangs on any that ``absorb`` concerns."""
    found: dict[str, list[str]] = {}
    for holder, field in references_to(kind.name):
        concerned = f"t.{quote(field.name)} IN (SELECT id FROM absorb UNION ALL SELECT keep FROM absorb)"
        found.setdefault(holder.name, []).append(concerned)
    return {holder: " OR ".join(conditions) for holder, conditions in found.items()}


def _of_type(holder: RecordType, kind: RecordType) -> str:
    """SQL: what says of which type the record is that it hangs on says this type."""
    return f"t.record_type = {literal(kind.name)}" if "record_type" in holder.by_name else "TRUE"


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
