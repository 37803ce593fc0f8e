"""Names of people: titles, first and last name taken apart."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from workbench.model._fold import fold

_BEFORE = {
    "ing": "Ing.", "arch": "arch.", "mgr": "Mgr.", "mga": "MgA.", "bc": "Bc.", "bca": "BcA.", "mudr": "MUDr.",
    "mddr": "MDDr.", "mvdr": "MVDr.", "judr": "JUDr.", "phdr": "PhDr.", "rndr": "RNDr.", "thdr": "ThDr.",
    "thlic": "ThLic.", "pharmdr": "PharmDr.", "phmr": "PhMr.", "paeddr": "PaedDr.", "rsdr": "RSDr.",
    "rtdr": "RTDr.", "icdr": "ICDr.", "prof": "prof.", "doc": "doc.", "akad": "akad.", "mal": "mal.",
    "soch": "soch.", "dr": "dr.", "plk": "plk.", "mjr": "mjr.", "kpt": "kpt.", "por": "por.",
}  # fmt: skip
_AFTER = {
    "phd": "Ph.D.", "thd": "Th.D.", "csc": "CSc.", "drsc": "DrSc.", "dis": "DiS.", "mba": "MBA", "llm": "LL.M.",
    "msc": "MSc.", "ma": "MA", "ba": "BA", "bba": "BBA", "mpa": "MPA", "dba": "DBA", "mha": "MHA", "acca": "ACCA",
    "cfa": "CFA", "fcca": "FCCA", "dsc": "DSc.", "artd": "ArtD.", "drhc": "dr. h. c.", "ml": "ml.", "st": "st.",
    "mph": "MPH", "bsc": "BSc.", "edd": "Ed.D.", "lld": "LL.D.",
}  # fmt: skip
_ONLY_WITH_DOT = frozenset({"mal", "por", "st", "ml", "ma", "ba", "dr", "soch", "akad", "arch", "dis", "doc"})
_GLUED = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_BEFORE, key=len, reverse=True))})\.(?=[^\W\d_])", re.IGNORECASE
)
_SPACED = (
    (re.compile(r"(?<!\w)Ph\.?\s?D\.?(?!\w)", re.IGNORECASE), "Ph.D."),
    (re.compile(r"(?<!\w)Th\.\s?D\.?(?!\w)", re.IGNORECASE), "Th.D."),
    (re.compile(r"(?<!\w)LL\.\s?M\.?(?!\w)", re.IGNORECASE), "LL.M."),
    (re.compile(r"(?<!\w)dr\.\s?h\.\s?c\.?(?!\w)", re.IGNORECASE), "drhc"),
)
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "da", "di", "del", "della", "la", "le", "du", "zu", "ter"}
)
_USUAL_GIVEN_NAMES = """
    adam adela adriana ales alena alexandra alexandr alice alois alzbeta amalie andrea andrej aneta
    anezka anna antonin barbora bedrich blanka bohumil bohumila bohuslav bohuslava borivoj bozena
    bretislav dagmar dalibor dana daniel daniela david denis denisa dominik dominika dusan eliska ema
    emil emilie erik eva ferdinand filip frantisek gabriela hana hedvika helena hynek ilona irena iva
    ivan ivana iveta ivo jakub jan jana jarmila jaromir jaroslav jaroslava jindrich jindriska jiri jirina
    jitka josef julie kamil kamila karel karolina katerina klara kristyna kveta kvetoslava ladislav lenka
    leos libor libuse linda lubomir lucie ludek ludmila lukas magdalena marcel marcela marek marie
    marketa marta martin martina matej matyas michaela michal milada milan milena miloslav miloslava
    milos miroslav miroslava monika natalie nela nikola oldrich olga ondrej otakar pavel pavla pavlina
    peter petr petra premysl radek radim radka radomir radovan renata rene richard robert roman romana
    rostislav rudolf ruzena sabina samuel sara silvie simon simona sona stanislav stanislava stepan
    stepanka svatopluk sarka tereza tomas vaclav vaclava valerie vendula vera veronika viktor viktorie
    vilem vit vladimir vladimira vladislav vlasta vlastimil vojtech zbynek zdenek zdenka zdena zuzana
