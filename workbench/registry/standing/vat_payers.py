"""The register of VAT payers (ADIS, CRPDPH), asked over SOAP, a hundred numbers at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from workbench.model.identifiers import Note, dic
from workbench.registry.answers import Malformed, NotFound, OutOfReach, Refused
from workbench.registry.line import Line, Timeouts
from workbench.registry.manners import Pace
from workbench.registry.standing import soap, vat_reading
from workbench.registry.standing.kept import MAX_AGE, Kept, moment
from workbench.registry.standing.shared import shared
from workbench.registry.standing.vat_reading import SOURCE, Account, VatPayer
from workbench.store.replies import Replies

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import httpx

NAME: Final = "adis"
URL: Final = "https://mojedane.gov.cz/dpr/axis2/services/rozhraniCRPDPH.rozhraniCRPDPHSOAP"
NAMESPACE: Final = "http://adis.mfcr.cz/rozhraniCRPDPH/"
PACE: Final = Pace(per_minute=9_900, burst=1_600, window=86_400)
"""ADIS allows 2,000 questions an hour and 10,000 a day; with this pace neither is exceeded in any window."""
BATCH: Final = 100
_STATUS: Final = "StatusNespolehlivySubjektRozsireny"
_LIST: Final = "SeznamNespolehlivyPlatce"
_WHOLE_LIST: Final = "unreliable"

VatAnswer = VatPayer | NotFound | Refused | OutOfReach | Malformed


class VatPayers:
    """The register of VAT payers.

    It asks one question at a time, so four notebooks stay within the four that ADIS serves at once.

    Args:
        line: the connection.
        replies: the file of kept answers, ``None`` to keep nothing on the disk.
        max_age: how old a kept answer may be unless a question says otherwise.
    """

    def __init__(self, line: Line, replies: Replies | None = None, *, max_age: timedelta = MAX_AGE) -> None:
        self._line = line
        self._max_age = max_age
        self._kept: Kept[VatPayer] = Kept(replies, f"{NAME}/status", _written, _read_back)
        self._list: Kept[dict[str, date | None]] = Kept(replies, f"{NAME}/list", _written_list, _read_list)

    @classmethod
    def of_this_machine(
        cls,
        *,
        base_url: str = URL,
        transport: "httpx.BaseTransport | None" = None,
        timeouts: Timeouts | None = None,
        folder: Path | None = None,
    ) -> Self:
        """With the queue and the kept answers that all notebooks of this machine share.

        Args:
            base_url: where it is; it has moved before.
            transport: how bytes travel (httpx), e.g. for a proxy.
            timeouts: seconds to wait.
            folder: where queue and answers lie, if not in the user's data folder.
        """
        return cls(*shared(
            NAME, SOURCE, PACE, base_url=base_url, transport=transport, timeouts=timeouts, folder=folder
        ))  # fmt: skip

    def lookup(self, dics: Sequence[str], *, max_age: timedelta | None = None) -> Mapping[str, VatAnswer]:
        """An answer for every DIČ, under the text it was given as.

        Args:
            dics: as they are written; what is no Czech DIČ is not asked, and answered as refused.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew.
        """
        numbers, answers = _numbers(dics)
        found = self._ask(
            list(dict.fromkeys(numbers.values())), self._max_age if max_age is None else max_age
        )
        return {given: found[numbers[given]] if given in numbers else answers[given] for given in dics}

    def unreliable(
        self, *, max_age: timedelta | None = None
    ) -> Mapping[str, date | None] | Refused | OutOfReach | Malformed:
        """All unreliable payers and since when they are published, by DIČ: some four thousand, one question.

        Numbers that may hold a birth number are left out. The list is mirrored, and asked anew when it is older than ``max_age``.
        """
        now = moment(self._line.manners.clock.now())
        age = self._max_age if max_age is None else max_age
        kept = self._list.recall([_WHOLE_LIST], now, age).get(_WHOLE_LIST)
        if kept is not None and kept[0] is not None:
            return kept[0]
        reply = self._sent(f"{_LIST}Request", (), f"get{_LIST}", (_LIST, "Response"))
        if isinstance(reply, Refused | OutOfReach | Malformed):
            return reply
        listed = _listed(reply)
        if isinstance(listed, dict):
            self._list.keep([(_WHOLE_LIST, listed, True)], now)
        return listed

    def close(self) -> None:
        """Give back the connection."""
        self._line.close()

    def _ask(self, numbers: list[str], max_age: timedelta) -> dict[str, VatAnswer]:
        now = moment(self._line.manners.clock.now())
        known = self._kept.recall(numbers, now, max_age)
        found: dict[str, VatAnswer] = {
            number: value if value is not None else NotFound(number, SOURCE, at.date())
            for number, (value, at) in known.items()
        }
        unknown = [number for number in numbers if number not in found]
        for start in range(0, len(unknown), BATCH):
            found |= self._batch(unknown[start : start + BATCH])
        return found

    def _batch(self, numbers: list[str]) -> dict[str, VatAnswer]:
        given = [("dic", number.removeprefix("CZ")) for number in numbers]
        reply = self._sent(f"{_STATUS}V2Request", given, f"get{_STATUS}V2", (_STATUS, "Response"))
        if isinstance(reply, Refused | OutOfReach | Malformed):
            return dict.fromkeys(numbers, reply)
        status = soap.child(reply, "status")
        trouble = vat_reading.trouble(status)
        if trouble is not None:
            return dict.fromkeys(numbers, trouble)
        now = moment(self._line.manners.clock.now())
        as_of = vat_reading.day(None if status is None else status.get("odpovedGenerovana"))
        answers = _answers(reply, numbers, as_of)
        good = ((key, one) for key, one in answers.items() if isinstance(one, VatPayer | NotFound))
        self._kept.keep(
            ((key, one if isinstance(one, VatPayer) else None, not dic.dic_is_personal(key)) for key, one in good), now
        )  # fmt: skip
        return answers

    def _sent(
        self, element: str, given: Sequence[tuple[str, str]], action: str, expected: tuple[str, str]
    ) -> "Element | Refused | OutOfReach | Malformed":
        content = soap.envelope(element, NAMESPACE, given, qualified=True)
        return soap.asked(self._line, SOURCE, content, action=NAMESPACE + action, expected=expected)


def _numbers(dics: Sequence[str]) -> tuple[dict[str, str], dict[str, VatAnswer]]:
    """Given text -> DIČ with ``CZ``, and a refusal for what cannot be asked."""
    numbers: dict[str, str] = {}
    refused: dict[str, VatAnswer] = {}
    for given in dics:
        reading = dic.read(given)
        if reading.value is not None and reading.value.startswith("CZ"):
            numbers[given] = reading.value
        else:
            refused[given] = Refused(reading.problem or Note("dic_foreign", "it is no Czech DIČ."))
    return numbers, refused


def _answers(reply: "Element", numbers: Sequence[str], as_of: date | None) -> dict[str, VatAnswer]:
    """Rows by the number that was asked for; a number without a row, or with two, is no answer."""
    rows: dict[str, list[Element]] = {}
    for row in soap.children(reply, "statusSubjektu"):
        rows.setdefault(f"CZ{row.get('dic')}", []).append(row)
    answers: dict[str, VatAnswer] = {}
    for number in numbers:
        given = rows.get(number, [])
        value = vat_reading.read_subject(given[0], as_of) if len(given) == 1 else soap.strange()
        answers[number] = NotFound(number, SOURCE, as_of) if value is None else value
    return answers


def _listed(reply: "Element") -> dict[str, date | None] | Refused | OutOfReach | Malformed:
    trouble = vat_reading.trouble(soap.child(reply, "status"))
    if trouble is not None:
        return trouble
    rows = [row for row in reply if row.get("dic") is not None]
    if any(row.get("nespolehlivyPlatce") != "ANO" for row in rows):
        return soap.strange()
    since = {
        f"CZ{row.get('dic')}": vat_reading.day(row.get("datumZverejneniNespolehlivosti")) for row in rows
    }
    return {number: day for number, day in since.items() if not dic.dic_is_personal(number)}


def _written(payer: VatPayer) -> str:
    return json.dumps(asdict(payer), default=str, ensure_ascii=False)


def _read_back(body: str, _: datetime) -> VatPayer | None:
    try:
        row: dict[str, Any] = json.loads(body)
        days = {name: vat_reading.day(row[name]) for name in ("unreliable_since", "as_of")}
        accounts = tuple(Account(one["account"], vat_reading.day(one["since"])) for one in row["accounts"])
        return VatPayer(**(row | days | {"accounts": accounts}))
    except (ValueError, TypeError, KeyError):
        return None


def _written_list(listed: dict[str, date | None]) -> str:
    return json.dumps(listed, default=str)


def _read_list(body: str, _: datetime) -> dict[str, date | None] | None:
    try:
        return {str(number): vat_reading.day(day) for number, day in json.loads(body).items()}
    except (ValueError, AttributeError):
        return None
