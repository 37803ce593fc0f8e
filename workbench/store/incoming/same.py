"""Rows that nothing identifies but their values."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.model.fields import Field, Kind
from workbench.model.records import CLIENT, RECORD_TYPES
from workbench.store.access import visible
from workbench.store.columns import quote
from workbench.store.incoming.addresses import fields_of
from workbench.store.incoming.persons import KNOWN
from workbench.store.incoming.writing import holds_custom

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

_LISTED = ("client", "address", "contact", "person", "person_contact", "consent")


def find(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> None:
    """Recognise rows as the client that has all they say, what hangs on it included; the others are new.

    Rows of one file that say exactly the same are one client.
    """
    open_rows = 'SELECT "row" FROM matched WHERE id IS NULL AND NOT named'
    if not cs.query(f"{open_rows} LIMIT 1"):
        return
    run = cs.connection.execute
    fields = [CLIENT.field(str(name)) for name in rows["client"].columns]
    equal = (
        " AND ".join(f"(i.{quote(one.name)} IS NULL OR {_says(one, 'c', 'i')})" for one in fields) or "TRUE"
    )
    run(f"""
        CREATE OR REPLACE TEMP TABLE twin AS
        SELECT i."row", c.id FROM in_client i JOIN db.client c ON c.name = i.name
        WHERE i."row" IN ({open_rows}) AND {equal} AND ({visible(cs.user, CLIENT, "c")})
    """)
    for table, said in _hanging(cs, rows).items():
        if len(rows[table]):
            run(f"""
                DELETE FROM twin USING (
                    SELECT w."row", w.id FROM twin w JOIN {quote("in_" + table)} s USING ("row") WHERE NOT EXISTS ({said})
                ) lacking WHERE twin."row" = lacking."row" AND twin.id = lacking.id
            """)
    run("""
        UPDATE matched SET id = s.id, matched_by = 'same' FROM (SELECT "row", min(id) AS id FROM twin GROUP BY 1) s
        WHERE s."row" = matched."row"
    """)
    said = " UNION ALL ".join(
        f'SELECT "row", \'{name}\' AS what, {_all_values(frame)} AS said FROM {quote("in_" + name)} WHERE "row" IN ({open_rows})'
        for name in _LISTED
        if len(frame := rows[name]) or name == "client"
    )
    run(f"""
        UPDATE matched SET id = n.id FROM (
            SELECT "row", -min("row") OVER (PARTITION BY all_said) AS id FROM (
                SELECT "row", list((what, said) ORDER BY what, said) AS all_said FROM ({said}) GROUP BY 1
            )
        ) n WHERE n."row" = matched."row"
    """)


def _hanging(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"]) -> dict[str, str]:
    """For each table the query that finds what a row ``s`` says with the client ``w.id``."""
    on_client = "t.record_type = 'client' AND t.record_id = w.id"
    consent = [str(name) for name in rows["consent"].columns if name != "row"]
    person = [name for name in map(str, rows["person"].columns) if name in RECORD_TYPES["person"].by_name]
    his = KNOWN.format(visible=visible(cs.user, RECORD_TYPES["person"], "q"))
    given = " AND ".join(
        f"(s.{quote(name)} IS NULL OR s.{quote(name)} IS NOT DISTINCT FROM q.{quote(name)})"
        for name in person
    )
    place = "AND (s.position IS NULL OR s.position = k.position)" if "position" in rows["person"] else ""
    return {
        "address": f"SELECT 1 FROM db.address t WHERE {on_client} AND t.kind = coalesce(s.kind, 'contact') AND "
        + " AND ".join(_given(name) for name in fields_of(rows["address"]) if name != "original"),
        "contact": f"SELECT 1 FROM db.contact t WHERE {on_client} AND t.kind = s.kind AND t.value = s.value",
        "consent": f"SELECT 1 FROM db.consent t WHERE {on_client} AND "
        + (
            " AND ".join(f"t.{quote(name)} IS NOT DISTINCT FROM s.{quote(name)}" for name in consent)
            or "TRUE"
        ),
        "person": f"SELECT 1 FROM ({his}) k JOIN db.person q ON q.id = k.id WHERE k.client_id = w.id AND {given or 'TRUE'} {place}",
        "person_contact": f"""
            SELECT 1 FROM ({his}) k JOIN db.contact t ON t.record_type = 'person' AND t.record_id = k.id
            WHERE k.client_id = w.id AND t.kind = s.kind AND t.value = s.value
        """,
    }


def _given(name: str) -> str:
    return f"(s.{quote(name)} IS NULL OR s.{quote(name)} = t.{quote(name)})"


def _says(field: Field, ours: str, file: str) -> str:
    mine, theirs = f"{ours}.{quote(field.name)}", f"{file}.{quote(field.name)}"
    if field.kind is Kind.TAGS:
        return f"list_has_all(coalesce({mine}, []), {theirs})"
    if field.kind is Kind.CUSTOM:
        return holds_custom(mine, theirs)
    return f"{theirs} IS NOT DISTINCT FROM {mine}"


def _all_values(frame: "pd.DataFrame") -> str:
    """SQL of all that a line says, as one text; how the rows are numbered left out."""
    names = [str(name) for name in frame.columns if name != "row"]
    return f"to_json([{', '.join(f'{quote(name)}::VARCHAR' for name in names)}])::VARCHAR" if names else "''"
