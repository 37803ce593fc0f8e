"""Asking about any number of IČO: what is known is not asked, the rest goes a hundred at a time."""

import contextlib
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from workbench.model.identifiers import Note
from workbench.registry.answers import Malformed, NotFound, Refused, Trouble, excerpt
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row
from workbench.registry.ares.memory import Memory
from workbench.registry.ares.reading import row_ico, source_text
from workbench.registry.ares.resources import Resource
from workbench.registry.ares.verdicts import Missing, TooMany
from workbench.registry.ares.wire import Wire
from workbench.registry.base import Progress
from workbench.registry.days import day_of, moment

Value = TypeVar("Value")
BATCH: Final = 100
"""ARES takes at most so many IČO in a question."""
_ROWS: Final = "ekonomickeSubjekty"
_EXCERPT_FROM: Final = 2000


class Batches:
    """The way from IČO to answers.

    Args:
        wire: to ARES.
        memory: of what it answered before.
    """

    def __init__(self, wire: Wire, memory: Memory) -> None:
        self._wire = wire
        self._memory = memory

    def ask(
        self,
        resource: Resource[Value],
        icos: Sequence[str],
        max_age: timedelta,
        progress: Progress | None = None,
    ) -> dict[str, Value | NotFound | Trouble]:
        """An answer for every IČO.

        A batch that fails takes nobody else down: the others are asked all the same, and what was answered
        is kept even when the work is interrupted.

        Args:
            resource: what to ask about.
            icos: eight digits each.
            max_age: an answer younger than this is not asked again.
            progress: told after each batch, or once when all is known.
        """
        wanted = list(dict.fromkeys(icos))
        now = self._now()
        known = self._memory.recall(resource, wanted, now - max_age) if max_age > timedelta(0) else {}
        found: dict[str, Value | NotFound | Trouble] = {
            ico: one.value if one.value is not None else _not_found(ico, day_of(one.asked_at))
            for ico, one in known.items()
        }
        unknown = [ico for ico in wanted if ico not in found]
        if progress is not None and not unknown:
            progress(len(wanted), len(wanted))
        with self._memory.beside() if len(unknown) > BATCH else contextlib.nullcontext():
            for start in range(0, len(unknown), BATCH):
                answered = self._batch(resource, unknown[start : start + BATCH])
                found.update(answered)
                if progress is not None:
                    progress(len(wanted) - max(0, len(unknown) - start - BATCH), len(wanted))
        return found

    def _batch(self, resource: Resource[Value], icos: Sequence[str]) -> dict[str, Value | NotFound | Trouble]:
        single = len(icos) == 1
        if single:
            verdict = self._wire.get(f"{resource.path}/{icos[0]}")
        else:
            question = {"ico": list(icos), "start": 0, "pocet": len(icos)}
            verdict = self._wire.post(f"{resource.path}/vyhledat", question)
        now = self._now()
        if isinstance(verdict, TooMany):
            verdict = Refused(verdict.reason)
        if isinstance(verdict, Trouble):
            return dict.fromkeys(icos, verdict)
        rows, rest = ([], None) if isinstance(verdict, Missing) else _rows(verdict.data, single=single)
        found, rest = _matched(resource, rows, rest, icos, day_of(now))
        missing = [ico for ico in icos if ico not in found]
        gone = missing if rest is None else []
        good = [(ico, row, value) for ico, (row, value) in found.items() if not isinstance(value, Malformed)]
        self._memory.remember(resource, [*good, *((ico, None, None) for ico in gone)], now)
        answers: dict[str, Value | NotFound | Trouble] = {ico: value for ico, (_, value) in found.items()}
        return answers | {ico: rest or _not_found(ico, day_of(now)) for ico in missing}

    def _now(self) -> datetime:
        return moment(self._wire.manners.clock.now())


def _rows(data: object, *, single: bool) -> tuple[list[Row], Malformed | None]:
    """The rows of a reply, and why a subject that is not among them cannot be called unknown."""
    whole = _json.row(data)
    if single:
        return ([whole], None) if row_ico(whole) else ([], _strange_shape(data))
    given, total = whole.get(_ROWS), whole.get("pocetCelkem")
    if not isinstance(given, list):
        return ([], None) if given is None and total == 0 else ([], _strange_shape(data))
    rows = _json.rows(given)
    if len(rows) < len(given):
        return rows, Malformed(Note("rows_odd", "some of its rows are no subjects. Ask again later."))
    if isinstance(total, int) and total > len(rows):
        return rows, Malformed(
            Note("not_whole", "it holds {rows} subjects of {total}. Ask again later.", {"rows": len(rows), "total": total})
        )  # fmt: skip
    return rows, None


def _matched(
    resource: Resource[Value], rows: Sequence[Row], rest: Malformed | None, icos: Sequence[str], day: date
) -> tuple[dict[str, tuple[Row, Value | Malformed]], Malformed | None]:
    """Rows by the IČO that were asked for; a row about nobody asked casts doubt on those left over."""
    asked = set(icos)
    found: dict[str, tuple[Row, Value | Malformed]] = {}
    for row in rows:
        ico = row_ico(row)
        if ico not in asked or ico is None:
            rest = Malformed(
                Note("rows_strange", "some of its rows are about nobody who was asked for. Ask again later.")
            )
        elif ico not in found:
            value = resource.read(row, day)
            found[ico] = (row, Malformed(value, _excerpt(row)) if isinstance(value, Note) else value)
    return found, rest


def _strange_shape(data: object) -> Malformed:
    return Malformed(
        Note("shape", "it has another shape than ARES documents. Ask again later."), _excerpt(data)
    )


def _excerpt(data: object) -> str:
    return excerpt(json.dumps(data, ensure_ascii=False)[:_EXCERPT_FROM])


def _not_found(ico: str, day: date) -> NotFound:
    return NotFound(ico, source_text(day), day)
