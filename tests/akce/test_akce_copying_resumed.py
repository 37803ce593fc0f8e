"""A process that is killed while it asks the register: a new one asks only what was not answered."""

import subprocess
import sys
import threading
from pathlib import Path

from ares_world import TODAY, firms, ico

from workbench.desk import Desk
from workbench.registry import AresSettings, RegisterSettings
from workbench.registry.choosing import register_of
from workbench.registry.simulator import AresSimulator, Fault
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent

COUNT = 450
PROCESS = """
import sys
import workbench as wb
from pathlib import Path
from workbench.registry import AresSettings, RegisterSettings

path, url, folder = sys.argv[1:]
settings = RegisterSettings("ares", ares=AresSettings(url, sources=(), folder=Path(folder)))
wb.open(path, "ana", register=settings).akce.copy_from_registry("1-450").run()
"""


def test_after_a_kill_only_the_rest_is_asked_and_all_is_copied_at_once(tmp_path: Path) -> None:
    path = tmp_path / "clients.duckdb"

    with AresSimulator(firms(COUNT), today=TODAY) as simulator:
        settings = RegisterSettings(
            "ares", ares=AresSettings(simulator.base_url, sources=(), folder=tmp_path)
        )
        desk = Desk(path, "ana", register=register_of(settings))

        def fill(cs: ChangeSet) -> None:
            new = cs.new_ids(COUNT)
            cs.insert("client", [{"id": one, "name": f"Klient {one}", "ico": ico(one - 1)} for one in new])

        desk.store.write(Intent("fill"), fill)
        simulator.fail(Fault.SLOW, first=5)
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and script
            [sys.executable, "-c", PROCESS, str(path), simulator.base_url, str(tmp_path)]
        )
        fifth = threading.Event()
        take = simulator.take

        def noticed(method: str, path: str, agent: str, body: bytes) -> object:
            planned = take(method, path, agent, body)
            if len(simulator.asked) == 5:
                fifth.set()
            return planned

        simulator.take = noticed  # type: ignore[method-assign,assignment]
        assert fifth.wait(120)
        process.kill()
        process.wait()
        assert desk.clients.df()["name"].str.startswith("Klient").all()  # nothing was half applied

        # The fourth answers may have been on their way to the disk.
        answered = {one for each in simulator.asked[:3] for one in each.icos}
        assert len(answered) == 300
        result = desk.akce.copy_from_registry("1-450").run()
        later = [one for each in simulator.asked[5:] for one in each.icos]
    assert answered.isdisjoint(later)
    assert len(later) in {COUNT - 400, COUNT - 300}
    assert result.detail == COUNT
    assert desk.clients.df()["name"].str.startswith("Vymyšlená").all()
    assert len(desk.changes()) == 2
