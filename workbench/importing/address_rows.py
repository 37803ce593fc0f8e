"""Addresses: a row of the table gives one for each kind that its columns name."""

from typing import TYPE_CHECKING, Any, Final

from workbench.importing.cleaning import Result, of_reading, read_text
from workbench.importing.columnwise import combine, spread
from workbench.importing.composer import FIELDS, Composed, Composer, of_address
from workbench.importing.scalars import read_country
from workbench.importing.sheet import Sheet
from workbench.importing.targets import WHOLE_ADDRESS, Target
from workbench.model.addresses import read_address
from workbench.model.identifiers import psc
from workbench.model.records import ADDRESS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_COMPOSED: Final = (
    "street", "house_number", "orientation_number", "part", "city", "district", "postcode", "region", "country",
    "place_code", "extra",
)  # fmt: skip
_DIRECT: Final = ("house_number_kind", "orientation_letter", "postcode", "place_code")
_BEFORE: Final = ("seat", None, "contact", "billing", "delivery", "branch", "home", "other")
"""Which kind of address is the primary one, first come first."""


def address_rows(sheet: Sheet) -> "pd.DataFrame":
    """The addresses: columns ``row``, ``kind``, ``is_primary`` and the fields of an address.

    Several of one kind are several rows. Exactly one address of each row is primary: the seat, or else the first in the order of the declared kinds.
    """
    import pandas as pd  # noqa: PLC0415 - heavy

    groups: dict[tuple[int, int], dict[str, str]] = {}
    for column, where in sheet.of_table("address").items():
        groups.setdefault((where.number, _BEFORE.index(where.kind)), {})[where.field.name] = column
    parts = [_group(sheet, _BEFORE[kind], number, groups[number, kind]) for number, kind in sorted(groups)]
    empty = {name: pd.Series(dtype=object) for name in ("row", "kind", "is_primary", *FIELDS)}
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(empty)
    frame["is_primary"] = ~frame["row"].duplicated(keep="first")
    return frame.sort_values("row", kind="stable", ignore_index=True)


def _group(sheet: Sheet, kind: str | None, number: int, columns: dict[str, str]) -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - heavy

    cells: dict[str, npt.NDArray[np.object_]] = {}
    for field, column in columns.items():
        if field == "postcode":
            cells[field] = _postcodes(sheet, column, columns.get("country"))
        else:
            plain = field in {"kind", "house_number_kind"}
            cells[field] = sheet.read(column, None if plain else read_text).values()
    names = list(cells)
    codes, different = combine(list(cells.values()))
    filled = [
        any(value is not None for name, value in zip(names, row, strict=True) if name != "kind")
        for row in different
    ]
    composer = Composer()
    results = [
        _compose(composer, dict(zip(names, row, strict=True))) if has else None
        for row, has in zip(different, filled, strict=True)
    ]
    prefix = f"address[{kind}]" if kind else "address"
    if number > 1:
        prefix = f"address[{kind} {number}]"
    sheet.findings.add_results(
        None,
        prefix,
        codes,
        [", ".join(str(cell) for cell in row if cell is not None) for row in different],
        [Result(None, warnings=one.notes) if one else Result(None) for one in results],
    )
    present = spread(filled, codes).astype(bool)
    kept = codes[present]
    data: dict[str, Any] = {"row": sheet.rows[present]}
    fallback = kind or ADDRESS.field("kind").default
    kinds = cells["kind"][present] if "kind" in cells else None
    data["kind"] = [value or fallback for value in kinds] if kinds is not None else [fallback] * len(kept)
    data["is_primary"] = False
    for field in FIELDS:
        data[field] = spread([one.fields.get(field) if one else None for one in results], kept)
    return pd.DataFrame(data).astype({"kind": object})


def _compose(composer: Composer, cells: dict[str, Any]) -> Composed:
    """An address from its cells; what a whole address in one cell says, the other cells complete."""
    whole = cells.get(WHOLE_ADDRESS)
    given = {name: cells.get(name) for name in _COMPOSED}
    if not whole:
        found = composer.compose(given)
    else:
        found = of_address(read_address(whole))
        if any(given.values()):
            other = composer.compose(given)
            fields = {name: other.fields[name] or value for name, value in found.fields.items()}
            found = Composed(fields | {"original": whole}, (*found.notes, *other.notes))
    direct = {name: cells[name] for name in _DIRECT if cells.get(name) is not None}
    return Composed(found.fields | direct, found.notes) if direct else found


def _postcodes(sheet: Sheet, column: str, country_column: str | None) -> "npt.NDArray[np.object_]":
    """Postcodes; those beside a foreign country are kept as they are."""
    if country_column is None:
        return sheet.read(column).values()
    codes, pairs = combine(
        [
            sheet.frame[name].astype(object).where(sheet.frame[name].notna(), None).to_numpy()
            for name in (column, country_column)
        ]
    )
    results = [_postcode(code, country) for code, country in pairs]
    where: Target = sheet.targets[column]
    originals = [code for code, _ in pairs]
    sheet.findings.add_results(column, where.name, codes, originals, results)
    troubles = [original if one.problem else None for original, one in zip(originals, results, strict=True)]
    if any(troubles):
        sheet.set_aside(column, spread(troubles, codes))
    return spread([one.value for one in results], codes)


def _postcode(code: str | None, country: str | None) -> Result:
    if code is None:
        return Result(None)
    return of_reading(psc.read(code, country=read_country(country) if country else None))
