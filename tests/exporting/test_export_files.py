import errno
import io
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import DiskError, InputError
from workbench.exporting import safe_name, unique_names, write_new, zip_files
from workbench.exporting.filenames import MAX_BYTES, numbered

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in range(10))}


@given(st.text(), st.sampled_from(["pdf", ".vcf", "csv", ""]))
def test_any_text_makes_a_safe_name(text: str, suffix: str) -> None:
    name = safe_name(text, suffix)
    assert name
    assert len(name.encode()) <= MAX_BYTES
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(one).startswith("C") for one in name)
    assert name[0] not in " .-"
    assert name[-1] not in " ."
    assert name.split(".")[0].lower() not in RESERVED
    assert name.endswith("." + suffix.lstrip(".") if suffix else "")


@given(st.text())
def test_a_safe_name_stays_as_it_is(text: str) -> None:
    stem = safe_name(text, "")
    assert safe_name(stem, "") == stem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vzorná dílna s.r.o.", "Vzorná dílna s.r.o.pdf"),
        ("Příliš žluťoučký kůň", "Příliš žluťoučký kůň.pdf"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("CON", "_CON.pdf"),
        ("com1.txt", "_com1.txt.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe.pdf"),
        ("  \t\n ", "export.pdf"),
        ("...", "export.pdf"),
        ("a\nb", "a b.pdf"),
        ("e\u0301", "é.pdf"),
    ],
)
def test_known_traps_are_disarmed(text: str, name: str) -> None:
    assert safe_name(text, "pdf") == name


def test_a_long_name_is_not_cut_inside_a_character() -> None:
    assert safe_name("ž" * 500, "pdf") == "ž" * 58 + ".pdf"


@given(st.lists(st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "b", "á.pdf", "a\u0301.pdf"]), max_size=12))
def test_unique_names_differ_also_without_regard_to_capitals(names: list[str]) -> None:
    made = unique_names(names)
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in made}) == len(names)
    assert [name.rpartition(".")[2] for name in made if "." in name] == [
        name.rpartition(".")[2] for name in names if "." in name
    ]


def test_the_second_of_a_name_gets_a_number_and_stays_within_the_length() -> None:
    assert unique_names(["a.pdf", "a.pdf", "A.pdf"]) == ["a.pdf", "a (2).pdf", "A (3).pdf"]
    assert len(numbered("ž" * 58 + ".pdf", 17).encode()) <= MAX_BYTES


def test_writing_never_overwrites(tmp_path: Path) -> None:
    paths = [write_new(tmp_path, "karta.pdf", bytes([at])) for at in range(3)]
    assert [path.name for path in paths] == ["karta.pdf", "karta (2).pdf", "karta (3).pdf"]
    assert [path.read_bytes() for path in paths] == [b"\0", b"\1", b"\2"]
    assert len(list(tmp_path.iterdir())) == 3


def test_writing_does_not_follow_a_link_that_stands_in_the_way(tmp_path: Path) -> None:
    elsewhere = tmp_path / "jinde"
    (tmp_path / "karta.pdf").symlink_to(elsewhere)
    assert write_new(tmp_path, "karta.pdf", b"x").name == "karta (2).pdf"
    assert not elsewhere.exists()


def test_writing_works_on_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    paths = [write_new(tmp_path, "karta.pdf", data) for data in (b"1", b"2")]
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match=r"karta\.pdf.*No space left"):
        write_new(tmp_path, "karta.pdf", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.pdf", "a\\b.pdf", "a\0b"])
def test_a_name_with_a_path_in_it_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        write_new(tmp_path, name, b"x")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nikde"):
        write_new(tmp_path / "nikde", "a.pdf", b"x")


def test_an_archive_holds_the_files_and_equal_files_give_equal_bytes() -> None:
    files = {"žluťoučký.pdf": b"1", "a.vcf": b"2"}
    packed = zip_files(files)
    assert packed == zip_files(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "", "a\\b", "C:a"])
def test_an_archive_refuses_a_name_that_leaves_its_folder(name: str) -> None:
    with pytest.raises(InputError):
        zip_files({name: b""})


def test_an_archive_refuses_names_that_meet_on_windows() -> None:
    with pytest.raises(InputError, match="unique_names"):
        zip_files({"a.pdf": b"", "A.pdf": b""})
