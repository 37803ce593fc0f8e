"""A base in which every client stands twice, each time a little differently, with links on both: what a bulk merge is measured on."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks import base
from workbench import demodata
from workbench.model.records import RECORD_TYPES
from workbench.store.columns import columns_of, quote
from workbench.store.journal import Intent
from workbench.store.store import Store

_OF_CLIENT: Final = ("client_id", "record_id")
_GOING_ON: Final = frozenset({"version", "updated_at", "updated_by"})
"""What an undo does not set back: it is a change itself."""


def doubled(path: Path, clients: int, seed: int) -> list[list[int]]:
    """Make a data file of so many clients, twice each.

    Args:
        path: where; it must not exist yet.
        clients: how many different ones.
        seed: of the generator.

    Returns:
        the groups that belong together: a client and its double.
    """
    tables = dict(demodata.generate(seed, clients=clients).tables)
    first = 1 + max(int(frame["id"].max()) for frame in tables.values() if len(frame))
    client = tables["client"]
    client[["locked_by", "locked_at", "lock_reason"]] = None  # somebody else's locks would refuse the merge
    double = client.assign(id=np.arange(first, first + len(client)), external_id=None)
    half = np.arange(len(double)) % 2 == 0
    double.loc[half, ["ico", "dic", "notice"]] = [None, None, "Volat po obědě."]
    first += len(client)
    to_double = dict(zip(client["id"], double["id"], strict=True))
    for name, frame in tables.items():
        if name == "client":
            continue
        if name in ("address", "contact"):
            copy = frame[frame["record_type"] == "client"].copy()
            copy["id"] = np.arange(first, first + len(copy))
            first += len(copy)
            copy["record_id"] = copy["record_id"].map(to_double)
            tables[name] = pd.concat([frame, copy], ignore_index=True)
            continue
        for column in _OF_CLIENT:
            if column in frame:
                moved = (np.arange(len(frame)) % 2 == 0) & frame[column].isin(to_double)
                if "record_type" in frame:
                    moved &= frame["record_type"] == "client"
                frame.loc[moved, column] = frame.loc[moved, column].map(to_double)
    tables["client"] = pd.concat([client, double], ignore_index=True)
    store = Store(path, base.USER)
    store.load(tables, Intent("load"))
    store.close()
    return [[int(one), int(other)] for one, other in to_double.items()]


def digest(store: Store) -> dict[str, tuple[Any, ...]]:
    """What all rows of all tables of records come to: equal digests, equal contents.

    Returns:
        record type -> how many rows, and two sums over the hashes of all rows; without version and time of change.
    """

    def read(connection: Any) -> dict[str, tuple[Any, ...]]:
        found = {}
        for kind in RECORD_TYPES.values():
            row = ", ".join(quote(name) for name in columns_of(kind) if name not in _GOING_ON)
            query = f"SELECT count(*), bit_xor(hash({row})), sum(hash({row})) FROM db.{quote(kind.name)}"
            found[kind.name] = connection.execute(query).fetchone()
        return found

    return store.engine.read(read)
