"""Contact persons in the rows of a file: known by first and last name among their client's, else new."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from workbench.model.records import PERSON
from workbench.store.access import visible
from workbench.store.columns import literal, quote
from workbench.store.incoming.writing import add, under

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

KNOWN: Final = """
    SELECT e.client_id, e.id AS employment, e.position, q.id, q.first_name, q.last_name
    FROM db.employment e JOIN db.person q ON q.id = e.person_id WHERE {visible}
"""


def known_persons(cs: "ChangeSet", source: str) -> str:
    """The query of the persons that we have: row, id, employment.

    Args:
        cs: the change set; persons that its user does not see are not there.
        source: the temporary table that gives each row the id of its client.
    """
    return f"""
        SELECT p."row", min(k.id) AS id, arg_min(k.employment, k.id) AS employment FROM in_person p JOIN {source} b USING ("row")
        JOIN ({KNOWN.format(visible=visible(cs.user, PERSON, "q"))}) k
        ON k.client_id = b.id AND k.first_name IS NOT DISTINCT FROM p.first_name AND k.last_name IS NOT DISTINCT FROM p.last_name
        GROUP BY 1
    """


def write(cs: "ChangeSet", rows: Mapping[str, "pd.DataFrame"], *, fill_only: bool = False) -> None:
    """Add and change the contact persons of the clients in ``brought``, with their position and contacts.

    With ``fill_only`` known persons take what they have nothing of, and keep the rest.
    """
    names = [name for name in map(str, rows["person"].columns) if name in PERSON.by_name]
    names = list(dict.fromkeys([*names, "owner"]))
    position = "position" in rows["person"]
    count = _find(cs)
    _insert(cs, names, count, position=position)
    _change(cs, names, position=position, fill_only=fill_only)
    if len(rows["person_contact"]):
        fields = ["kind", "value", "label", "is_primary"]
        add(
            cs,
            "contact",
            "in_person_contact",
            fields,
            ("kind", "value"),
            owners="person_of",
            owner_type="person",
            fill_only=fill_only,
        )


def _find(cs: "ChangeSet") -> int:
    """Fill ``person_of``: row, client_id, id, is_new, employment; the number of new ones."""
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE person_of AS
        SELECT p."row", b.id AS client_id, p.first_name, p.last_name, k.id, k.employment, k.id IS NULL AS is_new
        FROM in_person p JOIN brought b USING ("row") LEFT JOIN ({known_persons(cs, "brought")}) k ON k."row" = p."row"
    """)
    who = "client_id, first_name, last_name"
    count = int(cs.query(f"SELECT count(DISTINCT ({who})) FROM person_of WHERE is_new")[0][0])
    first = cs.new_ids(count).start
    cs.connection.execute(f"""
        UPDATE person_of SET id = n.id FROM (
            SELECT "row", {first} - 1 + dense_rank() OVER (ORDER BY {who}) AS id FROM person_of WHERE is_new
        ) n WHERE n."row" = person_of."row"
    """)
    return count


def _insert(cs: "ChangeSet", names: list[str], count: int, *, position: bool) -> None:
    if not count:
        return
    values = ", ".join(_filled(name) for name in names)
    source = 'person_of o JOIN in_person p USING ("row")'
    cs.insert_from(
        "person",
        f"SELECT o.id, {values} FROM {source} WHERE o.is_new GROUP BY o.id ORDER BY o.id",
        ["id", *names],
    )
    first = cs.new_ids(count).start
    more = f", {_last('position')}" if position else ""
    cs.insert_from(
        "employment",
        f"""
        SELECT {first} - 1 + row_number() OVER (ORDER BY o.id) AS id, o.id AS person_id, any_value(o.client_id) AS client_id {more}
        FROM {source} WHERE o.is_new GROUP BY o.id
        """,
        ["id", "person_id", "client_id", *(["position"] if position else [])],
    )


def _change(cs: "ChangeSet", names: list[str], *, position: bool, fill_only: bool) -> None:
    """A filled cell replaces what we have, or fills only what is empty; an empty one erases nothing."""
    last = ", ".join(_last(name) for name in names)
    over = ", ".join(f"{_over(name, fill_only=fill_only)} AS {quote(name)}" for name in names)
    said = 'FROM person_of o JOIN in_person p USING ("row") WHERE NOT o.is_new'
    cs.update_from(
        "person",
        f"SELECT t.id, {over} FROM db.person t JOIN (SELECT o.id, {last} {said} GROUP BY o.id) w ON w.id = t.id",
        ["id", *names],
    )
    if position:
        cs.update_from(
            "employment",
            f"""
            SELECT t.id, {"coalesce(t.position, w.position)" if fill_only else "coalesce(w.position, t.position)"} AS position FROM db.employment t
            JOIN (SELECT o.employment AS id, {_last("position")} {said} GROUP BY 1) w ON w.id = t.id
            """,
            ["id", "position"],
        )


def _over(name: str, *, fill_only: bool) -> str:
    if fill_only:
        return under(PERSON.field(name))
    return f"coalesce(w.{quote(name)}, t.{quote(name)})"


def _last(name: str) -> str:
    column = f"p.{quote(name)}"
    return f'arg_max({column}, p."row") FILTER ({column} IS NOT NULL) AS {quote(name)}'


def _filled(name: str) -> str:
    default = PERSON.field(name).default
    if default is None:
        return _last(name)
    column = f"p.{quote(name)}"
    value = literal(default) if isinstance(default, str) else str(default)
    return f'coalesce(arg_max({column}, p."row") FILTER ({column} IS NOT NULL), {value}) AS {quote(name)}'
