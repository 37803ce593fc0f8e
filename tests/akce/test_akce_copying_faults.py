"""A register that fails in the middle of hundreds of clients: nothing lost, nothing wrong, the rest copied, and it is told."""

import shutil
from pathlib import Path

import pytest
from ares_world import TODAY, ObedientClock, ares, firms, ico

from workbench.desk import Desk
from workbench.registry.ares import Timeouts
from workbench.registry.manners import Retries
from workbench.registry.simulator import AresSimulator, Fault
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

COUNT, HIT = 400, slice(100, 200)
HASTY = Timeouts(connect=5, read=0.8, whole=10)
FAULTS = {
    Fault.SLOW: ("out_of_reach", "včas neodpověděl"),
    Fault.SLOW_BODY: ("out_of_reach", "včas neodpověděl"),
    Fault.RESET: ("out_of_reach", "Zkontrolujte síť"),
    Fault.CUT_OFF: ("out_of_reach", "Zkontrolujte síť"),
    Fault.SERVER_ERROR: ("out_of_reach", "HTTP 500"),
    Fault.ERROR_BODY: ("out_of_reach", "Zeptejte se znovu"),
    Fault.UNAVAILABLE: ("refused", "Zkuste to znovu"),
    Fault.BLOCKED: ("refused", "zablokoval"),
    Fault.TRUNCATED: ("malformed", "poškozená"),
    Fault.WRONG_CHARSET: ("malformed", "UTF-8"),
    Fault.OTHER_SHAPE: ("malformed", "jinou podobu"),
    Fault.MAINTENANCE: ("malformed", "webová stránka"),
}
STOPS_ALL = {Fault.UNAVAILABLE, Fault.BLOCKED}
"""After these nobody asks for a while: those behind the hit are not asked either."""


@pytest.fixture(name="template", scope="module")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hundreds") / "clients.duckdb"
    store = Store(path, "ana")

    def fill(cs: ChangeSet) -> None:
        new = cs.new_ids(COUNT)
        cs.insert(
            "client",
            [{"id": one, "name": f"Staré jméno {one}", "ico": ico(number)} for number, one in enumerate(new)],
        )

    store.write(Intent("fill"), fill)
    store.close()
    return path


EACH_KIND = {Fault.CUT_OFF, Fault.UNAVAILABLE}
"""One after which the others are asked and one after which nobody is; how the others are read, the tests of the register itself try one by one."""


@pytest.mark.parametrize(
    "fault",
    [one if one in EACH_KIND else pytest.param(one, marks=pytest.mark.slow) for one in FAULTS],
    ids=str,
)
def test_a_fault_costs_its_own_batch_only_and_a_second_run_asks_and_copies_just_that(
    fault: Fault, template: Path, tmp_path: Path
) -> None:
    kind, words = FAULTS[fault]
    clock = ObedientClock()
    timeouts = HASTY if fault in {Fault.SLOW, Fault.SLOW_BODY} else None
    with (
        AresSimulator(firms(COUNT), today=TODAY) as simulator,
        ares(
            simulator.base_url, tmp_path, clock=clock, retries=Retries(attempts=2), timeouts=timeouts
        ) as register,
    ):
        desk = Desk(Path(shutil.copy(template, tmp_path / "clients.duckdb")), "ana", register=register)
        ids = list(range(1, COUNT + 1))
        lost = ids[HIT.start :] if fault in STOPS_ALL else ids[HIT]
        simulator.fail(fault, about=ico(HIT.start + 50), times=None, retry_after=3600)
        action = desk.akce.copy_from_registry(ids)
        summary = action.summary().set_index("client")
        assert sorted(summary.index[summary["answer"] != "found"]) == lost
        assert set(summary.loc[lost, "answer"]) == {kind}
        assert words in str(summary.loc[lost[0], "text"])

        before = desk.clients.df()
        result = action.run(action.preview())
        after = desk.clients.df()
        assert result.detail == COUNT - len(lost)
        assert after.loc[lost].equals(before.loc[lost])
        copied = after.drop(lost)
        assert copied["name"].tolist() == [f"Vymyšlená {one - 1} s.r.o." for one in copied.index]
        assert copied["dic"].tolist() == [f"CZ{ico(one - 1)}" for one in copied.index]

        simulator.heal()
        clock.time += 3600
        asked = len(simulator.asked)
        again = desk.akce.copy_from_registry(ids).run()
        assert again.detail == len(lost)
        assert sorted(one for each in simulator.asked[asked:] for one in each.icos) == sorted(
            ico(one - 1) for one in lost
        )
        assert desk.clients.df()["name"].str.startswith("Vymyšlená").all()
