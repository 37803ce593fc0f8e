"""What a card gives and takes: all of a client, sentences while one types, one change set or nothing."""

from typing import Any

import pytest
from effort import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from workbench.desk import Desk
from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.locale import LANGUAGES, use
from workbench.model.legal_forms import find_legal_form, legal_forms
from workbench.model.record import Dossier
from workbench.model.records import CLIENT, record_type
from workbench.panels import _form
from workbench.panels.client_card import Card

EMPTY: dict[str, Any] = {"fields": {}, "changed": {}, "added": [], "removed": []}


@pytest.fixture
def card(desk: Desk) -> Card:
    return Card(desk)


@pytest.fixture
def reading(invented: Desk) -> Card:
    """A card for tests that change nothing."""
    return Card(invented)


def versions(shown: dict[str, Any]) -> dict[str, int]:
    rows = [row for part in shown["parts"] for row in part["rows"]]
    return {str(shown["id"]): shown["version"], **{str(row["id"]): row["version"] for row in rows}}


def save(card: Card, shown: dict[str, Any], **edits: Any) -> dict[str, Any]:
    return card.save(shown["id"], versions=versions(shown), **{**EMPTY, **edits})


def part(shown: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in shown["parts"] if one["name"] == name)
    return found


def full(desk: Desk) -> int:
    """A client with addresses, contacts, persons, activities."""
    found = desk.sql(
        "select record_id from activity where record_type = 'client' and record_id in "
        "(select client_id from employment) and record_id in (select id from client where valid and locked_by is null) "
        "order by 1 limit 1"
    ).fetchall()
    return int(found[0][0])


def test_a_card_holds_every_field_and_all_that_hangs_on_a_client(invented: Desk, reading: Card) -> None:
    client = full(invented)
    shown = reading.load(client)
    dossier = invented.client(client)
    assert shown["name"] == dossier.name
    for name in ("address", "contact", "consent", "activity"):
        assert {row["id"] for row in part(shown, name)["rows"]} == {one.id for one in dossier.all(name)}
    assert len(shown["persons"]) == len(dossier.all("employment"))
    fields = {field["name"]: field["shown"] for group in shown["groups"] for field in group["fields"]}
    assert fields["ico"] == (dossier.ico or "")
    assert "locked_by" not in fields


def test_a_value_copied_from_a_register_says_so_and_says_what_the_register_had(
    desk: Desk, card: Card
) -> None:
    desk.akce.copy_from_registry(42).run()
    origins = {
        field["name"]: field["origin"] for group in card.load(42)["groups"] for field in group["fields"]
    }
    assert origins["nace"]["other"] == ""
    assert "15. 11. 2026" in origins["nace"]["source"]
    was = desk.client(42).nace
    desk.akce.edit(42, nace="47110").run()
    origins = {
        field["name"]: field["origin"] for group in card.load(42)["groups"] for field in group["fields"]
    }
    assert was in origins["nace"]["other"]
    assert origins["notice"] is None


def test_the_card_of_a_merged_client_is_its_survivors_and_of_nobody_a_sentence(
    desk: Desk, card: Card
) -> None:
    desk.akce.merge(keep=42, absorb=[107], reason="zkouška").run()
    assert card.load(107)["id"] == 42
    assert card.load(42)["merged"] == [107]
    assert "987654" in card.load(987_654)["absent"]


def test_locked_and_read_only_are_said_in_words(desk: Desk, card: Card) -> None:
    desk.store.save_user("jana", "full")
    desk.store.save_user("cyril", "read_only", clearance=9)
    Desk(desk.store.path, "jana").akce.lock(42, reason="v jednání").run()
    assert "jana (v jednání)" in card.load(42)["obstacle"]
    assert "ne měnit" in Card(Desk(desk.store.path, "cyril")).load(2)["obstacle"]
    assert card.load(2)["obstacle"] == ""


@pytest.mark.parametrize(
    ("where", "text", "beside", "problem"),
    [
        ("client.ico", "12x", {}, True),
        ("client.ico", "94803692", {}, False),
        ("client.name", "  ", {}, True),
        ("client.founded_on", "32. 1. 2020", {}, True),
        ("client.founded_on", "5. 3. 2020", {}, False),
        ("client.custom", "bez dvojtečky", {}, True),
        ("client.custom", "barva: modrá", {}, False),
        ("client.payment_term", "třicet", {}, True),
        ("contact.value", "nic", {"kind": "email"}, True),
        ("contact.value", "a@b.example", {"kind": "email"}, False),
        ("contact.value", "javascript:alert(1)", {"kind": "web"}, True),
        ("address.postcode", "brno", {}, True),
    ],
)
def test_what_does_not_fit_is_said_while_one_types(
    reading: Card, where: str, text: str, beside: dict[str, str], problem: bool
) -> None:
    entity, field = where.split(".")
    found = reading.check(entity, field, text, beside)
    assert bool(found["problem"]) is problem
    assert "(ico)" not in found["problem"]


def test_a_doubtful_ico_is_let_through_with_a_warning_and_one_taken_names_who_has_it(reading: Card) -> None:
    assert reading.check("client", "ico", "00012345")["doubt"]
    assert {one["id"] for one in reading.check("client", "ico", "94803692")["twins"]} >= {42, 107}
    with pytest.raises(UnknownNameError):
        reading.check("client", "icoo", "1")


