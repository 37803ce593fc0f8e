"""What an export gives back: the file that was made, or a look at how it would begin."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was made.

    Attributes:
        file_name: a safe name for it; of a folder of files its name.
        content: its bytes, where they are held in memory; ``None`` of what was written from the disk. See :attr:`data`.
        count: how many clients are in it.
        path: where it was written; ``None`` if it was only made.
        paths: the files, where there are several.
        notes: what to know of it, in the language in use.
    """

    file_name: str
    content: bytes | None
    count: int
    path: Path | None = None
    paths: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """Its content; read from the disk where it was written; nothing of several files."""
        if self.content is None:
            return self.path.read_bytes() if self.path is not None and not self.paths else b""
        return self.content

    def __repr__(self) -> str:
        return f"<{self.count} clients{'' if self.path is None else ', written'}: .file_name .data .path .paths .notes>"


@dataclass(frozen=True, slots=True)
class Sample:
    """How a file would begin.

    Attributes:
        picture: the first page as PNG, of what is printed.
        text: the first cards, of vCards.
        rows: the header and the first rows of tables, as they read.
        notes: what to know of it, in the language in use.
        check: what is to be known before, of a layout that has rules: column, what happens, what to do, which records.
    """

    picture: bytes = b""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    check: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return "<sample of a file: .picture .text .rows .notes .check>"
