"""The rules of survivorship as one query: what many groups of records hold once they are merged.

The rules are those of :mod:`workbench.model.survivorship`, which decides one group at a time and explains itself;
here 100,000 groups are decided in one statement. A test holds that both decide alike.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Final

from workbench.model import check_digits, whole_name
from workbench.model.fields import Field, Merge, RecordType
from workbench.model.records import CLIENT
from workbench.model.rulings import KEPT
from workbench.store.columns import folded, literal, quote, sql_type
from workbench.store.united import united

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

Rules = Mapping[str, Merge | Sequence[str]]
_ANY_GREETING: Final = '"any greeting"'
"""The column of ``held`` with the salutations as they are, those of other names included."""


def fields(kind: RecordType) -> list[Field]:
    """The fields that a merge decides."""
    return [one for one in kind if one.name not in KEPT]


def decide(cs: "ChangeSet", rules: Rules, kind: RecordType = CLIENT) -> list[str]:
    """Decide each survivor's fields; ``member`` says who is in which group.

    Leaves the temporary tables ``decided`` (id, a column a field, and in how many fields they differ) and ``taken`` (keep, field, source: whose value it was, where a register's mark is concerned).

    Returns:
        the names of the fields that any of them holds.
    """
    marked = f"""
        LEFT JOIN (
            SELECT p.record_id AS id, list(p.field) AS confirmed FROM db.provenance p JOIN db.{quote(kind.name)} c ON c.id = p.record_id
            WHERE p.record_type = {literal(kind.name)} AND p.record_id IN (SELECT id FROM member) AND ({_still_as_accepted(kind)}) GROUP BY 1
        ) p ON p.id = m.id
    """
    values = ", ".join(
        f"CASE WHEN {filled('t.' + quote(one.name))} THEN t.{quote(one.name)} END AS {quote(one.name)}"
        for one in fields(kind)
    )  # what is empty is NULL from here on, which aggregates pass over
    cs.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE held AS SELECT m.keep, m.place, m.filled, p.confirmed, t.* REPLACE ({values}) FROM member m JOIN db.{quote(kind.name)} t ON t.id = m.id {marked}"
    )
    counted = ", ".join(f"count({quote(one.name)})" for one in fields(kind))
    counts = cs.query(f"SELECT {counted} FROM held")[0]
    held = [one for one, count in zip(fields(kind), counts, strict=True) if count]
    for one in held:  # how many of the group hold the same value; no aggregate sees the others of its group
        if rules.get(one.name, one.merge) is Merge.FREQUENT:
            column = quote(f"times {one.name}")
            cs.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE held AS SELECT *, count({quote(one.name)}) OVER (PARTITION BY keep, {_comparable(one)}) AS {column} FROM held"
            )
    failing = {one.name for one in held if check_digits.is_checked(one) and _mark_failing(cs, one)}
    named = _mark_named(cs, kind, rules, {one.name for one in held})

    def decision(one: Field, what: str, merged: str | None = None) -> str:
        own = _decision(one, rules.get(one.name, one.merge), what, merged, checked=one.name in failing)
        if not named or one.name not in (*whole_name.PAIR, whole_name.WHOLE):
            return own
        whole = f"CASE WHEN {_conflict(one)} THEN max({what}) FILTER (named) ELSE {own} END"
        return (
            whole
            if one.name in whole_name.PAIR
            else f"CASE WHEN bool_or(natural_person) THEN {whole} ELSE {own} END"
        )

    values = ", ".join(f"{decision(one, quote(one.name))} AS {quote(one.name)}" for one in held)
    joined = {*whole_name.PAIR, whole_name.GREETING} if named else set()
    conflicts = " + ".join(
        f"coalesce({_conflict(one) if one.name in joined else _differ(one)}, FALSE)::INTEGER" for one in held
    )
    cs.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE decided AS SELECT keep AS id, {values}, ({conflicts}) AS conflicts FROM held GROUP BY keep"
    )
    told = cs.query(f"SELECT DISTINCT field FROM db.provenance WHERE record_type = {literal(kind.name)}")
    sources = " UNION ALL ".join(
        f"SELECT keep, {literal(one.name)} AS field, {decision(one, 'id', 'NULL')} AS source FROM held GROUP BY keep"
        for one in held if (one.name,) in told
    )  # fmt: skip
    cs.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE taken AS {sources or 'SELECT NULL::BIGINT AS keep, NULL::VARCHAR AS field, NULL::BIGINT AS source WHERE FALSE'}"
    )
    return [one.name for one in held]


def _mark_failing(cs: "ChangeSet", field: Field) -> bool:
    """Add a column to ``held``: whether a number fails its check digit, and no register confirmed it.

    Returns:
        whether any does in a group of different ones; without it there is no column.
    """
    value = quote(field.name)
    numbers = cs.query(f"SELECT DISTINCT {value} FROM held WHERE {value} IS NOT NULL AND keep IN (SELECT keep FROM held GROUP BY keep HAVING {_differ(field)})")  # fmt: skip
    failing = [one for (one,) in numbers if not check_digits.passes(field.kind, one)]
    if failing:
        cs.connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE held AS
            SELECT h.*, f.number IS NOT NULL AND NOT bool_or({_confirmed(field)}) OVER (PARTITION BY keep, {value}) AS {quote(f"fails {field.name}")}
            FROM held h LEFT JOIN (SELECT unnest(?::VARCHAR[]) AS number) f ON f.number = h.{value}
            """,
            [failing],
        )
    return bool(failing)


