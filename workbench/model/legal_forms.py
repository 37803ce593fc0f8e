"""Legal forms: code list 56 of the Czech Statistical Office (ČSÚ), and the ways people write them.

The list stands in ``data/legal_forms.csv`` (source: ČSÚ, CIS0056, CC BY 4.0). Codes of natural persons that
the list has dropped but registers still give are added here.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from workbench.model._fold import fold

_NATURAL_PERSONS = frozenset({*(str(code) for code in range(100, 109)), "424", "425"})

_WITHDRAWN = (
    ("100", "Podnikající fyz. osoba", "Podnikající fyzická osoba tuzemská"),
    (
        "102",
        "FO dle živ.z. v obch.rej.",
        "Fyzická osoba podnikající dle živnostenského zákona zapsaná v obchodním rejstříku",
    ),
    ("103", "Samost. hosp. rolník", "Samostatně hospodařící rolník nezapsaný v obchodním rejstříku"),
    ("104", "Samost. hosp. rolník v OR", "Samostatně hospodařící rolník zapsaný v obchodním rejstříku"),
    (
        "106",
        "Fyz.osoba ost. v obch.rej.",
        "Fyzická osoba podnikající dle jiných zákonů zapsaná v obchodním rejstříku",
    ),
    ("108", "Zem.podnik. - FO v OR", "Zemědělský podnikatel - fyzická osoba zapsaná v obchodním rejstříku"),
)

_ALSO = {
    "101": ("OSVČ", "živnostník", "podnikatel", "fyzická osoba", "FO", "fyzická osoba podnikající", "podnikající fyzická osoba"),
    "107": ("zemědělský podnikatel", "zemědělec"),
    "111": ("v.o.s.", "veř. obch. spol.", "veřejná obchodní spol."),
    "112": (
        "s.r.o.", "s r.o.", "spol. s r.o.", "společnost s r. o.", "spol. s ručením omezeným",
        "s ručením omezeným", "spoločnosť s ručením obmedzeným",
    ),
    "113": ("k.s.", "kom. spol.", "komanditní společnost"),
    "117": ("n.", ),
    "118": ("n.f.", "nf"),
    "121": ("a.s.", "akc. spol.", "akciová spol.", "akciová spoločnosť"),
    "141": ("o.p.s.",),
    "145": (
        "SVJ", "společenství vlastníků", "společenství vlastníků bytových jednotek", "společenství pro dům",
        "společenství vlastníků jednotek domu",
    ),
    "161": ("z.ú.", "zapsaný ústav"),
    "205": ("bytové družstvo", "výrobní družstvo", "zemědělské družstvo", "stavební bytové družstvo", "spotřební družstvo", "v.d."),
    "301": ("s.p.", "st. podnik"),
    "325": ("o.s.s.", "organizační složka státu"),
    "331": ("p.o.", "přísp. org.", "příspěvková org."),
    "421": ("organizační složka", "org. složka", "odštěpný závod zahraniční osoby"),
    "501": ("odštěpný závod", "o.z.", "odšt. závod"),
    "601": ("vysoká škola", "VŠ"),
    "641": ("š.p.o.",),
    "661": ("v.v.i.",),
    "706": ("z.s.", "zapsaný spolek", "o.s.", "občanské sdružení"),
    "711": ("politická strana", "politické hnutí"),
    "721": ("církev", "náboženská společnost"),
    "722": ("církevní právnická osoba", "farnost"),
    "736": ("p.s.",),
    "771": ("svazek obcí", "DSO"),
    "801": ("obec", "město", "městys", "městská část"),
    "804": ("kraj",),
    "932": ("SE", "Societas Europaea"),
    "933": ("SCE",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LegalForm:
    """One legal form.

    Attributes:
        code: three digits, the value that is stored.
        short: text of the list that fits a column.
        text: full name.
        natural_person: a person, not a company; what is kept about the subject is personal data.
    """

    code: str
    short: str
    text: str
    natural_person: bool


def legal_form(code: str | None) -> LegalForm | None:
    """The form of this three-digit code; None for an unknown code."""
    return legal_forms().get(code) if code is not None else None


@cache
def legal_forms() -> Mapping[str, LegalForm]:
    """All forms by code, in order of codes."""
    source = resources.files(__package__).joinpath("data", "legal_forms.csv")
    with source.open(encoding="utf-8") as lines:
        rows = [(row["code"], row["short"], row["text"]) for row in csv.DictReader(lines)]
    return MappingProxyType(
        {
            code: LegalForm(code, short, text, natural_person=code in _NATURAL_PERSONS)
            for code, short, text in sorted([*rows, *_WITHDRAWN])
        }
    )


@lru_cache(maxsize=4096)
def find_legal_form(text: str | None) -> LegalForm | None:
    """The form meant by a code, a short or full text of the list, or a usual abbreviation.

    Capitals, accents, spaces and punctuation do not matter. Of two forms with the same text the list's
    first one wins. A number that lost its leading zeros or carries ``.0`` is read as a code.
    """
    if not text:
        return None
    plain = text.strip().removesuffix(".0")
    if plain.isascii() and plain.isdigit():
        return legal_form(plain.zfill(3))
    return legal_form(_by_spelling().get(_squeeze(text)))


@cache
def _by_spelling() -> Mapping[str, str]:
    spellings: dict[str, str] = {}
    for code, form in legal_forms().items():
        for spelling in (form.short, form.text):
            spellings.setdefault(_squeeze(spelling), code)
    for code, others in _ALSO.items():
        for spelling in others:
            spellings.setdefault(_squeeze(spelling), code)
    return spellings


def _squeeze(text: str) -> str:
    return fold(text).replace(" ", "")
