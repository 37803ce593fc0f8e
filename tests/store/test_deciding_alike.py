"""Many groups at once are decided as the rules in Python decide one, names and numbers with check digits included."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from workbench.model.comparison import as_text
from workbench.model.fields import Merge, RecordType
from workbench.model.record import Record
from workbench.model.records import CLIENT, PERSON
from workbench.model.survivorship import check_rules, suggest
from workbench.store import clusters, deciding, pairs
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

GROUPS = 120
FIRST, LAST = (
    (None, "", "Marek", "Strnad", "Jan  Marek"),
    (None, "", "STRNAD", "Strnad", "Marek", "Dvořáková"),
)
GREETINGS = (None, "", "Vážený pane", "Vážený  pane", "Vážený pane Strnade")
NAMES = ("Marek Strnad", "Strnad Marek", "Marek  Strnad", "Strnad s.r.o.")
ICO = (None, "93660391", "93660395", "93660393", "90000005")
DIC = (None, "CZ93660391", "CZ93660395", "CZ699000001", "SK12")
RULES: tuple[dict[str, Any], ...] = (
    {},
    {"name": "fullest", "ico": "newest", "dic": "frequent", "is_person": "newest"},
    {"last_name": "frequent", "ico": "frequent", "dic": "fullest"},
    {"first_name": "earliest", "name": ["web", "veletrh"], "ico": "survivor", "dic": ["web"]},
    {"salutation": "frequent"},
    {"name": "complete", "last_name": "newest", "is_person": "frequent", "ico": "earliest"},
)


def rows(kind: RecordType, ids: Sequence[int], chance: random.Random) -> list[dict[str, Any]]:
    made = []
    for one in ids:
        row: dict[str, Any] = {
            "id": one,
            "first_name": chance.choice(FIRST),
            "last_name": chance.choice(LAST),
            "salutation": chance.choice(GREETINGS),
        }
        if kind is CLIENT:
            row |= {
                "name": chance.choice(NAMES), "ico": chance.choice(ICO), "dic": chance.choice(DIC),
                "is_person": chance.random() < 0.6, "contact_source": chance.choice((None, "web", "veletrh")),
            }  # fmt: skip
        made.append({**row, "notice": chance.choice((None, "x"))})
    return made


def singly(
    kind: RecordType, found: Sequence[Record], marks: Mapping[int, set[str]], rules: Mapping[str, Any]
) -> tuple[dict[str, Any], int]:
    told = suggest(kind, found, marks, check_rules(kind, rules))
    return {one.field.name: one.value for one in told}, sum(one.conflict for one in told)


def confirmed(cs: ChangeSet, kind: RecordType, held: Mapping[int, Record]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {one: set() for one in held}
    for mark in pairs.marks(cs, list(held), kind.name):
        if mark["accepted"] == as_text(held[mark["record_id"]][mark["field"]]):
            found[mark["record_id"]].add(mark["field"])
    return found


@pytest.mark.parametrize(
    "kind", [CLIENT, pytest.param(PERSON, marks=pytest.mark.slow)], ids=lambda kind: str(kind.name)
)
def test_many_groups_are_decided_as_one(store: Store, kind: RecordType) -> None:
    chance = random.Random(7)  # noqa: S311 - groups, no secret

    def work(cs: ChangeSet) -> None:
        ids = list(cs.new_ids(3 * GROUPS))
        groups = [ids[at : at + 3] for at in range(0, len(ids), 3)]
        made = rows(kind, ids, chance)
        cs.insert(kind.name, made)
        marked = [
            (row["id"], field, row[field]) for row in made for field in ("name", "ico", "dic")
            if row.get(field) and chance.random() < 0.15
        ]  # fmt: skip
        cs.insert("provenance", [
            {"id": new, "record_type": kind.name, "record_id": one, "field": field, "accepted": value, "source": "ares"}
            for new, (one, field, value) in zip(cs.new_ids(len(marked)), marked, strict=True)
        ])  # fmt: skip
        held = {one.id: one for one in pairs.mains(cs, ids)}
        marks = confirmed(cs, kind, held)
        clusters.lay(cs, groups, "oldest", kind)
        for rules in RULES:
            known = {name: rule for name, rule in rules.items() if name in kind.by_name and isinstance(rule, str)} if kind is PERSON else rules  # fmt: skip
            names = deciding.decide(cs, check_rules(kind, known), kind)
            columns = [
                "first_name",
                "last_name",
                "salutation",
                *(["name", "ico", "dic", "is_person"] if kind is CLIENT else []),
            ]
            assert set(columns) <= set(names)
            decided = {
                row[0]: row[1:]
                for row in cs.query(f"SELECT id, conflicts, {', '.join(columns)} FROM decided")
            }
            for group in groups:
                values, conflicts = singly(kind, [held[one] for one in group], marks, known)
                assert decided[group[0]] == (conflicts, *(values.get(one) or None if one != "is_person" else values.get(one) for one in columns)), (rules, [held[one].values for one in group])  # fmt: skip

    store.write(Intent("create"), work)


def test_the_marek_of_one_and_the_strnad_of_another_are_nobody(store: Store) -> None:
    def work(cs: ChangeSet) -> list[tuple[Any, ...]]:
        ids = list(cs.new_ids(4))
        cs.insert("client", [
            {"id": ids[0], "name": "Marek Strnad", "is_person": True, "first_name": "Marek", "last_name": "Strnad", "ico": "93660395"},
            {"id": ids[1], "name": "Strnad Marek", "is_person": True, "first_name": "Strnad", "last_name": "Marek", "ico": "93660391"},
            {"id": ids[2], "name": "Dvořák", "is_person": True, "first_name": None, "last_name": "Dvořák", "ico": None},
            {"id": ids[3], "name": "Patrik Dvořák", "is_person": True, "first_name": "Patrik", "last_name": "Dvořák", "ico": None},
        ])  # fmt: skip
        clusters.lay(cs, [ids[:2], ids[2:]], "oldest")
        deciding.decide(cs, {})
        return cs.query("SELECT first_name, last_name, name, ico FROM decided ORDER BY id")

    assert store.write(Intent("create"), work).result == [
        ("Marek", "Strnad", "Marek Strnad", "93660391"), ("Patrik", "Dvořák", "Patrik Dvořák", None),
    ]  # fmt: skip
    assert Merge.SURVIVOR is CLIENT.field("birthday").merge