def test_all_edits_are_one_change_set_that_can_be_undone(desk: Desk, card: Card) -> None:
    client = full(desk)
    shown = card.load(client)
    address, contact = part(shown, "address")["rows"][0], part(shown, "contact")["rows"][0]
    before = desk.client(client)
    done = save(
        card, shown,
        fields={"notice": "volat ráno", "payment_term": "14", "tags": "b, a", "vat_payer": "true"},
        changed={str(address["id"]): {"city": "Brno", "postcode": "602 00"}},
        removed=[contact["id"]],
        added=[{"entity": "contact", "kind": "email", "value": "Nova@Firma.example", "label": ""}],
    )  # fmt: skip
    now = desk.client(client)
    assert (now.notice, now.payment_term, now.tags) == ("volat ráno", 14, ("a", "b"))
    assert next(one for one in now.addresses if one.id == address["id"])["postcode"] == "60200"
    assert contact["id"] not in {one.id for one in now.contacts}
    assert any(
        one["kind"] == "email" and one["value"].lower() == "nova@firma.example" for one in now.contacts
    )
    assert done["code"].startswith("desk.akce.together([")
    desk.undo(done["changeSet"])
    after = desk.client(client)
    assert {name: after.record[name] for name in CLIENT.by_name} == {
        name: before.record[name] for name in CLIENT.by_name
    }
    assert hanging(after) == hanging(before)


def hanging(dossier: Dossier) -> set[tuple[str, int]]:
    return {(name, one.id) for name, rows in dossier.hanging.items() for one in rows}


def test_what_was_saved_meanwhile_is_not_written_over(desk: Desk, card: Card) -> None:
    client = full(desk)
    shown = card.load(client)
    row = part(shown, "contact")["rows"][0]
    desk.akce.edit(client, notice="od evy").run()
    assert save(card, shown, fields={"notice": "moje"})["conflict"]
    desk.akce.edit(row["id"], entity="contact", label="nový").run()
    assert save(card, shown, changed={str(row["id"]): {"label": "můj"}})["conflict"]
    assert save(card, shown, removed=[row["id"]])["conflict"]
    desk.akce.remove("contact", row["id"]).run()
    assert save(card, shown, removed=[row["id"]])["conflict"]
    assert desk.client(client).notice == "od evy"


def test_a_line_of_another_client_is_not_changed_through_this_card(desk: Desk, card: Card) -> None:
    other = desk.client(42).contacts[0]
    shown = card.load(full(desk))
    assert save(card, shown, removed=[other.id])["conflict"]
    assert save(card, shown, changed={str(other.id): {"label": "x"}})["conflict"]
    assert desk.client(42).contacts[0].info.version == other.info.version


@pytest.mark.parametrize(
    ("edits", "error"),
    [
        ({"fields": {"ico": "xx"}}, ValueRejectedError),
        ({"fields": {"locked_by": "já"}}, Exception),
        ({"fields": {"nope": "1"}}, UnknownNameError),
        ({"added": [{"entity": "redirect", "new_id": "1"}]}, UnknownNameError),
        ({"added": [{"entity": "contact", "record_id": "1"}]}, UnknownNameError),
        ({"added": [{"kind": "email"}]}, UnknownNameError),
    ],
)
def test_what_no_card_may_set_is_refused_whole(
    invented: Desk, reading: Card, edits: dict[str, Any], error: type[Exception]
) -> None:
    shown = reading.load(42)
    before = invented.revision()
    merged = {**edits, "fields": {"notice": "x", **edits.get("fields", {})}}
    with pytest.raises(error):
        save(reading, shown, **merged)
    assert invented.revision() == before


def test_a_new_primary_contact_takes_over_from_that_of_its_kind(desk: Desk, card: Card) -> None:
    for value, primary in (("a@b.example", True), ("c@d.example", False)):
        desk.akce.create("contact", record_id=42, kind="email", value=value, is_primary=primary).run()
    rows = {row["text"]: row for row in part(card.load(42), "contact")["rows"]}
    save(card, card.load(42), changed={str(rows["c@d.example"]["id"]): {"is_primary": "true"}})
    primary_mails = [
        one["value"] for one in desk.client(42).contacts if one["kind"] == "email" and one["is_primary"]
    ]
    assert primary_mails == ["c@d.example"]


def test_an_address_on_one_line_is_taken_apart(reading: Card) -> None:
    read = reading.address("Masarykova 12/3a, 602 00 Brno")
    assert (read["values"]["street"], read["values"]["city"], read["values"]["postcode"]) == (
        "Masarykova",
        "Brno",
        "60200",
    )


def test_own_fields_keep_their_kinds_when_others_of_them_are_edited() -> None:
    field = CLIENT.field("custom")
    before = {"počet": 3, "seznam": ["a"], "barva": "modrá"}
    text = _form.typed(field, before).replace("modrá", "zelená")
    assert _form.meant(field, text, before) == {"počet": 3, "seznam": ["a"], "barva": "zelená"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_stands_in_a_field_reads_back_the_same(invented: Desk, language: str) -> None:
    use(language)  # type: ignore[arg-type]
    for dossier in invented.records(invented.clients.df(invalid=True).index[::12]):
        for record in (
            dossier.record,
            *dossier.addresses,
            *dossier.contacts,
            *dossier.all("activity"),
            *dossier.all("consent"),
        ):
            for field in record_type(record.type.name):
                held = record[field.name]
                wanted = held.replace(second=0, microsecond=0) if field.kind == "moment" and held else held
                read = _form.meant(field, _form.typed(field, held), held)
                assert read == (wanted or None if wanted in ((), "", {}) else wanted), field.name


@examples(6, thorough=72, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), name=st.sampled_from(sorted(CLIENT.by_name)))
def test_whatever_is_typed_gets_an_answer(text: str, name: str) -> None:
    found = _form.judged(CLIENT, name, text, {})
    assert set(found) == {"shown", "problem", "doubt"}


def test_each_legal_form_is_found_by_the_name_that_the_form_offers() -> None:
    assert [form.code for form in legal_forms().values() if find_legal_form(form.text) != form] == []
