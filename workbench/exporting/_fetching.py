"""What a template may load while it is rendered: what we made, what lies in its folder, nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

BASE = "template:/"
"""Relative addresses in a template are resolved against this, so that they stay plain file names."""

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ttf", ".otf", ".woff2", ".css"})
_MEDIA_TYPES = {".svg": "image/svg+xml", ".css": "text/css"}


def closed_fetcher(made: Mapping[str, bytes], folder: Path | None) -> Any:
    """A fetcher for WeasyPrint that never opens a connection or a file outside ``folder``.

    Args:
        made: address -> an SVG picture made by us.
        folder: the user's own template folder; pictures and fonts directly in it may be used by name.

    Returns:
        The fetcher; its ``refused`` is the list of what was asked for in vain.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - loads Pango

    class ClosedFetcher(URLFetcher):  # type: ignore[misc]
        """Answers from memory and one folder."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False)
            self.refused: list[str] = []

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 - the shape is WeasyPrint's
            if url in made:
                return URLFetcherResponse(url, made[url], {"Content-Type": "image/svg+xml"})
            found = _file_in(folder, url)
            if found is None:
                self.refused.append(url)
                raise ValueError(url)
            kind = _MEDIA_TYPES.get(found.suffix.lower(), "application/octet-stream")
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})

    return ClosedFetcher()


def _file_in(folder: Path | None, url: str) -> Path | None:
    """The file of exactly this name in the folder; a link that leads out of the folder does not count."""
    if folder is None:
        return None
    name = unquote(url.removeprefix(BASE))
    for path in sorted(folder.iterdir()):
        if path.name == name and path.suffix.lower() in _PICTURES:
            real = path.resolve()
            return real if real.is_file() and real.parent == folder.resolve() else None
    return None
