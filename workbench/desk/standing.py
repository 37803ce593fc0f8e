"""How the clients stand with the VAT, asked over the network when somebody asks for it."""

from typing import TYPE_CHECKING, Any, Final

from workbench.model.ids import as_ids
from workbench.registry.answers import NotFound
from workbench.registry.standing import VatPayer, VatPayers

if TYPE_CHECKING:
    import pandas as pd

    from workbench.desk.clients import Clients
    from workbench.registry.standing.vat_payers import VatAnswer

VAT: Final = [
    "client", "dic", "answer", "pays_vat", "unreliable", "unreliable_since", "account_published", "text", "as_of",
]  # fmt: skip
"""Columns of :meth:`Registers.vat`."""


class Registers:
    """Registers beside the business register.

    Args:
        clients: of the desk.

    Attributes:
        vat_payers: the register of VAT payers; another one may be put here, e.g. at another address.
    """

    def __init__(self, clients: "Clients") -> None:
        self._clients = clients
        self.vat_payers: VatPayers | None = None

    def vat(self, ids: object = None) -> "pd.DataFrame":
        """What the register of VAT payers says of clients with a DIČ, one row a client.

        ``answer`` is one of the five: ``found``, ``not_found``, ``refused``, ``out_of_reach``, ``malformed``; ``text`` says
        why where nothing is known. ``account_published`` says whether the client's bank account is among the
        published ones, and is empty for a client without an account.

        Args:
            ids: the clients; all valid ones when left out.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        table = self._clients.df()
        chosen = table if ids is None else table[table.index.isin(as_ids(ids))]
        chosen = chosen[chosen["dic"].notna()]
        if self.vat_payers is None:
            self.vat_payers = VatPayers.of_this_machine()
        answers = self.vat_payers.lookup(chosen["dic"].tolist())
        pairs = zip(
            chosen.index.tolist(), chosen["dic"].tolist(), chosen["bank_account"].tolist(), strict=True
        )
        rows = [(client, dic, *_told(answers[dic], account)) for client, dic, account in pairs]
        return pd.DataFrame(rows, columns=VAT)

    def __repr__(self) -> str:
        return "<registers: .vat(ids)>"


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
