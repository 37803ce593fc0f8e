"""Small invented bases with a known truth, and what a search makes of them."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.linkage.clients import Base, generate
from workbench.duplicates import Found


@cache
def base(count: int = 1_500, seed: int = 3) -> Base:
    """A base of clients; made once for all tests."""
    return generate(count, seed)


def tables(made: Base) -> dict[str, pd.DataFrame]:
    """The tables as a search takes them."""
    return {
        "main": made.tables["client"],
        "address": made.tables["address"],
        "contact": made.tables["contact"],
    }


def clients(*rows: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Clients with the ids 1, 2, 3 …"""
    return {"main": pd.DataFrame([{"id": at, **row} for at, row in enumerate(rows, start=1)])}


def groups(found: Found) -> set[frozenset[int]]:
    """The clusters as sets of ids, those of one record left out."""
    frame = pd.DataFrame({"id": found.ids, "cluster": found.cluster})
    return {
        frozenset(int(one) for one in part) for _, part in frame.groupby("cluster")["id"] if len(part) > 1
    }


def pair_quality(found: Found, entity: "np.ndarray") -> tuple[float, float]:
    """Precision and recall of the pairs that clusters imply; record numbers are ids less one."""
    both = pd.Series(1, index=range(len(entity))).groupby([found.cluster, entity]).sum()
    hit = int((both * (both - 1) // 2).sum())
    said, true = (int((s * (s - 1) // 2).sum()) for s in (np.bincount(found.cluster), np.bincount(entity)))
    return hit / said, hit / true
