"""Many clients planned and copied from a snapshot of 3.5M rows, against a bare join that does the same lookup.

The peer attaches both files, joins by IČO, fetches the differences as a table, and writes the same fields, seats and
marks (of what is equal too) with plain statements, versions and times counted on. What ours adds is not in it: rights
and locks, who changed something meanwhile, rules of spelling and legal forms, what was changed by hand, the journal with
its images, the search and the undo.
"""

import dataclasses
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import base, res_file
from benchmarks.bare import Bare
from benchmarks.figures import AtMost, Figure
from benchmarks.measure import Sample, timed
from benchmarks.part import Part, Plan
from workbench import demodata
from workbench.errors import BrokenFileError, DiskError
from workbench.model.subject import Seat
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot

_SUBJECTS: Final = 3_500_000
_FEW: Final = 50_000
_FIELDS: Final = ("name", "legal_form", "founded_on", "ceased_on", "nace")
_SEAT: Final = tuple(
    one.name for one in dataclasses.fields(Seat) if one.name != "district"
)  # RES has no district
_MADE: Final = "1, now()::TIMESTAMP, 'bare', now()::TIMESTAMP, 'bare'"
_CHANGED: Final = "version = version + 1, updated_at = now()::TIMESTAMP, updated_by = 'bare'"
_BOOKS: Final = "version, created_at, created_by, updated_at, updated_by"
_LINE: Final = (
    "concat_ws(', ', concat_ws(' ', {0}.street, {0}.house_number), concat_ws(' ', {0}.postcode, {0}.city))"
)


def figures(plan: Plan) -> list[Figure]:
    """Plan and copy, each run on a fresh copy of the base."""
    register = SnapshotRegister(_snapshot(plan))
    register.status()
    planned: list[tuple[Sample, Sample]] = []
    for run in range(plan.runs):
        mine = base.copied(plan.source, plan.scratch, "ours.duckdb")
        other = base.copied(plan.source, plan.scratch, "bare.duckdb")
        ours = partial(_with_workbench, mine, register, plan.rows)
        theirs = partial(_with_join, other, register.path, plan.rows)
        first, second = (ours, theirs) if run % 2 else (theirs, ours)
        one, two = timed(first), timed(second)
        planned.append((one, two) if run % 2 else (two, one))
    register.close()
    mine_all, bare_all = zip(*planned, strict=True)
    subjects = f"{_subjects(plan):,}"
    title = f"plan and copy {plan.rows:,} clients from {subjects} subjects"
    return [Figure(title, mine_all, "bare DuckDB: same join, fields, seats, marks", bare_all, AtMost(3))]


def _subjects(plan: Plan) -> int:
    return _FEW if plan.quick else _SUBJECTS


def _snapshot(plan: Plan) -> Path:
    """A snapshot of strangers, and the firms of the base on top as a file of changes."""
    rows = _subjects(plan)
    path = base.RESULTS / f"enrich-{rows}-{plan.source.stem}.duckdb"
    if not _readable(path):
        half_made, changes = path.with_suffix(".tmp"), plan.scratch / "changes.csv"
        snapshot.load(res_file.stored(rows), half_made, mode="whole")
        known = demodata.register_rows(base.SEED, clients=plan.clients, strangers=0)
        demodata.write_res_csv(changes, known)
        snapshot.load(changes, half_made, mode="changes")
        half_made.rename(path)
    return path


def _readable(path: Path) -> bool:
    """Whether it is there, and of the layout that this version reads."""
    try:
        snapshot.Snapshot(path).info()
    except (DiskError, BrokenFileError):
        return False
    return True


def _with_workbench(target: Path, register: SnapshotRegister, rows: int) -> None:
    desk = base.opened(target)
    desk.register = register
    action = desk.akce.copy_from_registry(f"1-{rows}")
    result = action.run(action.preview())
    desk.store.close()
    assert result.rows, "nothing was copied"


def _with_join(target: Path, register: Path, rows: int) -> None:
    compared = " UNION ALL ".join(
        f"SELECT id, '{name}' AS field, c_{name}::VARCHAR AS ours, s_{name}::VARCHAR AS register, "
        f"s_{name} IS DISTINCT FROM c_{name} AS differs FROM found WHERE s_{name} IS NOT NULL"
        for name in ("ico", *_FIELDS, "seat")
    )
    both = ", ".join(f"c.{name} AS c_{name}, s.{name} AS s_{name}" for name in _FIELDS)
    held = ", ".join(f"a.{name} AS a_{name}, s.{name}" for name in _SEAT)
    seat = ", ".join(_SEAT)
    subject = ", ".join(f"{snapshot.derived(name)} AS {name}" for name in ("ico", *_FIELDS, *_SEAT))
    with Bare(target).visit(write=True) as connection:
        connection.execute(f"ATTACH '{register}' AS res (READ_ONLY)")
        connection.execute(
            f"CREATE TEMP TABLE found AS SELECT c.id, c.ico AS c_ico, s.ico AS s_ico, a.id AS seat_id, {both}, "
            f"{_LINE.format('a')} AS c_seat, {_LINE.format('s')} AS s_seat, {held} FROM db.client c "
            f"JOIN (SELECT {subject} FROM res.subject) s USING (ico) "
            f"LEFT JOIN db.address a ON a.record_id = c.id AND a.kind = 'seat' WHERE c.id <= {rows}"
        )
        connection.execute(f"CREATE TEMP TABLE planned AS {compared}")
        connection.execute("FROM planned WHERE differs ORDER BY id").df()
        sets = ", ".join(f"{name} = coalesce(s_{name}, {name})" for name in _FIELDS)
        other = " OR ".join(
            f"s_{name} <> c_{name} OR (c_{name} IS NULL AND s_{name} IS NOT NULL)" for name in _FIELDS
        )
        connection.execute(
            f"UPDATE db.client SET {sets}, {_CHANGED} FROM found f WHERE client.id = f.id AND ({other})"
        )
        sets = ", ".join(f"{name} = f.{name}" for name in _SEAT)
        other = " OR ".join(f"f.{name} IS DISTINCT FROM a_{name}" for name in _SEAT)
        connection.execute(
            f"UPDATE db.address SET {sets}, {_CHANGED} FROM found f WHERE address.id = f.seat_id AND ({other})"
        )
        connection.execute(
            f"INSERT INTO db.address (id, record_type, record_id, kind, {seat}, {_BOOKS}) "
            f"SELECT 2000000000 + id, 'client', id, 'seat', {seat}, {_MADE} FROM found WHERE seat_id IS NULL"
        )
        connection.execute(
            f"INSERT INTO db.provenance (id, record_type, record_id, field, accepted, source, as_of, {_BOOKS}) "
            f"SELECT 3000000000 + row_number() OVER (), 'client', id, field, register, 'RES', today(), {_MADE} FROM planned"
        )
    connection.close()


PART: Final = Part(
    "enrich", "many clients planned and copied from the register's snapshot", figures, minutes=15
)
