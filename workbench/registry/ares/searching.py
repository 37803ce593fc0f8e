"""Searching ARES by name and place.

ARES looks for whole words in any order and knows no prefixes. It has no filter for the name of a town, so
the town is looked for in the text of the address. Fields it does not know it ignores in silence, so only
those of the OpenAPI document (schema ``EkonomickeSubjektyKomplexFiltr``) are ever sent.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.model.identifiers import Note
from workbench.model.names import parse_company
from workbench.model.subject import Subject
from workbench.registry.answers import Malformed, Trouble
from workbench.registry.ares import _json
from workbench.registry.ares.reading import PATH, read_subject, source_text
from workbench.registry.ares.verdicts import Missing, TooMany
from workbench.registry.ares.wire import Wire
from workbench.registry.days import day_of, moment

ROWS: Final = 1000
"""Asked for at once: more subjects than ARES ever shows."""
_LONGEST_NAME: Final = 2000
_LONGEST_PLACE: Final = 1500
_MARKS: Final = re.compile(r"[^\w&+.@/'-]+")
_DISTRICT: Final = re.compile(r"(?<=\w)\s+\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Matches:
    """Subjects whose name and place hold the words.

    Attributes:
        subjects: those that could be read.
        total: how many ARES counts.
        unreadable: how many rows could not be read and were left out.
        source: how the source is named.
        as_of: the day of the answer.
    """

    subjects: tuple[Subject, ...]
    total: int
    unreadable: int
    source: str
    as_of: date


SearchAnswer = Matches | TooMany | Trouble
"""What a search gives; finding nothing is a ``Matches`` without subjects."""


def words(name: str) -> str:
    """A name as ARES finds it: without legal form, quotes, commas and marks such as "v likvidaci"."""
    return " ".join(_MARKS.sub(" ", parse_company(name).core).split())[:_LONGEST_NAME]


def place(*, city: str | None = None, postcode: str | None = None, street: str | None = None) -> str:
    """A place as ARES finds it in the text of an address; the number of a town's district is left out."""
    parts = (street, re.sub(r"\D", "", postcode or ""), _DISTRICT.sub("", (city or "").strip()))
    return " ".join(" ".join(_MARKS.sub(" ", part or "") for part in parts).split())[:_LONGEST_PLACE]


def search(wire: Wire, name: str, where: str = "") -> SearchAnswer:
    """Ask once.

    Args:
        wire: to ARES.
        name: from :func:`words`; not empty.
        where: from :func:`place`.
    """
    question: dict[str, object] = {"obchodniJmeno": name, "start": 0, "pocet": ROWS}
    if where:
        question["sidlo"] = {"textovaAdresa": where}
    verdict = wire.post(f"{PATH}/vyhledat", question)
    day = day_of(moment(wire.manners.clock.now()))
    if isinstance(verdict, Missing):
        return Matches((), 0, 0, source_text(day), day)
    if isinstance(verdict, TooMany | Trouble):
        return verdict
    return _matches(verdict.data, day)


def _matches(data: object, day: date) -> Matches | Trouble:
    reply = _json.row(data)
    given, total = reply.get("ekonomickeSubjekty"), reply.get("pocetCelkem")
    if not isinstance(given, list) and total != 0:
        return Malformed(Note("shape", "it has another shape than ARES documents. Ask again later."))
    rows = _json.items(given)
    read = [read_subject(_json.row(row), day) for row in rows]
    subjects = tuple(one for one in read if isinstance(one, Subject))
    count = total if isinstance(total, int) else len(rows)
    return Matches(subjects, count, len(rows) - len(subjects), source_text(day), day)
