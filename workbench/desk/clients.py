"""The client list as a table, by search, and as it stood once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from workbench.store import past
from workbench.store.links import Hit
from workbench.store.sandbox import Answer, Sandbox
from workbench.store.search.index import Facets
from workbench.store.search.query import Only
from workbench.store.signs import CHANGED, Wanted
from workbench.store.store import Store

if TYPE_CHECKING:
    import pandas as pd


class Clients:
    """The clients this user may see, as a table or by search.

    Args:
        store: where they are searched.
        sandbox: where their table is read.
        changed: gives the clients that the register changed; by default none are known.
    """

    def __init__(
        self, store: Store, sandbox: Sandbox, *, changed: Callable[[], Sequence[int]] = tuple
    ) -> None:
        self._store = store
        self._sandbox = sandbox
        self._changed = changed

    def df(self, *, invalid: bool = False) -> "pd.DataFrame":
        """All valid clients as a DataFrame, indexed by id; with ``invalid`` those too that were invalidated.

        Times are aware, in Prague.
        """
        return self._sandbox.table("client", invalid=invalid).df().set_index("id")

    def search(
        self, text: str, *, limit: int = 50, invalid: bool = False, only: Only | None = None
    ) -> "Hits":
        """Clients that have a word beginning with each word of the text, best first; accents do not matter.

        Args:
            text: parts of name, IČO, DIČ, obec, e-mail, phone, id, in any order.
            limit: how many at most.
            invalid: also those that were invalidated.
            only: facet -> values that are let through: ``{"owner": ["eva"], "city": ["Brno", "Opava"]}``; the
                facets are owner, state, tag and city.

        Raises:
            UnknownNameError: no such facet.
            ValueRejectedError: a limit below one, or values of a facet that are no list of texts.
            InputError: the text is none.
        """
        return Hits(self._store.search(text, only=only, limit=limit, invalid=invalid))

    def facets(self, text: str = "", *, invalid: bool = False, only: Only | None = None) -> Facets:
        """How many clients a search would find in all, and how they divide by owner, state, tag and city.

        Raises:
            UnknownNameError: no such facet.
            ValueRejectedError: values of a facet that are no list of texts.
            InputError: the text is none.
        """
        return self._store.facets(text, only=only, invalid=invalid)

    def lines(self, ids: Sequence[int]) -> "Hits":
        """The same lines as a search gives, of these clients, as far as this user sees them."""
        return Hits(self._store.visible_hits(ids))

    def with_signs(
        self, *signs: str, text: str = "", only: Mapping[str, Sequence[str]] | None = None, invalid: bool = False,
        limit: int = 50,
    ) -> "Signed":  # fmt: skip
        """Clients that may have to be mended, by name: without an IČO, with the same IČO as others.

            desk.clients.with_signs("no_contact", only={"owner": ["eva"]}).lines.df()

        Args:
            *signs: all of these are shown by each: ``no_ico``, ``wrong_ico``, ``same_ico``, ``no_seat``, ``no_contact``,
                ``ceased``, ``in_liquidation``, ``invalid``, ``locked``, and ``register_changed``: the snapshot on this
                machine says something else than was accepted (:meth:`workbench.desk.Desk.drift`).
            text: words that begin a word of the name, the IČO or the number.
            only: facet -> the values that are let through, as in :meth:`search`.
            invalid: also those that were invalidated.
            limit: how many at most.

        Raises:
            UnknownNameError: no such sign or facet.
        """
        changed = self._changed() if CHANGED in signs else ()
        found, total, gone = self._store.with_signs(Wanted(signs, text, only or {}, invalid, changed), limit)
        return Signed(self.lines(found), total, gone)

    def sign_counts(
        self,
        *signs: str,
        text: str = "",
        only: Mapping[str, Sequence[str]] | None = None,
        invalid: bool = False,
    ) -> dict[str, int]:
        """Sign -> how many clients show it, of those that :meth:`with_signs` would give."""
        return self._store.sign_counts(Wanted(signs, text, only or {}, invalid, self._changed()))

    def __len__(self) -> int:
        return int(self._sandbox.sql("SELECT count(*) FROM client WHERE valid").fetchall()[0][0])

    def __repr__(self) -> str:
        return f"<{len(self)} clients: .df() .search('…')>"


class PastClients:
    """The clients that this user may see, as they stood at a moment.

    Args:
        sandbox: the tables of that moment.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def df(self, *, invalid: bool = False) -> "pd.DataFrame":
        """All clients that were valid then, indexed by id; with ``invalid`` the others of that moment too."""
        return self._sandbox.table("client", invalid=invalid).df().set_index("id")

    def search(self, text: str, *, limit: int = 50, invalid: bool = False) -> "Hits":
        """Clients that had a word beginning with each word of the text; accents do not matter.

        Args:
            text: parts of name, IČO, DIČ, obec, e-mail, phone, id as they were then, in any order.
            limit: how many at most.
            invalid: also those that were invalid then.

        Raises:
            ValueRejectedError: a limit below one.
            InputError: the text is none.
        """
        return Hits(past.find(self._sandbox, text, limit=limit, invalid=invalid))

    def __len__(self) -> int:
        return int(self._sandbox.sql("SELECT count(*) FROM client WHERE valid").fetchall()[0][0])

    def __repr__(self) -> str:
        return f"<{len(self)} clients then: .df() .search('…')>"


class Hits(list[Hit]):
    """Lines of a list of clients; ``.df()`` gives them as a table, ``.ids`` their ids."""

    @property
    def ids(self) -> list[int]:
        """The ids, best first."""
        return [one.id for one in self]

    def df(self) -> "pd.DataFrame":
        """Columns id, name, ico, city, owner, valid, locked_by."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        columns = ["id", "name", "ico", "city", "owner", "valid", "locked_by"]
        return pd.DataFrame([[getattr(one, name) for name in columns] for one in self], columns=columns)

    def __repr__(self) -> str:
        return f"<{len(self)} clients found: .df() .ids>"


@dataclass(frozen=True, slots=True)
class Signed:
    """Clients that show a sign.

    Attributes:
        lines: the first of them, by name.
        total: how many there are in all.
        invalid: those of them that were invalidated.
    """

    lines: Hits
    total: int
    invalid: int

    def __repr__(self) -> str:
        return f"<{self.total} clients: .lines.df() .lines.ids>"


class Past:
    """The whole client list as it stood at a moment; for reading only.

    Args:
        store: the data file.
        moment: aware; what was committed up to then counts.

    Attributes:
        moment: the same.
        clients: the clients of that moment, as a table or by search.
    """

    def __init__(self, store: Store, moment: datetime) -> None:
        self.moment = moment
        self._sandbox = store.past(moment)
        self.clients = PastClients(self._sandbox)

    def sql(self, query: str) -> Answer:
        """Any DuckDB SQL over the tables of that moment."""
        return self._sandbox.sql(query)

    def __repr__(self) -> str:
        return f"<the store as of {self.moment:%Y-%m-%d %H:%M:%S %Z}: .clients .sql('…')>"
