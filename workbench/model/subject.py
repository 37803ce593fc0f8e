"""What a business register says of one subject, whichever register it was."""

from dataclasses import dataclass
from datetime import date

from workbench.model.fields import Register


@dataclass(frozen=True, slots=True)
class Seat:
    """A registered seat; the field names are those of the ``address`` record type."""

    street: str | None = None
    house_number: str | None = None
    house_number_kind: str | None = None
    orientation_number: str | None = None
    orientation_letter: str | None = None
    part: str | None = None
    city: str | None = None
    district: str | None = None
    postcode: str | None = None
    region: str | None = None
    country: str | None = "CZ"
    place_code: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where single values of a subject come from, if not from its own source: their names, the source, its day."""

    fields: tuple[str, ...]
    source: str
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of a register, already normalised.

    Attributes:
        ico: eight digits.
        source: which register and state of it, e.g. ``"ČSÚ, RES 2026-11-15"``.
        as_of: the day the register vouches for.
        in_liquidation: as far as the name or the register says so.
        insolvent: an open insolvency case, ``None`` where the source does not know.
        unreliable_vat_payer: ``None`` where the source does not know.
        vat_payer: whether it pays VAT, ``None`` where the source does not know.
        vat: where what is said of the VAT comes from, if not from the subject's own source.
        rest: values that another source gave, ``None`` when all are of this one.
    """

    ico: str
    name: str
    source: str
    as_of: date | None = None
    legal_form: str | None = None
    dic: str | None = None
    court_file: str | None = None
    founded_on: date | None = None
    ceased_on: date | None = None
    nace: str | None = None
    data_box: str | None = None
    seat: Seat | None = None
    in_liquidation: bool = False
    insolvent: bool | None = None
    unreliable_vat_payer: bool | None = None
    vat_payer: bool | None = None
    rest: Origin | None = None
    vat: Origin | None = None

    def origin(self, field: str) -> tuple[str, date | None]:
        """Which source gave this value, and the day it vouches for."""
        for other in (self.vat, self.rest):
            if other is not None and field in other.fields:
                return other.source, other.as_of
        return self.source, self.as_of

    def given(self, what: Register) -> object:
        """The value the register gives under this name, ``None`` where it gives none."""
        return getattr(self, what.value)
