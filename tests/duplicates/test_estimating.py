"""Weights fitted without labels are believed only where something independent of the names bears them out."""

import numpy as np
import pytest
from duplicates_world import clients, pair_quality, tables

import workbench as wb
from benchmarks.linkage.clients import generate
from workbench.duplicates import Found, estimating, find, learning
from workbench.duplicates.comparisons import PRIOR
from workbench.duplicates.estimating import given
from workbench.duplicates.odds import probability

_WORDS = ["Akvila", "Brenta", "Cedron", "Dravit", "Elbrus", "Fontis", "Gamar", "Helmut", "Ikaros", "Jantar", "Kolben", "Lentis", "Morava", "Neptun", "Orkan", "Pegas", "Quorum", "Rubin", "Sirius", "Tatran", "Ursus", "Vektor", "Zenit", "Albit", "Borax", "Citrin"]  # fmt: skip
_TRADES = ["Bank", "Energie", "Motor", "Pharma", "Telecom", "Chemie"]
_SLIPS = 0.6
_BETTER = 0.1
IDENTIFIERS = ["ico", "dic", "data_box", "birthday"]


def f1(found: Found, entity: np.ndarray) -> float:
    precision, recall = pair_quality(found, entity)
    return 2 * precision * recall / (precision + recall)


def fitted(found: Found) -> bool:
    return any((found.model.weights[name] != one).any() for name, one in given().items())


@pytest.mark.slow
def test_of_persons_that_are_all_different_none_are_thought_to_be_one_for_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strangers = wb.demo(clients=1_500).store.pool(
        "person"
    )  # each drawn by itself: namesakes, not one duplicate
    found = find(strangers, persons=True)
    assert found.model.kind == "given"
    assert len(found.ids) > 1_000
    assert not (probability(found.links[3]) >= 0.9).any()
    monkeypatch.setattr(estimating, "_borne_out", lambda *_: True)
    misled = find(strangers, persons=True)
    assert (probability(misled.links[3]) >= 0.9).sum() > 30, "the fit alone talks itself into duplicates"


@pytest.mark.parametrize("names_only", [pytest.param(False, marks=pytest.mark.slow), True])
def test_clients_without_identifiers_are_found_as_well_as_by_the_given_weights(
    monkeypatch: pytest.MonkeyPatch,
    names_only: bool,
) -> None:
    base = generate(3_000, 56)
    given_tables = {**tables(base), "main": base.tables["client"].drop(columns=IDENTIFIERS)}
    if names_only:
        given_tables = {"main": base.tables["client"][["id", "name"]]}
    found = find(given_tables)
    monkeypatch.setattr(learning, "estimate", lambda *_: (given(), PRIOR))
    assert f1(found, base.entity) >= f1(find(given_tables), base.entity)


@pytest.mark.slow
def test_a_small_base_of_many_spellings_is_fitted_and_found_better(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(4)
    names, entity = [], []
    for at, word in enumerate(_WORDS):
        ways = (
            "{} {}",
            "{} {} Group",
            "The {} {}",
            "{} {} Holding",
            "{} {} International",
            "{}",
            "{} and {} Company",
        )
        for way in ways:
            name = way.format(word, _TRADES[at % len(_TRADES)])
            slip = int(draw.integers(len(name)))
            names.append(name[:slip] + name[slip + 1 :] if draw.random() < _SLIPS else name)
            entity.append(at)
    found, truth = find(clients(*({"name": name} for name in names))), np.array(entity)
    assert fitted(found)
    monkeypatch.setattr(learning, "estimate", lambda *_: (given(), PRIOR))
    assert f1(found, truth) > f1(find(clients(*({"name": name} for name in names))), truth) + _BETTER
