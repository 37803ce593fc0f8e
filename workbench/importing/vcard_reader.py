"""Reading a vCard file as a table: a row a card, a column for each thing that cards say."""

from pathlib import Path
from typing import Any, Final

from workbench.errors import BrokenFileError
from workbench.importing.table import RawTable, Remark
from workbench.importing.vcard_cards import Cells, Reader
from workbench.importing.vcard_lines import MAX_CARDS, cards_of
from workbench.model.identifiers import Note

_MOST_ALIKE: Final = 20
"""So many contacts of one kind a card keeps; more are told of."""
_TOO_MANY: Final = Note(
    "card_contacts", "The card has more than {count} contacts of one kind; the rest was left out."
)
_STRAY: Final = Note("card_stray", "{count} lines stand outside of any card and were left out.")


def read_vcards(path: Path, data: bytes) -> RawTable:
    """The cards of a file; the number of a row is the number of its card.

    A company's card fills a client, a person's card with ORG a contact person of the client of that name (or IČO), a
    person's card without ORG a client who is a natural person.

    Args:
        path: the file, for messages.
        data: its bytes: vCard 2.1, 3.0 or 4.0.

    Raises:
        BrokenFileError: there is no card in it, or more than are read at once.
    """
    cards, stray = cards_of(data)
    if not cards or len(cards) > MAX_CARDS:
        raise BrokenFileError(
            "“{file}” holds {count} vCards; from 1 to {limit} are read at once. Export the contacts once more, or in parts.",
            file=path.name,
            count=len(cards),
            limit=MAX_CARDS,
        )
    found = {number: Reader(card).read() for number, card in enumerate(cards, 1)}
    remarks = [Remark(number, note) for number, card in enumerate(cards, 1) for note in card.notes]
    for number, cells in found.items():
        remarks += [Remark(number, note, text) for note, text in cells.left]
        if any(place > _MOST_ALIKE for _, place in cells.texts):
            remarks.append(Remark(number, Note(_TOO_MANY.code, _TOO_MANY.message, {"count": _MOST_ALIKE})))
    notes = (Note(_STRAY.code, _STRAY.message, {"count": stray}),) if stray else ()
    broken = {
        number: _placed(cells.broken, cards[number - 1].line)
        for number, cells in found.items()
        if cells.broken
    }
    whole = {number: cells for number, cells in found.items() if number not in broken}
    return _table(path, whole, broken, tuple(remarks), notes)


def _table(
    path: Path,
    found: dict[int, Cells],
    broken: dict[int, Note],
    remarks: tuple[Remark, ...],
    notes: tuple[Note, ...],
) -> RawTable:
    import pandas as pd  # noqa: PLC0415 - heavy

    keys = sorted({key for cells in found.values() for key in cells.texts if key[1] <= _MOST_ALIKE})
    names = {key: key[0] if key[1] == 1 else f"{key[0]} ({key[1]})" for key in keys}
    columns: dict[str, Any] = {
        name: pd.Series([cells.texts.get(key) for cells in found.values()], index=list(found), dtype="str")
        for key, name in names.items()
    }
    frame = pd.DataFrame(
        columns, index=pd.Index(list(found), dtype="int64", name="row"), columns=list(names.values())
    )
    return RawTable(
        path,
        tuple(names.values()),
        frame,
        1,
        notes=notes,
        meanings={name: key[0] for key, name in names.items()},
        labels={
            (number, names[key]): label
            for number, cells in found.items()
            for key, label in cells.labels.items()
            if key in names
        },
        broken=broken,
        remarks=remarks,
    )


def _placed(note: Note, line: int) -> Note:
    return Note(note.code, note.message, {"line": line, **note.values})
