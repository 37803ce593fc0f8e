"""From settings to the register that a desk asks."""

from datetime import timedelta
from typing import Final

from workbench.registry.answers import Answer
from workbench.registry.ares import AresRegister, Timeouts
from workbench.registry.base import Register
from workbench.registry.both import SnapshotThenAres
from workbench.registry.manners import Pace, Retries
from workbench.registry.settings import AresSettings, RegisterSettings
from workbench.registry.snapshot import SnapshotRegister

KNOWN: Final = "00006947"
"""The Ministry of Finance itself; whoever reaches ARES finds it."""
_IMPATIENT: Final = Timeouts(connect=5, read=10, whole=15)


def register_of(settings: RegisterSettings) -> Register:
    """The register that these settings choose; asks nobody and opens nothing."""
    if settings.use == "ares":
        return ares_of(settings.ares)
    snapshot = SnapshotRegister(settings.snapshot)
    return snapshot if settings.use == "snapshot" else SnapshotThenAres(snapshot, ares_of(settings.ares))


def ares_of(settings: AresSettings) -> AresRegister:
    """ARES as these settings want it asked.

    Raises:
        InputError: a pace that makes no sense.
    """
    return AresRegister.of_this_machine(
        base_url=settings.url,
        pace=Pace(settings.per_minute, settings.burst),
        sources=settings.sources,
        max_age=settings.max_age,
        folder=settings.folder,
    )


def reach(settings: AresSettings) -> Answer:
    """Whether ARES can be reached: its answer to one question about a subject that it surely knows.

    Asked in the common queue, once, and without patience: this is for somebody who waits in front of a screen.
    """
    with AresRegister.of_this_machine(
        base_url=settings.url, pace=Pace(settings.per_minute, settings.burst), timeouts=_IMPATIENT,
        retries=Retries(attempts=1, longest_wait=0), folder=settings.folder,
    ) as ares:  # fmt: skip
        return ares.lookup([KNOWN], max_age=timedelta(0))[KNOWN]
