"""Whatever people do in whatever order: undo, the past, links, search and erasure keep their word."""

import itertools
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import store_moves as moves
from effort import examples
from hypothesis import event
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from store_dump import State, after_undoing, data_only, differences, everything, past_of, state_of

from workbench.errors import InputError, NotFoundError, RefusedError
from workbench.model._fold import fold
from workbench.model.records import MAIN_TYPES, RECORD_TYPES
from workbench.store import erasing, undo
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

pick = st.integers(0, 10_000)
words = st.sampled_from(["Novák", "Žlutý kůň", "ACME s.r.o.", "Ромашка", "Łódź", "Ëß ﬁ²", "Brno"])


class StoreMachine(RuleBasedStateMachine):
    """Two users at one file; ana administers it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="store-machine-"))
        self.stores = {"ana": Store(self.folder / "c.duckdb", "ana")}
        self.stores["ana"].save_user("petr", "full", clearance=9)
        self.stores["petr"] = Store(self.folder / "c.duckdb", "petr")
        self.now = state_of(self.stores["ana"])
        self.recorded: list[tuple[datetime, State]] = []
        self.sets: list[int] = []
        self.erased: set[int] = set()
        self.spread: set[int] = set()
        self.survivors: set[int] = set()

    def teardown(self) -> None:
        try:
            for moment, state in self.recorded[:: max(1, len(self.recorded) // 5)]:
                self.compare_with_past(moment, state)
            self.stores["ana"].compact()
            assert differences(state_of(self.stores["ana"]), self.now) == []
            content = (self.folder / "c.duckdb").read_bytes()
            for client in self.erased - self.spread:
                assert moves.marker(client).encode() not in content
        finally:
            for store in self.stores.values():
                store.close()
            shutil.rmtree(self.folder)

    # -- what is done

    @initialize(names=st.lists(words, min_size=2, max_size=4))
    def begin(self, names: list[str]) -> None:
        def create(cs: ChangeSet) -> None:
            for name in names:
                moves.create_client(cs, name, ["Brno", "Praha"], ["+420 601 000 111"])

        self.do("create", create)

    @rule(
        name=words,
        cities=st.lists(words, max_size=3),
        phones=st.lists(st.sampled_from(["601 000 111", "777"]), max_size=2),
    )
    def create(self, name: str, cities: list[str], phones: list[str]) -> None:
        self.do("create", lambda cs: moves.create_client(cs, name, cities, phones))

    @rule(one=pick, values=moves.edits)
    def edit(self, one: int, values: dict[str, Any]) -> None:
        client = self.client(one)
        if client:
            self.do("edit", lambda cs: cs.update("client", [{"id": client, **values}]))

    @rule(one=pick, other=pick, what=st.sampled_from(["employ", "relate", "deal", "note"]), text=moves.texts, moment=moves.moments,
          kind=st.sampled_from(["parent", "child", "loose"]), amount=moves.VALUES["turnover"])  # fmt: skip
    def hang(  # noqa: PLR0917 - one argument a strategy
        self,
        one: int,
        other: int,
        what: str,
        text: str,
        moment: datetime | None,
        kind: str,
        amount: Decimal | None,
    ) -> None:
        client, second = self.client(one), self.client(other)
        work: dict[str, Callable[[ChangeSet], Any]] = {
            "employ": lambda cs: moves.employ(cs, client, text),
            "relate": lambda cs: moves.relate(cs, client, second, kind),
            "deal": lambda cs: moves.deal(cs, client, amount),
            "note": lambda cs: moves.note(cs, client, text, moment),
        }
        if client and (what != "relate" or client != second):
            self.do(what, work[what])

    @rule(one=pick, primary=st.booleans(), city=words)
    def edit_address(self, one: int, primary: bool, city: str) -> None:
        address = self.any_of("address", one)
        if address:
            row = {"id": address, "city": city, **({"is_primary": True} if primary else {})}
            self.do("edit", lambda cs: cs.update("address", [row]))

    @rule(
        one=pick, entity=st.sampled_from(["address", "contact", "employment", "relation", "activity", "deal"])
    )
    def remove(self, one: int, entity: str) -> None:
        record = self.any_of(entity, one)
        if record:
            self.do("remove", lambda cs: cs.delete(entity, [record]))

    @rule(one=pick, valid=st.booleans(), who=st.sampled_from(["ana", "petr"]))
    def invalidate(self, one: int, valid: bool, who: str) -> None:
        client = self.client(one)
        if client:
            self.do("invalidate", lambda cs: cs.update("client", [{"id": client, "valid": valid}]), who=who)

    @rule(one=pick, lock=st.booleans(), who=st.sampled_from(["ana", "petr"]))
    def lock(self, one: int, lock: bool, who: str) -> None:
        client = self.client(one)
        if client:
            row = {
                "id": client,
                "locked_by": who if lock else None,
                "locked_at": datetime.now(UTC) if lock else None,
            }
            self.do("lock", lambda cs: cs.update("client", [row]), who=who)

    @rule(picked=st.lists(pick, min_size=2, max_size=4), take=st.booleans())
    def merge(self, picked: list[int], take: bool) -> None:
        keep, *absorb = dict.fromkeys(self.client(one) for one in picked)
        if not keep or not absorb:
            return
        last = self.now["client"][absorb[-1]]
        taken = {name: last[name] for name in ("notice", "external_id", "ico", "turnover")} if take else {}
        if self.do("merge", lambda cs: moves.merge(cs, keep, absorb, taken)):
            self.survivors.add(keep)

    @rule(back=st.integers(0, 12), decision=st.sampled_from(["refuse", "keep", "restore"]))
    def undo(self, back: int, decision: undo.Decision) -> None:
        if back >= len(self.sets):
            return
        target = self.sets[-1 - back]
        before = self.now
        done = self.do("undo", lambda cs: undo.undo(cs, target, on_collision=decision), undoes=target)
        if done and back == 0 and decision == "refuse" and len(self.recorded) > 2:
            assert differences(data_only(self.now), data_only(self.recorded[-3][1])) == [], before

    @precondition(lambda self: len(self.recorded) > 4)
    @rule(one=pick)
    def erase(self, one: int) -> None:
        client = self.client(one)
        if not client:
            return
        family = {client} | {
            row["old_id"] for row in self.now["redirect"].values() if row["new_id"] == client
        }
        if self.do("delete", lambda cs: erasing.erase(cs, "client", [client]), erase=True):
            self.erased |= family
            text = everything(self.stores["ana"])
            for gone in self.erased - self.spread:
                lines = [line for line in text.splitlines() if moves.marker(gone) in line]
                assert lines == [], f"client {gone} was erased"

    @rule(which=pick)
    def look_back(self, which: int) -> None:
        if self.recorded:
            self.compare_with_past(*self.recorded[which % len(self.recorded)])

    # -- how it is done, and what must be true then

    def do(
        self,
        action: str,
        work: Callable[[ChangeSet], Any],
        *,
        who: str = "ana",
        undoes: int | None = None,
        erase: bool = False,
    ) -> bool:
        store = self.stores[who]
        before = self.now
        try:
            outcome = store.write(Intent(action, undoes=undoes, erase=erase, holds_values=True), work)
        except (RefusedError, NotFoundError, InputError) as error:
            event(f"{action}: {type(error).__name__}")
            assert differences(state_of(store), before) == []
            return False
        self.now = state_of(store)
        event(f"{action}: done")
        if outcome.change_set is None:
            assert differences(self.now, before) == []
            return False
        moment = store.change_sets()["made_at"].iloc[0].to_pydatetime()
        self.sets.append(outcome.change_set)
        self.recorded.append((moment, self.now))
        self.note_spread_values()
        if not erase:
            undone = after_undoing(store, outcome.change_set)
            assert differences(data_only(undone), data_only(before)) == []
        self.check_links()
        self.check_search()
        return True

    def check_links(self) -> None:
        ids = {kind.name: set(self.now[kind.name]) for kind in MAIN_TYPES}
        everyone = set().union(*ids.values())
        for kind in RECORD_TYPES.values():
            for row, reference in itertools.product(self.now[kind.name].values(), kind.references):
                target = row[reference.name]
                assert target is None or target in (
                    everyone if reference.to == "*" else ids[str(reference.to)]
                )
        owners = [(row["record_id"], row["is_primary"]) for row in self.now["address"].values()]
        for owner in {owner for owner, _ in owners}:
            assert sum(bool(primary) for one, primary in owners if one == owner) == 1
        followed = self.stores["ana"].follow([row["old_id"] for row in self.now["redirect"].values()])
        assert set(followed.values()) <= ids["client"]
        assert not set(followed) & everyone

    def check_search(self) -> None:
        store = self.stores["ana"]
        for client in range(1, max(self.now["client"], default=0) + 1):
            row = self.now["client"].get(client)
            query = fold(row["name"]) if row else moves.marker(client)
            found = {hit.id for hit in store.search(query, limit=1000)}
            if row:
                assert (client in found) == row["valid"]
                assert client in {hit.id for hit in store.search(query, limit=1000, invalid=True)}
            else:
                assert client not in found
                assert found <= set(self.now["client"])

    def compare_with_past(self, moment: datetime, state: State) -> None:
        store = self.stores["ana"]
        gone = store.engine.read(
            lambda c: set(c.execute("SELECT record_type, record_id FROM db.erasure").fetchall())
        )
        found = [
            one
            for one in differences(past_of(store, moment), state)
            if one[:2] not in gone and not (self.erased and one[0] == "client" and one[1] in self.survivors)
        ]
        assert found == []

    def note_spread_values(self) -> None:
        """Values of a client that another keeps though both stand are the other's own by now."""
        for name, rows in self.now.items():
            for key, row in rows.items():
                owner = key if name == "client" else row.get("record_id", row.get("new_id"))
                text = repr(row)
                self.spread |= {
                    one for one in self.now["client"] if one != owner and moves.marker(one) in text
                }

    def client(self, number: int) -> int:
        return self.any_of("client", number)

    def any_of(self, entity: str, number: int) -> int:
        """A standing record; 0 when there is none."""
        ids = sorted(self.now[entity])
        return ids[number % len(ids)] if ids else 0


def test_any_sequence_of_changes_can_be_undone_and_looked_back_at() -> None:
    run_state_machine_as_test(StoreMachine, settings=examples(1, stateful_step_count=8))


@pytest.mark.slow
def test_any_long_sequence_of_changes_can_be_undone_and_looked_back_at() -> None:
    run_state_machine_as_test(StoreMachine, settings=examples(25, stateful_step_count=40))
