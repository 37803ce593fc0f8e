"""No cluster is certain where nothing was measured of what its records differ in."""

import duckdb
import numpy as np
import pytest

from workbench.duplicates.doubts import doubted

KNOWN = {
    "nm": "novak",
    "person": False,
    "form": 112,
    "ident": None,
    "ident_valid": False,
    "house": "5",
    "town": "brno",
}


def is_doubted(one: dict[str, object], other: dict[str, object], weight: float = 12.0) -> bool:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE rec (r UINTEGER, nm VARCHAR, person BOOLEAN, form INTEGER, ident VARCHAR, ident_valid BOOLEAN, house VARCHAR, town VARCHAR)"
    )
    for at, record in enumerate((one, other)):
        connection.execute(
            "INSERT INTO rec VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [at, *(KNOWN | record).values()]
        )
    connection.execute(
        "CREATE TABLE scored AS SELECT 0::UINTEGER AS a, 1::UINTEGER AS b, ?::FLOAT AS weight", [weight]
    )
    return bool((doubted(connection, np.array([0, 0]), np.array([0])) == [0]).any())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nm": "novak pavel", "person": True}, {"nm": "novak petr", "person": True}),
        ({"nm": "novak jan st", "person": True}, {"nm": "novak jan ml", "person": True}),
        ({"nm": "invest i"}, {"nm": "invest ii"}),
        ({"nm": "zs lipova"}, {"nm": "ms lipova"}),
        ({"nm": "kovomont brno"}, {"nm": "kovomont praha"}),
        ({"person": True}, {"person": False}),
        ({"form": 112}, {"form": 121}),
        ({"house": "5"}, {"house": "7"}),
        ({"town": "brno"}, {"town": "zlin"}),
    ],
)  # fmt: skip
def test_what_differs_in_a_way_that_no_identifier_has_vouched_for(
    one: dict[str, object], other: dict[str, object]
) -> None:
    assert is_doubted(one, other)
    number = {"ident": "90000009", "ident_valid": True}
    assert not is_doubted(one | number, other | number), "one number: it changed its name, or its seat"
    assert not is_doubted(one, other, 40.0), "a person has looked"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"nm": "rericha a syn plynoservis"}, {"nm": "rericha asyn plynoservis"}),
        ({"nm": "havrankova zofie"}, {"nm": "havvrankova zofie"}),
        ({"nm": "papirorprint tabor"}, {"nm": "papiroriprnit"}),
        ({"nm": "kovomont brno"}, {"nm": "kovomont"}),
        ({"house": "5"}, {"house": None}),
        ({"form": 112, "ident": "90000009", "ident_valid": True}, {"form": None}),
    ],
)  # fmt: skip
def test_slips_and_what_is_left_out_raise_no_doubt(one: dict[str, object], other: dict[str, object]) -> None:
    assert not is_doubted(one, other)
