"""Values of vCard properties, taken apart and without their escapes (RFC 2426, RFC 6350, vCard 2.1)."""

import re
from typing import Final

from workbench.importing.vcard_lines import Line
from workbench.model.choices import ADDRESS_KIND

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_APPLE: Final = re.compile(r"_\$!<(.*)>!\$_")
_PHONES: Final = {
    frozenset({"FAX"}): "fax",
    frozenset({"CELL", "IPHONE"}): "mobile",
    frozenset({"PAGER"}): "other",
}
_NETWORKS: Final = {"TWITTER": "x"} | {
    one.upper(): one for one in ("facebook", "linkedin", "instagram", "youtube", "x")
}
_MESSENGERS: Final = ("IMPP", "X-SKYPE", "X-SKYPE-USERNAME", "X-JABBER", "X-ICQ", "X-AIM", "X-MSN")
_CONTACTS: Final = {"EMAIL": "email", "URL": "web", "X-CONTACT": "other"} | dict.fromkeys(
    _MESSENGERS, "other"
)
_ADDRESS: Final = ("box", "extra", "street", "city", "region", "postcode", "country")
_NAME: Final = ("last_name", "first_name", "additional", "title_before", "title_after")


def plain(value: str) -> str:
    """The text without escapes."""
    return _ESCAPE.sub(lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value).strip()


def parted(value: str, separator: str) -> list[str]:
    """The parts between separators that are not escaped, without their escapes."""
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{re.escape(separator)}", value, re.DOTALL):
        if found[0] == separator:
            parts.append(value[start : found.start()])
            start = found.end()
    return [plain(part) for part in (*parts, value[start:])]


def name_parts(value: str) -> dict[str, str]:
    """N by the names of our fields; several given names are one."""
    found = dict(zip(_NAME, parted(value, ";"), strict=False))
    middle = found.pop("additional", "")
    found["first_name"] = " ".join(filter(None, (found.get("first_name", ""), middle)))
    return {field: text.replace("\n", " ") for field, text in found.items() if text}


def address_parts(value: str) -> dict[str, str]:
    """ADR by the names of our fields."""
    found = dict(zip(_ADDRESS, parted(value, ";"), strict=False))
    box = found.pop("box", "")
    found["extra"] = ", ".join(filter(None, (box, found.get("extra", ""))))
    return {field: text.replace("\n", ", ") for field, text in found.items() if text}


def address_kind(line: Line) -> str:
    """The kind of an address: ours where the card is, else by its TYPE."""
    given = line.params.get("X-KIND", ("",))[0]
    if given in ADDRESS_KIND:
        return given
    if "HOME" in line.types:
        return "home"
    return "delivery" if "PARCEL" in line.types else "contact"


def contact_kind(line: Line) -> str | None:
    """The kind of contact that a property holds; ``None`` for a property that holds none."""
    types = line.types
    if line.name == "TEL":
        return next((kind for words, kind in _PHONES.items() if types & words), "phone")
    if line.name == "X-SOCIALPROFILE":
        return next((kind for word, kind in _NETWORKS.items() if word in types), "other")
    return _CONTACTS.get(line.name)


def contact_text(line: Line) -> str:
    """A contact as it is kept: phones without ``tel:``, other addresses with what they are of."""
    text = plain(line.value).replace("\n", " ")
    if line.name in {"TEL", "EMAIL"}:
        return re.sub(r"^(?:tel|mailto):", "", text, flags=re.IGNORECASE)
    if line.name.startswith("X-") and line.name not in {"X-SOCIALPROFILE", "X-CONTACT"}:
        return f"{line.name.removeprefix('X-').partition('-')[0].capitalize()}: {text}"
    return text


def label_text(value: str) -> str:
    """A label for people; those that Apple's own words stand for are said by TYPE already."""
    text = plain(value).replace("\n", " ")
    return "" if _APPLE.fullmatch(text) else text
