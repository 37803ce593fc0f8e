"""Gather: what records hold several of or share with others, an array a column, a place a record.

Phones, e-mails, hosts, addresses and the words of names: of each the rarest that a record has, how many records share it, and all where
there are several.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt

from workbench.duplicates import _texts
from workbench.duplicates.arrays import shown
from workbench.duplicates.sides import sign
from workbench.duplicates.values import Held, hold

_RARE: Final = 8
"""A word that no more names hold is rare."""
_SHORTEST_PHONE: Final = 99_999
_WORKERS: Final = 2

_PHONES: Final = f"""
    SELECT r, coalesce({_texts.phone("value")}, 0)::UBIGINT AS v
    FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind IN ('phone', 'mobile', 'fax')
"""
_MAILS: Final = """
    SELECT r, hash(mail) AS v, hash(parts[1]) AS mailbox, CASE WHEN parts[-1] = '' THEN 0 ELSE hash(parts[-1]) END AS host, parts[2] || '@' || parts[1] AS spelled FROM (
        SELECT r, lower(trim(value)) AS mail, string_split(mail, '@') AS parts
        FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind = 'email' AND contains(value, '@')
    )
"""
_WEB: Final = _texts.domain("lower(trim(value))")
_WEBS: Final = f"""
    SELECT r, CASE WHEN {_WEB} IS NULL THEN 0 ELSE hash({_WEB}) END AS v FROM given_contact JOIN numbered ON numbered.id = record_id WHERE kind = 'web'
"""
_PLACES: Final = "SELECT r, place AS v FROM placed WHERE place IS NOT NULL"
_NAMES: Final = "SELECT r, hash(srt) AS v FROM named JOIN numbered USING (id)"
_WORDS: Final = f"""
    SELECT r, hash(word) AS v, stand, {sign("word")} AS sign FROM (
        SELECT r, unnest(words) AS word, unnest(range(1, wn + 1))::UTINYINT AS stand FROM named JOIN numbered USING (id) WHERE nm <> ''
    )
"""


def gather(connection: duckdb.DuckDBPyConnection, count: int) -> dict[str, Any]:
    """Columns of Arrow, and the table ``rare_word`` (r, k) of the rare words of names by their hash.

    Args:
        connection: where the tables ``numbered`` (id, r), ``named`` and ``placed`` and the view ``given_contact`` are.
        count: how many records there are.

    Returns:
        for ``phone``, ``mail`` and ``place`` the rarest of each record, with an ``s`` behind it all where there are several, with ``_n``
        how many records share it; ``spelled`` (the e-mail, its host first), ``mailbox``, ``host`` and how many share them; ``nm_n``, how
        many are named so; ``rare_at`` and ``rare_n``, the place of the rarest word in the name; ``signs`` of all words.
    """
    with ThreadPoolExecutor(_WORKERS) as pool:  # one sorts while the database reads the next

        def held(rows: Any, above: int = 0) -> "Future[Held]":
            return pool.submit(_hold, count, rows, above)

        words: dict[str, Any] = connection.execute(_WORDS).fetchnumpy()
        of_words = held(words)
        signs = pool.submit(_united, count, words["r"], words["sign"])
        mails = connection.sql(_MAILS).to_arrow_table()
        mail = {name: _numbers(mails, name) for name in ("r", "v", "mailbox", "host")}
        of_mails = held(mail)
        of_boxes = held({"r": mail["r"], "v": mail["mailbox"]})
        webs = connection.execute(_WEBS).fetchnumpy()
        of_hosts = held(
            {name: np.concatenate((mail[is_in], webs[name])) for name, is_in in (("r", "r"), ("v", "host"))}
        )
        of_phones = held(connection.execute(_PHONES).fetchnumpy(), _SHORTEST_PHONE)
        of_places = held(connection.execute(_PLACES).fetchnumpy())
        of_names = held(connection.execute(_NAMES).fetchnumpy())
        word = of_words.result()
        rare = (word.shared > 1) & (word.shared <= _RARE)
        with shown(connection, "few", r=word.record[rare], k=word.key[rare]):
            connection.execute("CREATE OR REPLACE TABLE rare_word AS FROM few")
        spelled = mails["spelled"].combine_chunks().take(of_mails.result().row())
        columns = {
            "signs": signs.result(), "rare_at": _at(words["stand"], word.row()), "rare_n": word.fewest(), "nm_n": of_names.result().fewest(),
            "spelled": spelled, "mailbox": of_boxes.result().rarest(), "mailbox_n": of_boxes.result().fewest(),
            "host": of_hosts.result().rarest(), "host_n": of_hosts.result().fewest(),
        }  # fmt: skip
        for name, found in (("phone", of_phones), ("mail", of_mails), ("place", of_places)):
            one = found.result()
            columns |= {name: one.rarest(), f"{name}s": one.several(), f"{name}_n": one.fewest()}
    return columns


def _hold(count: int, rows: Any, above: int) -> Held:
    """What records hold, of values above a number."""
    some = rows["v"] > above
    return hold(count, rows["r"][some], rows["v"][some])


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
