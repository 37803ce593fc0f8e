"""Asking ARES by IČO: batches, order, what is kept, and how old it may be."""

import asyncio
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from ares_world import TODAY, ObedientClock, ares, firm, firms, ico

from workbench.registry.answers import Found, Malformed, NotFound, Refused
from workbench.registry.ares import AresRegister, Source
from workbench.registry.base import Register
from workbench.registry.simulator import AresSimulator, Fault

DAY = timedelta(days=1)
TRADER = ico(5000)
UNKNOWN = ico(7000)


def test_it_has_the_shape_of_a_register(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path) as register:
        assert isinstance(register, Register)
        assert register.name == "ares"
        assert register.status().ready


def test_many_are_asked_a_hundred_at_a_time_and_matched_back_to_the_askers(
    simulator: AresSimulator, tmp_path: Path
) -> None:
    asked = [ico(number) for number in range(250)][::-1]
    told: list[tuple[int, int]] = []
    with ares(simulator.base_url, tmp_path) as register:
        answers = register.lookup([*asked, UNKNOWN], progress=lambda done, of: told.append((done, of)))
    assert [len(one.icos) for one in simulator.asked] == [100, 100, 51]
    assert list(answers) == [*asked, UNKNOWN]
    assert all(isinstance(answers[one], Found) and answers[one].subject.ico == one for one in asked)  # type: ignore[union-attr]
    assert answers[UNKNOWN] == NotFound(UNKNOWN, "MF, ARES 2026-11-23", TODAY)
    assert told == [(100, 251), (200, 251), (251, 251)]


def test_one_is_asked_by_its_own_address(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path) as register:
        assert isinstance(register.lookup([ico(1)])[ico(1)], Found)
        assert isinstance(register.lookup([UNKNOWN])[UNKNOWN], NotFound)
    assert [one.method for one in simulator.asked] == ["GET", "GET"]
    assert simulator.asked[0].path.endswith(f"/ekonomicke-subjekty/{ico(1)}")
    assert all("workbench/" in one.agent for one in simulator.asked)


def test_what_is_no_ico_is_not_asked(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path) as register:
        answers = register.lookup(["abc", "", "905101/1234"])
    assert {type(answer) for answer in answers.values()} == {Refused}
    assert "8 číslic" in answers["abc"].text()
    assert not simulator.asked


def test_an_ico_is_asked_once_however_often_it_is_given(simulator: AresSimulator, tmp_path: Path) -> None:
    spelled = [ico(1), f" {ico(1)}", f"{ico(1)}.0", f"IČO: {ico(1)}"]
    with ares(simulator.base_url, tmp_path) as register:
        answers = register.lookup(spelled)
        assert len({answer.subject.ico for answer in answers.values() if isinstance(answer, Found)}) == 1
        assert list(answers) == spelled
    assert len(simulator.asked) == 1


def test_a_wrong_check_digit_is_asked_all_the_same(tmp_path: Path) -> None:
    wrong = "90000009"
    with (
        AresSimulator([firm(1, ico=wrong)], today=TODAY) as simulator,
        ares(simulator.base_url, tmp_path) as register,
    ):
        assert isinstance(register.lookup([wrong])[wrong], Found)


def test_nothing_is_asked_twice_also_by_another_notebook(simulator: AresSimulator, tmp_path: Path) -> None:
    asked = [ico(1), ico(2), UNKNOWN]
    with ares(simulator.base_url, tmp_path) as first:
        answers = first.lookup(asked)
    told: list[tuple[int, int]] = []
    with ares(simulator.base_url, tmp_path) as second:
        assert second.lookup(asked, progress=lambda done, of: told.append((done, of))) == answers
    assert told == [(3, 3)]
    assert len(simulator.asked) == 1


def test_an_old_answer_shows_its_age_until_it_is_too_old(simulator: AresSimulator, tmp_path: Path) -> None:
    clock = ObedientClock()
    with ares(simulator.base_url, tmp_path, clock=clock) as register:
        register.lookup([ico(1)])
        clock.time += 5 * 86_400
        kept = register.lookup([ico(1)], max_age=30 * DAY)[ico(1)]
        assert isinstance(kept, Found)
        assert (kept.as_of, kept.age_days) == (TODAY, 5)
        assert "5 dní" in kept.text()
        assert len(simulator.asked) == 1

        fresh = register.lookup([ico(1)])[ico(1)]  # older than a day: asked anew
        assert isinstance(fresh, Found)
        assert (fresh.as_of, fresh.age_days) == (TODAY + 5 * DAY, 0)
        register.lookup([ico(1)], max_age=timedelta(0))  # on demand
    assert len(simulator.asked) == 3


