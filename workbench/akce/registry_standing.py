"""What registers of standing say of clients beside the business register: VAT, and insolvency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from workbench.akce.progress import told
from workbench.locale import t
from workbench.model.identifiers import Note
from workbench.registry.answers import NotFound, Trouble
from workbench.registry.kinds import kind_of
from workbench.registry.offices import Standings
from workbench.registry.said import Said
from workbench.registry.settings import Beside
from workbench.registry.standing import Insolvency, VatPayer, VatPayers, ViesNumber

if TYPE_CHECKING:
    import pandas as pd

    from workbench.akce.base import Context

_EACH: Final = 100
"""Of more clients what is not known is told by :meth:`Standing.frame` alone, not with each client."""
STANDING: Final = ["client", "register", "number", "answer", "text"]
"""Columns of a table of standings."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a client is asked about by: the IČO it is compared with, its DIČ and its bank account."""

    ico: str | None
    dic: str | None
    account: str | None


@dataclass(frozen=True)
class Standing:
    """Clients and what was said of them.

    Attributes:
        numbers: client id -> by what it was asked about.
        said: the answers.
    """

    numbers: Mapping[int, Numbers]
    said: Standings

    def answer(self, client: int, register: Beside) -> object:
        """What this register said of the client; ``None`` where it was not asked."""
        one = self.numbers[client]
        if register == "isir":
            return self.said.insolvencies.get(one.ico or "")
        return (self.said.payers if register == "adis" else self.said.numbers).get(one.dic or "")

    def notes(self, client: int) -> tuple[Note, ...]:
        """What to know besides what :func:`workbench.model.comparison.warnings` says: above all, what is not known."""
        found = []
        for register in self.said.asked if client in self.numbers else ():
            answer = self.answer(client, register)
            if isinstance(answer, Trouble) and len(self.numbers) <= _EACH:
                found.append(replace(_NOT_KNOWN[register], values={"why": answer.text()}))
            elif isinstance(answer, VatPayer):
                account = self.numbers[client].account
                if account and answer.pays_vat and not answer.publishes(account):
                    found.append(_UNPUBLISHED)
            elif isinstance(answer, ViesNumber) and not answer.valid:
                found.append(_INVALID)
        return tuple(found)

    def frame(self) -> "pd.DataFrame":
        """One row a client and register; columns :data:`STANDING`.

        ``answer`` is one of the five, ``"not_asked"``, or ``"no_number"`` for a client without an IČO or a DIČ.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        rows = [
            (client, register, *self._told(client, register))
            for client in self.numbers
            for register in self.said.asked
        ]
        return pd.DataFrame(rows, columns=STANDING)

    def _told(self, client: int, register: Beside) -> tuple[str | None, str, str]:
        one = self.numbers[client]
        number = one.ico if register == "isir" else one.dic
        if not number:
            return None, "no_number", ""
        answer = self.answer(client, register)
        if answer is None:
            return (
                number,
                "not_asked",
                t("Of many clients this register is asked only on demand: one_by_one=True."),
            )
        return number, kind_of(answer), "" if kind_of(answer) == "found" else answer.text()  # type: ignore[attr-defined]


_NOT_KNOWN: Final[Mapping[Beside, Note]] = {
    "adis": Note("adis_not_known", "Whether the subject is an unreliable VAT payer is not known. {why}"),
    "vies": Note("vies_not_known", "Whether the DIČ is valid within the Union is not known. {why}"),
    "isir": Note("isir_not_known", "Whether there are insolvency proceedings is not known. {why}"),
}
_UNPUBLISHED: Final = Note(
    "account_unpublished",
    "The client's bank account is not among those that the register of VAT payers publishes.",
)
_INVALID: Final = Note("vies_invalid", "VIES does not know the DIČ as valid within the Union.")


class BesideRegister:
    """The asking of registers of standing about clients, each time with what was said of them before.

    Args:
        context: the desk.
        given: the clients' ids.
        thorough: ask also those registers about many clients that take one number a question.
        max_age: how old a kept answer may be.
    """

    def __init__(
        self, context: "Context", given: Sequence[int], *, thorough: bool, max_age: timedelta | None
    ) -> None:
        self._context = context
        self._given = given
        self._thorough = thorough
        self._max_age = max_age
        self._dics: dict[str, str] = {}
        self._said = Standings()

    def over(self, said: Said) -> Said:
        """Ask those in use about the known subjects, and lay their answers over what the business register said.

        A client's DIČ is the one that the business register gives, else the one that the client has. What was
        answered is not asked again; what could not be answered is.
        """
        offices = self._context.offices
        if not offices.use:
            return said
        own = self._context.store.client_icos(self._given)
        pairs = zip(own["ico"].to_pylist(), own["dic"].to_pylist(), strict=True)
        icos = said.found["ico"].to_pylist()
        given = zip(icos, said.found["dic"].to_pylist(), strict=True)
        self._dics = {ico: one for ico, one in pairs if ico and one} | {ico: one for ico, one in given if one}
        dics = sorted({self._dics[ico] for ico in icos if ico in self._dics})
        with told(t("Asking the registers of VAT and insolvency")) as tell:
            self._said = offices.ask(
                icos, dics, before=self._said, thorough=self._thorough, max_age=self._max_age, progress=tell
            )
        return laid_over(said, self._dics, self._said)

    def standing(self, asked: Mapping[int, str | None], said: Said) -> Standing:
        """What was said of the clients that the business register knows.

        Args:
            asked: client id -> the IČO it is compared with.
            said: what the business register said.
        """
        if not self._said.asked:
            return Standing({}, self._said)
        own = self._context.store.client_icos(list(asked))
        held = zip(*(own[name].to_pylist() for name in ("client", "dic", "bank_account")), strict=True)
        return Standing(
            {
                client: Numbers(ico, self._dics.get(ico, dic), account)
                for client, dic, account in held
                if (ico := asked[client]) is not None and ico in said
            },
            self._said,
        )


def laid_over(said: Said, dics: Mapping[str, str], standings: Standings) -> Said:
    """What was said, with what the registers of standing know better: insolvency, VAT.

    Args:
        said: what the business register says.
        dics: IČO -> DIČ.
        standings: what the others say.
    """
    import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only many at once need it

    if not (standings.payers or standings.insolvencies):
        return said
    icos = said.found["ico"].to_pylist()
    payers = [standings.payers.get(dics.get(ico, "")) for ico in icos]
    known = [one if isinstance(one, VatPayer | NotFound) else None for one in payers]
    columns: dict[str, Sequence[Any]] = {
        "insolvent": [
            _insolvent(standings.insolvencies.get(ico), before)
            for ico, before in zip(icos, said.found["insolvent"].to_pylist(), strict=True)
        ],
        "unreliable_vat_payer": [one and isinstance(one, VatPayer) and one.unreliable for one in known],
        "vat_payer": [one and isinstance(one, VatPayer) and one.pays_vat for one in known],
        "vat_source": [one and VatPayers.source for one in known],
        "vat_as_of": [one.as_of if one else None for one in known],
    }
    found: pa.Table = said.found
    for name, values in columns.items():
        place = found.column_names.index(name)
        kind = found.schema.field(name)
        found = found.set_column(place, kind, pa.array(values, kind.type))
    return Said(found, said.others, said.told)


def _insolvent(answer: object, before: bool | None) -> bool | None:
    if isinstance(answer, Insolvency):
        return answer.open
    return False if isinstance(answer, NotFound) else before
