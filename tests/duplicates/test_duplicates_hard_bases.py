"""Bases that are not as one would wish: of another country, names alone, all at one address."""

import random

import numpy as np
import pandas as pd
import pytest
from duplicates_world import clients, groups

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Found, find, notes
from workbench.duplicates.comparing import compare, unpack
from workbench.duplicates.labelling import NAMES
from workbench.duplicates.result import Duplicates
from workbench.duplicates.updating import numbers
from workbench.model.records import CLIENT


def levels(name: str, first: dict[str, object], *others: dict[str, object]) -> list[int]:
    """The levels in which a client agrees with each of the others in one comparison."""
    everyone = (first, *others)
    main = [
        {"name": "Alfa", **{key: value for key, value in one.items() if key not in {"phone", "email"}}}
        for one in everyone
    ]
    contact = [
        {"record_id": at, "kind": kind, "value": one[kind]}
        for at, one in enumerate(everyone, start=1)
        for kind in ("phone", "email")
        if kind in one
    ]
    given = {**clients(*main), "contact": pd.DataFrame(contact, columns=["record_id", "kind", "value"])}
    connection = find(given).connection
    connection.execute(
        "CREATE TEMP TABLE asked AS SELECT 0::UINTEGER AS a, b::UINTEGER AS b, 0::UINTEGER AS found_by FROM range(1, ?) t(b)",
        [len(everyone)],
    )
    compare(connection, "asked", "answered")
    pattern = connection.execute("SELECT pattern FROM answered ORDER BY b").fetchnumpy()["pattern"]
    return [int(one) for one in unpack(np.asarray(pattern, dtype=np.uint64))[:, NAMES.index(name)]]


@pytest.mark.parametrize(
    ("name", "first", "near", "far"),
    [
        ("phone", {"phone": "+420 776 097 409"}, {"phone": "776 907 409"}, {"phone": "776 333 409"}),
        ("words", {"name": "Vavřín a syn obuv"}, {"name": "Vavřín obuv"}, {"name": "Vavřín boty"}),
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in (
                ("mail", {"email": "podatelna@alfa.example"}, {"email": "podatlena@alfa.example"}, {"email": "obchod@alfa.example"}),
                ("account", {"bank_account": "9939180885/5500"}, {"bank_account": "9939180385/5500"}, {"bank_account": "9939999999/5500"}),
                ("birthday", {"birthday": "1960-03-05"}, {"birthday": "1960-05-03"}, {"birthday": "1961-05-04"}),
                ("digits", {"name": "Lipová 12 5"}, {"name": "Lipová 5"}, {"name": "Lipová 2"}),
            )
        ),
    ],
)  # fmt: skip
def test_a_slip_is_told_from_a_difference(
    name: str, first: dict[str, object], near: dict[str, object], far: dict[str, object]
) -> None:
    assert len(set(levels(name, first, far, near, first))) == 3, (
        "different, a slip apart and the same are three things"
    )


def test_a_pair_inside_a_cluster_is_as_likely_as_its_weakest_link_and_one_set_apart_less_than_alone(
    searched: Found,
) -> None:
    of, _, _, weight = searched.links
    weakest = dict(zip(of.tolist(), weight.tolist(), strict=True))
    rows = searched.connection.execute(
        "SELECT a, b, weight, joint FROM scored WHERE abs(weight) < 30"
    ).fetchall()
    assert rows
    for a, b, alone, joint in rows:
        if searched.cluster[a] == searched.cluster[b]:
            assert joint == pytest.approx(max(alone, weakest[searched.cluster[a]]), abs=1e-4)
        else:
            assert joint < alone


def strangers_abroad(count: int, seed: int) -> list[dict[str, object]]:
    """People of a country whose numbers have no check digit, each with a number and a birthday of their own."""
    draw = random.Random(seed)  # noqa: S311 - invented people
    stems = ("lan", "mar", "tor", "bel", "quin", "hal", "wes", "dor", "fin", "gar")
    return [
        {
            "first_name": draw.choice(stems) + draw.choice(stems), "last_name": draw.choice(stems) + draw.choice(stems) + draw.choice(stems),
            "ico": str(draw.randrange(10**6, 10**7)), "birthday": f"{draw.randrange(1930, 2000)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
        }
        for _ in range(count)
    ]  # fmt: skip


