"""The demo's desk with a simulated ARES behind it: an HTTP server of this process, on 127.0.0.1."""

import atexit
from dataclasses import replace
from pathlib import Path
from typing import Final

from workbench.demodata import DemoBase
from workbench.desk.desk import Desk
from workbench.model.subject import Subject
from workbench.registry.choosing import register_of
from workbench.registry.settings import AresSettings, RegisterSettings
from workbench.registry.simulator import AresSimulator, subjects_of_res_file

_PER_MINUTE: Final = 400
"""Below the 500 that the simulator allows, and faster than is polite to the real register."""


def simulated(path: Path, user: str, base: DemoBase) -> Desk:
    """A desk that asks the demo's snapshot, and the simulated ARES for what that lacks.

    Args:
        path: the data file; ``res.csv`` and ``res.duckdb`` lie beside it.
        user: the account's name.
        base: the invented world; it gives what RES does not say: DIČ, court files, data boxes.
    """
    simulator = AresSimulator(_known(path.with_name("res.csv"), base))
    simulator.start()
    atexit.register(simulator.stop)
    ares = AresSettings(
        url=simulator.base_url, per_minute=_PER_MINUTE, burst=_PER_MINUTE // 4, folder=path.parent
    )
    desk = Desk(
        path, user, register=register_of(RegisterSettings("both", path.with_name("res.duckdb"), ares))
    )
    desk.simulator = simulator
    return desk


def _known(res_file: Path, base: DemoBase) -> list[Subject]:
    firms = base.firms[base.firms["ico"].notna()].set_index("ico")[["dic", "court_file", "data_box"]]
    more = {
        str(ico): {str(name): value for name, value in row.items()}
        for ico, row in firms.to_dict("index").items()
    }
    return [replace(one, **more.get(one.ico, {})) for one in subjects_of_res_file(res_file)]
