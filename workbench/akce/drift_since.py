"""Whom a list of drift is about: clients of which something was accepted, all or those that ARES says changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workbench.akce.base import Context
from workbench.akce.copy_from_registry import CopyFromRegistry
from workbench.akce.drift import Drift
from workbench.errors import InputError
from workbench.registry.ares import AresRegister
from workbench.registry.base import Register
from workbench.registry.both import SnapshotThenAres, snapshot_of
from workbench.registry.offices import Offices
from workbench.registry.settings import StandingSettings
from workbench.store.store import Store


@dataclass(frozen=True, slots=True)
class Other:
    """A desk that asks other registers than its own."""

    store: Store
    register: Register
    offices: Offices


def drifting(context: Context, ids: Sequence[int] | None, since: date | None = None) -> Drift:
    """The drift of clients.

    Args:
        context: the desk.
        ids: the clients; all of which something was accepted when left out.
        since: only those of which ARES announced a change on this day or later; asked anew, of ARES alone.

    Raises:
        InputError: the desk does not ask ARES, or the day is too long ago.
        RegisterError: ARES cannot be asked what changed.
    """
    store = context.store
    chosen = store.accepted() if ids is None else list(ids)
    if since is None:
        return Drift(CopyFromRegistry(context, chosen))
    ares = _ares(context.register)
    changed = ares.changed_since(since)
    numbers = store.client_icos(chosen)
    pairs = zip(numbers["client"].to_pylist(), numbers["ico"].to_pylist(), strict=True)
    about = [client for client, ico in pairs if ico in changed]
    return Drift(CopyFromRegistry(Other(store, ares, context.offices), about, fresh=True))


def offline(context: Context, ids: Sequence[int] | None = None) -> Drift | None:
    """The drift against the snapshot alone, without asking anybody over the network; ``None`` where there is no snapshot.

    Args:
        context: the desk.
        ids: the clients; all of which something was accepted when left out.
    """
    here = snapshot_of(context.register)
    if here is None or not here.status().ready:
        return None
    return drifting(Other(context.store, here, Offices(StandingSettings())), ids)


def _ares(register: Register) -> AresRegister:
    if isinstance(register, SnapshotThenAres):
        return register.ares
    if isinstance(register, AresRegister):
        return register
    raise InputError(
        'This desk does not ask ARES, so nobody announces changes. Open it with register="both", or load a new snapshot.'
    )
