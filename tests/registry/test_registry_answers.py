"""What the five answers say, and what they must never say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import locale
from workbench.model.identifiers import Note
from workbench.model.subject import Subject
from workbench.registry.answers import (
    EXCERPT_LENGTH,
    Answer,
    Found,
    Malformed,
    NotFound,
    OutOfReach,
    Refused,
    excerpt,
)

WHY = Note("test", "The same name.")
ANSWERS: list[Answer] = [
    Found(Subject("90000006", "Firma", "ČSÚ, RES"), "ČSÚ, RES", None, 3),
    NotFound("90000006", "ČSÚ, RES"),
    Refused(WHY, 90),
    Refused(WHY),
    OutOfReach(WHY),
    Malformed(WHY, "<html>…"),
]


@pytest.mark.parametrize("language", ["cs", "en"])
def test_every_answer_says_something_of_its_own(language: locale.Language) -> None:
    before = locale.current()
    try:
        locale.use(language)
        texts = [answer.text() for answer in ANSWERS]
    finally:
        locale.use(before)
    assert len(set(texts)) == len(texts)
    assert all("{" not in text for text in texts)


def test_a_refusal_says_when_to_come_back() -> None:
    assert "90" in Refused(WHY, 90.2).text()
    assert "1 " in Refused(WHY, 0.1).text()


@pytest.mark.parametrize(
    "reply",
    [
        '{"obchodniJmeno": "Jana Smyšlená", "rc": "905101/1234"}',
        "<osoba><jmeno>Jana Smyšlená</jmeno><rc>905101/1234</rc></osoba>",
        "Jana Smyšlená, 905101/1234",
        '{"popis": "Jana \\" Smyšlená',
    ],
)
def test_an_excerpt_holds_no_personal_data(reply: str) -> None:
    shown = excerpt(reply)
    assert not any(word in shown for word in ("Jana", "Smyšlená", "905101", "1234"))


@given(st.text())
def test_an_excerpt_is_short_and_has_no_digits(reply: str) -> None:
    shown = excerpt(reply)
    assert len(shown) <= EXCERPT_LENGTH
    assert not any(sign in "0123456789" for sign in shown)
