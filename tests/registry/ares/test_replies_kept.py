"""The file in which replies of registers are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workbench.errors import BrokenFileError
from workbench.store.engine import Engine
from workbench.store.replies import Replies, Reply

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RESOURCE = "ares/ekonomicke-subjekty"


@pytest.fixture(name="replies")
def _replies(tmp_path: Path) -> Replies:
    return Replies(tmp_path / "folder" / "replies.duckdb")


def test_nothing_is_kept_before_the_first_reply(replies: Replies) -> None:
    assert replies.fetch(RESOURCE, ["90000006"], since=NOON) == {}
    replies.forget()
    assert not replies.path.exists()
    replies.keep(RESOURCE, [])
    assert not replies.path.exists()


def test_replies_come_back_as_they_were_kept(replies: Replies) -> None:
    kept = [Reply("90000006", NOON, '{"x": "Žluťoučký \\" kůň\'"}'), Reply("90000014", NOON, None)]
    replies.keep(RESOURCE, kept)
    found = replies.fetch(RESOURCE, ["90000006", "90000014", "90000022"], since=NOON)
    assert found == {one.key: one for one in kept}
    assert replies.fetch("ares/ekonomicke-subjekty-vr", ["90000006"], since=NOON) == {}
    assert replies.fetch(RESOURCE, [], since=NOON) == {}


def test_a_newer_reply_takes_the_place_of_an_older_one(replies: Replies) -> None:
    replies.keep(RESOURCE, [Reply("90000006", NOON, "old")])
    replies.keep(
        RESOURCE, [Reply("90000006", NOON + DAY, "new"), Reply("90000006", NOON + 2 * DAY, "newest")]
    )
    assert replies.fetch(RESOURCE, ["90000006"], since=NOON) == {
        "90000006": Reply("90000006", NOON + 2 * DAY, "newest")
    }


def test_replies_that_are_too_old_are_left_out(replies: Replies) -> None:
    replies.keep(RESOURCE, [Reply("90000006", NOON, "x")])
    assert replies.fetch(RESOURCE, ["90000006"], since=NOON + timedelta(seconds=1)) == {}
    assert replies.fetch(RESOURCE, ["90000006"], since=NOON)


def test_forgetting_takes_the_old_ones_those_named_or_all(replies: Replies) -> None:
    keys = ["1", "2", "3"]
    replies.keep(RESOURCE, [Reply("1", NOON - 9 * DAY, "a"), Reply("2", NOON, "b"), Reply("3", NOON, "c")])
    replies.forget(before=NOON - DAY)
    assert set(replies.fetch(RESOURCE, keys, since=NOON - 99 * DAY)) == {"2", "3"}
    replies.forget(keys=["2"])
    assert set(replies.fetch(RESOURCE, keys, since=NOON - 99 * DAY)) == {"3"}
    replies.forget()
    assert replies.fetch(RESOURCE, keys, since=NOON - 99 * DAY) == {}


def test_another_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "clients.duckdb"
    engine = Engine(path)
    engine.write(
        lambda connection: connection.execute("CREATE TABLE db.client (id INTEGER)").fetchall(), create=True
    )
    replies = Replies(path)
    with pytest.raises(BrokenFileError):
        replies.keep(RESOURCE, [Reply("1", NOON, "x")])
    with pytest.raises(BrokenFileError):
        replies.fetch(RESOURCE, ["1"], since=NOON)
    assert engine.read(lambda connection: connection.execute("SHOW TABLES FROM db").fetchall()) == [
        ("client",)
    ]
