"""What a level says of two records is so."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients

from workbench.duplicates import Settings
from workbench.duplicates.comparing import compare, unpack
from workbench.duplicates.comparisons import COMPARISONS
from workbench.duplicates.explaining import Explanation
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.labelling import labels


def levels(**tables: pd.DataFrame) -> dict[str, str]:
    """The level of each comparison of two clients, in English."""
    made = clients({"name": "Alfa Novák"}, {"name": "Beta Kovomat"})
    search = begin({**made, **tables}, Settings(), persons=False, decisions=(), step=no_step)
    run = search.connection.execute
    run("CREATE TEMP TABLE asked AS SELECT 0::UINTEGER AS a, 1::UINTEGER AS b, 0::UINTEGER AS found_by")
    compare(search.connection, "asked", "answered")
    pattern = np.asarray(run("SELECT pattern FROM answered").fetchnumpy()["pattern"], dtype=np.uint64)
    return {one.name: one.levels[at].en for one, at in zip(COMPARISONS, unpack(pattern)[0], strict=True)}


def mails(*held: tuple[int, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"record_id": [one for one, _ in held], "kind": "email", "value": [mail for _, mail in held]}
    )


def towns(*held: tuple[str, str | None]) -> pd.DataFrame:
    rows: dict[str, Any] = {"record_id": [1, 2], "street": ["Krátká 5", "Dlouhá 8"]}
    return pd.DataFrame({**rows, "city": [town for town, _ in held], "postcode": [code for _, code in held]})


@pytest.mark.slow
def test_who_shares_an_e_mail_is_not_said_to_have_another_domain() -> None:
    shared = levels(
        contact=mails((1, "a@x.example"), (1, "b@y.example"), (2, "b@y.example"), (2, "c@z.example"))
    )
    assert shared["mail"] == "the same e-mail, a rare one"
    assert shared["host"] == "cannot be compared"
    none = levels(
        contact=mails((1, "a@x.example"), (1, "b@y.example"), (2, "d@y.example"), (2, "c@z.example"))
    )
    assert none["mail"] == "another e-mail"
    one = levels(contact=mails((1, "b@y.example"), (2, "b@y.example")))
    assert one["host"] == "the same domain, a rare one"
    other = levels(contact=mails((1, "b@y.example"), (2, "b@z.example")))
    assert other["host"] == "their rarest domains differ"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (("Ústí nad Labem", "40001"), ("Ústí nad Orlicí", "56201"), "another town"),
        (("Nová Ves", "40001"), ("Nová Paka", "50901"), "another town"),
        (("Praha 1", "11000"), ("Praha-Nusle", "14000"), "the same first word of the town"),
        (("Kladno", "27201"), ("Kladno", None), "the same first word of the town"),
        (("Kladno", None), ("kladno", None), "the same first word of the town"),
        (("London", "E1 6AN"), ("London", "SW1A 1AA"), "the same first word of the town"),
        (("Kladno", "27201"), ("Slaný", "27401"), "another town"),
        (("Kladno", "27201"), ("Švermov", "27203"), "a near postcode"),
    ],
)  # fmt: skip
def test_a_town_of_the_same_first_word_far_away_is_another(
    one: tuple[str, str | None], other: tuple[str, str | None], level: str
) -> None:
    assert levels(address=towns(one, other))["town"] == level


def test_the_words_of_the_start_follow_its_sign() -> None:
    said = [Explanation(1, 2, ("", ""), start, ()).steps()[0].said for start in (6.1, -6.1)]
    assert [one.rpartition(" ")[2] for one in said] == ["je", "není"]


@pytest.mark.parametrize(
    ("other", "level", "label"),
    [
        ("abc1234", "the same data box", 1),
        ("abc1235", "data boxes a sign apart", -1),
        ("bac1234", "data boxes a sign apart", -1),
        ("abd1235", "another data box", 0),
    ],
)
def test_a_mistyped_data_box_labels_nothing(other: str, level: str, label: int) -> None:
    """It has no check digit: taken for another one, it calls one firm two."""
    said = levels(main=clients({"data_box": "abc1234"}, {"data_box": other})["main"])
    assert said["box"] == level
    pattern = [
        next(at for at, told in enumerate(one.levels) if told.en == said[one.name]) for one in COMPARISONS
    ]
    assert labels(np.asarray([pattern], dtype=np.uint8)).tolist() == [label]
