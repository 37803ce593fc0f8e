# ruff: noqa: ARG001 - a fixture named in the arguments puts its action into the menu
"""Long runs in a browser: how far they are, the page stays answered, the stop leaves all as it was."""

import re
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any, ClassVar

import pytest
from panels_axe import expect_accessible
from panels_stage import Stage
from playwright.sync_api import expect

from workbench import running
from workbench.akce import catalogue
from workbench.akce.base import Writing
from workbench.desk import Desk
from workbench.errors import WorkbenchError
from workbench.model.fields import Label
from workbench.panels import AkceMenu, ClientPicker, Selection
from workbench.panels._dispatch import Dispatcher
from workbench.store import states
from workbench.store.changeset import ChangeSet

pytestmark = pytest.mark.browser


class Slow(Writing):
    """Invalidates, and then works until somebody says that it is enough."""

    name: ClassVar[str] = "slow"
    label: ClassVar[Label] = Label("Pomalá akce", "Slow action")
    enough: ClassVar[threading.Event] = threading.Event()

    def work(self, cs: ChangeSet) -> int:
        done = states.invalidate(cs, self.given, None)
        while running.tell("Pracně", 120, 3000) and not self.enough.wait(0.02):
            pass
        return done


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Slow]]:
    monkeypatch.setattr(catalogue, "_third_party", lambda: {"slow": Slow})
    Slow.enough.clear()
    yield Slow
    Slow.enough.set()


def begun(desk: Desk, stage: Stage) -> None:
    stage.put("menu", AkceMenu(desk, Selection([42])))
    stage.put("picker", ClientPicker(desk))
    page = stage.page
    page.get_by_role("button", name="Akce").click()
    page.get_by_role("menuitem", name="Pomalá akce").click()
    place = page.get_by_role("dialog").bounding_box()
    page.get_by_role("dialog").get_by_role("button", name="Pomalá akce").click()
    expect(page.get_by_text(re.compile(r"Pracně · 120 z 3.000"))).to_be_visible()
    assert page.get_by_role("dialog").bounding_box() == place, "what it says moves nothing"


