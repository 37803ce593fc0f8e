"""What the checks of the machine say when something is wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import health, locale
from workbench.health import Check

MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/export /home nfs4 rw 0 0
/dev/sdb1 /home/eva ext4 rw 0 0
//firma/sdilene /mnt/S\303\255\305\245\040firmy cifs rw 0 0
"""


def absent(_: str) -> None:
    return None


def unloadable(name: str) -> object:
    raise OSError(name)


def test_a_check_that_fails_says_what_to_do_and_one_that_passes_does_not() -> None:
    for check in health.run_checks(Path("a/folder/that/is/not/there")):
        assert check.detail
        assert bool(check.remedy) is not check.ok, check


def test_names_of_checks_are_unique() -> None:
    names = [check.name for check in health.run_checks(Path())]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("version", "ok"), [((3, 10, 9), False), ((3, 11, 0), True), ((4, 0, 0), True)])
def test_python_before_3_11_is_too_old(version: tuple[int, ...], ok: bool) -> None:
    assert health.check_python(version).ok is ok


@pytest.mark.parametrize("version", ["2.0.0", "2.0.7"])
def test_duckdb_2_0_is_accepted(version: str) -> None:
    assert health.check_duckdb(version).ok


@pytest.mark.parametrize("version", ["1.5.4", "1.5.5", "1.5.6", "2.1.0", "3.0.0", "nonsense", None])
def test_any_other_duckdb_is_refused(version: str | None) -> None:
    check = health.check_duckdb(version)
    assert not check.ok
    assert "duckdb>=2.0,<2.1" in check.remedy


def test_duckdb_that_corrupts_indexes_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.locale._catalogue._chosen", "en")
    assert "damages indexes" in health.check_duckdb("1.5.5").detail
    assert "damages indexes" not in health.check_duckdb("1.4.0").detail


def test_a_missing_package_is_needed_and_a_missing_extra_is_not() -> None:
    package, extra = health.check_package("anywidget", absent), health.check_extra("postgres", absent)
    assert (package.ok, package.needed) == (False, True)
    assert (extra.ok, extra.needed) == (False, False)
    assert "psycopg[binary]" in extra.remedy
    assert "psycopg " in health.check_extra("postgres", lambda name: {"psycopg": "3.2"}[name]).detail


def test_missing_pango_is_named_with_the_command_that_brings_it() -> None:
    check = health.check_pdf_libraries(unloadable)
    assert not check.ok
    assert "libpango-1.0.so.0" in check.detail
    assert "apt-get install libpango-1.0-0" in check.remedy


def test_one_missing_library_is_enough_to_fail() -> None:
    def all_but_pangoft2(name: str) -> object:
        return unloadable(name) if "pangoft2" in name else name

    check = health.check_pdf_libraries(all_but_pangoft2)
    assert not check.ok
    assert "libpangoft2" in check.detail
    assert "libpango-1.0.so.0" not in check.detail


def test_no_czech_font_fails() -> None:
    assert not health.check_czech_font([]).ok
    assert health.check_czech_font(["DejaVu Sans"]).ok


def test_a_missing_browser_hurts_nobody_but_the_tests() -> None:
    check = health.check_chromium(lambda: None)
    assert (check.ok, check.needed) == (False, False)


def test_the_browser_of_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "mine")
    assert health.find_chromium(lambda name: f"/bin/{name}") == "/bin/mine"
    monkeypatch.delenv("CHROMIUM")
    assert health.find_chromium(lambda name: name if "chrome" in name else None) == "google-chrome"


@given(st.integers(min_value=0, max_value=2**50))
def test_less_than_a_gibibyte_is_too_little(free: int) -> None:
    assert health.check_free_space(Path(), free).ok is (free >= 2**30)


@pytest.mark.parametrize(
    ("folder", "ok"),
    [
        ("/srv/data", True),
        ("/home/petr/data", False),
        ("/home/eva/data", True),
        ("/homework", True),
        ("/mnt/Síť firmy/klienti", False),
    ],
)
def test_a_folder_belongs_to_the_deepest_mount_over_it(folder: str, ok: bool) -> None:
    assert health.check_local_disk(Path(folder), MOUNTS).ok is ok


def test_a_later_mount_covers_an_earlier_one_at_the_same_place() -> None:
    assert not health.check_local_disk(Path("/srv"), MOUNTS + "server:/all / nfs rw 0 0\n").ok


@given(st.text())
def test_any_table_of_mounts_is_survived(text: str) -> None:
    assert isinstance(health.check_local_disk(Path("/srv"), text), Check)


def test_checks_speak_the_chosen_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert locale.t("No font with Czech letters was found.") == "Nenašlo se žádné písmo s českými znaky."
    monkeypatch.setattr("workbench.locale._catalogue._chosen", "en")
    assert health.check_czech_font([]).detail == "No font with Czech letters was found."
