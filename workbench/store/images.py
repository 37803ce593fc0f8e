"""SQL of what an update changes: the rows in which anything differs, and the images of what does."""

from collections.abc import Sequence

from workbench.model.fields import RecordType
from workbench.store.columns import columns_of, literal, quote, to_image


def differs(names: Sequence[str]) -> str:
    """SQL of whether any of these columns of ``w`` has another value than that of ``t``."""
    return " OR ".join(f"t.{quote(name)} IS DISTINCT FROM w.{quote(name)}" for name in names) or "FALSE"


def image(kind: RecordType, mine: str, other: str, names: Sequence[str]) -> str:
    """SQL of the JSON text of those of ``mine``'s values that differ from ``other``'s."""
    columns = columns_of(kind)
    images = {name: to_image(f"{mine}.{quote(name)}", columns[name]) for name in names}
    if len(names) == 1:
        return f"json_object({literal(names[0])}, {images[names[0]]})::VARCHAR"
    pairs = ", ".join(
        f"CASE WHEN {mine}.{quote(name)} IS DISTINCT FROM {other}.{quote(name)} "
        f"THEN {literal(chr(34) + name + chr(34) + ':')} || coalesce(to_json({image})::VARCHAR, 'null') END"
        for name, image in images.items()
    )
    return f"'{{' || concat_ws(',', {pairs}) || '}}'"
