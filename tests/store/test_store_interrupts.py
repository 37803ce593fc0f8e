"""The stop button, a file that vanished, and what copies leave behind."""

import stat
from pathlib import Path
from typing import Any

import duckdb
import pytest

from workbench.errors import DiskError, InputError, ValueRejectedError
from workbench.model.validation import check_contact
from workbench.store.engine import Engine
from workbench.store.journal import Intent
from workbench.store.store import Store


def add(store: Store) -> Any:
    return store.write(
        Intent("create"), lambda cs: cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Alfa"}])
    )


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("INTERRUPT Error: Query interrupted")])
def test_after_an_interruption_right_after_attaching_the_desk_and_others_go_on(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    attach = Engine._attach

    def interrupted(self: Engine, *, read_only: bool) -> None:
        attach(self, read_only=read_only)
        monkeypatch.setattr(Engine, "_attach", attach)
        raise error

    monkeypatch.setattr(Engine, "_attach", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(store)
    assert store.revision() == 0
    other = Store(path, "ana", patience=0.3)
    assert add(other).change_set == 1
    other.close()
    assert add(store).change_set == 2


def test_an_interruption_in_the_middle_of_a_change_set_leaves_nothing_of_it(store: Store) -> None:
    def work(cs: Any) -> None:
        cs.insert("client", [{"id": cs.new_ids(1)[0], "name": "Alfa"}])
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(Intent("create"), work)
    assert len(store.sandbox.table("client")) == 0
    assert add(store).change_set == 1


def test_a_file_that_vanished_is_not_replaced_by_an_empty_one(store: Store, path: Path) -> None:
    add(store)
    path.unlink()
    with pytest.raises(DiskError):
        add(store)
    with pytest.raises(DiskError):
        store.revision()
    assert not path.exists()


def test_a_failed_copy_leaves_nothing_behind(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("shutil.copymode", full)
    for copy in (lambda: store.backup(tmp_path / "copy.duckdb"), store.compact):
        with pytest.raises(OSError, match="No space"):
            copy()
    monkeypatch.undo()
    assert not list(tmp_path.glob("*.part*"))
    assert add(store).change_set == 2


def test_a_copy_is_for_the_eyes_of_those_who_may_read_the_file(
    store: Store, path: Path, tmp_path: Path
) -> None:
    path.chmod(0o600)
    add(store)
    copy = store.backup(tmp_path / "copy.duckdb")
    store.compact()
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, copy)} == {0o600}
    assert duckdb.connect(str(copy), read_only=True).execute("SELECT count(*) FROM client").fetchall() == [
        (1,)
    ]


@pytest.mark.parametrize("query", ["EXPLAIN ANALYZE SET TimeZone = 'Asia/Tokyo'", "EXPLAIN FROM client"])
def test_explain_is_refused_since_it_can_run_what_is_no_reading(store: Store, query: str) -> None:
    with pytest.raises(InputError):
        store.sandbox.sql(query)


@pytest.mark.parametrize("value", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_web_contact_that_is_no_web_address_is_refused(value: str) -> None:
    with pytest.raises(ValueRejectedError):
        check_contact("web", value)
    assert check_contact("web", "alfa.example:8080/cesta") == "alfa.example:8080/cesta"
