"""The demo's client base as tables, and the truth about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata.business import BUSINESS_TYPES, Business
from workbench.demodata.clients import client_frame
from workbench.demodata.details import activity_frame, attachment_frame, consent_frame, relation_frame
from workbench.demodata.dirt import labels
from workbench.demodata.observed import Observed, observe
from workbench.demodata.staff import Staff, draw_staff, employment_frame, person_frame
from workbench.demodata.whereabouts import address_frame, contact_frame
from workbench.errors import UnknownNameError, ValueRejectedError

TYPES: Final[tuple[str, ...]] = (
    "client",
    "person",
    "lead",
    "deal",
    "offer",
    "sales_order",
    "project",
    "address",
    "contact",
    "consent",
    "employment",
    "relation",
    "activity",
    "attachment",
)
"""The generated record types, in the order in which ids are given."""
MOST_CLIENTS: Final = 1_200_000
"""More would need more than the million IČO that start with 9."""


@dataclass(frozen=True, slots=True)
class DemoBase:
    """An invented client base.

    Attributes:
        seed: what it was made from; the same seed and size give the same base.
        tables: by record type name: ``id`` and the declared fields. Ids are unique over all tables;
            clients come first, from 1. Texts are ``str`` columns, dates ``datetime64[s]``, moments
            ``datetime64[s]`` in UTC, amounts floats with two decimals, tags lists, custom fields JSON text.
        truth: ``id`` of each client, ``entity`` (the same number for the same firm) and the firm's true
            ``ico`` (empty for private persons).
        dirt: ``id`` of a client and ``dirt``, one thing that is wrong with it (:class:`Dirt`).
        firms: the true firms by ``entity``, as :func:`workbench.demodata.firms.draw_firms` gives them.
    """

    seed: int
    tables: Mapping[str, pd.DataFrame]
    truth: pd.DataFrame
    dirt: pd.DataFrame
    firms: pd.DataFrame

    def __repr__(self) -> str:
        counts = ", ".join(f"{name}={len(table)}" for name, table in self.tables.items())
        return f"DemoBase(seed={self.seed}, {counts})"


def generate(seed: int, clients: int = 300, *, only: Collection[str] | None = None) -> DemoBase:
    """Invent a client base.

    Args:
        seed: any whole number from 0; each part has its own random stream, so leaving types out with
            ``only`` changes neither names nor values of the others, just ids and links to what is not there.
        clients: how many clients, at most 1,200,000.
        only: names of the record types wanted; all of :data:`TYPES` unless given.

    Raises:
        UnknownNameError: a name in ``only`` is no generated record type.
        ValueRejectedError: a number of clients that cannot be made.
    """
    if not 1 <= clients <= MOST_CLIENTS:
        raise ValueRejectedError(
            "The demo can invent {fewest} to {most} clients, not {asked}. Ask for a number in between.",
            fewest=1,
            most=MOST_CLIENTS,
            asked=clients,
        )
    wanted = set(TYPES) if only is None else set(only)
    for name in sorted(wanted.difference(TYPES)):
        raise UnknownNameError.suggest("record type", name, TYPES)
    seen = observe(seed, clients)
    builder = _Builder(seed, seen)
    for name in TYPES:
        if name in wanted and name != "client":
            builder.build(name)
    if "client" in wanted:
        builder.build_clients()
    tables = {name: builder.made[name] for name in TYPES if name in wanted}
    ids = np.arange(1, clients + 1)
    truth = pd.DataFrame(
        {"id": ids, "entity": seen.entity, "ico": pd.Series(seen.of_firm("ico"), dtype="str")}
    )
    return DemoBase(seed, tables, truth, labels(ids, seen.dirt), seen.firms)


class _Builder:
    """Builds the tables one after another and gives ids on the way."""

    def __init__(self, seed: int, seen: Observed) -> None:
        self.seed = seed
        self.seen = seen
        self.made: dict[str, pd.DataFrame] = {}
        self.next_id = seen.count + 1
        self.staff = Staff.nobody()
        self.persons = np.zeros(0, dtype=np.int64)
        self.business = Business(seed, seen.count, self.persons, self.persons)

    def build(self, name: str) -> None:
        """Add one table."""
        table = self._table(name)
        self.made[name] = table
        self.next_id += len(table)

    def build_clients(self) -> None:
        """Add the clients, whose ids come first but who point at leads."""
        leads = self.business.origin_leads() if "lead" in self.made else None
        self.made["client"] = client_frame(self.seed, self.seen, leads)

    def _table(self, name: str) -> pd.DataFrame:
        seed, seen, first_id = self.seed, self.seen, self.next_id
        if name == "person":
            self.staff = draw_staff(seed, seen)
            self.persons = np.arange(first_id, first_id + len(self.staff.employer))
            self.business = Business(seed, seen.count, self.persons, self.staff.employer)
            return person_frame(seed, self.staff, first_id)
        if name == "lead":
            return self.business.leads(seen, first_id)
        if name in BUSINESS_TYPES:
            return self.business.records(name, first_id)
        if name == "employment":
            return employment_frame(seed, self.staff, self.persons, first_id)
        if name == "contact":
            return contact_frame(seed, seen, self.staff, self.persons, first_id)
        return _HANGING[name](seed, seen, first_id)


_HANGING: Final = {
    "address": address_frame,
    "consent": consent_frame,
    "relation": relation_frame,
    "activity": activity_frame,
    "attachment": attachment_frame,
}
