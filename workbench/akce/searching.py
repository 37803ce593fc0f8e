"""2 Vyhledat ve firmy.cz and 3 Vygooglit: a link that the user clicks; nothing is fetched (AKCE.md)."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote_plus

from workbench.akce.base import Action, Context
from workbench.errors import InputError
from workbench.locale import t
from workbench.model.fields import Label
from workbench.model.record import Record

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class WebLink:
    """An address to open in a new tab.

    Attributes:
        url: the address, encoded.
        text: what the link says.
        warning: what to know before the click; empty if nothing.
    """

    url: str
    text: str
    warning: str = ""

    def _repr_html_(self) -> str:
        warning = f"<p>{escape(self.warning)}</p>" if self.warning else ""
        return f'{warning}<a href="{escape(self.url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(self.text)}</a>'

    def __repr__(self) -> str:
        return "<link: .url>"


class _Search(Action):
    many: ClassVar[bool] = False
    address: ClassVar[str]

    def __init__(self, context: Context, targets: object) -> None:
        super().__init__(context, targets)

    def check(self) -> None:
        """Refuse a client without a name."""
        self._client()

    def _client(self) -> Record:
        """The client, read once whatever is asked of it."""
        super().check()
        record = self.records()[0]
        if not self.terms(record):
            raise InputError("Client {id} has no name to search for. Fill in the name.", id=self.given[0])
        return record

    def terms(self, record: Record) -> str:
        """What is searched for."""
        return str(record["name"] or "").strip()

    def url(self) -> str:
        """The address of the search.

        Raises:
            InputError: the client has no name.
            NotFoundError: no such client for this user.
        """
        return self.encoded(self.terms(self._client()))

    @classmethod
    def encoded(cls, terms: str) -> str:
        """The address of a search for these words, whatever signs are in them."""
        return cls.address + quote_plus(terms, errors="replace")

    def preview(self) -> "pd.DataFrame":
        """The address, without opening it."""
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only previews need it

        return pd.DataFrame({"id": self.given, "url": [self.url()]})

    def run(self) -> WebLink:
        """The link; the browser opens it when the user clicks."""
        client, warning = self._client(), ""
        if client["is_person"]:
            warning = t("This is a natural person: with the click the name leaves for a third party.")
        return WebLink(self.encoded(self.terms(client)), str(self.label), warning)


class FindOnFirmy(_Search):
    """Look the client up on firmy.cz.

    Args:
        context: the desk.
        targets: the client's id.
        with_city: also the obec of its primary address.
    """

    name: ClassVar[str] = "find_on_firmy"
    label: ClassVar[Label] = Label("Vyhledat ve firmy.cz", "Search on firmy.cz")
    address: ClassVar[str] = "https://www.firmy.cz/?q="

    def __init__(self, context: Context, targets: object, *, with_city: bool = False) -> None:
        super().__init__(context, targets)
        self.options = {"with_city": True} if with_city else {}

    def terms(self, record: Record) -> str:
        """The name, with the obec if wanted."""
        name = super().terms(record)
        if name and self.options.get("with_city"):
            city = next(
                (one["city"] for one in self.context.store.dossiers(self.ids)[0].addresses if one["city"]),
                None,
            )
            return f"{name} {city}" if city else name
        return name


class Google(_Search):
    """Search for the client's name with Google."""

    name: ClassVar[str] = "google"
    label: ClassVar[Label] = Label("Vygooglit", "Google it")
    address: ClassVar[str] = "https://www.google.com/search?q="
