import pandas as pd
import pytest
from importing_tables import table

from workbench.errors import InputError, UnknownNameError
from workbench.importing import (
    Mapping,
    convert,
    suggest_mapping,
    targets,
)
from workbench.model.identifiers import ico


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("obchodni_jmeno", "client.name"),
        ("IČ", "client.ico"),
        ("PRÁVNÍ FORMA", "client.legal_form"),
        ("Company name", "client.name"),
        ("VAT number", "client.dic"),
        ("Fakturační adresa - město", "address[billing].city"),
        ("Dodací PSČ", "address[delivery].postcode"),
        ("Sídlo", "address[seat]"),
        ("ZIP", "address.postcode"),
        ("Telefon 2", "contact.phone"),
        ("E-mail", "contact.email"),
        ("Telefon kontaktní osoby", "person.phone"),
        ("Kontaktní osoba", "person.name"),
        ("External ID", "client.external_id"),
        ("address[branch].street", "address[branch].street"),
        ("Rodné číslo", "ignore"),
    ],
)
def test_headers_in_both_languages_find_their_targets(header: str, target: str) -> None:
    assert suggest_mapping([header]).to_dict() == {header: target}


def test_a_persons_name_beside_a_company_is_the_contact_person() -> None:
    assert suggest_mapping(["Firma", "Jméno", "Příjmení"]).to_dict() == {
        "Firma": "client.name",
        "Jméno": "person.first_name",
        "Příjmení": "person.last_name",
    }
    alone = suggest_mapping(["Jméno", "Příjmení"]).to_dict()
    assert alone == {"Jméno": "client.first_name", "Příjmení": "client.last_name"}


def test_values_tell_what_a_header_does_not() -> None:
    icos = [f"9000{n:03}" + ico.check_digit(f"9000{n:03}") for n in range(1, 6)]
    sample = pd.DataFrame(
        {"c1": icos, "c2": [f"a{n}@priklad.cz" for n in range(5)], "c3": ["111 11"] * 4 + ["abc"]}
    )
    mapping = suggest_mapping(["c1", "c2", "c3"], sample)
    assert mapping.to_dict() == {"c1": "client.ico", "c2": "contact.email", "c3": "ignore"}


def test_of_two_columns_for_one_field_the_surer_wins() -> None:
    assert suggest_mapping(["IČ", "IČO"]).to_dict() == {"IČ": "ignore", "IČO": "client.ico"}


def test_a_mapping_is_changed_kept_and_brought_back() -> None:
    mapping = suggest_mapping(["Firma", "Nic"]).set("Nic", "client.custom").drop("Firma")
    assert mapping.ignored() == ("Firma",)
    assert Mapping.from_dict(mapping.to_dict()) == mapping
    assert list(mapping.df().columns) == ["column", "target", "label", "score", "reason"]


def test_a_mapping_refuses_what_does_not_exist_and_says_what_does() -> None:
    mapping = suggest_mapping(["Firma", "IČO"])
    with pytest.raises(UnknownNameError, match=r"client\.ico"):
        mapping.set("IČO", "client.icoo")
    with pytest.raises(UnknownNameError, match="Firma"):
        mapping.set("Firm", "client.name")
    with pytest.raises(InputError, match="Firma"):
        mapping.set("IČO", "client.name")
    with pytest.raises(UnknownNameError, match="IČO"):
        convert(table(["IČO"], ["90000127"]), Mapping.from_dict({"ICO": "client.ico"}))


def test_every_target_has_a_label_and_is_found_by_its_own_name() -> None:
    names = list(targets())
    assert all(one.label for one in targets().values())
    found = suggest_mapping(names).to_dict()
    assert {column: where for column, where in found.items() if column != where} == {}
