"""The comparisons: in what two records agree or differ, from the best level to the worst.

A level is its meaning in Czech and in English, its match weight, and the condition under which it holds; the
first that holds is the pair's. The weights are log odds, fitted on an invented base and rounded; they serve
where there is too little to learn from.
"""

from typing import Final

from workbench.duplicates import conditions as when
from workbench.duplicates import grades as grade
from workbench.duplicates.comparison import Comparison, Graded, Level, null_level
from workbench.model.fields import Label

PRIOR: Final = -4.0
"""Log odds of a candidate pair of which nothing is known."""

_NAME: Final = Label("jméno", "name")
_MAIL: Final = Label("e-mail a web", "e-mail and web")
_ADDRESS: Final = Label("adresa", "address")
_BOTH_VALID: Final = "x.ident_valid AND y.ident_valid"
_DISPUTED: Final = "x.ident_disputed OR y.ident_disputed"
"""The DIČ of one of them holds another valid IČO: that labels nothing, whether they are the same or not."""


def _shared(condition: str, rarity: str, words: tuple[str, str, str], *weights: float) -> Graded:
    """Levels of a value that two records share, the rarest first: the match weight follows term frequency.

    Args:
        condition: they share it.
        rarity: how rare it is, 0 to 3.
        words: that they share it and the ending of its adjectives, in Czech; the value in English.
        weights: of each level.
    """
    cs, ending, en = words
    rare, less, more, common = weights
    return Graded(
        rarity,
        Level(f"{cs}, vzácn{ending}", f"the same {en}, a rare one", rare),
        Level(f"{cs}, méně čast{ending}", f"the same {en}, a less common one", less),
        Level(f"{cs}, častější", f"the same {en}, a rather common one", more),
        Level(f"{cs}, ale velmi běžn{ending}", f"the same {en}, but a very common one", common),
        when=condition,
    )


def _by_similarity(*weights: float) -> Graded:
    """The levels of names that are only alike, in bands of 5 % from 95 % down to 55 %, and all below."""
    bands = zip(range(95, 50, -5), weights[:-1], strict=True)
    return Graded(
        grade.similarity_of_names(),
        *(
            Level(f"podobné na {low}–{low + 5} %", f"{low}–{low + 5} % alike", weight)
            for low, weight in bands
        ),
        Level("podobné na méně než 55 %", "less than 55 % alike", weights[-1]),
    )


_NAMES: Final = (
    Comparison(
        "name", _NAME,
        Level("stejné", "the same", 3.2, when.same_text("name")),
        Level(
            "táž slova, jinak řazená nebo dělená", "the same words in another order or divided otherwise", 2.8,
            when.same_text("words_sorted"),
        ),
        Graded(
            grade.slips_of_name(2),
            Level("liší se znakem", "a sign apart", 2.8),
            Level("liší se dvěma znaky", "two signs apart", 2.2),
            when=when.slips_of_name(2),
        ),
        Level("jedno je začátkem druhého", "one begins with the other", 0.5, when.begins_with_other()),
        _by_similarity(2, 0, -1, -1.5, -1.5, -2, -2.5, -3, -3, -3),
    ),
    Comparison(
        "name_common", _NAME,
        # Names that differ have two owners: else the level would tell whether IČO agree, which is the label.
        Graded(
            grade.rarity("name_rarity", one_owner=f"{when.SAME_NUMBER} OR x.words_sorted <> y.words_sorted"),
            Level("ojedinělé jméno", "a unique name", 0.7),
            Level("vzácné jméno", "a rare name", 0.3),
            Level("méně časté jméno", "a less common name", 0),
            Level("nepříliš časté jméno", "a not too common name", -0.3),
            Level("častější jméno", "a rather common name", -1),
            Level("běžné jméno", "a common name", -1.5),
            Level("velmi běžné jméno", "a very common name", -1.8),
            Level("krajně běžné jméno", "an extremely common name", -2.2),
        ),
    ),
    Comparison(
        "last_word", _NAME,
        Level("stejné poslední slovo", "the same last word", 0, when.same("last_word")),
        Level("podobné poslední slovo", "a similar last word", 0, when.similar("last_word", 0.9)),
        Level("jiné poslední slovo", "another last word", 0),
    ),
    Comparison(
        "first_word", _NAME,
        Level("stejné první slovo", "the same first word", 0, when.same("first_word")),
        Level(
            "první slovo stojí jinde", "the first word stands elsewhere", 0,
            when.crosswise("first_word", "last_word"),
        ),
        Level("podobné první slovo", "a similar first word", 0, when.similar("first_word", 0.9)),
        Level("jiné první slovo", "another first word", 0),
    ),
    Comparison(
        "rarest", _NAME,
        _shared(
            when.same("rarest_word"), grade.rarity("rarest_word_rarity"),
            ("stejné nejvzácnější slovo", "é", "rarest word"), 1.2, 0.8, 0.3, 0,
        ),
        Level(
            "nejvzácnější slovo jednoho je i v druhém", "the rarest word of one is in the other too", 0.3,
            when.holds_rarest_word(),
        ),
        Level("jiné nejvzácnější slovo", "another rarest word", -1),
    ),
    Comparison(
        "words", _NAME,
        Level(
            "všechna slova jednoho jsou v druhém", "all words of one are in the other", 1,
            when.all_words_in_other(),
        ),
        Level("o několik slov víc", "several words more", 0, f"NOT {when.apart('word_count', 1)}"),
        Level("o slovo víc", "one word more", 0, "x.word_count <> y.word_count"),
        Level("stejně slov", "as many words", 0),
    ),
    Comparison(  # the one that is numbered the other way: its worst level has the highest number
        "digits", _NAME,
        Level("jiná čísla", "other numbers", -6, when.neither_holds_other("numbers")),
        Level("číslo jen v jednom", "a number in one only", -1.5, "x.numbers IS DISTINCT FROM y.numbers"),
        Level("stejná čísla", "the same numbers", 1.5, when.same("numbers")),
        Level("bez čísel", "no numbers", 0),
    ),
)  # fmt: skip

