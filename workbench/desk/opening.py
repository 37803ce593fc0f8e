"""Opening a desk: on a file of one's own, or on a throw-away copy of the demo data."""

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import locale
from workbench.desk.desk import Desk
from workbench.registry.base import Register
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot
from workbench.store.journal import Intent
from workbench.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

ANALYST = "analytik"


def open(  # noqa: A001 - read as workbench.open
    path: str | Path,
    user: str | None = None,
    *,
    register: Register | None = None,
    language: locale.Language | None = None,
) -> Desk:
    """Open a data file, or create it; several notebooks may open the same one.

    Args:
        path: the file, on a local disk; whoever creates it is its administrator.
        user: the account's name; by default that of whoever is logged in to the machine.
        register: the business register to ask; by default the RES snapshot of this machine.
        language: ``"cs"`` or ``"en"`` for all messages from now on; by default Czech.

    Raises:
        StoreError: the file cannot be used.
        BrokenFileError: it is a folder, damaged, or not a file of workbench.
        NewerFileError: a newer workbench wrote it.
        NotFoundError: it has no such user.
    """
    import getpass  # noqa: PLC0415 - only when no name was given

    if language is not None:
        locale.use(language)
    return Desk(Path(path).expanduser(), user or getpass.getuser(), register=register)


def demo(*, clients: int = 300, seed: int | None = None, language: locale.Language | None = None) -> Desk:
    """A desk on invented data in a temporary folder, with an invented register; nothing leaves the machine.

    Args:
        clients: about how many clients.
        seed: another seed, another client base.
        language: ``"cs"`` or ``"en"`` for all messages from now on; by default Czech.
    """
    from workbench import demodata as invented  # noqa: PLC0415 - numpy and pandas, for the demo only

    if language is not None:
        locale.use(language)
    folder = Path(tempfile.mkdtemp(prefix="workbench-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    base = invented.generate(invented.SEED if seed is None else seed, clients=clients)
    path = folder / "demo.duckdb"
    store = Store(path, ANALYST)
    for name in invented.USERS:
        if name != ANALYST:
            store.save_user(name, "full")
    locked = _take_locks(base.tables["client"])
    store.load(base.tables, Intent("demo"))
    for name, ids in locked.items():
        Desk(path, name).akce.lock(ids).run()
    rows = invented.register_rows(base)
    invented.write_res_csv(folder / "res.csv", rows)
    snapshot.load(folder / "res.csv", folder / "res.duckdb")
    return Desk(store.path, ANALYST, register=SnapshotRegister(folder / "res.duckdb"))


def _take_locks(clients: "pd.DataFrame") -> dict[str, list[int]]:
    """Take the locks out of the table; they are set afterwards, each by the user whose lock it is."""
    locked = clients[clients["locked_by"].notna()]
    found = {str(name): [int(one) for one in rows["id"]] for name, rows in locked.groupby("locked_by")}
    clients[["locked_by", "locked_at", "lock_reason"]] = None
    return found
