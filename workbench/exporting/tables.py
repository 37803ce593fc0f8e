"""A DataFrame as a file for a spreadsheet or for another program: CSV, XLSX, Parquet, Arrow.

Cells are untrusted. A text that a spreadsheet would run as a formula stays text:

- XLSX: every text is written as a string cell in the number format "Text", never as a formula; a text that
  begins like a formula also carries the quote prefix, so that it stays text when someone edits the cell.
- CSV has no types, so such a text gets an apostrophe before it, which shows in the cell. Only texts that a
  spreadsheet would run are touched: those that begin with ``= + - @``, tab or line end (OWASP, "CSV
  Injection"), also behind spaces or in full-width form. A phone (``+420 601 000 111``) and a plain
  negative number in a text column are no formulas and stay as they are.
- Parquet and Arrow keep types and run nothing; values stay untouched.
"""

import io
from typing import TYPE_CHECKING, Literal

from workbench.errors import InputError, UnknownNameError
from workbench.exporting._cells import header
from workbench.exporting._naming import speaking

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "xlsx", "parquet", "arrow"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "parquet", "arrow")


def table(
    frame: "pd.DataFrame",
    format: Format = "csv",  # noqa: A002 - the word everyone uses
    language: str | None = None,
    sheet: str = "",
) -> bytes:
    """A table as the content of a file; the index is not written. Equal input gives equal bytes.

    Numbers stay numbers and texts stay texts with their leading zeros (IČO, PSČ, phones). Moments with a
    time zone are written as they read in Prague; tags are joined by commas; yes and no are words in CSV.

    Args:
        frame: what to write; its column names become the header.
        format: ``"csv"`` (UTF-8 with BOM, so that Excel reads Czech letters), ``"xlsx"`` (header frozen, with
            filters and fitting widths), ``"parquet"`` or ``"arrow"`` (an Arrow IPC file, also known as Feather 2).
        language: of CSV: ``"cs"`` separates cells by semicolons and decimals by a comma, as Czech Excel
            expects, ``"en"`` by comma and point; the language in use where not given.
        sheet: name of the XLSX sheet.

    Raises:
        UnknownNameError: no such format.
        InputError: two columns have one name, XLSX cannot hold that much, or a column mixes kinds that
            Parquet and Arrow cannot keep together; names the column and row.
    """
    if format not in FORMATS:
        raise UnknownNameError.suggest("table format", str(format), FORMATS)
    names = header(frame)
    with speaking(language) as spoken:
        if format == "csv":
            from workbench.exporting._csv import csv_bytes  # noqa: PLC0415 - each loads what it needs

            return csv_bytes(frame, names, spoken)
        if format == "xlsx":
            from workbench.exporting._xlsx import xlsx_bytes  # noqa: PLC0415 - as above

            return xlsx_bytes(frame, names, sheet)
        return _columnar(frame, names, format)


def _columnar(frame: "pd.DataFrame", names: list[str], made: Literal["parquet", "arrow"]) -> bytes:
    import pyarrow as pa  # noqa: PLC0415 - 100 ms

    columns = []
    for at, name in enumerate(names):
        try:
            columns.append(pa.Array.from_pandas(frame.iloc[:, at]))
        except (pa.ArrowException, UnicodeEncodeError) as error:
            raise InputError(
                "Column “{column}” mixes kinds of values that {format} cannot keep together: {reason}. Convert it to one kind first.",
                column=name,
                format=made.capitalize(),
                reason=str(error).splitlines()[0],
            ) from error
    target = io.BytesIO()
    whole = pa.Table.from_arrays(columns, names=names)
    if made == "parquet":
        import pyarrow.parquet as pq  # noqa: PLC0415 - as above

        pq.write_table(whole, target, compression="zstd")
    else:
        with pa.ipc.new_file(target, whole.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as out:
            out.write_table(whole)
    return target.getvalue()
