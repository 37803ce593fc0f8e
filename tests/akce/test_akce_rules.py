"""The rules of merging are data: everybody's from now on, simulated before, undone after, recorded with each merge."""

import json

import pytest
from demo_copies import DemoCopies

from workbench.desk import Desk
from workbench.errors import InputError, NewerFileError, StaleVersionError, UnknownNameError
from workbench.model.fields import Merge
from workbench.model.records import CLIENT
from workbench.panels.merge_diff import Merging


@pytest.fixture
def desk(demo_copies: DemoCopies) -> Desk:
    return demo_copies(60, 11)


@pytest.fixture
def three(desk: Desk) -> list[int]:
    """Three clients that differ: turnover 1, 2, 2; the first was changed last and is the fullest."""
    ids = [int(desk.akce.create("client", name="Trojče", turnover=worth, contact_source=source).run().detail)
           for worth, source in ((1, "web"), (2, "web"), (2, "veletrh"))]  # fmt: skip
    desk.akce.edit(ids[0], notice="naposled", category="a", rating="A").run()
    return ids


def survives(desk: Desk, ids: list[int]) -> float:
    keep, *absorb = ids
    found = {one.field.name: one for one in desk.akce.merge(keep=keep, absorb=absorb).suggestions()}
    return float(found["turnover"].value)


def recorded(desk: Desk, change_set: int | None) -> int | None:
    rows = desk.store.engine.read(
        lambda file: file.execute("SELECT options FROM db.change_set WHERE id = ?", [change_set]).fetchall()
    )
    return json.loads(rows[0][0]).get("rules_version")  # type: ignore[no-any-return]


def test_a_rule_holds_for_all_merges_and_each_records_its_version(desk: Desk, three: list[int]) -> None:
    other = Desk(desk.store.path, "eva")
    assert (survives(other, three), desk.rules.version) == (1, 0)
    done = desk.akce.set_rules({"turnover": "frequent"}).run()
    assert desk.rules.version == done.change_set
    assert survives(other, three) == 2
    shown = Merging(other).compare(three[0], three[1:], {})["fields"]
    assert {one["name"]: one["why"] for one in shown}["turnover"] == "nejčastější hodnota"
    merged = other.akce.merge_clusters([three]).run()
    assert float(other.client(three[0]).turnover) == 2
    assert recorded(other, merged.change_set) == done.change_set
    other.undo(merged)
    again = other.akce.merge(keep=three[0], absorb=three[1:]).run()
    assert recorded(other, again.change_set) == done.change_set
    assert "desk.akce.set_rules({'turnover': 'frequent'}).run()" in desk.script()


def test_rules_given_with_a_merge_come_before_those_of_the_file(desk: Desk, three: list[int]) -> None:
    desk.akce.set_rules({"turnover": "frequent"}).run()
    merge = desk.akce.merge(keep=three[0], absorb=three[1:], rules={"turnover": "newest"})
    assert {one.field.name: float(one.value) for one in merge.suggestions() if one.field.name == "turnover"} == {"turnover": 1}  # fmt: skip


def test_undo_and_none_bring_the_declared_rule_back(desk: Desk, three: list[int]) -> None:
    changed = desk.akce.set_rules({"turnover": ["veletrh", "web"], "name": "newest"}).run()
    table = desk.rules.df().set_index("field")
    assert table.loc["turnover", "means"] == "podle zdroje: veletrh > web"
    assert table["changed"].sum() == 2
    assert survives(desk, three) == 2
    assert desk.akce.set_rules({"turnover": None}).run().change_set
    assert survives(desk, three) == 1
    assert desk.rules.df()["changed"].sum() == 1
    desk.undo(desk.revision())
    desk.undo(changed)
    assert desk.rules.df()["changed"].sum() == 0
    assert desk.akce.set_rules({"name": CLIENT.field("name").merge}).run().change_set is None


@pytest.mark.slow  # at the command line: tests/cli/test_cli_rules.py
def test_a_simulation_counts_what_a_merge_would_then_do(desk: Desk, three: list[int]) -> None:
    before = desk.revision()
    groups = [three]
    found = desk.rules.simulate({"turnover": "frequent", "name": "newest"}, groups)
    assert list(found.loc[0, ["field", "groups", "changes"]]) == ["turnover", 1, 1]
    assert found.loc[0, "examples"] == [(three[0], "1.00", "2.00")]
    assert list(found.loc[1, ["field", "groups", "changes"]]) == ["name", 0, 0]
    assert desk.revision() == before
    everywhere = desk.rules.simulate({"turnover": Merge.NEWEST.value, "notice": "survivor"})
    assert (everywhere["changes"] <= everywhere["groups"]).all()


def test_a_simulation_counts_salutations_of_other_names(desk: Desk) -> None:
    pair = [
        desk.akce.create("client", name="Petr", first_name="Petr", last_name="Novák", salutation="Vážený pane").run().detail,
        desk.akce.create("client", name="Petra", first_name="Petra", last_name="Nováková", salutation="Vážená paní").run().detail,
    ]  # fmt: skip
    told = desk.rules.simulate({"salutation": "newest"}, [[int(one) for one in pair]])
    assert told["groups"].tolist() == [1]


