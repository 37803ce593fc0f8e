"""A small invented world that the tests of the actions play in: made once, copied for each test."""

import shutil
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import invented_res
import pandas as pd
from store_dump import State, everything, state_of

from workbench.akce.base import Result
from workbench.desk import Desk
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

TIMES = ("created_at", "updated_at", "locked_at", "decided_at")


def ico(number: int) -> str:
    """The invented IČO 9 and this number (up to six digits), with the right check digit."""
    seven = f"9{number:06d}"
    rest = sum(int(digit) * weight for digit, weight in zip(seven, range(8, 1, -1), strict=True)) % 11
    return seven + str((11 - rest) % 10)


@dataclass(frozen=True)
class Ids:
    """Who is who.

    ``alfa`` and ``twin`` are one firm; everything hangs on ``twin``. ``gama`` is another firm, ``delta`` a
    natural person, ``held`` is locked by petr, ``secret`` is seen by the administrator only, ``owned`` is
    olga's, ``moved`` stands otherwise in the register, ``plain`` has nothing hanging on it.
    """

    alfa: int
    twin: int
    gama: int
    delta: int
    held: int
    secret: int
    owned: int
    moved: int
    plain: int
    person: int
    lead: int
    deal: int
    offer: int
    order: int
    project: int
    secret_deal: int


MOVED, GAMA, ALFA, CEASED = ico(1), ico(2), ico(3), ico(4)


class World:
    """The template files, and copies of them.

    Args:
        folder: where to make them.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "template.duckdb"
        self.register = folder / "res.duckdb"
        self._copies = 0
        self._opened: list[Desk] = []
        rows = [
            invented_res.firm(MOVED, "Stěhovavá s.r.o.", OBEC_TEXT="Ostrava", PSC="70200", ULICE_TEXT="Nová"),
            invented_res.firm(GAMA, "Gama obchod a.s.", FORMA="121"),
            invented_res.firm(ALFA, "Alfa stavby s.r.o."),
            invented_res.firm(CEASED, "Zaniklá s.r.o. v likvidaci", DDATZAN="2025-02-28"),
        ]
        snapshot.load(invented_res.write(folder / "res.csv", rows), self.register)
        desk = self.open("ana", self.path)
        for name, role in (("petr", "full"), ("olga", "limited"), ("cyril", "read_only")):
            desk.store.save_user(name, role)
        self.ids = _fill(desk)
        self.open("petr", self.path).akce.lock(self.ids.held, reason="v jednání").run()
        desk.store.compact()
        self.size = len(state_of(desk.store)["client"])

    def copy(self) -> Path:
        """A fresh copy of the data file."""
        self._copies += 1
        return Path(shutil.copy(self.path, self.folder / f"copy{self._copies}.duckdb"))

    def open(self, user: str = "ana", path: Path | None = None) -> Desk:
        """A desk of this user, on a fresh copy unless a file is given."""
        desk = Desk(path or self.copy(), user, register=SnapshotRegister(self.register))
        self._opened.append(desk)
        return desk

    def opened(self) -> list[Desk]:
        """The desks that are open now."""
        return list(self._opened)

    def close(self, *, keep: list[Desk]) -> None:
        """Close all desks but these, and remove the copies they stood on."""
        for desk in self._opened:
            if not any(desk is one for one in keep):
                desk.store.close()
                if desk.store.path != self.path:
                    desk.store.path.unlink(missing_ok=True)
        self._opened = keep


def make(desk: Desk, entity: str, **values: Any) -> int:
    """Create a record; its id."""
    return int(desk.akce.create(entity, **values).run().detail)


def _fill(desk: Desk) -> Ids:
    """All of it in one change set."""
    found: dict[str, int] = {}

    def work(cs: ChangeSet) -> None:
        def add(entity: str, **values: Any) -> int:
            new = cs.new_ids(1)[0]
            if "record_id" in values:
                values["record_type"] = "client"
            cs.insert(entity, [{"id": new, **values}])
            return new

        client = partial(add, "client")
        found["alfa"] = alfa = client(name="Alfa stavby s.r.o.", ico=ALFA, owner="petr", external_id="X-1")
        found["twin"] = twin = client(name="Alfa Stavby, spol. s r. o.", owner="petr", external_id="X-2", notice="volat ráno",
                                      tags=["stavba"], do_not_contact=True)  # fmt: skip
        found["gama"] = gama = client(name="Gama obchod a.s.", ico=GAMA, owner="petr", tags=["obchod"])
        found["delta"] = client(name="Jan Smyšlený", is_person=True, first_name="Jan", last_name="Smyšlený")
        found["held"] = client(name="Zamčená s.r.o.", owner="petr")
        found["secret"] = client(name="Tajná s.r.o.", owner="ana", security_level=9)
        found["owned"] = client(name="Olžina s.r.o.", owner="olga")
        found["moved"] = moved = client(
            name="Stehovava s.r.o.", ico=MOVED, owner="petr", notice="naše poznámka"
        )
        found["plain"] = client(name="Prostá s.r.o.", owner="petr")
        home = {
            "kind": "contact",
            "street": "Smyšlená",
            "house_number": "1",
            "city": "Brno",
            "postcode": "60200",
        }
        for one in (alfa, twin):
            add("address", record_id=one, **home)
            add("contact", record_id=one, kind="email", value="info@alfa.example")
        add(
            "address",
            record_id=twin,
            kind="billing",
            street="Jiná",
            house_number="2",
            city="Praha",
            is_primary=True,
        )
        add("address", record_id=moved, kind="contact", street="Kontaktní", house_number="5", city="Zlín")
        add("contact", record_id=moved, kind="phone", value="+420601000001")
        add("contact", record_id=twin, kind="phone", value="+420601000002")
        add("consent", record_id=twin, title="consent", purpose="newsletter")
        found["person"] = person = add("person", first_name="Eva", last_name="Vymyšlená")
        add("employment", person_id=person, client_id=twin, position="jednatelka")
        add("employment", person_id=person, client_id=alfa)
        found["lead"] = lead = add("lead", name="Poptávka", client_id=twin)
        cs.update("client", [{"id": twin, "origin_lead_id": lead}])
        found["deal"] = deal = add("deal", name="Hala", client_id=twin, amount=Decimal("1234.50"))
        found["offer"] = offer = add("offer", name="Nabídka haly", client_id=twin, deal_id=deal)
        found["order"] = add(
            "sales_order", name="Objednávka haly", client_id=twin, deal_id=deal, offer_id=offer
        )
        found["project"] = add("project", name="Stavba haly", client_id=twin)
        found["secret_deal"] = add("deal", name="Tajný obchod", client_id=twin, owner="ana", security_level=9)
        add("activity", record_id=twin, kind="note", body="Volali jsme si.")
        add("attachment", record_id=twin, file_name="smlouva.pdf")
        add("relation", client_id=twin, other_id=alfa, kind="loose")
        add("relation", client_id=gama, other_id=twin, kind="parent")

    desk.store.write(Intent("world"), work)
    return Ids(**found)


def tables(desk: Desk) -> State:
    """All records with all columns but the times."""
    return {
        name: {key: {k: v for k, v in row.items() if k not in TIMES} for key, row in rows.items()}
        for name, rows in state_of(desk.store).items()
    }


def digest(desk: Desk) -> str:
    """The whole file as text."""
    return everything(desk.store)


def changed(desk: Desk, result: Result) -> pd.DataFrame:
    """What a run changed, one row a field."""
    assert result.change_set is not None
    return desk.change(result.change_set)
