"""What the register changed since 100,000 clients were copied from it, against a bare join of the same marks and values.

The peer knows which fields were accepted and lists those of which a new snapshot says something else. What ours adds is
not in it: rights, what was changed by hand, the firm's standing, what was dismissed, older states, labels and reasons.
"""

from pathlib import Path
from typing import Final

from benchmarks import base
from benchmarks.bare import Bare
from benchmarks.figures import AtMost, Figure
from benchmarks.measure import in_turns, timed
from benchmarks.part import Part, Plan
from workbench import demodata
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot
from workbench.store.snapshot._derived import derived

_FIELDS: Final = ("name", "legal_form", "founded_on", "ceased_on", "nace")
_EVERY: Final = 40
"""One firm of so many is renamed, another one moves."""


def figures(plan: Plan) -> list[Figure]:
    """Both sides list the same changes, in turns, on one file."""
    clients = base.copied(plan.source, plan.scratch, "drift.duckdb")
    register = plan.scratch / "drift-res.duckdb"
    rows = demodata.register_rows(base.SEED, clients=plan.clients, strangers=0)
    demodata.write_res_csv(plan.scratch / "first.csv", rows)
    snapshot.load(plan.scratch / "first.csv", register, mode="whole")
    desk = base.opened(clients)
    desk.register = SnapshotRegister(register)
    desk.akce.copy_from_registry(f"1-{plan.rows}").run()
    desk.store.close()
    desk.register.close()
    moved_on = rows.copy()
    moved_on.loc[::_EVERY, "FIRMA"] += " Morava"
    moved_on.loc[1::_EVERY, "ULICE_TEXT"] = "Vymyšlená"
    demodata.write_res_csv(plan.scratch / "next.csv", moved_on)
    snapshot.load(plan.scratch / "next.csv", register, mode="whole")
    ours, theirs = in_turns(
        lambda: timed(lambda: _with_workbench(clients, register)),
        lambda: timed(lambda: _with_join(clients, register)),
        plan.runs,
    )
    title = f"what the register changed of {plan.rows:,} copied clients"
    return [Figure(title, ours, "bare DuckDB: join of marks and values", theirs, AtMost(5))]


def _with_workbench(clients: Path, register: Path) -> None:
    desk = base.opened(clients)
    desk.register = SnapshotRegister(register)
    assert len(desk.drift().df()), "nothing drifted"
    desk.store.close()
    desk.register.close()


def _with_join(clients: Path, register: Path) -> None:
    subject = ", ".join(f"{derived(name)}::VARCHAR AS {name}" for name in ("ico", *_FIELDS))
    seat = ", ".join(f"{derived(name)} AS {name}" for name in ("street", "house_number", "postcode", "city"))
    said = " UNION ALL ".join(
        f"SELECT c.id, '{name}' AS field, c.{name}::VARCHAR AS ours, s.{name} AS register FROM db.client c JOIN said s USING (ico)"
        for name in _FIELDS
    )
    line = "concat_ws(', ', concat_ws(' ', s.street, s.house_number), concat_ws(' ', s.postcode, s.city))"
    with Bare(clients).visit() as connection:
        connection.execute(f"ATTACH '{register}' AS res (READ_ONLY)")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE said AS SELECT {subject}, {seat} FROM res.subject")
        found = connection.execute(
            f"WITH given AS ({said} UNION ALL SELECT c.id, 'seat', NULL, {line} FROM db.client c JOIN said s USING (ico)) "
            "SELECT g.*, p.accepted FROM given g JOIN db.provenance p ON p.record_id = g.id AND p.field = g.field "
            "WHERE p.record_type = 'client' AND p.accepted <> g.register ORDER BY g.id"
        ).df()
        connection.execute("DETACH res")
    connection.close()
    assert len(found)


PART: Final = Part("drift", "what the register changed of many copied clients", figures, minutes=6)
