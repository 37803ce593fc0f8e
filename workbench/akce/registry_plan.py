"""Clients beside what the register says of them, as they were seen at one moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.akce.progress import track
from workbench.errors import InputError, StaleVersionError
from workbench.locale import t
from workbench.model.comparison import SEAT, Difference, as_text, compare
from workbench.model.record import Record
from workbench.model.records import CLIENT
from workbench.model.subject import Seat, Subject
from workbench.registry.answers import Answer, Found
from workbench.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

Ticks = Mapping[int, Sequence[str]]
_NEEDED = ("client", "field", "suggested")


@dataclass(frozen=True, slots=True)
class Compared:
    """One client that the register knows.

    Attributes:
        client: as it was seen.
        seat: the address that is its seat, as it was seen.
        subject: what the register says.
        differences: where the two differ.
        equal: names of the fields in which they do not.
    """

    client: Record
    seat: Record | None
    subject: Subject
    differences: tuple[Difference, ...]
    equal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """The clients meant and what hangs on them that a copy concerns, read at one moment."""

    clients: tuple[Record, ...]
    seats: Mapping[int, Record]
    accepted: Mapping[int, Mapping[str, str | None]]

    def compared(self, answers: Mapping[int, Answer]) -> dict[int, Compared]:
        """Those that the register knows, by client id."""
        found = {}
        for one in track(self.clients, len(self.clients), t("Comparing with the register")):
            answer = answers.get(one.id)
            if isinstance(answer, Found):
                found[one.id] = self._compare(one, answer.subject)
        return found

    def _compare(self, client: Record, subject: Subject) -> Compared:
        seat = self.seats.get(client.id)
        ours = {**client.values, SEAT: as_seat(seat)}
        differences = compare(ours, subject, self.accepted.get(client.id, {}))
        differing = {one.field for one in differences}
        given: list[tuple[str, object]] = [
            (one.name, subject.given(one.register)) for one in CLIENT if one.register
        ]
        given.append((SEAT, subject.seat))
        equal = tuple(name for name, value in given if value not in (None, "") and name not in differing)
        return Compared(client, seat, subject, differences, equal)


def look(store: Store, ids: Sequence[int]) -> Sight:
    """Read clients, their seats and what they accepted from a register before."""
    accepted: dict[int, dict[str, str | None]] = {}
    for mark in store.hanging("provenance", ids):
        accepted.setdefault(mark["record_id"], {})[mark["field"]] = mark["accepted"]
    addresses = store.hanging("address", ids)
    seats = {one["record_id"]: one for one in reversed(addresses) if one["kind"] == SEAT}
    return Sight(tuple(store.by_ids("client", ids)), seats, accepted)


def as_seat(address: Record | None) -> Seat | None:
    """An address as the register writes seats."""
    return None if address is None else Seat(**{name: address[name] for name in Seat.__slots__})


def ticks(plan: "pd.DataFrame", compared: Mapping[int, Compared]) -> dict[int, list[str]]:
    """What a plan that somebody edited says to copy.

    Args:
        plan: rows of the preview; those with ``suggested`` true count.
        compared: what stands there now.

    Returns:
        client id -> field names.

    Raises:
        InputError: it lacks a column.
        StaleVersionError: a ticked row is not what the comparison finds now.
    """
    for name in _NEEDED:
        if name not in plan.columns:
            raise InputError(
                "The plan has no column “{column}”. Take the one that preview() gives.", column=name
            )
    now = {(client, one.field): _shown(one) for client, each in compared.items() for one in each.differences}
    found: dict[int, list[str]] = {}
    for row in _ticked(plan):
        client, field = int(row["client"]), str(row["field"])
        shown = now.get((client, field))
        if shown is None or any(_text(row[name]) != shown[name] for name in shown if name in row):
            raise StaleVersionError(
                "The plan does not fit any more: client {id}, field “{field}”. Preview it again and decide anew.",
                id=client, field=field,
            )  # fmt: skip
        found.setdefault(client, []).append(field)
    return found


def _shown(difference: Difference) -> dict[str, str]:
    return {"ours": as_text(difference.ours), "register": as_text(difference.register)}


def _ticked(plan: "pd.DataFrame") -> Iterator[dict[Any, Any]]:
    import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

    chosen = [not pd.isna(tick) and bool(tick) for tick in plan["suggested"]]
    yield from plan[chosen].to_dict("records")


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
