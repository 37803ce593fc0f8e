"""The reference of all fields as Markdown, from their declarations; it is kept as docs/fields.md."""

from collections.abc import Iterator
from typing import Final

from workbench.model.fields import Field, Merge, RecordType
from workbench.model.records import RECORD_TYPES

_HEADER: Final = """\
# Pole · Fields

Vytvořeno příkazem `workbench fields` z deklarací v `workbench/model/records.py`; ručně neupravovat.
*Made by `workbench fields` from the declarations; not to be edited by hand.*

- **P** osobní údaj · personal data; **\\*** povinné · required; **R** plní ho rejstřík · filled from the register.
- Sloučení · merge: {merges}.
"""
_MERGES: Final = {
    Merge.REGISTER: "co potvrdil rejstřík, jinak přeživšího záznamu · what the register confirmed, else the survivor's own",
    Merge.FULLEST: "delší z neprázdných · the longer non-empty one",
    Merge.NEWEST: "naposled změněná · changed last",
    Merge.SURVIVOR: "přeživšího záznamu, není-li prázdná · the survivor's own unless it is empty",
    Merge.COMPLETE: "nejúplnějšího záznamu · of the record with the most fields filled",
    Merge.FREQUENT: "nejčastější hodnota · held by most of the records",
    Merge.UNION: "všechny · all of them",
    Merge.STRICTEST: "přísnější · the stricter one",
    Merge.EARLIEST: "nejstarší · the earliest",
}


def reference() -> str:
    """All record types and their fields in both languages; ends with a line break."""
    merges = "; ".join(f"`{rule.value}` {text}" for rule, text in _MERGES.items())
    return _HEADER.format(merges=merges) + "".join(map(_section, RECORD_TYPES.values()))


def _section(kind: RecordType) -> str:
    lines = [
        "", f"## {kind.label.cs} · {kind.label.en} (`{kind.name}`)", "",
        "| pole · field | česky | English | druh · kind | sloučení · merge | |", "|---|---|---|---|---|---|",
        *(_row(one) for one in kind),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _row(field: Field) -> str:
    kind = str(field.kind)
    if field.choices:
        kind += ": " + ", ".join(f"`{one.value}`" for one in field.choices)
    elif field.to:
        kind += f" → {'·' if field.to == '*' else field.to}"
    cells = (
        f"`{field.name}`",
        field.label.cs,
        field.label.en,
        kind,
        str(field.merge),
        " ".join(_marks(field)),
    )
    return "| " + " | ".join(one.replace("|", "\\|") for one in cells) + " |"


def _marks(field: Field) -> Iterator[str]:
    if field.personal:
        yield "P"
    if field.required:
        yield "\\*"
    if field.register:
        yield "R"
