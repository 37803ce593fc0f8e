"""Where the snapshot lies, what its tables hold, and the SQL expressions shared by loading and reading."""

import os
import sys
from datetime import date
from pathlib import Path
from typing import Final

PUBLISHER: Final = "ČSÚ, RES"
"""Must be named wherever data of the snapshot is shown (CC BY 4.0)."""
NAME: Final = "res"
"""The register's short name."""
FORMAT: Final = 5
"""Number of the tables' layout; a snapshot of another number is loaded anew, not migrated."""

SEAT_COLUMNS: Final = (
    "street",
    "house_number",
    "house_number_kind",
    "orientation_number",
    "orientation_letter",
    "part",
    "city",
    "postcode",
    "region",
    "country",
    "place_code",
)
SUBJECT_COLUMNS: Final = (
    "ico",
    "name",
    "legal_form",
    "founded_on",
    "ceased_on",
    "nace",
    "in_liquidation",
    *SEAT_COLUMNS,
    "address_text",
)
"""What is told of a subject: derived from :data:`STORED_COLUMNS` by :mod:`._derived`."""

STORED_COLUMNS: Final = (
    "ico",
    "name",
    "legal_form",
    "founded_on",
    "ceased_on",
    "nace",
    "street",
    "house_number",
    "house_number_type",
    "orientation",
    "part",
    "city",
    "postcode",
    "district_code",
    "place_code",
    "address_text",
)
"""Columns of ``db.subject``, which is sorted by ``ico``: as the file has them, but for dates, IČO and names."""
SORTING_COLUMNS: Final = ("mark", "as_of", "odd_date")
"""What loading has besides: ``PRIZNAK``, the day the row vouches for, whether a date could not be read."""
ICO_LENGTH: Final = 8

ABOVE_ALL: Final = "\U0010ffff"
"""Sorts after every letter: ``[prefix, prefix + ABOVE_ALL)`` is the range of a prefix."""

_FOLDER: Final = "workbench"
_FILE: Final = "res.duckdb"


def default_snapshot_path() -> Path:
    """Where the snapshot lies when nobody says otherwise.

    ``$WORKBENCH_HOME`` if set, else the user's data folder of the platform: ``%LOCALAPPDATA%``,
    ``~/Library/Application Support`` or ``$XDG_DATA_HOME`` (``~/.local/share``).
    """
    home = os.environ.get("WORKBENCH_HOME")
    return (Path(home) if home else _user_data() / _FOLDER) / _FILE


def source_text(as_of: date | None) -> str:
    """How the source is named: ``"ČSÚ, RES 2026-11-15"``."""
    return f"{PUBLISHER} {as_of.isoformat()}" if as_of else PUBLISHER


def _user_data() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
