"""How declared fields stand in the database: column types, and values to JSON images and back."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from workbench.model._fold import LETTERS
from workbench.model.fields import Field, Kind, RecordType

SQL_TYPE: Final[Mapping[Kind, str]] = {
    Kind.INTEGER: "BIGINT",
    Kind.AMOUNT: "DECIMAL(18, 2)",
    Kind.DATE: "DATE",
    Kind.MOMENT: "TIMESTAMP",
    Kind.FLAG: "BOOLEAN",
    Kind.TAGS: "VARCHAR[]",
    Kind.REFERENCE: "BIGINT",
}
"""Kinds that are not stored as VARCHAR."""

BOOKKEEPING: Final[Mapping[str, str]] = {
    "version": "INTEGER",
    "created_at": "TIMESTAMP",
    "created_by": "VARCHAR",
    "updated_at": "TIMESTAMP",
    "updated_by": "VARCHAR",
}
"""Columns that the journal itself keeps; no one sets them."""


def sql_type(field: Field) -> str:
    """The column type of a field."""
    return SQL_TYPE.get(field.kind, "VARCHAR")


def quote(name: str) -> str:
    """A declared name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal, for the few places where SQL takes no parameter (file names)."""
    return "'" + text.replace("'", "''") + "'"


def folded(expression: str) -> str:
    """SQL of a text's accent-free lower-case words, one space between them; as :func:`workbench.model.names.fold` makes them.

    Where nothing but letters, numbers and single spaces stand, the letters are all there is to look at.
    """
    lower = f"lower({expression})"
    odd = rf"regexp_matches({lower}, '[^\p{{L}}\p{{N}} ]|  |^ | $')"
    plain = typed(f"strip_accents({lower})")
    return rf"CASE WHEN {odd} THEN trim(regexp_replace({plain}, '[^\p{{L}}\p{{N}}]+', ' ', 'g')) ELSE {plain} END"


def typed(plain: str) -> str:
    """SQL of a lower-case text without accents in which letters of other alphabets' keyboards are as one types them here."""
    for letter, written in LETTERS.items():
        plain = f"replace({plain}, {literal(letter)}, {literal(written)})"
    return plain


def columns_of(kind: RecordType) -> dict[str, str]:
    """All columns of a record type's table: name -> SQL type."""
    return {"id": "BIGINT", **{one.name: sql_type(one) for one in kind}, **BOOKKEEPING}


def to_image(expression: str, column_type: str) -> str:
    """SQL of a value as it goes into a JSON image.

    Args:
        expression: SQL giving the value.
        column_type: its column's type; money goes as text, since JSON numbers lose digits.
    """
    return f"{expression}::VARCHAR" if column_type.startswith("DECIMAL") else expression


def from_image(expression: str, column_type: str) -> str:
    """SQL that reads a value back from the text of a JSON image.

    Args:
        expression: SQL giving the JSON of one value (``before -> '$.name'``).
        column_type: what the column takes.
    """
    if column_type == "VARCHAR":
        return f"({expression} ->> '$')"
    if column_type == "VARCHAR[]":
        return f"from_json({expression}, '[\"VARCHAR\"]')"
    return f"CAST({expression} ->> '$' AS {column_type})"


def to_stored(field: Field, value: Any) -> Any:
    """A Python value as the database takes it: tags as a list, custom fields as JSON, moments in UTC."""
    if value is None:
        return None
    if field.kind is Kind.TAGS:
        return sorted(dict.fromkeys(value)) or None
    if field.kind is Kind.CUSTOM:
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def from_stored(field: Field, value: Any) -> Any:
    """A stored value as Python sees it: tags as a tuple, custom fields as a dict, moments aware."""
    if value is None:
        return None
    if field.kind is Kind.TAGS:
        return tuple(value)
    if field.kind is Kind.CUSTOM:
        return json.loads(value)
    if field.kind is Kind.MOMENT:
        return value.replace(tzinfo=UTC)
    return value


def plain(value: Any) -> Any:
    """A value as JSON can carry it (decimals and dates as text)."""
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if isinstance(value, tuple | list | set):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return value
