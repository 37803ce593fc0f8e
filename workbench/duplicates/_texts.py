"""SQL expressions that bring texts, numbers and contacts to a form in which equal things are equal."""

from typing import Final

from workbench.store.columns import typed

_FORM: Final = (
    "spol(ecnost)? s ?r ?o|spolecnost s rucenim omezenym|s ?r ?o|akc(iova)? spol(ecnost)?|a ?s|verejna obchodni spolecnost|"
    "v ?o ?s|komanditni spolecnost|k ?s|druzstvo|zapsany spolek|z ?s|o ?s|prisp(evkova)? org(anizace)?|p ?o|z ?u|o ?p ?s|"
    "gmbh|ltd|inc|llc|v likvidaci|v konkursu|v insolvenci|v upadku"
)
_FORM_BEFORE_MORE: Final = (
    "spol(ecnost)? s r o|spolecnost s rucenim omezenym|s r o|sro|akciova spolecnost|v o s"
)
"""Not "z s": what stands behind it names a branch with an IČO of its own (Český rybářský svaz, z. s., místní organizace Kladno)."""
_AT_END: Final = f"( ({_FORM}))+$| ({_FORM_BEFORE_MORE}) .*$"
_AS_BEFORE_MORE: Final = " a s ([^r]|r[^ ]).*$"
_BRANCH: Final = "odstepny zavod"
_FORM_OF_FOUNDER: Final = f" ({_FORM_BEFORE_MORE}|a s) "
_SVJ: Final = r"^(svj|spolecenstvi (vlastniku( (bytovych )?jednotek)?|pro dum))( (v )?(domu|dome))?( |$)"
_TITLES: Final = (
    "ing|arch|mgr|mga|bc|bca|mudr|mddr|mvdr|judr|phdr|rndr|thdr|pharmdr|paeddr|rsdr|prof|doc|dr|ph d|phd|csc|drsc|"
    "dis|mba|ll m|llm|pan|pani|p"
)
TITLES_BEFORE: Final = f"^(({_TITLES}) )+"
TITLES_AFTER: Final = f"( ({_TITLES}))+$"
_YOUNGER: Final = "ml|mladsi|jr|junior"
_ELDER: Final = "starsi|sr|senior"
_GENERATIONS: Final = f" (st|{_ELDER}|{_YOUNGER})( |$)"
_SIGNS: Final = ".,&-"
_COUNTED: Final = (12345678, 1234567, 87654321)
"""What is typed where a number has to be."""
FORMS: Final = {
    "112": ("s r o", "sro", "rucenim"), "121": ("a s", "as", "akc"), "111": ("v o s", "vos", "verejna"), "118": ("k s", "ks"),
    "205": ("druzstvo",), "706": ("z s", "zs", "o s", "os", "spolek"), "331": ("prisp", "p o", "po"),
}  # fmt: skip
"""Codes of legal forms (ČSÚ code list 56) by what their folded text holds."""


_BEHIND_PHONE: Final = (
    r"^([+]?(?:(?:00)?420 ?)?[0-9]{3} ?[0-9]{3} ?[0-9]{3})(?:\s*(?:[/|]|\s|\ba |nebo )\s*[+(]?[0-9][0-9 +()/|]{8,}|\s*[-/]\s*[0-9]{1,3})$|"
    r" *(?:kl|klapka|l|linka|ext)[. ]*[0-9]{1,5}$|(?:(?:[,;]| /)\s*[+(]?[0-9][0-9 ()]{8,})+$"
)
"""A number and another behind it, or the end of a series; an extension, or other numbers behind a sign between them."""
_LONGEST_PHONE: Final = 18
"""Longer are two, with all spaces: 00420 602 123 456."""


def plain(text: str) -> str:
    """Lower case without accents."""
    return f"lower(strip_accents({text}))"


