"""Hanging records that would stand twice once others move to where they hang: which they are, and which one stays.

What is primary stays primary: where the record with that mark goes since another one says the same, or more, that one
takes the mark over; and what moves gives its mark up to what was primary with the survivor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, RECORD_TYPES, references_to
from workbench.store import decisions
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

TWINS: Final[Mapping[str, tuple[str, ...]]] = {
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
_ONE_PRIMARY: Final[Mapping[str, tuple[str, ...]]] = {
    "address": ("record_id",), "contact": ("record_id", "kind"), "employment": ("person_id",),
}  # fmt: skip
"""Hanging records of which one is primary among those that are equal in these fields."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Which hanging records are looked at when records of a type move to others, as the table ``absorb`` (id, keep) says.

    Attributes:
        kind: the type of the records that move.
        where: an SQL condition over ``t`` that narrows the hanging ones.
        own_stay: what stood double with the survivor before stays as it is; only what moves may go.
    """

    kind: RecordType = CLIENT
    where: str = "TRUE"
    own_stay: bool = False

    def rows(self, table: str) -> str:
        """SQL of the records of one type that hang on the groups: their columns, ``moves``, ``keep``, and for each end where it leads (``to client_id``)."""
        aliases = {name: f"a{index}" for index, name in enumerate(self.ends(table))}
        joins = " ".join(
            f"LEFT JOIN absorb {alias} ON {alias}.id = t.{quote(name)}" for name, alias in aliases.items()
        )
        now = {name: f"coalesce({alias}.keep, t.{quote(name)})" for name, alias in aliases.items()}
        moves = " OR ".join(f"{alias}.id IS NOT NULL" for alias in aliases.values())
        concerned = " OR ".join(f"{one} IN (SELECT keep FROM absorb)" for one in now.values())
        of_type = (
            f"AND t.record_type = {literal(self.kind.name)}"
            if "record_type" in RECORD_TYPES[table].by_name
            else ""
        )
        leads = ", ".join(
            f"{now.get(name, f't.{quote(name)}')} AS {quote('to ' + name)}"
            for name in RECORD_TYPES[table].anchors
        )
        return f"SELECT t.*, ({moves}) AS moves, {leads} FROM db.{quote(table)} t {joins} WHERE ({concerned}) AND ({self.where}) {of_type}"

    def ends(self, table: str) -> list[str]:
        """The fields of a hanging record that may lead to what moves."""
        return [
            field.name for holder, field in references_to(self.kind.name)
            if holder.name == table and field.name in holder.anchors
        ]  # fmt: skip


def doubles(table: str, moving: Moving) -> str:
    """SQL of the records of one type that would be equal to another after the move: id, and the one that stays.

    The survivor's own, else the oldest, stays. Of decisions reads the table ``holding``.
    """
    anchors = RECORD_TYPES[table].anchors
    keys = ", ".join(quote("to " + name) if name in anchors else _folded(name) for name in TWINS[table])
    first = "moves"
    if table in ("address", "contact"):
        first += ", coalesce(is_primary, FALSE) DESC"
    if table == "relation":  # "A is parent of B" and "B is child of A" say the same
        keys = """CASE WHEN kind = 'child' OR kind = 'loose' AND "to client_id" > "to other_id"
                  THEN ["to other_id", "to client_id"] ELSE ["to client_id", "to other_id"] END, kind = 'loose'"""
    if table == "decision":
        keys = 'least("to record_id", "to other_id"), greatest("to record_id", "to other_id")'
        first = f"id NOT IN (SELECT id FROM holding), {decisions.STRICTEST_FIRST}, moves"
    return f"""
        SELECT id, stays FROM (
            SELECT id, moves, first_value(id) OVER w AS stays FROM ({moving.rows(table)}) t
            WINDOW w AS (PARTITION BY {keys} ORDER BY {first}, id)
        ) WHERE id <> stays {"AND moves" if moving.own_stay else ""}
    """


def bare_links(moving: Moving) -> str:
    """SQL of the links of a person to a client that say no position where another one of the two does: id, and that one."""
    rows = moving.rows("employment")
    return f"""
        SELECT t.id, arg_min(o.id, (o.moves, o.id)) AS stays FROM ({rows}) t JOIN ({rows}) o
        ON o."to client_id" = t."to client_id" AND o."to person_id" = t."to person_id"
        WHERE {_folded("position", "t")} = '' AND {_folded("position", "o")} <> '' GROUP BY t.id
        {"HAVING bool_or(t.moves) OR bool_and(o.moves)" if moving.own_stay else ""}
    """


def collapse(cs: "ChangeSet", tables: Iterable[str], moving: Moving) -> None:
    """Delete what would be double after the move, and leave one of what is primary; done before anything moves.

    Args:
        cs: the change set; ``absorb`` says whose records move where, ``holding`` which decisions hold.
        tables: the types of hanging records.
        moving: which of them.
    """
    for table in tables:
        if table in _ONE_PRIMARY:
            _note_primary(cs, table, moving)
        _delete(cs, table, doubles(table, moving))
        if table == "employment":
            _delete(cs, table, bare_links(moving))
        if table in _ONE_PRIMARY:
            _keep_primary(cs, table, moving)


def _delete(cs: "ChangeSet", table: str, found: str) -> None:
    cs.connection.execute(f"CREATE OR REPLACE TEMP TABLE doubled AS {found}")
    if not cs.query("SELECT 1 FROM doubled LIMIT 1"):
        return
    if table == "decision":
        decisions.hand_over(cs, "doubled")
    if table in _ONE_PRIMARY:
        cs.connection.execute("UPDATE first_of SET id = d.stays FROM doubled d WHERE d.id = first_of.id")
    cs.delete_from(table, "SELECT id FROM doubled", unseen=True)


def _note_primary(cs: "ChangeSet", table: str, moving: Moving) -> None:
    """Which record is primary with each survivor, as the temporary table ``first_of`` (place, id): its own, else the oldest that moves."""
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE first_of AS
        SELECT {_place(table, moving)} AS place, arg_min(id, (moves, id)) AS id FROM ({moving.rows(table)}) t WHERE is_primary GROUP BY 1
    """)


def _keep_primary(cs: "ChangeSet", table: str, moving: Moving) -> None:
    cs.update_from(
        table,
        f"""
        SELECT t.id, t.id = f.id AS is_primary FROM ({moving.rows(table)}) t JOIN first_of f ON f.place = {_place(table, moving)}
        WHERE t.id = f.id AND t.is_primary IS DISTINCT FROM TRUE OR t.id <> f.id AND t.is_primary AND t.moves
        """,
        ["id", "is_primary"],
        unseen=True,
    )


def _place(table: str, moving: Moving) -> str:
    """SQL over ``t``: among what one is primary; with each survivor by itself."""
    anchors = RECORD_TYPES[table].anchors
    names = dict.fromkeys((*_ONE_PRIMARY[table], *moving.ends(table)))
    columns = [quote("to " + name if name in anchors else name) for name in names]
    return f"[{', '.join(f't.{one}::VARCHAR' for one in columns)}]"


def _folded(name: str, alias: str = "t") -> str:
    """Texts are equal regardless of case and outer blanks."""
    return f"lower(trim(coalesce({alias}.{quote(name)}::VARCHAR, '')))"
