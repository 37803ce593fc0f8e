"""The commands on clients."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invented_res import firm, write

import workbench as wb
from workbench.cli import _duplicates
from workbench.store import snapshot

Type = Callable[..., Any]
SAMPLE = Path(__file__).parents[2] / "data" / "demo_clients.csv"
FEW = 40


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The first clients of the sample."""
    path = tmp_path / "few.csv"
    path.write_bytes(b"".join(SAMPLE.read_bytes().splitlines(keepends=True)[: FEW + 1]))
    return path


@pytest.mark.slow
def test_enrich_shows_the_plan_and_copies_it_when_told_to(type_: Type, demo: Path) -> None:
    planned = type_("enrich", "--ids", "42", "--dry-run")
    assert planned.code == 0
    assert "Nad Lomem 655/33" in planned.out
    assert "ČSÚ, RES" in planned.out
    assert len(wb.open(demo, "ana").history(42)) == 4
    assert type_("enrich", "--ids", "42", "--yes").code == 0
    street = wb.open(demo, "ana").client(42).addresses[0]["street"]
    assert street == "Nad Lomem"
    assert "Není co kopírovat" in type_("enrich", "--ids", "42", "--yes").out


@pytest.mark.usefixtures("demo")
def test_enrich_leaves_out_what_somebody_else_locked(type_: Type) -> None:
    said = type_("enrich", "--ids", "69", "--yes")
    assert said.code == 0
    assert "1 zamčený klient se vynechá" in said.out


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("answer", "copied"), [("a", True), ("n", False), ("", False)])
def test_enrich_asks_before_it_writes(
    answer: str, copied: bool, type_: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
    said = type_("enrich", "--ids", "42")
    assert said.code == 0
    assert ("Nic se nezměnilo" not in said.out) is copied


@pytest.mark.usefixtures("demo")
@pytest.mark.slow
def test_duplicates_are_listed_by_clusters_with_their_certainty(
    type_: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_duplicates, "_SHOWN", 0)
    said = type_("duplicates", "--ids", "42", "--all")
    assert "--all" not in said.out
    rows = [line.split() for line in said.out.splitlines() if "%" in line]
    assert [row[4] for row in rows] == ["42", "107", "228"]
    assert {row[0] for row in rows} == {"42"}
    assert "1 skupina" in said.out.splitlines()[-1]


def test_listed_duplicates_are_merged_when_asked_for(
    type_: Type, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    monkeypatch.setattr(_duplicates, "_SHOWN", 0)
    said = type_("duplicates", "--ids", "42", "--merge")
    assert "málo" in said.out, "so small a base measures nothing, and says so"
    assert "2 záznamy by zanikly" in said.out
    assert "… a ještě 1 skupina; vypíše ji --all" in said.out
    assert "Sada změn" in said.out.splitlines()[-1]
    assert wb.open(demo, "ana").record(107).id == 42


@pytest.mark.slow  # in Python: tests/akce/test_akce_merge_clusters.py
def test_nothing_is_merged_unasked_that_was_not_measured_to_be_certain(type_: Type, demo: Path) -> None:
    said = type_("duplicates", "--ids", "42", "--merge", "--yes")
    assert said.code
    assert "--yes" in said.err
    assert "2 klienti" not in said.out
    assert wb.open(demo, "ana").record(107).id == 107


@pytest.mark.slow  # clients: above; persons in Python: tests/duplicates/test_duplicates_desk.py, tests/akce/test_akce_merging_persons.py
def test_contact_persons_are_listed_and_merged_too(
    type_: Type, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    akce = wb.open(demo, "ana").akce
    twins = [akce.create("person", first_name="Otakar", last_name="Dvojitý").run().detail for _ in range(2)]
    for one in twins:
        akce.create("contact", record_type="person", record_id=one, kind="email", value="ota@dvojity.example").run()  # fmt: skip
    said = type_("duplicates", "--persons")
    rows = [line.split() for line in said.out.splitlines() if "Dvojitý" in line]
    assert [int(row[4]) for row in rows] == twins
    assert "Narozen(a)" in said.out
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    merged = type_("duplicates", "--persons", "--ids", twins[1], "--merge")
    assert "1 záznam by zanikl" in merged.out
    assert "Sada změn" in merged.out.splitlines()[-1]
    assert wb.open(demo, "ana").record(twins[1]).id == twins[0]
    assert type_("duplicates", "--persons", "--search", "novak").code == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.slow
def test_a_client_without_a_twin_has_no_duplicates(type_: Type) -> None:
    assert "Žádné duplicity" in type_("duplicates", "--ids", "5").out


@pytest.mark.usefixtures("demo")
def test_an_export_is_written_into_a_new_folder_and_never_over_a_file(type_: Type, tmp_path: Path) -> None:
    for _ in range(2):
        assert type_("export", "--search", "bednar nabytek", "--format", "vcf", "--to", "out").code == 0
    cards = sorted((tmp_path / "out").iterdir())
    assert len(cards) == 2
    assert cards[0].read_bytes().count(b"BEGIN:VCARD") >= 2


@pytest.mark.usefixtures("demo")
def test_an_export_without_a_choice_holds_all_valid_clients(type_: Type) -> None:
    assert "293 klientů" in type_("export", "--format", "csv").out


@pytest.mark.slow  # in the panel: tests/panels/test_export_view.py; in Python: tests/exporting/test_raynet_check.py
@pytest.mark.usefixtures("demo")
def test_what_raynet_would_refuse_is_listed_and_a_dry_run_writes_nothing(type_: Type, tmp_path: Path) -> None:
    asked = ("export", "--ids", "1-20", "--format", "xlsx", "--layout", "raynet", "--to", "out")
    dry = type_(*asked, "--dry-run")
    assert "RAYNET bez toho klienta nepřijme" in dry.out
    assert not (tmp_path / "out").exists()
    assert "20 klientů" in type_(*asked).out
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["klienti.xlsx"]
    assert (
        "Kontaktní osoby" in type_("import", "out/klienti.xlsx", "--dry-run").out
    )  # a sheet that was not read
    assert type_("export", "--format", "csv", "--layout", "raynet").code == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.slow
def test_cards_come_in_as_they_went_out(type_: Type) -> None:
    assert type_("export", "--ids", "1-9", "--format", "vcf", "--to", "out").code == 0
    said = type_("import", "out/klienti.vcf", "--dry-run")
    assert said.code == 0
    assert "noví: 0" in said.out


def test_what_was_done_shows_in_the_history_and_can_be_undone(type_: Type, demo: Path) -> None:
    desk = wb.open(demo, "ana")
    done = desk.akce.invalidate([7], note="zkouška").run()
    assert "zkouška" in type_("history", "7").out
    person = str(desk.sql("SELECT min(id) FROM person").df().iloc[0, 0])
    assert f"person {person}" in type_("history", person, "--entity", "person").out
    assert type_("history", "7", "--entity", "person").code == 1
    assert type_("undo", done.change_set).code == 0
    head, newest, undone = type_("changes", "--last", "2").out.splitlines()
    assert re.split("  +", head) == ["Sada", "Kdy", "Kdo", "Akce", "Záznamy", "Vráceno", "Poznámka"]
    number = done.change_set or 0
    assert re.fullmatch(rf"{number + 1}  .* ana  +Vrátit: {number}  +1", newest)
    assert re.fullmatch(rf"{number}  .* ana  +Zneplatnit  +1  +sadou {number + 1}  +zkouška", undone)
    assert desk.client(7).record["valid"]
    merged = desk.akce.merge_clusters([[9, 51, 208], [20, 27]]).run().change_set
    assert type_("undo", merged, "--only", "3").code == 1
    assert type_("undo", merged, "--only", "51").code == 0
    assert len(desk.records([9, 51, 208])) == 3
    assert desk.record(27).id == desk.record(20).id


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "typed",
    [
        ["history", "99999"],
        ["undo", "99999"],
        ["undo", "1", "--on-collision", "perhaps"],
        ["export", "--format", "docx"],
        ["export", "--ids", "1", "--search", "x"],
        ["export", "--search", "qqqqq"],
        ["export", "--ids", "one"],
        ["export", "--user", "nobody"],
        ["export", "--file", "absent.duckdb"],
        ["export", "--file", str(SAMPLE)],
        ["import", "absent.csv"],
        ["import", str(SAMPLE), "--mapping", '{"Web"'],
        ["import", str(SAMPLE), "--mapping", "[1]"],
        ["import", str(SAMPLE), "--mapping", "absent.json"],
        ["import", str(SAMPLE), "--mapping", '{"Web": "contact.wub"}'],
        ["snapshot", "load", "absent.csv"],
        ["snapshot", "status", "--snapshot", "absent.duckdb"],
        ["users", "set", "eva", "king"],
        ["users", "list", "--user", "eva"],
        ["lab", "absent.ipynb"],
    ],
)
def test_a_refusal_is_one_line_and_exit_code_1(typed: list[str], type_: Type) -> None:
    said = type_(*typed)
    assert said.code == 1
    assert len(said.err.splitlines()) == 1
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_a_missing_data_file_is_not_made_by_reading(type_: Type, tmp_path: Path) -> None:
    absent = tmp_path / "absent.duckdb"
    assert type_("history", "1", "--file", absent).code == 1
    assert not absent.exists()


@pytest.mark.slow
def test_rows_about_one_client_are_counted_as_one_and_an_empty_file_has_no_duplicates(
    type_: Type, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("Název;IČO\nRákos s.r.o.;91885671\nRákos s.r.o.;91885671\nVentil;\n", encoding="utf-8")
    place = ["--file", tmp_path / "new.duckdb", "--user", "ana"]
    said = type_("import", rows, "--yes", *place).out
    assert "noví: 3" in said
    assert "z nich 2 klienti" in said
    desk = wb.open(tmp_path / "new.duckdb", "ana")
    assert len(desk.clients) == 2
    desk.akce.delete(list(desk.clients.df().index)).run()
    nothing = type_("duplicates", *place)
    assert nothing.code == 0
    assert "Žádné duplicity se nenašly." in nothing.out


def test_an_import_makes_the_data_file_and_a_second_one_changes_nothing(
    type_: Type, tmp_path: Path, few: Path
) -> None:
    place = ["--file", tmp_path / "new.duckdb", "--user", "ana"]
    dry = type_("import", few, "--dry-run", *place)
    assert dry.code == 0
    assert f"noví: {FEW}" in dry.out
    assert not (tmp_path / "new.duckdb").exists()
    assert type_("import", few, "--yes", *place).code == 0
    assert len(wb.open(tmp_path / "new.duckdb", "ana").clients) == FEW
    assert "noví: 0" in type_("import", few, "--dry-run", *place).out


@pytest.mark.slow  # in Python: tests/importing
def test_a_mapping_can_leave_a_column_out(type_: Type, tmp_path: Path, few: Path) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps({"Poznámka": "ignore"}), encoding="utf-8")
    place = ["--file", tmp_path / "new.duckdb", "--user", "ana"]
    assert type_("import", few, "--mapping", file, "--yes", *place).code == 0
    assert wb.open(tmp_path / "new.duckdb", "ana").clients.df()["notice"].isna().all()


def test_drift_is_listed_accepted_and_dismissed(demo: Path, type_: Type, tmp_path: Path) -> None:
    type_("enrich", "--ids", "42", "--yes")
    assert "nic nezměnil" in type_("drift", "list", "--ids", "42").out
    desk = wb.open(demo, "ana")
    ico = str(desk.client(42).record["ico"])
    moved_on = firm(ico, "Jinak s.r.o.", DATPLAT="2026-11-30")
    snapshot.load(write(tmp_path / "next.csv", [moved_on]), tmp_path / "next.duckdb")
    newer = ["--snapshot", tmp_path / "next.duckdb"]
    told = type_("drift", "list", *newer)
    assert told.code == 0, told.err
    assert "přejmenován" in told.out
    assert "přesídlil" in told.out
    asked = type_("drift", "dismiss", "--kind", "moved", "--note", "sídlíme jinde", "--yes", *newer)
    assert asked.code == 0, asked.err
    assert "Sada změn" in asked.out
    assert "přesídlil" not in type_("drift", "list", *newer).out
    assert "Sada změn" in type_("drift", "accept", "--kind", "renamed", "--yes", *newer).out
    assert desk.client(42).record["name"] == "Jinak s.r.o."
    notes = desk.changes()["note"]
    assert notes.isna().iloc[0]
    assert notes.iloc[1] == "sídlíme jinde"
    refused = type_("drift", "list", "--kind", "mooved", *newer)
    assert refused.code == 1
    assert "moved" in refused.err


def test_a_persons_data_is_written_and_a_certificate_made_again(
    demo: Path, type_: Type, tmp_path: Path
) -> None:
    desk = wb.open(demo, "ana")
    person = desk.sql("SELECT min(id) FROM person").fetchall()[0][0]
    said = type_("gdpr", "export", person, "--to", tmp_path / "out")
    assert said.code == 0, said.err
    assert Path(said.out.splitlines()[0]).read_bytes().startswith(b"PK")
    client = desk.akce.create("client", name="Krátká").run().detail
    done = desk.akce.delete(client).run()
    assert str(client) in type_("gdpr", "erasures").out
    said = type_("gdpr", "certificate", done.change_set, "--to", tmp_path / "out", "--format", "txt")
    assert f"č. {client}" in Path(said.out.strip()).read_text(encoding="utf-8")
    assert type_("gdpr", "certificate", 1).code == 1
