"""The record types of which duplicates are looked for, decided about and merged."""

from typing import Final

from workbench.errors import UnknownNameError
from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, PERSON

MERGED_TYPES: Final[tuple[RecordType, ...]] = (CLIENT, PERSON)


def merged_type(name: str) -> RecordType:
    """The record type of this name, of those whose duplicates are merged.

    Raises:
        UnknownNameError: there is none, or duplicates of it are not merged.
    """
    known = {one.name: one for one in MERGED_TYPES}
    if name not in tuple(known):  # whatever was given, hashable or not
        raise UnknownNameError.suggest("record type", name, known)
    return known[name]