def spaced(text: str) -> str:
    """The words of a plain text (see :func:`plain`), one space between them; folded as :func:`workbench.model.names.fold` does it.

    What is so already, as most streets and towns are, is only looked at. Of the rest most have a full stop, a comma, a dash or an "&" here and
    there: to replace those costs half of what a regular expression does. Other letters than a to z are only where neither is the case.
    """
    replaced = text
    for sign in (*_SIGNS, "  ", "  "):
        replaced = f"replace({replaced}, '{sign}', ' ')"
    return (
        f"CASE WHEN regexp_full_match({text}, '[a-z0-9]+( [a-z0-9]+)*') THEN {text} "
        f"WHEN regexp_full_match({text}, '[a-z0-9]+([ {_SIGNS}]{{1,3}}[a-z0-9]+)*[.]?') THEN rtrim({replaced}) "
        rf"ELSE trim(regexp_replace({typed(text)}, '[^\p{{L}}\p{{N}}]+', ' ', 'g')) END"
    )


def folded(text: str) -> str:
    """Accent-free lower-case words, one space between them."""
    return spaced(plain(text))


def trimmed(text: str) -> str:
    """Without spaces at its ends; most texts have none, and to look takes a fifth of the time."""
    return f"CASE WHEN starts_with({text}, ' ') OR ends_with({text}, ' ') THEN trim({text}) ELSE {text} END"


def ending(name: str, plain: str) -> str:
    """Legal forms and marks of the end behind a folded company name, and what somebody wrote behind them: a shop, a contact, a note.

    A registered branch ("Alfa s.r.o., odštěpný závod") has the form of its founder in its name, and none of its own.

    Args:
        name: the folded name.
        plain: the plain one, which still has its full stops: "a.s. Kladno" is a form, "pivo a s ním guláš" is not.
    """
    return (
        f"CASE WHEN contains({name}, '{_BRANCH}') THEN '' WHEN contains({plain}, 'a.s') OR contains({plain}, 'a. s') THEN regexp_extract({name}, '{_AT_END}|{_AS_BEFORE_MORE}') "
        f"ELSE regexp_extract({name}, '{_AT_END}') END"
    )


def company(name: str, ending: str) -> str:
    """A folded company name without its ending (see :func:`ending`), with one word for every owners' society."""
    bare = f"replace(left({name}, length({name}) - length({ending})), ' z s ', ' ')"
    return (
        f"CASE WHEN contains({name}, '{_BRANCH}') THEN regexp_replace({name}, '{_FORM_OF_FOUNDER}', ' ') "
        f"WHEN starts_with({name}, 's') THEN regexp_replace({bare}, '{_SVJ}', 'svj ') ELSE {bare} END"
    )


def generation(name: str, plain: str, title: str) -> str:
    """Who is called the younger ("ml") or the elder ("st"), in a name or in a title behind it; NULL for others.

    Args:
        name: the folded name. Its first word is never a sign, and "st" only at its end or where a full stop follows: St Clair is a name.
        plain: the plain one, which still has its full stops.
        title: the folded title.
    """
    both = f"' ' || coalesce({title}, '') || ' '"
    elder = (
        rf"regexp_matches({name}, ' ({_ELDER})( |$)| st( ({_TITLES}))*$') OR regexp_matches({plain}, '\p{{L}},? st[.]( |,|$)') "
        f"OR regexp_matches({both}, ' (st|{_ELDER}) ')"
    )
    younger = f"regexp_matches({name}, ' ({_YOUNGER})( |$)') OR regexp_matches({both}, ' ({_YOUNGER}) ')"
    return f"CASE WHEN {younger} THEN 'ml' WHEN {elder} THEN 'st' END"


def person(name: str, generation: str) -> str:
    """A folded person's name without titles; who is the younger or the elder (see :func:`generation`) is told at its end."""
    bare = f"regexp_replace(regexp_replace({name}, '{TITLES_BEFORE}', ''), '{TITLES_AFTER}', '')"
    without = bare.replace(name, f"regexp_replace({name}, '{_GENERATIONS}', ' ')")
    return f"CASE WHEN {generation} IS NULL THEN {bare} ELSE rtrim({without}) || ' ' || {generation} END"


def form(ending: str, code: str) -> str:
    """The code of a legal form from the end of a name, else the stored code, else NULL."""
    cases = " ".join(
        f"WHEN {' OR '.join(f'contains({ending}, {chr(39)}{mark}{chr(39)})' for mark in marks)} THEN {number}"
        for number, marks in FORMS.items()
    )
    return f"CASE WHEN {ending} = '' THEN TRY_CAST({code} AS INTEGER) {cases} ELSE TRY_CAST({code} AS INTEGER) END"


