"""A demo data file with its register, made once, and a way to type a command."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from workbench.cli import main


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str


Type = Callable[..., Said]


@pytest.fixture
def type_(capsys: pytest.CaptureFixture[str]) -> Type:
    """Type a command: ``type_("history", 42)``."""

    def run(*arguments: object) -> Said:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(one) for one in arguments])
        streams = capsys.readouterr()
        return Said(int(left.value.code or 0), streams.out, streams.err)

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which ``workbench demo`` was run once."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.raises(SystemExit) as left:
        main(["demo", str(folder / "demo.duckdb"), "--user", "ana"])
    assert not left.value.code
    return folder


@pytest.fixture
def demo(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo file that the commands take for theirs, as ana, its administrator."""
    shutil.copy(made / "demo.duckdb", tmp_path / "demo.duckdb")
    monkeypatch.setenv("WORKBENCH_FILE", str(tmp_path / "demo.duckdb"))
    monkeypatch.setenv("WORKBENCH_SNAPSHOT", str(made / "demo-res.duckdb"))
    monkeypatch.setenv("WORKBENCH_USER", "ana")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "demo.duckdb"
