"""Bringing files in through the desk: matching, replacing, refusing, rights, bad files, interruption."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from akce_world import ALFA, GAMA, Ids, World, ico, make, tables
from brought_files import brought, how, table
from store_dump import state_of

from workbench.desk import Desk
from workbench.errors import InputError, PermissionRefusedError, UnknownNameError
from workbench.store.journal import Intent

NEW = ico(950)


def value(desk: Desk, client: int, field: str) -> Any:
    return state_of(desk.store)["client"][client][field]


def test_a_client_is_found_by_external_id_before_ico(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    report = brought(desk, tmp_path, f"Externí ID,Název,IČO,Poznámka\nX-1,Alfa,{GAMA},nová\n")
    assert how(report) == [("changed", "external_id")]
    assert value(desk, ids.alfa, "notice") == "nová"
    assert value(desk, ids.gama, "notice") is None


def test_a_client_is_found_by_ico_unless_it_has_another_external_id(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    report = brought(desk, tmp_path, f"Externí ID,Název,IČO\nQ-1,Gama,{GAMA}\nQ-2,Alfa,{ALFA}\n")
    assert how(report) == [("changed", "ico"), ("new", None)]
    assert value(desk, ids.gama, "external_id") == "Q-1"
    assert value(desk, ids.alfa, "external_id") == "X-1"


def test_a_merged_client_leads_to_its_survivor_through_any_chain(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    old = make(desk, "client", name="Pradávná s.r.o.", external_id="O-1", ico=NEW)
    desk.akce.merge(keep=ids.twin, absorb=[old], choose={"ico": {"value": None}}).run()
    desk.akce.merge(keep=ids.alfa, absorb=[ids.twin]).run()
    report = brought(
        desk, tmp_path,
        f"Externí ID,Název,IČO,Poznámka\nO-1,Pradávná,,jedna\nX-2,Alfa stará,,dvě\n,Pradávná,{NEW},tři\n",
    )  # fmt: skip
    assert how(report) == [("changed", "redirect")] * 3
    assert set(report.outcomes["client_id"]) == {ids.alfa}
    survivor = state_of(desk.store)["client"][ids.alfa]
    assert (survivor["notice"], survivor["external_id"], survivor["ico"]) == ("tři", "X-1", ALFA)


@pytest.mark.slow
def test_what_the_survivor_itself_says_outweighs_what_the_merged_one_says(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    desk.akce.merge(keep=ids.alfa, absorb=[ids.twin]).run()
    brought(desk, tmp_path, "Externí ID,Název,Poznámka,Zdroj\nX-1,Alfa,má,\nX-2,Stará,cizí,web\n")
    survivor = state_of(desk.store)["client"][ids.alfa]
    assert (survivor["name"], survivor["notice"], survivor["contact_source"]) == ("Alfa", "má", "web")


def test_two_rows_of_one_client_count_together(desk: Desk, tmp_path: Path) -> None:
    report = brought(
        desk, tmp_path,
        f"Název,IČO,Štítky,Poznámka,Telefon\nNová,{NEW},b,první,601000001\nNová,{NEW},a,,601000002\n",
    )  # fmt: skip
    assert how(report) == [("new", None)] * 2
    assert report.outcomes["client_id"].nunique() == 1
    state = state_of(desk.store)
    new = state["client"][report.outcomes["client_id"][0]]
    assert (new["tags"], new["notice"]) == (["a", "b"], "první")
    phones = [row for row in state["contact"].values() if row["record_id"] == new["id"]]
    assert [row["is_primary"] for row in phones] == [True, False]


def test_own_fields_of_two_rows_are_laid_over_each_other(desk: Desk, tmp_path: Path) -> None:
    text = f"Název,IČO,Barva,Číslo\nNová,{NEW},modrá,\nNová,{NEW},,7\n"
    report = brought(desk, tmp_path, text, mapping={"Barva": "client.custom", "Číslo": "client.custom"})
    dossier = desk.client(int(report.outcomes["client_id"][0]))
    assert dossier.record["custom"] == {"Barva": "modrá", "Číslo": "7"}


def test_filled_cells_replace_and_empty_ones_erase_nothing(desk: Desk, ids: Ids, tmp_path: Path) -> None:
    brought(desk, tmp_path, "Externí ID,Název,IČO,Poznámka,Zdroj\nX-2,,,nová,\nX-1,Alfa,,,web\n")
    clients = state_of(desk.store)["client"]
    assert (clients[ids.twin]["name"], clients[ids.twin]["notice"]) == ("Alfa Stavby, spol. s r. o.", "nová")
    assert (clients[ids.alfa]["ico"], clients[ids.alfa]["contact_source"]) == (ALFA, "web")


def test_an_address_completes_the_one_of_its_kind_and_one_elsewhere_replaces_it(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    def contact_address() -> dict[str, Any]:
        (found,) = [
            row
            for row in state_of(desk.store)["address"].values()
            if row["record_id"] == ids.moved and row["kind"] == "contact"
        ]
        return {
            name: found[name]
            for name in ("street", "house_number", "city", "postcode", "country", "is_primary")
        }

    name = "Stehovava s.r.o."
    number = value(desk, ids.moved, "ico")
    brought(desk, tmp_path, f"Název,IČO,PSČ\n{name},{number},760 01\n")
    assert contact_address() == {
        "street": "Kontaktní", "house_number": "5", "city": "Zlín", "postcode": "76001", "country": "CZ", "is_primary": True,
    }  # fmt: skip
    brought(desk, tmp_path, f"Název,IČO,Město\n{name},{number},Brno\n")
    assert contact_address() == {
        "street": None, "house_number": None, "city": "Brno", "postcode": None, "country": "CZ", "is_primary": True,
    }  # fmt: skip


def test_a_locked_client_is_refused_and_the_rest_goes_in(
    desk: Desk, ids: Ids, world: World, tmp_path: Path
) -> None:
    petr = world.open("petr", desk.store.path)
    petr.akce.lock(ids.alfa).run()
    report = brought(desk, tmp_path, f"Externí ID,Název,IČO\nX-1,Jinak,{ALFA}\nX-2,Dvojče,\n,Nová,{NEW}\n")
    assert how(report) == [("refused", None), ("changed", "external_id"), ("new", None)]
    (why,) = report.refusals()["text"]
    assert "petr" in why
    assert value(desk, ids.alfa, "name") == "Alfa stavby s.r.o."


def test_a_locked_contact_person_refuses_the_row_alone(
    desk: Desk, ids: Ids, world: World, tmp_path: Path
) -> None:
    petr = world.open("petr", desk.store.path)
    petr.store.write(
        Intent("lock", needs="lock"),
        lambda cs: cs.update("person", [{"id": ids.person, "locked_by": "petr"}]),
    )
    report = brought(
        desk, tmp_path, "Externí ID,Název,Kontaktní osoba,Pozice\nX-2,Alfa,Eva Vymyšlená,účetní\nX-1,Alfa,Jana Nová,\n",
        mapping={"Kontaktní osoba": "person.name", "Pozice": "person.position"},
    )  # fmt: skip
    assert [outcome for outcome, _ in how(report)] == ["refused", "changed"]


def test_a_new_client_without_a_name_is_refused(desk: Desk, tmp_path: Path) -> None:
    report = brought(desk, tmp_path, f"Název,IČO\n,{NEW}\n,{GAMA}\n")
    assert how(report) == [("refused", None), ("unchanged", "ico")]
    assert list(report.refusals()["code"]) == ["nameless"]


def test_invisible_clients_are_not_there_for_the_importer(desk: Desk, world: World, tmp_path: Path) -> None:
    hidden = make(desk, "client", name="Skrytá a.s.", ico=NEW, external_id="S-1", security_level=9)
    petr = world.open("petr", desk.store.path)
    report = brought(petr, tmp_path, f"Externí ID,Název,IČO\nS-1,Skrytá a.s.,{NEW}\n")
    assert how(report) == [("new", None)]
    assert hidden not in set(report.outcomes["client_id"])
    assert len(report.changes) == 0
    assert "repeated" not in " ".join(report.findings["code"])


def test_clients_of_a_user_who_sees_only_his_own_become_his_own(
    desk: Desk, world: World, tmp_path: Path
) -> None:
    desk.store.save_user("olga", "limited", bring=True)
    olga = world.open("olga", desk.store.path)
    text = f"Název,IČO,Vlastník,Město,Kontaktní osoba,Telefon\nMoje,{NEW},,Brno,Jana Nová,601000001\nCizí,{ico(951)},petr,Zlín,,\n"
    report = brought(olga, tmp_path, text, mapping={"Kontaktní osoba": "person.name"})
    assert how(report) == [("new", None), ("refused", None)]
    assert list(report.refusals()["code"]) == ["unseen"]
    assert value(desk, int(report.outcomes["client_id"][0]), "owner") == "olga"
    assert how(brought(olga, tmp_path, text, mapping={"Kontaktní osoba": "person.name"}))[0] == (
        "unchanged",
        "ico",
    )


@pytest.mark.parametrize("user", ["olga", "cyril"])
def test_who_may_not_import_learns_nothing(world: World, tmp_path: Path, user: str) -> None:
    action = world.open(user).akce.import_file(table(tmp_path, f"Název,IČO\nGama,{GAMA}\n"))
    for ask in (action.report, action.preview, action.run):
        with pytest.raises(PermissionRefusedError):
            ask()
    assert not action.available()


def test_the_same_person_of_a_client_is_completed_and_not_made_twice(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    mapping = {
        "Osoba": "person.name",
        "Pozice": "person.position",
        "Mobil osoby": "person.mobile",
        "Narozena": "person.birthday",
    }
    text = "Externí ID,Název,Osoba,Pozice,Mobil osoby,Narozena\nX-2,,Ing. Eva Vymyšlená,,601000009,1.2.1980\nX-2,,Eva Vymyšlená,účetní,601000009,\n"
    before = tables(desk)
    brought(desk, tmp_path, text, mapping=mapping)
    after = tables(desk)
    assert after["person"].keys() == before["person"].keys()
    person = after["person"][ids.person]
    assert (person["title_before"], person["birthday"]) == ("Ing.", date(1980, 2, 1))
    assert len(after["contact"]) == len(before["contact"]) + 1
    assert {row["position"] for row in after["employment"].values()} == {"účetní", None}


def test_rows_that_nothing_identifies_are_known_only_with_all_that_hangs_on_them(
    desk: Desk, tmp_path: Path
) -> None:
    first = "Název,Město\nNovákovi,Brno\nNovákovi,Zlín\nNovákovi,Brno\n"
    report = brought(desk, tmp_path, first)
    assert how(report) == [("new", None)] * 3
    assert report.outcomes["client_id"].nunique() == 2
    again = brought(desk, tmp_path, first + "Novákovi,Opava\n")
    assert how(again) == [("unchanged", "same")] * 3 + [("new", None)]


def test_columns_can_change_places_in_a_given_mapping(desk: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, "Název,Poznámka\nprvní,Druhá s.r.o.\n")
    action = desk.akce.import_file(path, mapping={"Název": "client.notice", "Poznámka": "client.name"})
    client = int(action.run().detail.outcomes["client_id"][0])
    assert (value(desk, client, "name"), value(desk, client, "notice")) == ("Druhá s.r.o.", "první")


def test_a_misspelt_column_or_target_is_answered_with_the_right_spelling(desk: Desk, tmp_path: Path) -> None:
    path = table(tmp_path, "Název,Poznámka\nA,b\n")
    with pytest.raises(UnknownNameError, match="Poznámka"):
        desk.akce.import_file(path, mapping={"Poznamka": "client.notice"})
    with pytest.raises(UnknownNameError, match=r"client\.notice"):
        desk.akce.import_file(path, mapping={"Poznámka": "client.notise"})
    with pytest.raises(InputError):
        desk.akce.import_file(path, mapping={"Poznámka": "client.name"})


def test_the_code_of_an_import_does_the_same_on_another_copy(world: World, tmp_path: Path) -> None:
    path = table(tmp_path, f"Název,IČO,Poznámka,Barva\nNová,{NEW},text,modrá\nGama,{GAMA},,\n")
    one, other = world.open(), world.open()
    action = one.akce.import_file(path, mapping={"Barva": "client.custom"}, note="z veletrhu")
    action.mapping.drop("Poznámka")
    action.run()
    exec(action.code(), {"desk": other})  # noqa: S102 - the promise is that it can be run
    assert tables(other) == tables(one)
    assert list(other.changes()["note"])[:1] == ["z veletrhu"]


def test_the_journal_keeps_the_mapping_but_no_row_of_the_file(desk: Desk, tmp_path: Path) -> None:
    brought(desk, tmp_path, f"Název,IČO\nJedinečná Vymyšlenka,{NEW}\n")
    kept = desk.store.engine.read(
        lambda connection: connection.execute(
            "SELECT * FROM db.change_set ORDER BY id DESC LIMIT 1"
        ).fetchall()
    )
    assert "client.name" in str(kept)
    assert "Vymyšlenka" not in str(kept)
    assert NEW not in str(kept)
