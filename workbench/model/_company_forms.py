"""How legal forms and the marks of a company's end are written inside company names.

Every pattern is matched on the name as written, capitals and accents kept. An entry is a pattern and the
code of the form (ČSÚ code list 56), or None for a form of another country.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple


class FormPattern(NamedTuple):
    """A spelling of a legal form."""

    pattern: re.Pattern[str]
    code: str | None


_START = r"(?:^|(?<=[\s,;(/\-–]))"
_COMMA = r"(?<=,)\s*"
_SPACE = r"(?<=[\s,])"


def _anycase(body: str, code: str | None, start: str = _START) -> FormPattern:
    return FormPattern(re.compile(rf"{start}(?:{body})[)/]?$", re.IGNORECASE), code)


def _exact(body: str, code: str | None, start: str = _START) -> FormPattern:
    return FormPattern(re.compile(rf"{start}(?:{body})[)/]?$"), code)


def _dots(letters: str) -> str:
    """Abbreviation with at least one full stop: ``k.s.``, ``k. s.``, ``k.s``."""
    return letters[0] + r"\.\s?" + r"\.?\s?".join(letters[1:]) + r"\.?"


AT_END: tuple[FormPattern, ...] = (
    # Companies
    _anycase(
        r"(?:spol(?:\.|ečnost)?\s*)?s[.,]?\s?r[.,]?\s?o[.,]?"
        r"|sp(?:ol)?\.?\s?s\s?r[.,]?\s?o[.,]?"
        r"|(?:spol(?:\.|ečnost|očnosť)?\s+)?s\s+(?:ručením|ruč\.)\s+(?:omezeným|obmedzeným|om\.)",
        "112",
    ),
    _anycase(_dots("as") + r"|a\s?s\.|akc(?:iová|\.)\s?(?:společnost|spoločnosť|spol\.?)", "121"),
    _exact(r"AS|as", "121", _SPACE),
    _anycase(_dots("vos") + r"|veř(?:ejná|\.)\s?obch(?:odní|\.)\s?spol(?:ečnost|\.)?", "111"),
    _anycase(_dots("ks") + r"|kom(?:anditní|\.)\s?spol(?:ečnost|\.)?", "113"),
    _anycase(r"evropsk[áé]\s+společnosti?|societas\s+europaea|S\.\s?E\.?", "932"),
    _exact(r"SE", "932", _SPACE),
    _anycase(_dots("sp") + r"|státní\s+podnik|st\.\s?podnik", "301"),
    _anycase(_dots("vd") + r"|(?:\w+\s+)?(?:bytové|výrobní|stavební|zemědělské|spotřební|obchodní|vlastnické|invalidů)\s+družstvo|družstvo", "205"),
    # Non-profit bodies
    _anycase(r"pobočný\s+spolek|" + _dots("ps"), "736"),
    _anycase(r"zapsaný\s+spolek|občanské\s+sdružení|" + _dots("zs") + "|" + _dots("os"), "706"),
    _anycase(r"spolek|zs|os", "706", _COMMA),
    _anycase(_dots("zú") + "|" + _dots("zu") + r"|zapsaný\s+ústav", "161"),
    _anycase(r"ústav|z[úu]", "161", _COMMA),
    _anycase(_dots("ops") + r"|obecně\s+prospěšná\s+společnost", "141"),
    _anycase(r"ops", "141", _COMMA),
    _anycase(r"příspěvková\s+organizace|přísp\.\s?org\.?|" + _dots("po"), "331"),
    _anycase(r"p\.?\s?o\.?", "331", _COMMA),
    _anycase(_dots("vvi") + r"|veřejná\s+výzkumná\s+instituce", "661"),
    _anycase(r"školská\s+právnická\s+osoba", "641"),
    _anycase(r"zájmové\s+sdružení\s+právnických\s+osob|" + _dots("zspo"), "751"),
    _anycase(r"nadační\s+fond", "118"),
    _anycase(r"nadace", "117", _COMMA),
    # Other countries
    _anycase(
        r"g\.?m\.?b\.?h\.?(?:\s?&\s?co\.?\s?(?:kg|ohg)\.?)?|ges\.?\s?m\.?\s?b\.?\s?h\.?|&\s?co\.?\s?kg\.?"
        r"|ltd\.?|limited|l\.?l\.?c\.?|l\.?l\.?p\.?|inc\.?|incorporated|corp\.?|corporation|p\.?l\.?c\.?"
        r"|sp(?:ółka|\.)?\s?z\s?o\.?\s?o\.?|sp\.\s?[jk]\.|sp(?:ółka|\.)\s?akc(?:yjna|\.)?"
        r"|kft\.?|zrt\.?|nyrt\.?|d\.\s?o\.\s?o\.?|d\.\s?d\.|s\.\s?[ra]\.\s?l\.?|s\.\s?a\.\s?r\.\s?l\.?|sarl|srl"
        r"|s\.\s?p\.\s?a\.?|s\.\s?a\.\s?s\.?|s\.\s?a\.?|[bn]\.\s?v\.?|oyj?|aps|a/s|eood|ood|e\.\s?v\.",
        None,
    ),
    _exact(r"AG|KG|OHG|UG|SA|SpA|NV|BV|AB|ASA|ООО|OOO|BT|Bt\.?", None, _SPACE),
)  # fmt: skip
"""Forms at the end of a name; the first that fits counts."""

BRANCHES: tuple[FormPattern, ...] = (
    _anycase(r"odštěpný\s+závod(?:\s+(?:zahraniční\s+)?(?:právnické|fyzické)\s+osoby)?|odšt\.\s?závod|" + _dots("oz"), "501"),
    _anycase(r"organizační\s+složka(?:\s+podniku)?|org\.\s?(?:složka|sl\.)", "421"),
    _anycase(r"pobočný\s+spolek|" + _dots("ps"), "736"),
)  # fmt: skip
"""Forms of a part: the form of the whole may stand before them."""

AT_START: tuple[FormPattern, ...] = tuple(
    FormPattern(re.compile(rf"{body}(?!\w)", re.IGNORECASE), code)
    for body, code in (
        (r"nadační\s+fond", "118"),
        (r"nadace", "117"),
        (r"(?:svj|společenství\s+(?:vlastníků|pro\s+dům))", "145"),
        (r"honební\s+společenstvo|hs(?=\s)", "761"),
        (r"odborov(?:á\s+organizace|ý\s+svaz)|základní\s+(?:odborová\s+)?organizace\s+(?:odborové|os\b|nos\b|fos\b|kovo)|základní\s+odborová", "707"),
        (r"zo\s+(?:\w+\s)?(?:os|odbor\w+)", "707"),
        (r"sh\s?čms|sdružení\s+hasičů\s+čms", "736"),
        (r"(?:římskokatolická|řeckokatolická|starokatolická|pravoslavná)\s+(?:\w+\s+)?farnost|farní\s+sbor", "722"),
        (r"(?:\w+\s+)?(?:bytové\s+)?družstvo", "205"),
        (r"dobrovolný\s+svazek\s+obcí|svazek\s+obcí|mikroregion", "771"),
    )
)  # fmt: skip
"""Forms a name begins with; they are part of the name and stay in its core."""

ANYWHERE: tuple[FormPattern, ...] = tuple(
    FormPattern(re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE), code)
    for body, code in (
        (r"nadační\s+fond", "118"),
        (r"honební\s+společenstvo", "761"),
        (r"společenství\s+vlastníků", "145"),
        (r"pobočný\s+spolek", "736"),
        (r"družstvo", "205"),
    )
)
"""Words that give a form away wherever they stand, if nothing else did."""

INNER: tuple[FormPattern, ...] = (
    FormPattern(re.compile(r"(?<=[\s,])(?:spol\.\s*)?s\.?\s?r\.\s?o\.(?=[\s,])", re.IGNORECASE), "112"),
    FormPattern(re.compile(r"(?<=[\s,])a\.\s?s\.(?=[\s,])", re.IGNORECASE), "121"),
)
"""Company forms before a trailing description: ``Bartal s.r.o., advokátní kancelář``."""

WORKERS = re.compile(
    r"(?:odborov[ýáéí]|základní\s+organizace|zo|oo|klub\s+(?:na|přátel|zaměstnanců)|spolek|sdružení|nadace|fond)(?!\w)",
    re.IGNORECASE,
)
"""A body of people around a company, whose form may stand at the end of the name but is not theirs."""

MIDDLE = re.compile(
    r"\s*,?\s*(?<=[\s,])(?:z\.\s?s\.|o\.\s?s\.|a\.\s?s\.|s\.\s?r\.\s?o\.)(?=\s*[,\-–]|\s)", re.IGNORECASE
)
"""A form in the middle, as in ``Svaz včelařů, z.s., základní organizace Trutnov``."""

PART_OF = re.compile(
    r"(?<!\w)(?:základní|místní|okresní|krajská|regionální|územní)\s+(?:\w+\s+)?(?:organizace|sdružení|rada)|pobočka|středisko|oddíl"
    r"|(?<!\w)(?:ZO|MO)(?!\w)|pobočný",
    re.IGNORECASE,
)
"""What names a part of a society."""

LIQUIDATION = re.compile(
    r"(?:\(\s*)?(?<!\w)(?:společnost\s+)?(?:v(?:e)?\s?likvidaci|v\s?likv\.?|in\s+liquidation|v\s+likvidácii)\s*\)?\.?$",
    re.IGNORECASE,
)
BANKRUPTCY = re.compile(
    r"(?:\(\s*)?(?<!\w)(?:v\s+(?:konkurs[eu]|konkurz[eu]|insolvenci|úpadku|reorganizaci|oddlužení|nucené\s+správě)|in\s+insolvency)\s*\)?\.?$",
    re.IGNORECASE,
)
CEASED = re.compile(
    r"(?:\(\s*)?(?<!\w)(?:zanikl[aoáý]?|zrušen[aoáý]?|vymazán[ao]?|výmaz|ukončila?\s+činnost|neexistuje)\s*\)?\.?$",
    re.IGNORECASE,
)


def _any_of(forms: Iterable[FormPattern]) -> re.Pattern[str]:
    """One pattern that fits wherever one of these forms does, and is asked once instead of thirty times."""
    bodies = (
        form.pattern.pattern.removeprefix(_START).removeprefix(_COMMA).removeprefix(_SPACE) for form in forms
    )
    return re.compile(f"{_START}(?:{'|'.join(bodies)})", re.IGNORECASE)


USUAL_AT_END, RARE_AT_END = AT_END[:2], AT_END[2:]
SOME_RARE_AT_END = _any_of(RARE_AT_END)
"""Fits every name that ends with a rare form, and some others."""

_AT_START = re.compile(
    "|".join(f"(?P<f{place}>{form.pattern.pattern})" for place, form in enumerate(AT_START)), re.IGNORECASE
)


def at_start(name: str) -> FormPattern | None:
    """The first of :data:`AT_START` that a name begins with."""
    found = _AT_START.match(name)
    return AT_START[int(found.lastgroup[1:])] if found and found.lastgroup else None


_MARK_WORDS = (
    "likv", "liquid", "konkur", "insolv", "úpadku", "reorganizaci", "oddlužení", "nucené",
    "zanikl", "zrušen", "vymazán", "výmaz", "ukončil", "neexistuje",
)  # fmt: skip
_BRANCH_WORDS = ("odšt", "organizační", "org.", "pobočný", "o.z", "o. z", "p.s", "p. s")
_ANYWHERE_WORDS = ("nadační", "honební", "společenství", "pobočný", "družstvo")


def lowered(name: str) -> str:
    """A name in which the words of patterns that ignore case can be looked for as they are."""
    lower = name.lower()
    return lower if lower.isascii() else lower.replace("i\u0307", "i").replace("ı", "i").replace("ſ", "s")


def may_be_marked(lower: str) -> bool:
    """Whether a mark of the end can stand in a name; ``False`` is sure.

    Args:
        lower: the name, :func:`lowered`.
    """
    return any(word in lower for word in _MARK_WORDS)


def may_be_branch(lower: str) -> bool:
    """Whether one of :data:`BRANCHES` can stand in a name; ``False`` is sure."""
    return any(word in lower for word in _BRANCH_WORDS)


def may_give_away(lower: str) -> bool:
    """Whether a word of :data:`ANYWHERE` can stand in a name; ``False`` is sure."""
    return any(word in lower for word in _ANYWHERE_WORDS)