def test_a_run_tells_how_far_it_is_and_its_stop_leaves_all_as_it_was(
    desk: Desk, stage: Stage, slow: type[Slow]
) -> None:
    before = desk.revision()
    begun(desk, stage)
    page = stage.page
    expect(page.get_by_role("progressbar")).to_have_attribute("max", "3000")
    expect_accessible(page)
    page.get_by_role("button", name="Zastavit").click()
    expect(page.get_by_role("dialog").get_by_text("Zastaveno. Nic se nezměnilo.")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert desk.client(42).valid
    assert desk.revision() == before
    assert not slow.enough.is_set()


def test_a_run_that_comes_to_its_end_is_told_with_its_undo(
    desk: Desk, stage: Stage, slow: type[Slow]
) -> None:
    begun(desk, stage)
    slow.enough.set()
    expect(stage.page.get_by_text("Hotovo: Pomalá akce.").first).to_be_visible()
    assert not desk.client(42).valid
    stage.page.get_by_role("button", name="Vrátit").click()
    expect(stage.page.get_by_text("Vráceno.").first).to_be_visible()
    assert desk.client(42).valid


def test_meanwhile_the_kernel_takes_what_others_ask_and_answers_it_in_turn(
    desk: Desk, stage: Stage, slow: type[Slow]
) -> None:
    begun(desk, stage)
    page = stage.page
    stage.panels["picker"]._asked(
        None, {"ask": "x", "command": "panel.tick", "arguments": {}}, []
    )  # does not hold us
    page.get_by_role("dialog").get_by_role("button", name="Zastavit").click()
    expect(page.get_by_role("dialog").get_by_text("Zastaveno.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("combobox", name="Najít klienta").fill("bednar 42")
    expect(page.locator(".wb-row").first).to_contain_text("Bednář")


@pytest.mark.slow
def test_what_stands_in_the_line_is_stopped_before_it_begins(
    desk: Desk, stage: Stage, slow: type[Slow]
) -> None:
    begun(desk, stage)
    panel = AkceMenu(desk)
    said: list[dict[str, object]] = []
    panel.send = lambda content, _buffers=None: said.append(content)
    question = {"command": "akce.run", "arguments": {"action": "invalidate", "ids": [43], "options": {}}}
    panel._asked(None, {"ask": "7", **question}, [])
    panel._asked(None, {"ask": "8", "command": "panel.stop", "arguments": {"ask": "7"}}, [])
    assert {"answer": "8", "value": True} in said
    slow.enough.set()
    expect(stage.page.get_by_text("Hotovo: Pomalá akce.").first).to_be_visible()
    stage.page.wait_for_function("() => !document.querySelector('[aria-busy]')")
    assert desk.client(43).valid


@pytest.mark.slow  # another run: test_a_run_tells_how_far_it_is_and_its_stop_leaves_all_as_it_was
def test_an_export_of_many_is_stopped_and_not_recorded(desk: Desk, stage: Stage) -> None:
    ids = desk.clients.search("", limit=300).ids
    stage.put("menu", AkceMenu(desk, Selection(ids)))
    page = stage.page
    page.get_by_role("button", name="Akce").click()
    page.get_by_role("menuitem", name="Export").click()
    page.get_by_role("radio", name="ZIP").check()
    page.get_by_role("button", name="Stáhnout").click()
    page.get_by_role("button", name="Zastavit").click()
    expect(page.get_by_role("dialog").get_by_text("Zastaveno. Nic se nezměnilo.")).to_be_visible()
    assert len(desk.exports()) == 0


def test_only_what_may_take_long_runs_beside_the_kernel(desk: Desk) -> None:
    panel = AkceMenu(desk)
    long = {name for name in panel._switchboard.names if panel.takes_long(name)}
    assert {
        "akce.run",
        "undo.run",
        "merge.run",
        "register.compare",
        "register.take",
        "planner.release",
        "export.file",
        "export.sample",
        "export.person_file",
        "export.person_sample",
        "akce.certificate",
    } == long


class Breaking:
    """A panel whose first long command breaks out of everything."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.answered = threading.Event()

    def takes_long(self, name: object) -> bool:
        return name == "long"

    def answer(self, content: Any) -> tuple[dict[str, Any], list[bytes]]:
        self.asked.append(content["ask"])
        if content["ask"] == 1:
            raise KeyboardInterrupt
        return {"answer": content["ask"]}, []

    def refusal(self, number: object, error: WorkbenchError) -> dict[str, Any]:
        return {"answer": number, "error": str(error)}

    def reply(self, content: object) -> None:
        self.send(self.answer(content)[0])

    def send(self, content: Any, buffers: Any = None) -> None:  # noqa: ARG002 - as a panel's
        if "answer" in content:
            self.answered.set()


def test_a_run_that_breaks_out_holds_up_none_that_come_after_it() -> None:
    dispatcher, panel = Dispatcher(), Breaking()
    for ask in (1, 2):
        dispatcher.take(panel, {"ask": ask, "command": "long"})
    assert panel.answered.wait(10)
    assert panel.asked == [1, 2]
    assert not dispatcher.stop(panel, 1)
    assert not dispatcher._underway


@pytest.mark.parametrize("ask", [1, "7", [1], {"a": []}, None])
def test_an_action_that_ends_the_program_is_answered_as_one_that_failed_whatever_the_question_is_called(
    ask: object, desk: Desk, slow: type[Slow], monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object) -> int:
        sys.exit(1)

    monkeypatch.setattr(slow, "work", leave)
    panel = AkceMenu(desk)
    answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
    panel.send = lambda content, _buffers=None: answers.put(content)
    run = {"command": "akce.run", "arguments": {"action": "slow", "ids": [42], "options": {}}}
    panel._asked(None, {"ask": ask, **run}, [])
    assert answers.get(timeout=10)["event"] == "progress"
    answer = answers.get(timeout=10)
    assert answer["answer"] == ask
    assert answer["error"]["kind"] == "unexpected"
    assert desk.client(42).valid
