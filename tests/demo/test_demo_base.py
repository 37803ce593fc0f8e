"""The invented client base holds together, whatever its seed and size."""

import re
from typing import Any

import numpy as np
import pandas as pd
import phonenumbers
import pytest
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from workbench.demodata import TYPES, USERS, DemoBase, Dirt, generate
from workbench.demodata.samples import SEED
from workbench.errors import UnknownNameError, ValueRejectedError
from workbench.locale import use
from workbench.model.fields import Kind
from workbench.model.records import record_type

BASES = st.builds(generate, st.integers(0, 10_000), st.integers(1, 120))


def right_check_digit(ico: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(ico, range(8, 1, -1), strict=False))
    return (11 - total % 11) % 10 == int(ico[7])


def labelled(base: DemoBase, dirt: Dirt) -> set[int]:
    return set(base.dirt.loc[base.dirt["dirt"] == dirt, "id"])


@given(BASES)
@examples(2, deadline=None)
def test_ids_are_unique_over_all_tables_and_clients_come_first(base: DemoBase) -> None:
    ids = np.concatenate([table["id"].to_numpy() for table in base.tables.values()])
    assert len(ids) == len(set(ids.tolist()))
    clients = base.tables["client"]["id"].to_list()
    assert clients == list(range(1, len(clients) + 1))


@given(BASES)
@examples(2, deadline=None)
def test_every_reference_leads_to_a_record_of_the_declared_type(base: DemoBase) -> None:
    ids = {name: set(table["id"]) for name, table in base.tables.items()}
    for name, table in base.tables.items():
        for field in record_type(name).references:
            values = table[["record_type", field.name]] if field.to == "*" else table[[field.name]]
            for row in values.dropna().itertuples(index=False):
                target = row[0] if field.to == "*" else field.to
                assert row[-1] in ids[str(target)], (name, field.name)


@given(BASES)
@examples(2, deadline=None)
def test_required_fields_are_filled_and_choices_are_declared_ones(base: DemoBase) -> None:
    for name, table in base.tables.items():
        for field in record_type(name):
            column = table[field.name]
            assert not (field.required and column.isna().any()), (name, field.name)
            if field.choices:
                assert set(column.dropna()) <= {one.value for one in field.choices}, (name, field.name)
            if field.kind is Kind.USER:
                assert set(column.dropna()) <= set(USERS)


@given(BASES)
@examples(2, deadline=None)
def test_whoever_has_an_address_has_exactly_one_primary_address(base: DemoBase) -> None:
    primary = base.tables["address"].groupby(["record_type", "record_id"])["is_primary"].sum()
    assert (primary == 1).all()


@given(BASES)
@examples(2, deadline=None)
def test_nobody_has_two_primary_contacts_of_a_kind(base: DemoBase) -> None:
    contact = base.tables["contact"]
    primary = contact[contact["is_primary"].astype(bool)]
    assert not primary.duplicated(["record_type", "record_id", "kind"]).any()


@given(BASES)
@examples(2, deadline=None)
def test_each_ico_starts_with_9_and_its_check_digit_is_right_unless_labelled(base: DemoBase) -> None:
    wrong = labelled(base, Dirt.WRONG_ICO)
    missing = labelled(base, Dirt.MISSING_ICO)
    clients = base.tables["client"]
    for client, ico, true in zip(clients["id"], clients["ico"], base.truth["ico"], strict=True):
        if client in missing or pd.isna(true):
            assert pd.isna(ico)
            continue
        assert re.fullmatch(r"9\d{7}", ico)
        assert right_check_digit(ico) != (client in wrong)
        assert (ico == true) != (client in wrong)


@given(BASES)
@examples(2, deadline=None)
def test_further_clients_of_a_firm_are_labelled_as_duplicates(base: DemoBase) -> None:
    further = set(base.truth.loc[base.truth.duplicated("entity"), "id"])
    assert labelled(base, Dirt.DUPLICATE) == further
    assert len(further) == round(len(base.truth) * 0.18)


@given(st.integers(0, 10_000), st.integers(1, 60))
@examples(2, deadline=None)
def test_the_same_seed_gives_the_same_base(seed: int, clients: int) -> None:
    one, other = generate(seed, clients), generate(seed, clients)
    for name in TYPES:
        pd.testing.assert_frame_equal(one.tables[name], other.tables[name])
    pd.testing.assert_frame_equal(one.truth, other.truth)
    pd.testing.assert_frame_equal(one.dirt, other.dirt)


@pytest.fixture(scope="module")
def base() -> DemoBase:
    return generate(SEED)


def test_another_seed_gives_other_clients(base: DemoBase) -> None:
    other = generate(SEED + 1)
    assert (base.tables["client"]["name"] != other.tables["client"]["name"]).mean() > 0.9
    assert set(base.truth["ico"].dropna()) != set(other.truth["ico"].dropna())


def test_each_table_has_exactly_id_and_the_declared_fields(base: DemoBase) -> None:
    assert tuple(base.tables) == TYPES
    for name, table in base.tables.items():
        assert list(table.columns) == ["id", *(field.name for field in record_type(name))]
        assert len(table) > 0, name


def test_the_demo_shows_every_kind_of_dirt(base: DemoBase) -> None:
    assert set(base.dirt["dirt"]) == {str(kind) for kind in Dirt}


