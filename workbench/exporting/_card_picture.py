"""The logo or photo of a card: a small picture that is kept with the record itself."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from workbench.model.record import Dossier

MAX_BYTES: Final = 256 * 1024
"""The largest picture that goes into a card; phones refuse cards of megabytes."""
_DATA: Final = re.compile(r"data:image/[a-z+.-]+;base64,([A-Za-z0-9+/=\s]+)")
_BEGINNINGS: Final = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF8"}


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture: its kind (``jpeg``, ``png``, ``gif``) and its content in Base64."""

    kind: str
    content: str


def picture_of(dossier: Dossier) -> CardPicture | None:
    """The first attachment that is a picture and holds its content itself, as a ``data:`` address (RFC 2397).

    An attachment that only says where a file lies is not looked up: an export reads no file and no network that a
    record names. What the picture is, its first bytes decide, not what it claims.
    """
    for attachment in dossier.all("attachment"):
        found = _DATA.fullmatch(str(attachment["location"] or ""))
        if found is None or len(found[1]) > MAX_BYTES * 3 // 2:
            continue
        try:
            content = base64.b64decode("".join(found[1].split()), validate=True)
        except binascii.Error:
            continue
        kind = next((kind for kind, begin in _BEGINNINGS.items() if content.startswith(begin)), None)
        if kind and len(content) <= MAX_BYTES:
            return CardPicture(kind, base64.b64encode(content).decode())
    return None
