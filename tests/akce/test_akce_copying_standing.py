"""Copying from the register tells of insolvency and of the VAT too, or honestly that it could not be asked."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx
import pytest
from ares_world import NOON, ObedientClock, ico
from invented_res import firm, write
from standing_world import CASE

from workbench.desk import Desk
from workbench.model.comparison import as_text
from workbench.registry import SnapshotRegister, StandingSettings
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import QueueFile, Retries
from workbench.registry.simulator import Fault, StandingSimulator
from workbench.registry.standing import Account, Insolvencies, Insolvency, VatPayer, VatPayers, Vies
from workbench.registry.standing.office import Office
from workbench.store import snapshot
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

TODAY = date(2026, 11, 23)
COUNT = 14
UNRELIABLE, INSOLVENT, NO_PAYER = ico(1), ico(2), ico(3)
ACCOUNT = "19-2000145399/0800"
PAYERS = [
    VatPayer(f"CZ{ico(number)}", "PLATCE_DPH", unreliable=number == 1, accounts=(Account(ACCOUNT),))
    for number in range(COUNT)
    if ico(number) != NO_PAYER
]


@pytest.fixture(name="simulator")
def _simulator() -> Iterator[StandingSimulator]:
    with StandingSimulator(PAYERS, [Insolvency(INSOLVENT, (CASE,))], today=TODAY) as running:
        yield running


@dataclass
class World:
    """A desk whose registers of standing are simulated; ``told`` gives the codes of the warnings of clients."""

    desk: Desk
    clients: dict[str, int]

    def told(self, *icos: str, one_by_one: bool = False) -> dict[str, list[str]]:
        action = self.desk.akce.copy_from_registry([self.clients[one] for one in icos], one_by_one=one_by_one)
        warnings = action.warnings()
        return {one: [note.code for note in warnings.get(self.clients[one], ())] for one in icos}


@pytest.fixture(name="made", scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register and a file of its firms as clients."""
    folder = tmp_path_factory.mktemp("standing")
    rows = [firm(ico(number), f"Vymyšlená {number} s.r.o.") for number in range(COUNT)]
    snapshot.load(write(folder / "res.csv", rows), folder / "res.duckdb")
    store = Store(folder / "clients.duckdb", "ana")

    def fill(cs: ChangeSet) -> None:
        clients = [
            {"id": one, "name": row["FIRMA"], "ico": row["ICO"], "dic": f"CZ{row['ICO']}",
             "bank_account": "2000145399/0800" if row["ICO"] == ico(5) else ACCOUNT}
            for one, row in zip(cs.new_ids(COUNT), rows, strict=True)
        ]  # fmt: skip
        cs.insert("client", clients)

    store.write(Intent("fill"), fill)
    store.close()
    return folder


@pytest.fixture(name="world")
def _world(made: Path, simulator: StandingSimulator, tmp_path: Path) -> World:
    desk = Desk(
        Path(shutil.copy(made / "clients.duckdb", tmp_path / "clients.duckdb")), "ana",
        register=SnapshotRegister(made / "res.duckdb"), standing=StandingSettings(("adis", "vies", "isir")),
    )  # fmt: skip
    table = desk.clients.df()
    clients = dict(zip(table["ico"].tolist(), table.index.tolist(), strict=True))
    clock = ObedientClock(NOON.timestamp())

    def line(office: type[Office], url: str) -> Line:
        polite = office.manners(QueueFile(tmp_path / f"{office.name}.queue"), clock=clock, retries=Retries(1))
        limits, transport = Timeouts(connect=5, read=0.5, whole=5), httpx.HTTPTransport(verify=False)
        return Line(office.source, polite, base_url=url, timeouts=limits, transport=transport)

    desk.offices.vat_payers = VatPayers(line(VatPayers, simulator.adis_url))
    desk.offices.vies = Vies(line(Vies, simulator.vies_url))
    desk.offices.insolvencies = Insolvencies(line(Insolvencies, simulator.isir_url))
    return World(desk, clients)


def paths(simulator: StandingSimulator) -> list[str]:
    return [one.path for one in simulator.asked]


def test_the_warnings_name_insolvency_the_unreliable_payer_and_an_unpublished_account(world: World) -> None:
    assert world.told(ico(0), UNRELIABLE, INSOLVENT, NO_PAYER, ico(5)) == {
        ico(0): [],
        UNRELIABLE: ["unreliable_vat_payer"],
        INSOLVENT: ["insolvent"],
        NO_PAYER: ["vies_invalid"],
        ico(5): ["account_unpublished"],
    }