def test_a_simulation_without_duplicates_counts_none(desk: Desk) -> None:
    told = desk.rules.simulate({"turnover": "frequent"}, [])
    assert told[["field", "groups", "changes"]].to_numpy().tolist() == [["turnover", 0, 0]]


def test_a_search_for_persons_tells_nothing_of_the_rules_for_clients(desk: Desk) -> None:
    with pytest.raises(InputError, match="person"):
        desk.rules.simulate({"turnover": "frequent"}, desk.duplicates("person"))


def test_a_merge_that_was_previewed_by_other_rules_is_refused(desk: Desk, three: list[int]) -> None:
    one = desk.akce.merge(keep=three[0], absorb=three[1:])
    many = desk.akce.merge_clusters([three])
    one.preview()
    plan = many.preview()
    desk.akce.set_rules({"turnover": "frequent"}).run()
    for run in (one.run, lambda: many.run(plan)):
        with pytest.raises(StaleVersionError):
            run()
    assert len(desk.client(three[1]).all("redirect")) == 0
    one.preview()
    one.run()


def test_what_is_no_rule_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownNameError, match="turnover"):
        desk.akce.set_rules({"turnovr": "newest"})
    with pytest.raises(UnknownNameError, match="newest"):
        desk.akce.set_rules({"turnover": "newst"})
    with pytest.raises(UnknownNameError, match="newest"):
        desk.akce.set_rules({"turnover": 5})
    with pytest.raises(InputError):
        desk.akce.set_rules({"turnover": "union"})
    with pytest.raises(InputError, match="Obrat"):
        desk.akce.set_rules({"turnover": []})
    with pytest.raises(InputError):
        desk.akce.set_rules({}).run()
    with pytest.raises(InputError, match="set_rules"):
        desk.akce.create("merge_rule", field="name", rule="newest").run()


def test_a_rule_of_a_newer_program_is_told_of_and_not_merged_by(desk: Desk, three: list[int]) -> None:
    desk.akce.set_rules({"turnover": "frequent", "name": "newest"}).run()
    desk.store.engine.write(
        lambda file: file.execute("UPDATE db.merge_rule SET rule = 'wisest' WHERE field = 'turnover'")
    )
    assert desk.rules.unknown == {"turnover": "wisest"}
    assert "1 tato verze nezná" in repr(desk.rules)
    row = desk.rules.df().set_index("field").loc["turnover"]
    assert (row["rule"], row["changed"]) == ("wisest", True)
    assert "nezná" in row["means"]
    assert "„wisest“" in desk.rules.simulate({"turnover": "frequent"}, [three])["now"].tolist()[0]
    for action in (desk.akce.merge(keep=three[0], absorb=three[1:]), desk.akce.merge_clusters([three])):
        with pytest.raises(NewerFileError, match=r"Obrat.*wisest.*'turnover': None"):
            action.preview()
        with pytest.raises(NewerFileError):
            action.run()
    given = desk.akce.merge(keep=three[0], absorb=three[1:], rules={"turnover": "newest"})
    assert given.preview() is not None, "a rule given with the merge stands in for it"
    desk.akce.set_rules({"turnover": None}).run()
    assert desk.rules.unknown == {}
    desk.akce.merge_clusters([three]).run()


def test_each_rule_says_who_set_it_and_when(desk: Desk) -> None:
    before = desk.rules.changed
    assert before is None
    Desk(desk.store.path, "eva").akce.set_rules({"name": "newest"}).run()
    desk.akce.set_rules({"turnover": "frequent"}).run()
    table = desk.rules.df().set_index("field")
    assert table["by"].dropna().to_dict() == {"name": "eva", "turnover": "analytik"}
    assert desk.rules.changed == ("analytik", table.loc["turnover", "at"])
    fitting = table["fitting"].to_dict()
    assert fitting["do_not_contact"] == ["strictest"]
    assert "union" in fitting["tags"]
    assert "union" not in fitting["name"]


def test_rules_that_others_changed_since_the_preview_stay(desk: Desk) -> None:
    shown = desk.akce.set_rules({"name": "newest"})
    shown.preview()
    desk.akce.set_rules({"name": "frequent"}).run()
    with pytest.raises(StaleVersionError):
        shown.run()
    assert desk.rules.df().set_index("field").loc["name", "rule"] == "frequent"


def test_the_rules_of_each_type_have_a_version_of_their_own(desk: Desk, three: list[int]) -> None:
    first = desk.akce.set_rules({"turnover": "frequent"}).run()
    one = desk.akce.merge_clusters([three])
    plan = one.preview()
    of_persons = desk.rules.of("person")
    desk.akce.set_rules({"last_name": "newest"}, entity="person").run()
    desk.akce.set_rules({"last_name": "frequent"}, entity="person").run()
    second = desk.akce.set_rules({"last_name": None}, entity="person").run()
    assert (desk.rules.version, of_persons.version) == (first.change_set, second.change_set)
    assert "1 jiné než výchozí" in repr(desk.rules)
    assert "0 jiných než výchozích" in repr(of_persons)
    one.run(plan)
