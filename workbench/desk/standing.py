"""How the clients stand with the VAT and with insolvency, asked over the network when somebody asks for it."""

from typing import TYPE_CHECKING, Any, Final

from workbench.model.ids import as_ids
from workbench.registry.answers import NotFound
from workbench.registry.settings import StandingSettings
from workbench.registry.standing import Insolvencies, Insolvency, VatPayer, VatPayers, Vies, ViesNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from workbench.desk.clients import Clients
    from workbench.registry.answers import Malformed, OutOfReach, Refused
    from workbench.registry.standing.vat_payers import VatAnswer

VAT: Final = [
    "client", "dic", "answer", "pays_vat", "unreliable", "unreliable_since", "account_published", "text", "as_of",
]  # fmt: skip
"""Columns of :meth:`Registers.vat`."""
VIES: Final = ["client", "dic", "answer", "valid", "name", "text", "as_of"]
"""Columns of :meth:`Registers.vies`."""
INSOLVENCY: Final = ["client", "ico", "answer", "open", "cases", "text", "as_of"]
"""Columns of :meth:`Registers.insolvency`."""


class Registers:
    """Registers beside the business register.

    Args:
        clients: of the desk.
        settings: where they are; by default what the environment variables say.

    Attributes:
        vat_payers: the register of VAT payers; another one may be put here, as in the other two.
        vies_numbers: VIES.
        insolvencies: the insolvency register.
    """

    def __init__(self, clients: "Clients", settings: StandingSettings | None = None) -> None:
        self._clients = clients
        self._settings = settings or StandingSettings.from_environment()
        self.vat_payers: VatPayers | None = None
        self.vies_numbers: Vies | None = None
        self.insolvencies: Insolvencies | None = None

    def vat(self, ids: object = None) -> "pd.DataFrame":
        """What the register of VAT payers says of clients with a DIČ, one row a client.

        ``answer`` is one of the five: ``found``, ``not_found``, ``refused``, ``out_of_reach``, ``malformed``; ``text`` says
        why where nothing is known. ``account_published`` says whether the client's bank account is among the
        published ones, and is empty for a client without an account.

        Args:
            ids: the clients; all valid ones when left out.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        chosen = self._having("dic", ids)
        if self.vat_payers is None:
            at = self._settings
            self.vat_payers = VatPayers.of_this_machine(base_url=at.adis_url, folder=at.folder)
        answers = self.vat_payers.lookup(chosen["dic"].tolist())
        pairs = zip(
            chosen.index.tolist(), chosen["dic"].tolist(), chosen["bank_account"].tolist(), strict=True
        )
        rows = [(client, dic, *_told(answers[dic], account)) for client, dic, account in pairs]
        return pd.DataFrame(rows, columns=VAT)

    def vies(self, ids: object = None) -> "pd.DataFrame":
        """Whether the DIČ of clients are valid for trade within the Union, one row a client with a DIČ.

        ``answer`` and ``text`` are as in :meth:`vat`; ``valid`` is empty where VIES could not tell. VIES takes one number
        a question, so a hundred clients take about two minutes.

        Args:
            ids: the clients; all valid ones when left out.
        """
        chosen = self._having("dic", ids)
        if self.vies_numbers is None:
            at = self._settings
            self.vies_numbers = Vies.of_this_machine(base_url=at.vies_url, folder=at.folder)
        return _table(VIES, chosen["dic"], self.vies_numbers.lookup(chosen["dic"].tolist()))

    def insolvency(self, ids: object = None) -> "pd.DataFrame":
        """Whether insolvency proceedings are open, one row a client with an IČO.

        ``answer`` and ``text`` are as in :meth:`vat`; ``not_found`` means that there are no proceedings, and ``open`` is
        false. ``cases`` are file numbers. The register takes 2,900 questions a day.

        Args:
            ids: the clients; all valid ones when left out.
        """
        chosen = self._having("ico", ids)
        if self.insolvencies is None:
            at = self._settings
            self.insolvencies = Insolvencies.of_this_machine(base_url=at.isir_url, folder=at.folder)
        return _table(INSOLVENCY, chosen["ico"], self.insolvencies.lookup(chosen["ico"].tolist()))

    def _having(self, field: str, ids: object) -> "pd.DataFrame":
        table = self._clients.df()
        chosen = table if ids is None else table[table.index.isin(as_ids(ids))]
        return chosen[chosen[field].notna()]

    def __repr__(self) -> str:
        return "<registers: .vat(ids) .vies(ids) .insolvency(ids)>"


_KINDS: Final = {
    "NotFound": "not_found", "Refused": "refused", "OutOfReach": "out_of_reach", "Malformed": "malformed",
}  # fmt: skip


def _told(answer: "VatAnswer", account: object) -> tuple[Any, ...]:
    if isinstance(answer, VatPayer):
        published = answer.publishes(account) if isinstance(account, str) and account else None
        return (
            "found", answer.pays_vat, answer.unreliable, answer.unreliable_since, published, "", answer.as_of,
        )  # fmt: skip
    as_of = answer.as_of if isinstance(answer, NotFound) else None
    return (_KINDS[type(answer).__name__], None, None, None, None, answer.text(), as_of)


def _table(columns: list[str], numbers: "pd.Series[Any]", answers: "Mapping[str, Any]") -> "pd.DataFrame":
    """One row a client: its number, the kind of answer, what is known, why nothing is, and the day."""
    import pandas as pd  # noqa: PLC0415

    rows = [
        (client, number, *_said(answers[number]))
        for client, number in zip(numbers.index.tolist(), numbers.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=columns)


def _said(answer: "ViesNumber | Insolvency | NotFound | Refused | OutOfReach | Malformed") -> tuple[Any, ...]:
    if isinstance(answer, ViesNumber):
        return ("found", answer.valid, answer.name, "", answer.as_of)
    if isinstance(answer, Insolvency):
        return ("found", answer.open, ", ".join(one.mark for one in answer.cases), "", answer.as_of)
    if isinstance(answer, NotFound):
        return ("not_found", False, None, answer.text(), answer.as_of)
    return (_KINDS[type(answer).__name__], None, None, answer.text(), None)
