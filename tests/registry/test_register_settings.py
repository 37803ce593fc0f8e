"""Which registers a desk asks: settings, and the environment variables that set them."""

from datetime import timedelta
from pathlib import Path

import pytest

import workbench as wb
from workbench.desk.opening import _register
from workbench.errors import InputError, UnknownNameError
from workbench.registry import AresSettings, RegisterSettings, SnapshotRegister, StandingSettings
from workbench.registry.ares import BASE_URL, AresRegister
from workbench.registry.both import SnapshotThenAres
from workbench.registry.choosing import register_of
from workbench.registry.settings import as_beside


def test_without_a_word_only_the_snapshot_is_asked() -> None:
    settings = RegisterSettings.from_environment({})
    assert settings == RegisterSettings()
    assert isinstance(register_of(settings), SnapshotRegister)
    assert settings.ares.url == BASE_URL


def test_every_environment_variable_is_heard() -> None:
    settings = RegisterSettings.from_environment(
        {
            "WORKBENCH_REGISTER": "both", "WORKBENCH_SNAPSHOT": "x/res.duckdb", "WORKBENCH_ARES_URL": "http://127.0.0.1:1/rest",
            "WORKBENCH_ARES_PER_MINUTE": "6", "WORKBENCH_ARES_MAX_AGE": "30",
        }
    )  # fmt: skip
    ares = AresSettings("http://127.0.0.1:1/rest", per_minute=6, burst=5, max_age=timedelta(days=30))
    assert settings == RegisterSettings("both", Path("x/res.duckdb"), ares)
    register = register_of(settings)
    assert isinstance(register, SnapshotThenAres)
    assert register.snapshot.path == Path("x/res.duckdb")


@pytest.mark.parametrize(
    "name", ["WORKBENCH_ARES_PER_MINUTE", "WORKBENCH_ARES_MAX_AGE", "WORKBENCH_STANDING_MAX_AGE"]
)
def test_a_number_that_is_none_names_its_variable(name: str) -> None:
    with pytest.raises(InputError, match=name):
        RegisterSettings.from_environment({name: "mnoho"})


def test_a_choice_with_a_slip_says_which_was_meant() -> None:
    with pytest.raises(UnknownNameError, match="snapshot"):
        RegisterSettings.from_environment({"WORKBENCH_REGISTER": "snapshoot"})
    with pytest.raises(UnknownNameError):
        RegisterSettings().using("xyz")


def test_the_registers_of_standing_are_chosen_by_name_and_nobody_is_asked_unless_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert RegisterSettings.from_environment({}).standing == StandingSettings()
    assert StandingSettings().use == ()
    settings = RegisterSettings.from_environment(
        {
            "WORKBENCH_STANDING": "isir, adis", "WORKBENCH_STANDING_MAX_AGE": "7",
            "WORKBENCH_ADIS_URL": "http://127.0.0.1:1/adis",
        }
    )  # fmt: skip
    assert settings.standing == StandingSettings(
        ("adis", "isir"), "http://127.0.0.1:1/adis", max_age=timedelta(days=7)
    )
    assert settings.beside("none").standing.use == ()
    assert settings.beside(["vies"]).standing.use == ("vies",)
    assert as_beside("all") == ("adis", "vies", "isir")
    with pytest.raises(UnknownNameError, match="adis"):
        as_beside("addis")

    monkeypatch.setenv("WORKBENCH_STANDING", "adis")
    path = tmp_path / "clients.duckdb"
    assert wb.open(path, "ana").offices.use == ("adis",)
    assert wb.open(path, "ana", register="snapshot", standing="isir vies").offices.use == ("vies", "isir")
    assert wb.open(path, "ana", register=RegisterSettings()).offices.use == ()


def test_a_pace_that_makes_no_sense_is_refused_before_anybody_is_asked() -> None:
    with pytest.raises(InputError):
        register_of(RegisterSettings("ares", ares=AresSettings(per_minute=1, burst=1)))


def test_a_choice_by_name_keeps_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_SNAPSHOT", "elsewhere.duckdb")
    register = _register("snapshot")
    assert isinstance(register, SnapshotRegister)
    assert register.path == Path("elsewhere.duckdb")
    assert isinstance(_register("ares"), AresRegister)
    own = SnapshotRegister()
    assert _register(own) is own
    assert _register(None) is None
