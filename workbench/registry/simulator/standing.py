"""ADIS, VIES and ISIR on this machine: their shapes, and what they refuse."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from http import HTTPStatus
from time import time as wall_clock
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from workbench.model.subject import Subject
from workbench.registry.answers import Malformed
from workbench.registry.simulator.limits import DAY, HOUR, MINUTE, Counted, Limit
from workbench.registry.simulator.server import PER_MINUTE, AresSimulator
from workbench.registry.standing import Insolvency, VatPayer, soap

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ENVELOPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    "<soapenv:Body>{}</soapenv:Body></soapenv:Envelope>"
)
_ADIS: Final = "http://adis.mfcr.cz/rozhraniCRPDPH/"
_ISIR: Final = "http://isirws.cca.cz/types/"
_ISIR_ORDER: Final = (
    "ic",
    "rc",
    "nazevOsoby",
    "jmeno",
    "datumNarozeni",
    "maxPocetVysledku",
    "filtrAktualniRizeni",
)
_MOST: Final = 100
_NIGHT: Final = (time(0, 0), time(0, 10))
_PERSON: Final = (
    "<nazevOsoby>Smyšlený Dlužník</nazevOsoby><rc>900101/0000</rc><datumNarozeni>1990-01-01Z</datumNarozeni>"
)

Reply = tuple[HTTPStatus, bytes]


class StandingSimulator(AresSimulator):
    """ARES and the three registers at ``adis_url``, ``vies_url`` and ``isir_url``, all on one server.

    Each has the limits of the real one and refuses what goes beyond (``counter(path)`` counts): ADIS 4 questions
    at once, 2,000 an hour, 10,000 a day; ISIR 50 a minute, 3,000 a day.

    Args:
        payers: whom ADIS knows.
        insolvencies: which proceedings ISIR knows.
        subjects: whom ARES knows.
        vies: error code that VIES answers instead, e.g. ``MS_UNAVAILABLE``.
        now: the time of day that decides whether ADIS is closed.
        today: its day; by default the real one.
        per_minute: limit of ARES.
        clock: UNIX seconds.
    """

    def __init__(
        self,
        payers: Iterable[VatPayer] = (),
        insolvencies: Iterable[Insolvency] = (),
        *,
        subjects: Iterable[Subject] = (),
        vies: str | None = None,
        now: Callable[[], time] = lambda: time(12, 0),
        today: date | None = None,
        per_minute: int = PER_MINUTE,
        clock: Callable[[], float] = wall_clock,
    ) -> None:
        super().__init__(subjects, today=today, per_minute=per_minute, clock=clock)
        self.payers = {one.dic: one for one in payers}
        self.insolvencies = {one.ico: one for one in insolvencies}
        self.vies = vies
        self._now = now
        self._today = today or datetime.now(UTC).date()
        self._counters = {
            "/adis": Counted([Limit(2_000, HOUR), Limit(10_000, DAY)], parallel=4),
            "/vies": Counted(()),
            "/isir": Counted([Limit(50, MINUTE), Limit(3_000, DAY)]),
        }

    def counter(self, path: str) -> Counted:
        """What counts the questions to this path: ``/adis``, ``/vies``, ``/isir``, else ARES's."""
        return self._counters.get(path, self.counted)

    @property
    def adis_url(self) -> str:
        """Address of the register of VAT payers."""
        return f"{self._root}/adis"

    @property
    def vies_url(self) -> str:
        """Address of VIES."""
        return f"{self._root}/vies"

    @property
    def isir_url(self) -> str:
        """Address of the insolvency register."""
        return f"{self._root}/isir"

    @property
    def _root(self) -> str:
        return self.base_url.split("/ekonomicke", 1)[0]

    def answer(self, method: str, path: str, body: bytes) -> Reply:
        """The good answer as it goes over the wire."""
        answers = {"/adis": self._adis, "/vies": self._vies, "/isir": self._isir}
        if method != "POST" or path not in answers:
            return super().answer(method, path, body)
        return answers[path](body)

    def _adis(self, body: bytes) -> Reply:
        asked = _request(body)
        if asked is None:
            return fault("Neplatná zpráva")
        start, end = _NIGHT
        numbers = [f"CZ{(one.text or '').strip()}" for one in soap.children(asked, "dic")]
        code = "2" if start <= self._now() < end else "1" if len(numbers) > _MOST else "0"
        status = f'<status odpovedGenerovana="{self._today}" statusCode="{code}" statusText=""/>'
        if soap.local(asked) == "SeznamNespolehlivyPlatceRequest":
            name = "SeznamNespolehlivyPlatceResponse"
            rows = [_payer(one) for one in self.payers.values() if one.unreliable]
        else:
            name = "StatusNespolehlivySubjektRozsirenyV2Response"
            rows = [
                _payer(self.payers[one]) if one in self.payers
                else f'<statusSubjektu typSubjektu="NENALEZEN" dic="{one[2:]}" nespolehlivyPlatce="NENALEZEN"/>'
                for one in numbers
            ]  # fmt: skip
        inside = status + ("".join(rows) if code == "0" else "")
        return _wrapped(f'<{name} xmlns="{_ADIS}">{inside}</{name}>')

    def _vies(self, body: bytes) -> Reply:
        question = json.loads(body)
        if self.vies:
            wrapped = {"actionSucceed": False, "errorWrappers": [{"error": self.vies}]}
            return HTTPStatus.OK, json.dumps(wrapped).encode()
        number = question["countryCode"] + question["vatNumber"]
        known = self.payers.get(number)
        reply = question | {
            "requestDate": f"{self._today}T12:00:00.000Z", "valid": known is not None, "name": known.name if known else "---", "address": "---",
        }  # fmt: skip
        return HTTPStatus.OK, json.dumps(reply, ensure_ascii=False).encode()

    def _isir(self, body: bytes) -> Reply:
        asked = _request(body)
        names = [] if asked is None else [soap.local(one) for one in asked]
        if (
            asked is None
            or names != [one for one in _ISIR_ORDER if one in names]
            or any("}" in one.tag for one in asked)
        ):
            return fault("Unmarshalling Error: unexpected element")
        known = self.insolvencies.get(soap.text(asked, "ic") or "")
        if known is None:
            inside = "<stav><kodChyby>WS2</kodChyby><textChyby>Prázdný výsledek</textChyby></stav>"
        else:
            rows = "".join(_case(known, number) for number in range(len(known.cases)))
            inside = f"{rows}<stav><pocetVysledku>{len(known.cases)}</pocetVysledku><relevanceVysledku>2</relevanceVysledku></stav>"
        return _wrapped(
            f'<q:getIsirWsCuzkDataResponse xmlns:q="{_ISIR}">{inside}</q:getIsirWsCuzkDataResponse>'
        )