def test_a_natural_person_is_not_kept_on_the_disk(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path) as register:
        register.lookup([TRADER, ico(1)])
        assert isinstance(register.lookup([TRADER])[TRADER], Found)
        assert len(simulator.asked) == 1  # this kernel still knows
    kept = (tmp_path / "replies.duckdb").read_bytes()
    assert f"CZ{ico(1)}".encode() in kept  # the search would find what stands there
    assert b"Jana" not in kept
    with ares(simulator.base_url, tmp_path) as another:
        another.lookup([TRADER, ico(1)])
    assert len(simulator.asked) == 2


def test_a_broken_file_of_replies_costs_a_question_and_no_answer(
    simulator: AresSimulator, tmp_path: Path
) -> None:
    (tmp_path / "replies.duckdb").write_bytes(b"this is no database" * 1000)
    with ares(simulator.base_url, tmp_path) as register:
        assert isinstance(register.lookup([ico(1)])[ico(1)], Found)
        assert register.memory_trouble is not None
        assert "replies.duckdb" in register.memory_trouble.text()


def test_forgetting_forgets_the_kept_answers(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path) as register:
        register.lookup([ico(1)])
        register.forget()
        register.lookup([ico(1)])
    assert len(simulator.asked) == 2


def test_it_works_inside_a_running_event_loop(simulator: AresSimulator, tmp_path: Path) -> None:
    async def cell() -> object:
        with ares(simulator.base_url, tmp_path) as register:
            return register.lookup([ico(1), ico(2)])[ico(2)]

    assert isinstance(asyncio.run(cell()), Found)


def test_several_threads_may_share_one_register(simulator: AresSimulator, tmp_path: Path) -> None:
    found: dict[str, object] = {}

    def ask(register: AresRegister, numbers: list[str]) -> None:
        found.update(register.lookup(numbers))

    with ares(simulator.base_url, tmp_path) as register:
        parts = [[ico(number) for number in range(start, start + 50)] for start in range(0, 200, 50)]
        threads = [threading.Thread(target=ask, args=(register, part)) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 200
    assert all(isinstance(answer, Found) for answer in found.values())


def test_a_snapshot_file_can_be_asked_as_if_it_were_ares(tmp_path: Path) -> None:
    demo = Path(__file__).parents[3] / "data" / "demo_res.csv"
    with AresSimulator.of_res_file(demo, today=date(2026, 11, 23)) as simulator:
        some = list(simulator.answering.world.subjects.values())[:150]
        with ares(simulator.base_url, tmp_path) as register:
            answers = register.lookup([one.ico for one in some])
    for one in some:
        answer = answers[one.ico]
        assert isinstance(answer, Found)
        assert answer.subject.name == one.name
        assert answer.subject.seat == one.seat
        assert answer.subject.legal_form == one.legal_form


def test_what_cannot_be_told_apart_is_not_called_unknown(tmp_path: Path) -> None:
    with AresSimulator(firms(5), today=TODAY) as simulator:
        world = simulator.answering.world
        world.subjects[ico(3)] = firm(99)  # answers with somebody else
        with ares(simulator.base_url, tmp_path) as register:
            answers = register.lookup([ico(1), ico(3), ico(4)])
            alone = register.lookup([ico(3)])[ico(3)]
    assert isinstance(answers[ico(1)], Found)
    assert isinstance(answers[ico(3)], Malformed)
    assert isinstance(alone, Malformed)


def test_a_lookup_may_ask_the_source_registers_too(simulator: AresSimulator, tmp_path: Path) -> None:
    with ares(simulator.base_url, tmp_path, sources=(Source.ROS, Source.VR)) as register:
        answers = register.lookup([ico(number) for number in range(150)])
        assert all(isinstance(one, Found) and one.subject.data_box == "abc234d" for one in answers.values())
        assert len(simulator.asked) == 3 * 2
        simulator.fail(Fault.SERVER_ERROR, times=None, about="ekonomicke-subjekty-ros")
        alone = register.lookup([ico(500)])[ico(500)]
    assert isinstance(alone, Found)  # what ROS could not say is simply not there
    assert alone.subject.data_box is None


@pytest.mark.slow
def test_thousands_of_kept_answers_come_back(tmp_path: Path) -> None:
    with AresSimulator(firms(2100), per_minute=10_000, today=TODAY) as simulator:
        asked = [ico(number) for number in range(2100)]
        with ares(simulator.base_url, tmp_path) as register:
            first = register.lookup(asked)
        with ares(simulator.base_url, tmp_path) as another:
            assert another.lookup(asked) == first
    assert len(simulator.asked) == 21
