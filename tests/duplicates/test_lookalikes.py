"""Pairs that look like one though their numbers say that they are two: found, asked about, and answered."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from duplicates_world import base, groups, tables

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Found, find, lookalikes
from workbench.duplicates.notes import of as notes
from workbench.duplicates.odds import FORBIDDEN
from workbench.duplicates.result import Duplicates
from workbench.duplicates.reviewing import questions
from workbench.duplicates.updating import numbers, update
from workbench.model.records import CLIENT

OWN, ALSO, LENT, OWNER, FOREIGN, NEWER = 90_001, 90_002, 90_003, 90_004, 90_005, 90_006
"""Two records of one firm, one of it with the number of somebody else, whose own record that is, and two more with numbers of others."""
Tables = dict[str, pd.DataFrame]


_FIRM = (
    "Vrkobijec Kovovýroba s.r.o.",
    "777123321",
    "vrkobijec@posta.example",
    "Ocelářská",
    "17",
    "Ostrava",
    "70030",
)
_OTHER = ("Zlatohlas Pekárny a.s.", "603999888", "zlatohlas@posta.example", "Chlebná", "4", "Plzeň", "30100")


def world(*, with_newer: bool = False) -> Tables:
    """A base that teaches, with fifty firms that were entered twice alike, and these."""
    icos = ico_numbers(6, np.arange(54)).tolist()
    twice = [
        (
            at,
            icos[4 + at % 50],
            f"Dvojzápis {chr(65 + at % 50)}elka s.r.o.",
            str(604_100_200 + at % 50),
            f"dvoji{at % 50}@posta.example",
            "Polní",
            str(at % 50 + 1),
            "Zlín",
            "76001",
        )
        for at in range(80_000, 80_100)
    ]
    rows = [
        *twice,
        (OWN, icos[0], *_FIRM), (ALSO, icos[0], *_FIRM), (LENT, icos[1], *_FIRM), (OWNER, icos[1], *_OTHER), (FOREIGN, icos[2], *_OTHER),
        *([(NEWER, icos[3], *_FIRM)] if with_newer else []),
    ]  # fmt: skip
    columns = ["id", "ico", "name", "phone", "email", "street", "house_number", "city", "postcode"]
    frame = pd.DataFrame(rows, columns=columns).assign(record_id=[row[0] for row in rows], is_primary=True)
    contacts = frame.melt("record_id", ["phone", "email"], "kind")
    added = {
        "main": frame[["id", "ico", "name"]], "address": frame[["record_id", "is_primary", *columns[5:]]], "contact": contacts,
    }  # fmt: skip
    return {name: pd.concat([of, added[name]], ignore_index=True) for name, of in tables(base()).items()}


@pytest.fixture(scope="module", autouse=True)
def _looks_alike_early() -> Iterator[None]:
    """In a base so small hardly any pair is sure by all that does not identify."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lookalikes, "ALIKE", 0.5)
        yield


@pytest.fixture(scope="module")
def found() -> Found:
    return find(world())


def shown(found: Found) -> Duplicates:
    return Duplicates(found, CLIENT, numbers(found))


def pairs(found: Found) -> set[tuple[int, int]]:
    frame = shown(found).lookalikes()
    both = {(int(a), int(b)) for a, b in zip(frame["first"], frame["second"], strict=True)}
    return {pair for pair in both if min(pair) >= OWN}


def group(found: Found, one: int) -> set[int]:
    return next((set(some) for some in groups(found) if one in some), {one})


def test_they_are_listed_with_the_numbers_that_tell_them_apart(found: Found) -> None:
    assert pairs(found) == {(OWN, LENT), (ALSO, LENT), (OWNER, FOREIGN)}
    frame = shown(found).lookalikes().set_index(["first", "second"])
    row = frame.loc[[(OWN, LENT)]].iloc[0]
    assert float(row["probability"]) >= 0.5
    assert row["first_name"] == row["second_name"] == _FIRM[0]
    assert [row["differs"], row["first_value"], row["second_value"]] == [
        "ico",
        *ico_numbers(6, np.arange(2)).tolist(),
    ]
    told = " ".join(notes(found))
    assert "vypadá jako jeden záznam" in told
    assert "lookalikes" not in told, "panels show it, too"
    assert shown(found).explain(OWN, LENT).impossible
    regardless = shown(found).explain(OWN, LENT, regardless=True)
    assert regardless.probability == pytest.approx(float(row["probability"]), abs=1e-4)
    assert "různá platná" not in regardless.text()