def fault(described: str) -> Reply:
    """A SOAP fault."""
    inside = f"<soapenv:Fault><faultcode>soapenv:Client</faultcode><faultstring>{escape(described)}</faultstring></soapenv:Fault>"
    return HTTPStatus.INTERNAL_SERVER_ERROR, _ENVELOPE.format(inside).encode()


def _wrapped(inside: str) -> Reply:
    return HTTPStatus.OK, _ENVELOPE.format(inside).encode()


def _request(body: bytes) -> "Element | None":
    root = soap.parsed(body)
    found = None if isinstance(root, Malformed) else soap.child(root, "Body")
    return None if found is None else next(iter(found), None)


def _payer(one: VatPayer) -> str:
    since = f' datumZverejneniNespolehlivosti="{one.unreliable_since}"' if one.unreliable_since else ""
    rows = []
    for account in one.accounts:
        number, _, bank = account.account.partition("/")
        prefix, _, base = number.rpartition("-")
        first = f' predcisli="{prefix}"' if prefix else ""
        made = (
            f'<standardniUcet{first} cislo="{base}" kodBanky="{bank}"/>'
            if bank
            else f'<nestandardniUcet cislo="{number}"/>'
        )
        rows.append(f'<ucet datumZverejneni="{account.since}">{made}</ucet>')
    accounts = f"<zverejneneUcty>{''.join(rows)}</zverejneneUcty>" if rows else ""
    name = f"<nazevSubjektu>{escape(one.name)}      </nazevSubjektu>" if one.name else ""
    return (
        f'<statusSubjektu typSubjektu={quoteattr(one.kind)} dic="{one.dic[2:]}" nespolehlivyPlatce="{"ANO" if one.unreliable else "NE"}"'
        f'{since} cisloFu="{one.office or ""}">{accounts}{name}</statusSubjektu>'
    )


def _case(known: Insolvency, number: int) -> str:
    case = known.cases[number]
    senate, kind, mark = case.mark.split(" ")
    serial, year = mark.split("/")
    until = f"<datumPmUkonceniUpadku>{case.until}Z</datumPmUkonceniUpadku>" if case.until else ""
    since = f"<datumPmZahajeniUpadku>{case.since}Z</datumPmZahajeniUpadku>" if case.since else ""
    return (
        f"<data><ic>{known.ico}</ic><cisloSenatu>{senate}</cisloSenatu><druhVec>{kind}</druhVec><bcVec>{serial}</bcVec><rocnik>{year}</rocnik>"
        f"<nazevOrganizace>{escape(case.court or '')}</nazevOrganizace>{_PERSON if known.natural else ''}"
        f"<druhStavKonkursu>{escape(case.state or '')}</druhStavKonkursu>{since}{until}</data>"
    )
