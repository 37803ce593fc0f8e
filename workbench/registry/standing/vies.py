"""VIES of the European Commission: whether a VAT number is valid for trade within the Union. One number a question."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from workbench.model.identifiers import Note, dic
from workbench.registry.answers import Malformed, OutOfReach, Refused, Trouble, excerpt
from workbench.registry.base import Progress
from workbench.registry.days import day
from workbench.registry.manners import HttpReply, Pace
from workbench.registry.standing.kept import Kept
from workbench.registry.standing.office import Office, one_by_one
from workbench.registry.statuses import of_status
from workbench.store.replies import Replies

SOURCE: Final = "EK, VIES"
_HEADERS: Final = {"Content-Type": "application/json", "Accept": "application/json"}
_REFUSING: Final = {"MS_MAX_CONCURRENT_REQ", "GLOBAL_MAX_CONCURRENT_REQ", "IP_BLOCKED", "VAT_BLOCKED"}
_ASKED_WRONGLY: Final = {"INVALID_INPUT", "INVALID_REQUESTER_INFO"}
_OK: Final = 200
_SHOWN: Final = 60
_NOTHING: Final = {"", "---"}


@dataclass(frozen=True, slots=True)
class ViesNumber:
    """What VIES says of a number.

    Attributes:
        number: with the country, e.g. ``CZ45274649``.
        valid: whether it is valid for trade within the Union.
        name: who has it, where the country tells.
        as_of: the day of the reply.
    """

    number: str
    valid: bool
    name: str | None = None
    as_of: date | None = None


ViesAnswer = ViesNumber | Trouble


class Vies(Office):
    """The register VIES: one number a question."""

    name = "vies"
    source = SOURCE
    url = "https://ec.europa.eu/taxation_customs/vies/rest-api/check-vat-number"
    pace = Pace(per_minute=60, burst=12)

    def lookup(
        self,
        numbers: Sequence[str],
        *,
        max_age: timedelta | None = None,
        patience: float | None = None,
        progress: Progress | None = None,
    ) -> Mapping[str, ViesAnswer]:
        """An answer for every number, under the text it was given as; what is no VAT number is refused without asking.

        Args:
            numbers: as they are written.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew.
            patience: seconds that a question may wait for its turn; and once one gets no answer, those after it
                are not asked any more. ``None`` for as long as it takes.
            progress: told how many are answered.
        """
        return one_by_one(
            self._read(numbers), lambda number: self._one(number, max_age, patience), patience, progress
        )

    def kept(self, numbers: Sequence[str]) -> Mapping[str, ViesAnswer]:
        """What was answered lately, under the text it was given as; asks nobody, and what is not known is left out."""
        read = {given: one for given, one in self._read(numbers).items() if isinstance(one, str)}
        found = self._kept.recall(list(read.values()), self._now(), self._max_age)
        known = {given: found[one][0] for given, one in read.items() if one in found}
        return {given: one for given, one in known.items() if one is not None}

    @staticmethod
    def _read(numbers: Sequence[str]) -> dict[str, str | ViesAnswer]:
        read = {given: dic.read(given) for given in numbers}
        return {
            given: one.value or Refused(one.problem or Note("dic_empty", "no DIČ was given."))
            for given, one in read.items()
        }

    def _keep_in(self, replies: Replies | None) -> None:
        self._kept: Kept[ViesNumber] = Kept(replies, f"{self.name}/number", _written, _read_back)

    def _one(self, number: str, max_age: timedelta | None, patience: float | None) -> ViesAnswer:
        now = self._now()
        kept = self._kept.recall([number], now, self._max_age if max_age is None else max_age).get(number)
        if kept is not None and kept[0] is not None:
            return kept[0]
        question = json.dumps({"countryCode": number[:2], "vatNumber": number[2:]}).encode()
        reply = self._line.ask("", question, _HEADERS, patience=patience)
        answer = judged(reply, number) if isinstance(reply, HttpReply) else reply
        if isinstance(answer, ViesNumber):
            self._kept.keep([(number, answer, not dic.dic_is_personal(number))], now)
        return answer


def judged(reply: HttpReply, number: str) -> ViesAnswer:
    """The meaning of a reply about this number: never "invalid" unless it says so of this very number."""
    try:
        row = json.loads(reply.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        row = None
    if isinstance(row, dict) and (row.get("errorWrappers") or row.get("actionSucceed") is False):
        return _error(row.get("errorWrappers"))
    if reply.status != _OK:
        return of_status(reply, SOURCE)
    shown = excerpt(reply.body.decode("utf-8", "replace"))
    if not isinstance(row, dict):
        return Malformed(Note("json", "it is broken or not whole. Ask again later."), shown)
    valid = row.get("valid")
    about = f"{row.get('countryCode')}{row.get('vatNumber')}"
    if not isinstance(valid, bool) or about != number:
        return Malformed(
            Note("shape_of_reply", "it has another shape than is documented. Ask again later."), shown
        )
    name = row.get("name")
    told = " ".join(name.split()) if isinstance(name, str) and name.strip() not in _NOTHING else None
    when = row.get("requestDate")
    return ViesNumber(number, valid, told, day(when if isinstance(when, str) else None))


def _error(wrappers: object) -> Refused | OutOfReach:
    first = wrappers[0] if isinstance(wrappers, list) and wrappers else None
    code = str(first.get("error") or "?")[:_SHOWN] if isinstance(first, dict) else "?"
    values: dict[str, object] = {"source": SOURCE, "detail": code}
    if code in _REFUSING:
        return Refused(Note("refused_now", "{source} does not answer now ({detail}).", values))
    if code in _ASKED_WRONGLY:
        return Refused(Note("asked_wrongly", "{source} did not accept the question ({detail}).", values))
    return OutOfReach(
        Note(
            "country_down",
            "{source} cannot reach the country's register ({detail}). Ask again later.",
            values,
        )
    )


def _written(number: ViesNumber) -> str:
    return json.dumps(asdict(number), default=str, ensure_ascii=False)


def _read_back(body: str, _: datetime) -> ViesNumber | None:
    try:
        row = json.loads(body)
        return ViesNumber(**(row | {"as_of": day(row["as_of"])}))
    except (ValueError, TypeError, KeyError):
        return None
