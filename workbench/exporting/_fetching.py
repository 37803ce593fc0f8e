"""What a template may load while it is rendered: what we made, what lies in its folder, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import unquote

from workbench.exporting._folder import TemplateFolder

BASE: Final = "template:/"
"""The address of a template itself; of a scheme that nobody knows, so that relative addresses stay plain names."""

_MEDIA_TYPES: Final = {
    ".svg": "image/svg+xml", ".css": "text/css", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg",
    ".gif": "image/gif", ".webp": "image/webp", ".ttf": "font/ttf", ".otf": "font/otf", ".woff2": "font/woff2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A file made by us that a template may name: its content and its media type."""

    content: bytes
    kind: str = "image/svg+xml"


def closed_fetcher(made: Mapping[str, Made], folder: TemplateFolder) -> Any:
    """A fetcher for WeasyPrint that never opens a connection or a file outside ``folder``.

    Args:
        made: address -> what we made.
        folder: the user's own templates; pictures, fonts and styles directly in it may be used by name.

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
            name = unquote(url.removeprefix(BASE))
            if name in made:
                return URLFetcherResponse(url, made[name].content, {"Content-Type": made[name].kind})
            kind = _MEDIA_TYPES.get(PurePath(name).suffix.lower())
            found = folder.read(name) if kind else None
            if found is None:
                self.refused.append(url)
                raise ValueError(url)
            return URLFetcherResponse(url, found, {"Content-Type": kind})

    return ClosedFetcher()
