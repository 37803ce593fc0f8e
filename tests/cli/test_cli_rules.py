"""The command on the rules of merging."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import workbench as wb

Type = Callable[..., Any]


def test_rules_are_listed_tried_and_changed(type_: Type, demo: Path) -> None:
    assert "*" not in type_("rules").out.splitlines()[1]
    tried = type_("rules", "name=frequent", "category=web,veletrh", "--dry-run")
    assert tried.code == 0
    assert "Obchodní jméno: co potvrdil rejstřík, jinak přeživšího → nejčastější hodnota; změnil" in tried.out
    assert "podle zdroje: web > veletrh" in tried.out
    assert "Nic se nezměnilo." in tried.out
    assert wb.open(demo, "ana").rules.version == 0
    assert type_("rules", "name=frequent", "category=web,", "--yes").code == 0
    listed = type_("rules").out
    assert "nejčastější hodnota *" in listed
    assert "podle zdroje: web *" in listed
    assert wb.open(demo, "ana").rules.df()["changed"].sum() == 2


@pytest.mark.slow  # in Python: tests/akce/test_akce_rules.py
def test_a_rule_is_set_back_to_the_declared_one(type_: Type, demo: Path) -> None:
    assert type_("rules", "name=frequent", "category=web,", "--yes").code == 0
    assert type_("rules", "name=declared", "--yes").code == 0
    assert wb.open(demo, "ana").rules.df()["changed"].sum() == 1


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("wrong", ["turnover", "obrat=newest", "turnover=biggest"])
def test_what_is_no_rule_is_refused(type_: Type, wrong: str) -> None:
    said = type_("rules", wrong, "--yes")
    assert said.code == 1
    assert said.err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("duplicates", "--at-least", "99"), "smí to být nejvýš 1"),
        (("duplicates", "--at-least", "-1"), "musí to být aspoň 0"),
        (("duplicates", "--at-least", "vše"), "má to být číslo"),
        (("undo", "vše"), "má to být celé číslo"),
    ],
)
def test_a_number_that_cannot_be_is_refused_in_czech(
    type_: Type, arguments: tuple[str, ...], reason: str
) -> None:
    said = type_(*arguments)
    assert said.code == 2
    assert f"nelze použít: {reason}." in said.err
