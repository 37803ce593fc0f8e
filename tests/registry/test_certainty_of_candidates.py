"""How certain a candidate by name and address is: what the kept measurement says, and whether it holds on fresh data."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import demodata
from workbench.model.subject import Subject
from workbench.registry.base import Candidate
from workbench.registry.certainty import CERTAIN, DATA, GAPS, SCORES, Guess, certainty, class_of, guess
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot

FRESH_SEED = 7
shares = st.floats(0, 1)


def candidate(score: float, form: str = "112") -> Candidate:
    return Candidate(Subject("90000006", "Vymyšlená s.r.o.", "", legal_form=form), score, ())


def test_the_measurement_says_how_it_was_made_and_counts_add_up() -> None:
    kept = json.loads(DATA.read_text(encoding="utf-8"))
    assert FRESH_SEED not in kept["seeds"]
    assert (tuple(kept["scores"]), tuple(kept["gaps"])) == (SCORES, GAPS)
    assert all(0 <= one["right"] <= one["tried"] for one in kept["classes"])
    assert sum(one["tried"] for one in kept["classes"]) > 700


@given(shares, shares)
def test_every_score_and_gap_has_a_class_and_a_certainty(score: float, gap: float) -> None:
    in_score, in_gap = class_of(score, gap)
    assert SCORES[in_score] <= score + 1e-9
    assert GAPS[in_gap] <= gap + 1e-9
    assert 0 <= certainty(score, gap) <= 1


def test_an_equal_name_at_the_same_place_is_certain_and_a_tie_or_a_far_name_is_not() -> None:
    assert certainty(1.0, 1.0) >= CERTAIN
    assert certainty(0.5, 1.0) < CERTAIN
    assert certainty(0.75, 0.0) < CERTAIN


def test_no_candidate_is_no_guess_and_a_lone_one_has_the_whole_gap() -> None:
    assert guess([]) is None
    lone = guess([candidate(1.0)])
    assert lone is not None
    assert (lone.gap, lone.certain) == (1.0, True)


@pytest.mark.parametrize("form", ["101", "999"])
def test_a_natural_person_or_an_unknown_form_is_never_taken_without_asking(form: str) -> None:
    assert not Guess(candidate(1.0, form), 1.0, 1.0).certain


@pytest.mark.slow
def test_on_a_fresh_base_those_that_are_certain_are_right() -> None:
    base = demodata.generate(FRESH_SEED, 500, only={"client", "address"})
    client, address = base.tables["client"], base.tables["address"]
    seats = address[address["record_type"] == "client"].drop_duplicates("record_id").set_index("record_id")
    places: dict[Any, dict[str, Any]] = seats[["city", "postcode", "street"]].to_dict("index")  # type: ignore[assignment]
    truth = base.truth.set_index("id")["ico"]
    right = wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        demodata.write_res_csv(Path(folder, "res.csv"), demodata.register_rows(base, strangers=3000))
        snapshot.load(Path(folder, "res.csv"), Path(folder, "res.duckdb"))
        register = SnapshotRegister(Path(folder, "res.duckdb"))
        lacking = client[client["ico"].isna()]
        for one, name in zip(lacking["id"], lacking["name"], strict=True):
            place = {key: value for key, value in places.get(one, {}).items() if isinstance(value, str)}
            best = guess(register.candidates(name, **place, limit=2))
            if best is not None and best.certain:
                good = best.best.subject.ico == truth[one]
                right, wrong = right + good, wrong + (not good)
        register.close()
    assert right > 30
    assert right / (right + wrong) >= CERTAIN
