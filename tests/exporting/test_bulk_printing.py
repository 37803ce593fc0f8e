"""Many documents at once: the same bytes from one process and from several, and nothing left when it is stopped."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from pypdf import PdfReader

from workbench import running
from workbench.errors import InputError, StoppedError, WorkbenchError
from workbench.exporting import put_new
from workbench.exporting._printing import Piece
from workbench.exporting.bulk import print_each, print_one
from workbench.exporting.documents import Setup

SETUP = Setup("@page { size: 120mm } h1 { bookmark-level: 1 }", None)


def pieces(count: int, broken: int | None = None) -> Iterator[Piece]:
    for at in range(count):
        trick = "<img src='http://127.0.0.1:9/x.png' alt=x>" if at == broken else ""
        yield Piece(f"<html lang=cs><title>{at}</title><h1>Klient {at}</h1>{trick}", name=f"Klient {at}")


def ignore(_: int) -> None:
    """Nobody watches."""


def workers() -> list[Any]:
    """The processes that lay out for this one."""
    return [one for one in psutil.Process().children() if "_worker" in " ".join(one.cmdline())]


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever happens, nothing is left of the work."""
    place = tmp_path / "work"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield
    assert workers() == []
    assert list(place.iterdir()) == []


@pytest.mark.usefixtures("clean")
def test_one_document_is_the_same_from_one_process_and_from_two(tmp_path: Path) -> None:
    done: list[int] = []
    for count in (1, 2):
        print_one(
            SETUP, pieces(40), tmp_path / f"{count}.pdf", title="Vše", told=done.append, processes=count
        )
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert done == [16, 16, 8] * 2
    found = PdfReader(tmp_path / "2.pdf")
    assert [str(one["/Title"]) for one in found.outline if not isinstance(one, list)] == [
        f"Klient {at}" for at in range(40)
    ]
    assert [page.extract_text().strip() for page in found.pages][17] == "Klient 17"


@pytest.mark.slow
@pytest.mark.usefixtures("clean")
def test_a_file_each_is_the_same_from_one_process_and_from_two(tmp_path: Path) -> None:
    made = {}
    for count in (1, 2):
        folder = tmp_path / str(count)
        folder.mkdir()
        found = list(print_each(SETUP, pieces(30), folder, told=ignore, processes=count))
        made[count] = {name: path.read_bytes() for name, path in found}
    assert made[1] == made[2]
    assert list(made[1]) == [f"Klient {at}" for at in range(30)]


def interrupted(_: int) -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupt_ends_all_processes_and_leaves_nothing(tmp_path: Path, processes: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        print_one(SETUP, pieces(60), tmp_path / "x.pdf", title=None, told=interrupted, processes=processes)


@pytest.mark.slow
@pytest.mark.usefixtures("clean")
def test_a_run_is_stopped_from_another_thread(tmp_path: Path) -> None:
    run = running.Run(lambda *_: None)

    def stop(_: int) -> None:
        run.stop()

    with run.current(), pytest.raises(StoppedError):
        print_one(SETUP, pieces(100), tmp_path / "x.pdf", title=None, told=stop, processes=2)


@pytest.mark.slow
@pytest.mark.usefixtures("clean")
def test_what_a_process_refuses_is_told_here(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"127\.0\.0\.1"):
        print_one(SETUP, pieces(40, broken=33), tmp_path / "x.pdf", title=None, told=ignore, processes=2)


@pytest.mark.slow
@pytest.mark.usefixtures("clean")
def test_a_process_that_dies_is_told_of(tmp_path: Path) -> None:
    def dying() -> Iterator[Piece]:
        for at, one in enumerate(pieces(200)):
            if at == 150:
                for child in workers():
                    child.send_signal(signal.SIGKILL)
            yield one

    with pytest.raises(WorkbenchError, match="-9"):
        print_one(SETUP, dying(), tmp_path / "x.pdf", title=None, told=ignore, processes=2)


def test_a_script_without_a_guard_may_print(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from workbench.exporting._printing import Piece\n"
        "from workbench.exporting.bulk import print_one\n"
        "from workbench.exporting.documents import Setup\n"
        "pieces = (Piece(f'<html lang=cs><title>x</title><h1>{at}</h1>') for at in range(40))\n"
        f"print_one(Setup('', None), pieces, Path({str(tmp_path / 'x.pdf')!r}), title='x', told=print, processes=2)\n"
    )
    said = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.split() == ["16", "16", "8"]


def test_a_number_of_processes_that_cannot_work_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0"):
        print_one(SETUP, pieces(40), tmp_path / "x.pdf", title=None, told=ignore, processes=0)


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").write_bytes(b"old")
    assert [one.name for one in put_new(tmp_path, {"a.pdf": b"1", "b.pdf": b"2"})] == ["a.pdf", "b (2).pdf"]
    with pytest.raises(WorkbenchError):
        put_new(tmp_path, {"c.pdf": b"3", "d.pdf": tmp_path / "nowhere"})
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.pdf", "b (2).pdf", "b.pdf"]
    assert (tmp_path / "b.pdf").read_bytes() == b"old"
