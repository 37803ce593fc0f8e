"""Values as they stand on paper: as people read them, without what a file cannot hold; and their links."""

import re
from typing import Any

from workbench.exporting._text import clean, clean_line
from workbench.model import wording
from workbench.model.fields import Field, Kind

_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/[^\s\"'<>\\^`{|}]*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")
_PHONE = re.compile(r"\+[0-9]{6,15}")


def shown(field: Field, value: Any, currency: object = "") -> str:
    """A field's value as text in the language in use; empty for an empty value."""
    text = wording.shown(field, value, clean_line(currency))
    return clean(text).strip() if field.kind is Kind.LONG_TEXT else clean_line(text)


def link(kind: object, value: str) -> str:
    """Where a contact leads when clicked: web, mail or phone; empty for anything else.

    Only these schemes are ever written, whatever the value says.
    """
    if kind in {"phone", "mobile"} and _PHONE.fullmatch(value):
        return f"tel:{value}"
    if kind == "email" and _EMAIL.fullmatch(value):
        return f"mailto:{value}"
    if kind not in {"phone", "mobile", "fax", "email", "other"}:
        if _URL.fullmatch(value):
            return value
        if _HOST.fullmatch(value):
            return f"https://{value}"
    return ""