def _mark_named(cs: "ChangeSet", kind: RecordType, rules: Rules, known: AbstractSet[str]) -> bool:
    """Add columns to ``held``: whether the merged one is a natural person, and whether the names come from this record. Take salutations of other names away.

    Returns:
        whether any record has a part of a name; without it there are no columns.
    """
    first, last = whole_name.PAIR
    greeting = whole_name.GREETING
    if not known & {first, last}:
        return False
    natural = "FALSE"
    if "is_person" in known:
        field = kind.field("is_person")
        natural = f"coalesce({_decision(field, rules.get(field.name, field.merge), 'is_person')}, FALSE)"
    missing = [f"{one} IS NULL" for one in (first, last)]
    order = [f"{missing[0]} OR {missing[1]}", missing[1], missing[0]]
    ways = (
        (("natural_person", True), ("NOT natural_person", False))
        if whole_name.WHOLE in known
        else (("TRUE", False),)
    )
    for when, whole in ways:
        field, rule = whole_name.governing(kind, rules, natural=whole)
        value = quote(field.name)
        ranked = field.name in known and rule is not Merge.SURVIVOR
        if whole:
            order.insert(0, f"natural_person AND {whole_name.WHOLE} IS NULL")
        order += [
            f"{when} AND {value} IS NULL",
            f"CASE WHEN {when} THEN {_rank(rule, value, field) if ranked else 0} END",
        ]
    both = f"concat_ws(' ', {first}, {last})"
    words = f"string_split({folded(both)}, ' ')"
    cs.connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE held AS
        SELECT * REPLACE (CASE WHEN {words} = [''] OR list_has_all(first_value({words}) OVER w, {words}) THEN {greeting} END AS {greeting}),
               {greeting} AS {_ANY_GREETING}, row_number() OVER w = 1 AS named
        FROM held JOIN (SELECT keep, {natural} AS natural_person FROM held GROUP BY keep) USING (keep)
        WINDOW w AS (PARTITION BY keep ORDER BY {", ".join(order)}, place)
    """)
    return True


def conflicts(cs: "ChangeSet", field: Field) -> int:
    """In how many of the groups that were decided the records hold different values of a field."""
    any_greeting = field.name == whole_name.GREETING and (_ANY_GREETING.strip('"'),) in cs.query("SELECT column_name FROM (DESCRIBE held)")  # fmt: skip
    differ = _differ(field, _ANY_GREETING) if any_greeting else _differ(field)
    return int(cs.query(f"SELECT count(*) FROM (SELECT keep FROM held GROUP BY keep HAVING {differ})")[0][0])


def filled(value: str) -> str:
    """SQL: whether an expression says anything."""
    return f"({value} IS NOT NULL AND {value}::VARCHAR NOT IN ('', '[]', '{{}}'))"


def _comparable(field: Field, column: str = "") -> str:
    """Texts are equal regardless of how many blanks stand between words."""
    value = column or quote(field.name)
    text = sql_type(field) == "VARCHAR"
    return rf"trim(regexp_replace({value}, '\s+', ' ', 'g'))" if text else f"{value}::VARCHAR"


def _differ(field: Field, column: str = "") -> str:
    one = _comparable(field, column)
    return f"min({one}) <> max({one})"


def _conflict(field: Field) -> str:
    """SQL: the records differ in a part of a name or in what greets it, or that from which the names come has none."""
    if field.name == whole_name.GREETING:
        return f"({_differ(field, _ANY_GREETING)} OR count({quote(field.name)}) = 0 AND count({_ANY_GREETING}) > 0)"
    return f"({_differ(field)} OR count({quote(field.name)}) FILTER (named) = 0 AND count({quote(field.name)}) > 0)"


def _confirmed(field: Field) -> str:
    """SQL: a register confirmed the present value of a field."""
    return f"coalesce(list_contains(confirmed, {literal(field.name)}), FALSE)"


def _decision(
    field: Field, rule: Merge | Sequence[str], what: str, merged: str | None = None, *, checked: bool = False
) -> str:
    """SQL of what a group decides: the value of a field, or whose value it is.

    Args:
        field: the field.
        rule: how it is decided where the records differ.
        what: the expression that is taken from the deciding record.
        merged: what to give where a value is made of several; by default that value.
        checked: some fail their check digit, which goes before any rule.
    """
    value = quote(field.name)
    where = "" if what == value else f" FILTER ({value} IS NOT NULL)"
    first = f"arg_min({what}, place){where}"
    if rule is Merge.SURVIVOR and not checked:
        return first
    if rule is Merge.UNION:
        decided = merged or united(field, value, "place DESC") or _lines(field)
    else:
        ranks = [quote(f"fails {field.name}")] if checked else []
        ranks += [] if rule is Merge.SURVIVOR else [_rank(rule, value, field)]
        decided = f"arg_min({what}, ({', '.join(ranks)}, place)){where}"
    return f"CASE WHEN {_differ(field)} THEN {decided} ELSE {first} END"


def _rank(rule: Merge | Sequence[str], value: str, field: Field) -> str:
    """SQL that is smallest for the record that decides."""
    if not isinstance(rule, Merge):
        order = ", ".join(map(literal, rule))
        return f"coalesce(nullif(list_position([{order}]::VARCHAR[], contact_source), 0), {len(rule) + 1})"
    return {
        Merge.REGISTER: f"NOT {_confirmed(field)}",
        Merge.FULLEST: f"-length({value}::VARCHAR)",
        Merge.NEWEST: "-epoch_us(updated_at)",
        Merge.COMPLETE: "-filled",
        Merge.FREQUENT: f"-{quote('times ' + field.name)}",
        Merge.STRICTEST: f"-({value}::INTEGER)",
        Merge.EARLIEST: value,
    }[rule]


def _lines(field: Field) -> str:
    """SQL: all lines that stand in the texts, each once, under each other."""
    listed = f"list({quote(field.name)} ORDER BY place) FILTER ({quote(field.name)} IS NOT NULL)"
    return f"list_reduce({listed}, lambda known, one: CASE WHEN list_contains(string_split(known, chr(10)), one) THEN known ELSE known || chr(10) || one END)"


def _still_as_accepted(kind: RecordType) -> str:
    """SQL: the present value of the field of a mark is what was accepted from the register."""
    cases = " ".join(
        f"WHEN {literal(one.name)} THEN trim(c.{quote(one.name)}::VARCHAR)" for one in fields(kind)
    )
    return f"p.accepted = CASE p.field {cases} END"