def test_whether_it_pays_vat_is_copied_with_its_own_source_and_date(world: World) -> None:
    desk, one, other = world.desk, world.clients[ico(0)], world.clients[NO_PAYER]
    plan = desk.akce.copy_from_registry([one, other]).preview()
    vat = plan[plan["field"] == "vat_payer"].set_index("client")
    assert vat["register"].to_dict() == {one: "true", other: "false"}
    assert set(vat["source"]) == {"MF, registr plátců DPH"}
    done = desk.akce.copy_from_registry([one, other]).run()
    assert (desk.client(one).record["vat_payer"], desk.client(other).record["vat_payer"]) == (True, False)
    mark = next(each for each in desk.client(one).all("provenance") if each["field"] == "vat_payer")
    assert (mark["accepted"], mark["source"], mark["as_of"]) == ("true", "MF, registr plátců DPH", TODAY)
    assert desk.akce.copy_from_registry([one, other]).preview().empty
    desk.undo(done)
    assert desk.client(one).record["vat_payer"] is None


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        pytest.param(Fault.SLOW, "out_of_reach", "včas", marks=pytest.mark.slow),
        (Fault.RESET, "out_of_reach", "spojení"),
        (Fault.UNAVAILABLE, "refused", "Zkuste to znovu"),
        pytest.param(Fault.BLOCKED, "refused", "zablokoval", marks=pytest.mark.slow),
        (Fault.OTHER_SHAPE, "malformed", "nelze přečíst"),
    ],
)
def test_what_could_not_be_asked_is_said_and_keeps_nobody_from_copying(
    fault: Fault, kind: str, words: str, world: World, simulator: StandingSimulator
) -> None:
    simulator.fail(fault, times=None, retry_after=3600)
    desk, one = world.desk, world.clients[INSOLVENT]
    action = desk.akce.copy_from_registry(one)
    notes = action.warnings()[one]
    assert [note.code for note in notes] == ["adis_not_known", "vies_not_known", "isir_not_known"]
    assert all(words in note.text() for note in notes), [note.text() for note in notes]
    assert set(action.standing()["answer"]) == {kind}
    assert action.run().change_set
    assert desk.client(one).record["vat_payer"] is None

    simulator.heal()
    if kind != "refused":  # after a refusal nobody asks for a while
        codes = [note.code for note in action.warnings()[one]]
        assert codes == ["insolvent"], "what could not be answered is asked again"


def test_of_many_clients_only_vat_is_asked_and_in_one_question(
    world: World, simulator: StandingSimulator
) -> None:
    action = world.desk.akce.copy_from_registry(list(world.clients.values()))
    action.preview()
    assert paths(simulator) == ["/adis"]
    answers = action.standing().groupby("register")["answer"].value_counts().to_dict()
    assert answers == {
        ("adis", "found"): 13, ("adis", "not_found"): 1, ("isir", "not_asked"): COUNT, ("vies", "not_asked"): COUNT,
    }  # fmt: skip
    told = action.standing()
    assert told.loc[told["answer"] == "not_asked", "text"].str.contains("one_by_one=True").all()
    assert world.told(*world.clients)[INSOLVENT] == []


def test_what_was_answered_lately_is_known_of_many_too(world: World, simulator: StandingSimulator) -> None:
    world.told(INSOLVENT)
    assert world.told(*world.clients)[INSOLVENT] == ["insolvent"]
    assert paths(simulator).count("/isir") == 1


def test_on_demand_all_are_asked_one_by_one_and_nothing_twice(
    world: World, simulator: StandingSimulator
) -> None:
    everybody = world.told(*world.clients, one_by_one=True)
    assert everybody[INSOLVENT] == ["insolvent"]
    assert sorted(paths(simulator)) == ["/adis", *["/isir"] * COUNT, *["/vies"] * COUNT]
    world.told(*world.clients, one_by_one=True)
    assert len(simulator.asked) == 1 + 2 * COUNT


def test_a_desk_that_uses_none_asks_nobody(world: World, simulator: StandingSimulator) -> None:
    world.desk.offices.use = ()
    assert world.told(INSOLVENT) == {INSOLVENT: []}
    assert world.desk.akce.copy_from_registry(world.clients[INSOLVENT]).standing().empty
    assert not simulator.asked


def test_yes_and_no_are_kept_as_words_that_do_not_depend_on_the_language() -> None:
    assert (as_text(True), as_text(False)) == ("true", "false")
