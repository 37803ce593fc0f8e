"""The code list of legal forms."""

import pytest

from workbench.model.legal_forms import find_legal_form, legal_form, legal_forms

IN_REGISTER_EXTRACT = {
    "Společnost s r.o.": "112", "Spolek": "706", "Akciová společnost": "121", "Pobočný spolek": "736",
    "Družstvo": "205", "Odborová organizace": "707", "Evid.círk.práv.osoby": "722", "Honební společenstvo": "761",
    "Nadační fond": "118", "Evropská společnost": "932", "Ústav": "161", "Nadace": "117",
    "Mezinár.nevlád.org.": "921", "Zájmové sdružení": "116", "Org. zaměstnavatelů": "708", "Org. složka státu": "325",
}  # fmt: skip


@pytest.mark.parametrize(("short", "code"), IN_REGISTER_EXTRACT.items())
def test_every_text_of_the_register_extract_is_found(short: str, code: str) -> None:
    for spelling in (short, short.upper(), f"  {short} ", short.replace(" ", "\u00a0")):
        found = find_legal_form(spelling)
        assert found is not None
        assert found.code == code


def test_every_form_is_found_by_its_own_code_and_full_text() -> None:
    for code, form in legal_forms().items():
        assert find_legal_form(code) is form
        found = find_legal_form(form.text)
        assert found is not None
        assert found.text == form.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("112", "112"), ("112.0", "112"), ("0", "000"), ("s. r. o.", "112"), ("SPOL. S R.O.", "112"),
        ("společnost s ručením omezeným", "112"), ("spolecnost s rucenim omezenym", "112"), ("a.s.", "121"),
        ("OSVČ", "101"), ("svj", "145"), ("Společenství vlastníků", "145"), ("příspěvková organizace", "331"),
        ("z. ú.", "161"), ("SE", "932"), ("obec", "801"),
    ],
)  # fmt: skip
def test_a_form_is_found_from_what_people_write(text: str, code: str) -> None:
    found = find_legal_form(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", None, "999", "něco jiného", "..."])
def test_what_is_no_form_is_not_found(text: str | None) -> None:
    assert find_legal_form(text) is None
    assert legal_form(text) is None


def test_natural_persons_are_known_by_their_codes() -> None:
    natural = {code for code, form in legal_forms().items() if form.natural_person}
    assert natural == {*(str(code) for code in range(100, 109)), "424", "425"}
