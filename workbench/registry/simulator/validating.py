"""Checking a question against the filters of the OpenAPI document of ARES (``data/filters.json``).

That file holds the filter schemas of the document, version 1.3.0, references resolved and descriptions left
out. Fields that a schema does not name are ignored, as the real register does.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

Schema = Mapping[str, Any]

SEARCH: Final = "EkonomickeSubjektyKomplexFiltr"
BY_ICO: Final = "EkonomickeSubjektyRegistraceFiltr"
CODE_LIST: Final = "CiselnikyZakladniFiltr"
ADDRESS: Final = "StandardizovanaAdresaFiltr"
NOTIFICATIONS: Final = "EkonomickeSubjektyNotifikaceFiltr"

_TYPES: Final[Mapping[str, type]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
}


@cache
def filters() -> Mapping[str, Schema]:
    """The schemas by name."""
    source = resources.files(__package__).joinpath("data", "filters.json")
    return dict(json.loads(source.read_text(encoding="utf-8")))


def known(schema: Schema, value: Mapping[str, Any]) -> dict[str, Any]:
    """A question without the fields that the schema does not name."""
    properties = schema.get("properties")
    if properties is None:
        return dict(value)
    return {
        name: known(properties[name], one) if isinstance(one, dict) else one
        for name, one in value.items()
        if name in properties
    }


def problems(schema: Schema, value: object, where: str = "") -> list[str]:
    """What of a value does not fit its schema: one line a fault, each with the name of the field."""
    kind = schema.get("type")
    expected = _TYPES.get(kind or "")
    if expected is not None and (
        not isinstance(value, expected) or (kind == "integer" and isinstance(value, bool))
    ):
        return [f"{where}: {kind}"]
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        inside = [
            problems(properties[name], one, f"{where}.{name}")
            for name, one in value.items()
            if name in properties
        ]
        return [line for lines in inside for line in lines]
    if isinstance(value, list):
        return [line for one in value for line in problems(schema.get("items", {}), one, where)]
    return [f"{where}: {name}" for name, broken in _limits(schema, value) if broken]


def _limits(schema: Schema, value: object) -> list[tuple[str, bool]]:
    if isinstance(value, str):
        return [
            ("minLength", len(value) < schema.get("minLength", 0)),
            ("maxLength", len(value) > schema.get("maxLength", len(value))),
            ("pattern", "pattern" in schema and re.search(schema["pattern"], value) is None),
            ("enum", "enum" in schema and value not in schema["enum"]),
        ]
    if isinstance(value, int):
        return [
            ("minimum", value < schema.get("minimum", value)),
            ("maximum", value > schema.get("maximum", value)),
        ]
    return []
