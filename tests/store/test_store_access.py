"""What a user may not see does not exist for them, whichever way they look."""

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import store_moves as moves
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import InputError, LinkedError, NotFoundError, UnknownNameError
from workbench.model.rights import ROLE_RIGHTS, Role, User
from workbench.store import merging
from workbench.store.journal import Intent
from workbench.store.store import Store

CREATE = Intent("create")
OWNERS = ["ana", "petr", "eva", None]
scopes = st.sampled_from(["all", "own", "none"]) | st.lists(
    st.sampled_from(["ana", "petr", "eva"]), max_size=2
)
rights = st.fixed_dictionaries({
    "see": st.dictionaries(st.sampled_from(["client", "person", "deal"]), scopes, max_size=3),
    "otherwise": scopes,
    "clearance": st.integers(0, 9),
})  # fmt: skip
mains = st.lists(st.tuples(st.sampled_from(OWNERS), st.integers(0, 9)), min_size=4, max_size=4)


def sees(user: User, entity: str, row: dict[str, Any]) -> bool:
    """The rule in plain Python (AKCE.md, section 5)."""
    if user.role is Role.ADMINISTRATOR:
        return True
    scope = user.rights.see.get(entity, user.rights.otherwise)
    mine = {"all": True, "none": False, "own": row["owner"] == user.name}
    owned = mine[scope] if isinstance(scope, str) else row["owner"] in scope
    return owned and row["security_level"] <= user.rights.clearance


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Four clients with persons, deals, notes and relations; rights and owners vary by example."""
    store = Store(Path(tmp_path_factory.mktemp("access")) / "c.duckdb", "ana")

    def create(cs: Any) -> None:
        clients = [moves.create_client(cs, "Firma", ["Brno"], []) for _ in range(4)]
        for client in clients:
            moves.employ(cs, client, "Nováková")
            moves.deal(cs, client, None)
            moves.note(cs, client, "poznámka", None)
        for one, other in itertools.pairwise(clients):
            moves.relate(cs, one, other, "loose")

    store.write(CREATE, create)
    yield store
    store.close()


def own(store: Store, entity: str, owners: list[tuple[str | None, int]]) -> None:
    ids = [one.id for one in store.records(entity)]
    rows = [
        {"id": one, "owner": owner, "security_level": level}
        for one, (owner, level) in zip(ids, owners, strict=True)
    ]
    store.write(Intent("edit"), lambda cs: cs.update(entity, rows))


@examples(1)
@given(role=st.sampled_from(Role), changed=rights, clients=mains, persons=mains, deals=mains)
def test_every_way_of_looking_shows_what_the_rules_allow_and_no_more(  # noqa: C901, PLR0917 - each way is short
    shared: Store, role: Role, changed: dict[str, Any], clients: Any, persons: Any, deals: Any
) -> None:
    for entity, owners in (("client", clients), ("person", persons), ("deal", deals)):
        own(shared, entity, owners)
    shared.save_user("petr", role, **changed)
    petr = Store(shared.path, "petr")
    user = petr.user()
    seen: dict[str, set[int]] = {}
    for entity in ("client", "person", "deal"):
        seen[entity] = {one.id for one in shared.records(entity) if sees(user, entity, dict(one.values))}
        assert {one.id for one in petr.records(entity)} == seen[entity]
        assert set(petr.sandbox.table(entity).df()["id"]) == seen[entity]
    anchors = {
        "address": "client",
        "contact": "client",
        "activity": "client",
        "relation": "client",
        "employment": "client",
    }
    for entity in anchors:
        expected = {one.id for one in shared.records(entity) if hangs_in_sight(one, seen)}
        assert set(petr.sandbox.table(entity).df()["id"]) == expected
    assert {hit.id for hit in petr.search("firma")} == seen["client"]
    assert petr.sandbox.sql("SELECT count(*) FROM client").fetchall() == [(len(seen["client"]),)]
    moment = shared.change_sets()["made_at"].max().to_pydatetime().astimezone()
    assert set(petr.past(moment).table("client").df()["id"]) <= seen["client"]
    for one in shared.records("client"):
        if one.id not in seen["client"]:
            for look in (
                lambda one=one: petr.record("client", one.id),
                lambda one=one: petr.dossiers([one.id]),
                lambda one=one: petr.history(one.id),
            ):
                with pytest.raises(NotFoundError):
                    look()
            continue
        (dossier,) = petr.dossiers([one.id])
        assert set(dossier.persons) <= seen["person"]
        assert {deal.id for deal in dossier.all("deal")} <= seen["deal"]
        assert set(dossier.names) <= seen["client"]
        for _, change in petr.history(one.id).iterrows():
            if change["entity"] in anchors:
                assert hangs_in_sight(shared.record(change["entity"], change["id"]), seen)
        for link in petr.links_to("client", [one.id]):
            assert link.id is None or link.entity != "deal" or link.id in seen["deal"]
    allowed = set.union(*seen.values())
    for number in shared.change_sets()["id"]:
        frame = petr.changes_of(int(number))
        assert set(frame.loc[frame["entity"].isin(list(seen)), "id"]) <= allowed
    petr.close()


def hangs_in_sight(row: Any, seen: dict[str, set[int]]) -> bool:
    """Whether all that a hanging record hangs on is seen."""
    anchors = {
        "relation": [("client", "client_id"), ("client", "other_id")],
        "employment": [("client", "client_id"), ("person", "person_id")],
    }.get(row.type.name, [("client", "record_id")])
    return all(row[field] in seen[kind] for kind, field in anchors)


def add_deal(store: Store, client: int) -> None:
    store.write(CREATE, lambda cs: moves.deal(cs, client, None))


def limited(store: Store) -> Store:
    store.save_user("petr", "full", otherwise="own", clearance=0)
    return Store(store.path, "petr")


def test_an_invisible_record_is_refused_in_the_words_for_one_that_is_not_there(store: Store) -> None:
    hidden = store.write(CREATE, lambda cs: moves.create_client(cs, "Skrytá", [], [])).result
    petr = limited(store)
    mine = petr.write(
        CREATE, lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Má", "owner": "petr"}])
    )
    assert mine.rows == 1
    messages = []
    attempts: list[Callable[[int], object]] = [
        lambda target: petr.record("client", target),
        lambda target: petr.dossiers([target]),
        petr.history,
        lambda target: petr.write(CREATE, lambda cs: cs.update("client", [{"id": target, "name": "X"}])),
        lambda target: petr.write(CREATE, lambda cs: cs.delete("client", [target])),
        lambda target: petr.write(CREATE, lambda cs: moves.note(cs, target, "x", None)),
        lambda target: add_deal(petr, target),
    ]
    for target in (hidden, 999_999):
        said = []
        for attempt in attempts:
            with pytest.raises(NotFoundError) as caught:
                attempt(target)
            said.append(str(caught.value).replace(str(target), "N"))
        messages.append(said)
    assert messages[0] == messages[1]


def test_a_refused_deletion_does_not_tell_of_what_is_hidden(store: Store) -> None:
    petr = limited(store)

    def create(cs: Any) -> int:
        client, deal = cs.new_ids(2)
        cs.insert("client", [{"id": client, "name": "Má", "owner": "petr"}])
        cs.insert("deal", [{"id": deal, "name": "Tajná", "client_id": client, "owner": "ana"}])
        return int(client)

    client = int(store.write(CREATE, create).result)
    with pytest.raises(LinkedError) as caught:
        petr.write(CREATE, lambda cs: cs.delete("client", [client]))
    assert set(caught.value.values) == {"kind", "id"}


def test_rights_taken_away_count_at_once(store: Store) -> None:
    store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", [], []))
    store.save_user("petr", "full")
    petr = Store(store.path, "petr")
    assert len(petr.search("firma")) == 1
    assert len(petr.sandbox.table("client")) == 1
    store.save_user("petr", "full", otherwise="none")
    assert petr.search("firma") == []
    assert len(petr.sandbox.table("client")) == 0


def test_the_past_shows_nothing_of_what_was_out_of_sight_when_it_went(store: Store) -> None:
    gone, survivor = (
        store.write(CREATE, lambda cs: moves.create_client(cs, "Tajná", [], [])).result for _ in "ab"
    )
    store.save_user("petr", "full", clearance=0)
    petr, moment = Store(store.path, "petr"), datetime.now(UTC)
    assert {one.id for one in petr.back.clients(moment, text="", limit=9, invalid=True).lines} == {
        gone,
        survivor,
    }
    hide = [{"id": one, "security_level": 9} for one in (gone, survivor)]
    store.write(Intent("edit"), lambda cs: cs.update("client", hide))
    store.write(Intent("merge"), lambda cs: merging.merge(cs, {gone: survivor}))
    assert len(petr.past(moment).table("client")) == 0
    assert len(petr.past(moment).table("contact")) == 0
    assert petr.back.clients(moment, text="", limit=9, invalid=True).lines == ()


def test_no_survivor_out_of_sight_is_told_by_the_number_of_what_was_merged_into_it(store: Store) -> None:
    petr = limited(store)
    gone, survivor = (
        store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", [], [])).result for _ in "ab"
    )
    store.write(Intent("edit"), lambda cs: cs.update("client", [{"id": gone, "owner": "petr"}]))
    moment = datetime.now(UTC)
    assert petr.record("client", gone)
    store.write(Intent("merge"), lambda cs: merging.merge(cs, {gone: survivor}))
    assert petr.follow([gone]) == {gone: gone}
    with pytest.raises(NotFoundError) as caught:
        petr.history(gone)
    assert caught.value.values["id"] == gone
    assert [one.merged_into for one in petr.back.differences(moment, limit=9)[1]] == [None]
    assert [one.merged_into for one in store.back.differences(moment, limit=9)[1]][-1:] == [survivor]


def test_two_threads_that_ask_at_once_both_get_their_answer(store: Store) -> None:
    store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", [], []))
    slow = "SELECT count(*) FROM client, range(200_000) r WHERE sin(r.range) < 2"
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda query: store.sandbox.sql(query).fetchall(), [slow] * 8))
    assert answers == [[(200_000,)]] * 8


secret = pa.table({"a": ["a Python variable"]})


REFUSED = [
    "SELECT * FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'", "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/*')", "COPY client TO 'out.csv'", "EXPORT DATABASE 'out'", "ATTACH 'out.db'",
    "ATTACH ':memory:' AS other", "INSTALL httpfs", "LOAD httpfs", "SET enable_external_access=true",
    "SET python_enable_replacements=true", "PRAGMA enable_profiling", "PRAGMA database_list", "CREATE TABLE t (a INTEGER)",
    "CREATE OR REPLACE TABLE client AS SELECT 1", "DROP TABLE client", "DELETE FROM client", "UPDATE client SET name = 'x'",
    "INSERT INTO client (id) VALUES (5)", "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM client", "COMMIT", "BEGIN", "CALL pragma_version()",
    "SELECT * FROM secret", "FROM secret", "SELECT * FROM db.client", "SELECT * FROM change", "SELECT * FROM user_account",
    "USE memory", "CHECKPOINT", "PREPARE q AS SELECT 1", "", "-- nothing", "SELEC 1", "SELECT * FROM klient", "SELECT nothing FROM client",
    "CREATE MACRO m() AS 1", "SELECT getenv('HOME')", "SELECT 'a'::INTEGER", "SELECT * FROM query('COPY client TO ''o.csv''')",
    "VACUUM", "DETACH memory", "SELECT * FROM sniff_csv('/etc/passwd')", "FROM parquet_scan('x.parquet')",
]  # fmt: skip


def test_a_query_reaches_nothing_but_the_users_own_rows(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    monkeypatch.chdir(tmp_path)
    store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", [], []))
    before = {one.name for one in tmp_path.iterdir()}
    for query in REFUSED:
        with subtests.test(query=query):
            with pytest.raises(InputError) as caught:
                store.sandbox.sql(query)
            assert str(caught.value)
            assert {one.name for one in tmp_path.iterdir()} == before
            assert len(store.sandbox.table("client")) == 1


def test_a_write_hidden_in_a_query_changes_nothing(store: Store) -> None:
    store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", [], []))
    store.sandbox.table("client")
    store.sandbox.sql(
        "WITH new AS (INSERT INTO client (id, name) VALUES (99, 'x') RETURNING id) SELECT * FROM new"
    )
    assert len(store.sandbox.table("client")) == 1


ANSWERED = [
    "SELECT city, count(*) FROM address GROUP BY ALL", "FROM client", "DESCRIBE client", "SUMMARIZE client",
    "WITH c AS (FROM client) SELECT count(*) FROM c", "PIVOT address ON city USING count(*)", 'SELECT * FROM "client" c JOIN Address a ON a.record_id = c.id',
    "VALUES (1)", "SHOW TABLES",
]  # fmt: skip


def test_any_reading_query_is_answered(store: Store, subtests: pytest.Subtests) -> None:
    store.write(CREATE, lambda cs: moves.create_client(cs, "Firma", ["Brno"], []))
    store.sandbox.table("client")
    for query in ANSWERED:
        with subtests.test(query=query):
            assert len(store.sandbox.sql(query)) > 0


def test_a_misspelt_table_is_suggested(store: Store) -> None:
    with pytest.raises(UnknownNameError, match="client"):
        store.sandbox.sql("SELECT * FROM clients")


def test_roles_begin_with_the_rights_that_are_declared() -> None:
    assert ROLE_RIGHTS[Role.LIMITED].otherwise == "own"
    assert ROLE_RIGHTS[Role.READ_ONLY].edit is False
