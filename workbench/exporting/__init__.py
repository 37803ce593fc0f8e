"""Records as files for other programs and for people: vCards, a printed sheet, tables.

Everything here turns values into bytes: :class:`~workbench.model.record.Dossier` values or a DataFrame
in, a file's content out. Nothing reads the database, nothing is fetched from anywhere. Who may export, and
what was exported when, is the business of the action (``workbench.akce``).

Data is untrusted: no value can become a formula, a second card, a link to a program, or a path.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.exporting._naming import display_name
    from workbench.exporting._raynet_check import raynet_check, raynet_summary
    from workbench.exporting.archives import write_zip, zip_files
    from workbench.exporting.cards import vcard
    from workbench.exporting.disk import check_folder, put_new, write_new
    from workbench.exporting.documents import pdf
    from workbench.exporting.filenames import safe_name, unique_names
    from workbench.exporting.pictures import page_picture
    from workbench.exporting.raynet import raynet_files
    from workbench.exporting.tables import table

__all__ = [
    "check_folder", "display_name", "page_picture", "pdf", "put_new", "raynet_check", "raynet_files", "raynet_summary", "safe_name", "table", "unique_names", "vcard",
    "write_new", "write_zip", "zip_files",
]  # fmt: skip

_HOME = {
    "check_folder": "disk",
    "display_name": "_naming",
    "page_picture": "pictures",
    "pdf": "documents",
    "put_new": "disk",
    "raynet_check": "_raynet_check",
    "raynet_files": "raynet",
    "raynet_summary": "_raynet_check",
    "safe_name": "filenames",
    "table": "tables",
    "unique_names": "filenames",
    "vcard": "cards",
    "write_new": "disk",
    "write_zip": "archives",
    "zip_files": "archives",
}


def __getattr__(name: str) -> object:
    """The public functions, each loaded when first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when something is asked for

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
