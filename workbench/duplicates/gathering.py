"""Gather: what records hold several of or share with others, an array a column, a place a record.

Phones, e-mails, hosts, addresses and the words of names: of each the rarest that a record has, how many records share it, and all where
there are several.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates import _texts
from workbench.duplicates.arrays import shown
from workbench.duplicates.compared_columns import NAMED_BY, NOT_EVERYBODYS, SHARED_BY, WORD_IN, sign
from workbench.duplicates.statements import run
from workbench.duplicates.values import Held, cut, hold

_RARE: Final = 8
"""A word that no more names hold is rare."""
_SHORTEST_PHONE: Final = 99_999
_WORKERS: Final = 2

_NUMBERS: Final = """
    SELECT CASE WHEN ident_valid THEN hash(ident) >> 34 ELSE -1 END::INTEGER AS number FROM attributes ORDER BY r
"""
"""IČO as whole numbers of 30 bits, by their hash: those of another country need not be digits."""
_PHONES: Final = f"""
    SELECT r, coalesce({_texts.phone("value")}, 0)::UBIGINT AS v
    FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind IN ('phone', 'mobile', 'fax')
"""
_BARE: Final = "replace(replace({}, '-', ''), '_', '')"
_LABEL: Final = _BARE.format("string_split({}, '.')[1]")


def _hash(text: str) -> str:
    """The hash of a text; 0 for an empty one, which nobody shares."""
    return f"CASE WHEN {text} <> '' THEN hash({text}) ELSE 0 END"


_MAILS: Final = f"""
    SELECT r, CASE WHEN whole THEN hash(mail) ELSE 0 END AS v, CASE WHEN whole THEN {_hash(_BARE.format("replace(parts[1], '.', '')"))} ELSE 0 END AS mailbox, {_hash("parts[-1]")} AS host,
           {_hash(_LABEL.format("parts[-1]"))} AS label, parts[2] || '@' || parts[1] AS spelled
    FROM (
        SELECT r, lower({_texts.trimmed("value")}) AS mail, string_split(mail, '@') AS parts, parts[1] <> '' AND parts[-1] <> '' AS whole
        FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind = 'email' AND contains(value, '@')
    )
"""
"""Of an address that lacks the mailbox or the host, only the host counts."""
_WEBS: Final = f"""
    SELECT r, {_hash("host")} AS v, {_hash(_LABEL.format("host"))} AS label
    FROM (
        SELECT r, lower({_texts.trimmed("value")}) AS web, {_texts.domain("web")} AS host
        FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind = 'web'
    )
"""
_PLACES: Final = "SELECT r, place AS v FROM parsed_address WHERE place IS NOT NULL"
_NAMES: Final = f"""
    SELECT r, hash(srt) AS v, {_hash("replace(nm, ' ', '')")} AS name_as_label FROM attributes
"""
_WORDS: Final = f"""
    SELECT r, hash(word) AS v, stand, {sign("word")} AS sign FROM (
        SELECT r, unnest(words) AS word, unnest(range(1, wn + 1))::UTINYINT AS stand FROM attributes WHERE nm <> ''
    )
