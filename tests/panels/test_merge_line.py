"""The line of Python that a panel offers after a merge of many groups."""

from pathlib import Path

import pytest
from panels_desks import searched

from workbench.desk import Desk
from workbench.duplicates.result import Duplicates
from workbench.panels import _merge_plan
from workbench.panels.duplicate_review import Reviewing


@pytest.mark.parametrize("twice", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_the_line_merges_the_same_groups_again_though_something_stands_against_one_of_them(
    desk: Desk, invented_found: Duplicates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, twice: bool
) -> None:
    monkeypatch.setattr(_merge_plan, "_LONGEST_CODE", 0)
    desk.store.save_user("eva", "full")
    locked, *others = invented_found.clusters()["ids"].tolist()
    unticked = [one for ids in others[::2] for one in ids]
    eva = Desk(desk.store.path, "eva")
    eva.akce.lock(locked[0]).run()
    eva.store.close()
    desk.store.backup(tmp_path / "again.duckdb")
    review = Reviewing(desk)
    again = Desk(tmp_path / "again.duckdb", "analytik")
    for least, without in ((0.9, unticked), (0.8, None))[: 1 + twice]:
        with searched(desk, invented_found):
            review.find()
        listed = review.plan(least)["groups"]
        group = next(one for one in listed if one["id"] not in (without or []))
        review.decide(group["id"], group["records"][1]["id"], {"category": group["id"]}, desk.revision())
        done = review.merge(without)
        assert "desk.duplicates()" in done["code"]
        with searched(again, invented_found):
            exec(done["code"], {"desk": again})  # noqa: S102 - what a person would paste into a notebook
        assert list(again.clients.df().index) == list(desk.clients.df().index)
        assert set(locked) <= set(desk.clients.df().index)
        assert set(unticked) <= set(desk.clients.df().index) or not without
    again.store.close()
