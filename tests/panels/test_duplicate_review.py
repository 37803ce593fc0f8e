"""The review of duplicates as a person meets it: by keyboard, scores hidden, one's last answer taken back."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_names import HOSTILE
from panels_axe import expect_accessible
from panels_desks import copied, searched
from panels_stage import Stage
from playwright.sync_api import Page, expect

from workbench.desk import Desk
from workbench.duplicates.result import Duplicates
from workbench.panels import DuplicateReview, _pair, duplicate_review

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def base(invented: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A base with enough duplicates, and two hostile ones; tests only copy from it."""
    with copied(invented, tmp_path_factory.mktemp("base") / "clients.duckdb") as made:
        made.akce.together([
            made.akce.create("client", name=name, ico="90000009", notice=name) for name in HOSTILE for _ in range(2)
        ]).run()  # fmt: skip
        yield made


@pytest.fixture(scope="module")
def found(base: Desk) -> Duplicates:
    """What a search of it finds."""
    return base.duplicates()


@pytest.fixture
def desk(base: Desk, tmp_path: Path) -> Desk:
    path = tmp_path / "clients.duckdb"
    shutil.copy(base.store.path, path)
    return Desk(path, "analytik", register=base.register)


@pytest.fixture
def page(stage: Stage, desk: Desk, found: Duplicates) -> Page:
    """The panel, after a search, at its first question."""
    stage.put("panel", DuplicateReview(desk))
    with searched(desk, found):
        stage.page.get_by_role("button", name="Najít duplicity").click()
        stage.page.get_by_role("button", name="Posoudit sporné").click(timeout=60_000)
    expect(stage.page.locator(".wb-question")).to_be_focused()
    return stage.page


def press(page: Page, *keys: str) -> None:
    """Press keys, each once the question before is answered."""
    for key in keys:
        before = page.locator(".wb-progress-line").inner_text()
        shown = page.locator(".wb-pair thead").first.inner_text()
        page.keyboard.press(key)
        expect(page.locator("[aria-busy]")).to_have_count(0)
        now = (
            page.locator(".wb-progress-line").inner_text(),
            page.locator(".wb-pair thead").first.inner_text(),
        )
        assert now != (before, shown), f"{key} did nothing"


def test_each_key_is_an_answer_and_back_takes_the_last_one_back(page: Page, desk: Desk) -> None:
    press(page, "a", "N", "?", "1", "2", "3", "v")
    assert desk.decisions()["verdict"].value_counts()["unsure"] == 3
    position = page.locator(".wb-progress-line strong")
    at = int(position.inner_text().split()[0])
    assert at >= 6, "that a group is not one is no answer yet, its pairs are asked about"
    first = page.locator(".wb-pair thead").first.inner_text()
    press(page, "p")
    press(page, "z")
    assert page.locator(".wb-pair thead").first.inner_text() == first, "what was skipped is back"
    press(page, "5")
    expect(position).to_have_text(re.compile(f"^{at - 1} z "))
    assert desk.decisions()["verdict"].value_counts()["unsure"] == 2
    expect(page.locator(".wb-question")).to_be_focused()


def test_a_second_view_of_the_panel_answers_no_question_but_that_which_it_shows(
    stage: Stage, page: Page, desk: Desk
) -> None:
    first, second = page.locator("#panel"), page.locator("#second")
    stage.put_again("panel", "second")
    for act in ("Ano", "Ukázat odhad"):
        expect(second.locator(".wb-question")).to_be_visible()
        asked = second.locator(".wb-pair thead").first.inner_text()
        first.get_by_role("button", name="Nevím").click()
        expect(first.locator(".wb-pair thead").first).not_to_have_text(asked, use_inner_text=True)
        assert second.locator(".wb-pair thead").first.inner_text() == asked
        second.get_by_role("button", name=act).click()
        expect(second.locator(".wb-refusal").first).to_contain_text("už není na řadě")
    assert desk.decisions()["verdict"].tolist() == ["unsure", "unsure"]
    second.get_by_role("button", name="Ano").click()
    expect(second.locator(".wb-progress-line")).to_contain_text("4 z ")
    assert sorted(desk.decisions()["verdict"].unique()) == ["same", "unsure"]


