"""Invented dossiers for the tests of exporting: nobody in here exists, and every IČO starts with 9."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from workbench.model.record import Dossier, Record, RowInfo
from workbench.model.records import record_type

CREATED = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
CHANGED = datetime(2026, 11, 3, 14, 30, 5, tzinfo=UTC)
_ids = count(10_000)


def record(kind: str, id_: int | None = None, /, **values: Any) -> Record:
    """A stored row of this type; fields that are not named are empty."""
    declared = record_type(kind)
    declared.check_names(values)
    whole = {field.name: values.get(field.name) for field in declared}
    return Record(
        declared, next(_ids) if id_ is None else id_, whole, RowInfo(3, CREATED, "eva", CHANGED, "adam")
    )


def dossier(
    kind: str = "client", id_: int = 42, /, *, hanging: Iterable[Record] = (), persons: Iterable[Dossier] = (),
    names: dict[int, str] | None = None, **values: Any,
) -> Dossier:  # fmt: skip
    """A dossier of one record with what hangs on it."""
    rows: dict[str, tuple[Record, ...]] = {}
    for one in hanging:
        rows[one.type.name] = (*rows.get(one.type.name, ()), one)
    return Dossier(record(kind, id_, **values), rows, {one.id: one for one in persons}, names or {})


def small(id_: int = 7, name: str = "Kavárna U Lípy") -> Dossier:
    """A client of which hardly anything is known."""
    return dossier("client", id_, name=name, is_person=False)


def person(id_: int = 501, **values: Any) -> Dossier:
    """A contact person with a mobile and an e-mail."""
    known = {"title_before": "Ing.", "first_name": "Žofie", "last_name": "Příkladná", "title_after": "Ph.D."}
    hanging = (
        record("contact", 5011, kind="mobile", value="+420601000111", is_primary=True),
        record("contact", 5012, kind="email", value="zofie@vzorna.example"),
    )
    return dossier("person", id_, hanging=hanging, **{**known, **values})


def company(id_: int = 42) -> Dossier:
    """A client with one of everything."""
    second = dossier("person", 502, first_name="Cyril", last_name="Zkušební", do_not_contact=True)
    hanging = (
        record("address", 1, kind="seat", is_primary=True, street="Dlouhá", house_number="730",
               house_number_kind="cp", orientation_number="12", orientation_letter="a", part="Staré Město",
               city="Praha", district="Praha 1", postcode="11000", region="Hlavní město Praha", country="CZ"),
        record("address", 2, kind="branch", part="Horní Lhota", house_number="45", house_number_kind="cp",
               city="Horní Lhota", postcode="76323", country="CZ"),
        record("contact", 3, kind="phone", value="+420222000333", is_primary=True, label="Recepce"),
        record("contact", 4, kind="email", value="info@vzorna.example"),
        record("contact", 5, kind="web", value="https://vzorna.example/o-nas"),
        record("contact", 6, kind="linkedin", value="https://linkedin.example/vzorna"),
        record("employment", 8, person_id=501, client_id=id_, position="Jednatelka", is_primary=True),
        record("employment", 9, person_id=502, client_id=id_, position="Účetní"),
        *(record("provenance", field=field, accepted=accepted, source="ČSÚ, RES", as_of=date(2026, 11, 1))
          for field, accepted in (("name", "Vzorná dílna s.r.o."), ("ico", "90000019"), ("legal_form", "112"),
                                  ("founded_on", "2014-03-17"))),
        record("provenance", field="dic", accepted="CZ90000019", source="Registr plátců DPH",
               as_of=date(2026, 10, 15)),
        record("deal", 20, name="Rekonstrukce haly", code="OP-26-014", state="open", amount=Decimal("1250000.00"),
               currency="CZK", opened_on=date(2026, 9, 1)),
        record("offer", 21, name="Nabídka osvětlení", code="N-77", state="open", amount=Decimal("84500.50"),
               currency="EUR", opened_on=date(2026, 10, 2), valid_until=date(2026, 12, 31)),
        record("project", 22, name="Skončený projekt", state="won"),
    )  # fmt: skip
    return dossier(
        "client", id_, hanging=hanging, persons=(person(), second), name="Vzorná dílna s.r.o.", is_person=False,
        ico="90000019", dic="CZ90000019", legal_form="112", court_file="C 123456 vedená u Městského soudu v Praze",
        founded_on=date(2014, 3, 17), nace="43.21", data_box="abc2345", vat_payer=True, role="customer",
        state="actual", rating="A", bank_account="19-2000145399/0800", payment_term=14, owner="eva",
        economic_activity="Elektroinstalace", employees="10–19", tags=("stavba", "VIP; Praha, sever"),
        notice="Volat dopoledne.\nVrátný: zvonek č. 3.",
    )  # fmt: skip
