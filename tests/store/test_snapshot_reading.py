"""Asking the snapshot: by IČO, by prefix, by words, and while it is being replaced."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st
from invented_res import firm, some_firms, write

from workbench.errors import BrokenFileError, DiskError
from workbench.model.names import fold
from workbench.store.snapshot import Snapshot, load

_WORDS = st.sampled_from(["alfa", "alfabet", "beta", "brno", "delta", "gama", "praha"])
_TOWNS = [None, "Brno", "Praha 4", "Nová Gama"]


@pytest.fixture(name="snapshot")
def _snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    load(write(tmp_path / "res.csv", some_firms()), tmp_path / "res.duckdb")
    snapshot = Snapshot(tmp_path / "res.duckdb")
    yield snapshot
    snapshot.close()


def test_lookup_leaves_out_what_the_register_does_not_know(snapshot: Snapshot) -> None:
    assert set(snapshot.lookup(["90000006", "99999999", "' OR 1=1 --", ""])) == {"90000006"}


def test_lookup_of_many_equals_lookup_of_few(snapshot: Snapshot) -> None:
    many = [f"9{number:07}" for number in range(5000)]
    assert snapshot.lookup(many) == snapshot.lookup([row["ICO"] for row in some_firms()])


def test_the_table_says_the_same_as_the_subjects(snapshot: Snapshot) -> None:
    icos = [row["ICO"] for row in some_firms()]
    subjects = snapshot.lookup(icos)
    rows = snapshot.lookup_table([*icos, "99999999"]).to_pylist()
    assert [row["ico"] for row in rows] == sorted(icos)
    for row in rows:
        subject = subjects[row["ico"]]
        assert (row["name"] or "", row["ceased_on"], row["source"]) == (
            subject.name,
            subject.ceased_on,
            subject.source,
        )
        assert row["seat_city"] == (subject.seat.city if subject.seat else None)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("vymyslena", ["90000006"]),
        ("VYMYŠLENÁ dis", ["90000006"]),
        ("distribu", ["90000006", "90000049"]),
        ("distribuce vymy", ["90000006"]),
        ("novak brno", ["90000014"]),
        ("novak pra", ["90000022"]),
        ("nov", ["90000014", "90000022"]),
        ('hotel "u smy', ["90000031"]),
        ("brno", []),
        ("no", []),
        ("", []),
        ("s.r.", []),
        ("%_' --", []),
    ],
)
def test_suggestions_continue_what_was_typed(snapshot: Snapshot, typed: str, expected: list[str]) -> None:
    assert [one.ico for one in snapshot.suggest(typed)] == expected


def test_living_subjects_are_suggested_before_ceased_ones(tmp_path: Path) -> None:
    rows = [firm("90000006", "Aaa stará", DDATZAN="2025-01-01"), firm("90000014", "Aaa mladá")]
    load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    assert [(one.ico, one.ceased) for one in Snapshot(tmp_path / "res.duckdb").suggest("aaa")] == [
        ("90000014", False),
        ("90000006", True),
    ]


@given(
    given_names=st.lists(
        st.tuples(st.lists(_WORDS, min_size=1, max_size=3), st.sampled_from(_TOWNS), st.booleans()),
        min_size=1,
        max_size=30,
    ),
    typed=st.lists(_WORDS, min_size=1, max_size=3),
)
@examples(6, deadline=None)
def test_suggestions_are_those_of_a_scan_of_all_names(
    given_names: list[tuple[list[str], str | None, bool]], typed: list[str]
) -> None:
    rows = [
        firm(f"9{number:07}", " ".join(words), OBEC_TEXT=town or "", DDATZAN="2025-01-01" if ceased else "")
        for number, (words, town, ceased) in enumerate(given_names)
    ]
    prefix, words = " ".join(typed), set(typed)
    expected = []
    for number, (own, town, ceased) in enumerate(given_names):
        name = " ".join(own)
        begun = [any(one.startswith(word) for one in own) for word in words]
        there = [any(one.startswith(word) for one in fold(town or "").split()) for word in words]
        if name.startswith(prefix):
            expected.append((0, ceased, name, number))
        elif any(begun) and all(here or near for here, near in zip(begun, there, strict=True)):
            expected.append((1, ceased, name, number))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "res.duckdb"
        load(write(Path(folder) / "res.csv", rows), target)
        snapshot = Snapshot(target)
        found = [one.ico for one in snapshot.suggest(prefix, limit=50)] if len(prefix) >= 3 else []
        snapshot.close()
    wanted = [f"9{one[-1]:07}" for one in sorted(expected)] if len(prefix) >= 3 else []
    assert found == wanted


def test_no_more_is_suggested_than_asked_for(tmp_path: Path) -> None:
    rows = [firm(f"9{number:07}", f"Řada {number}") for number in range(50)]
    load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    assert len(Snapshot(tmp_path / "res.duckdb").suggest("rada", limit=7)) == 7


def test_the_shortlist_prefers_rare_words_and_the_town_and_forgives_one_slip(snapshot: Snapshot) -> None:
    assert snapshot.shortlist(["distribuce"], city="brno")[0].ico == "90000006"
    assert snapshot.shortlist(["smyslenka"])[0].ico == "90000031"  # the register has "smyslenky"
    assert snapshot.shortlist([]) == []
    assert snapshot.shortlist(["neexistujici"]) == []


def test_names_fold_in_the_database_as_in_python(tmp_path: Path) -> None:
    names = ["Ďábel & Óda ÄÖÜ", "Straße łódź", "A.B_C–D/E", "ÇĞİ Ñ 123", "Příliš žluťoučký kůň"]
    rows = [firm(f"9000010{position}", name) for position, name in enumerate(names)]
    load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    snapshot = Snapshot(tmp_path / "res.duckdb")
    for position, name in enumerate(names):
        assert [one.ico for one in snapshot.suggest(fold(name))] == [f"9000010{position}"]


def test_a_missing_snapshot_is_named_with_advice(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="workbench snapshot load"):
        Snapshot(tmp_path / "none.duckdb").lookup(["90000006"])


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 1000])
def test_another_file_is_no_snapshot(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "res.duckdb").write_bytes(content)
    with pytest.raises(BrokenFileError):
        Snapshot(tmp_path / "res.duckdb").info()


def test_a_reader_notices_that_the_snapshot_was_replaced(snapshot: Snapshot, tmp_path: Path) -> None:
    assert snapshot.info().subjects == 6
    assert [one.ico for one in snapshot.suggest("novak brno")] == ["90000014"]
    load(write(tmp_path / "next.csv", [firm("90000006", "Jediná")]), snapshot.path)
    assert snapshot.info().subjects == 1
    assert snapshot.suggest("novak brno") == []
    assert [one.ico for one in snapshot.suggest("jedina")] == ["90000006"]
    assert snapshot.lookup(["90000006"])["90000006"].name == "Jediná"


_READER = """
import sys
from pathlib import Path
from workbench.store.snapshot import Snapshot
path, stop = Path(sys.argv[1]), Path(sys.argv[2])
snapshot = Snapshot(path)
names, asked = set(), 0
print("ready", flush=True)
while True:
    last = stop.exists()
    names.add(snapshot.lookup(["90000006"])["90000006"].name)
    assert len(snapshot.suggest("firma")) == 1
    Snapshot(path).info()
    asked += 1
    if last:
        break
print(asked, sorted(names))
"""


def test_another_process_keeps_its_answers_while_the_snapshot_is_replaced(tmp_path: Path) -> None:
    target, stop = tmp_path / "res.duckdb", tmp_path / "stop"
    versions = [
        write(tmp_path / f"{number}.csv", [firm("90000006", f"Firma {number}")]) for number in range(4)
    ]
    load(versions[0], target)
    command = [sys.executable, "-c", _READER, str(target), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reader:  # noqa: S603 - our own script
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for version in versions[1:]:
            load(version, target)
        stop.touch()
        output, errors = reader.communicate(timeout=60)
    assert reader.returncode == 0, errors
    assert "Firma 3" in output
