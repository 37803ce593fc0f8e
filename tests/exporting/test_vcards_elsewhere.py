"""What we write, read by a program that is not ours, in another language: ical.js."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from exporting_dossiers import company, dossier, record
from hypothesis import given
from hypothesis import strategies as st

from workbench.exporting import vcard
from workbench.exporting._text import clean, clean_line
from workbench.exporting.cards import VERSIONS, Version
from workbench.model.record import Dossier

_PARTED = {"n", "adr", "org"}
SCRIPT = Path(__file__).with_name("vcards.cjs")
NASTY = [
    "\n", "\r\n", "\r", "\u2028", "\x85", "\\", "\\n", "\\,", "\\;", ";", ",", ":", '"', "^n", "END:VCARD", "\nBEGIN:VCARD", "\nTEL:1",
    "\x00", "\x1b[31m", "\ud800", "ž", "👩‍🔧", "ž" * 40, "𐍈" * 20, " ", "\t", "=0D=0A", "item1.",
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=10).map(
    lambda some: f"x{''.join(some)}x"
)
"""It ends in a letter: ical.js takes a backslash before a separator for its escape, whatever stands before that."""
Read = Callable[[bytes], list[dict[str, list[Any]]]]


@pytest.fixture(scope="module")
def read() -> Iterator[Read]:
    """Cards as ``{property: [value, …]}``, all values of a property in their order."""
    with subprocess.Popen(  # noqa: S603 - our own script
        [shutil.which("node") or "node", str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as reader:
        assert reader.stdin
        assert reader.stdout

        def ask(data: bytes) -> list[dict[str, list[Any]]]:
            reader.stdin.write(json.dumps(data.decode()) + "\n")  # type: ignore[union-attr]
            reader.stdin.flush()  # type: ignore[union-attr]
            answer = json.loads(reader.stdout.readline())  # type: ignore[union-attr]
            assert isinstance(answer, list), answer
            return [_card(properties) for _, properties, _ in answer]

        yield ask
        reader.stdin.close()


def _card(properties: list[list[Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for name, _, kind, *values in properties:
        said = [_undone(one) if kind == "unknown" else one for one in values]
        found.setdefault(name, []).append(said[0] if len(said) == 1 and name != "categories" else said)
    if found["version"] == ["4.0"]:
        return found
    return {
        name: values if name in _PARTED or name.startswith("x-") else [_semicolons(one) for one in values]
        for name, values in found.items()
    }


def _undone(raw: str) -> str:
    """Where ical.js leaves escapes to its user: in what it knows no type of."""
    out, at = [], 0
    while at < len(raw):
        pair = raw[at : at + 2]
        out.append({"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}.get(pair, raw[at]))
        at += 2 if pair in {"\\n", "\\,", "\\;", "\\\\"} else 1
    return "".join(out)


def _semicolons(value: Any) -> Any:
    """In 3.0 it leaves the escape of a semicolon, which RFC 2426 demands, in values without parts."""
    return [_semicolons(one) for one in value] if isinstance(value, list) else value.replace("\\;", ";")


def hostile_client(text: str) -> Dossier:
    """A client with a contact person, whose every text is this."""
    who = dossier(
        "person", 501, first_name=text, last_name=text, title_before=text, title_after=text, notice=text
    )
    hanging = [
        record("employment", 2, person_id=501, client_id=42, position=text),
        record(
            "address", 3, kind="contact", street=text, city=text, postcode=text, region=text, country=text
        ),
        record("contact", 4, kind="phone", value=text, label=text),
        record("contact", 5, kind="email", value=text, label=text),
        record("contact", 6, kind="web", value=text),
        record("contact", 7, kind="linkedin", value=text),
        record("contact", 8, kind="other", value=text),
    ]
    return dossier(
        name=text,
        notice=text,
        ico=text,
        dic=text,
        external_id=text,
        tags=(text, "b"),
        hanging=hanging,
        persons=[who],
    )


@examples(25, deadline=None)
@given(text=hostile, version=st.sampled_from(VERSIONS))
def test_hostile_values_read_back_equal_elsewhere(read: Read, text: str, version: Version) -> None:
    line = clean_line(text)
    client, who = read(vcard([hostile_client(text)], version))
    for name in (
        "fn",
        "org",
        "email",
        "x-ico",
        "x-dic",
        "x-external-id",
        "x-socialprofile",
        "x-contact",
    ):
        assert client[name] == [line], name
    if version == "4.0":  # in 3.0 a phone is no text to ical.js
        assert client["tel"] == [line]
    assert client["x-ablabel"][1:] == [line, line]
    assert client["note"] == [clean(text)]
    assert client["categories"] == [[line, "b"]]
    assert client["adr"] == [["", "", line, line, line, line, line]]
    assert who["n"] == [[line, line, "", line, line]]
    assert who["title"] == who["org"] == [line]
    assert who["note"] == [clean(text)]


@examples(25, deadline=None)
@given(text=hostile, version=st.sampled_from(VERSIONS))
def test_no_value_adds_a_property_or_a_card_elsewhere(read: Read, text: str, version: Version) -> None:
    plain, filled = (read(vcard([hostile_client(one)], version)) for one in ("x", text))
    assert [list(card) for card in filled] == [list(card) for card in plain]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_company_is_understood_elsewhere(read: Read, version: Version) -> None:
    client, first, second = read(vcard([company()], version))
    assert client["fn"] == client["org"] == first["org"] == second["org"] == ["Vzorná dílna s.r.o."]
    assert client["url"] == ["https://vzorna.example/o-nas"]
    assert client["rev"] == ["2026-11-03T14:30:05Z"]
    assert client["uid"][0].startswith("urn:uuid:")
    assert first["n"] == [["Příkladná", "Žofie", "", "Ing.", "Ph.D."]]
