"""Opening a desk: on a file of one's own, or on a throw-away copy of the demo data."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from workbench import locale
from workbench.desk.desk import Desk
from workbench.errors import UnknownNameError
from workbench.registry.base import Register
from workbench.registry.choosing import register_of
from workbench.registry.settings import Choice, RegisterSettings, StandingSettings, as_beside
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot
from workbench.store.journal import Intent
from workbench.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

ANALYST = "analytik"
_DEMO_REGISTERS = ("snapshot", "simulated")


def open(  # noqa: A001 - read as workbench.open
    path: str | Path,
    user: str | None = None,
    *,
    register: Register | RegisterSettings | Choice | None = None,
    standing: str | Iterable[str] | None = None,
    language: locale.Language | None = None,
) -> Desk:
    """Open a data file, or create it; several notebooks may open the same one.

    Args:
        path: the file, on a local disk; whoever creates it is its administrator.
        user: the account's name; by default that of whoever is logged in to the machine.
        register: the business register to ask: ``"snapshot"``, the copy of RES on this machine and no network;
            ``"ares"``; ``"both"``, the snapshot and ARES for what it lacks (DIČ, court file, data box); settings;
            or a register of your own. By default what the environment variables say
            (:mod:`workbench.registry.settings`), and else the snapshot.
        standing: registers of standing that the copying asks too: any of ``"adis"`` (VAT payers), ``"vies"``, ``"isir"``
            (insolvency), as ``"adis isir"`` or a list, or ``"all"``. By default what the settings or the environment
            variables say, and else none.
        language: ``"cs"`` or ``"en"`` for all messages from now on; by default Czech.

    Raises:
        StoreError: the file cannot be used.
        BrokenFileError: it is a folder, damaged, or not a file of workbench.
        NewerFileError: a newer workbench wrote it.
        NotFoundError: it has no such user.
        UnknownNameError: no such choice of registers.
    """
    import getpass  # noqa: PLC0415 - only when no name was given

    if language is not None:
        locale.use(language)
    beside = (
        register.standing if isinstance(register, RegisterSettings) else StandingSettings.from_environment()
    )
    if standing is not None:
        beside = replace(beside, use=as_beside(standing))
    return Desk(
        Path(path).expanduser(), user or getpass.getuser(), register=_register(register), standing=beside
    )


def demo(
    *,
    clients: int = 300,
    seed: int | None = None,
    registers: Literal["snapshot", "simulated"] = "snapshot",
    language: locale.Language | None = None,
) -> Desk:
    """A desk on invented data in a temporary folder, with an invented register; nothing leaves the machine.

    Args:
        clients: about how many clients.
        registers: ``"snapshot"``, a copy of the invented register as a file; ``"simulated"``, the same and besides
            ARES, the register of VAT payers, VIES and the insolvency register, simulated on 127.0.0.1; they end
            with this process, and can be told to fail (``desk.simulator``).
        seed: another seed, another client base.
        language: ``"cs"`` or ``"en"`` for all messages from now on; by default Czech.

    Raises:
        UnknownNameError: no such kind of registers.
    """
    from workbench import demodata as invented  # noqa: PLC0415 - numpy and pandas, for the demo only

    if registers not in _DEMO_REGISTERS:
        raise UnknownNameError.suggest("choice of registers", registers, _DEMO_REGISTERS)
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
    if registers == "simulated":
        from workbench.desk.simulated import simulated  # noqa: PLC0415

        return simulated(store.path, ANALYST, base)
    return Desk(
        store.path, ANALYST, register=SnapshotRegister(folder / "res.duckdb"), standing=StandingSettings()
    )


def _register(given: Register | RegisterSettings | Choice | None) -> Register | None:
    if isinstance(given, str):
        given = RegisterSettings.from_environment().using(given)
    return register_of(given) if isinstance(given, RegisterSettings) else given


def _take_locks(clients: "pd.DataFrame") -> dict[str, list[int]]:
    """Take the locks out of the table; they are set afterwards, each by the user whose lock it is."""
    locked = clients[clients["locked_by"].notna()]
    found = {str(name): [int(one) for one in rows["id"]] for name, rows in locked.groupby("locked_by")}
    clients[["locked_by", "locked_at", "lock_reason"]] = None
    return found
