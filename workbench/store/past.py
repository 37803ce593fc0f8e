"""Search in the client list as it stood once: the words of the rows of that moment, without an index."""

from typing import Final

from workbench.store.columns import folded
from workbench.store.links import Hit
from workbench.store.sandbox import Sandbox
from workbench.store.search.entries import reached
from workbench.store.search.query import query

_MOST: Final = 2**62
"""No list is longer, and SQL takes no larger limit."""


def find(sandbox: Sandbox, text: str, *, limit: int | None, invalid: bool) -> list[Hit]:
    """The clients of that moment that have a word beginning with each word of the text.

    Names that begin with the text come first, then by name; nothing typed gives those changed last.

    Args:
        sandbox: the tables of the moment.
        text: parts of name, IČO, DIČ, obec, e-mail, phone, id, in any order.
        limit: how many at most.
        invalid: also clients that were invalid then.

    Raises:
        InputError: the text is none, or the limit no whole number above zero.
    """
    asked = query(text, limit=limit, invalid=invalid)
    typed = asked.phrases[-1] if asked.phrases else ()
    wanted = [[f" {word}" for word in words] for words in asked.phrases or ((),)]
    fits = " OR ".join(
        "(" + " AND ".join(["TRUE", *("contains(key, ?)" for _ in one)]) + ")" for one in wanted
    )
    order = "starts_with(name_key, ?) DESC, name_key, id" if typed else "updated_at DESC, id"
    most = "ALL" if asked.limit is None else min(asked.limit, _MOST)
    parameters: list[object] = [word for one in wanted for word in one]
    rows = sandbox.sql(
        f"{_KEYED} SELECT id, name, ico, shown, owner, valid, locked_by FROM keyed "
        f"WHERE ({fits}) {'' if asked.invalid else 'AND valid'} ORDER BY {order} LIMIT {most}",
        [*parameters, " ".join(typed)] if typed else parameters,
    )
    return [Hit(*row) for row in rows.fetchall()]


_KEYED: Final = f"""
    WITH places AS (
        SELECT record_id AS id, string_agg(DISTINCT city, ' ') AS text, any_value(city) FILTER (is_primary) AS shown
        FROM address WHERE record_type = 'client' GROUP BY 1
    ),
    reached AS (
        SELECT record_id AS id, string_agg({reached("value")}, ' ') AS text
        FROM contact WHERE record_type = 'client' GROUP BY 1
    ),
    keyed AS (
        SELECT c.*, places.shown, {folded("c.name")} AS name_key,
               ' ' || {folded("concat_ws(' ', c.name, c.ico, c.dic, c.id::VARCHAR, places.text, reached.text)")} AS key
        FROM client c LEFT JOIN places USING (id) LEFT JOIN reached USING (id)
    )
"""
