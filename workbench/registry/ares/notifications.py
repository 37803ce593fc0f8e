"""Which subjects changed: numbered batches of a source register, kept by ARES for about four weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workbench.errors import InputError
from workbench.registry.ares import _json
from workbench.registry.ares.raising import received
from workbench.registry.ares.reading import row_ico
from workbench.registry.ares.sources import Source
from workbench.registry.ares.wire import Wire

KEPT: Final = timedelta(days=28)
"""So long ARES keeps the batches."""
PATH: Final = "ekonomicke-subjekty-notifikace"


@dataclass(frozen=True, slots=True)
class ChangeBatch:
    """One batch of changes: its number within the source, the day it was released, how many changes it has."""

    number: int
    source: str
    released_on: date | None
    changes: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: of the subject with this IČO (``None`` for one without), and its kind (code list TypZmenyAres)."""

    ico: str | None
    kind: str | None


def change_batches(wire: Wire, source: Source) -> tuple[ChangeBatch, ...]:
    """The batches that ARES still has, oldest first.

    Raises:
        RegisterError: ARES gave no usable answer.
    """
    data = _json.row(received(wire.post(f"{PATH}/vyhledat", {"datovyZdroj": source.value})))
    found = []
    for one in _json.rows(data.get("notifikacniDavky")):
        number, changes = one.get("cisloDavky"), one.get("pocetZmen")
        if isinstance(number, int):
            name = _json.text(one.get("datovyZdroj")) or source.value
            released = _json.day(one.get("datumUvolneniDavky"))
            found.append(ChangeBatch(number, name, released, changes if isinstance(changes, int) else None))
    return tuple(sorted(found, key=lambda batch: batch.number))


def changes(wire: Wire, source: Source, number: int) -> tuple[Change, ...]:
    """The changes of one batch; none for a batch that ARES no longer has.

    Raises:
        RegisterError: ARES gave no usable answer.
    """
    path = f"{PATH}/datovy-zdroj/{source.value}/cislo-davky/{number:d}"
    data = _json.row(received(wire.get(path)))
    return tuple(
        Change(row_ico(one), _json.text(one.get("typZmeny")))
        for one in _json.rows(data.get("seznamNotifikaci"))
    )


def changed_since(
    wire: Wire, since: date, today: date, sources: Sequence[Source] = tuple(Source)
) -> set[str]:
    """The IČO of the subjects that changed on that day or later, in any of the source registers.

    Args:
        wire: to ARES.
        since: the first day.
        today: the day now.
        sources: the source registers.

    Raises:
        InputError: ARES no longer has the changes of that day.
        RegisterError: it gave no usable answer.
    """
    if since < today - KEPT:
        raise InputError(
            "ARES keeps changes for some four weeks, so those since {day} are no longer there. Load a new snapshot of the register instead.",
            day=since,
        )
    found: set[str] = set()
    for source in sources:
        for batch in change_batches(wire, source):
            if batch.released_on is None or batch.released_on >= since:
                found |= {one.ico for one in changes(wire, source, batch.number) if one.ico is not None}
    return found
