"""The invented register of the benchmarks is a RES file like any other."""

import csv
from pathlib import Path

from workbench.demodata.resfile import COLUMNS
from workbench.model.identifiers import READERS
from workbench.store.snapshot import load


def test_each_row_is_another_firm_in_the_order_of_icos_that_start_with_9(tmp_path: Path) -> None:
    from benchmarks import res_file  # noqa: PLC0415 - pandas

    path = tmp_path / "res.csv"
    res_file.write(path, 2_000)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    icos = [row[0] for row in rows]
    assert tuple(header) == COLUMNS
    assert len(set(icos)) == 2_000
    assert icos == sorted(icos)
    assert all(ico.startswith("9") and READERS["ico"](ico).clean for ico in icos)
    report = load(path, tmp_path / "res.duckdb")
    assert (report.subjects, report.bad, report.odd_dates) == (2_000, 0, 0)
