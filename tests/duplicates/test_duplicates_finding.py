"""What a search for duplicates finds, and what it never does."""

import duckdb
import numpy as np
import pandas as pd
import pytest
from duplicates_world import base, clients, groups, pair_quality, tables
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.demodata.numbers import ico_numbers
from workbench.duplicates import Found, Settings, find
from workbench.duplicates.blocking import block
from workbench.duplicates.counting import count_patterns
from workbench.duplicates.finding import begin, no_step
from workbench.duplicates.found_by import FORBIDDEN_BIT, bit
from workbench.errors import ValueRejectedError


def test_most_duplicates_are_found_and_few_strangers_are_taken_for_one(searched: Found) -> None:
    precision, recall = pair_quality(searched, base().entity)
    assert precision > 0.9
    assert recall > 0.85


def test_a_model_is_learned_from_identifiers_alone(searched: Found) -> None:
    model = searched.model
    assert model.kind == "learned"
    assert model.positives > 50
    assert model.evidence["ident"][6] > 2, "an equal valid IČO speaks for one firm"
    assert model.evidence["ident"][3] < 0, "a different one against it"


def test_every_record_is_in_exactly_one_cluster_named_by_its_first_record(searched: Found) -> None:
    found = searched
    assert len(found.cluster) == len(found.ids)
    assert (found.cluster <= np.arange(len(found.cluster))).all()
    assert (found.cluster[found.cluster] == found.cluster).all()


def test_no_cluster_holds_two_valid_ico_or_two_birthdays(searched: Found) -> None:
    found = searched
    rows = found.connection.execute(
        "SELECT CASE WHEN ident_valid THEN ident END AS ident, birthday FROM rec ORDER BY r"
    ).df()
    for column in ("ident", "birthday"):
        different = rows[column].groupby(found.cluster).nunique()
        assert different.max() == 1


@pytest.mark.slow
def test_the_order_in_which_records_come_does_not_matter(searched: Found) -> None:
    made = tables(base())
    shuffled = {name: table.sample(frac=1, random_state=5) for name, table in made.items()}
    assert groups(find(shuffled)) == groups(searched)


@pytest.mark.slow
def test_the_same_data_and_seed_give_the_same_clusters(searched: Found) -> None:
    assert (find(tables(base())).cluster == searched.cluster).all()


def test_what_a_person_told_apart_is_never_one_cluster(searched: Found) -> None:
    pair = sorted(min(groups(searched), key=sorted))[:2]
    again = find(tables(base()), decisions=[(pair[0], pair[1], "different")])
    assert not any(set(pair) <= one for one in groups(again))


def test_what_a_person_joined_is_one_cluster_even_if_nothing_else_speaks_for_it() -> None:
    rows = clients({"name": "Alfa s.r.o."}, {"name": "Zcela jiná"})
    assert groups(find(rows)) == set()
    assert groups(find(rows, decisions=[(1, 2, "same")])) == {frozenset({1, 2})}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "Kovomont Brno s.r.o."}, {"name": "KOVOMONT BRNO, spol. s r. o."}),
        ({"name": "Jan Žižka", "is_person": True, "ico": "90000009"}, {"name": "Žižka Jan", "is_person": True, "ico": "900 00 009"}),
        pytest.param({"name": "Alfa", "ico": "90000009"}, {"name": "Alfa", "dic": "CZ90000009"}, marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_spellings_of_one_thing_are_one(first: dict[str, object], second: dict[str, object]) -> None:
    assert groups(find(clients(first, second))) == {frozenset({1, 2})}


def test_two_valid_numbers_forbid_a_pair_even_if_the_dic_of_one_says_the_other() -> None:
    one, other = ico_numbers(1, np.arange(2)).tolist()
    known = {"name": "Kovomont Brno s.r.o.", "bank_account": "86/0100", "data_box": "abc2345"}
    assert groups(find(clients({**known, "ico": one}, {**known, "ico": other, "dic": f"CZ{one}"}))) == set()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "ZŠ Lipová 5"}, {"name": "ZŠ Lipová 6"}),
        ({"name": "Alfa", "ico": "90000009"}, {"name": "Alfa", "ico": "90000017"}),
        ({"name": "Jan Novák", "is_person": True, "birthday": "1960-01-01"}, {"name": "Jan Novák", "is_person": True, "birthday": "1985-01-01"}),
        ({"name": None}, {"name": None}),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_not_one(first: dict[str, object], second: dict[str, object]) -> None:
    assert groups(find(clients(first, second))) == set()