def test_scores_are_hidden_until_asked_for(page: Page) -> None:
    expect(page.locator(".wb-review")).not_to_contain_text("%")
    page.keyboard.press("u")
    expect(page.locator(".wb-waterfall")).to_contain_text("% jde o téhož klienta")
    expect(page.locator(".wb-waterfall tbody th").first).to_contain_text("průměrná zkoumaná dvojice")
    expect(page.locator(".wb-waterfall tfoot")).to_contain_text("0 je 50 %")
    assert page.locator(".wb-bar-for, .wb-bar-against").count() > 2
    expect_accessible(page)
    press(page, "3")
    expect(page.locator(".wb-review")).not_to_contain_text("%")


@pytest.mark.slow  # in the cockpit: test_duplicate_merge.py
def test_the_answers_are_in_sight_on_a_small_screen(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.evaluate("document.getElementById('panel').style.overflow = 'auto'")  # as JupyterLab's cells have it
    for key in ("u", "3", "3"):
        page.keyboard.press(key)
        expect(page.locator("[aria-busy]")).to_have_count(0)
        assert page.evaluate("document.querySelector('.wb-answers').getBoundingClientRect().bottom") < 600


def test_the_panel_needs_no_scroll_bars_of_its_own_and_three_records_stay_readable(page: Page) -> None:
    page.evaluate("document.getElementById('panel').style.overflow = 'auto'")  # as JupyterLab's cells have it
    while page.locator(".wb-pair thead").first.locator("th").count() < 4:
        expect(page.locator(".wb-question")).not_to_contain_text("dvojice")
        press(page, "p")
    expect(page.locator(".wb-question")).to_contain_text("následují otázky na jednotlivé dvojice")
    page.set_viewport_size({"width": 420, "height": 800})
    sizes = "(place) => [place.scrollHeight - place.clientHeight, place.scrollWidth - place.clientWidth]"
    assert page.locator("#panel").evaluate(sizes) == [0, 0]
    narrow = page.locator(".wb-pair thead th").nth(1).evaluate("(head) => head.clientWidth")
    assert narrow >= 140
    page.locator(".wb-evidence-place").evaluate("(place) => place.scrollTo(0, 90)")
    top = page.locator(".wb-pair thead th").first.evaluate("(head) => head.getBoundingClientRect().top")
    assert top >= page.locator(".wb-evidence-place").evaluate("(place) => place.getBoundingClientRect().top"), "names stay above their values"  # fmt: skip


def test_a_mistyped_number_says_so(desk: Desk) -> None:
    one, other = (int(desk.akce.create("client", name="Překlep s.r.o.", ico=number).run().detail) for number in ("91885671", "90000000"))  # fmt: skip
    desk.akce.create("contact", record_type="client", record_id=one, kind="email", value="a@b.example").run()
    rows = _pair.side_by_side(desk.records([one, other]))["rows"]
    assert [row["label"] for row in rows if row["label"][0].islower()] == []
    assert next(row["values"] for row in rows if row["label"] == "IČO") == [
        ["91885671"], ["90000000 (překlep: nesedí kontrolní číslice)"],
    ]  # fmt: skip


def test_before_a_merge_every_field_in_which_the_records_differ_is_shown(desk: Desk) -> None:
    ids = [
        int(desk.akce.create("client", is_person=True, name=name, first_name=first, last_name=last, external_id=code).run().detail)
        for name, first, last, code in (("Jan Lípa", "Jan", "Lípa", "A1"), ("Lípa JAN", "Lípa", "JAN", "A2"))
    ]  # fmt: skip
    asked = {row["label"]: row for row in _pair.side_by_side(desk.records(ids))["rows"]}
    assert not {"Jméno", "Cizí ID"} & asked.keys(), "a question of who they are is not burdened with it"
    suggested = desk.akce.merge(ids[0], ids[1:]).suggestions()
    stays = {str(one.field.label): {"text": str(one.value), "why": one.why()} for one in suggested}
    shown = {row["label"]: row for row in _pair.side_by_side(desk.records(ids), stays)["rows"]}
    assert {str(one.field.label) for one in suggested if one.conflict} <= {
        label for label, row in shown.items() if row["state"] == "differs"
    }
    assert shown["Jméno"]["stays"]["why"].endswith("rozhoduje pole „Obchodní jméno“")


@pytest.mark.slow  # what was learned and measured before: tests/duplicates/test_duplicates_updating.py
def test_what_was_learned_holds_when_too_little_is_left_to_learn_from(desk: Desk, found: Duplicates) -> None:
    review = duplicate_review.Reviewing(desk)
    now, plain = review._now, found
    assert not plain.found.model.is_learned, "nothing was learned that could hold"
    taught = replace(plain.found, model=replace(plain.found.model, kind="learned", positives=1_234))
    now.found, now.before = None, Duplicates(taught, plain.kind, plain.cluster_ids)  # as after a merge
    review.find()
    assert now.searched().found.model.positives == 1_234


def test_letters_in_the_note_are_letters_and_the_note_is_kept(page: Page, desk: Desk) -> None:
    page.get_by_label("Poznámka k rozhodnutí").fill("")
    page.get_by_label("Poznámka k rozhodnutí").press_sequentially("ano, znám je: 1 n?")
    assert len(desk.decisions()) == 0
    page.get_by_role("button", name="Nevím").click()
    expect(page.locator(".wb-progress-line")).to_contain_text("2 z ")
    assert desk.decisions()["reason"].tolist() == ["ano, znám je: 1 n?"]
    expect(page.get_by_label("Poznámka k rozhodnutí")).to_have_value("")
    page.locator(".wb-question").press("z")
    expect(page.locator(".wb-progress-line")).to_contain_text("1 z ")
    expect(page.get_by_label("Poznámka k rozhodnutí")).to_have_value("ano, znám je: 1 n?")


def test_what_changed_since_it_was_shown_is_shown_anew_and_what_is_gone_is_passed_over(page: Page, desk: Desk) -> None:  # fmt: skip
    def shown() -> list[int]:
        return [
            int(one) for one in re.findall(r"č\.\s(\d+)", page.locator(".wb-pair thead").first.inner_text())
        ]

    refusal, note = page.locator(".wb-refusal").first, page.get_by_label("Poznámka k rozhodnutí")
    asked = shown()
    desk.akce.edit(asked[1], court_file="C 4711 vedená u Městského soudu v Praze").run()
    note.fill("volal jsem jim")
    page.get_by_role("button", name="Ano").click()
    expect(refusal).to_contain_text(f"Klient {asked[1]}: záznam se od položení otázky změnil")
    expect(page.locator(".wb-pair").first).to_contain_text("C 4711")
    expect(note).to_have_value("volal jsem jim")
    assert (shown(), len(desk.decisions())) == (asked, 0)
    desk.akce.merge(keep=asked[0], absorb=asked[1:]).run()
    page.get_by_role("button", name="Ano").click()
    expect(refusal).to_contain_text(f"Klient {asked[1]}: záznam už tu není")
    assert not {*shown()} & {*asked}
    assert desk.decisions().empty


@pytest.mark.slow
def test_the_end_tells_what_was_done_and_searches_on(stage: Stage, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setattr(duplicate_review, "QUESTIONS", 3)
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.get_by_role("button", name="Najít duplicity").click()
    page.get_by_role("button", name="Posoudit sporné").click(timeout=60_000)
    press(page, "2", "1")
    page.keyboard.press("3")
    expect(page.locator(".wb-big")).to_have_text("3 vaše rozhodnutí ano 1 · ne 1 · nevím 1")
    expect_accessible(page)
    page.keyboard.press("z")
    expect(page.locator(".wb-progress-line")).to_contain_text("3 z 3")
    page.keyboard.press("3")
    page.get_by_role("button", name="Hledat znovu s tím").click()
    expect(page.get_by_role("button", name="Posoudit sporné")).to_be_focused(timeout=60_000)
    assert set(desk.decisions()["verdict"]) == {"same", "different", "unsure"}


@pytest.mark.slow
def test_a_sitting_may_be_left_and_gone_on_with(page: Page, desk: Desk) -> None:
    page.keyboard.press("k")
    expect(page.get_by_role("button", name="Posoudit sporné"), "nothing was answered").to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".wb-question")).to_be_focused()
    press(page, "3", "p")
    held = page.locator(".wb-pair thead").first.inner_text()
    page.keyboard.press("7")
    expect(page.locator(".wb-big")).to_have_text("1 vaše rozhodnutí ano 0 · ne 0 · nevím 1")
    expect_accessible(page)
    again = Desk(desk.store.path, "eva").review(count=1)
    assert again.question, "what was in hand is free for others"
    again.close()
    page.get_by_role("button", name="Posuzovat dál").click()
    expect(page.locator(".wb-question")).to_be_focused()
    assert page.locator(".wb-pair thead").first.inner_text() == held
    press(page, "3")
    page.get_by_role("button", name="Skončit").click()
    page.get_by_role("button", name="Hledat znovu s tím").click()
    expect(page.get_by_role("button", name="Sloučit podle odhadu…")).to_be_visible(timeout=60_000)
    assert len(desk.decisions()) == 2


