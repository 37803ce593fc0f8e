"""The local snapshot of the register of economic subjects (ČSÚ, RES): loading it and asking it.

The snapshot is a DuckDB file of its own, beside the clients' file. It is never written in place: a load
builds a new file and puts it in the old one's place, so readers keep an answer all the time.
"""

from workbench.store.snapshot._derived import derived
from workbench.store.snapshot._layout import NAME, PUBLISHER, default_snapshot_path, source_text
from workbench.store.snapshot._subjects import read_line
from workbench.store.snapshot.loading import BadRow, LoadReport, Progress, load
from workbench.store.snapshot.reading import Snapshot, SnapshotInfo, Suggested

__all__ = [
    "NAME",
    "PUBLISHER",
    "BadRow",
    "LoadReport",
    "Progress",
    "Snapshot",
    "SnapshotInfo",
    "Suggested",
    "default_snapshot_path",
    "derived",
    "load",
    "read_line",
    "source_text",
]
