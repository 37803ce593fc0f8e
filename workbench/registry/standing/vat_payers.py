"""The register of VAT payers (ADIS, CRPDPH), asked over SOAP, a hundred numbers at a time."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from workbench.model.identifiers import Note, dic
from workbench.registry.answers import NotFound, Refused, Trouble
from workbench.registry.base import Progress
from workbench.registry.days import day, day_of
from workbench.registry.manners import Pace
from workbench.registry.standing import soap, vat_reading
from workbench.registry.standing.kept import Kept
from workbench.registry.standing.office import Office
from workbench.registry.standing.vat_reading import SOURCE, Account, VatPayer
from workbench.store.replies import Replies

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE: Final = "http://adis.mfcr.cz/rozhraniCRPDPH/"
BATCH: Final = 100
_STATUS: Final = "StatusNespolehlivySubjektRozsireny"
_LIST: Final = "SeznamNespolehlivyPlatce"
_WHOLE_LIST: Final = "unreliable"

VatAnswer = VatPayer | NotFound | Trouble


class VatPayers(Office):
    """The register of VAT payers: a hundred DIČ a question, 4 questions at once, 2,000 an hour, 10,000 a day.

    From 0:00 to 0:10 it is closed and is not asked.
    """

    name = "adis"
    source = SOURCE
    url = "https://mojedane.gov.cz/dpr/axis2/services/rozhraniCRPDPH.rozhraniCRPDPHSOAP"
    pace = Pace(per_minute=1_900, burst=1_000, window=3_600)
    slower = Pace(per_minute=9_900, burst=4_950, window=86_400)
    parallel = 4

    def lookup(
        self,
        dics: Sequence[str],
        *,
        max_age: timedelta | None = None,
        patience: float | None = None,
        progress: Progress | None = None,
    ) -> Mapping[str, VatAnswer]:
        """An answer for every DIČ, under the text it was given as.

        Args:
            dics: as they are written; what is no Czech DIČ is not asked, and answered as refused.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew.
            patience: seconds that a question may wait for its turn; ``None`` for as long as it takes.
            progress: told after each hundred.
        """
        numbers, answers = _numbers(dics)
        age = self._max_age if max_age is None else max_age
        found = self._ask(list(dict.fromkeys(numbers.values())), age, patience, progress)
        return {given: found[numbers[given]] if given in numbers else answers[given] for given in dics}

    def unreliable(self, *, max_age: timedelta | None = None) -> Mapping[str, date | None] | Trouble:
        """All unreliable payers and since when they are published, by DIČ: some four thousand, one question.

        Numbers that may hold a birth number are left out. The list is mirrored, and asked anew when it is older than ``max_age``.
        """
        now = self._now()
        age = self._max_age if max_age is None else max_age
        kept = self._list.recall([_WHOLE_LIST], now, age).get(_WHOLE_LIST)
        if kept is not None and kept[0] is not None:
            return kept[0]
        reply = self._sent(f"{_LIST}Request", (), f"get{_LIST}", (_LIST, "Response"))
        if isinstance(reply, Trouble):
            return reply
        listed = _listed(reply)
        if isinstance(listed, dict):
            self._list.keep([(_WHOLE_LIST, listed, True)], now)
        return listed

    def _keep_in(self, replies: Replies | None) -> None:
        self._kept: Kept[VatPayer] = Kept(replies, f"{self.name}/status", _written, _read_back)
        self._list: Kept[dict[str, date | None]] = Kept(
            replies, f"{self.name}/list", _written_list, _read_list
        )

    def _ask(
        self, numbers: list[str], max_age: timedelta, patience: float | None, progress: Progress | None
    ) -> dict[str, VatAnswer]:
        known = self._kept.recall(numbers, self._now(), max_age)
        found: dict[str, VatAnswer] = {
            number: value if value is not None else NotFound(number, SOURCE, day_of(at))
            for number, (value, at) in known.items()
        }
        unknown = [number for number in numbers if number not in found]
        for start in range(0, len(unknown), BATCH):
            found |= self._batch(unknown[start : start + BATCH], patience)
            if progress is not None:
                progress(len(numbers) - max(0, len(unknown) - start - BATCH), len(numbers))
        return found

    def _batch(self, numbers: list[str], patience: float | None) -> dict[str, VatAnswer]:
        given = [("dic", number.removeprefix("CZ")) for number in numbers]
        reply = self._sent(f"{_STATUS}V2Request", given, f"get{_STATUS}V2", (_STATUS, "Response"), patience)
        if isinstance(reply, Trouble):
            return dict.fromkeys(numbers, reply)
        status = soap.child(reply, "status")
        trouble = vat_reading.trouble(status)
        if trouble is not None:
            return dict.fromkeys(numbers, trouble)
        now = self._now()
        as_of = day(None if status is None else status.get("odpovedGenerovana"))
        answers = _answers(reply, numbers, as_of)
        good = ((key, one) for key, one in answers.items() if isinstance(one, VatPayer | NotFound))
        self._kept.keep(
            ((key, one if isinstance(one, VatPayer) else None, not dic.dic_is_personal(key)) for key, one in good), now
        )  # fmt: skip
        return answers

    def _sent(
        self, element: str, given: Sequence[tuple[str, str]], action: str, expected: tuple[str, str],
        patience: float | None = None,
    ) -> "Element | Trouble":  # fmt: skip
        night = vat_reading.night(self._now())
        if night is not None:
            return night
        content = soap.envelope(element, NAMESPACE, given, qualified=True)
        return soap.asked(
            self._line, SOURCE, content, action=NAMESPACE + action, expected=expected, patience=patience
        )


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


def _listed(reply: "Element") -> dict[str, date | None] | Trouble:
    trouble = vat_reading.trouble(soap.child(reply, "status"))
    if trouble is not None:
        return trouble
    rows = [row for row in reply if row.get("dic") is not None]
    if any(row.get("nespolehlivyPlatce") != "ANO" for row in rows):
        return soap.strange()
    since = {f"CZ{row.get('dic')}": day(row.get("datumZverejneniNespolehlivosti")) for row in rows}
    return {number: day for number, day in since.items() if not dic.dic_is_personal(number)}


def _written(payer: VatPayer) -> str:
    return json.dumps(asdict(payer), default=str, ensure_ascii=False)


def _read_back(body: str, _: datetime) -> VatPayer | None:
    try:
        row: dict[str, Any] = json.loads(body)
        days = {name: day(row[name]) for name in ("unreliable_since", "as_of")}
        accounts = tuple(Account(one["account"], day(one["since"])) for one in row["accounts"])
        return VatPayer(**(row | days | {"accounts": accounts}))
    except (ValueError, TypeError, KeyError):
        return None


def _written_list(listed: dict[str, date | None]) -> str:
    return json.dumps(listed, default=str)


def _read_list(body: str, _: datetime) -> dict[str, date | None] | None:
    try:
        return {str(number): day(since) for number, since in json.loads(body).items()}
    except (ValueError, AttributeError):
        return None
