"""What ``desk.duplicates()`` shows, to whom, and how it goes on after changes."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
import tqdm.auto
from demo_copies import DemoCopies

from workbench.desk import Desk
from workbench.duplicates.offline_chart import OfflineChart
from workbench.duplicates.result import Duplicates
from workbench.errors import InputError, NotFoundError, UnknownNameError, ValueRejectedError


@pytest.fixture(scope="module")
def desk(shared_demo_copies: DemoCopies) -> Desk:
    return shared_demo_copies()


@pytest.fixture(scope="module")
def before(shared_demo_copies: DemoCopies) -> Duplicates:
    """What a search finds before anything changes in the copies of another seed."""
    return shared_demo_copies(seed=4).duplicates()


@pytest.fixture(scope="module")
def found(desk: Desk) -> Duplicates:
    return desk.duplicates()


def partition(found: Duplicates) -> dict[int, list[int]]:
    table = found.clusters()
    return dict(zip(table["cluster"], table["ids"], strict=True))


def test_the_three_records_of_one_firm_are_one_cluster(found: Duplicates) -> None:
    assert [42, 107, 228] in list(partition(found).values())


def test_clusters_come_with_their_certainty_the_most_certain_first(found: Duplicates) -> None:
    table = found.clusters()
    assert len(table) == len(found) > 20
    assert table["certainty"].is_monotonic_decreasing
    assert table["certainty"].between(0.5, 1).all()
    assert (table["size"] == table["ids"].map(len)).all()


def test_the_evidence_of_a_pair_adds_up_to_its_probability(found: Duplicates) -> None:
    pair = found.pairs().iloc[-1]
    explained = found.explain(int(pair["first"]), int(pair["second"]))
    total = explained.start + sum(one.weight for one in explained.evidence)
    assert 1 / (1 + math.exp(-total)) == pytest.approx(pair["probability"], abs=1e-4)
    assert explained.df()["total"].iloc[-1] == pytest.approx(total)
    drawn = explained.chart().to_dict()
    bars = next(iter(drawn["datasets"].values()))
    assert drawn["layer"]
    assert {one["about"]: (one["from"], one["total"]) for one in bars}["součet"] == (
        0,
        explained.steps()[-1].total,
    )


def test_a_notebook_draws_the_charts_without_a_network(found: Duplicates) -> None:
    for chart in (found.reliability_chart(), found.explain(42, 107).chart()):
        assert isinstance(chart, OfflineChart)
        shown = chart._repr_mimebundle_()
        assert set(shown) == {"application/vnd.vegalite.v5+json", "text/plain"}
        named = re.findall(r"https?://[^\"]+", json.dumps(shown))
        assert named == ["https://vega.github.io/schema/vega-lite/v5.json"]  # the language, not an address


@pytest.mark.slow
def test_the_bar_of_a_search_ends_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[tuple[int, int]] = []
    close = tqdm.auto.tqdm.close

    def closed(bar: Any) -> None:
        ended.append((bar.n, bar.total))
        close(bar)

    monkeypatch.setattr(tqdm.auto.tqdm, "close", closed)
    first = desk.duplicates()
    desk.duplicates(since=first)
    assert set(ended) == {(5, 5)}


def test_an_earlier_search_for_others_is_refused(found: Duplicates, desk: Desk) -> None:
    with pytest.raises(InputError, match="client"):
        desk.duplicates("person", since=found)


def test_an_explanation_says_what_agrees_and_shows_no_name_in_a_notebook(found: Duplicates) -> None:
    explained = found.explain(42, 107)
    assert "IČO: stejné platné" in explained.text()
    assert explained.names[0]
    assert explained.names[0] not in repr(explained)


def test_a_cluster_names_its_weakest_link(found: Duplicates) -> None:
    number = next(number for number, ids in partition(found).items() if ids == [42, 107, 228])
    cluster = found.cluster(number)
    assert set(cluster.weakest_link) <= {42, 107, 228}
    table = cluster.df()
    assert len(table) == 3
    second_weakest = {int(table["first"].iloc[1]), int(table["second"].iloc[1])}
    assert set(cluster.weakest_link) == second_weakest, (
        "the weakest pair of three is not needed to hold them together"
    )


def test_the_lines_of_an_explanation_add_up_as_they_are_read(found: Duplicates) -> None:
    for pair in found.pairs().sample(6, random_state=1).to_dict("records"):
        _, *lines = found.explain(pair["first"], pair["second"]).text().splitlines()
        numbers = [float(line.split()[0].replace("−", "-").replace(",", ".")) for line in lines]
        assert sum(numbers[:-1]) == pytest.approx(numbers[-1])
        assert lines[0].split()[1:3] == ["průměrná", "zkoumaná"]
        assert all(numbers[1:]), "what weighs nothing is not told"


def test_evidence_tells_mailboxes_from_hosts_and_says_why_what_is_missing_weighs(found: Duplicates) -> None:
    pairs = found.pairs().iloc[::4].to_dict("records")  # some of each kind; a pair takes 0.1 s
    said = [one.said for pair in pairs for one in found.explain(pair["first"], pair["second"]).told()]
    assert any("stejný e-mail, vzácný; stejná doména, " in one for one in said)
    assert any("nelze porovnat" in one for one in said)
    assert {one for one in said if "nelze porovnat" in one} <= {
        f"nelze porovnat, takže nemluví {way} jako u průměrné dvojice" for way in ("pro", "proti")
    }


@pytest.mark.parametrize(
    ("ask", "kind", "words"),
    [
        (lambda _, found: found.explain(42, 42), InputError, "42 jste zadali dvakrát"),
        (lambda _, found: found.explain(42, 10**9), NotFoundError, "1000000000 mezi prohledanými"),
        (lambda _, found: found.explain("x", 42), ValueRejectedError, "„x“"),
        (lambda _, found: found.cluster(107), NotFoundError, "Klient 107 je ve skupině 42"),
        (lambda _, found: found.cluster(3), NotFoundError, "Klient 3 v žádné skupině není"),
        (lambda _, found: found.cluster(10**9), NotFoundError, r"\.clusters\(\)"),
        (lambda _, found: found.cluster("42"), ValueRejectedError, "'42'"),
        (lambda _, found: found.pairs("0,9"), ValueRejectedError, "od 0 do 1.*'0,9'"),
        (lambda _, found: found.pairs(float("nan")), ValueRejectedError, "od 0 do 1"),
        (lambda desk, _: desk.review("x"), InputError, r"desk\.duplicates\(\)"),
        (lambda desk, found: desk.review(found, count=0), ValueRejectedError, "nejméně 1"),
        (lambda desk, _: desk.duplicates(5), UnknownNameError, "client, person"),
        (lambda desk, _: desk.duplicates(threshold="0,9"), ValueRejectedError, "'0,9'"),
        (lambda desk, _: desk.duplicates(threads=0), ValueRejectedError, "threads"),
        (lambda desk, _: desk.duplicates(memory="lots"), ValueRejectedError, "2GB"),
        (lambda desk, _: desk.duplicates(memory="99999999TB"), ValueRejectedError, "2GB"),
        (lambda desk, _: desk.duplicates(seed=2**32), ValueRejectedError, "seed.*od 0 do 4294967295"),
        (lambda desk, _: desk.duplicates(block=2.5), ValueRejectedError, "block.*2.5"),
        (lambda desk, _: desk.duplicates(memory="1KB"), InputError, "1KB"),
        (lambda desk, _: desk.duplicates(since="x"), InputError, "since=found"),
        (lambda desk, _: desk.duplicates(pairs=[(1, 2)]), InputError, "first, second a probability"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_can(
    desk: Desk, found: Duplicates, ask: Callable[[Any, Any], object], kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        ask(desk, found)


def test_a_search_says_why_it_measured_no_certainty(found: Duplicates) -> None:
    assert found.certain is None
    assert any("změřeno není" in one and "jistota 1,0" in one for one in found.notes())


@pytest.mark.slow  # some pairs: test_scored_elsewhere.py
def test_no_pairs_from_elsewhere_make_no_clusters(desk: Desk) -> None:
    none = pd.DataFrame({"first": [], "second": [], "probability": []})
    assert len(desk.duplicates(pairs=none)) == 0
    one = pd.DataFrame({"first": [42], "second": [107], "probability": [0.9]})
    assert [set(ids) for ids in desk.duplicates(pairs=one).clusters()["ids"]] == [{42, 107}]


def test_what_is_not_there_is_said_to_be_so(desk: Desk, found: Duplicates) -> None:
    with pytest.raises(NotFoundError):
        found.explain(42, 10**9)
    with pytest.raises(NotFoundError):
        found.cluster(10**9)
    with pytest.raises(UnknownNameError, match="client"):
        desk.duplicates("clients")
    with pytest.raises(UnknownNameError, match="threshold"):
        desk.duplicates(treshold=0.9)


def test_what_a_user_may_not_see_is_not_compared(desk: Desk) -> None:
    desk.store.save_user("jana", "limited")
    jana = Desk(desk.store.path, "jana")
    seen = set(jana.clients.df().index)
    assert 0 < len(seen) < len(desk.clients.df())
    theirs = jana.duplicates()
    assert set(theirs.found.ids) == seen
    jana.store.close()


@pytest.mark.slow
def test_a_search_since_an_earlier_one_finds_the_same_when_nothing_changed(
    desk: Desk, found: Duplicates
) -> None:
    again = desk.duplicates(since=found)
    assert again.found.blocked.pairs == 0
    assert partition(again) == partition(found)


def test_a_search_since_an_earlier_one_sees_what_changed_and_keeps_the_numbers_of_clusters(
    demo_copies: DemoCopies, before: Duplicates
) -> None:
    desk = demo_copies(seed=4)
    number, ids = next(iter(partition(before).items()))
    desk.akce.edit(
        ids[0], name="Zcela jiná firma", ico=None, dic=None, data_box=None, bank_account=None
    ).run()
    for kind in ("address", "contact"):
        hanging = [one.id for one in desk.store.hanging(kind, [ids[0]])]
        if hanging:
            desk.akce.remove(kind, hanging).run()
    copied = desk.client(ids[-1])
    new = (
        desk.akce.create(
            "client", name=copied.record["name"], ico=copied.record["ico"], dic=copied.record["dic"]
        )
        .run()
        .detail
    )
    after = desk.duplicates(since=before)
    assert ids[0] not in [one for part in partition(after).values() for one in part]
    untouched = {at: part for at, part in partition(before).items() if at != number}
    assert untouched.items() <= partition(after).items(), (
        "the other clusters are as they were, under their numbers"
    )
    full = desk.duplicates()
    assert sorted(map(sorted, partition(after).values())) == sorted(map(sorted, partition(full).values()))
    assert new is not None


@pytest.mark.slow  # tests/browser/test_duplicates_loop.py; without a desk: test_duplicates_finding.py; in a plan: tests/akce/test_akce_merge_clusters.py
def test_what_was_decided_is_not_offered_again_and_can_be_taken_back(
    demo_copies: DemoCopies, before: Duplicates
) -> None:
    desk = demo_copies(seed=4)
    apart, unsure, undone = [ids for ids in partition(before).values() if len(ids) == 2][:3]
    lone = sorted(set(desk.clients.df().index) - {one for ids in partition(before).values() for one in ids})[
        :2
    ]
    desk.akce.not_duplicate(*apart, reason="two branches").run()
    desk.akce.decide(unsure, "unsure").run()
    same = desk.akce.decide([lone], "same").run()
    desk.undo(desk.akce.merge_clusters([undone]).run())
    plan = desk.akce.merge_clusters([apart, unsure, undone]).preview()
    assert ["totéž" in plan["obstacle"][0], *("jistý" in one for one in plan["obstacle"][1:])] == [True] * 3
    for after in (desk.duplicates(), desk.duplicates(since=before)):
        clusters, pairs = (
            list(partition(after).values()),
            after.pairs()[["first", "second"]].to_numpy().tolist(),
        )
        for ids in (apart, unsure, undone):
            assert ids not in clusters
            assert ids not in pairs
        assert lone in clusters
        assert "Člověk rozhodl, že totožné nejsou" in after.explain(*apart).text()
    desk.undo(same)
    assert lone not in list(partition(desk.duplicates(since=after)).values())
    assert desk.decisions()["verdict"].tolist() == ["unsure", "different"]


def test_contact_persons_are_searched_too(desk: Desk) -> None:
    assert len(desk.duplicates("person").found.ids) == len(desk.sql("SELECT id FROM person WHERE valid"))
