"""A user's own templates: plain files directly in one folder, and nothing that a link in it leads to."""

import os
from pathlib import Path
from typing import Final

from workbench.errors import BrokenFileError, InputError

LARGEST: Final = 20 * 2**20
"""A larger file in the folder is refused: neither a template nor a logo is as long as that."""


class TemplateFolder:
    """The files that templates may use.

    Args:
        path: the folder; ``None`` where nobody has templates of their own.

    Raises:
        InputError: there is no such folder.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path = None if path is None else Path(path)
        if self.path is not None and not self.path.is_dir():
            raise InputError(
                "There is no folder “{folder}”. Create it first, or choose another.", folder=str(self.path)
            )

    def names(self, suffix: str) -> list[str]:
        """The names of the files with this suffix, sorted."""
        if self.path is None:
            return []
        return sorted(one.name for one in self.path.iterdir() if one.suffix == suffix and self.find(one.name))

    def find(self, name: str) -> Path | None:
        """The file of exactly this name; a path, a link out of the folder and what is no plain file do not count."""
        if self.path is None or name in {"", ".", ".."} or set(name) & {"/", "\\", "\0"}:
            return None
        try:
            real = (self.path / name).resolve(strict=True)
            inside = real.parent == self.path.resolve() and real.is_file()
        except OSError:  # a name that is too long, a link in a circle, a file that went away meanwhile
            return None
        return real if inside else None

    def read(self, name: str) -> bytes | None:
        """The content of :meth:`find`; ``None`` where there is none.

        Raises:
            InputError: it is larger than :data:`LARGEST`.
        """
        found = self.find(name)
        if found is None:
            return None
        if found.stat().st_size > LARGEST:
            raise InputError(
                "The file {file} is larger than {count} MB. Put a smaller one beside the template.",
                file=name,
                count=LARGEST // 2**20,
            )
        return found.read_bytes()

    def text(self, name: str) -> str | None:
        """The same as text.

        Raises:
            BrokenFileError: it is not UTF-8.
        """
        content = self.read(name)
        try:
            return None if content is None else content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BrokenFileError(
                "The template {file} is not text in UTF-8. Save it as UTF-8.", file=name
            ) from error
