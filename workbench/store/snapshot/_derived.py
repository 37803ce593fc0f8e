"""What a subject's columns mean, as SQL over the columns that are stored.

Computed when asked for: a load writes millions of rows, a question reads a few, or a hundred thousand.
"""

from typing import Final

from workbench.store.columns import folded, literal
from workbench.store.snapshot._layout import SUBJECT_COLUMNS

_REGIONS: Final = {
    "CZ010": "Hlavní město Praha", "CZ020": "Středočeský kraj", "CZ031": "Jihočeský kraj",
    "CZ032": "Plzeňský kraj", "CZ041": "Karlovarský kraj", "CZ042": "Ústecký kraj",
    "CZ051": "Liberecký kraj", "CZ052": "Královéhradecký kraj", "CZ053": "Pardubický kraj",
    "CZ063": "Kraj Vysočina", "CZ064": "Jihomoravský kraj", "CZ071": "Olomoucký kraj",
    "CZ072": "Zlínský kraj", "CZ080": "Moravskoslezský kraj",
}  # fmt: skip
"""The first five characters of ``OKRESLAU`` (NUTS 3; ČSÚ code list 108)."""
_ABROAD: Final = "CZZZZ"  # "Extra-Regio"


def _text(name: str) -> str:
    return f"nullif(trim({name}), '')"


_REGION: Final = f"left({_text('district_code')}, 5)"
_NUMBER: Final = _text("orientation")
_LETTERED: Final = f"regexp_full_match({_NUMBER}, '[0-9]+ ?[A-Za-z]')"
_DERIVED: Final = {
    "in_liquidation": "coalesce(contains(lower(name), 'likv'), false) AND "
    f"coalesce(regexp_matches({folded('name')}, '(^| )v likv(idaci)?( |$)'), false)",
    "house_number_kind": f"CASE WHEN {_text('house_number')} IS NULL THEN NULL "
    "WHEN trim(house_number_type) = '1' THEN 'cp' WHEN trim(house_number_type) = '2' THEN 'cev' END",
    "orientation_number": f"CASE WHEN {_LETTERED} THEN regexp_extract({_NUMBER}, '^[0-9]+') ELSE {_NUMBER} END",
    "orientation_letter": f"CASE WHEN {_LETTERED} THEN right({_NUMBER}, 1) END",
    "postcode": "CASE WHEN regexp_full_match(replace(postcode, ' ', ''), '[0-9]{5}') THEN replace(postcode, ' ', '') END",
    "region": f"CASE {_REGION} "
    + " ".join(f"WHEN {literal(code)} THEN {literal(name)}" for code, name in _REGIONS.items())
    + " END",
    "country": f"CASE WHEN {_REGION} IS NULL OR {_REGION} <> {literal(_ABROAD)} THEN 'CZ' END",
}
_AS_STORED: Final = {"ico", "name", "founded_on", "ceased_on", "address_text"}


def derived(column: str) -> str:
    """SQL for one of :data:`~._layout.SUBJECT_COLUMNS` over a row of ``db.subject``."""
    if column in _DERIVED:
        return _DERIVED[column]
    return column if column in _AS_STORED else _text(column)


ALL: Final = ", ".join(f"{derived(name)} AS {name}" for name in SUBJECT_COLUMNS)
"""All of them, as a list of SELECT."""
