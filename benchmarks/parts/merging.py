"""Merging 100,000 groups of duplicates at once, undoing one of them and then all, against the same moves by hand.

The peer is DuckDB with the statements that one would write: the survivor's empty fields filled, links moved, the others
deleted, and copies of the rows kept to bring them back. What ours adds is not in it: rules of survivorship, a plan that
says what stands against a group, equal links united, rights, locks, and a journal of which any later change may be undone.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import base
from benchmarks.amounts import Amount
from benchmarks.bare import Bare
from benchmarks.figures import Figure, Within
from benchmarks.measure import timed
from benchmarks.part import Line, Part, Plan
from benchmarks.twice import digest, doubled
from workbench.model.records import CLIENT, references_to
from workbench.store.columns import columns_of, quote

if TYPE_CHECKING:
    from workbench.akce.base import Result

_SECONDS: Final = 60
_TARGET_AT: Final = 100_000
"""The target is meant for so many groups and more."""
_OWN: Final = frozenset({"id", "version", "created_at", "created_by", "updated_at", "updated_by"})


def figures(plan: Plan) -> list[Line]:
    """Each side once, as the work is long and a merge cannot be repeated on the same file."""
    rows = plan.rows
    source = plan.scratch / "twice.duckdb"
    groups = doubled(source, rows, base.SEED)
    mine, other = (base.copied(source, plan.scratch, name) for name in ("ours.duckdb", "bare.duckdb"))
    source.unlink()
    bare = _ByHand(other, groups)
    merged_bare = timed(bare.merge)
    one_bare = timed(lambda: bare.undo(groups[0][0]))
    all_bare = timed(bare.undo)
    desk = base.opened(mine)
    before = digest(desk.store)
    done: list[Result] = []

    def merge() -> None:
        action = desk.akce.merge_clusters(groups)
        made = action.preview()
        done.append(action.run(made[made["obstacle"] == ""]))

    merged = timed(merge)
    vanished = before["client"][0] - digest(desk.store)["client"][0]
    one = timed(lambda: desk.undo(done[0], only=groups[0][0]))
    everything = timed(lambda: desk.undo(done[0]))
    after = digest(desk.store)
    desk.store.close()
    differing = sum(before[name] != after[name] for name in before)
    peer, least = "bare DuckDB: same moves", Within(_SECONDS) if rows >= _TARGET_AT else None
    return [
        Figure(f"plan and merge {rows:,} groups of clients", [merged], peer, [merged_bare], least),
        Figure(f"undo one of the {rows:,}", [one], f"{peer} back", [one_bare]),
        Figure(f"undo all the others of {rows:,}", [everything], f"{peer} back", [all_bare]),
        Amount(f"clients that vanished in {rows:,} groups", vanished, limit=rows, better="more"),
        Amount(f"tables that differ after the undo ({len(before)} compared)", differing, limit=0),
    ]


class _ByHand:
    """The same merge in plain SQL; what it changes is copied before.

    Args:
        path: the data file.
        groups: a client that stays and one that vanishes.
    """

    def __init__(self, path: Path, groups: Sequence[Sequence[int]]) -> None:
        self._bare = Bare(path)
        self._groups = groups
        self._links = [
            (holder.name, quote(field.name), " AND h.record_type = 'client'" if "record_type" in holder.by_name else "")
            for holder, field in references_to("client")
        ]  # fmt: skip

    def merge(self) -> None:
        """Copy what changes, fill the survivors, move the links, delete the others."""
        import pyarrow as pa  # noqa: PLC0415

        filled = ", ".join(
            f"{name} = coalesce(c.{name}, g.{name})" for name in map(quote, set(columns_of(CLIENT)) - _OWN)
        )
        with self._bare.visit(write=True) as connection:
            pairs = pa.table(
                {"keep": [one for one, _ in self._groups], "gone": [other for _, other in self._groups]}
            )
            connection.register("pairs", pairs)
            run = connection.execute
            run("CREATE TABLE db.moved AS SELECT * FROM pairs")
            connection.unregister("pairs")
            run(
                "CREATE TABLE db.kept_client AS SELECT * FROM db.client WHERE id IN (SELECT keep FROM db.moved UNION ALL SELECT gone FROM db.moved)"
            )
            for place, (holder, field, only) in enumerate(self._links):
                run(
                    f"CREATE TABLE db.kept_{place} AS SELECT h.id, h.{field} AS was FROM db.{quote(holder)} h JOIN db.moved m ON m.gone = h.{field}{only}"
                )
                run(
                    f"UPDATE db.{quote(holder)} h SET {field} = m.keep FROM db.moved m WHERE h.{field} = m.gone{only}"
                )
            run(
                f"UPDATE db.client c SET {filled} FROM (SELECT m.keep, o.* FROM db.client o JOIN db.moved m ON m.gone = o.id) g WHERE c.id = g.keep"
            )
            run("DELETE FROM db.client WHERE id IN (SELECT gone FROM db.moved)")
            run(
                "INSERT INTO db.redirect BY NAME SELECT 10000000000 + row_number() OVER () AS id, gone AS old_id, keep AS new_id FROM db.moved"
            )

    def undo(self, keep: int | None = None) -> None:
        """Bring back what was copied, of one group or of all."""
        which = "TRUE" if keep is None else f"keep = {int(keep)}"
        with self._bare.visit(write=True) as connection:
            run = connection.execute
            run(f"CREATE OR REPLACE TEMP TABLE back AS SELECT * FROM db.moved WHERE {which}")
            both = "(SELECT keep FROM back UNION ALL SELECT gone FROM back)"
            run(f"DELETE FROM db.client WHERE id IN {both}")
            run(f"INSERT INTO db.client SELECT * FROM db.kept_client WHERE id IN {both}")
            for place, (holder, field, _) in enumerate(self._links):
                run(
                    f"UPDATE db.{quote(holder)} h SET {field} = k.was FROM db.kept_{place} k JOIN back b ON b.gone = k.was WHERE h.id = k.id"
                )
            run("DELETE FROM db.redirect WHERE id > 10000000000 AND old_id IN (SELECT gone FROM back)")
            run(f"DELETE FROM db.moved WHERE {which}")


PART: Final = Part(
    "merge", "many groups of duplicates merged at once, and undone", figures, minutes=15, on_base=False
)
