"""Contact persons and what ties them to clients."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata.clients import USERS
from workbench.demodata.columns import TODAY, Whole, chance, choose, digits, frame, pick, pool, stream
from workbench.demodata.observed import Observed
from workbench.demodata.people import People, draw_people

_STREAM: Final = 8
_PERSONS_PER_CLIENT: Final = 0.8
_POSITIONS: Final = pool(
    "jednatel|jednatelka|účetní|asistentka|obchodní zástupce|nákup|ředitel|vedoucí provozu|technik", "|"
)


@dataclass(frozen=True, slots=True)
class Staff:
    """Contact persons: who they are and where they work first (client ids)."""

    people: People
    employer: Whole

    @classmethod
    def nobody(cls) -> "Staff":
        """No persons at all."""
        return cls(draw_people(np.random.default_rng(0), 0), np.zeros(0, dtype=np.int64))


def draw_staff(seed: int, seen: Observed) -> Staff:
    """Invent contact persons, each with one client to work for."""
    rng = stream(seed, _STREAM)
    company = np.flatnonzero(~seen.of_firm("is_person")) + 1
    count = round(seen.count * _PERSONS_PER_CLIENT) if len(company) else 0
    employer = company[rng.integers(len(company), size=count)] if count else np.zeros(0, dtype=np.int64)
    return Staff(draw_people(rng, count), employer)


def person_frame(seed: int, staff: Staff, first_id: int) -> pd.DataFrame:
    """The contact persons."""
    rng = stream(seed, _STREAM, 1)
    people, count = staff.people, len(staff.employer)
    age = rng.integers(21 * 365, 68 * 365, size=count).astype("timedelta64[D]")
    known = chance(rng, count, 0.3)
    return frame(
        "person",
        first_id,
        count,
        title_before=people.before,
        first_name=people.first,
        last_name=people.last,
        title_after=people.after,
        salutation=choose(people.female, "Vážená paní", "Vážený pane"),
        birthday=choose(known, TODAY - age, np.datetime64("NaT")).astype("datetime64[s]"),
        language=pick(rng, pool("cs cs cs cs sk en de"), count),
        gender=choose(people.female, "female", "male").astype(object),
        category=choose(chance(rng, count, 0.3), "rozhoduje", None),
        do_not_contact=chance(rng, count, 0.03),
        owner=pick(rng, pool(" ".join(USERS)), count),
        external_id="O-" + digits(np.arange(200_001, 200_001 + count), 6),
    )


def employment_frame(seed: int, staff: Staff, ids: Whole, first_id: int) -> pd.DataFrame:
    """Who works where: everybody at one client, one in ten at a second one as well."""
    rng = stream(seed, _STREAM, 2)
    count = len(staff.employer)
    second = np.flatnonzero(chance(rng, count, 0.1))
    elsewhere = staff.employer[rng.integers(max(1, count), size=len(second))]
    another = elsewhere != staff.employer[second]
    second, elsewhere = second[another], elsewhere[another]
    person = ids[np.concatenate([np.arange(count), second])]
    return frame(
        "employment",
        first_id,
        len(person),
        person_id=person,
        client_id=np.concatenate([staff.employer, elsewhere]),
        position=pick(rng, _POSITIONS, len(person)),
        is_primary=np.arange(len(person)) < count,
    )
