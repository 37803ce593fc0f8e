"""Finding names by what they begin with and by their words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from workbench.model.names import fold
from workbench.store.columns import literal
from workbench.store.snapshot._layout import ABOVE_ALL, ICO_LENGTH
from workbench.store.snapshot._names import NameIndex, Suggested

if TYPE_CHECKING:
    import duckdb

SHORTEST_PREFIX: Final = 3
"""Fewer letters name half of the register; nothing is suggested for them."""
_TYPO_LENGTH: Final = 5
_TYPO_STEM: Final = 3
_MOST_WORDS: Final = 8
_POOL: Final = 2000


def suggest(index: NameIndex, typed: str, limit: int) -> list[Suggested]:
    """See :meth:`Snapshot.suggest`."""
    prefix = fold(typed)
    if len(prefix) < SHORTEST_PREFIX:
        return []
    found = index.beginning(prefix, limit)
    if len(found) < limit:
        found += index.with_all(_words_of(prefix), limit)
    return index.suggested(list(dict.fromkeys(found))[:limit])


def shortlist(
    connection: "duckdb.DuckDBPyConnection", words: Sequence[str], city: str | None, limit: int
) -> list[str]:
    """IČO of the names that share the rarest words; see :meth:`Snapshot.shortlist`."""
    wanted = list(dict.fromkeys(word for word in words if len(word) > 1))[:_MOST_WORDS]
    if not wanted:
        return []
    counts = dict(
        connection.execute(
            f"SELECT word, count FROM db.vocabulary WHERE word IN ({_listed(wanted)})"
        ).fetchall()
    )
    for word in wanted:
        if word not in counts:
            counts.update(_misspelt(connection, word))
    if not counts:
        return []
    weights = ", ".join(f"({literal(word)}, ln(1 + {1e7 / count!r}))" for word, count in counts.items())
    place = (
        f"place IN (SELECT id FROM db.place WHERE {_begins('folded', fold(city))})" if fold(city) else "false"
    )
    ids = connection.execute(
        f"SELECT id FROM db.word JOIN (VALUES {weights}) AS weight(word, points) USING (word) "
        f"WHERE word IN ({_listed(list(counts))}) "
        f"GROUP BY id ORDER BY sum(points) * (1 + 0.3 * any_value(coalesce({place}, false))::INTEGER) DESC, id "
        f"LIMIT {min(limit, _POOL):d}"
    ).fetchall()
    return [_ico(number) for _, number in _numbers(connection, [one for (one,) in ids])]


def _numbers(connection: "duckdb.DuckDBPyConnection", ids: list[int]) -> list[tuple[int, int]]:
    """Id and IČO as a number of these names, in the order given."""
    if not ids:
        return []
    found = dict(
        connection.execute(
            f"SELECT rowid, number FROM db.name WHERE rowid IN ({', '.join(map(str, ids))})"
        ).fetchall()
    )
    return [(one, found[one]) for one in ids]


def _ico(number: int) -> str:
    return f"{number:0{ICO_LENGTH}}"


def _misspelt(connection: "duckdb.DuckDBPyConnection", word: str) -> list[tuple[str, int]]:
    """Words of the register one slip away from a word that is not in it, with how often they occur."""
    if len(word) < _TYPO_LENGTH:
        return []
    return connection.execute(
        f"SELECT word, count FROM db.vocabulary WHERE {_begins('word', word[:_TYPO_STEM])} "
        f"AND abs(length(word) - {len(word)}) <= 1 AND damerau_levenshtein(word, {literal(word)}) = 1"
    ).fetchall()


def _words_of(prefix: str) -> list[str]:
    """The typed words, each once; one that begins a longer one says nothing of its own."""
    words = sorted(set(prefix.split()), key=len, reverse=True)
    kept: list[str] = []
    for word in words:
        if len(word) > 1 and not any(longer.startswith(word) for longer in kept):
            kept.append(word)
    return kept[:_MOST_WORDS]


def _begins(column: str, prefix: str) -> str:
    return f"{column} >= {literal(prefix)} AND {column} < {literal(prefix + ABOVE_ALL)}"


def _listed(words: list[str]) -> str:
    return ", ".join(map(literal, words))
