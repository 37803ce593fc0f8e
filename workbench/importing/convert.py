"""From a table of text and a mapping to values of our fields, with everything noticed on the way."""

from collections.abc import Mapping as Map
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.importing.address_rows import address_rows
from workbench.importing.client_rows import client_rows
from workbench.importing.contact_rows import finished, read_contacts
from workbench.importing.findings import Findings, Severity
from workbench.importing.garbage import uncollected
from workbench.importing.mapping import Mapping
from workbench.importing.person_rows import consent_rows, person_rows
from workbench.importing.sheet import Sheet
from workbench.importing.table import RawTable
from workbench.model.identifiers import Note

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_UNIDENTIFIED: Final = Note(
    "unidentified", "Nothing says who it is: no name, IČO or external id. Fill one in, or delete the row."
)
_TOO_LONG: Final = Note(
    "too_many_cells",
    "The row has more cells than there are headers, so its values may stand in wrong columns.",
)
_TOO_SHORT: Final = Note("short_row", "The row ends before the last column; the rest was taken as empty.")


@dataclass(frozen=True, slots=True, repr=False)
class Converted:
    """A table as values of our fields, still without a look at what is stored.

    Attributes:
        rows: ``client``, ``address``, ``contact``, ``person``, ``person_contact``, ``consent`` → their frames. ``client`` has
            the row's number as its index and fields of the client as columns; the others have a column
            ``row`` that says which client they hang on. Missing values are ``None``. Refused rows are in none.
        findings: see :meth:`workbench.importing.findings.Findings.frame`.
        refused: numbers of the rows that are not brought in.
        total: rows of the file that are not blank: ``len(rows["client"]) + len(refused)``.
        raw: what it was made from.
        mapping: and how.
    """

    rows: Map[str, "pd.DataFrame"]
    findings: "pd.DataFrame"
    refused: tuple[int, ...]
    total: int
    raw: RawTable
    mapping: Mapping

    def __repr__(self) -> str:
        parts = ", ".join(f"{len(frame)} {name}" for name, frame in self.rows.items() if len(frame))
        return f"<Converted {self.total} rows: {parts}, {len(self.refused)} refused, {len(self.findings)} findings>"


@uncollected()
def convert(raw: RawTable, mapping: Mapping) -> Converted:
    """Read every cell that the mapping sends somewhere.

    A cell that cannot be read does not lose its row: the field stays empty, and the text is kept among the
    client's own fields (``custom``) under ``import: <column>``. A row is refused only if nothing identifies it,
    or if it has more cells than there are headers. Contacts of a person whom the row does not name are the client's.

    Raises:
        UnknownNameError: the mapping names a column that the table does not have.
    """
    import pandas as pd  # noqa: PLC0415 - heavy

    mapping.check_columns(raw.columns)
    index = raw.frame.index.to_numpy(dtype="int64")
    notices = Findings(index)
    sheet = Sheet(raw.frame, mapping.targets(), notices, raw.labels, said=frozenset(raw.meanings))
    clients = client_rows(sheet)
    person = person_rows(sheet)
    own, of_persons = read_contacts(sheet, "contact"), read_contacts(sheet, "person_contact")
    nobodys = ~of_persons["row"].isin(person["row"])
    parts = {
        "address": address_rows(sheet),
        "contact": finished(pd.concat([own, of_persons[nobodys]], ignore_index=True)),
        "person": person,
        "person_contact": finished(of_persons[~nobodys]),
        "consent": consent_rows(sheet),
    }
    client = sheet.with_custom(clients)
    known = _identified(client)
    refused = [int(number) for number in index[~known]]
    notices.add_note("", Severity.REFUSED, _UNIDENTIFIED, refused)
    notices.add_note("", Severity.REFUSED, _TOO_LONG, raw.misfits)
    notices.add_note("", Severity.WARNING, _TOO_SHORT, (row for row in raw.short if row not in raw.misfits))
    for number, why in raw.broken.items():
        notices.add_note("", Severity.REFUSED, why, [number])
    for one in raw.remarks:
        notices.add_note("", Severity.WARNING, one.note, [one.row], original=one.original)
    kept = index[known]
    rows = {"client": client[known]}
    rows |= {name: part[part["row"].isin(kept)].reset_index(drop=True) for name, part in parts.items()}
    return Converted(
        rows,
        notices.frame(),
        tuple(sorted([*refused, *raw.misfits, *raw.broken])),
        len(raw),
        raw,
        mapping,
    )


def _identified(client: "pd.DataFrame") -> "npt.NDArray[np.bool_]":
    import numpy as np  # noqa: PLC0415 - heavy

    known = np.zeros(len(client), dtype=bool)
    for name in ("name", "ico", "external_id"):
        if name in client:
            known |= client[name].notna().to_numpy()
    return known
