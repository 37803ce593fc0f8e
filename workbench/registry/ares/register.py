"""ARES as a register: the one object that the rest of the house talks to."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from workbench.errors import RegisterError
from workbench.model.identifiers import Note
from workbench.model.identifiers import ico as ico_numbers
from workbench.model.subject import Subject
from workbench.registry.answers import Answer, Found, Refused
from workbench.registry.ares.addresses import Standardised, standardise
from workbench.registry.ares.batches import Batches
from workbench.registry.ares.code_lists import code_list
from workbench.registry.ares.finding import Searches
from workbench.registry.ares.memory import Memory
from workbench.registry.ares.notifications import Change, ChangeBatch, change_batches, changed_since, changes
from workbench.registry.ares.resources import DETAILS, SUBJECTS
from workbench.registry.ares.searching import SearchAnswer
from workbench.registry.ares.sources import DetailAnswer, Source, enriched
from workbench.registry.ares.verdicts import SOURCE
from workbench.registry.ares.wire import BASE_URL, Timeouts, Wire
from workbench.registry.base import Candidate, Progress, RegisterStatus, Suggestion
from workbench.registry.days import day_of, moment
from workbench.registry.manners import Manners, Pace, QueueFile, Retries, default_queue_path
from workbench.store.replies import Replies, default_replies_path

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

NAME: Final = "ares"
MAX_AGE: Final = timedelta(days=1)
"""How old a kept answer may be unless the caller says otherwise; ARES takes changes over every night."""
_SHORTEST: Final = 3


class AresRegister:
    """The register ARES of the Ministry of Finance, asked over the network.

    It is plain synchronous code: it may be called from a script, a thread, or a notebook's running event loop.

    Args:
        wire: the connection; its manners are shared with the other processes of the machine.
        replies: the file of kept answers, ``None`` to keep nothing on the disk.
        max_age: how old a kept answer may be unless a question says otherwise.
        sources: source registers that :meth:`lookup` asks too, each one more question for a hundred subjects:
            ``Source.ROS`` gives data boxes, ``Source.RES`` the prevailing of several activities.
    """

    def __init__(
        self,
        wire: Wire,
        replies: Replies | None = None,
        *,
        max_age: timedelta = MAX_AGE,
        sources: Sequence[Source] = (),
    ) -> None:
        self._wire = wire
        self._sources = tuple(sources)
        self._memory = Memory(replies)
        self._batches = Batches(wire, self._memory)
        self._max_age = max_age
        self._searches = Searches(wire, max_age)

    @classmethod
    def of_this_machine(
        cls,
        *,
        base_url: str = BASE_URL,
        transport: "httpx.BaseTransport | None" = None,
        timeouts: Timeouts | None = None,
        agent: str | None = None,
        pace: Pace | None = None,
        retries: Retries | None = None,
        sources: Sequence[Source] = (),
        max_age: timedelta = MAX_AGE,
        folder: Path | None = None,
    ) -> Self:
        """ARES with the queue and the kept answers that all notebooks of this machine share.

        Args:
            base_url: where it is.
            transport: how bytes travel (httpx), e.g. for a proxy.
            timeouts: seconds to wait.
            agent: text of the header ``User-Agent``; it should name the software and whom to write to.
            pace: how fast; the one of the process that asks counts.
            retries: how often the same question.
            sources: source registers that :meth:`lookup` asks too.
            max_age: how old a kept answer may be unless a question says otherwise.
            folder: where queue and answers lie, if not in the user's data folder.
        """
        queue, kept = default_queue_path(NAME), default_replies_path()
        if folder is not None:
            queue, kept = folder / queue.name, folder / kept.name
        manners = Manners(QueueFile(queue), pace=pace, retries=retries)
        wire = Wire(manners, base_url=base_url, transport=transport, timeouts=timeouts, agent=agent)
        return cls(wire, Replies(kept), sources=sources, max_age=max_age)

    @property
    def name(self) -> str:
        """``"ares"``."""
        return NAME

    @property
    def memory_trouble(self) -> Note | None:
        """Why answers cannot be kept on the disk, ``None`` when they can; asking goes on without it."""
        return self._memory.trouble

    def lookup(
        self, icos: Sequence[str], *, max_age: timedelta | None = None, progress: Progress | None = None
    ) -> Mapping[str, Answer]:
        """An answer for every IČO, under the text it was given as.

        Args:
            icos: as they are written; what is no IČO is not asked, and answered as refused.
            max_age: how old a kept answer may be; ``timedelta(0)`` asks anew.
            progress: told after each batch how many are done and of how many.
        """
        numbers, refused = _read(icos)
        answers: dict[str, Answer] = {**refused}
        age = self._max_age if max_age is None else max_age
        found = self._batches.ask(SUBJECTS, tuple(numbers.values()), age, progress)
        known = [number for number, one in found.items() if isinstance(one, Subject)]
        more = {source: self._batches.ask(DETAILS[source], known, age) for source in self._sources}
        today = self._today()
        for given, number in numbers.items():
            one = found[number]
            if isinstance(one, Subject):
                one = enriched(one, {source: details[number] for source, details in more.items()})
                days = (today - one.as_of).days if one.as_of else 0
                answers[given] = Found(one, one.source, one.as_of, max(0, days))
            else:
                answers[given] = one
        return {given: answers[given] for given in icos}

    def details(
        self,
        icos: Sequence[str],
        source: Source,
        *,
        max_age: timedelta | None = None,
        progress: Progress | None = None,
    ) -> Mapping[str, DetailAnswer]:
        """What one source register adds, for every IČO; arguments as for :meth:`lookup`.

        See :func:`workbench.registry.ares.sources.enriched` for putting it into a subject.
        """
        numbers, unread = _read(icos)
        age = self._max_age if max_age is None else max_age
        found = self._batches.ask(DETAILS[source], tuple(numbers.values()), age, progress)
        return {given: found[numbers[given]] if given in numbers else unread[given] for given in icos}

    def search(
        self,
        name: str,
        *,
        city: str | None = None,
        postcode: str | None = None,
        street: str | None = None,
    ) -> SearchAnswer:
        """Subjects whose name holds all the words of ``name``, at a place that holds all those of the place.

        Legal form and quotes are left out of the question. The same question is not sent twice within
        ``max_age``, also when too many subjects fit.

        Raises:
            InputError: the name has no word to look for.
        """
        return self._searches.search(name, city=city, postcode=postcode, street=street)

    def suggest(self, prefix: str, limit: int = 10) -> Sequence[Suggestion]:  # noqa: ARG002 - shape of a register
        """ARES cannot continue what was typed: it knows whole words only.

        Raises:
            RegisterError: always, for three characters and more.
        """
        if len(prefix.strip()) < _SHORTEST:
            return ()
        raise RegisterError(
            "ARES cannot suggest names while you type, it knows whole words only. "
            "Search for the whole name, or load the register snapshot: workbench snapshot load res_data.csv"
        )

    def candidates(
        self,
        name: str,
        *,
        city: str | None = None,
        postcode: str | None = None,
        street: str | None = None,
        limit: int = 10,
    ) -> Sequence[Candidate]:
        """Subjects of a similar name, the best fit first; see :func:`workbench.registry.fitting.fit`.

        Asked with the town first. Where too many fit, with the rest of the place too; where nothing fits,
        without the place, for the firm may have moved.

        Raises:
            RegisterError: ARES gave no usable answer, or too many subjects fit.
        """
        found = self._searches.candidates(name, city=city, postcode=postcode, street=street)
        return found[:limit]

    def code_list(self, code: str, source: str, *, language: str = "cs") -> Mapping[str, str]:
        """A code list; see :func:`workbench.registry.ares.code_lists.code_list`."""
        return code_list(self._wire, code, source, language=language)

    def standardise(self, text: str, *, strict: bool = False) -> Standardised:
        """Addresses of RÚIAN for a line of text; see :func:`workbench.registry.ares.addresses.standardise`."""
        return standardise(self._wire, text, strict=strict)

    def change_batches(self, source: Source) -> tuple[ChangeBatch, ...]:
        """Batches of changes; see :func:`workbench.registry.ares.notifications.change_batches`."""
        return change_batches(self._wire, source)

    def changes(self, source: Source, number: int) -> tuple[Change, ...]:
        """Changes of a batch; see :func:`workbench.registry.ares.notifications.changes`."""
        return changes(self._wire, source, number)

    def changed_since(self, since: date) -> set[str]:
        """IČO that changed; see :func:`workbench.registry.ares.notifications.changed_since`."""
        return changed_since(self._wire, since, self._today())

    def status(self) -> RegisterStatus:
        """Whether it may be asked now; asks nobody."""
        closed = self._wire.manners.closed()
        return RegisterStatus(NAME, SOURCE, trouble=closed.answer(SOURCE) if closed else None)

    def forget(self) -> None:
        """Forget all kept answers.

        Raises:
            StoreError: their file cannot be written now.
        """
        self._searches.forget()
        self._memory.forget()

    def close(self) -> None:
        """Give back the connection and the file."""
        self._wire.close()
        self._memory.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        self.close()

    def _today(self) -> date:
        return day_of(moment(self._wire.manners.clock.now()))


def _read(icos: Sequence[str]) -> tuple[dict[str, str], dict[str, Refused]]:
    """Given text -> eight digits, and a refusal for what cannot be asked."""
    numbers: dict[str, str] = {}
    refused: dict[str, Refused] = {}
    for given in icos:
        reading = ico_numbers.read(given)
        if reading.value is not None:
            numbers[given] = reading.value
        else:
            refused[given] = Refused(reading.problem or Note("ico_empty", "no IČO was given."))
    return numbers, refused