def test_they_are_asked_about_first_only_where_they_alone_stand_in_the_way_of_a_certainty(
    found: Found,
) -> None:
    listed = shown(found).lookalikes()
    many = len(
        {tuple(sorted(pair)) for pair in zip(listed["first_value"], listed["second_value"], strict=True)}
    )
    last = questions(found, 10_000)
    assert not last[0].contradicted
    assert shown(found).unanswered == 0
    measured = replace(found.model.calibration, certain=None, within_reach=True)
    near = replace(found, model=replace(found.model, calibration=measured))
    first = questions(near, 10_000)
    assert {one.contradicted for one in first[:many]} == {"ico"}, "one question for each two numbers"
    assert first[many].contradicted == ""
    assert {one.ids for one in first} == {one.ids for one in last}
    assert len({one.ids for one in first}) == len(first)
    assert shown(near).unanswered == many
    assert len(notes(near)) == len(notes(found)) + 1


def test_a_yes_joins_the_whole_firm_and_not_the_one_whose_number_it_is() -> None:
    found = find(world(), decisions=[(OWN, LENT, "same")])
    assert group(found, LENT) == {OWN, ALSO, LENT}
    assert LENT not in group(found, OWNER)
    assert pairs(found) == {(OWNER, FOREIGN)}, "what the other records of the firm are follows from it"
    assert (ALSO, LENT) not in {one.pair for one in questions(found, 10_000)}
    said = shown(found).explain(ALSO, LENT)
    assert not said.impossible
    assert said.probability > 0.5
    assert "plyne z toho, co člověk rozhodl" in said.text()
    assert "různá platná" not in said.text()
    assert not shown(found).explain(OWN, LENT).impossible, "a person decided"
    assert shown(found).explain(OWN, FOREIGN).impossible, "of these nobody spoke"


@pytest.mark.parametrize("verdict", ["different", "unsure"])
def test_any_other_answer_leaves_them_apart(verdict: str) -> None:
    found = find(world(), decisions=[(OWN, LENT, verdict)])
    assert group(found, OWN) == {OWN, ALSO}
    assert OWN not in group(found, LENT)
    assert (OWN, LENT) not in pairs(found), "it is not listed again"
    asked = {one.pair for one in questions(found, 10_000) if one.contradicted}
    assert (ALSO, LENT) in pairs(found)
    assert (ALSO, LENT) not in asked, "of these two numbers a person has spoken"
    assert (OWNER, FOREIGN) in asked


def test_an_update_keeps_them_and_finds_new_ones(found: Found) -> None:
    later = update(found, world(with_newer=True))
    assert pairs(later) == {*pairs(found), (OWN, NEWER), (ALSO, NEWER), (LENT, NEWER)}
    gone = world()
    gone["main"] = gone["main"][gone["main"]["id"] != OWN]
    assert pairs(update(found, gone)) == {(ALSO, LENT), (OWNER, FOREIGN)}
    told = update(found, world(), decisions=[(OWN, LENT, "same")])
    assert group(told, LENT) == {OWN, ALSO, LENT}
    assert pairs(told) == {(OWNER, FOREIGN)}
    back = update(told, world())
    assert OWN not in group(back, LENT)
    assert pairs(back) == pairs(found)
    weights = "SELECT max(weight) FROM scored JOIN rec x ON x.r = a JOIN rec y ON y.r = b WHERE x.ident_valid AND y.ident_valid AND x.ident <> y.ident"
    assert back.connection.execute(weights).fetchall()[0][0] <= FORBIDDEN, "two valid numbers forbid again"
