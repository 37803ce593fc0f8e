"""Search in plain Python: every client looked at, nothing indexed, nothing kept."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.model._fold import fold
from workbench.model.rights import User
from workbench.store.search.index import SHOWN_VALUES
from workbench.store.store import Store


@dataclass(frozen=True)
class Line:
    """A client with what is searched of it."""

    id: int
    name: str
    ico: str | None
    owner: str | None
    state: str | None
    tags: Sequence[str]
    level: int | None
    valid: bool
    changed: datetime
    city: str | None
    rest: str

    @property
    def key(self) -> bytes:
        return fold(self.name).encode()


def lines(store: Store) -> list[Line]:
    """All clients as they stand in the file, read past all rights."""

    def read(connection: object) -> list[Line]:
        run = connection.execute  # type: ignore[attr-defined]
        cities = run(
            "SELECT record_id, city, is_primary FROM db.address WHERE record_type = 'client' AND city IS NOT NULL"
        ).fetchall()
        contacts = run(
            "SELECT record_id, kind, value FROM db.contact WHERE record_type = 'client' ORDER BY id"
        ).fetchall()
        kept = dict(run("SELECT id, rest FROM db.search_entry").fetchall())
        found = []
        for one, name, ico, dic, owner, state, tags, level, valid, changed in run(
            "SELECT id, name, ico, dic, owner, state, tags, security_level, valid, updated_at FROM db.client"
        ).fetchall():
            own = dict.fromkeys(city for client, city, _ in cities if client == one)
            reached = [_reached(kind, value) for client, kind, value in contacts if client == one]
            rest = fold(" ".join([ico or "", dic or "", str(one), *own, *reached]))
            # Towns and contacts stand in any order; a phrase over two of them may be found or not.
            assert sorted(kept[one].split()) == sorted(rest.split())
            city = next((city for client, city, primary in cities if client == one and primary), None)
            found.append(
                Line(one, name, ico, owner, state, tags or [], level, valid, changed, city, kept[one])
            )
        assert kept.keys() == {one.id for one in found}
        return found

    return store.engine.read(read)


def _reached(kind: str, value: str) -> str:
    if kind not in ("phone", "mobile", "fax"):
        return value
    whole = re.sub("[^0-9]", "", value)
    local = re.sub("[^0-9]", "", re.sub(r"^(\+|00)42[01]", "", value))
    return whole if local == whole else f"{whole} {local}"


def search(
    all_lines: Sequence[Line], user: User, text: str, *, only: Mapping[str, Sequence[str]], invalid: bool
) -> list[int]:
    """The ids of all clients that fit, best first."""
    seen = [one for one in all_lines if _open(one, user, only, invalid=invalid)]
    if not fold(text):
        seen.sort(key=lambda one: one.id)
        return [one.id for one in sorted(seen, key=lambda one: one.changed, reverse=True)]
    places = [(min(place), one.key, one.id) for one in seen if (place := _places(one, text))]
    return [place[-1] for place in sorted(places)]


def facets(
    all_lines: Sequence[Line], user: User, text: str, *, only: Mapping[str, Sequence[str]], invalid: bool
) -> tuple[int, int, dict[str, list[tuple[str, int]]]]:
    """How many fit, how many of them are invalid, and the values of each facet, most frequent first."""
    fitting = set(search(all_lines, user, text, only=only, invalid=invalid))
    own = [_values(one) | {"valid": [str(one.valid)]} for one in all_lines if one.id in fitting]
    counts = {
        name: Counter(value for one in own for value in one[name])
        for name in ("owner", "state", "tag", "city")
    }
    ordered = {
        name: sorted(each.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN_VALUES]
        for name, each in counts.items()
    }
    return len(own), sum(one["valid"] == ["False"] for one in own), ordered


def _places(line: Line, text: str) -> list[tuple[int, int]]:
    """Where the text is found in it: which reading of the text, and how well."""
    typed = fold(text).split()
    joined = "".join(typed)
    readings = [[joined], typed] if len(typed) > 1 and joined.isdigit() else [typed]
    found = []
    for reading, words in enumerate(readings):
        phrase, name, rest = " ".join(words), f" {fold(line.name)} ", f" {line.rest} "
        whole, number = f" {phrase} " in rest, any(one.isdigit() for one in phrase)
        if whole and number:
            found.append((reading, 0))
        if name.startswith(f" {phrase}"):
            found.append((reading, 1))
        if all(f" {one}" in name for one in words):
            found.append((reading, 2))
        if whole:
            found.append((reading, 3))
        if all(f" {one}" in name + rest for one in words):
            found.append((reading, 4))
    return found


def _open(line: Line, user: User, only: Mapping[str, Sequence[str]], *, invalid: bool) -> bool:
    own = _values(line)
    return (
        (line.valid or invalid)
        and user.sees("client", line.owner, line.level)
        and all(not values or set(values) & set(own[name]) for name, values in only.items())
    )


def _values(line: Line) -> dict[str, list[str]]:
    single = {"owner": line.owner, "state": line.state, "city": line.city}
    return {
        "tag": list(line.tags),
        **{name: [] if value is None else [value] for name, value in single.items()},
    }
