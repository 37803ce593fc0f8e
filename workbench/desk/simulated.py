"""The demo's desk with simulated registers behind it: an HTTP server of this process, on 127.0.0.1."""

import atexit
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from workbench.demodata import DemoBase
from workbench.desk.desk import Desk
from workbench.model.subject import Subject
from workbench.registry.choosing import register_of
from workbench.registry.settings import BESIDE, AresSettings, RegisterSettings, StandingSettings
from workbench.registry.simulator import StandingSimulator, subjects_of_res_file
from workbench.registry.standing import Account, Insolvency, InsolvencyCase, VatPayer

_PER_MINUTE: Final = 400
"""Below the 500 that the simulator allows, and faster than is polite to the real register."""
_UNRELIABLE: Final = 25
"""One payer of so many is unreliable."""
_INSOLVENT: Final = 40
"""One company of so many is insolvent."""


def simulated(path: Path, user: str, base: DemoBase) -> Desk:
    """A desk that asks the demo's snapshot, the simulated ARES for what that lacks, and the registers of standing.

    Args:
        path: the data file; ``res.csv`` and ``res.duckdb`` lie beside it.
        user: the account's name.
        base: the invented world; it gives what RES does not say: DIČ, court files, data boxes, VAT, insolvencies.
    """
    firms = base.firms[base.firms["ico"].notna()]
    simulator = StandingSimulator(
        _payers(firms), _insolvencies(firms), subjects=_known(path.with_name("res.csv"), firms)
    )
    simulator.start()
    atexit.register(simulator.stop)
    ares = AresSettings(
        url=simulator.base_url, per_minute=_PER_MINUTE, burst=_PER_MINUTE // 4, folder=path.parent
    )
    standing = StandingSettings(
        BESIDE, simulator.adis_url, simulator.vies_url, simulator.isir_url, folder=path.parent
    )
    settings = RegisterSettings("both", path.with_name("res.duckdb"), ares, standing)
    desk = Desk(path, user, register=register_of(settings), standing=settings.standing)
    desk.simulator = simulator
    return desk


def _known(res_file: Path, firms: pd.DataFrame) -> list[Subject]:
    more = {
        str(ico): {str(name): value for name, value in row.items()}
        for ico, row in firms.set_index("ico")[["dic", "court_file", "data_box"]].to_dict("index").items()
    }
    return [replace(one, **more.get(one.ico, {})) for one in subjects_of_res_file(res_file)]


def _payers(firms: pd.DataFrame) -> Iterator[VatPayer]:
    """The firms with a DIČ; the published account is the one they really have."""
    paying = firms[firms["dic"].notna()]
    rows = paying[["dic", "name", "bank_account"]].itertuples(index=False)
    for number, (dic, name, account) in enumerate(rows):
        accounts = (Account(account, date(2020, 1, 1)),) if account else ()
        unreliable = number % _UNRELIABLE == 0
        yield VatPayer(
            dic, "PLATCE_DPH", unreliable=unreliable, name=name, accounts=accounts, office="461",
            unreliable_since=date(2026, 3, 1) if unreliable else None,
        )  # fmt: skip


def _insolvencies(firms: pd.DataFrame) -> Iterator[Insolvency]:
    """Some of the companies."""
    companies = firms.loc[~firms["is_person"].astype(bool), "ico"]
    for number, ico in enumerate(companies.iloc[::_INSOLVENT], start=1):
        case = InsolvencyCase(
            f"{number} INS {1000 + number}/2026", "Krajský soud v Brně", "KONKURS", since=date(2026, 2, 1)
        )
        yield Insolvency(ico, (case,))
