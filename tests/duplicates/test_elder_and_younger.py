"""Father and son of one name: "st." and "ml." tell them apart wherever they stand."""

from itertools import count, pairwise, product

import pytest
from duplicates_world import clients, groups

from workbench.duplicates import Found, find

_ELDER = [
    {"name": "Jan Novák st."}, {"name": "Jan Novák", "title_after": "st."}, {"name": "Ing. Jan Novák st., Ph.D."}, {"name": "Novák st. Jan"},
    {"name": "JAN NOVÁK ST."}, {"name": "Jan Novák starší"}, {"name": "Jan Novák", "title_after": "Ph.D., st."}, {"name": "Jan Novák, sr."},
]  # fmt: skip
_YOUNGER = [
    {"name": "Jan Novák ml."}, {"name": "Jan Novák", "title_after": "ml."}, {"name": "Jan Novák ml. - truhlářství"}, {"name": "Novák ml. Jan"},
    {"name": "Jan Novák mladší"}, {"name": "Jan Novák", "title_after": "CSc., ml."}, {"name": "Jan Novák jr."},
]  # fmt: skip
_OTHERS = [
    {"name": "Jan Novák"}, {"name": "Novák Jan"}, {"name": "Jan Novák", "title_after": "Ph.D."},
]  # fmt: skip


@pytest.fixture(scope="module")
def found() -> tuple[Found, dict[str, list[int]]]:
    """Each in a pair of its own by an account, with the one that follows from the next list."""
    rows: list[dict[str, object]] = []
    ids: dict[str, list[int]] = {"apart": [], "together": []}
    account = count(1_000)
    for kind, pairs in {
        "apart": [*product(_ELDER, _YOUNGER)],
        "together": [*pairwise(_ELDER), *pairwise(_YOUNGER), *pairwise(_OTHERS)],
    }.items():  # fmt: skip
        for one, other in pairs:
            known = {
                "is_person": True,
                "bank_account": f"{next(account) * 7}/0100",
                "data_box": f"a{next(account) * 31:06d}",
            }
            ids[kind].append(len(rows) + 1)
            rows += [one | known, other | known]
    return find(clients(*rows)), ids


def test_the_elder_and_the_younger_are_never_one_even_with_one_account(
    found: tuple[Found, dict[str, list[int]]],
) -> None:
    joined = groups(found[0])
    assert not [one for one in found[1]["apart"] if any({one, one + 1} <= group for group in joined)]


def test_the_same_sign_is_the_same_wherever_it_stands(found: tuple[Found, dict[str, list[int]]]) -> None:
    joined = groups(found[0])
    assert not [one for one in found[1]["together"] if not any({one, one + 1} <= group for group in joined)]


@pytest.mark.slow  # one account does not either: test_the_elder_and_the_younger_are_never_one_even_with_one_account
def test_one_birthday_of_both_does_not_make_them_one() -> None:
    known = {"is_person": True, "birthday": "1960-01-01", "bank_account": "86/0100"}
    rows = clients({"name": "Jan Novák", "title_after": "st."} | known, {"name": "Jan Novák ml."} | known)
    assert groups(find(rows)) == set()
    searched = find(rows, decisions=[(1, 2, "same")])
    assert groups(searched) == {frozenset({1, 2})}, "but a person may say so"


def test_a_name_that_only_begins_like_a_sign_is_a_name() -> None:
    rows = clients(
        {"name": "Jan St Clair", "is_person": True},
        {"name": "Mladší a syn s.r.o."},
        {"name": "Starší Petr", "is_person": True},
    )
    names = find(rows).connection.execute("SELECT nm, generation FROM rec ORDER BY id").fetchall()
    assert names == [("jan st clair", None), ("mladsi a syn", None), ("starsi petr", None)]
