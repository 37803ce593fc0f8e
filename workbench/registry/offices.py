"""The registers of standing of a desk: each made when first asked, and some asked beside the business register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, TypeVar

from workbench.model.identifiers import dic
from workbench.registry.answers import Trouble
from workbench.registry.base import Progress
from workbench.registry.line import Timeouts
from workbench.registry.manners import Retries
from workbench.registry.settings import Beside, StandingSettings
from workbench.registry.standing import Insolvencies, InsolvencyAnswer, VatAnswer, VatPayers, Vies, ViesAnswer
from workbench.registry.standing.office import Office

FEW: Final = 10
"""So many clients are asked about one by one without being told to; for more it would take minutes or days."""
PATIENCE: Final = 5.0
"""Seconds that a question may wait for its turn unless everything is to be asked; the copying must not wait longer."""
_TIMEOUTS: Final = Timeouts(connect=5, read=10, whole=20)
_RETRIES: Final = Retries(attempts=2)

Made = TypeVar("Made", bound=Office)


@dataclass(frozen=True, slots=True)
class Standings:
    """What the registers of standing said, by the number they were asked about; what was not asked is not there.

    Attributes:
        asked: which of the registers were to be asked.
        payers: by DIČ, of the register of VAT payers.
        numbers: by DIČ, of VIES.
        insolvencies: by IČO.
    """

    asked: tuple[Beside, ...] = ()
    payers: Mapping[str, VatAnswer] = field(default_factory=dict)
    numbers: Mapping[str, ViesAnswer] = field(default_factory=dict)
    insolvencies: Mapping[str, InsolvencyAnswer] = field(default_factory=dict)


class Offices:
    """The registers of standing.

    Args:
        settings: where they are, and which are asked beside the business register; by default what the environment
            variables say.

    Attributes:
        use: those asked when clients are compared with the business register.
    """

    def __init__(self, settings: StandingSettings | None = None) -> None:
        self.settings = settings or StandingSettings.from_environment()
        self.use = self.settings.use
        self._vat_payers: VatPayers | None = None
        self._vies: Vies | None = None
        self._insolvencies: Insolvencies | None = None

    @property
    def vat_payers(self) -> VatPayers:
        """The register of VAT payers; another one may be put here, as in the other two."""
        if self._vat_payers is None:
            self._vat_payers = self._made(VatPayers, self.settings.adis_url)
        return self._vat_payers

    @vat_payers.setter
    def vat_payers(self, other: VatPayers) -> None:
        self._vat_payers = other

    @property
    def vies(self) -> Vies:
        """VIES."""
        if self._vies is None:
            self._vies = self._made(Vies, self.settings.vies_url)
        return self._vies

    @vies.setter
    def vies(self, other: Vies) -> None:
        self._vies = other

    @property
    def insolvencies(self) -> Insolvencies:
        """The insolvency register."""
        if self._insolvencies is None:
            self._insolvencies = self._made(Insolvencies, self.settings.isir_url)
        return self._insolvencies

    @insolvencies.setter
    def insolvencies(self, other: Insolvencies) -> None:
        self._insolvencies = other

    def ask(
        self,
        icos: Sequence[str],
        dics: Sequence[str],
        *,
        before: Standings | None = None,
        thorough: bool = False,
        max_age: timedelta | None = None,
        progress: Progress | None = None,
    ) -> Standings:
        """What the registers in use say.

        The register of VAT payers takes a hundred DIČ a question and is always asked. VIES and the insolvency
        register take one: of more than :data:`FEW` numbers they are not asked, only what they answered lately is
        given, unless ``thorough``. Never raises for the way there.

        Args:
            icos: for the insolvency register.
            dics: for the other two.
            before: what they said already; of that only what they gave no answer to is asked again.
            thorough: ask about everything, however long that takes.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew, where it is asked at all.
            progress: told how far the asking is, of each register anew.
        """
        said = before or Standings()
        patience = None if thorough else PATIENCE
        more: dict[str, Any] = {"max_age": max_age, "patience": patience, "progress": progress}
        payers, numbers, found = dict(said.payers), dict(said.numbers), dict(said.insolvencies)
        czech = _open([one for one in dics if (dic.read(one).value or "").startswith("CZ")], payers)
        if "adis" in self.use and czech:
            payers |= self.vat_payers.lookup(czech, **more)
        if "vies" in self.use and (left := _open(dics, numbers)):
            each = thorough or len(dics) <= FEW
            numbers |= self.vies.lookup(left, **more) if each else self.vies.kept(left)
        if "isir" in self.use and (left := _open(icos, found)):
            each = thorough or len(icos) <= FEW
            found |= self.insolvencies.lookup(left, **more) if each else self.insolvencies.kept(left)
        return Standings(self.use, payers, numbers, found)

    def _made(self, kind: type[Made], url: str) -> Made:
        return kind.of_this_machine(
            base_url=url, timeouts=_TIMEOUTS, retries=_RETRIES, max_age=self.settings.max_age, folder=self.settings.folder
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"<registers of standing in use: {', '.join(self.use) or '-'}>"


def _open(numbers: Sequence[str], answers: Mapping[str, object]) -> list[str]:
    """Those that have no answer yet."""
    return [one for one in numbers if one not in answers or isinstance(answers[one], Trouble)]
