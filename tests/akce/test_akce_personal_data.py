"""All that is held about one person (GDPR, art. 15 and 20): complete, readable, machine-readable, and of nobody else."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from akce_world import Ids, digest, make
from pypdf import PdfReader

from workbench.akce.exported import Exported
from workbench.desk import Desk
from workbench.errors import InputError, NotFoundError, PermissionRefusedError, UnknownNameError
from workbench.model.records import RECORD_TYPES

HOSTILE = "=cmd|'/c calc'!A0 <script>alert(1)</script> {{ 7*7 }} \u202e"


def files(made: Exported) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        assert archive.testzip() is None
        return {Path(name).suffix: archive.read(name) for name in archive.namelist()}


def values(document: dict[str, Any]) -> dict[tuple[str, int, str], dict[str, Any]]:
    found: dict[tuple[str, int, str], dict[str, Any]] = {}
    for person in document["records"]:
        for record in (person, *person["parts"], *person["links"], *person["business"]):
            found |= {(record["type"], record["id"], one["name"]): one for one in record["fields"]}
    return found


def test_everything_about_a_person_with_sources_history_and_exports_is_in_all_forms(
    desk: Desk, ids: Ids, tmp_path: Path
) -> None:
    other = make(desk, "client", name="Jan Smyslený", is_person=True, notice="ze starého seznamu")
    contact = make(desk, "contact", record_id=ids.delta, kind="mobile", value="+420601000009")
    address = make(desk, "address", record_id=ids.delta, kind="home", street="Vymyšlená", city="Brno")
    consent = make(desk, "consent", record_id=ids.delta, title="consent", purpose="newsletter",
                   valid_from=date(2026, 1, 2), valid_to=date(2027, 1, 2))  # fmt: skip
    activity = make(desk, "activity", record_id=ids.delta, kind="call", body=HOSTILE)
    gone = make(desk, "activity", record_id=ids.delta, kind="note", body="smazaná poznámka")
    desk.akce.remove("activity", gone).run()
    attachment = make(desk, "attachment", record_id=ids.delta, file_name="souhlas.pdf")
    deal = make(desk, "deal", name="Kůlna", client_id=ids.delta, notice="sleva")
    relation = make(desk, "relation", client_id=ids.delta, other_id=ids.gama, kind="loose")
    employee = make(desk, "employment", client_id=ids.delta, person_id=ids.person, position="pomocnice")
    desk.akce.edit(ids.delta, birthday=date(1960, 5, 6), note="podle občanky").run()
    desk.akce.edit([ids.delta, ids.plain], category="obojí", note="Prostá s.r.o. volala").run()
    desk.akce.merge(keep=ids.delta, absorb=other).run()
    desk.akce.export([ids.delta, ids.gama], format="csv").run()
    action = desk.akce.personal_data(other, folder=str(tmp_path))  # the merged one's number leads to him
    before = digest(desk)
    preview = action.preview()
    assert digest(desk) == before
    made = action.run()
    assert made.path is not None
    assert made.path.name == "osobni-udaje Jan Smyšlený.zip"
    found = files(made)
    document = json.loads(found[".json"])
    assert (document["format"], document["version"], document["complete"]) == ("workbench/personal-data", 1, True)  # fmt: skip
    held = values(document)
    for kind, number, field, value in (
        ("client", ids.delta, "last_name", "Smyšlený"), ("client", ids.delta, "birthday", "1960-05-06"),
        ("contact", contact, "value", "+420601000009"), ("address", address, "city", "Brno"),
        ("consent", consent, "valid_to", "2027-01-02"), ("activity", activity, "body", HOSTILE),
        ("attachment", attachment, "file_name", "souhlas.pdf"), ("deal", deal, "notice", "sleva"),
        ("relation", relation, "other_id", ids.gama), ("employment", employee, "position", "pomocnice"),
    ):  # fmt: skip
        assert held[kind, number, field]["value"] == value
    assert held["client", ids.delta, "birthday"]["personal"] is True
    assert held["client", ids.delta, "category"]["personal"] is False
    source = held["client", ids.delta, "birthday"]["source"]
    assert (source["kind"], source["name"], source["by"]) == ("person", "edit", "ana")
    assert document["merged"] == [{"id": other, "into": ids.delta}]
    assert [one["format"] for one in document["exports"]] == ["csv"]
    past = json.dumps(document["history"], ensure_ascii=False)
    for told in ("podle občanky", "smazaná poznámka", "ze starého seznamu"):
        assert told in past
    text = json.dumps(document, ensure_ascii=False)
    assert "Vymyšlená" in text
    assert "Eva" not in text  # another person is named by number only
    assert "Prostá" not in text  # so is whoever a shared change set was about
    rows = list(csv.reader(io.StringIO(found[".csv"].decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(preview) + 1 == len(held) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert "BEGIN:VCARD" in found[".vcf"].decode()
    page = " ".join(
        " ".join(one.extract_text() for one in PdfReader(io.BytesIO(found[".pdf"])).pages).split()
    )
    for told in ("VÝPIS OSOBNÍCH ÚDAJŮ", "Jan Smyšlený", "newsletter", "Gama obchod a.s.", "{{ 7*7 }}", "podle občanky", "6. 5. 1960"):  # fmt: skip
        assert told in page
    assert desk.exports().iloc[0][["actor", "format", "record_type"]].tolist() == ["ana", "gdpr", "client"]
    assert desk.exports().iloc[0]["record_ids"].tolist() == [ids.delta]
    assert "Where from" in " ".join(PdfReader(io.BytesIO(files(desk.akce.personal_data(ids.delta, language="en").run())[".pdf"])).pages[0].extract_text().split())  # fmt: skip


def test_no_declared_field_of_a_record_is_forgotten(desk: Desk, ids: Ids) -> None:
    filled: dict[str, Any] = {"title_before": "Ing.", "title_after": "Ph.D.", "salutation": "Vážená", "birthday": date(1970, 2, 3), "category": "VIP",
              "language": "cs", "gender": "female", "notice": "n", "tags": ["a", "b"], "custom": {"x": "y"}, "external_id": "E"}  # fmt: skip
    desk.akce.edit(ids.person, entity="person", **filled).run()
    rows = desk.akce.personal_data(ids.person).preview()
    told = set(rows.loc[(rows["record_type"] == "person") & (rows["id"] == ids.person), "field"])
    record = desk.record(ids.person).record
    assert told == {one.name for one in RECORD_TYPES["person"] if record[one.name] not in (None, "", (), {})}
    assert set(filled) <= told


def test_of_a_firms_deal_a_contact_person_learns_only_that_they_take_part(desk: Desk, ids: Ids) -> None:
    deal = make(desk, "deal", name="Most", client_id=ids.gama, person_id=ids.person, notice="tajná sleva", amount=5)  # fmt: skip
    rows = desk.akce.personal_data(ids.person).preview()
    mine = rows[rows["id"] == deal].set_index("field")["value"]
    assert mine["name"] == "Most"
    assert not {"notice", "amount"} & set(mine.index)


@pytest.mark.slow
def test_records_that_look_the_same_are_told_never_added(desk: Desk, ids: Ids) -> None:
    desk.akce.edit(ids.person, entity="person", birthday=date(1980, 1, 1)).run()
    make(desk, "contact", record_id=ids.person, record_type="person", kind="email", value="eva@example.cz")
    namesake = make(desk, "person", first_name="Eva", last_name="Vymyslena")
    other_day = make(desk, "person", first_name="Eva", last_name="Vymyšlená", birthday=date(1999, 9, 9))
    reached = make(desk, "lead", name="Poptávka", first_name="E.", last_name="V.")
    make(desk, "contact", record_id=reached, record_type="lead", kind="email", value="eva@example.cz")
    found = desk.akce.personal_data(ids.person).suggestions()
    assert found[["record_type", "id"]].to_numpy().tolist() == [["lead", reached], ["person", namesake]]
    assert other_day not in set(found["id"])
    assert set(desk.akce.personal_data(ids.person).preview()["id"]).isdisjoint({namesake, reached})
    both = desk.akce.personal_data([ids.person, namesake])
    assert {ids.person, namesake} <= set(both.preview()["id"])
    assert both.suggestions()["id"].tolist() == [reached]


def test_rights_hold_and_a_partial_one_says_so(desk: Desk, ids: Ids) -> None:
    petr, cyril, olga = (
        Desk(desk.store.path, one, register=desk.register) for one in ("petr", "cyril", "olga")
    )
    secret = make(desk, "deal", name="Utajený", client_id=ids.delta, owner="ana", security_level=9)
    desk.akce.export(ids.delta, format="csv").run()
    document = json.loads(files(petr.akce.personal_data(ids.delta).run())[".json"])
    assert document["complete"] is False
    assert document["exports"] == []
    assert secret not in {one["id"] for person in document["records"] for one in person["business"]}
    assert "Utajený" not in json.dumps(document, ensure_ascii=False)
    obstacle = cyril.akce.personal_data(ids.delta).available().obstacle
    assert isinstance(obstacle, PermissionRefusedError)
    with pytest.raises((NotFoundError, PermissionRefusedError)):
        olga.akce.personal_data(ids.plain).run()


def test_a_firm_nobody_and_no_language_are_refused(desk: Desk, ids: Ids) -> None:
    for wrong, error in (
        (ids.gama, InputError),
        (ids.deal, InputError),
        (999_999, NotFoundError),
        ([], InputError),
    ):
        with pytest.raises(error):
            desk.akce.personal_data(wrong).preview()
    with pytest.raises(UnknownNameError):
        desk.akce.personal_data(ids.delta, language="de")
    assert desk.akce.personal_data(ids.delta, language="en").code() == f'desk.akce.personal_data({ids.delta}, language="en").run()'.replace('"', "'")  # fmt: skip
    assert desk.exports().empty
