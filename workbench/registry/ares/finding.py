"""Finding a subject when the IČO is not known: which questions to ask one after the other, and none twice."""

from datetime import timedelta
from typing import Final

from workbench.errors import InputError
from workbench.registry.ares.raising import failure
from workbench.registry.ares.searching import Matches, SearchAnswer, place, search, words
from workbench.registry.ares.verdicts import TooMany
from workbench.registry.ares.wire import Wire
from workbench.registry.base import Candidate
from workbench.registry.fitting import fit

_WORTH: Final = 0.4
"""Candidates below this score are not offered."""
_REMEMBERED: Final = 256


class Searches:
    """Searches by name, remembered as long as the kernel runs; what was found may be people.

    Args:
        wire: to ARES.
        max_age: for how long a search is not asked again.
    """

    def __init__(self, wire: Wire, max_age: timedelta) -> None:
        self._wire = wire
        self._max_age = max_age.total_seconds()
        self._asked: dict[tuple[str, str], tuple[float, SearchAnswer]] = {}

    def search(
        self, name: str, *, city: str | None = None, postcode: str | None = None, street: str | None = None
    ) -> SearchAnswer:
        """One search; see :meth:`workbench.registry.ares.AresRegister.search`.

        Raises:
            InputError: the name has no word to look for.
        """
        asked = (words(name), place(city=city, postcode=postcode, street=street))
        if not asked[0]:
            raise InputError(
                "There is no word to look for in “{name}”. Write at least one whole word of the name.",
                name=name,
            )
        now = self._wire.manners.clock.now()
        kept = self._asked.get(asked)
        if kept is not None and now - kept[0] <= self._max_age:
            return kept[1]
        answer = search(self._wire, *asked)
        if isinstance(answer, Matches | TooMany):
            self._asked.pop(asked, None)
            self._asked[asked] = (now, answer)
            if len(self._asked) > _REMEMBERED:
                del self._asked[next(iter(self._asked))]
        return answer

    def candidates(
        self, name: str, *, city: str | None = None, postcode: str | None = None, street: str | None = None
    ) -> tuple[Candidate, ...]:
        """Subjects of a similar name, the best fit first.

        Asked with the town first. Where too many fit, with the rest of the place too; where nothing fits,
        without the place, for the firm may have moved.

        Raises:
            RegisterError: ARES gave no usable answer, or too many subjects fit.
        """
        if not words(name):
            return ()
        answer = self.search(name, city=city)
        if isinstance(answer, TooMany) and (street or postcode):
            answer = self.search(name, city=city, postcode=postcode, street=street)
        if isinstance(answer, Matches) and not answer.total and (city or postcode or street):
            answer = self.search(name)
        if not isinstance(answer, Matches):
            raise failure(answer)
        scored = [fit(one, name, city=city, postcode=postcode, street=street) for one in answer.subjects]
        worth = [one for one in scored if one.score >= _WORTH]
        return tuple(sorted(worth, key=lambda one: (-one.score, one.subject.ico)))

    def forget(self) -> None:
        """Forget all searches."""
        self._asked.clear()