def digits(text: str) -> str:
    """Only its digits; what is a number already is not looked through. A number that a table held as a fraction ("27082440.0") is whole."""
    return (
        f"CASE WHEN regexp_full_match({text}, '[0-9]+') THEN {text} "
        f"ELSE regexp_replace({text}, '[.]0$|[^0-9]', '', 'g') END"
    )


def without_zeros(number: str) -> str:
    """Digits without zeros before them; most have none, and to look takes a fifth of the time."""
    return f"CASE WHEN starts_with({number}, '0') THEN ltrim({number}, '0') ELSE {number} END"


def first_number(text: str) -> str:
    """Its first digits in a row; NULL if there are none."""
    return f"CASE WHEN regexp_full_match({text}, '[0-9]+') THEN {text} ELSE nullif(regexp_extract({text}, '[0-9]+'), '') END"


def ico_number(digits: str) -> str:
    """An IČO as a whole number; NULL if it has fewer than six digits with its zeros or more than eight without, or is a filler such as 11111111 or 12345678."""
    number = f"TRY_CAST({digits} AS UINTEGER)"
    return (
        f"CASE WHEN length({digits}) < 6 OR {number} > 99999999 OR {number} IN {_COUNTED} THEN NULL "
        f"WHEN replace({number}::VARCHAR, left({number}::VARCHAR, 1), '') = '' THEN NULL ELSE {number} END"
    )


def is_number(signs: str) -> str:
    """Whether letters and digits may be a company number of another country: five and more, not without a digit, not one sign repeated nor counted up or down."""
    return (
        f"length({signs}) >= 5 AND regexp_matches({signs}, '[0-9]') AND replace({signs}, left({signs}, 1), '') <> '' "
        f"AND NOT contains('01234567890', {signs}) AND NOT contains('09876543210', {signs})"
    )


def ico(number: str) -> str:
    """A whole number as the eight digits of an IČO."""
    return f"lpad({number}::VARCHAR, 8, '0')"


def numbers(text: str) -> str:
    """Its whole numbers with a space around each; NULL if it has none."""
    return f"CASE WHEN regexp_matches({text}, '[0-9]') THEN ' ' || trim(regexp_replace({text}, '[^0-9]+', ' ', 'g')) || ' ' END"


def ico_is_valid(number: str) -> str:
    """Whether the eight digits of a whole number satisfy the check digit of an IČO (weights 8 to 2, modulo 11)."""
    total = " + ".join(f"{9 - at} * ({number} // {10 ** (8 - at)} % 10)" for at in range(1, 8))
    return f"((11 - ({total}) % 11) % 10 = {number} % 10)"


def phone(text: str) -> str:
    """The last nine digits of a number as a whole number; NULL for what is too short to be one. Of several numbers in one field the first counts, and an extension does not."""
    other = digits(rf"regexp_replace({text}, '{_BEHIND_PHONE}', '\1', 'i')")
    number = f"CASE WHEN length({text}) < {_LONGEST_PHONE} AND regexp_full_match({text}, '[+]?[0-9 ]+') THEN replace({text}, ' ', '') ELSE {other} END"
    return f"TRY_CAST(right({number}, 9) AS UINTEGER)"


def domain(value: str) -> str:
    """The host of a web or e-mail address in lower case; NULL if there is none.

    Cut by signs: a regular expression takes six times as long. Cut as a list, for `split_part` is a macro that says
    its text twice, and nested eight deep it took longer to plan than all else of a search.
    """
    host = f"CASE WHEN contains({value}, '://') THEN string_split({value}, '://')[2] ELSE {value} END"
    host = f"string_split({host}, '/')[1]"
    host = f"string_split({host}, '@')[-1]"
    host = f"CASE WHEN starts_with({host}, 'www.') THEN substr({host}, 5) ELSE {host} END"
    for sign in (":", "?", "#", " "):
        host = f"string_split({host}, '{sign}')[1]"
    return f"nullif({host}, '')"