"""


def gather(connection: duckdb.DuckDBPyConnection, count: int) -> dict[str, Any]:
    """Columns of Arrow, and the table ``rare_word`` (r, k) of the rare words of names by their hash.

    Args:
        connection: where the tables ``numbered`` (id, r), ``attributes`` and ``parsed_address`` and the view ``given_contact`` are.
        count: how many records there are.

    Returns:
        for ``phone``, ``mail``, ``place`` and ``host`` the rarest of each record, and its ``…_rarity`` (see
        :func:`workbench.duplicates.values.rarity`); ``phones``, ``mails`` and ``places`` all where there are several (see
        :meth:`workbench.duplicates.values.Held.several`); ``spelled`` (the e-mail, its host first), ``mailbox`` and ``mailbox_n``, how many firms
        share it; ``name_rarity``; ``rare_at`` and ``rare_rarity``, the place of the rarest word in the name; ``signs`` of all words; ``name_as_label``, the
        name, and ``label``, the first word of a host that is not everybody's.
    """
    number = np.asarray(connection.execute(_NUMBERS).fetchnumpy()["number"], dtype=np.int32)
    with ThreadPoolExecutor(_WORKERS) as pool:  # one sorts while the database reads the next

        def held(record: Any, value: Any) -> "Future[Held]":
            return pool.submit(hold, record, value, number)

        def read(query: str) -> dict[str, Any]:
            return run(connection, query).fetchnumpy()

        def told(some: "Future[Held]", tell: Callable[[Held], Any]) -> "Future[Any]":
            return pool.submit(lambda: tell(some.result()))

        words = read(_WORDS)
        of_words = held(words["r"], words["v"])
        signs = pool.submit(_united, count, words["r"], words["sign"])
        mails = connection.sql(_MAILS).to_arrow_table()
        mail = {name: _numbers(mails, name) for name in ("r", "v", "mailbox", "host", "label")}
        of_mails, of_boxes = (held(*_given((mail["r"], mail[name]))) for name in ("v", "mailbox"))
        webs, phones, places, names = read(_WEBS), read(_PHONES), read(_PLACES), read(_NAMES)
        of_hosts = held(*_given((mail["r"], mail["host"]), (webs["r"], webs["v"])))
        of_labels = held(*_given((mail["r"], mail["label"]), (webs["r"], webs["label"])))
        of_phones = held(*_given((phones["r"], np.where(phones["v"] > _SHORTEST_PHONE, phones["v"], 0))))
        of_places, of_names = held(places["r"], places["v"]), held(names["r"], names["v"])
        several = (("phone", of_phones), ("mail", of_mails), ("place", of_places))
        shared = (*several, ("host", of_hosts))
        columns = {
            "signs": signs,
            "rare_at": told(of_words, lambda one: _at(words["stand"], one.rows(words["r"], words["v"]))),
            "rare_rarity": told(of_words, lambda one: one.rarity(WORD_IN)),
            "name_rarity": told(of_names, lambda one: one.rarity(NAMED_BY)),
            "name_as_label": pool.submit(_name_as_label, names, count),
            "label": told(of_labels, lambda one: one.rarest(NOT_EVERYBODYS)),
            "spelled": told(of_mails, lambda one: mails["spelled"].combine_chunks().take(one.rows(mail["r"], mail["v"]))),
            "mailbox": told(of_boxes, Held.rarest),
            "mailbox_n": told(of_boxes, Held.frequency),
            **{name: told(some, Held.rarest) for name, some in shared},
            **{f"{name}_rarity": told(some, lambda one: one.rarity(SHARED_BY)) for name, some in shared},
            **{f"{name}s": told(some, lambda one: one.several(SHARED_BY)) for name, some in several},
        }  # fmt: skip
        _keep_rare(connection, of_words.result())
        return {name: column.result() for name, column in columns.items()}


def _given(*rows: tuple[Any, Any]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Records and values, less those that stand for none."""
    record, value = (np.concatenate(column) for column in zip(*rows, strict=True))
    return record[value > 0], value[value > 0]


def _keep_rare(connection: duckdb.DuckDBPyConnection, words: Held) -> None:
    rare = (words.shared > 1) & (words.shared <= _RARE)
    with shown(connection, "few", r=words.record[rare], k=words.key[rare]):
        connection.execute("CREATE OR REPLACE TABLE rare_word AS FROM few")


def _name_as_label(names: dict[str, Any], count: int) -> npt.NDArray[np.int64]:
    labels = np.zeros(count, dtype=np.int64)
    labels[names["r"]] = cut(names["name_as_label"], count)
    return labels


def _numbers(table: Any, name: str) -> npt.NDArray[Any]:
    return np.asarray(table[name].to_numpy())


def _at(values: npt.NDArray[Any], rows: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only searching needs it

    return pa.array(values).take(rows)


def _united(count: int, record: npt.NDArray[Any], sign: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """For each record the bits of all its words."""
    found = np.zeros(count, dtype=np.uint64)
    np.bitwise_or.at(found, record, sign)
    return found
