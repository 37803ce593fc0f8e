"""From a file to a table of text, whatever kind of file it is."""

import os

from workbench.errors import InputError
from workbench.importing.csv_reader import read_csv
from workbench.importing.garbage import uncollected
from workbench.importing.guard import Content, check_file, content_of, read_bytes
from workbench.importing.layout import Layout
from workbench.importing.raynet_reader import laid_out
from workbench.importing.table import RawTable
from workbench.importing.vcard_reader import read_vcards
from workbench.importing.xlsx_reader import read_xlsx


@uncollected()
def read_table(
    path: str | os.PathLike[str], *, sheet: str | None = None, layout: Layout | None = None
) -> RawTable:
    """Read a CSV, XLSX or vCard file as text; which of them it is, its content decides, not its name.

    Args:
        path: the file.
        sheet: for a workbook: the sheet's name; the first visible one otherwise.
        layout: for CSV: how it is written, where :func:`workbench.importing.sniff.sniff` was wrong.

    Raises:
        BrokenFileError: it cannot be read as what it claims to be; says where and what to do.
        UnknownNameError: the workbook has no such sheet.
        InputError: a sheet was asked for in a file without sheets, or a layout given for a file that is no CSV.
    """
    found = check_file(path)
    data = read_bytes(found)
    content = content_of(data, found.name)
    if content is Content.VCARD:
        if layout is not None or sheet is not None:
            raise InputError(
                "“{file}” holds vCards; it has no sheets and no layout. Leave both out.", file=found.name
            )
        return read_vcards(found, data)
    if content is Content.XLSX:
        if layout is not None:
            raise InputError("“{file}” is a workbook; a layout is only for CSV files.", file=found.name)
        return laid_out(read_xlsx(found, data, sheet))
    if sheet is not None:
        raise InputError("“{file}” is a CSV file; it has no sheets. Leave out “sheet”.", file=found.name)
    return laid_out(read_csv(found, data, layout))