@pytest.mark.slow
def test_the_estimate_is_hidden_again_by_the_same_key(page: Page) -> None:
    page.keyboard.press("u")
    expect(page.locator(".wb-waterfall")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".wb-waterfall")).to_have_count(0)


def test_hostile_names_are_text_and_the_page_keeps_its_width(page: Page) -> None:
    seen = ""
    for _ in range(len(HOSTILE)):
        seen += page.locator(".wb-pair thead").first.inner_text()
        page.evaluate("for (const fold of document.querySelectorAll('#panel details')) fold.open = true")
        assert page.locator("#panel :is(img, script, svg)").count() == 0
        assert page.evaluate("[window.broken ?? null, document.documentElement.scrollWidth <= innerWidth]") == [None, True]  # fmt: skip
        press(page, "p")
    assert "onerror" in seen


@pytest.mark.slow
def test_contact_persons_are_reviewed_by_the_same_keys(stage: Stage, desk: Desk) -> None:
    known = (
        desk.sql("SELECT id, first_name, last_name FROM person ORDER BY id LIMIT 3").df().to_dict("records")
    )
    for at, one in enumerate(known):
        twin = (
            desk.akce.create("person", first_name=one["first_name"], last_name=one["last_name"]).run().detail
        )
        desk.akce.together([
            desk.akce.create("contact", record_type="person", record_id=each, kind="email", value=f"osoba{at}@dvojnik.example")
            for each in (one["id"], twin)
        ]).run()  # fmt: skip
    stage.put("panel", DuplicateReview(desk))
    page = stage.page
    page.get_by_role("button", name="Kontaktní osoby").click()
    expect(page.get_by_role("button", name="Kontaktní osoby")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".wb-review")).to_contain_text("táž osoba")
    page.get_by_role("button", name="Najít duplicity").click()
    page.get_by_role("button", name="Posoudit sporné").click(timeout=60_000)
    expect(page.locator(".wb-question")).to_have_text("Je to táž osoba?")
    expect_accessible(page)
    press(page, "n", "v", "z")
    assert desk.decisions("person")["verdict"].tolist() == ["different"]
    assert desk.decisions().empty
    page.keyboard.press("6")
    expect(page.locator(".wb-waterfall")).to_contain_text("% jde o touž osobu")
    held = page.locator(".wb-pair thead").first.inner_text()
    page.get_by_role("button", name="Klienti").click()
    expect(page.get_by_role("button", name="Najít duplicity")).to_be_visible()
    page.get_by_role("button", name="Kontaktní osoby").click()
    assert page.locator(".wb-pair thead").first.inner_text() == held, "what was in hand stayed so"
