"""What was typed because a field had to be filled joins nobody, and what is merely common stays."""

from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients, groups

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Settings, find, notes
from workbench.duplicates.finding import begin, no_step

FILLER = date(1905, 5, 5)
"""Not one of the days that stand for none in whatever base."""


def slowly(*values: str) -> list[Any]:
    """Values that only the exhaustive tests try."""
    return [pytest.param(one, marks=pytest.mark.slow) for one in values]


def prepared(*rows: dict[str, Any], persons: bool = False, **more: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    made = {**clients(*rows), **more}
    return begin(made, Settings(), persons=persons, decisions=(), step=no_step).connection


def column(connection: duckdb.DuckDBPyConnection, name: str) -> list[Any]:
    return [one for (one,) in connection.execute(f"SELECT {name} FROM rec ORDER BY r").fetchall()]


def fillers(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return dict(connection.execute("SELECT kind, n FROM filler WHERE n > 0").fetchall())


def names(count: int, seed: int = 1) -> list[str]:
    draw = np.random.default_rng(seed)
    return [" ".join("".join(draw.choice([*"abdeiklmnoprstuv"], 7)) for _ in range(2)) for _ in range(count)]


def day(draw: np.random.Generator, years: int) -> date:
    return date(1940, 1, 1) + timedelta(days=int(draw.integers(365 * years)))


def people(count: int, born: list[date]) -> list[dict[str, Any]]:
    return [
        {"first_name": one.split()[0], "last_name": one.split()[1], "birthday": when}
        for one, when in zip(names(count), born, strict=True)
    ]


def test_a_date_of_birth_that_half_of_all_have_joins_nobody_and_is_told() -> None:
    draw = np.random.default_rng(5)
    first = ["Jan", "Petr", "Josef", "Pavel", "Martin", "Tomáš", "Jaroslav", "Miroslav", "Eva", "Anna"]
    last = ["Nový", "Malý", "Veselý", "Tichý", "Horák", "Kučera", "Bílek", "Zelený", "Dub", "Lípa"]
    rows = [{"first_name": str(draw.choice(first)), "last_name": str(draw.choice(last)), "birthday": day(draw, 60)} for _ in range(300)]  # fmt: skip
    filled, empty = ([{**one, "birthday": other} if at % 2 == 0 else one for at, one in enumerate(rows)] for other in (FILLER, None))  # fmt: skip
    found = find(clients(*filled), persons=True)
    assert found.blocked.fillers == 1
    assert [one is None for one in column(found.connection, "birthday")] == [at % 2 == 0 for at in range(300)]
    assert groups(found) == groups(find(clients(*empty), persons=True))
    assert "1 datum narození stojí u tolika různých jmen" in " ".join(notes.of(found))


@pytest.mark.parametrize("years", [1, pytest.param(60, marks=pytest.mark.slow)])
def test_birthdays_that_are_shared_by_chance_stay(years: int) -> None:
    """Of pupils born in one year thirty share each; of grown-ups none does so often."""
    draw = np.random.default_rng(years)
    born = [day(draw, years) for _ in range(11_000)]
    made = prepared(*people(len(born), born), persons=True)
    assert fillers(made) == {}
    assert column(made, "birthday") == born


def test_only_a_date_far_above_chance_is_emptied_and_a_person_entered_often_keeps_theirs() -> None:
    draw = np.random.default_rng(3)
    born = [day(draw, 60) for _ in range(4_000)] + [FILLER] * 40
    often = [
        {"first_name": "Kvido", "last_name": f"Vzor{at}", "birthday": date(1971, 3, 4)} for at in range(40)
    ]
    made = prepared(*people(len(born), born), *often, persons=True)
    assert fillers(made) == {"birthday": 1}
    assert column(made, "birthday") == [*born[:4_000], *[None] * 40, *[date(1971, 3, 4)] * 40]


@pytest.mark.parametrize("written", ["1900-01-01", "1899-12-30", "0001-01-01", "infinity"])
def test_a_day_that_stands_for_none_is_none(written: str) -> None:
    made = prepared({"name": "Alfa", "birthday": written, "founded_on": written})
    assert (column(made, "birthday"), column(made, "founded")) == ([None], [None])


@pytest.mark.parametrize(
    ("field", "kept", "filler", "real"),
    [
        ("data_box", "box", "neznama", "abcd123"), ("bank_account", "account", "1234567/0100", "9939180885/5500"),
        ("founded_on", "founded", date(1993, 1, 1), date(1994, 5, 6)),
    ],
)  # fmt: skip
def test_what_many_different_names_have_is_nobodys(field: str, kept: str, filler: Any, real: Any) -> None:
    rows = [{"name": one, field: filler} for one in names(25)]
    often = [{"name": f"Zelenina {one}", field: real} for one in names(25)]
    made = prepared(*rows, *often)
    assert fillers(made) == {kept: 1}
    assert column(made, kept) == [None] * 25 + [real] * 25


def test_what_has_not_the_form_of_a_data_box_or_account_is_none() -> None:
    made = prepared(*({"name": "Alfa", "data_box": one} for one in ("nemá", "0", "-", " ABCD123 ")))
    assert column(made, "box") == [None, None, None, "abcd123"]
    made = prepared(*({"name": "Alfa", "bank_account": one} for one in ("0/0", "/", "000000/0000", "19-123/0100")))  # fmt: skip
    assert column(made, "account") == [None, None, None, "19123/0100"]


@pytest.mark.parametrize("filler", ["12345678", "neuvedeno", *slowly("11111111", "00000000", "nemá IČO")])
def test_one_filler_that_most_records_have_makes_no_base_foreign(filler: str) -> None:
    own = ico_numbers(3, np.arange(100)).tolist()
    made = prepared(
        *({"name": one, "ico": number} for one, number in zip(names(250), own + [filler] * 150, strict=True))
    )
    assert column(made, "ident") == own + [None] * 150
    assert not any(column(made, "abroad"))


@pytest.mark.parametrize("filler", ["123456789", "HRB99999", *slowly("12345678", "11111", "UNKNOWN")])
def test_a_filler_among_numbers_of_another_country_joins_nobody_and_notes_say_that_they_are(
    filler: str,
) -> None:
    numbers = [f"HRB{20_000 + 37 * at}" for at in range(120)]
    given = zip(names(150), numbers + [filler] * 30, strict=True)
    made = prepared(*({"name": one, "ico": number} for one, number in given))
    assert column(made, "ident") == numbers + [None] * 30
    assert all(column(made, "abroad"))


@pytest.mark.slow
def test_that_numbers_were_taken_for_those_of_another_country_is_told() -> None:
    rows = [{"name": one, "ico": f"HRB{20_000 + 37 * at}"} for at, one in enumerate(names(120))]
    assert "jako čísla jiného státu" in " ".join(notes.of(find(clients(*rows))))


def test_a_filler_in_the_tax_number_is_no_ico() -> None:
    made = prepared(*({"name": "Alfa", "dic": one} for one in ("CZ12345678", "CZ11111111", "CZ91234567")))
    assert column(made, "ident") == [None, None, "91234567"]


@pytest.mark.parametrize("field", ["name", *slowly("first_name")])
def test_a_name_of_any_length_is_searched(field: str) -> None:
    rows = [{field: "a b " * 200}, {field: "x" * 70_000}, {field: "Alfa"}]
    found = find(clients(*rows), persons=field == "first_name")
    held = found.connection.execute("SELECT wn, length(nm) FROM rec ORDER BY r").fetchall()
    assert held[2] == (1, 4)
    assert all(words <= 250 and signs <= 500 for words, signs in held)


@pytest.mark.parametrize("value", ["@", "@@", "a@", "info@", " @ ", "@x.example"])
def test_half_an_email_is_no_email(value: str) -> None:
    contact = pd.DataFrame(
        [(1, "email", value), (2, "email", value), (2, "email", "b@y.example")],
        columns=["record_id", "kind", "value"],
    )
    made = prepared({"name": "Alfa"}, {"name": "Beta"}, contact=contact)
    mail = column(made, "mail")
    assert mail[0] is None
    assert mail[1] is not None
    assert column(made, "mailbox")[0] is None
    assert column(made, "spelled") == [None, "y.example@b"]
    assert (column(made, "host")[0] is not None) == (value == "@x.example")
