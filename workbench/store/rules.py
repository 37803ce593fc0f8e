"""The rules of survivorship that are in force: what the file holds over what is declared (AKCE.md, section 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

import duckdb

from workbench.model.fields import Merge, RecordType
from workbench.model.records import CLIENT
from workbench.model.rights import User
from workbench.model.rulings import KEPT
from workbench.model.survivorship import Rules
from workbench.store import clusters, deciding
from workbench.store.access import visible
from workbench.store.columns import literal, quote

if TYPE_CHECKING:
    import pandas as pd

    from workbench.store.changeset import ChangeSet

SOURCES: Final = "sources"
"""How the store calls a rule that is an order of sources."""
_EXAMPLES: Final = 3
_LAST_CHANGE: Final = f"""
    WITH ruled AS (
        SELECT c.record_id, coalesce(max(r.record_type), max(c.before->>'record_type'), {literal(CLIENT.name)}) AS record_type
        FROM db.change c LEFT JOIN db.merge_rule r ON r.id = c.record_id WHERE c.entity = 'merge_rule' GROUP BY c.record_id
    )
    SELECT id, actor, made_at FROM db.change_set WHERE id = (
        SELECT max(c.change_set) FROM db.change c JOIN ruled USING (record_id) WHERE c.entity = 'merge_rule' AND ruled.record_type = ?
    )
"""
"""The change set that changed a rule for records of a type last. The type is that of the rule, or what the image of a deleted one says; rules deleted before persons had any are the clients'."""
_SOURCES_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Author:
    """Who set a rule.

    Attributes:
        name: the account.
        at: when, in UTC without a zone, as the store keeps times.
    """

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of a file for records of one type.

    Attributes:
        rules: field -> its rule, where it differs from the declared one.
        version: the number of the change set that changed them last, those of this type; 0 if none did.
        changed: who made that change set; ``None`` if there is none.
        authors: field -> who set its rule.
        unknown: field -> the name of its rule, where a newer program set one that this one cannot follow; such a field is
            not among ``rules``.
    """

    rules: Rules
    version: int
    changed: Author | None = None
    authors: Mapping[str, Author] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)


def in_force(connection: duckdb.DuckDBPyConnection, kind: RecordType = CLIENT) -> InForce:
    """The rules as they stand, and those that this program does not know."""
    last = connection.execute(_LAST_CHANGE, [kind.name]).fetchone()
    rules: dict[str, Merge | tuple[str, ...]] = {}
    authors: dict[str, Author] = {}
    unknown: dict[str, str] = {}
    for name, rule, sources, author, at in connection.execute(
        "SELECT field, rule, sources, updated_by, updated_at FROM db.merge_rule WHERE record_type = ? ORDER BY id",
        [kind.name],
    ).fetchall():
        authors[name] = Author(str(author), at)
        if name in kind.by_name and rule == SOURCES:
            rules[name] = tuple(str(sources or "").split("\n"))
        elif name in kind.by_name and rule in set(Merge):
            rules[name] = Merge(rule)
        else:
            unknown[name] = str(rule)
    if last is None:
        return InForce(rules, 0, None, authors, unknown)
    return InForce(rules, int(last[0]), Author(str(last[1]), last[2]), authors, unknown)


def sources(connection: duckdb.DuckDBPyConnection, user: User) -> list[str]:
    """The contact sources of the clients that the user sees, the most frequent first; :data:`_SOURCES_SHOWN` at most."""
    found = connection.execute(f"""
        SELECT contact_source FROM db.client t WHERE {visible(user, CLIENT, "t")} AND contact_source <> ''
        GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT {_SOURCES_SHOWN}
    """).fetchall()
    return [str(row[0]) for row in found]


def change(
    cs: "ChangeSet", wanted: Mapping[str, Merge | Sequence[str] | None], kind: RecordType = CLIENT
) -> int:
    """Change rules; ``None`` brings the declared one back.

    Returns:
        how many rules changed.
    """
    known = dict(cs.query("SELECT field, id FROM db.merge_rule WHERE record_type = ?", [kind.name]))
    kept = {
        name: {"record_type": kind.name, **_row(name, rule)}
        for name, rule in wanted.items()
        if rule not in (None, kind.field(name).merge)
    }
    gone = [known[name] for name in wanted if name in known and name not in kept]
    changed = cs.delete("merge_rule", gone)
    changed += cs.update(
        "merge_rule", [{"id": known[name], **row} for name, row in kept.items() if name in known]
    )
    new = [row for name, row in kept.items() if name not in known]
    ids = cs.new_ids(len(new))
    return changed + cs.insert("merge_rule", [{"id": one, **row} for one, row in zip(ids, new, strict=True)])


def _row(name: str, rule: Merge | Sequence[str] | None) -> dict[str, str | None]:
    if isinstance(rule, Merge):
        return {"field": name, "rule": rule.value, "sources": None}
    return {"field": name, "rule": SOURCES, "sources": "\n".join(rule or ())}


def simulate(
    cs: "ChangeSet", groups: Sequence[Sequence[int]], now: Rules, then: Rules, kind: RecordType = CLIENT
) -> "pd.DataFrame":
    """What other rules would decide in the merge of these groups; changes nothing.

    Returns:
        columns field, groups (that hold different values), changes (in which another value would survive), examples (up to
        three tuples of survivor, value now, value then), for the fields whose rule differs, most changes first.
    """
    import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

    names: list[str] = []
    if groups:
        clusters.lay(cs, groups, kind=kind)
        deciding.decide(cs, now, kind)
        cs.connection.execute("CREATE OR REPLACE TEMP TABLE decided_now AS SELECT * FROM decided")
        names = deciding.decide(cs, then, kind)
    rows = []
    for one in kind:
        name = one.name
        if name in KEPT or now.get(name, one.merge) == then.get(name, one.merge):
            continue
        found: list[tuple[int, str, str]] = []
        differing = deciding.conflicts(cs, one) if name in names else 0
        changes = 0
        if name in names:
            column = quote(name)
            different = (
                f"FROM decided_now n JOIN decided d USING (id) WHERE n.{column} IS DISTINCT FROM d.{column}"
            )
            changes = int(cs.query(f"SELECT count(*) {different}")[0][0])
            found = [
                (int(row[0]), str(row[1] or ""), str(row[2] or ""))
                for row in cs.query(
                    f"SELECT id, n.{column}::VARCHAR, d.{column}::VARCHAR {different} ORDER BY id LIMIT {_EXAMPLES}"
                )
            ]
        rows.append({"field": name, "groups": differing, "changes": changes, "examples": found})
    frame = pd.DataFrame(rows, columns=["field", "groups", "changes", "examples"])
    return frame.sort_values("changes", ascending=False, kind="stable", ignore_index=True)