@pytest.mark.parametrize("count", [0, 1])
def test_a_base_of_none_or_one_has_no_duplicates(count: int) -> None:
    found = find({"main": pd.DataFrame({"id": pd.Series(range(count), dtype="int64"), "name": "Alfa"})})
    assert len(found.cluster) == count
    assert groups(found) == set()


def test_records_equal_in_everything_are_one_cluster_and_cost_one_comparison_each() -> None:
    rows = pd.DataFrame({"id": range(5_000), "name": "Alfa s.r.o.", "ico": "90000009"})
    found = find({"main": rows})
    assert found.blocked.twins == 4_999
    assert found.blocked.pairs == 0
    assert (found.cluster == 0).all()


@pytest.mark.slow  # others told apart: test_what_a_person_told_apart_is_never_one_cluster
def test_twins_in_everything_that_a_person_told_apart_stay_apart() -> None:
    rows = {"main": pd.DataFrame({"id": range(50), "name": "Alfa s.r.o.", "ico": "90000009"})}
    decided = [(7, 8, "different"), (0, 9, "different"), (0, 10, "unsure"), (7, 11, "same")]
    found = groups(find(rows, decisions=decided))
    for pair in ({7, 8}, {0, 9}, {0, 10}):
        assert not any(pair <= one for one in found)
    assert any({7, 11} <= one for one in found)


def test_decisions_teach_the_model(searched: Found) -> None:
    made, entity = base(), base().entity
    pairs = searched.connection.execute(
        "SELECT a, b FROM scored WHERE abs(weight) < 6 ORDER BY abs(weight) LIMIT 300"
    ).fetchall()
    said = [(a + 1, b + 1, "same" if entity[a] == entity[b] else "different") for a, b in pairs]
    taught = find(tables(made), decisions=said).model
    assert (taught.positives, taught.negatives) > (searched.model.positives, searched.model.negatives)


@pytest.mark.slow  # equal in everything: test_records_equal_in_everything_are_one_cluster_and_cost_one_comparison_each; one address: test_duplicates_hard_bases.py
def test_ten_thousand_equal_names_cost_a_few_comparisons_each_and_it_is_said() -> None:
    born = pd.Timestamp("1960-01-01") + pd.to_timedelta(np.arange(10_000), "D")
    rows = pd.DataFrame({"id": range(10_000), "name": "Jan Novák", "is_person": True, "birthday": born})
    found = find({"main": rows})
    assert found.blocked.pairs < 10 * len(rows)
    assert found.blocked.largest == len(rows)
    assert groups(found) == set()


@pytest.mark.slow  # drawn bases have such: test_any_base_is_divided_and_contradictions_stay_apart
def test_a_column_of_nulls_is_as_good_as_none() -> None:
    made = tables(base())
    emptied = {**made, "main": made["main"].assign(bank_account=None)}
    missing = {**made, "main": made["main"].drop(columns="bank_account")}
    assert groups(find(emptied)) == groups(find(missing))


def test_a_threshold_that_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueRejectedError, match=r"1\.5"):
        Settings(threshold=1.5)


