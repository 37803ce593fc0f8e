"""Names of companies and people, and the keys made from them."""

from collections.abc import Iterator

import duckdb
import pytest
from effort import examples
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.model.names import company_key, fold, parse_company, parse_person, person_key
from workbench.store.columns import folded

IN_DUCKDB = f"SELECT {folded('given')} FROM (SELECT ? AS given)"
LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x24F)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Příliš  ŽLUŤOUČKÝ\u00a0kůň", "prilis zlutoucky kun"),
        ("A.B.C., s.r.o.", "a b c s r o"),
        ("Straße Łódź Øre Đ ǼǿẞıİÐþ", "strasse lodz ore d aeossiidth"),
        ("snake_case & 5 °C", "snake case 5 c"),
        ("e\u0301", "e"),
        (" - ", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_folding_leaves_plain_words(text: str | None, folded: str) -> None:
    assert fold(text) == folded


@examples(20, thorough=240)
@given(text=st.text(alphabet=st.one_of(LATIN, st.sampled_from("\u0301\u030c\u00a0„“–Żγжاक")), max_size=20))
@example(text="Łódź, s. r. o. – ßøđıİ")
def test_folding_equals_what_duckdb_computes(engine: duckdb.DuckDBPyConnection, text: str) -> None:
    row = engine.execute(IN_DUCKDB, [text]).fetchone()
    assert row is not None
    assert fold(text) == row[0]


@given(text=st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "form",
    [
        "s.r.o.", "s. r. o.", "s.r.o", "S.R.O.", "s r.o.", "sro", "SRO", "spol. s r.o.", "spol. s r. o.",
        "spol. s.r.o.", "společnost s ručením omezeným", "společnost s r.o.", "spoločnosť s ručením obmedzeným",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "pattern", ["Modrá vrána {}", "Modrá vrána, {}", "Modrá  vrána,{}", "„Modrá vrána“ {}"]
)
def test_a_limited_company_is_recognised_in_every_spelling(pattern: str, form: str) -> None:
    name = parse_company(pattern.format(form))
    assert (name.core, name.legal_form_code, name.key) == ("Modrá vrána", "112", "modra vrana")
    assert not name.foreign


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("a.s.", "121"), ("a. s.", "121"), ("akciová společnost", "121"), ("AS", "121"), ("akc. spol.", "121"),
        ("v.o.s.", "111"), ("veřejná obchodní společnost", "111"), ("k.s.", "113"), ("kom. spol.", "113"),
        ("SE", "932"), ("s.p.", "301"), ("státní podnik", "301"), ("družstvo", "205"), (", výrobní družstvo", "205"),
        ("z.s.", "706"), ("z. s.", "706"), ("o.s.", "706"), ("občanské sdružení", "706"), (", spolek", "706"),
        ("p.s.", "736"), ("z.ú.", "161"), ("z. ú.", "161"), ("o.p.s.", "141"), ("v.v.i.", "661"),
        ("příspěvková organizace", "331"), (", p.o.", "331"), ("nadační fond", "118"), (", nadace", "117"),
        ("odštěpný závod", "501"), ("organizační složka", "421"), ("a.s., odštěpný závod", "501"),
        ("GmbH, odštěpný závod", "421"), ("z. s., p. s.", "736"),
    ],
)  # fmt: skip
def test_other_forms_are_recognised(form: str, code: str) -> None:
    name = parse_company(f"Modrá vrána {form}")
    assert (name.core, name.legal_form_code) == ("Modrá vrána", code)


@pytest.mark.parametrize(
    "form",
    [
        "GmbH", "G.m.b.H.", "GmbH & Co. KG", "AG", "Ltd", "Ltd.", "Limited", "LLC", "Inc.", "Corp.", "PLC",
        "sp. z o.o.", "Sp. z o. o.", "Kft.", "S.A.", "S.r.l.", "S.p.A.", "B.V.", "d.o.o.", "A/S",
    ],
)  # fmt: skip
def test_forms_of_other_countries_are_recognised_without_a_code(form: str) -> None:
    name = parse_company(f"Blue Crow {form}")
    assert (name.core, name.foreign, name.legal_form_code, name.legal_form_text) == (
        "Blue Crow",
        True,
        None,
        form,
    )


@pytest.mark.parametrize(
    "text",
    [
        "AS Roma servis", "Ks. dílna", "Sro-Tech", "Bar Texas", "Kdo se", "Myslivecký spolek", "VOŠ", "Sport ZS",
        "Prodej aut Klas", "s.r.o.", "v likvidaci", "Alfas.r.o.", "Malag", "Spolek",
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_form_are_kept(text: str) -> None:
    name = parse_company(text)
    assert (name.core, name.legal_form_code, name.legal_form_text) == (text, None, None)
    assert not name.in_liquidation


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Modrá vrána s.r.o. v likvidaci", (True, False, False)),
        ("Modrá vrána s.r.o., v likvidaci.", (True, False, False)),
        ('Modrá vrána s.r.o. "v likvidaci"', (True, False, False)),
        ("Modrá vrána v likvidaci, s.r.o.", (True, False, False)),
        ("Modrá vrána s.r.o. (v konkursu)", (False, True, False)),
        ("Modrá vrána s.r.o. v insolvenci", (False, True, False)),
        ("Modrá vrána s.r.o. v likvidaci, v úpadku", (True, True, False)),
        ("Modrá vrána s.r.o. - zaniklá", (False, False, True)),
    ],
)
def test_marks_of_the_end_are_taken_off(text: str, marks: tuple[bool, ...]) -> None:
    name = parse_company(text)
    assert (name.core, name.legal_form_code) == ("Modrá vrána", "112")
    assert (name.in_liquidation, name.bankrupt, name.ceased) == marks


