"""Addresses and contacts of clients and persons."""

from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata.columns import Texts, Whole, blank, chance, choose, frame, pick, pool, stream
from workbench.demodata.dirt import Dirt, odd_phones
from workbench.demodata.numbers import phone_numbers
from workbench.demodata.observed import Observed
from workbench.demodata.places import CITY, HAS_STREETS, HOUSES, STREETS
from workbench.demodata.seats import Seats
from workbench.demodata.staff import Staff

_ADDRESSES, _CLIENT_CONTACTS, _PERSON_CONTACTS = 5, 6, 7
_MAILBOXES: Final = pool("info obchod kancelar fakturace office")
_OTHER_KINDS: Final = pool("contact billing branch delivery")


def address_frame(seed: int, seen: Observed, first_id: int) -> pd.DataFrame:
    """Addresses: a seat (for private persons a home) that is primary, and for some another one.

    A stale address is the seat before the firm moved. An unparsed one has street, numbers, postcode and
    town as one text in ``street``, the way an old system exported it.
    """
    rng = stream(seed, _ADDRESSES)
    stale = seen.dirt[Dirt.STALE_ADDRESS]
    place, street, house = (
        choose(stale, seen.of_firm(f"old_{part}"), seen.of_firm(part))
        for part in ("place", "street", "house")
    )
    has = ~seen.dirt[Dirt.MISSING_ADDRESS]
    seats = Seats(place[has], street[has], house[has])
    unparsed = seen.dirt[Dirt.UNPARSED_ADDRESS][has]
    columns = seats.columns()
    line = seats.full()
    typed = {
        name: choose(unparsed, line if name == "street" else None, values) for name, values in columns.items()
    }
    known_code = ~unparsed & (chance(rng, len(line), 0.2))
    typed["place_code"] = choose(known_code, seats.place_codes(), None)
    typed["original"] = choose(unparsed, line, None)
    typed["kind"] = choose(blank(seen.of_firm("ico")[has]), "home", "seat")
    owner = np.flatnonzero(has) + 1

    more = owner[chance(rng, len(owner), 0.2)]
    place = rng.integers(len(CITY), size=len(more))
    street = choose(np.array(HAS_STREETS)[place], rng.integers(len(STREETS), size=len(more)), -1)
    others: dict[str, Texts] = Seats(place, street, rng.integers(1, HOUSES, size=len(more))).columns()
    others["kind"] = pick(rng, _OTHER_KINDS, len(more))
    nothing = np.full(len(more), None, dtype=object)
    both = {name: np.concatenate([values, others.get(name, nothing)]) for name, values in typed.items()}
    primary = np.arange(len(owner) + len(more)) < len(owner)
    return frame(
        "address",
        first_id,
        len(primary),
        record_type="client",
        record_id=np.concatenate([owner, more]),
        is_primary=primary,
        **both,
    )


def contact_frame(seed: int, seen: Observed, staff: Staff, persons: Whole, first_id: int) -> pd.DataFrame:
    """Phones, e-mails and web sites.

    Args:
        seed: the seed of the invented world.
        seen: which firm each client is.
        staff: the contact persons; nobody where they are not generated.
        persons: their ids.
        first_id: the id of the first contact.
    """
    parts = [*_of_clients(seed, seen), *_of_staff(seed, staff, persons, seen.of_firm("domain"))]
    owner_type, owner, kind, value, primary = (
        np.concatenate(column) for column in zip(*(_spread(*part) for part in parts), strict=True)
    )
    return frame(
        "contact",
        first_id,
        len(owner),
        record_type=owner_type,
        record_id=owner,
        kind=kind,
        value=value,
        is_primary=primary,
        label=choose(primary, None, "druhý"),
    )


_Part = tuple[str, Whole, Texts | str, Texts, bool]


def _spread(
    owner_type: str, owner: Whole, kind: Texts | str, value: Texts, primary: bool
) -> tuple[np.ndarray, ...]:
    count = len(owner)
    kinds = np.full(count, kind, dtype=object) if isinstance(kind, str) else kind
    return np.full(count, owner_type, dtype=object), owner, kinds, value, np.full(count, primary)


def _of_clients(seed: int, seen: Observed) -> list[_Part]:
    rng = stream(seed, _CLIENT_CONTACTS)
    count = seen.count
    ids = np.arange(1, count + 1)
    reached = ~seen.dirt[Dirt.MISSING_CONTACT]
    again, person = seen.dirt[Dirt.DUPLICATE], seen.of_firm("is_person")

    own = ~again | chance(rng, count, 0.6)  # else the duplicate knows another number of the same firm
    phone = choose(
        own, seen.of_firm("phone"), phone_numbers(rng, count, landline=np.zeros(count, dtype=np.bool_))
    )
    landline = np.array([number[4] in "2345" for number in phone.tolist()], dtype=np.bool_)
    odd = seen.dirt[Dirt.ODD_PHONE]
    phone[odd] = odd_phones(phone[odd], rng.integers(4, size=int(odd.sum())))
    has_phone = reached & (odd | chance(rng, count, 0.85))
    second = has_phone & chance(rng, count, 0.10)

    domain = seen.of_firm("domain") + ".example"
    mailbox = choose(again & ~own, pick(rng, _MAILBOXES, count), "info")
    mail = choose(person, seen.of_firm("domain") + "@posta.example", mailbox + "@" + domain)
    has_mail = reached & chance(rng, count, 0.75)
    has_web = reached & ~person & chance(rng, count, 0.45)
    other = phone_numbers(rng, int(second.sum()), landline=np.zeros(int(second.sum()), dtype=np.bool_))
    return [
        (
            "client",
            ids[has_phone],
            choose(landline, "phone", "mobile").astype(object)[has_phone],
            phone[has_phone],
            True,
        ),
        ("client", ids[second], "mobile", other, False),
        ("client", ids[has_mail], "email", mail[has_mail], True),
        ("client", ids[has_web], "web", ("https://www." + domain)[has_web], True),
    ]


def _of_staff(seed: int, staff: Staff, ids: Whole, domain: Texts) -> list[_Part]:
    rng = stream(seed, _PERSON_CONTACTS)
    has_phone, has_mail = chance(rng, len(ids), 0.8), chance(rng, len(ids), 0.8)
    phone = phone_numbers(rng, len(ids), landline=np.zeros(len(ids), dtype=np.bool_))
    mail = staff.people.mailbox() + "@" + domain[staff.employer - 1] + ".example"
    return [
        ("person", ids[has_phone], "mobile", phone[has_phone], True),
        ("person", ids[has_mail], "email", mail[has_mail], True),
    ]
