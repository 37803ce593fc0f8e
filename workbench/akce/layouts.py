"""Tables in the layout of another program, and what that program would refuse."""

from typing import TYPE_CHECKING, Final

from workbench import exporting
from workbench.errors import InputError, UnknownNameError
from workbench.locale import n, t

if TYPE_CHECKING:
    from workbench.model.record import Dossier

LAYOUTS: Final = ("raynet",)


def check_layout(layout: str | None, file_format: str) -> None:
    """Refuse a layout that there is not, or that the format does not hold.

    Raises:
        UnknownNameError: no such layout.
        InputError: the format is not XLSX.
    """
    if layout not in (None, *LAYOUTS):
        raise UnknownNameError.suggest("option", str(layout), LAYOUTS)
    if layout is not None and file_format != "xlsx":
        raise InputError("The layout “{layout}” is one of XLSX. Choose the format xlsx.", layout=layout)


def first_rows(dossiers: "list[Dossier]") -> tuple[tuple[str, ...], ...]:
    """The header and the rows of these clients, as they read."""
    from workbench.exporting.raynet import workbooks  # noqa: PLC0415 - loads at use

    page = workbooks(dossiers)[0][0]
    rows = page.frame.to_numpy().tolist()
    return (tuple(page.columns), *(tuple("" if one is None else str(one) for one in line) for line in rows))


def laid_out(dossiers: "list[Dossier]") -> tuple[bytes, str]:
    """The file and its name: a workbook, or several in a ZIP where one would be too large to be imported."""
    books = exporting.raynet_files(dossiers)
    name = exporting.safe_name(t("clients"), ".xlsx")
    if len(books) == 1:
        return books[0], name
    names = exporting.unique_names([name] * len(books))
    return exporting.zip_files(dict(zip(names, books, strict=True))), exporting.safe_name(
        t("clients"), ".zip"
    )


def told_of_layout(dossiers: "list[Dossier]") -> tuple[str, ...]:
    """That the layout does not hold everything as it is; empty where it does."""
    found = len(exporting.raynet_check(dossiers))
    if not found:
        return ()
    return (
        n(
            "The layout does not hold {count} value as it stands here: it was cut, changed or left out; .preview() says which.",
            "The layout does not hold {count} values as they stand here: they were cut, changed or left out; .preview() says which.",
            found,
        ),
    )
