"""The snapshot as a register: five answers, suggestions, candidates."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from invented_res import firm, some_firms, write

from workbench.errors import RegisterError
from workbench.registry import Found, Malformed, NotFound, OutOfReach, Register, SnapshotRegister
from workbench.store.snapshot import load


@pytest.fixture(name="register")
def _register(tmp_path: Path) -> SnapshotRegister:
    load(write(tmp_path / "res.csv", some_firms()), tmp_path / "res.duckdb")
    return SnapshotRegister(tmp_path / "res.duckdb", today=lambda: date(2026, 11, 23))


def test_it_is_a_register(register: SnapshotRegister) -> None:
    assert isinstance(register, Register)
    assert register.status().ready
    assert register.status().source == "ČSÚ, RES 2026-11-15"
    assert register.status().subjects == 6
    assert register.status().age_days == 8
    assert register.status().age_text() == "Kopie rejstříku je stará 8 dní."


def test_found_and_not_found_are_told_apart_under_the_texts_that_were_asked(
    register: SnapshotRegister,
) -> None:
    answers = register.lookup(["90000006", "99999999", " 90000014"])
    found = answers["90000006"]
    assert isinstance(found, Found)
    assert (found.subject.name, found.as_of, found.age_days) == (
        "Vymyšlená DISTRIBUCE s.r.o.",
        date(2026, 11, 15),
        8,
    )
    assert isinstance(answers["99999999"], NotFound)
    assert isinstance(answers[" 90000014"], Found)
    assert "ČSÚ, RES 2026-11-15" in answers["99999999"].text()


def test_without_a_snapshot_nothing_is_said_about_the_subject(tmp_path: Path) -> None:
    register = SnapshotRegister(tmp_path / "none.duckdb")
    answer = register.lookup(["90000006"])["90000006"]
    assert isinstance(answer, OutOfReach)
    assert "workbench snapshot load" in answer.text()
    assert not register.status().ready
    for question in (
        lambda: register.suggest("nov"),
        lambda: register.candidates("Novák"),
    ):
        with pytest.raises(RegisterError, match="workbench snapshot load"):
            question()


def test_a_broken_snapshot_is_malformed_not_absent(tmp_path: Path) -> None:
    (tmp_path / "res.duckdb").write_bytes(b"x" * 20_000)
    register = SnapshotRegister(tmp_path / "res.duckdb")
    assert isinstance(register.lookup(["90000006"])["90000006"], Malformed)
    assert isinstance(register.status().trouble, Malformed)


def test_suggestions_name_the_town(register: SnapshotRegister) -> None:
    assert [(one.name, one.city) for one in register.suggest("novakova")] == [
        ("Novákova stavební a.s.", "Praha")
    ]


def test_answers_in_columns_are_those_of_a_lookup(register: SnapshotRegister) -> None:
    asked = ["90000014", "99999999", " 90000006", "90000006", "90000057", "1"]
    answers = register.lookup(asked)
    said = register.said(asked)
    assert {ico: said.text(ico) for ico in asked} == {ico: answers[ico].text() for ico in asked}
    for ico, answer in answers.items():
        if isinstance(answer, Found):
            assert said.subject(ico) == replace(answer.subject, ico=ico)
        else:
            assert said.others[ico] == answer


def test_without_a_snapshot_answers_in_columns_are_out_of_reach_too(tmp_path: Path) -> None:
    said = SnapshotRegister(tmp_path / "none.duckdb").said(["90000006"])
    assert isinstance(said.others["90000006"], OutOfReach)
    assert "90000006" not in said
    with pytest.raises(KeyError):
        said.subject("90000006")


def test_the_candidate_at_the_right_place_comes_first(tmp_path: Path) -> None:
    rows = [
        firm("90000006", "Smyšlené stavby s.r.o.", OBEC_TEXT="Plzeň", PSC="30100", ULICE_TEXT="Jiná"),
        firm("90000014", "SMYŠLENÉ STAVBY a.s."),
        firm("90000022", "Smyšlené stavby Morava s.r.o."),
        firm("90000031", "Něco docela jiného s.r.o."),
    ]
    load(write(tmp_path / "res.csv", rows), tmp_path / "res.duckdb")
    register = SnapshotRegister(tmp_path / "res.duckdb")
    found = register.candidates("smyslene stavby sro", city="Brno 2", postcode="602 00", street="Smyšlená 12")
    assert [one.subject.ico for one in found] == ["90000014", "90000022", "90000006"]
    assert found[0].score == 1.0
    assert [note.code for note in found[0].reasons] == [
        "name_same",
        "street_same",
        "postcode_same",
        "city_same",
    ]
    assert "city_other" in [note.code for note in found[2].reasons]


def test_without_a_place_the_name_decides_alone(register: SnapshotRegister) -> None:
    best = register.candidates("Vymyšlená distribuce", limit=1)
    assert [(one.subject.ico, one.score) for one in best] == [("90000006", 1.0)]


def test_a_ceased_subject_is_a_weaker_candidate_and_says_so(register: SnapshotRegister) -> None:
    found = register.candidates("Zaniklá distribuce")
    assert found[0].score == 0.9
    assert found[0].reasons[-1].code == "ceased"
