"""What tests of ARES share: invented firms, a clock that obeys, and a register on a simulator."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from workbench.model.identifiers.ico import check_digit
from workbench.model.subject import Seat, Subject
from workbench.registry.ares import AresRegister, Source, Timeouts, Wire
from workbench.registry.manners import Breaker, Manners, Pace, QueueFile, Retries
from workbench.store.replies import Replies

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
"""Noon in Prague."""
TODAY = date(2026, 11, 23)
SAMPLES = Path(__file__).parent / "registry" / "samples"


@dataclass
class ObedientClock:
    """Time passes only when somebody sleeps; how long is written down."""

    time: float = NOON.timestamp()
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.slept.append(seconds)
            self.time += seconds


def ico(number: int) -> str:
    """An invented IČO with the right check digit."""
    first = f"9{number:06}"
    return first + check_digit(first)


def firm(number: int, name: str = "", **more: object) -> Subject:
    """An invented company in Brno; ``more`` sets any field of the subject."""
    seat = Seat(
        street="Smyšlená", house_number=str(1 + number % 9000), house_number_kind="cp", part="Veveří",
        city="Brno", postcode="60200", region="Jihomoravský kraj", place_code=str(190_000_000 + number),
    )  # fmt: skip
    usual: dict[str, object] = {
        "ico": ico(number), "name": name or f"Vymyšlená {number} s.r.o.", "source": "", "legal_form": "112",
        "dic": f"CZ{ico(number)}", "court_file": f"C {number}/KSBR", "founded_on": date(2004, 5, 1),
        "nace": "47110", "data_box": "abc234d", "seat": seat,
    }  # fmt: skip
    return Subject(**(usual | more))  # type: ignore[arg-type]  # the fields come from the tests


def trader(number: int, name: str = "Jana Smyšlená") -> Subject:
    """An invented sole trader."""
    return firm(number, name, legal_form="101", court_file=None, dic=None)


def firms(count: int) -> list[Subject]:
    return [firm(number) for number in range(count)]


def manners(folder: Path, clock: ObedientClock, **more: object) -> Manners:
    usual: dict[str, object] = {
        "pace": Pace(per_minute=120, burst=10), "retries": Retries(), "breaker": Breaker(), "clock": clock,
    }  # fmt: skip
    return Manners(QueueFile(folder / "ares.queue"), **(usual | more))  # type: ignore[arg-type]


def ares(
    base_url: str,
    folder: Path,
    *,
    clock: ObedientClock | None = None,
    keep: bool = True,
    timeouts: Timeouts | None = None,
    transport: httpx.BaseTransport | None = None,
    sources: Sequence[Source] = (),
    **more: object,
) -> AresRegister:
    """A register whose queue and kept answers lie in ``folder``."""
    polite = manners(folder, clock or ObedientClock(), **more)
    transport = transport or httpx.HTTPTransport(verify=False)
    limits = timeouts or Timeouts(connect=5, read=5, whole=10)
    wire = Wire(polite, base_url=base_url, timeouts=limits, transport=transport)
    return AresRegister(wire, Replies(folder / "replies.duckdb") if keep else None, sources=sources)
