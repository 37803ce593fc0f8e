"""What a browser may ask: named commands with checked arguments, and an error of the family as an answer."""

from typing import Any

import pytest

from workbench import panels
from workbench.desk import Desk
from workbench.errors import InputError, UnknownNameError
from workbench.locale import use
from workbench.panels import ClientPicker, MergeDiff, Selection
from workbench.panels._commands import LONGEST_TEXT, Switchboard, command
from workbench.panels._panel import Panel

PANELS = [getattr(panels, name) for name in panels.__all__ if name != "Selection"]
ASKED: dict[str, dict[str, Any]] = {
    "register.compare": {"ids": [42]},
    "merge.compare": {"keep": 42, "absorb": [43], "choose": {}},
    "security.report": {"client": 42},
    "planner.look": {"ids": [42]},
    "export.sample": {"ids": [42], "format": "csv"},
    "history.page": {"only": {}},
    "history.change": {"number": 1},
    "history.then": {"when": "2100-01-01"},
}
"""Whatever reads clients; a panel answers what it knows and refuses the rest."""


class Counter:
    @command
    def add(self, numbers: list[int], times: int = 1, names: dict[str, str] | None = None) -> int:
        return sum(numbers) * times + len(names or {})

    def secret(self) -> str:
        return "not for the browser"


@pytest.fixture
def board() -> Switchboard:
    return Switchboard({"count": Counter()})


def test_only_marked_methods_are_commands(board: Switchboard) -> None:
    assert board.names == ["count.add"]
    with pytest.raises(UnknownNameError):
        board.call("count.secret", {})


def test_a_command_is_called_with_named_arguments(board: Switchboard) -> None:
    assert board.call("count.add", {"numbers": [1, 2], "times": 3, "names": {"a": "b"}}).value == 10


@pytest.mark.parametrize("name", ["count.ad", "__init__", "", None, 7, "count.add.__globals__", "select 1"])
def test_an_unknown_command_is_an_error_that_names_those_there_are(board: Switchboard, name: object) -> None:
    with pytest.raises(UnknownNameError, match=r"count\.add"):
        board.call(name, {})


@pytest.mark.parametrize(
    "arguments",
    [
        {"numbers": "1; drop table client"},
        {"numbers": [1, "2"]},
        {"numbers": [True]},
        {"numbers": [1.5]},
        {"numbers": [1], "times": None},
        {"numbers": [1], "names": {"a": 1}},
        {"numbers": [1], "names": {"a": "x" * (LONGEST_TEXT + 1)}},
        {"numbers": [1], "names": {"a": "half of a sign \ud800"}},
        {"numbers": [2**53]},
        {"numbers": [-(10**30)]},
        {},
        [1],
    ],
)
def test_arguments_of_another_kind_are_refused(board: Switchboard, arguments: Any) -> None:
    with pytest.raises(InputError):
        board.call("count.add", arguments)


def test_an_argument_that_the_command_does_not_take_is_refused(board: Switchboard) -> None:
    with pytest.raises(UnknownNameError, match="numbers"):
        board.call("count.add", {"numbers": [1], "self": 1})


def test_an_error_of_the_family_is_answered_with_its_sentence_and_no_traceback(invented: Desk) -> None:
    answer, buffers = MergeDiff(invented).answer(
        {"ask": "7", "command": "merge.compare", "arguments": {"keep": 9999, "absorb": [1], "choose": {}}}
    )
    assert answer["answer"] == "7"
    assert answer["error"]["kind"] == "NotFoundError"
    assert "Traceback" not in answer["error"]["text"]
    assert buffers == []


def test_an_unexpected_error_is_answered_without_its_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise RuntimeError("Anna Nováková")

    monkeypatch.setattr(desk, "revision", fail)
    answer, _ = ClientPicker(desk).answer({"ask": 1, "command": "panel.tick", "arguments": {}})
    assert answer["error"]["kind"] == "unexpected"
    assert "Nováková" not in answer["error"]["text"]


@pytest.mark.parametrize("content", [None, [], "panel.tick", {}, {"ask": 1}, {"ask": 1, "command": ["a"]}])
def test_a_message_of_any_shape_is_answered(invented: Desk, content: object) -> None:
    answer, _ = ClientPicker(invented).answer(content)
    assert answer["error"]["kind"] == "UnknownNameError"


@pytest.mark.parametrize("kind", PANELS)
def test_no_trait_that_is_saved_with_the_notebook_holds_anything_of_a_client(
    invented: Desk, kind: type[Panel]
) -> None:
    names = [line.name for line in invented.clients.search("", limit=300, invalid=True)]
    panel = kind(invented, Selection([42, 43]))
    panel.answer({"ask": 1, "command": "panel.hello", "arguments": {}})
    panel.answer({"ask": 2, "command": "find.search", "arguments": {"text": "", "invalid": True, "only": {}}})
    panel.answer({"ask": 3, "command": "card.load", "arguments": {"client": 42}})
    for name, arguments in ASKED.items():
        panel.answer({"ask": name, "command": name, "arguments": arguments})
    state = {name: str(value) for name, value in panel.get_state().items()}
    state |= {"repr": repr(panel), "mime": str(panel._repr_mimebundle_())}
    held = [(key, name) for key, value in state.items() for name in names if len(name) > 5 and name in value]
    assert held == []


@pytest.mark.parametrize("kind", PANELS)
def test_the_repr_counts_and_does_not_name(invented: Desk, kind: type[Panel]) -> None:
    assert repr(kind(invented, Selection([42, 43]))) == f"<{kind.__name__}: vybráni 2 klienti>"


def test_the_language_is_switched_by_a_command_and_by_nothing_but_a_language(invented: Desk) -> None:
    panel = ClientPicker(invented)
    panel.answer({"ask": 1, "command": "panel.speak", "arguments": {"language": "en"}})
    tick, _ = panel.answer({"ask": 2, "command": "panel.tick", "arguments": {}})
    assert tick["value"]["language"] == "en"
    refused, _ = panel.answer({"ask": 3, "command": "panel.speak", "arguments": {"language": "de"}})
    assert refused["error"]["kind"] == "UnknownNameError"


def test_a_tick_tells_of_a_change_made_elsewhere(desk: Desk) -> None:
    panel = ClientPicker(desk)
    before = panel.tick()["revision"]
    desk.akce.invalidate([42]).run()
    assert panel.tick()["revision"] > before


def test_the_texts_follow_the_language(desk: Desk) -> None:
    panel = ClientPicker(desk)
    assert panel.hello()["texts"]["Show invalid too"] == "Zobrazit i neplatné"
    use("en")
    assert panel.hello()["texts"]["Show invalid too"] == "Show invalid too"