@examples(3, thorough=30, deadline=None)
@given(st.lists(st.fixed_dictionaries({
    "name": st.sampled_from(["Alfa s.r.o.", "Alfa", "Beta a.s.", "Jan Novák", "", None, "', DROP TABLE rec; --"]),
    "ico": st.sampled_from([None, "90000005", "90000013", "90000009", "x", "123456789012"]),
    "birthday": st.sampled_from([None, "1960-01-01", "1970-02-03", "31.2."]),
    "is_person": st.booleans(),
}), min_size=20, max_size=30))  # fmt: skip
def test_any_base_is_divided_and_contradictions_stay_apart(rows: list[dict[str, object]]) -> None:
    columns = ["id", "name", "ico", "birthday", "is_person"]
    found = find({"main": pd.DataFrame([{"id": at, **row} for at, row in enumerate(rows)], columns=columns)})
    assert sorted(found.ids) == list(range(len(rows)))
    for one in groups(found):
        assert len({rows[at]["ico"] for at in one} & {"90000005", "90000013"}) < 2
        assert len({rows[at]["birthday"] for at in one} & {"1960-01-01", "1970-02-03"}) < 2


def test_a_forbidden_pair_counts_for_those_that_it_stands_for() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE rec AS SELECT FALSE AS abroad")
    connection.execute("CREATE TABLE decision (a UINTEGER, b UINTEGER, same BOOLEAN)")
    mark = 1 << FORBIDDEN_BIT
    connection.execute(
        f"CREATE TABLE compared AS SELECT * FROM (VALUES (0, 1, 2::UINTEGER, 7::UBIGINT), (0, 2, {2 | mark}::UINTEGER, 7::UBIGINT)) t(a, b, found_by, pattern)"
    )
    _, counts = count_patterns(connection, "compared", stands_for=10)
    assert counts.all.tolist() == [11.0]
    assert counts.free.tolist() == [11.0]


@pytest.mark.parametrize(
    ("kind", "value"), [("email", "info@Kolar-Plasty.example"), ("web", "https://www.kolarplasty.example/o-nas"), ("email", "kolar.plasty@posta.example")]
)  # fmt: skip
def test_a_firm_of_another_name_is_compared_if_its_mail_or_web_bears_the_name(kind: str, value: str) -> None:
    contact = pd.DataFrame({"record_id": [2], "kind": [kind], "value": [value]})
    made = clients(
        {"name": "Kolář Plasty s.r.o."}, {"name": "Novák Obaly, a.s."}, {"name": "Třetí spol. s r.o."}
    )
    search = begin({**made, "contact": contact}, Settings(), persons=False, decisions=(), step=no_step)
    block(search.connection, Settings())
    rows = search.connection.execute("SELECT a, b, found_by FROM candidate").fetchall()
    assert rows == [(0, 1, bit("name_in_contact"))]


def test_a_street_without_a_number_and_its_postcode_are_worth_a_look() -> None:
    """One of a pair of FEBRL 3 has another's name, and of its address no number."""
    streets = ["Průmyslová", "Prumyslova", "Kladno", "Kladno"]
    address = pd.DataFrame(
        {"record_id": [1, 2, 3, 4], "street": streets, "city": ["Kladno"] * 4, "postcode": ["27201"] * 4}
    )
    made = clients(*({"name": one} for one in ("Alfa", "Beton", "Cukr", "Datel")))
    search = begin({**made, "address": address}, Settings(), persons=False, decisions=(), step=no_step)
    block(search.connection, Settings())
    rows = search.connection.execute("SELECT a, b, found_by FROM candidate").fetchall()
    assert rows == [(0, 1, bit("corner"))], "and a town in the field of the street is not"


def test_a_name_that_one_firm_has_many_times_is_rarer_than_one_of_many_firms() -> None:
    valid = ico_numbers(1, np.arange(5)).tolist()
    made = clients(
        *[{"name": "Samota", "ico": valid[0]}] * 5, *({"name": "Novák", "ico": one} for one in valid)
    )
    search = begin(made, Settings(), persons=False, decisions=(), step=no_step)
    assert (
        search.connection.execute("SELECT name_rarity // 10 FROM rec ORDER BY r").fetchall()
        == [(7,)] * 5 + [(4,)] * 5
    )