_FORMS: Final = (
    Comparison(
        "kind", Label("právní forma", "legal form"),
        Level("obě osoby", "both persons", 0.3, "x.is_person AND y.is_person"),
        Level("firma a osoba", "a firm and a person", -1, "x.is_person OR y.is_person"),
        Level("obě firmy", "both firms", 0.3),
    ),
    Comparison(
        "form", Label("právní forma", "legal form"),
        Level("stejná právní forma", "the same legal form", 0.3, when.same("form")),
        Level("jiná právní forma", "another legal form", -4),
        null_level(when.missing("form")),
    ),
)  # fmt: skip

_CONTACTS: Final = (
    Comparison(
        "phone", Label("telefon", "phone"),
        _shared(
            when.shares("phone"), grade.rarity_of_shared("phone"), ("stejné číslo", "é", "number"),
            3.2, 2.7, 2.2, 1.5,
        ),
        Level("liší se o jednu číslici", "differ in one digit", 1, when.slip_of_number("phone")),
        Level("jiné číslo", "another number", -1),
        null_level(when.missing("phone")),
    ),
    Comparison(
        "mail", _MAIL,
        _shared(
            when.shares("mail"), grade.rarity_of_shared("mail"), ("stejný e-mail", "ý", "e-mail"),
            2.8, 2, 1.2, 0.5,
        ),
        Level(
            "e-maily se liší znakem", "e-mails a sign apart", 1,
            f"{when.same('mail_begin')} AND {when.slip('mail_text')}",
        ),
        Level(
            "před zavináčem totéž, a vzácné", "the same before the @, and a rare word", 0,
            f"{when.same('mailbox')} AND x.mailbox_rare",
        ),
        Level(
            "před zavináčem totéž, ale běžné", "the same before the @, but a common word", -0.5,
            when.same("mailbox"),
        ),
        Level("jiný e-mail", "another e-mail", -0.4),
        null_level(when.missing("mail")),
    ),
    Comparison(
        "host", _MAIL,
        _shared(
            when.same("host"), grade.rarity("host_rarity"), ("stejná doména", "á", "domain"),
            1.7, 1.2, 0.7, 0,
        ),
        Level("nejvzácnější domény se liší", "their rarest domains differ", -1.5),
        null_level(f"{when.missing('host')} OR x.host <> y.host AND {when.shares('mail')}"),  # of several only the rarest is compared
    ),
    Comparison(
        "bears_name", _MAIL,
        Level(
            "doména nebo e-mail nese jméno druhého", "the domain or the e-mail bears the other's name", 1,
            when.bears_name(),
        ),
        Level("jméno druhého v nich není", "neither bears the other's name", 0, silent=True),
        null_level(when.missing_on_both("domain_label", "mailbox")),
    ),
)  # fmt: skip

