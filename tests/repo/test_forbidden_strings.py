"""What must never be written into the repository: addresses of registries, paths of one machine, loose ends."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATED = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}

# The patterns are written so that this file does not match them.
FORBIDDEN = {
    "the host of a package registry": re.compile(
        r"pypi[.]org|pythonhosted[.]org|anaconda[.]org|npmjs[.](?:org|com)|yarnpkg[.]com|crates[.]io"
        r"|proxy[.]golang[.]org|rubygems[.]org|deb[.]debian[.]org|archive[.]ubuntu[.]com"
    ),
    "a path of one machine": re.compile(r"(?<![\w.])/(?:work|root)/"),
    "a loose end": re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE[ ]KEY-----"),
}
#: Panels work offline, so their view modules load nothing from elsewhere.
REMOTE_CODE = re.compile(r"jsdelivr[.]net|unpkg[.]com|esm[.]sh|cdnjs[.]cloudflare|fonts[.]googleapis")


def tracked() -> list[Path]:
    """The files under version control; all files where there is no git or no repository (an unpacked sdist)."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listing = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S603
        if listing.returncode == 0:
            return [
                path
                for name in listing.stdout.decode().split("\0")
                if name and (path := ROOT / name).is_file()
            ]
    return [path for path in ROOT.rglob("*") if path.is_file() and not GENERATED & set(path.parts)]


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file; none of a binary one."""
    content = path.read_bytes()
    if b"\0" not in content[:8192]:
        yield from enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1)


def hits(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in files
        for number, line in lines(path)
        if (found := pattern.search(line))
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    found = hits(FORBIDDEN[what], tracked())
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("the host of a package registry", "see https://pypi" + ".org/project/x"),
        ("a path of one machine", 'open("/wo' + 'rk/main/x")'),
        ("a loose end", "# TO" + "DO: later"),
        ("a private key", "-----BEGIN RSA PRIVATE" + " KEY-----"),
    ],
)
def test_the_search_recognises(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


def test_no_code_of_the_package_is_loaded_from_elsewhere() -> None:
    found = hits(REMOTE_CODE, [path for path in tracked() if path.is_relative_to(ROOT / "workbench")])
    assert not found, "\n".join(found)
