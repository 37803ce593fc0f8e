"""What a person decided of single groups of a merge of many: which record survives, and some of the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.model import merge_choices, survivorship
from workbench.model.fields import RecordType
from workbench.store import pairs
from workbench.store.access import visible
from workbench.store.columns import quote, sql_type, to_stored
from workbench.store.deciding import Rules
from workbench.store.soundness import left_empty, unseen

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet


@dataclass(frozen=True, slots=True)
class ByHand:
    """Decisions of a person.

    Attributes:
        keep: records that survive, whatever the rule says of their groups.
        choose: a record of a group -> field -> what :func:`workbench.model.merge_choices.decide` takes.
    """

    keep: tuple[int, ...] = ()
    choose: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def decide(cs: "ChangeSet", chosen: ByHand, rules: Rules, kind: RecordType, names: list[str]) -> list[str]:
    """Put what was chosen into the tables ``decided`` and ``taken``, over what the rules decided.

    Args:
        cs: the change set; table ``member`` says who is in which group.
        chosen: what was decided by hand.
        rules: field -> rule, where it differs from the declared one.
        kind: the records' type.
        names: the fields of ``decided``.

    Returns:
        the fields of ``decided`` now.

    Raises:
        InputError: a choice that no merge can follow, or that empties a required field.
        ValueRejectedError: a typed value does not fit its field.
        PermissionRefusedError: the user would not see a survivor any more.
    """
    run = cs.connection.execute
    known = list(names)
    for one, choices in chosen.choose.items():
        rows = cs.query(f"SELECT keep, id FROM member WHERE keep = (SELECT keep FROM member WHERE id = {int(one)}) ORDER BY place")  # fmt: skip
        keep, records = rows[0][0], pairs.mains(cs, [member for _, member in rows])
        suggested = survivorship.suggest(kind, records, {}, rules)
        decided = {*choices, *merge_choices.regreeted(choices)}
        for what in merge_choices.decide(kind, records, suggested, choices):
            name = what.field.name
            if name not in decided:
                continue
            if name not in known:
                run(f"ALTER TABLE decided ADD COLUMN {quote(name)} {sql_type(what.field)}")
                known.append(name)
            run(f"UPDATE decided SET {quote(name)} = ? WHERE id = ?", [to_stored(what.field, what.value), keep])  # fmt: skip
            run("DELETE FROM taken WHERE keep = ? AND field = ?", [keep, name])
            run("INSERT INTO taken VALUES (?, ?, ?)", [keep, name, what.source])
        _check(cs, kind, keep, [name for name in decided if name in known])
    return known


def _check(cs: "ChangeSet", kind: RecordType, keep: int, names: list[str]) -> None:
    """Refuse of a group what the change set would refuse when all is done, before it blocks a whole plan.

    Raises:
        InputError: a required field would be empty.
        PermissionRefusedError: the user would not see the survivor any more.
    """
    for name in names:
        field = kind.field(name)
        if field.required and not cs.query(
            f"SELECT 1 FROM decided WHERE id = {int(keep)} AND trim({quote(name)}::VARCHAR) <> ''"
        ):
            raise left_empty(kind, keep, field)
    sight = [name for name in ("owner", "security_level") if name in names]
    if not sight or cs.user.is_administrator:
        return
    columns = ", ".join(f"d.{quote(name)}" for name in sight)
    rest = ", ".join(map(quote, sight))
    seen = cs.query(f"""
        SELECT 1 FROM (SELECT t.* EXCLUDE ({rest}), {columns} FROM db.{quote(kind.name)} t JOIN decided d USING (id) WHERE t.id = {int(keep)}) t
        WHERE {visible(cs.user, kind, "t")}
    """)
    if not seen:
        raise unseen(kind, keep)