def test_numbers_without_a_check_digit_may_be_wrong_and_forbid_nothing() -> None:
    people = strangers_abroad(400, 5)
    again = [dict(one) for one in people]
    for at, one in enumerate(again):  # every eighth number and every ninth birthday was taken down wrongly
        if at % 8 == 0:
            one["ico"] = str(9_000_000 - at)
        elif at % 9 == 0:
            one["birthday"] = f"1925-{1 + at % 12:02}-{1 + at % 28:02}"
    found = find(clients(*people, *again), persons=True)
    assert found.model.vetoes == {}
    joined = groups(found)
    assert sum(frozenset({at, at + 400}) in joined for at in range(1, 401)) > 380


def test_an_ico_with_its_check_digit_is_believed_however_often_it_differs() -> None:
    people = [{**one, "ico": None} for one in strangers_abroad(300, 6)]
    found = find(clients(*people, *people), persons=True)
    assert set(found.model.vetoes) == {"ident", "birthday"}


def test_one_number_of_many_firms_joins_none_of_them_and_that_of_a_firm_with_branches_stays() -> None:
    own, branched = ico_numbers(7, np.arange(2)).tolist()
    filler = own[:-1] + str((int(own[-1]) + 1) % 10)  # whoever typed it did not look at its check digit
    names = [
        f"{chr(97 + at % 26)}{chr(97 + at // 26)}{chr(110 - at % 13)}{chr(97 + at % 7)} obchod"
        for at in range(60)
    ]
    firms = [{"name": one, "ico": filler, "phone": f"6021{at:05}"} for at, one in enumerate(names)]
    often = [{"name": f"Zelenina {one}", "ico": own, "phone": f"7301{at:05}"} for at, one in enumerate(names)]
    branches = [{"name": one[::-1], "ico": branched, "phone": f"7302{at:05}"} for at, one in enumerate(names)]
    found = find(clients(*firms, *firms, *often, *branches))
    assert found.blocked.fillers == 1
    assert "IČO" in " ".join(notes.of(found))
    kept = "SELECT count(*) FILTER (ident IS NULL), count(*) FILTER (ident_valid) FROM rec"
    assert found.connection.execute(kept).fetchall() == [(120, 120)]
    assert all(len({names[(at - 1) % 60] for at in one}) == 1 for one in groups(found) if min(one) <= 120)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("ООО Ромашка", "ооо РОМАШКА", marks=pytest.mark.slow),
        pytest.param("Bäckerei Müller-Öl", "BACKEREI Muller Ol", marks=pytest.mark.slow),
        ("株式会社青空", "株式会社青空"),
    ],
)
def test_names_in_other_letters_are_compared_too(first: str, second: str) -> None:
    assert levels("name", {"name": first}, {"name": second})[0] >= 12


def at_one_address(count: int) -> Found:
    """So many firms at one address, of different names."""
    draw = random.Random(7)  # noqa: S311 - invented firms
    letters = "abcdefghijklmnoprstuvz"
    names = ["".join(draw.choices(letters, k=9)) for _ in range(count)]
    ids = np.arange(1, count + 1)
    address = pd.DataFrame(
        {"record_id": ids, "street": "Lipová", "house_number": "1", "city": "Praha", "postcode": "11000"}
    )
    return find({"main": pd.DataFrame({"id": ids, "name": names}), "address": address})


def check_one_address(count: int) -> None:
    found = at_one_address(count)
    assert found.blocked.pairs < 12 * count
    assert len(groups(found)) < count / 1_000, "hardly two names are alike"
    assert found.blocked.refined
    shown = Duplicates(found, CLIENT, numbers(found))
    assert any(f"{found.blocked.pairs:,}".split(",")[0] in one for one in shown.notes())


def test_thousands_of_clients_at_one_address_cost_a_few_comparisons_each() -> None:
    check_one_address(5_000)


@pytest.mark.slow
def test_a_hundred_thousand_clients_at_one_address_cost_a_few_comparisons_each() -> None:
    check_one_address(100_000)


@pytest.mark.slow
def test_a_firm_that_each_of_many_orders_entered_anew_is_one() -> None:
    """More records than are compared with each other for their names and phones alone, each with an account of its own."""
    many = 60
    rows = [
        {"name": "Alfa s.r.o.", "ico": "90000005", "bank_account": f"{900_000_000 + at * 7919}/0100"}
        for at in range(many)
    ]
    phone = pd.DataFrame({"record_id": range(1, many + 1), "kind": "mobile", "value": "+420602123456"})
    found = find({**clients(*rows), "contact": phone})
    assert groups(found) == {frozenset(range(1, many + 1))}