def test_a_name_with_dirt_differs_from_the_true_name_and_a_name_without_is_equal(base: DemoBase) -> None:
    clients = base.tables["client"].set_index("id")["name"]
    true = base.firms.set_index("entity")["name"].reindex(base.truth["entity"]).set_axis(base.truth["id"])
    spoiling = {
        Dirt.TYPO,
        Dirt.FORM_VARIANT,
        Dirt.UPPER_CASE,
        Dirt.LOST_ACCENTS,
        Dirt.SWAPPED_NAMES,
        Dirt.RENAMED,
    }
    spoiling |= {Dirt.LIQUIDATION}
    spoiled = clients.index.isin(base.dirt.loc[base.dirt["dirt"].isin(spoiling), "id"])
    assert (clients[~spoiled] == true[~spoiled]).all()
    assert (clients[spoiled] != true[spoiled]).all()


def test_a_stale_address_differs_from_the_seat_and_the_others_agree_with_it(base: DemoBase) -> None:
    address = base.tables["address"]
    seat = address[address["is_primary"].astype(bool) & address["house_number"].notna()].set_index(
        "record_id"
    )
    entity = base.truth.set_index("id")["entity"]
    firms = base.firms.set_index("entity")
    stale = labelled(base, Dirt.STALE_ADDRESS)
    for client in seat.index:
        house = str(firms.loc[entity[client], "house"])
        if client not in stale:
            assert seat.loc[client, "house_number"] == house
    differing = [c for c in seat.index if seat.loc[c, "house_number"] != str(firms.loc[entity[c], "house"])]
    assert differing
    assert set(differing) <= stale


def test_phones_are_valid_czech_numbers_unless_labelled_odd(base: DemoBase) -> None:
    odd = labelled(base, Dirt.ODD_PHONE)
    contact = base.tables["contact"]
    phones = contact[contact["kind"].isin(["phone", "mobile"])]
    for row in phones.itertuples():
        if row.record_type == "client" and row.record_id in odd and row.is_primary:
            assert not str(row.value).startswith("+420")
        else:
            assert phonenumbers.is_valid_number(phonenumbers.parse(str(row.value)))


def test_mail_and_web_stay_in_the_reserved_domain(base: DemoBase) -> None:
    contact = base.tables["contact"]
    values = contact.loc[contact["kind"].isin(["email", "web"]), "value"]
    assert values.str.fullmatch(r"(https://www\.|[a-z0-9.]+@)[a-z0-9]{1,63}\.example").all()


def test_bank_accounts_satisfy_the_weighted_sum(base: DemoBase) -> None:
    weights = (6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
    accounts = base.tables["client"]["bank_account"].dropna()
    assert len(accounts) > 20
    for account in accounts:
        number = account.split("/")[0]
        assert sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11 == 0


def test_no_natural_person_gets_a_dic(base: DemoBase) -> None:
    clients = base.tables["client"]
    assert clients.loc[clients["is_person"].astype(bool), "dic"].isna().all()


def test_sisters_are_related_and_are_not_the_same_firm(base: DemoBase) -> None:
    relation = base.tables["relation"]
    parents = relation[relation["kind"] == "parent"]
    assert len(parents) > 2
    entity = base.truth.set_index("id")["entity"]
    assert (relation["client_id"] != relation["other_id"]).all()
    for parent, child in zip(entity[parents["client_id"]], entity[parents["other_id"]], strict=True):
        elder, younger = base.firms.loc[parent], base.firms.loc[child]
        assert younger["stem"].startswith(elder["stem"])
        assert elder["phone"] == younger["phone"]
        assert elder["ico"] != younger["ico"]


def test_leaving_types_out_leaves_the_clients_as_they_are(base: DemoBase) -> None:
    few = generate(SEED, only={"client", "address"})
    assert set(few.tables) == {"client", "address"}
    whole = base.tables["client"].drop(columns="origin_lead_id")
    pd.testing.assert_frame_equal(few.tables["client"].drop(columns="origin_lead_id"), whole)
    assert few.tables["client"]["origin_lead_id"].isna().all()


@pytest.mark.parametrize("only", [{"employment"}, {"contact"}, {"sales_order"}, {"relation", "lead"}])
def test_any_type_can_be_made_alone(only: set[str]) -> None:
    assert set(generate(1, 50, only=only).tables) == only


def test_a_misspelt_type_is_refused_with_the_right_spelling() -> None:
    use("en")
    try:
        with pytest.raises(UnknownNameError, match="Did you mean “contact”"):
            generate(1, only={"kontact"})
    finally:
        use("cs")


@pytest.mark.parametrize("clients", [0, -1, 1_200_001])
def test_an_impossible_size_is_refused_in_czech(clients: int) -> None:
    with pytest.raises(ValueRejectedError, match=f"nikoli {clients}"):
        generate(1, clients)


def test_client_42_of_the_documentation_has_moved_and_has_two_duplicates(base: DemoBase) -> None:
    entity = base.truth.set_index("id")["entity"]
    assert (entity == entity[42]).sum() == 3
    assert set(base.dirt.loc[base.dirt["id"] == 42, "dirt"]) == {"stale_address"}
    assert base.tables["client"].set_index("id").loc[42, "owner"] == "analytik"


def test_the_repr_shows_counts_and_no_names(base: DemoBase) -> None:
    shown: Any = repr(base)
    assert "client=300" in shown
    assert not any(name in shown for name in base.tables["client"]["name"])
