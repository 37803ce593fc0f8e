"""What a reply of ARES means, before anybody looks at its contents.

Errors come as ``{kod, popis, subKod}`` (OpenAPI document, schema ``Chyba``). A 404 of another shape is a
wrong address, not a missing subject; a blocked caller gets a web page; an error body may come with 200.
"""

import json
import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from workbench.model.identifiers import Note
from workbench.registry.answers import Malformed, Refused, Trouble, excerpt
from workbench.registry.ares import _json
from workbench.registry.manners import HttpReply
from workbench.registry.statuses import failing, of_status

SOURCE: Final = "MF, ARES"
"""How the register is named wherever its data is shown: it belongs to the Ministry of Finance."""

_MISSING: Final = "VYSTUP_SUBJEKT_NENALEZEN"
_TOO_MANY: Final = "VYSTUP_PRILIS_MNOHO_VYSLEDKU"
_COUNT: Final = re.compile(r"\(\s*(\d[\d\s\u00a0\u202f]*)\)")
_ALLOWED: Final = 1000
_SHOWN: Final = 200
_MAIN_PART: Final = re.compile(r"[|\n]")


@dataclass(frozen=True, slots=True)
class Received:
    """Data came."""

    data: object


@dataclass(frozen=True, slots=True)
class Missing:
    """ARES says that it has no such subject."""


@dataclass(frozen=True, slots=True)
class TooMany:
    """More subjects fit than ARES shows; it shows none then, and paging does not help.

    Attributes:
        count: how many fit, ``None`` when ARES does not say.
        allowed: how many it shows at most.
    """

    count: int | None
    allowed: int = _ALLOWED

    @property
    def reason(self) -> Note:
        """What happened and how to ask better."""
        if self.count is None:
            return Note(
                "too_many",
                "Too many subjects fit; ARES shows at most {allowed}. Add the town, the street or another word of the name.",
                {"allowed": self.allowed},
            )
        return Note(
            "too_many",
            "{found} subjects fit; ARES shows at most {allowed}. Add the town, the street or another word of the name.",
            {"found": self.count, "allowed": self.allowed},
        )

    def text(self) -> str:
        """The same in a sentence."""
        return self.reason.text()


Verdict = Received | Missing | TooMany | Trouble


def judge(reply: HttpReply) -> Verdict:
    """The meaning of a reply."""
    data, unreadable = _decoded(reply.body)
    error = _json.row(data)
    code, sub_code = _json.text(error.get("kod")), _json.text(error.get("subKod"))
    if code is not None and "popis" in error:
        return _error(reply, code, sub_code, _json.text(error.get("popis")) or "")
    if reply.status == HTTPStatus.OK:
        return unreadable or Received(data)
    return of_status(reply, SOURCE)


def _decoded(body: bytes) -> tuple[object, Malformed | None]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        shown = excerpt(body.decode("latin-1"))
        return None, Malformed(Note("charset", "it is not in UTF-8. Ask again later."), shown)
    if text.lstrip().startswith("<"):
        return None, Malformed(
            Note("web_page", "a web page came instead of data, perhaps a notice of maintenance. Ask again later."),
            excerpt(text),
        )  # fmt: skip
    try:
        return json.loads(text), None
    except (ValueError, RecursionError):
        return None, Malformed(Note("json", "it is broken or not whole. Ask again later."), excerpt(text))


def _error(reply: HttpReply, code: str, sub_code: str | None, described: str) -> Verdict:
    """The meaning of an error body, whatever the status it came with."""
    if code == "NENALEZENO" and sub_code in {_MISSING, None}:
        return Missing()
    if sub_code == _TOO_MANY:
        count = _COUNT.search(described)
        return TooMany(int(re.sub(r"\D", "", count[1])) if count else None)
    detail = _MAIN_PART.split(described)[0].strip()[:_SHOWN]
    if code in {"NEPRIHLASENY_UZIVATEL", "NENI_OPRAVNENI"} or reply.status in {401, 403}:
        return Refused(
            Note("not_allowed", "{source} does not let us ask this ({detail}).", {"source": SOURCE, "detail": detail})
        )  # fmt: skip
    if code in {"CHYBA_VSTUPU", "NENALEZENO", "NENI_IMPLEMENTOVANO"}:
        return Refused(
            Note("asked_wrongly", "{source} did not accept the question ({detail}).", {"source": SOURCE, "detail": detail})
        )  # fmt: skip
    return failing(reply, SOURCE)
