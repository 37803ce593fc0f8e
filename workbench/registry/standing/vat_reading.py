"""Reading replies of ADIS (CRPDPH): who pays VAT, who is unreliable, which accounts are published.

Source: Ministry of Finance, "Webové služby registru DPH", namespace http://adis.mfcr.cz/rozhraniCRPDPH/.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from workbench.model.identifiers import Note, bank_account
from workbench.model.times import PRAGUE
from workbench.registry.answers import Malformed, OutOfReach, Refused, Trouble
from workbench.registry.days import day
from workbench.registry.standing import soap

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE: Final = "MF, registr plátců DPH"
_RELIABLE: Final = {"ANO": True, "NE": False}
_ABSENT: Final = "NENALEZEN"
KINDS: Final = {
    "PLATCE_DPH": True, "SKUPINA_DPH": True, "NESPOLEHLIVA_OSOBA": False, "IDENTIFIKOVANA_OSOBA": False,
}  # fmt: skip
"""``typSubjektu`` -> whether it pays VAT; an identified person does so for some trade with the Union only."""
_CLOSED: Final = timedelta(minutes=10)
_NIGHT: Final = Note("night", "{source} is closed from 0:00 to 0:10.", {"source": SOURCE})


@dataclass(frozen=True, slots=True)
class Account:
    """A published bank account: as :mod:`workbench.model.identifiers.bank_account` writes it, and since when."""

    account: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class VatPayer:
    """What the register of VAT payers says.

    Attributes:
        dic: with ``CZ``.
        kind: ``typSubjektu``: ``PLATCE_DPH``, ``SKUPINA_DPH``, ``IDENTIFIKOVANA_OSOBA``, ``NESPOLEHLIVA_OSOBA``.
        unreliable: whether it is an unreliable payer (Act 235/2004 Coll., section 106a).
        unreliable_since: the day that was published.
        office: code of the financial office.
        accounts: published accounts (section 96).
        name: as the register has it, without the spaces around it.
        as_of: the day of the reply.
    """

    dic: str
    kind: str
    unreliable: bool
    unreliable_since: date | None = None
    office: str | None = None
    accounts: tuple[Account, ...] = ()
    name: str | None = None
    as_of: date | None = None

    @property
    def pays_vat(self) -> bool | None:
        """Whether it pays VAT; ``None`` for a kind that this version does not know."""
        return KINDS.get(self.kind)

    def publishes(self, account: str) -> bool:
        """Whether this account, domestic or IBAN, is among the published ones."""
        wanted = bank_account.to_iban(account) or account
        return any(wanted == (bank_account.to_iban(one.account) or one.account) for one in self.accounts)


def trouble(status: "Element | None") -> Trouble | None:
    """Why the reply says nothing; ``None`` when it does."""
    code = None if status is None else status.get("statusCode")
    if code == "0":
        return None
    if code == "1":
        return Refused(Note("too_many_asked", "{source} takes at most 100 DIČ at once.", {"source": SOURCE}))
    if code == "2":
        return Refused(_NIGHT, _CLOSED.total_seconds())
    if code == "3":
        return OutOfReach(
            Note(
                "service_down", "{source} says that it is not available. Ask again later.", {"source": SOURCE}
            )
        )
    return soap.strange()


def night(now: datetime) -> Refused | None:
    """The refusal for the first ten minutes of a day in Prague, in which the register is closed; it need not be asked."""
    here = now.astimezone(PRAGUE)
    opens = here.replace(hour=0, minute=0, second=0, microsecond=0) + _CLOSED
    return Refused(_NIGHT, (opens - here).total_seconds()) if here < opens else None


def read_subject(row: "Element", as_of: date | None) -> VatPayer | Malformed | None:
    """One ``statusSubjektu``; ``None`` when the register does not have it."""
    unreliable, kind, dic = row.get("nespolehlivyPlatce"), row.get("typSubjektu"), row.get("dic")
    if unreliable == _ABSENT and kind in {_ABSENT, None}:
        return None
    if unreliable not in _RELIABLE or not kind or kind == _ABSENT or not dic:
        return Malformed(
            Note("row_shape", "what it says of this number cannot be understood. Ask again later.")
        )
    listed = soap.child(row, "zverejneneUcty")
    accounts = [_account(one) for one in (() if listed is None else soap.children(listed, "ucet"))]
    return VatPayer(
        dic=f"CZ{dic}",
        kind=kind,
        unreliable=_RELIABLE[unreliable],
        unreliable_since=day(row.get("datumZverejneniNespolehlivosti")),
        office=row.get("cisloFu"),
        accounts=tuple(one for one in accounts if one is not None),
        name=soap.text(row, "nazevSubjektu"),
        as_of=as_of,
    )


def _account(row: "Element") -> Account | None:
    domestic, other = soap.child(row, "standardniUcet"), soap.child(row, "nestandardniUcet")
    if domestic is not None:
        prefix = f"{domestic.get('predcisli')}-" if domestic.get("predcisli") else ""
        given = f"{prefix}{domestic.get('cislo') or ''}/{domestic.get('kodBanky') or ''}"
    else:
        given = (None if other is None else other.get("cislo")) or ""
    read = bank_account.read(given)
    written = read.value or " ".join(given.split())
    return Account(written, day(row.get("datumZverejneni"))) if written.strip("/") else None
