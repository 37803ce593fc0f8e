"""The second market of invented clients is what it says: its own draw each seed, a true truth, and every kind of damage."""

import random
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.linkage import clients, sources
from benchmarks.linkage.sources import Drawn
from benchmarks.linkage.sources.contents import initials
from benchmarks.linkage.sources.drawing import HABITS
from benchmarks.linkage.sources.fingers import typo, unshifted
from benchmarks.linkage.sources.imports import garbled
from benchmarks.linkage.sources.kinship import KINDS
from benchmarks.linkage.sources.market import draw_market, has
from benchmarks.linkage.sources.sheet import FIELDS, Sheet
from benchmarks.linkage.sources.systems import KINDS as SYSTEMS

SIZE, SEEDS = 4_000, (1, 2, 3)
TABLES = ("client", "address", "contact")


@cache
def drawn(seed: int) -> Drawn:
    return sources.draw(SIZE, seed)


@pytest.mark.slow
def test_the_same_seed_is_the_same_base_and_another_seed_another() -> None:
    again = sources.generate(SIZE, 1)
    for name in TABLES:
        assert again.tables[name].equals(drawn(1).base.tables[name])
    assert (again.entity == drawn(1).base.entity).all()
    assert not again.tables["client"]["name"].equals(drawn(2).base.tables["client"]["name"])
    assert [one.habits for one in drawn(1).systems] != [one.habits for one in drawn(2).systems]


def test_the_tables_are_shaped_as_those_of_the_first_market() -> None:
    first, second = clients.generate(300, 1), drawn(1).base
    for name in TABLES:
        assert second.tables[name].dtypes.to_dict() == first.tables[name].dtypes.to_dict(), name
        assert second.tables[name]["id"].is_unique
    assert second.tables["client"]["id"].tolist() == list(range(1, SIZE + 1))
    for name in ("address", "contact"):
        assert second.tables[name]["record_id"].isin(second.tables["client"]["id"]).all()
    assert len(second.entity) == SIZE
    assert second.tables["client"]["name"].notna().all()


@pytest.mark.parametrize("seed", SEEDS)
def test_so_many_records_are_further_ones_and_some_firms_come_very_often(seed: int) -> None:
    sizes = np.bincount(drawn(seed).base.entity)
    assert sizes.min() == 1
    assert len(sizes) == SIZE - round(SIZE * 0.3)
    assert sizes.max() > 8
    assert (sizes == 1).mean() > 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_company_id_that_nothing_befell_is_that_of_its_firm(seed: int) -> None:
    made = drawn(seed)
    ico = made.base.tables["client"]["ico"].to_numpy(dtype=object)
    true = made.market.firms["ico"][made.base.entity]
    given = np.fromiter((isinstance(one, str) for one in ico), dtype=np.bool_)
    right = given & (ico == true)
    spoiling = [name for name in made.befell if "ico" in name] + ["fillers", "unshifted_digits"]
    spoilt = np.zeros(SIZE, dtype=np.bool_)
    for name in spoiling:
        spoilt[made.befell[name]] = True
    copied = made.origin["copied_from"].to_numpy() >= 0
    assert right[given & ~spoilt & ~copied].all()
    assert right[given].mean() > 0.6
    assert all(str(one).startswith("9") for one in made.market.firms["ico"] if one), "no real firm's"


def test_every_kind_of_damage_comes_and_changes_something() -> None:
    for name in HABITS:
        hit = [one for seed in SEEDS for one in drawn(seed).befell[name].tolist()]
        assert hit, f"{name} befalls nobody"


@pytest.mark.parametrize("name", HABITS)
def test_a_habit_changes_what_it_befalls(name: str) -> None:
    made = drawn(1)
    rows = {field: np.full(SIZE, None, dtype=object) for field in FIELDS}
    rows |= {"firm": made.base.entity, "year": made.origin["year"].to_numpy()}
    for field, column in (
        ("mail", "mail"),
        ("phone", "phone"),
        ("ico", "ico"),
        ("dic", "dic"),
        ("stem", "stem"),
        ("ending", "ending"),
        ("name", "stem"),
    ):
        rows[field] = made.market.firms[column][made.base.entity]
    rows["is_person"] = made.market.firms["is_person"][made.base.entity].astype(object)
    for field in ("street", "house", "orient", "letter", "part", "city", "district", "psc", "place"):
        rows[field] = made.market.firms[field][made.base.entity]
    if name == "fillers":
        rows["phone"][:] = None
    before = {field: values.copy() for field, values in rows.items()}
    narrow = replace(made.systems[0], width=10, street_width=8, garbled=("utf-8", "cp1250"))
    sheet = Sheet(np.random.default_rng(1), random.Random(1), rows, made.market, narrow)  # noqa: S311 - invented data
    HABITS[name](sheet, np.arange(1_000))
    changed = [field for field in FIELDS if (rows[field] != before[field]).any()]
    assert changed
    assert all((rows[field][1_000:] == before[field][1_000:]).all() for field in FIELDS), (
        "nobody else is touched"
    )
    assert has(rows["name"]).all()


