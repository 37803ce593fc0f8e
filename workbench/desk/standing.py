"""How the clients stand with the VAT and with insolvency, asked over the network when somebody asks for it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from workbench.akce.progress import told
from workbench.locale import t
from workbench.model.ids import as_ids
from workbench.registry.answers import NotFound
from workbench.registry.kinds import kind_of
from workbench.registry.standing import Insolvency, VatPayer, ViesNumber

if TYPE_CHECKING:
    import pandas as pd

    from workbench.desk.clients import Clients
    from workbench.registry.offices import Offices

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
        offices: the registers.
    """

    def __init__(self, clients: "Clients", offices: "Offices") -> None:
        self._clients = clients
        self._offices = offices

    def vat(self, ids: object = None) -> "pd.DataFrame":
        """What the register of VAT payers says of clients with a DIČ, one row a client.

        ``answer`` is one of the five: ``found``, ``not_found``, ``refused``, ``out_of_reach``, ``malformed``; ``text`` says
        why where nothing is known. ``account_published`` says whether the client's bank account is among the
        published ones, and is empty for a client without an account.

        Args:
            ids: the clients; all valid ones when left out.
        """
        chosen = self._having("dic", ids)
        accounts = dict(zip(chosen.index, chosen["bank_account"], strict=True))
        with told(t("Asking the register")) as tell:
            answers = self._offices.vat_payers.lookup(chosen["dic"].tolist(), progress=tell)
        return _table(VAT, chosen["dic"], answers, lambda client, one: _vat(one, accounts[client]))

    def vies(self, ids: object = None) -> "pd.DataFrame":
        """Whether the DIČ of clients are valid for trade within the Union, one row a client with a DIČ.

        ``answer`` and ``text`` are as in :meth:`vat`; ``valid`` is empty where VIES could not tell. VIES takes one number
        a question, so a hundred clients take about two minutes.

        Args:
            ids: the clients; all valid ones when left out.
        """
        chosen = self._having("dic", ids)
        with told(t("Asking the register")) as tell:
            answers = self._offices.vies.lookup(chosen["dic"].tolist(), progress=tell)
        return _table(VIES, chosen["dic"], answers, _number)

    def insolvency(self, ids: object = None) -> "pd.DataFrame":
        """Whether insolvency proceedings are open, one row a client with an IČO.

        ``answer`` and ``text`` are as in :meth:`vat`; ``not_found`` means that there are no proceedings, and ``open`` is
        false. ``cases`` are file numbers. The register takes one IČO a question, 50 a minute and 3,000 a day.

        Args:
            ids: the clients; all valid ones when left out.
        """
        chosen = self._having("ico", ids)
        with told(t("Asking the register")) as tell:
            answers = self._offices.insolvencies.lookup(chosen["ico"].tolist(), progress=tell)
        return _table(INSOLVENCY, chosen["ico"], answers, _proceedings)

    def _having(self, field: str, ids: object) -> "pd.DataFrame":
        table = self._clients.df()
        chosen = table if ids is None else table[table.index.isin(as_ids(ids))]
        return chosen[chosen[field].notna()]

    def __repr__(self) -> str:
        return "<registers: .vat(ids) .vies(ids) .insolvency(ids)>"


def _table(
    columns: list[str],
    numbers: "pd.Series[Any]",
    answers: Mapping[str, Any],
    known: Callable[[int, Any], tuple[Any, ...]],
) -> "pd.DataFrame":
    """One row a client: its number, the kind of answer, what is known, why nothing is, and the day."""
    import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

    rows = []
    for client, number in zip(numbers.index.tolist(), numbers.tolist(), strict=True):
        one = answers[number]
        kind = kind_of(one)
        text = "" if kind == "found" else one.text()
        as_of = getattr(one, "as_of", None)
        rows.append((client, number, kind, *known(client, one), text, as_of))
    return pd.DataFrame(rows, columns=columns)


def _vat(answer: object, account: object) -> tuple[Any, ...]:
    if not isinstance(answer, VatPayer):
        return (None, None, None, None)
    published = answer.publishes(account) if isinstance(account, str) and account else None
    return (answer.pays_vat, answer.unreliable, answer.unreliable_since, published)


def _number(_: int, answer: object) -> tuple[Any, ...]:
    return (answer.valid, answer.name) if isinstance(answer, ViesNumber) else (None, None)


def _proceedings(_: int, answer: object) -> tuple[Any, ...]:
    if isinstance(answer, Insolvency):
        return (answer.open, ", ".join(one.mark for one in answer.cases))
    return (False if isinstance(answer, NotFound) else None, None)