@pytest.mark.parametrize(
    ("text", "core", "code"),
    [
        ("Nadační fond Modrá vrána, a.s.", "Nadační fond Modrá vrána, a.s.", "118"),
        ("Bytové družstvo Krkavčí 12", "Bytové družstvo Krkavčí 12", "205"),
        ("Honební společenstvo Rataje", "Honební společenstvo Rataje", "761"),
        ("Odborová organizace Modrá vrána, s.r.o.", "Odborová organizace Modrá vrána, s.r.o.", "707"),
        ("Základní organizace Modrá vrána, a.s.", "Základní organizace Modrá vrána, a.s.", None),
        ("Modrá vrána s.r.o., advokátní kancelář", "Modrá vrána, advokátní kancelář", "112"),
        ("Svaz vran, z.s., základní organizace Brno", "Svaz vran základní organizace Brno", "736"),
        ("Modrá vrána společnost s ručením omezeným (s.r.o.)", "Modrá vrána", "112"),
        ("BLUE & CROW Ltd. s.r.o.", "BLUE & CROW Ltd.", "112"),
        ("Jan's Crow s.r.o.", "Jan's Crow", "112"),
    ],
)
def test_forms_elsewhere_than_at_the_end(text: str, core: str, code: str | None) -> None:
    name = parse_company(text)
    assert (name.core, name.legal_form_code) == (core, code)


def test_a_house_owners_community_has_one_key() -> None:
    spellings = [
        "SVJ Krkavčí 5",
        "Společenství vlastníků jednotek Krkavčí 5",
        "Společenství vlastníků domu Krkavčí 5",
    ]
    assert {company_key(text) for text in spellings} == {"svj krkavci 5"}
    assert {parse_company(text).legal_form_code for text in spellings} == {"145"}


@given(text=st.one_of(st.text(max_size=40), st.text(alphabet='asrozuk. ,()"-VEvlikdc', max_size=40)))
def test_a_name_never_vanishes_and_its_core_is_stable(text: str) -> None:
    name = parse_company(text)
    assert name.original == text
    assert bool(name.key) == bool(fold(text))
    assert name.core == " ".join(name.core.split())


def test_an_empty_company_name_is_answered() -> None:
    assert (parse_company(None).core, company_key("  ")) == ("", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jan Vymyšlený", ("", "Jan", "Vymyšlený", "")),
        ("Ing. Jan Vymyšlený, Ph.D.", ("Ing.", "Jan", "Vymyšlený", "Ph.D.")),
        ("Ing.Jan Vymyšlený Ph. D.", ("Ing.", "Jan", "Vymyšlený", "Ph.D.")),
        ("ing arch Eva Vymyšlená DiS.", ("Ing. arch.", "Eva", "Vymyšlená", "DiS.")),
        ("Ing. arch. Eva Vymyšlená", ("Ing. arch.", "Eva", "Vymyšlená", "")),
        ("prof. MUDr. Eva Vymyšlená, CSc., MBA", ("prof. MUDr.", "Eva", "Vymyšlená", "CSc., MBA")),
        ("dr. h. c. Eva Vymyšlená", ("", "Eva", "Vymyšlená", "dr. h. c.")),
        ("Vymyšlená, Eva", ("", "Eva", "Vymyšlená", "")),
        ("Vymyšlený Jan", ("", "Jan", "Vymyšlený", "")),
        ("VYMYŠLENÝ Xaver", ("", "Xaver", "VYMYŠLENÝ", "")),
        ("Pavel Jan", ("", "Pavel", "Jan", "")),
        ("Jan Pavel Vymyšlený ml.", ("", "Jan Pavel", "Vymyšlený", "ml.")),
        ("Piet van der Vymysl", ("", "Piet", "van der Vymysl", "")),
        ("Marie St. Vymyslová", ("", "Marie St.", "Vymyslová", "")),
        ("Ma Li", ("", "Ma", "Li", "")),
        ("Vymyšlený", ("", "", "Vymyšlený", "")),
        ("Mgr.", ("Mgr.", "", "", "")),
        (None, ("", "", "", "")),
    ],
)
def test_a_person_is_taken_apart(text: str | None, parts: tuple[str, ...]) -> None:
    name = parse_person(text)
    assert (name.titles_before, name.first, name.last, name.titles_after) == parts


def test_the_key_of_a_person_ignores_order_titles_and_accents() -> None:
    spellings = ["Jan Vymyšlený", "VYMYSLENY JAN", "Ing. Vymyšlený, Jan, CSc.", "vymyšlený\u00a0jan"]
    assert {person_key(text) for text in spellings} == {"jan vymysleny"}


@given(text=st.text(max_size=40))
def test_any_text_is_answered_as_a_person(text: str) -> None:
    assert parse_person(text).original == text