"""
_GIVEN = frozenset(_USUAL_GIVEN_NAMES.split())


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart.

    Attributes:
        original: as given.
        titles_before: in their usual spelling, parted by spaces: ``Ing. arch.``.
        first: given names.
        last: surname; all there is when only one word was given.
        titles_after: parted by commas: ``Ph.D., MBA``; ``ml.`` and ``st.`` count here too.
    """

    original: str
    titles_before: str
    first: str
    last: str
    titles_after: str

    @property
    def key(self) -> str:
        """The folded words of the name in alphabetical order, so that "Novák Jan" equals "Jan Novák"."""
        return " ".join(sorted(fold(f"{self.first} {self.last}").split()))


@lru_cache(maxsize=1 << 14)
def parse_person(text: str | None) -> PersonName:
    """Take a person's name apart; any text is answered, an empty one with empty parts.

    The last word is the surname, with its particles ("van der Berg"), unless one of these says that the
    first word is: a comma after it ("Novák, Jan"), capitals in it alone ("NOVÁK Jan"), the ending -ová or
    -á in it alone before a usual Czech given name, or a usual given name at the end and none at the
    start. Two usual given names ("Pavel Jan") stay in the order they came in.
    """
    original = text or ""
    tidy = " ".join(unicodedata.normalize("NFC", original).replace("\ufeff", "").split())
    for pattern, plain in _SPACED:
        tidy = pattern.sub(plain, tidy)
    tidy = _GLUED.sub(r"\1. ", tidy)
    before: list[str] = []
    after: list[str] = []
    groups: list[list[str]] = []
    for group in tidy.split(","):
        names = [word for word in group.split() if not _take_title(word, before, after, bool(groups))]
        if names:
            groups.append(names)
    first, last = _order(groups)
    return PersonName(original, " ".join(before), " ".join(first), " ".join(last), ", ".join(after))


def person_key(text: str | None) -> str:
    """The key of a person's name, without titles and regardless of the order of its words."""
    return parse_person(text).key


def _take_title(word: str, before: list[str], after: list[str], name_seen: bool) -> bool:
    """Whether the word is a title; then it is put where it belongs."""
    plain = fold(word).replace(" ", "")
    if plain in {"ml", "st"} and not word.islower():
        return False
    if plain == "arch" and before[-1:] == ["Ing."]:
        before.append(_BEFORE[plain])
        return True
    if plain in _ONLY_WITH_DOT and not word.endswith(".") and not (word.isupper() or word in {"DiS", "doc"}):
        return False
    if plain in _AFTER and (plain not in {"ma", "ba"} or name_seen or word.isupper()):
        after.append(_AFTER[plain])
        return True
    if plain in _BEFORE:
        before.append(_BEFORE[plain])
        return True
    return False


def _order(groups: list[list[str]]) -> tuple[list[str], list[str]]:
    if not groups:
        return [], []
    if len(groups) > 1:  # "Novák, Jan"
        return [word for group in groups[1:] for word in group], groups[0]
    words = groups[0]
    if len(words) == 1:
        return [], words
    if _surname_first(words):
        return words[1:], words[:1]
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return words[:at], words[at:]


def _surname_first(words: list[str]) -> bool:
    head, tail = words[0], words[-1]
    if head.isupper() and len(head) > 2 and not any(word.isupper() for word in words[1:]):  # noqa: PLR2004 - not initials
        return True
    head_given, tail_given = fold(head) in _GIVEN, fold(tail) in _GIVEN
    if head.lower().endswith(("ová", "á")) and not tail.lower().endswith(("ová", "á")):
        return tail_given and not head_given
    return tail_given and not head_given