_ADDRESSES: Final = (
    Comparison(
        "street", _ADDRESS,
        Level("stejná ulice", "the same street", 0.8, when.same("street")),
        Level("podobná ulice", "a similar street", 0.7, when.similar("street", 0.93)),
        Level("jiná ulice", "another street", -0.7),
        null_level(when.missing("street")),
    ),
    Comparison(
        "house", _ADDRESS,
        Level("stejné číslo domu", "the same house number", 1.8, when.same("house")),
        Level(
            "č. p. jednoho je č. o. druhého", "one's house number is the other's orientation number", 1.5,
            when.crosswise("house", "entrance"),
        ),
        Level("blízké číslo domu", "a house number nearby", -0.8, when.apart("house_number", 9)),
        Level("jiné číslo domu", "another house number", -1.5),
        null_level(when.missing("house")),
    ),
    Comparison(
        "town", _ADDRESS,
        Level("stejné PSČ", "the same postcode", 0.6, when.same("postcode")),
        Level("stejné první slovo obce", "the same first word of the town", 0.4, when.same_town()),
        Level("blízké PSČ", "a near postcode", 0, when.same("postcode_area")),
        Level("jiná obec", "another town", -0.7),
        null_level(when.missing("town", "postcode")),
    ),
    Comparison(
        "place", _ADDRESS,
        Graded(
            grade.rarity_of_shared("place"),
            Level("společná adresa, vzácná", "an address in common, rare", 1.3),
            Level("společná adresa, méně častá", "an address in common, less common", 1),
            Level("společná adresa, častější", "an address in common, rather common", 0.6),
            Level("společná adresa mnoha", "an address of many in common", -0.8),
            when=when.shares("place"),
        ),
        Level("žádná společná adresa", "no address in common", 0),
    ),
)  # fmt: skip

_NUMBERS_AND_DATES: Final = (
    Comparison(
        "account", Label("bankovní účet", "bank account"),
        Level("stejný účet", "the same account", 4, when.same("account")),
        Level("účty se liší znakem", "accounts a sign apart", 2, when.slip("account")),
        Level("jiný účet", "another account", -0.5),
        null_level(when.missing("account")),
    ),
    Comparison(
        "box", Label("datová schránka", "data box"),
        Level("stejná schránka", "the same data box", 7, when.same("box")),
        Level("schránky se liší znakem", "data boxes a sign apart", 2, when.slip_of_code("box")),
        Level("jiná schránka", "another data box", -3),
        null_level(when.missing("box")),
    ),
    Comparison(
        "founded", Label("den vzniku", "day of foundation"),
        Level("stejný den vzniku", "founded on the same day", 3, when.same("founded")),
        Level("jiný den vzniku", "founded on another day", -2.5),
        null_level(when.missing("founded")),
    ),
    Comparison(
        "employer", Label("zaměstnavatel", "employer"),
        Level("společný zaměstnavatel", "one employer in common", 2, when.shares_of_list("employers")),
        Level("jiný zaměstnavatel", "another employer", -0.3),
        null_level(when.missing("employers")),
    ),
    Comparison(
        "birthday", Label("datum narození", "date of birth"),
        Level("stejné datum narození", "the same date of birth", 3.5, f"{when.same('birthday')} AND NOT {when.elder_and_younger()}"),
        Level(
            "různá data narození, liší se dnem, měsícem, nebo rokem",
            "different dates of birth, by day, month or year", -6, when.slip_of_date("birthday"),
        ),
        Level("různá data narození, nebo jeden st. a druhý ml.", "different dates of birth, or one is the elder and one the younger", -8),
        null_level(f"({when.missing('birthday')}) AND NOT {when.elder_and_younger()}"),
    ),
    Comparison(
        "ident", Label("IČO", "company id"),
        Level("stejné platné", "the same, valid", 9, f"{when.SAME_NUMBER} AND NOT ({_DISPUTED})"),
        Level("stejné, neplatné nebo sporné", "the same, not valid or in dispute", 2.5, when.same("ident")),
        Level("liší se o jednu číslici", "differ in one digit", 3, f"NOT ({_BOTH_VALID}) AND {when.slip_of_code('ident')}"),
        Level("jiné", "different", -3, f"NOT ({_BOTH_VALID})"),
        Level(
            "různá platná, o jednu číslici či sporná", "different by a digit or in dispute, both valid", -9,
            f"{_DISPUTED} OR {when.slip_of_code('ident')}",
        ),
        Level("různá platná", "different, both valid", -9),
        null_level(when.missing("ident")),
    ),
)  # fmt: skip

COMPARISONS: Final = (*_NAMES, *_FORMS, *_CONTACTS, *_ADDRESSES, *_NUMBERS_AND_DATES)
"""In the order in which a pattern holds them."""
