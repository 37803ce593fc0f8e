"""The attributes of a pair, and the levels in which they agree or differ."""

from dataclasses import dataclass
from typing import Final

from workbench.model.fields import Label


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute of a pair.

    Attributes:
        name: what it is called in tables.
        about: the part of the record it belongs to; evidence is told by these.
        levels: what each level means, from 0.
        sql: an expression over the records ``x`` and ``y`` that gives the level.
        weights: the log odds that each level adds where there is too little to learn from.
    """

    name: str
    about: Label
    levels: tuple[Label, ...]
    sql: str
    weights: tuple[float, ...]

    def is_silent(self, level: int) -> bool:
        """Whether a level says nothing of the pair, for the values are missing on one side or both."""
        return self.levels[level] in _SILENT


def _labels(*pairs: tuple[str, str]) -> tuple[Label, ...]:
    return tuple(Label(cs, en) for cs, en in pairs)


_UNKNOWN: Final = ("nelze porovnat", "cannot be compared")
_NOT_CALLED: Final = ("jméno druhého v nich není", "neither bears the other's name")
_SILENT: Final = frozenset({Label(*_UNKNOWN), Label(*_NOT_CALLED)})


def _frequencies(same: str, ending: str, en: str) -> tuple[tuple[str, str], ...]:
    """The levels of a value that two records share, the most common first; the ending is that of its adjectives in Czech."""
    return (
        (f"{same}, ale velmi běžn{ending}", f"the same {en}, but a very common one"), (f"{same}, častější", f"the same {en}, a rather common one"),
        (f"{same}, méně čast{ending}", f"the same {en}, a less common one"), (f"{same}, vzácn{ending}", f"the same {en}, a rare one"),
    )  # fmt: skip


_NAME = Label("jméno", "name")
_PHONE = Label("telefon", "phone")
_MAIL = Label("e-mail a web", "e-mail and web")
_ADDRESS = Label("adresa", "address")
_FORM = Label("právní forma", "legal form")
_ACCOUNT = Label("bankovní účet", "bank account")
_BOX = Label("datová schránka", "data box")
_FOUNDED = Label("den vzniku", "day of foundation")
_BORN = Label("datum narození", "date of birth")
_WORK = Label("zaměstnavatel", "employer")


def _three(column: str) -> str:
    """Not known, different, the same."""
    return f"CASE WHEN x.{column} IS NULL OR y.{column} IS NULL THEN 0 WHEN x.{column} = y.{column} THEN 2 ELSE 1 END"


def _all(side: str, name: str) -> str:
    """The list of all values of a record, each as text with its rarity before it, as those are told that have several."""
    one = f"(100 + {side}.{name}_rarity::INTEGER)::VARCHAR || lpad({side}.{name}::VARCHAR, 13, '0')"
    return f"string_split(coalesce({side}.{name}s, {one}), ' ')"


def _shared(name: str) -> str:
    """Whether two records have a value in common; only those that have several are looked through."""
    several = f"x.{name}s IS NOT NULL OR y.{name}s IS NOT NULL"
    return f"(x.{name} = y.{name} OR ({several}) AND list_has_any({_all('x', name)}, {_all('y', name)}))"


def _of_shared(name: str, lowest: int) -> str:
    """The rarer the value in common, the higher the level; of several the rarest counts."""
    rarest = f"substr(list_max(list_intersect({_all('x', name)}, {_all('y', name)})), 2, 2)::INTEGER"
    return _level(f"CASE WHEN x.{name} = y.{name} THEN x.{name}_rarity::INTEGER ELSE {rarest} END", lowest)


def _bands(rarity: str, lowest: int, *, ours: str = "ONE_NUMBER") -> str:
    """The rarer, the higher the level; of two records the one counts whose value is more common."""
    return _level(f"least(x.{rarity}, y.{rarity})::INTEGER", lowest, ours=ours)


def _level(rarity: str, lowest: int, *, ours: str = "ONE_NUMBER") -> str:
    """A level by a rarity: of its two digits the first where one is the owner of what both have, ``ours``, else the second."""
    return f"({lowest} + CASE WHEN {ours} THEN {rarity} // 10 ELSE {rarity} % 10 END)"


def _near(x: str, y: str) -> str:
    """One sign changed, too many or too few, or two swapped; texts that are less alike are not counted, for that takes ten times as long."""
    return f"abs(length({x}) - length({y})) <= 1 AND jaro_similarity({x}, {y}) >= 0.92 AND damerau_levenshtein({x}, {y}) = 1"


def _near_number(column: str) -> str:
    """One digit changed or two swapped; numbers that share neither their first nor their last three digits are not looked at."""
    x, y = f"x.{column}", f"y.{column}"
    return f"({x} % 1000 = {y} % 1000 OR {x} // 1000000 = {y} // 1000000) AND {_near(f'{x}::VARCHAR', f'{y}::VARCHAR')}"


_ALIKE: Final = "CASE WHEN x.nm = y.nm THEN 1 ELSE jaro_winkler_similarity(x.nm, y.nm) END"
_BEGINS: Final = (
    "x.w1 = y.w1 AND x.size <> y.size AND (starts_with(x.nm, y.nm || ' ') OR starts_with(y.nm, x.nm || ' '))"
)
_BAND: Final = "greatest(0, least(9, floor((CASE WHEN x.w1 = y.w1 OR (x.signs & y.signs) = 0 THEN ALIKE ELSE greatest(ALIKE, jaro_winkler_similarity(x.srt, y.srt)) END - 0.5) * 20)))::INTEGER"

ONCE: Final = {"ALIKE": _ALIKE, "ONE_NUMBER": "x.ident_valid AND y.ident_valid AND x.ident = y.ident"}
"""What a comparison needs more than once of a pair, and what stands for it in its expression."""


def alone(sql: str) -> str:
    """An expression of a comparison with all that it needs in itself."""
    for name, once in ONCE.items():
        sql = sql.replace(name, f"({once})")
    return sql


IDENT: Final = Comparison(
    "ident", Label("IČO", "company id"),
    _labels(_UNKNOWN, ("různá platná", "different, both valid"), ("různá platná, o jednu číslici", "different by a digit, both valid"),
            ("jiné", "different"), ("liší se o jednu číslici", "differ in one digit"), ("stejné, neplatné", "the same, not valid"), ("stejné platné", "the same, valid")),
    "CASE WHEN x.ident IS NULL OR y.ident IS NULL THEN 0 WHEN x.ident = y.ident THEN 5 + x.ident_valid::INTEGER "
    "ELSE CASE WHEN x.ident_valid AND y.ident_valid THEN 1 ELSE 3 END + CASE WHEN length(x.ident) <> length(y.ident) OR hamming(x.ident, y.ident) > 2 THEN 0 ELSE (damerau_levenshtein(x.ident, y.ident) = 1)::INTEGER END END", (0, -9, -9, -3, 3, 2.5, 9),
    )  # fmt: skip
BIRTHDAY: Final = Comparison(
    "birthday", _BORN, _labels(_UNKNOWN,
    ("různá data narození", "different dates of birth"), ("různá data narození, liší se dnem, měsícem, nebo rokem", "different dates of birth, by day, month or year"),
    ("stejné datum narození", "the same date of birth")),
    "CASE WHEN x.birthday IS NULL OR y.birthday IS NULL THEN 0 WHEN x.birthday = y.birthday THEN 3 "
    "WHEN (year(x.birthday) = year(y.birthday))::INTEGER + (month(x.birthday) = month(y.birthday))::INTEGER + (day(x.birthday) = day(y.birthday))::INTEGER = 2 "
    "OR year(x.birthday) = year(y.birthday) AND month(x.birthday) = day(y.birthday) AND day(x.birthday) = month(y.birthday) THEN 2 ELSE 1 END", (0, -8, -6, 3.5),
    )  # fmt: skip

COMPARISONS: Final = (
    Comparison(
        "name", _NAME,
        (*_labels(("podobné na méně než 55 %", "less than 55 % alike"), *((f"podobné na {50 + 5 * at}–{55 + 5 * at} %", f"{50 + 5 * at}–{55 + 5 * at} % alike") for at in range(1, 10))),
         *_labels(("jedno je začátkem druhého", "one begins with the other"), ("liší se dvěma znaky", "two signs apart"),
                  ("liší se znakem", "a sign apart"), ("táž slova jinak řazená", "the same words in another order"), ("stejné", "the same"))),
        f"CASE WHEN x.nm = '' OR y.nm = '' THEN 0 WHEN x.nm = y.nm THEN 14 WHEN x.srt = y.srt THEN 13 WHEN ALIKE >= 0.88 AND abs(x.size::INTEGER - y.size::INTEGER) <= 2 AND levenshtein(x.nm, y.nm) <= 2 THEN 13 - levenshtein(x.nm, y.nm) "
        f"WHEN {_BEGINS} THEN 10 ELSE {_BAND} END", (-3, -3, -3, -2.5, -2, -1.5, -1.5, -1, 0, 2, 0.5, 2.2, 2.8, 2.8, 3.2),
    ),
    Comparison(
        "name_common", _NAME,
        _labels(("krajně běžné jméno", "an extremely common name"), ("velmi běžné jméno", "a very common name"), ("běžné jméno", "a common name"), ("častější jméno", "a rather common name"),
                ("nepříliš časté jméno", "a not too common name"), ("méně časté jméno", "a less common name"), ("vzácné jméno", "a rare name"), ("ojedinělé jméno", "a unique name")),
        # where names differ, each is its own owner's: else their level would tell whether the numbers agree, which is the label
        _bands("name_rarity", 0, ours="ONE_NUMBER OR x.srt <> y.srt"), (-2.2, -1.8, -1.5, -1, -0.3, 0, 0.3, 0.7),
    ),
    Comparison(
        "last_word", _NAME,
        _labels(("jiné poslední slovo", "another last word"), ("podobné poslední slovo", "a similar last word"), ("stejné poslední slovo", "the same last word")),
        "CASE WHEN x.wz = y.wz THEN 2 WHEN length(x.wz) > 4 AND jaro_winkler_similarity(x.wz, y.wz) >= 0.9 THEN 1 ELSE 0 END", (0, 0, 0),
    ),
    Comparison(
        "first_word", _NAME,
        _labels(("jiné první slovo", "another first word"), ("podobné první slovo", "a similar first word"), ("první slovo stojí jinde", "the first word stands elsewhere"), ("stejné první slovo", "the same first word")),
        "CASE WHEN x.w1 = y.w1 THEN 3 WHEN x.w1 = y.wz OR x.wz = y.w1 THEN 2 WHEN length(x.w1) > 4 AND jaro_winkler_similarity(x.w1, y.w1) >= 0.9 THEN 1 ELSE 0 END", (0, 0, 0, 0),
    ),
    Comparison(
        "rarest", _NAME,
        _labels(("jiné nejvzácnější slovo", "another rarest word"), ("nejvzácnější slovo jednoho je i v druhém", "the rarest word of one is in the other too"),
                *_frequencies("stejné nejvzácnější slovo", "é", "rarest word")),
        f"CASE WHEN x.rare = y.rare THEN {_bands('rare_rarity', 2)} WHEN (x.signs & y.rare_sign) > 0 AND list_contains(string_split(x.nm, ' '), y.rare) "
        "OR (y.signs & x.rare_sign) > 0 AND list_contains(string_split(y.nm, ' '), x.rare) THEN 1 ELSE 0 END", (-1, 0.3, 0, 0.3, 0.8, 1.2),
    ),
    Comparison(
        "words", _NAME,
        _labels(("stejně slov", "as many words"), ("o slovo víc", "one word more"), ("o víc slov víc", "several words more"), ("všechna slova jednoho jsou v druhém", "all words of one are in the other")),
        "CASE WHEN x.wn = y.wn THEN 0 WHEN (x.signs & y.signs) = CASE WHEN x.wn > y.wn THEN y.signs ELSE x.signs END "
        "AND CASE WHEN x.wn > y.wn THEN list_has_all(string_split(x.nm, ' '), string_split(y.nm, ' ')) ELSE list_has_all(string_split(y.nm, ' '), string_split(x.nm, ' ')) END THEN 3 "
        "WHEN abs(x.wn::INTEGER - y.wn::INTEGER) = 1 THEN 1 ELSE 2 END", (0, 0, 0, 1),
    ),
    Comparison(
        "digits", _NAME,
        _labels(("bez čísel", "no numbers"), ("stejná čísla", "the same numbers"), ("číslo jen v jednom", "a number in one only"), ("jiná čísla", "other numbers")),
        "CASE WHEN x.dg IS NULL AND y.dg IS NULL THEN 0 WHEN x.dg = y.dg THEN 1 WHEN x.dg IS NULL OR y.dg IS NULL OR contains(x.dg, y.dg) OR contains(y.dg, x.dg) THEN 2 ELSE 3 END", (0, 1.5, -1.5, -6),
    ),
    Comparison(
        "kind", _FORM,
        _labels(("obě firmy", "both firms"), ("firma a osoba", "a firm and a person"), ("obě osoby", "both persons")),
        "x.person::INTEGER + y.person::INTEGER", (0.3, -1, 0.3),
    ),
    Comparison("form", _FORM, _labels(_UNKNOWN, ("jiná právní forma", "another legal form"), ("stejná právní forma", "the same legal form")), _three("form"), (0, -4, 0.3),
    ),
    Comparison(
        "phone", _PHONE, _labels(_UNKNOWN, ("jiné číslo", "another number"), ("liší se o jednu číslici", "differ in one digit"), *_frequencies("stejné číslo", "é", "number")),
        f"CASE WHEN x.phone IS NULL OR y.phone IS NULL THEN 0 WHEN {_shared('phone')} THEN {_of_shared('phone', 3)} WHEN {_near_number('phone')} THEN 2 ELSE 1 END", (0, -1, 1, 1.5, 2.2, 2.7, 3.2),
    ),
    Comparison(
        "mail", _MAIL, _labels(_UNKNOWN, ("jiný e-mail", "another e-mail"), ("před zavináčem totéž, ale běžné", "the same before the @, but a common word"), ("před zavináčem totéž, a vzácné", "the same before the @, and a rare word"), ("e-maily se liší znakem", "e-mails a sign apart"), *_frequencies("stejný e-mail", "ý", "e-mail")),
        f"CASE WHEN x.mail IS NULL OR y.mail IS NULL THEN 0 WHEN {_shared('mail')} THEN {_of_shared('mail', 5)} WHEN x.spelled_begin = y.spelled_begin AND {_near('x.spelled', 'y.spelled')} THEN 4 "
        "WHEN x.mailbox = y.mailbox THEN CASE WHEN x.mailbox_rare THEN 3 ELSE 2 END ELSE 1 END", (0, -0.4, -0.5, 0, 1, 0.5, 1.2, 2, 2.8),
    ),
    Comparison(
        "host", _MAIL, _labels(_UNKNOWN, ("jiná doména", "another domain"), *_frequencies("stejná doména", "á", "domain")),
        f"CASE WHEN x.host IS NULL OR y.host IS NULL THEN 0 WHEN x.host = y.host THEN {_bands('host_rarity', 2)} ELSE 1 END", (0, -1.5, 0, 0.7, 1.2, 1.7),
    ),
    Comparison(
        "called", _MAIL, _labels(_UNKNOWN, _NOT_CALLED, ("doména nebo e-mail nese jméno druhého", "the domain or the e-mail bears the other's name")),
        "CASE WHEN x.label = y.called OR y.label = x.called OR x.mailbox_rare AND x.mailbox = y.called OR y.mailbox_rare AND y.mailbox = x.called THEN 2 WHEN x.label IS NULL AND y.label IS NULL AND x.mailbox IS NULL AND y.mailbox IS NULL THEN 0 ELSE 1 END", (0, 0, 1),
    ),
    Comparison(
        "street", _ADDRESS, _labels(_UNKNOWN, ("jiná ulice", "another street"), ("podobná ulice", "a similar street"), ("stejná ulice", "the same street")),
        "CASE WHEN x.street IS NULL OR y.street IS NULL THEN 0 WHEN x.street = y.street THEN 3 WHEN length(x.street) > 4 AND jaro_winkler_similarity(x.street, y.street) >= 0.93 THEN 2 ELSE 1 END", (0, -0.7, 0.7, 0.8),
    ),
    Comparison(
        "house", _ADDRESS,
        _labels(_UNKNOWN, ("jiné číslo domu", "another house number"), ("sousední číslo domu", "a neighbouring house number"), ("č. p. jednoho je č. o. druhého", "one's house number is the other's orientation number"), ("stejné číslo domu", "the same house number")),
        "CASE WHEN x.house IS NULL OR y.house IS NULL THEN 0 WHEN x.house = y.house THEN 4 WHEN x.house = y.entrance OR x.entrance = y.house THEN 3 "
        "WHEN abs(x.number - y.number) <= 9 THEN 2 ELSE 1 END", (0, -1.5, -0.8, 1.5, 1.8),
    ),
    Comparison(
        "town", _ADDRESS,
        _labels(_UNKNOWN, ("jiná obec", "another town"), ("blízké PSČ", "a near postcode"), ("stejná obec", "the same town"), ("stejné PSČ", "the same postcode")),
        "CASE WHEN x.psc = y.psc THEN 4 WHEN x.town = y.town THEN 3 WHEN x.area = y.area THEN 2 "
        "WHEN x.town IS NULL AND x.psc IS NULL OR y.town IS NULL AND y.psc IS NULL THEN 0 ELSE 1 END", (0, -0.7, 0, 0.4, 0.6),
    ),
    Comparison(
        "place", _ADDRESS, _labels(("žádná společná adresa", "no address in common"), ("společná adresa mnoha", "an address of many in common"),
                                   *((f"společná adresa, {cs}", f"an address in common, {en}") for cs, en in (("častější", "rather common"), ("méně častá", "less common"), ("vzácná", "rare")))),
        f"CASE WHEN {_shared('place')} THEN {_of_shared('place', 1)} ELSE 0 END", (0, -0.8, 0.6, 1, 1.3),
    ),
    Comparison("account", _ACCOUNT, _labels(_UNKNOWN, ("jiný účet", "another account"), ("účty se liší znakem", "accounts a sign apart"), ("stejný účet", "the same account")),
        f"CASE WHEN x.account IS NULL OR y.account IS NULL THEN 0 WHEN x.account = y.account THEN 3 WHEN {_near('x.account', 'y.account')} THEN 2 ELSE 1 END", (0, -0.5, 2, 4),
    ),
    Comparison("box", _BOX, _labels(_UNKNOWN, ("jiná schránka", "another data box"), ("stejná schránka", "the same data box")), _three("box"), (0, -3, 7),
    ),
    Comparison("founded", _FOUNDED, _labels(_UNKNOWN, ("jiný den vzniku", "founded on another day"), ("stejný den vzniku", "founded on the same day")), _three("founded"), (0, -2.5, 3),
    ),
    Comparison(
        "employer", _WORK, _labels(_UNKNOWN, ("jiný zaměstnavatel", "another employer"), ("společný zaměstnavatel", "one employer in common")),
        "CASE WHEN x.employers IS NULL OR y.employers IS NULL THEN 0 WHEN x.employers = y.employers OR list_has_any(string_split(x.employers, ' '), string_split(y.employers, ' ')) THEN 2 ELSE 1 END", (0, -0.3, 2),
    ),
    BIRTHDAY,
    IDENT,
)  # fmt: skip
"""In the order in which a pattern holds them."""
PRIOR: Final = -4.0
"""Log odds of a candidate pair of which nothing is known; this and the weights were fitted on an invented base and rounded."""
