"""Identifier of a data box (datová schránka): seven characters out of 32.

Rule: Decree 194/2009 Coll., section 8. Letters that could be mistaken (l, o) and the digits 0 and 1 do
not occur. How the last character follows from the others is not published, so it is not checked.
"""

import re

from workbench.model.identifiers._reading import Reading, as_text, start

_LABEL = re.compile(
    r"^(?:(?:ID\s*)?(?:DS|datov[áé]\s+schránk[ay]|datovka)|IDDS|ID)(?:\s*[.:]\s*|\s+)", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[\s\-]")
_ID = re.compile(r"[a-km-np-z2-9]{7}")
_LENGTH = 7


def read(text: object) -> Reading:
    """Read a data box identifier from whatever a cell holds.

    Returns:
        ``value`` is seven lower-case characters. Healed: capitals, spaces, labels. Problems
        ``data_box_length``, ``data_box_characters``.
    """
    original = text if type(text) is str else as_text(text)
    if _ID.fullmatch(original):
        return Reading(original, original)
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    draft.cut_all(_SEPARATORS)
    if draft.text != draft.text.lower():
        draft.heal("lower_case", "Letters were made small.")
        draft.text = draft.text.lower()
    if len(draft.text) != _LENGTH:
        return draft.fail("data_box_length", "“{text}” is not a data box: its identifier has 7 characters.")
    if not _ID.fullmatch(draft.text):
        return draft.fail(
            "data_box_characters",
            "“{text}” is not a data box: only letters other than l and o, and the digits 2 to 9, may occur.",
        )
    return draft.done(draft.text)
