"""A list of companies as a spreadsheet leaves it: the shared one of 5,000 where it is, and a small invented one always."""

from pathlib import Path

import pytest
from akce_world import ico
from store_dump import data_only, state_of

from workbench.desk import Desk
from workbench.importing import Outcome
from workbench.model.identifiers import ico as numbers

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "res_companies_5000.csv"


def invented(folder: Path) -> Path:
    """Lost zeros, a wrong check digit, forms by code and by name, and a company in liquidation."""
    right = ico(960)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    rows = [
        "IČO;Obchodní jméno;Právní forma;Obec",
        f"{right};Vymyšlená s.r.o.;112;Brno",
        f"{wrong};Špatná číslice a.s.;121;Praha",
        "19;Dvojnula s.r.o.;;Zlín",
        f"{ico(961)};Končící s.r.o. v likvidaci;;Opava",
    ]
    path = folder / "firmy.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture(params=["invented", "shared"])
def companies(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, int]:
    """The file and how many rows it has."""
    if request.param == "invented":
        return invented(tmp_path), 4
    if not SHARED.exists():
        pytest.skip("shared/ with the list of 5,000 companies does not lie beside the checkout")
    return SHARED, 5_000


def test_a_list_of_companies_comes_in_whole_once_and_goes_by_undo(
    path: Path, companies: tuple[Path, int]
) -> None:
    file, count = companies
    desk = Desk(path, "ana")
    before = data_only(state_of(desk.store))
    result = desk.akce.import_file(file).run()
    counts = result.detail.counts()
    assert result.detail.total == sum(counts.values()) == counts[Outcome.NEW] == count
    noticed = result.detail.findings["code"].value_counts()
    assert noticed["zeros"] > 0
    assert noticed["in_liquidation"] > 0
    wrong = sum(not numbers.is_valid(one["ico"]) for one in state_of(desk.store)["client"].values())
    assert noticed.get("check_digit", 0) == wrong == (1 if file.name == "firmy.csv" else 0)
    clients = state_of(desk.store)["client"].values()
    assert len(clients) == count
    assert all(len(one["ico"]) == 8 for one in clients if one["ico"])
    assert any(str(one["ico"]).startswith("0") for one in clients)
    assert sum(one["legal_form"] is not None for one in clients) >= count * 0.95

    again = desk.akce.import_file(file).run()
    assert again.change_set is None
    assert again.detail.counts()[Outcome.UNCHANGED] == count

    desk.undo(result)
    assert data_only(state_of(desk.store)) == before
