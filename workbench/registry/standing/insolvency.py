"""The insolvency register (ISIR CUZK, SOAP): the open proceedings of a firm, and nothing about people.

Replies hold names, birth numbers and addresses of debtors. None of that is read; of a natural person's
proceedings nothing is kept on the disk either.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from workbench.model.identifiers import Note
from workbench.model.identifiers import ico as ico_numbers
from workbench.registry.answers import NotFound, Refused, Trouble
from workbench.registry.base import Progress
from workbench.registry.days import day, day_of
from workbench.registry.manners import Pace
from workbench.registry.standing import soap
from workbench.registry.standing.kept import Kept
from workbench.registry.standing.office import Office, one_by_one
from workbench.store.replies import Replies

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SOURCE: Final = "MSp, insolvenční rejstřík"
NAMESPACE: Final = "http://isirws.cca.cz/types/"
_MOST: Final = "50"
_NONE: Final = "WS2"
_PERSONAL: Final = ("rc", "datumNarozeni", "jmeno")
_CLOSED: Final = {"ODSKRTNUTA", "PRAVOMOCNA", "VYRIZENA", "VYŘÍZENÁ", "MYLNÝ ZÁP."}


@dataclass(frozen=True, slots=True)
class InsolvencyCase:
    """Proceedings.

    Attributes:
        mark: file number, e.g. ``95 INS 12575/2022``.
        court: name of the court.
        state: ``druhStavKonkursu`` as ISIR has it, e.g. ``KONKURS``.
        since: start of the bankruptcy.
        until: its end.
        url: the page of the proceedings.
    """

    mark: str
    court: str | None
    state: str | None
    since: date | None = None
    until: date | None = None
    url: str | None = None

    @property
    def open(self) -> bool:
        """Whether the proceedings go on, as far as their state says."""
        return self.until is None and (self.state or "").upper() not in _CLOSED


@dataclass(frozen=True, slots=True)
class Insolvency:
    """The proceedings against the subject with this IČO; ``natural`` says that it is a natural person."""

    ico: str
    cases: tuple[InsolvencyCase, ...]
    natural: bool = False
    as_of: date | None = None

    @property
    def open(self) -> bool:
        """Whether any of them goes on."""
        return any(one.open for one in self.cases)


InsolvencyAnswer = Insolvency | NotFound | Trouble


class Insolvencies(Office):
    """The insolvency register: one IČO a question, 50 questions a minute, 3,000 a day."""

    name = "isir"
    source = SOURCE
    url = "https://isir.justice.cz:8443/isir_cuzk_ws/IsirWsCuzkService"
    pace = Pace(per_minute=48, burst=12)
    slower = Pace(per_minute=2_900, burst=1_450, window=86_400)

    def lookup(
        self,
        icos: Sequence[str],
        *,
        max_age: timedelta | None = None,
        patience: float | None = None,
        progress: Progress | None = None,
    ) -> Mapping[str, InsolvencyAnswer]:
        """An answer for every IČO, under the text it was given as; not found means that there are no proceedings.

        Args:
            icos: as they are written; what is no IČO is not asked, and answered as refused.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew.
            patience: seconds that a question may wait for its turn; and once one gets no answer, those after it
                are not asked any more. ``None`` for as long as it takes.
            progress: told how many are answered.
        """
        return one_by_one(self._read(icos), lambda ico: self._one(ico, max_age, patience), patience, progress)

    def kept(self, icos: Sequence[str]) -> Mapping[str, InsolvencyAnswer]:
        """What was answered lately, under the text it was given as; asks nobody, and what is not known is left out."""
        numbers = {given: one for given, one in self._read(icos).items() if isinstance(one, str)}
        found = self._kept.recall(list(numbers.values()), self._now(), self._max_age)
        return {given: _past(one, found[one]) for given, one in numbers.items() if one in found}

    @staticmethod
    def _read(icos: Sequence[str]) -> dict[str, str | InsolvencyAnswer]:
        read = {given: ico_numbers.read(given) for given in icos}
        return {
            given: one.value or Refused(one.problem or Note("ico_empty", "no IČO was given."))
            for given, one in read.items()
        }

    def _keep_in(self, replies: Replies | None) -> None:
        self._kept: Kept[Insolvency] = Kept(replies, f"{self.name}/ico", _written, _read_back)

    def _one(self, ico: str, max_age: timedelta | None, patience: float | None) -> InsolvencyAnswer:
        now = self._now()
        kept = self._kept.recall([ico], now, self._max_age if max_age is None else max_age).get(ico)
        if kept is not None:
            return _past(ico, kept)
        given = [("ic", ico), ("maxPocetVysledku", _MOST), ("filtrAktualniRizeni", "T")]
        content = soap.envelope("getIsirWsCuzkDataRequest", NAMESPACE, given, qualified=False)
        reply = soap.asked(
            self._line, SOURCE, content, action="", expected=("getIsirWsCuzkData", "Response"), patience=patience
        )  # fmt: skip
        answer = reply if isinstance(reply, Trouble) else read(reply, ico, self._today())
        if isinstance(answer, Insolvency | NotFound):
            self._kept.keep([(ico, answer if isinstance(answer, Insolvency) else None, True)], now)
        return answer


def _past(ico: str, kept: tuple[Insolvency | None, datetime]) -> Insolvency | NotFound:
    return kept[0] if kept[0] is not None else NotFound(ico, SOURCE, day_of(kept[1]))


def read(reply: "Element", ico: str, today: date) -> InsolvencyAnswer:
    """The meaning of a reply about this IČO.

    Args:
        reply: the element in the body.
        ico: what was asked for.
        today: the day of the reply, where it does not say its own.
    """
    state = soap.child(reply, "stav")
    rows = list(soap.children(reply, "data"))
    code = soap.text(state, "kodChyby")
    if code == _NONE and not rows:
        return NotFound(ico, SOURCE, today)
    if code is not None:
        return Refused(
            Note("asked_wrongly", "{source} did not accept the question ({detail}).", {"source": SOURCE, "detail": code[:20]})
        )  # fmt: skip
    cases = [_case(row) for row in rows]
    strangers = [row for row in rows if (soap.text(row, "ic") or "").zfill(8) != ico]
    if state is None or not rows or strangers or None in cases:
        return soap.strange()
    natural = any(soap.child(row, name) is not None for row in rows for name in _PERSONAL)
    as_of = day(soap.text(state, "casSynchronizace")) or today
    return Insolvency(ico, tuple(one for one in cases if one is not None), natural, as_of)


def _case(row: "Element") -> InsolvencyCase | None:
    senate, kind, number, year = (
        soap.text(row, name) for name in ("cisloSenatu", "druhVec", "bcVec", "rocnik")
    )
    if number is None or year is None:
        return None
    return InsolvencyCase(
        mark=" ".join(piece for piece in (senate, kind or "INS", f"{number}/{year}") if piece),
        court=soap.text(row, "nazevOrganizace"),
        state=soap.text(row, "druhStavKonkursu"),
        since=day(soap.text(row, "datumPmZahajeniUpadku")),
        until=day(soap.text(row, "datumPmUkonceniUpadku")),
        url=soap.text(row, "urlDetailRizeni"),
    )


def _written(found: Insolvency) -> str | None:
    return None if found.natural else json.dumps(asdict(found), default=str, ensure_ascii=False)


def _read_back(body: str, _: datetime) -> Insolvency | None:
    try:
        row = json.loads(body)
        cases = tuple(
            InsolvencyCase(**(one | {name: day(one[name]) for name in ("since", "until")}))
            for one in row["cases"]
        )
        return Insolvency(row["ico"], cases, row["natural"], day(row["as_of"]))
    except (ValueError, TypeError, KeyError):
        return None
