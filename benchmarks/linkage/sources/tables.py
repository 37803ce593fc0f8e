"""The rows of the second market as the three tables that a base is."""

import numpy as np
import pandas as pd

from benchmarks.linkage.sources.market import Columns
from workbench.demodata.columns import Flags, Texts, frame, texts

_SEAT = {
    "street": "street", "house": "house_number", "orient": "orientation_number", "letter": "orientation_letter", "part": "part", "city": "city",
    "district": "district", "psc": "postcode",
}  # fmt: skip
_LIKE_CLIENT = {"name": "name", "is_person": "is_person", "first": "first_name", "last": "last_name", "birthday": "birthday", "ico": "ico",
                "dic": "dic", "form": "legal_form", "account": "bank_account", "box": "data_box", "founded": "founded_on"}  # fmt: skip
_REACHED = {"phone": "mobile", "second_phone": "phone", "mail": "email", "web": "web"}


def tables(rng: np.random.Generator, rows: Columns) -> dict[str, pd.DataFrame]:
    """Client, address and contact, as the store takes them; a record's address is its seat."""
    count = len(rows["name"])
    ids = np.arange(1, count + 1)
    clients = {column: rows[name] for name, column in _LIKE_CLIENT.items()}
    codes = rng.integers(16**7, size=count).tolist()
    seated = np.zeros(count, dtype=np.bool_)
    for name in _SEAT:
        seated |= _has(rows[name])
    owner, kind, value = [], [], []
    for name, called in _REACHED.items():
        has = _has(rows[name])
        owner.append(ids[has])
        kind.append(np.full(int(has.sum()), called, dtype=object))
        value.append(rows[name][has])
    return {
        "client": frame("client", 1, count, **clients, external_id=texts(f"S-{one:07x}" for one in codes)),
        "address": frame(
            "address", count + 1, int(seated.sum()), record_type="client", record_id=ids[seated], kind="seat", is_primary=True,
            **{column: _texts(rows[name][seated]) for name, column in _SEAT.items()},
        ),
        "contact": frame(
            "contact", 3 * count + 1, sum(map(len, owner)), record_type="client", record_id=np.concatenate(owner),
            kind=np.concatenate(kind), value=np.concatenate(value),
        ),
    }  # fmt: skip


def _has(values: Texts) -> Flags:
    return np.fromiter((one is not None and one != "" for one in values), dtype=np.bool_, count=len(values))


def _texts(values: Texts) -> Texts:
    return texts(one or None for one in values.tolist())
