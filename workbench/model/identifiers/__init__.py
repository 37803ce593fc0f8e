"""Identifiers as people and spreadsheets write them: one module a concept, one shape for all.

    from workbench.model.identifiers import ico

    ico.read(27074358.0)      # Reading(original='27074358.0', value='27074358', healed=(…), …)

Each module's ``read`` takes any object and never raises.
"""

from collections.abc import Mapping
from types import MappingProxyType

from workbench.model.identifiers import bank_account, birth_number, data_box, dic, email, ico, phone, psc
from workbench.model.identifiers._reading import Note, Reader, Reading
from workbench.model.identifiers.dic import dic_is_personal

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "ico": ico.read,
        "dic": dic.read,
        "psc": psc.read,
        "phone": phone.read,
        "email": email.read,
        "data_box": data_box.read,
        "bank_account": bank_account.read,
    }
)
"""The reader of each kind of identifier, by the kind's name."""

__all__ = [
    "READERS",
    "Note",
    "Reader",
    "Reading",
    "bank_account",
    "birth_number",
    "data_box",
    "dic",
    "dic_is_personal",
    "email",
    "ico",
    "phone",
    "psc",
]
