"""Company names: core, legal form and marks of the end taken apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from workbench.model._company_forms import (
    ANYWHERE,
    AT_END,
    BANKRUPTCY,
    BRANCHES,
    CEASED,
    INNER,
    LIQUIDATION,
    MIDDLE,
    PART_OF,
    RARE_AT_END,
    SOME_RARE_AT_END,
    USUAL_AT_END,
    WORKERS,
    FormPattern,
    at_start,
    lowered,
    may_be_branch,
    may_be_marked,
    may_give_away,
)
from workbench.model._fold import fold

_QUOTES = re.compile(r"[\"„“”«»‟]|''|``|‚|(?<!\w)['’‘]|['’‘](?!\w)")
_QUOTE_SIGNS = frozenset("\"„“”«»‟'`‚’‘")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_LONE_STOP = re.compile(r"\s+([.,])(?=[\s,]|$)")
_LOOSE_ENDS = " ,;-–—"
_SVJ = re.compile(
    r"^(?:svj|spolecenstvi (?:vlastniku(?: (?:bytovych )?jednotek)?|pro dum))(?: (?:v )?(?:domu|dome|pro dum))?(?= |$)"
)
_COMPANIES = frozenset({"112", "121", "331"})
_BRANCH, _FOREIGN_BRANCH, _BRANCH_SOCIETY, _SOCIETY = "501", "421", "736", "706"


@dataclass(frozen=True, slots=True)
class CompanyName:
    """A company name taken apart.

    Attributes:
        original: as given.
        core: without form, marks and double quotes, with single spaces; capitals and accents kept.
        legal_form_code: code of the form (ČSÚ code list 56) as far as the name shows it.
        legal_form_text: the form as written at the end of the name.
        foreign: the form is one of another country, such as GmbH; then there is no code.
        in_liquidation: "v likvidaci" stands in the name.
        bankrupt: "v konkursu", "v insolvenci", "v úpadku" stands in the name.
        ceased: somebody marked it as gone: "zaniklá", "zrušeno", "výmaz".
    """

    original: str
    core: str
    legal_form_code: str | None = None
    legal_form_text: str | None = None
    foreign: bool = False
    in_liquidation: bool = False
    bankrupt: bool = False
    ceased: bool = False

    @property
    def key(self) -> str:
        """What equal names have in common: :func:`fold` of the core, with one word for every SVJ."""
        key = fold(self.core)
        return _SVJ.sub("svj", key) if key.startswith(("svj", "spolecenstvi")) else key


@lru_cache(maxsize=1 << 14)
def parse_company(text: str | None) -> CompanyName:
    """Take a company name apart; any text is answered, an empty one with an empty core.

    Forms are recognised at the end, before or after the marks, with or without comma and spaces. A form
    never swallows the whole name, and words that only look like one ("Sro-Tech") are left alone. Forms
    that begin a name ("Nadační fond …", "Bytové družstvo …") give the code and stay in the core.
    """
    original = text or ""
    tidy = _visible(original)
    if not _QUOTE_SIGNS.isdisjoint(tidy):
        tidy = _QUOTES.sub(" ", " ".join(tidy.split()))
    whole = " ".join(tidy.split())
    if " ." in whole or " ," in whole:
        whole = _LONE_STOP.sub(r"\1", whole)
    rest, marks = _cut_marks(whole.strip(_LOOSE_ENDS))
    leading = at_start(rest)
    if leading is not None and leading.code not in {"205", "736"}:
        return CompanyName(original, rest, leading.code, None, False, *marks)
    rest, written, code = _cut_forms(rest, marks)
    if written is None:
        rest, code = _look_inside(rest)
    foreign = written is not None and code is None
    if leading is not None and code in {None, _SOCIETY} and not foreign:
        code = leading.code
    return CompanyName(original, rest, code, written, foreign, *marks)


def in_liquidation(text: str) -> bool:
    """Whether a name says so: :attr:`CompanyName.in_liquidation`, of most names without taking them apart."""
    return may_be_marked(lowered(_visible(text))) and parse_company(text).in_liquidation


def company_key(text: str | None) -> str:
    """The key of a company name: two spellings of one name have the same."""
    return parse_company(text).key


def _visible(text: str) -> str:
    """Without signs that nobody sees, accents and their letters in one."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def _cut_marks(rest: str, marks: list[bool] | None = None) -> tuple[str, list[bool]]:
    marks = [False, False, False] if marks is None else marks
    again = may_be_marked(lowered(rest))
    while again:
        again = False
        for place, mark in enumerate((LIQUIDATION, BANKRUPTCY, CEASED)):
            found = mark.search(rest)
            shorter = rest[: found.start()].rstrip(_LOOSE_ENDS) if found else ""
            if shorter:
                rest, marks[place], again = shorter, True, True
    return rest, marks


def _cut_forms(rest: str, marks: list[bool]) -> tuple[str, str | None, str | None]:
    """The name without its form, the form as written, its code; marks before the form are cut too."""
    shorter, written, code = _cut_one(rest, BRANCHES if may_be_branch(lowered(rest)) else ())
    if written is not None:
        shorter, _ = _cut_marks(shorter, marks)
        inner_rest, inner_written, inner_code = _cut_one(shorter, AT_END)
        if code == _BRANCH and inner_written is not None and inner_code is None:
            code = _FOREIGN_BRANCH
        return inner_rest, written, code
    shorter, written, code = _cut_one(rest, USUAL_AT_END)
    if written is None and SOME_RARE_AT_END.search(rest):
        shorter, written, code = _cut_one(rest, RARE_AT_END)
    if written is None or (code in _COMPANIES and WORKERS.match(rest)):
        return rest, None, None
    shorter, _ = _cut_marks(shorter, marks)
    if written.endswith((")", "/")):  # "… společnost s ručením omezeným (s.r.o.)"
        again, _, twice = _cut_one(shorter, AT_END)
        shorter = again if twice == code else shorter
    if code == _SOCIETY and PART_OF.search(shorter):
        code = _BRANCH_SOCIETY
    return shorter, written.rstrip(")/"), code


def _cut_one(rest: str, forms: tuple[FormPattern, ...]) -> tuple[str, str | None, str | None]:
    for form in forms:
        if found := form.pattern.search(rest):
            shorter = rest[: found.start()].rstrip(_LOOSE_ENDS + "(/")
            if any(map(str.isalnum, shorter)):
                return shorter, found[0].strip(), form.code
    return rest, None, None


def _look_inside(rest: str) -> tuple[str, str | None]:
    """A form in the middle of a part's name, or a word that gives the form away."""
    dotted = "." in rest
    found = MIDDLE.search(rest) if dotted else None
    if found and PART_OF.search(rest, found.end()):
        return (
            f"{rest[: found.start()].rstrip(_LOOSE_ENDS)} {rest[found.end() :].lstrip(_LOOSE_ENDS)}",
            _BRANCH_SOCIETY,
        )
    for form in INNER if dotted else ():
        if (inner := form.pattern.search(rest)) and not WORKERS.match(rest):
            head, tail = rest[: inner.start()].rstrip(_LOOSE_ENDS), rest[inner.end() :].lstrip(_LOOSE_ENDS)
            if head and tail:
                return f"{head}, {tail}", form.code
    if not may_give_away(lowered(rest)):
        return rest, None
    return rest, next((form.code for form in ANYWHERE if form.pattern.search(rest)), None)
