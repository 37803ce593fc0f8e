"""A client base with duplicates of which the truth is known; another seed, another base and other errors."""

import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.linkage import slips
from benchmarks.linkage.world import draw_world
from workbench.demodata import words
from workbench.demodata.columns import Flags, Texts, chance, choose, frame, pick, pool, texts
from workbench.demodata.naming import loose_endings
from workbench.demodata.seats import Seats

SURPLUS = 0.30
"""So many of the records are further ones of a firm that is there already."""
_FREQUENT, _TO_FREQUENT = 0.03, 0.20
_WRONG, _WRONG_BIRTHDAY = 0.01, 0.005
"""So many data boxes and days of founding are mistyped, and so many birthdays."""
_ALSO_IN_DIC = 0.5
"""In so many of the records whose IČO is wrong the DIČ carries the same wrong number."""
_SEAT_FIELDS = (
    "street", "house_number", "orientation_number", "orientation_letter", "part", "city", "district", "postcode",
)  # fmt: skip
_MAILBOXES = pool("obchod kancelar fakturace office objednavky")


@dataclass(frozen=True, slots=True)
class Base:
    """Clients, and which of them are one.

    Attributes:
        tables: client, address and contact, as the store takes them.
        entity: for each client, in order of id from 1, the number of its firm.
        persons: the records are persons, not clients.
    """

    tables: dict[str, pd.DataFrame]
    entity: np.ndarray
    persons: bool = False

    @property
    def searched(self) -> dict[str, pd.DataFrame]:
        """The tables as a search takes them."""
        return {
            "main": self.tables["client"],
            "address": self.tables["address"],
            "contact": self.tables["contact"],
        }

    @property
    def true_pairs(self) -> int:
        """How many pairs of clients are one firm."""
        sizes = np.bincount(self.entity)
        return int((sizes * (sizes - 1) // 2).sum())


def generate(count: int, seed: int, *, ico_blank: float = 0.0) -> Base:
    """Invent a base.

    Args:
        count: how many clients.
        seed: any whole number from 0.
        ico_blank: share of the records that lose their IČO and DIČ on top of those that never had one.
    """
    rng = np.random.default_rng([seed, 71])
    surplus = round(count * SURPLUS)
    world = draw_world(rng, seed, count - surplus)
    entity = _entities(rng, count - surplus, surplus)
    worse = np.ones(count, dtype=np.bool_)
    worse[np.unique(entity, return_index=True)[1]] = False
    return Base(_Writer(rng, random.Random(seed), world, entity, worse).tables(ico_blank), entity)  # noqa: S311


def _entities(rng: np.random.Generator, firms: int, surplus: int) -> np.ndarray:
    frequent = max(1, round(firms * _FREQUENT))
    further = choose(
        chance(rng, surplus, _TO_FREQUENT),
        rng.integers(frequent, size=surplus),
        rng.integers(firms, size=surplus),
    )
    shuffled = rng.permutation(firms)
    return np.asarray(rng.permutation(np.concatenate([np.arange(firms), shuffled[further]])))


class _Writer:
    """Writes the records of the firms, each by another hand."""

    def __init__(
        self,
        rng: np.random.Generator,
        draw: random.Random,
        world: pd.DataFrame,
        entity: np.ndarray,
        worse: Flags,
    ) -> None:
        self.rng, self.draw, self.entity, self.worse = rng, draw, entity, worse
        self.count = len(entity)
        self.of = {name: world[name].to_numpy()[entity] for name in world}
        self.ids = np.arange(1, self.count + 1)

    def some(self, first: float, further: float) -> Flags:
        """Which records, by a chance for a firm's first record and for its further ones."""
        return np.asarray(self.rng.random(self.count) < choose(self.worse, further, first))

    def tables(self, ico_blank: float) -> dict[str, pd.DataFrame]:
        """The three tables."""
        contacts = self._contacts()
        return {"client": self._clients(ico_blank), "address": self._addresses(), "contact": contacts}

    def _clients(self, ico_blank: float) -> pd.DataFrame:
        of, rng, draw = self.of, self.rng, self.draw
        again, finger = self._later()
        blank = chance(rng, self.count, ico_blank)
        ico = choose(self.some(0.12, 0.30) | blank, None, of["ico"])
        for share, change in ((0.02, self._mistyped), (0.0005, self._somebody_elses), (0.02, self._spaced)):
            at = np.flatnonzero(chance(rng, self.count, share) & (ico != None))  # noqa: E711 - an array
            ico[at] = change(ico[at])
        copied = (ico != of["ico"]) & (of["dic"] != None) & chance(again, self.count, _ALSO_IN_DIC)  # noqa: E711 - an array
        at = np.flatnonzero(copied & (ico != None))  # noqa: E711 - an array
        dic = of["dic"].copy()
        dic[at] = texts("CZ" + one.replace(" ", "") for one in ico[at].tolist())
        dic = choose(self.some(0.3, 0.5) | blank | (ico == None), None, dic)  # noqa: E711 - an array
        swapped = self.some(0.02, 0.08)
        first = choose(of["is_person"], choose(swapped, of["last_name"], of["first_name"]), None)
        last = choose(of["is_person"], choose(swapped, of["first_name"], of["last_name"]), None)
        typed = chance(rng, self.count, 0.6)
        return frame(
            "client",
            1,
            self.count,
            name=self._names(),
            is_person=of["is_person"],
            first_name=choose(typed, first, None),
            last_name=choose(typed, last, None),
            birthday=choose(
                of["is_person"] & chance(rng, self.count, 0.3),
                slips.days(again, of["birthday"], _WRONG_BIRTHDAY),
                np.datetime64("NaT"),
            ).astype("datetime64[s]"),
            ico=ico,
            dic=dic,
            legal_form=choose(chance(rng, self.count, 0.4) & (of["form"] != ""), of["form"], None),
            bank_account=choose(
                chance(rng, self.count, 0.2),
                choose(self.some(0.1, 0.2), rng.permutation(of["bank_account"]), of["bank_account"]),
                None,
            ),
            data_box=choose(chance(rng, self.count, 0.4), self._boxes(again, finger), None),
            founded_on=choose(
                chance(rng, self.count, 0.2) & (of["form"] != ""),
                slips.days(again, of["founded_on"], _WRONG),
                np.datetime64("NaT"),
            ).astype("datetime64[s]"),
            external_id=texts(f"K-{draw.randrange(16**7):07x}" for _ in range(self.count)),
        )

    def _later(self) -> tuple[np.random.Generator, random.Random]:
        """Draws of their own, which leave all others of the seed as they are."""
        again = self.rng.spawn(1)[0]
        return again, random.Random(int(again.integers(2**32)))  # noqa: S311 - invented data

    def _boxes(self, rng: np.random.Generator, draw: random.Random) -> Texts:
        boxes: Texts = self.of["data_box"].copy()
        at = np.flatnonzero(chance(rng, self.count, _WRONG) & (boxes != None))  # noqa: E711 - an array
        boxes[at] = texts(slips.typo(draw, one) for one in boxes[at].tolist())
        return boxes

    def _names(self) -> Texts:
        of = self.of
        stem = choose(self.some(0.2, 0.5), of["old_stem"], of["stem"])
        ending = choose(self.some(0.35, 0.6), loose_endings(self.rng, of["form"]), of["ending"])
        married = self.some(0.0, 0.02) & of["female"]
        last = choose(married, self.rng.permutation(of["last_name"]), of["last_name"])
        activity = pick(self.rng, words.ACTIVITIES, self.count)
        return texts(
            slips.person(self.draw, f, n, a, worse=w)
            if p
            else slips.company(self.draw, s, e, worse=w)
            for p, f, n, a, s, e, w in zip(
                of["is_person"].tolist(), of["first_name"].tolist(), last.tolist(), activity.tolist(), stem.tolist(),
                ending.tolist(), self.worse.tolist(), strict=True,
            )
        )  # fmt: skip

    def _mistyped(self, icos: Texts) -> Texts:
        return texts(slips.digit(self.draw, one) for one in icos.tolist())

    def _somebody_elses(self, icos: Texts) -> Texts:
        return np.asarray(self.rng.permutation(icos))

    def _spaced(self, icos: Texts) -> Texts:
        return texts(f"{one[:3]} {one[3:5]} {one[5:]}" for one in icos.tolist())

    def _addresses(self) -> pd.DataFrame:
        of, rng = self.of, self.rng
        old = self.some(0.3, 0.55)
        elsewhere = self.some(0.02, 0.06)
        place, street, house = (
            choose(elsewhere, rng.permutation(of[part]), choose(old, of[f"old_{part}"], of[part]))
            for part in ("place", "street", "house")
        )
        has = ~self.some(0.05, 0.12)
        typed = self._typed(Seats(place[has], street[has], house[has]), self.worse[has])
        second = np.flatnonzero(chance(rng, self.count, 0.08))
        more = self._typed(
            Seats(of["old_place"][second], of["old_street"][second], of["old_house"][second]),
            self.worse[second],
        )
        columns = {name: np.concatenate([typed[name], more[name]]) for name in _SEAT_FIELDS}
        owner = np.concatenate([self.ids[has], self.ids[second]])
        return frame(
            "address",
            self.count + 1,
            len(owner),
            record_type="client",
            record_id=owner,
            kind=choose(np.arange(len(owner)) < has.sum(), "seat", "contact").astype(object),
            is_primary=np.arange(len(owner)) < has.sum(),
            **columns,
        )

    def _typed(self, seats: Seats, worse: Flags) -> dict[str, Texts]:
        columns = seats.columns()
        rows = zip(*(columns[name].tolist() for name in _SEAT_FIELDS), strict=True)
        made = [
            slips.seat(self.draw, dict(zip(_SEAT_FIELDS, row, strict=True)), line, worse=bad)
            for row, line, bad in zip(rows, seats.full().tolist(), worse.tolist(), strict=True)
        ]
        return {name: texts(one[name] for one in made) for name in _SEAT_FIELDS}

    def _contacts(self) -> pd.DataFrame:
        of, rng, draw = self.of, self.rng, self.draw
        phone = choose(self.some(0.05, 0.35), of["second_phone"], of["phone"])
        mailbox = pick(rng, _MAILBOXES, self.count) + "@" + of["domain"] + ".example"
        private = of["domain"] + "@posta.example"
        company_mail = choose(self.some(0.1, 0.35), mailbox, of["mail"])
        web = texts(f"www.{one}.example" for one in of["domain"].tolist())
        parts: tuple[tuple[str, Flags, Texts], ...] = (
            ("mobile", self.some(0.85, 0.75), phone),
            ("mobile", self.some(0.08, 0.08), of["second_phone"]),
            ("email", self.some(0.7, 0.6), choose(of["is_person"], private, company_mail)),
            ("web", self.some(0.3, 0.25) & ~of["is_person"], web),
        )
        owner, kind, value = [], [], []
        for name, has, values in parts:
            owner.append(self.ids[has])
            kind.append(np.full(int(has.sum()), name, dtype=object))
            write = {"mobile": slips.phone, "email": slips.mail}.get(name, lambda _, one: one)
            value.append(texts(write(draw, one) for one in values[has].tolist()))
        return frame(
            "contact",
            3 * self.count + 1,
            sum(map(len, owner)),
            record_type="client",
            record_id=np.concatenate(owner),
            kind=np.concatenate(kind),
            value=np.concatenate(value),
        )
