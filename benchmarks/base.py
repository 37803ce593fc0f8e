"""The client base that is measured: invented, loaded once, and kept for the next run."""

import hashlib
import inspect
import os
import shutil
import time
from pathlib import Path
from typing import Final

from workbench import demodata
from workbench.desk import Desk
from workbench.store import schema
from workbench.store.journal import Intent
from workbench.store.search import entries
from workbench.store.store import Store

RESULTS: Final = Path(os.environ.get("WORKBENCH_BENCHMARKS") or Path(__file__).parent / "results")
"""Where data files and figures are kept; git leaves the folder out."""
USER: Final = "analytik"
SEED: Final = 9
TYPES: Final = frozenset({"client", "address", "contact"})


def stored(clients: int) -> Path:
    """The data file with so many clients; made when there is none from this generator and schema.

    Returns:
        its path; whoever writes works on a copy.
    """
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"base-{clients}-{_key()}.duckdb"
    if path.exists():
        return path
    started = time.perf_counter()
    base = demodata.generate(SEED, clients=clients, only=TYPES)
    # Locks belong to other users and would refuse the very writes that are measured.
    base.tables["client"][["locked_by", "locked_at", "lock_reason"]] = None
    generated = time.perf_counter()
    half_made = path.with_suffix(".tmp")
    half_made.unlink(missing_ok=True)
    store = Store(half_made, USER)
    store.load(base.tables, Intent("load"))
    store.close()
    half_made.rename(path)
    print(
        f"Made {clients:,} clients: generated in {generated - started:.0f} s, "
        f"loaded in {time.perf_counter() - generated:.0f} s, {path.stat().st_size / 1e6:.0f} MB.",
        flush=True,
    )
    return path


def copied(source: Path, folder: Path, name: str) -> Path:
    """A copy of the data file that may be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(source, folder / name))


def opened(path: Path) -> Desk:
    """A desk on that file."""
    return Desk(path, USER)


def _key() -> str:
    """What the file's content depends on: the generator, the tables, the search keys."""
    digest = hashlib.sha256("\n".join(schema.statements()).encode())
    digest.update(inspect.getsource(entries).encode())
    for source in sorted(Path(inspect.getfile(demodata)).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
