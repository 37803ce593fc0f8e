"""Which registers a desk asks, and how: typed settings, and the environment variables that set them.

Offline is the rule: unless somebody says otherwise, only the snapshot on this machine is asked.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal, get_args

from workbench.errors import InputError, UnknownNameError
from workbench.registry.ares.register import MAX_AGE
from workbench.registry.ares.sources import Source
from workbench.registry.ares.wire import BASE_URL
from workbench.registry.manners import Pace
from workbench.registry.standing import Insolvencies, VatPayers, Vies

Choice = Literal["snapshot", "ares", "both"]
"""``"snapshot"``: the copy of RES alone, no network; ``"ares"``: ARES alone; ``"both"``: the snapshot, and ARES for
what it lacks."""
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
Beside = Literal["adis", "vies", "isir"]
"""``"adis"``: the register of VAT payers; ``"vies"``: validity of a DIČ within the Union; ``"isir"``: insolvency."""
BESIDE: Final[tuple[Beside, ...]] = get_args(Beside)
_DAY: Final = timedelta(days=1)
_PACE: Final = Pace()


@dataclass(frozen=True, slots=True)
class AresSettings:
    """How ARES is asked.

    Attributes:
        url: its base address; it has moved before. ``WORKBENCH_ARES_URL``.
        per_minute: questions a minute of all notebooks of this machine together; ARES allows 500.
            ``WORKBENCH_ARES_PER_MINUTE``.
        burst: so many of them may go out at once after a pause.
        max_age: a kept answer younger than this is not asked again. ``WORKBENCH_ARES_MAX_AGE``, in days.
        sources: source registers that a lookup asks too; ``ROS`` gives data boxes.
        folder: where the queue and the kept answers lie; by default the user's data folder (``WORKBENCH_HOME``).
    """

    url: str = BASE_URL
    per_minute: int = _PACE.per_minute
    burst: int = _PACE.burst
    max_age: timedelta = MAX_AGE
    sources: tuple[Source, ...] = (Source.ROS,)
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class StandingSettings:
    """The registers of VAT payers, VIES and insolvencies: which of them the copying asks, and where they are.

    Whoever calls ``desk.registers.vat()`` and its like asks them in any case.

    Attributes:
        use: those that are asked when clients are compared with the business register; none by default, for
            offline is the rule. ``WORKBENCH_STANDING``, e.g. ``adis,isir`` or ``all``.
        adis_url: the register of VAT payers. ``WORKBENCH_ADIS_URL``.
        vies_url: VIES. ``WORKBENCH_VIES_URL``.
        isir_url: the insolvency register. ``WORKBENCH_ISIR_URL``.
        max_age: a kept answer younger than this is not asked again. ``WORKBENCH_STANDING_MAX_AGE``, in days.
        folder: where the queues and the kept answers lie; by default the user's data folder (``WORKBENCH_HOME``).
    """

    use: tuple[Beside, ...] = ()
    adis_url: str = VatPayers.url
    vies_url: str = Vies.url
    isir_url: str = Insolvencies.url
    max_age: timedelta = _DAY
    folder: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "StandingSettings":
        """What the environment variables say; what they do not say stays as usual.

        Raises:
            UnknownNameError: no such register.
            InputError: a number that is none; the message names the variable.
        """
        usual = cls()
        return cls(
            as_beside(environment.get("WORKBENCH_STANDING") or ()),
            environment.get("WORKBENCH_ADIS_URL") or usual.adis_url,
            environment.get("WORKBENCH_VIES_URL") or usual.vies_url,
            environment.get("WORKBENCH_ISIR_URL") or usual.isir_url,
            _number(environment, "WORKBENCH_STANDING_MAX_AGE", usual.max_age // _DAY) * _DAY,
        )


@dataclass(frozen=True, slots=True)
class RegisterSettings:
    """Which registers a desk asks.

    Attributes:
        use: which of them; ``WORKBENCH_REGISTER``.
        snapshot: the snapshot file, by default where ``workbench snapshot load`` puts it; ``WORKBENCH_SNAPSHOT``.
        ares: how ARES is asked.
        standing: which registers of standing are asked beside it, and where they are.
    """

    use: Choice = "snapshot"
    snapshot: Path | None = None
    ares: AresSettings = field(default_factory=AresSettings)
    standing: StandingSettings = field(default_factory=StandingSettings)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "RegisterSettings":
        """What the environment variables say; what they do not say stays as usual.

        Raises:
            UnknownNameError: no such choice of registers.
            InputError: a number that is none; the message names the variable.
        """
        usual = AresSettings()
        per_minute = _number(environment, "WORKBENCH_ARES_PER_MINUTE", usual.per_minute)
        ares = AresSettings(
            url=environment.get("WORKBENCH_ARES_URL") or usual.url,
            per_minute=per_minute,
            burst=max(1, min(usual.burst, per_minute - 1)),
            max_age=_number(environment, "WORKBENCH_ARES_MAX_AGE", usual.max_age // _DAY) * _DAY,
        )
        snapshot = environment.get("WORKBENCH_SNAPSHOT")
        return cls(
            as_choice(environment.get("WORKBENCH_REGISTER") or "snapshot"),
            Path(snapshot) if snapshot else None,
            ares,
            StandingSettings.from_environment(environment),
        )

    def using(self, choice: str) -> "RegisterSettings":
        """The same settings with another choice of registers.

        Raises:
            UnknownNameError: no such choice.
        """
        return replace(self, use=as_choice(choice))

    def beside(self, names: str | Iterable[str]) -> "RegisterSettings":
        """The same settings with other registers of standing.

        Args:
            names: as for :func:`as_beside`.

        Raises:
            UnknownNameError: no such register.
        """
        return replace(self, standing=replace(self.standing, use=as_beside(names)))


def as_choice(text: str) -> Choice:
    """A choice of registers by its name.

    Raises:
        UnknownNameError: no such choice.
    """
    for choice in CHOICES:
        if choice == text:
            return choice
    raise UnknownNameError.suggest("choice of registers", text, CHOICES)


def as_beside(names: str | Iterable[str]) -> tuple[Beside, ...]:
    """Registers of standing by their names.

    Args:
        names: one a name, or as one text with commas or spaces; ``"all"`` and ``"none"`` are understood.

    Raises:
        UnknownNameError: no such register.
    """
    listed = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    if listed == ["all"]:
        return BESIDE
    if listed == ["none"]:
        return ()
    for name in listed:
        if name not in BESIDE:
            raise UnknownNameError.suggest("register of standing", name, (*BESIDE, "all", "none"))
    return tuple(one for one in BESIDE if one in listed)


def _number(environment: Mapping[str, str], name: str, usual: int) -> int:
    text = environment.get(name)
    if not text:
        return usual
    if not text.isascii() or not text.isdigit():
        raise InputError("{name} must be a whole number, not “{value}”. Correct it.", name=name, value=text)
    return int(text)
