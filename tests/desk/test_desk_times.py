"""The past is searched as it stood, times are Prague's, and one query sees one moment."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import akce_world
import pytest

from workbench import locale
from workbench.desk import Desk
from workbench.errors import NotFoundError, UnknownNameError, ValueRejectedError
from workbench.store.engine import Stamp
from workbench.store.sandbox import Sandbox


@pytest.fixture
def desk(path: Path) -> Desk:
    return Desk(path, "ana")


def make(desk: Desk, entity: str = "client", **fields: Any) -> int:
    return akce_world.make(desk, entity, **fields)


def test_a_search_in_the_past_finds_the_names_of_then_and_not_those_of_now(desk: Desk) -> None:
    client = make(desk, name="Žluťoučký kůň s.r.o.", ico=None)
    make(desk, "contact", record_id=client, kind="phone", value="601 234 567")
    make(desk, "address", record_id=client, city="Opava", is_primary=True)
    other = make(desk, name="Zaniklá a.s.")
    past = desk.as_of(desk.changes()["made_at"].max())
    desk.akce.edit([client], name="Nová růže").run()
    desk.akce.edit([other], name="Jiná").run()
    make(desk, name="Pozdější kůň")
    assert past.clients.search("zlutoucky").ids == [client]
    assert [(one.name, one.city) for one in past.clients.search("opava kun")] == [
        ("Žluťoučký kůň s.r.o.", "Opava")
    ]
    assert past.clients.search("601 234 567").ids == [client]
    assert past.clients.search("zanikla").ids == [other]
    assert past.clients.search("ruze") == []
    assert past.clients.search("utoucky") == []  # not the beginning of a word
    assert set(past.clients.search("").ids) == {client, other} == set(past.clients.df().index)
    assert past.clients.search("", limit=1).ids == [other]
    assert set(past.clients.search("", limit=10**30).ids) == {client, other}
    for limit in (0, -1, "2", 1.5):
        with pytest.raises(ValueRejectedError):
            past.clients.search("", limit=limit)  # type: ignore[arg-type]
    assert len(past.clients) == 2
    assert not hasattr(past.clients, "facets")
    assert desk.clients.search("kun").ids != past.clients.search("kun").ids


def test_the_past_shows_who_was_valid_then(desk: Desk) -> None:
    client = make(desk, name="Firma")
    before = desk.as_of(desk.changes()["made_at"].max())
    desk.akce.invalidate([client]).run()
    after = desk.as_of(desk.changes()["made_at"].max())
    assert before.clients.search("firma").ids == [client]
    assert after.clients.search("firma").ids == []
    assert after.clients.search("firma", invalid=True).ids == [client]


def test_times_of_the_tables_are_aware_and_compare_with_now(desk: Desk) -> None:
    client = make(desk, name="Firma")
    made: Any = desk.clients.df().loc[client, "created_at"]
    assert str(made.tz) == "Europe/Prague"
    assert abs(datetime.now(UTC) - made.to_pydatetime()) < timedelta(minutes=10)
    recent = "SELECT count(*) FROM client WHERE created_at BETWEEN now() - INTERVAL 10 MINUTE AND now() + INTERVAL 10 MINUTE"
    assert desk.sql(recent).fetchall() == [(1,)]
    assert desk.as_of(made + timedelta(seconds=1)).sql(recent).fetchall() == [(1,)]


def test_a_time_without_a_zone_is_pragues_in_a_field_and_in_a_query(desk: Desk) -> None:
    client = make(desk, name="Firma")
    for given in (datetime(2026, 7, 1, 12), "2026-07-01 12:00", "2026-07-01T10:00Z"):  # noqa: DTZ001
        make(desk, "activity", record_id=client, kind="note", happened_at=given)
    kept = {one["happened_at"] for one in desk.client(client).all("activity")}
    assert kept == {datetime(2026, 7, 1, 10, tzinfo=UTC)}
    found = desk.sql("SELECT count(*) FROM activity WHERE happened_at = '2026-07-01 12:00'").fetchall()
    assert found == [(3,)]


@pytest.mark.parametrize("given", ["9999-12-31T23:30+00:00", "0001-01-01T00:00+14:00"])
def test_a_time_beyond_the_calendar_is_refused(given: str, desk: Desk) -> None:
    client = make(desk, name="Firma")
    with pytest.raises(ValueRejectedError):
        make(desk, "activity", record_id=client, kind="note", happened_at=given)


def test_all_tables_of_a_query_are_of_one_moment(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = make(desk, name="Stará")
    make(desk, "contact", record_id=client, kind="email", value="stara@example.com")
    sandbox = desk.store.sandbox
    assert len(sandbox.table("client")) == 1
    stamp = desk.store.engine.stamp
    late = {"left": 1}

    def a_change_comes_after_this_look() -> Stamp:
        found = stamp()
        if late["left"]:
            late["left"] = 0
            other = Desk(desk.store.path, "ana")
            new = make(other, name="Nová")
            make(other, "contact", record_id=new, kind="email", value="nova@example.com")
        return found

    monkeypatch.setattr(desk.store.engine, "stamp", a_change_comes_after_this_look)
    rows = sandbox.sql("SELECT c.name FROM contact k LEFT JOIN client c ON c.id = k.record_id ORDER BY 1")
    assert rows.fetchall() == [("Nová",), ("Stará",)]


def test_a_table_is_not_read_twice_while_nothing_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    make(desk, name="Firma")
    read: list[list[str]] = []
    rows = Sandbox._rows

    def listed(self: Sandbox, connection: Any, names: list[str]) -> Any:
        read.append(names)
        return rows(self, connection, names)

    monkeypatch.setattr(Sandbox, "_rows", listed)
    desk.sql("FROM client")
    desk.sql("FROM client JOIN contact ON contact.record_id = client.id")
    desk.sql("FROM contact")
    assert read == [["client"], ["contact"]]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT c.name FROM client c LEFT JOIN contact k USING (id)",
        "WITH k AS (SELECT record_id AS id FROM contact) SELECT name FROM k RIGHT JOIN client USING (id)",
        "SELECT name FROM client NATURAL LEFT JOIN (SELECT record_id AS id FROM contact)",
    ],
)
def test_tables_may_be_joined_by_a_column_of_one_name(query: str, desk: Desk) -> None:
    make(desk, name="Firma")
    assert desk.sql(query).fetchall() == [("Firma",)]


def test_a_persons_number_is_no_clients(desk: Desk) -> None:
    client = make(desk, name="Firma")
    person = make(desk, "person", last_name="Smyšlená")
    assert desk.client(client).id == client
    assert desk.record(person).record["last_name"] == "Smyšlená"
    with pytest.raises(NotFoundError, match=str(person)):
        desk.client(person)
    for number in (person + 1, 0):
        with pytest.raises(NotFoundError, match=str(number)):
            desk.record(number)


def test_an_error_speaks_the_language_in_which_it_is_read(desk: Desk) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        desk.akce.create("client", nane="Firma")
    with pytest.raises(ValueRejectedError) as rejected:
        desk.akce.create("client", name="Firma", founded_on="loni")
    assert "pole" in str(unknown.value)
    czech = str(rejected.value)
    locale.use("en")
    assert "Unknown field" in str(unknown.value)
    assert "Give a date" in str(rejected.value)
    assert "Give a date" not in czech
