"""The things one can ask ARES about by IČO, each with its path, its reading and what of it may be kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Generic, TypeVar

from workbench.model.identifiers import Note
from workbench.model.subject import Subject
from workbench.registry.ares._json import Row
from workbench.registry.ares.reading import PATH, kept_subject, read_subject
from workbench.registry.ares.sources import Detail, Source, kept_detail, read_detail

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Resource(Generic[Value]):
    """One kind of answer.

    Attributes:
        path: below the base address.
        read: a row and the day it came -> the value, or what is wrong with the row.
        kept: a row -> the text that may be kept on the disk, ``None`` for a natural person.
    """

    path: str
    read: Callable[[Row, date], Value | Note]
    kept: Callable[[Row], str | None]


SUBJECTS: Final[Resource[Subject]] = Resource(PATH, read_subject, kept_subject)
DETAILS: Final[dict[Source, Resource[Detail]]] = {
    source: Resource(source.path, partial(read_detail, source), partial(kept_detail, source))
    for source in Source
}
