"""Clients that show a sign that something may have to be mended: what is missing, wrong, twice there, or ended.

A sign is a condition over what is stored now. Counting all of them reads the whole client list, so it is asked for
only when somebody looks at them; search as one types does not come here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import duckdb

from workbench.errors import UnknownNameError
from workbench.model._fold import fold
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.store.access import ids_list, visible
from workbench.store.columns import folded, literal

_DIGITS: Final = " + ".join(
    f"{weight} * substr(c.ico, {place}, 1)::INTEGER" for place, weight in enumerate(range(8, 1, -1), 1)
)
_SEAT: Final = "kind = 'seat'"
_HANGING: Final = "(SELECT record_id FROM db.{table} WHERE record_type = 'client' AND {condition})"
CHANGED: Final = "register_changed"
SIGNS: Final[Mapping[str, str]] = {
    "no_ico": "c.ico IS NULL AND NOT coalesce(c.is_person, FALSE)",
    "wrong_ico": "c.ico IS NOT NULL AND NOT coalesce(CASE WHEN regexp_full_match(c.ico, '[0-9]{8}') "
    f"THEN substr(c.ico, 8, 1)::INTEGER = (11 - ({_DIGITS}) % 11) % 10 END, FALSE)",
    "same_ico": "c.ico IN (SELECT o.ico FROM db.client o WHERE o.valid AND {others} GROUP BY o.ico HAVING count(*) > 1)",
    "no_seat": f"c.id NOT IN {_HANGING.format(table='address', condition=_SEAT)}",
    "no_contact": f"c.id NOT IN {_HANGING.format(table='contact', condition='TRUE')}",
    "ceased": "c.ceased_on <= current_date",
    "in_liquidation": r"regexp_matches(c.name, '(^|\W)v\s?likvidaci', 'i')",
    CHANGED: "c.id IN ({changed})",
    "invalid": "NOT c.valid",
    "locked": "c.locked_by IS NOT NULL",
}
"""Name -> when a client ``c`` shows the sign; ``{others}`` stands for what the user sees of other clients ``o``,
``{changed}`` for the clients that somebody found to have changed in the register."""

_NARROWED: Final = {
    "owner": "c.owner IN ({values})",
    "state": "c.state IN ({values})",
    "tag": "list_has_any(c.tags, [{values}])",
    "city": f"c.id IN {_HANGING.format(table='address', condition='is_primary AND city IN ({values})')}",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which clients are asked for.

    Attributes:
        signs: they show all of these.
        text: words that begin a word of the name, the IČO or the number; nothing lets all through.
        only: facet (owner, state, tag, city) -> the values that are let through.
        invalid: also clients that were invalidated; the sign ``"invalid"`` lets them through by itself.
        changed: the clients that show :data:`CHANGED`; the register is no business of this floor.
    """

    signs: Sequence[str] = ()
    text: str = ""
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    invalid: bool = False
    changed: Sequence[int] = ()


def ids(
    connection: duckdb.DuckDBPyConnection, user: User, wanted: Wanted, limit: int
) -> tuple[list[int], int, int]:
    """The first clients by name, how many there are in all, and how many of those are invalid.

    Raises:
        UnknownNameError: no such sign or facet.
    """
    rows = connection.execute(f"""
        SELECT c.id, count(*) OVER (), count(*) FILTER (NOT c.valid) OVER () FROM db.client c
        WHERE {_fits(user, wanted)} ORDER BY {folded("c.name")}, c.id LIMIT {int(limit)}
    """).fetchall()
    return [row[0] for row in rows], rows[0][1] if rows else 0, rows[0][2] if rows else 0


def counts(connection: duckdb.DuckDBPyConnection, user: User, wanted: Wanted) -> dict[str, int]:
    """Sign -> how many of the clients asked for show it too.

    Raises:
        UnknownNameError: no such sign or facet.
    """
    shown = Wanted((), wanted.text, wanted.only, invalid=True)
    own = [*(_sign(one, user, wanted) for one in wanted.signs), "TRUE"]
    columns = ", ".join(
        f"count(*) FILTER (({_sign(name, user, wanted)}) AND ({'TRUE' if wanted.invalid or 'invalid' in (name, *wanted.signs) else 'c.valid'}))"
        for name in SIGNS
    )
    row = connection.execute(
        f"SELECT {columns} FROM db.client c WHERE {_fits(user, shown)} AND {' AND '.join(f'({one})' for one in own)}"
    ).fetchall()[0]
    return dict(zip(SIGNS, row, strict=True))


def _fits(user: User, wanted: Wanted) -> str:
    conditions = [visible(user, CLIENT, "c")]
    if not wanted.invalid and "invalid" not in wanted.signs:
        conditions.append("c.valid")
    conditions += [_sign(name, user, wanted) for name in wanted.signs]
    key = folded("concat_ws(' ', c.name, c.ico, c.id::VARCHAR)")
    conditions += [
        f"contains(' ' || {key}, {literal(' ' + word)})" for word in dict.fromkeys(fold(wanted.text).split())
    ]
    for name, values in wanted.only.items():
        if name not in _NARROWED:
            raise UnknownNameError.suggest("facet", name, _NARROWED)
        if values:
            conditions.append(_NARROWED[name].format(values=", ".join(literal(one) for one in values)))
    return " AND ".join(f"({one})" for one in conditions)


def _sign(name: str, user: User, wanted: Wanted) -> str:
    if name not in SIGNS:
        raise UnknownNameError.suggest("sign", name, SIGNS)
    sign = SIGNS[name]
    if "{others}" in sign:
        return sign.format(others=visible(user, CLIENT, "o"))
    return sign.format(changed=ids_list(wanted.changed)) if "{changed}" in sign else sign
