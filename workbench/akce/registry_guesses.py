"""Which subject of the register a client without IČO may be, by its name and address."""

from collections.abc import Sequence
from typing import Final

from workbench.akce.progress import track
from workbench.locale import t
from workbench.model.comparison import SEAT
from workbench.model.record import Record
from workbench.registry.base import Register
from workbench.registry.certainty import Guess, guess
from workbench.store.store import Store

GUESSES: Final = ["client", "ours", "ico", "name", "city", "score", "gap", "certainty", "certain", "reasons"]
"""Columns of a table of guesses."""
_PLACE: Final = ("city", "postcode", "street")
_TWO: Final = 2  # the best one, and the next one to tell how far it is


def guessed(store: Store, register: Register, ids: Sequence[int]) -> dict[int, Guess]:
    """The best candidate for each of these clients that has no IČO, by client id; none for those without any.

    Raises:
        RegisterError: the register cannot be asked.
    """
    known = store.client_icos(ids)
    lacking = [one["client"] for one in known.to_pylist() if not one["ico"]]
    clients = store.by_ids("client", lacking)
    places = place_of(store, lacking)
    found = {}
    for one in track(clients, len(clients), t("Looking for clients by name")):
        best = guess(register.candidates(str(one["name"]), **places.get(one.id, {}), limit=_TWO))
        if best is not None:
            found[one.id] = best
    return found


def place_of(store: Store, clients: Sequence[int]) -> dict[int, dict[str, str | None]]:
    """Town, postcode and street by client id: of the seat, else of the primary address, else of any."""
    best: dict[int, Record] = {}
    for one in store.hanging("address", clients):
        held = best.get(one["record_id"])
        if held is None or _rank(one) > _rank(held):
            best[one["record_id"]] = one
    return {client: {name: one[name] for name in _PLACE} for client, one in best.items()}


def _rank(address: Record) -> tuple[bool, bool]:
    return address["kind"] == SEAT, bool(address["is_primary"])