def test_each_system_has_its_own_habits() -> None:
    made = drawn(1)
    of = made.origin["system"].to_numpy()
    capital = made.base.tables["client"]["name"].str.isupper().to_numpy()
    share = {
        system.kind: capital[of == at].mean()
        for at, system in enumerate(made.systems)
        if (of == at).sum() > 50
    }
    assert len(made.systems) > 5
    assert share["old ERP"] > 0.8
    assert min(share.values()) < 0.3
    assert {one.kind for seed in SEEDS for one in drawn(seed).systems} <= set(SYSTEMS)


def test_all_records_of_an_import_that_garbles_are_garbled() -> None:
    made = next(one for one in map(drawn, SEEDS) if len(one.befell["mojibake"]))
    hit = np.zeros(SIZE, dtype=np.bool_)
    hit[made.befell["mojibake"]] = True
    batch = made.origin.assign(hit=hit).groupby(["system", "year"])["hit"].mean()
    assert set(batch) <= {0.0, 1.0}


def test_a_copy_has_the_mistake_of_its_original() -> None:
    made = drawn(1)
    original = made.origin["copied_from"].to_numpy()
    copy = np.flatnonzero(original >= 0)
    assert len(copy) > 50
    assert (made.base.entity[copy] == made.base.entity[original[copy]]).all()
    client = made.base.tables["client"]
    same = (
        client["ico"].to_numpy(dtype=object)[copy] == client["ico"].to_numpy(dtype=object)[original[copy]]
    ).mean()
    assert same > 0.4


def test_firms_that_look_alike_are_there_and_are_not_one() -> None:
    made = drawn(1)
    firms = made.market.firms
    for name in KINDS:
        pairs = made.market.kin[name]
        assert len(pairs), f"no {name}"
        assert (firms["ico"][pairs[:, 0]] != firms["ico"][pairs[:, 1]]).all()

    def alike(name: str, *columns: str) -> bool:
        pairs = made.market.kin[name]
        return all((firms[column][pairs[:, 0]] == firms[column][pairs[:, 1]]).all() for column in columns)

    assert alike("holding", "street", "house", "phone", "domain")
    assert alike("father and son", "stem", "street", "house")
    assert alike("owner and company", "phone", "mail", "city", "house")
    assert alike("namesakes", "stem", "ending")
    assert alike("village", "city", "house")
    assert alike("accountant", "office_mail", "office_phone")
    pairs = made.market.kin["neighbours"]
    assert (firms["house"][pairs[:, 0]] != firms["house"][pairs[:, 1]]).all()
    assert alike("neighbours", "street", "city", "phone")
    pairs = made.market.kin["father and son"]
    assert (firms["birthday"][pairs[:, 0]] < firms["birthday"][pairs[:, 1]]).all()


def test_only_relatives_have_a_mailbox_with_a_free_provider_in_common() -> None:
    strangers = draw_market(np.random.default_rng(1), random.Random(1), 1, 2_000)  # noqa: S311 - invented data
    local = strangers.firms["free_local"]
    assert len(set(local.tolist())) == len(local)


def test_blanking_takes_company_ids_away() -> None:
    kept = drawn(1).base.tables["client"]["ico"].notna().mean()
    left = sources.generate(SIZE, 1, ico_blank=0.9).tables["client"]["ico"].notna().mean()
    assert left == pytest.approx(kept * 0.1, rel=0.4)


def test_a_text_read_in_the_wrong_encoding_is_unreadable_as_it_is_in_life() -> None:
    assert garbled("Dvořák", "utf-8", "cp1250") == "DvoĹ™Ăˇk"
    assert garbled("Žižkov", "cp1250", "?") == "?i?kov"
    assert garbled("Praha", "cp852", "cp1250") == "Praha"


def test_a_finger_slips_once() -> None:
    draw = random.Random(4)  # noqa: S311 - invented data
    assert all(abs(len(typo(draw, "Truhlářství")) - 11) <= 1 for _ in range(200))
    assert unshifted("602 123") == "žéě +ěš"
    assert initials("Stavební společnost Kladno") == "SSK"
    assert initials("Kovomat") == "Kovomat"
