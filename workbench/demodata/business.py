"""Leads, deals, offers, orders and projects."""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from workbench.demodata.clients import USERS
from workbench.demodata.columns import TODAY, Flags, Whole, chance, choose, digits, frame, pick, pool, stream
from workbench.demodata.observed import Observed
from workbench.demodata.people import draw_people

_STREAM: Final = 9
SHARES: Final = {"lead": 0.2, "deal": 0.5, "offer": 0.4, "sales_order": 0.25, "project": 0.12}
"""How many records of each kind there are to a client."""
BUSINESS_TYPES: Final = tuple(kind for kind in SHARES if kind != "lead")
"""The types that share a number, an amount and a state."""
_SUBJECTS: Final = pool(
    "Dodávka materiálu|Servisní smlouva|Rekonstrukce haly|Rozšíření licencí|Výměna strojů|Školení zaměstnanců|Údržba zeleně|"
    "Roční dodávky|Zateplení domu|Nový web|Přestavba kanceláří|Revize elektro",
    "|",
)
_CODES: Final = {"deal": "OP", "offer": "NAB", "sales_order": "OBJ", "project": "PRJ"}
_STATES: Final = pool("open won lost cancelled")
_SOURCES: Final = pool("web|veletrh|doporučení|telefonát", "|")


def how_many(kind: str, clients: int) -> int:
    """The number of records of a business type in a base of so many clients."""
    return round(clients * SHARES[kind])


@dataclass(slots=True)
class Business:
    """Builds business records one type after another; the later ones lead back to the earlier.

    Attributes:
        seed: the seed of the invented world.
        clients: how many clients there are.
        persons: ids of the contact persons, empty where they are not generated.
        employers: the client of each of those persons.
        made: first id and client ids of each type built so far.
    """

    seed: int
    clients: int
    persons: Whole
    employers: Whole
    made: dict[str, tuple[int, Whole]] = field(default_factory=dict)

    def leads(self, seen: Observed, first_id: int) -> pd.DataFrame:
        """Leads; half of them have become a client."""
        rng, count = stream(self.seed, _STREAM, 0), how_many("lead", self.clients)
        client = np.sort(rng.choice(self.clients, size=count, replace=False)) + 1
        linked = chance(rng, count, 0.5)
        people = draw_people(rng, count)
        firm = seen.of_firm("stem")[client - 1]
        self.made["lead"] = (first_id, choose(linked, client, 0))
        return frame(
            "lead",
            first_id,
            count,
            name="Poptávka: " + pick(rng, _SUBJECTS, count),
            company=firm,
            first_name=people.first,
            last_name=people.last,
            client_id=_or_none(client, linked),
            state=choose(linked, "won", pick(rng, pool("open lost"), count)),
            contact_source=pick(rng, _SOURCES, count),
            owner=pick(rng, pool(" ".join(USERS)), count),
        )

    def origin_leads(self) -> Any:
        """For each client, by order of id, the lead that it came from."""
        first_id, client = self.made["lead"]
        linked = np.flatnonzero(client)
        origin = np.zeros(self.clients, dtype=np.int64)
        origin[client[linked] - 1] = linked + first_id
        return _or_none(origin, origin > 0)

    def records(self, kind: str, first_id: int) -> pd.DataFrame:
        """Deals, offers, orders or projects; those with a deal have its client."""
        number = list(SHARES).index(kind)
        rng, count = stream(self.seed, _STREAM, number), how_many(kind, self.clients)
        client = (
            rng.integers(1, self.clients + 1, size=count) if self.clients else np.zeros(0, dtype=np.int64)
        )
        links: dict[str, Any] = {}
        if kind != "deal" and "deal" in self.made:
            links["deal_id"], client = self._follow(rng, "deal", client, 0.7)
        if kind == "sales_order" and "offer" in self.made:
            links["offer_id"] = self._match("offer", client)
        if kind == "deal":
            links["probability"] = pd.array(rng.integers(1, 10, size=count) * 10, dtype="Int64")
            if "lead" in self.made:
                links["lead_id"] = self._match("lead", client)
        opened = TODAY - rng.integers(1, 1_500, size=count).astype("timedelta64[D]")
        if kind == "offer":
            links["valid_until"] = (opened + np.timedelta64(30, "D")).astype("datetime64[s]")
        state = pick(rng, _STATES, count, [4, 4, 2, 1])
        closed = opened + rng.integers(0, 60, size=count).astype("timedelta64[D]")
        self.made[kind] = (first_id, client)
        return frame(
            kind,
            first_id,
            count,
            name=pick(rng, _SUBJECTS, count),
            code=_CODES[kind] + "-26-" + digits(np.arange(1, count + 1), 4),
            client_id=client,
            person_id=self._contact(client),
            state=state,
            amount=rng.integers(5, 2_000, size=count) * 1_000 + rng.integers(100, size=count) / 100,
            currency=pick(rng, pool("CZK CZK CZK CZK CZK CZK CZK EUR"), count),
            opened_on=opened.astype("datetime64[s]"),
            closed_on=choose(state == "open", np.datetime64("NaT"), np.minimum(closed, TODAY)).astype(
                "datetime64[s]"
            ),
            owner=pick(rng, pool(" ".join(USERS)), count),
            **links,
        )

    def _follow(self, rng: np.random.Generator, kind: str, client: Whole, share: float) -> tuple[Any, Whole]:
        """Tie a share of new records to earlier ones and give them the same client."""
        first_id, owners = self.made[kind]
        if not len(owners):
            return None, client
        which = rng.integers(len(owners), size=len(client))
        tied = chance(rng, len(client), share)
        return _or_none(which + first_id, tied), choose(tied, owners[which], client)

    def _match(self, kind: str, client: Whole) -> Any:
        """For each client its first record of an earlier kind, where it has one."""
        first_id, owners = self.made[kind]
        return _first_of(client, owners, np.arange(len(owners)) + first_id)

    def _contact(self, client: Whole) -> Any:
        return _first_of(client, self.employers, self.persons)


def _first_of(client: Whole, owners: Whole, ids: Whole) -> Any:
    keys, first = np.unique(owners, return_index=True)
    if not len(keys):
        return None
    at = np.minimum(np.searchsorted(keys, client), len(keys) - 1)
    return _or_none(ids[first[at]], keys[at] == client)


def _or_none(values: Whole, there: Flags) -> Any:
    return pd.arrays.IntegerArray(values.astype(np.int64), ~there)
