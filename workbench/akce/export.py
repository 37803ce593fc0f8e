"""4 Export (PDF, VCF), and tables: bytes that the browser downloads or that are written to a folder (AKCE.md)."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench import exporting, running
from workbench.akce.base import Action, Context
from workbench.akce.exported import Exported, Sample
from workbench.akce.layouts import check_layout, first_rows, laid_out, told_of_layout
from workbench.akce.printing import EACH, Printing, check_form, file_title
from workbench.akce.progress import told
from workbench.errors import DiskError, InputError, PermissionRefusedError, UnknownNameError
from workbench.exporting import bulk
from workbench.locale import current, t
from workbench.model.choices import CONTACT_KIND
from workbench.model.fields import Label
from workbench.model.records import ADDRESS, CLIENT

if TYPE_CHECKING:
    import pandas as pd

FORMATS: Final = ("pdf", "vcf", "csv", "xlsx", "parquet", "arrow", "zip", "files")
"""``zip`` holds a PDF each, ``files`` writes them straight into the folder."""
_PRINTED: Final = ("pdf", "zip", "files")
_TABLES: Final = ("csv", "xlsx", "parquet", "arrow")
_FOR_PROGRAMS: Final = ("parquet", "arrow")
"""Tables whose columns are named as in Python."""
_SAMPLED: Final = 8
"""So many clients stand in the sample of a table or of vCards."""
_LISTED: Final = 60
"""So many clients stand in the sample of a list or of labels: more than fit on its first page."""


class Export(Action):
    """Make a PDF, a vCard file or a table of clients.

    Args:
        context: the desk.
        targets: the clients' ids.
        format: ``"pdf"`` (one document), ``"zip"`` (a PDF each), ``"files"`` (a PDF each, into the folder),
            ``"vcf"``, ``"csv"``, ``"xlsx"``, ``"parquet"``, ``"arrow"``.
        folder: where to write it; without it the bytes are only returned.
        version: of the vCards: ``"3.0"`` or ``"4.0"``.
        language: of the PDF: ``"cs"`` or ``"en"``, by default the one in use.
        form: what is printed: ``"sheet"`` of each client, ``"list"``, ``"labels"`` for envelopes, ``"changes"`` of each.
        templates: a folder with own templates and styles (docs/printing.md); by default ``WORKBENCH_TEMPLATES``.
        logo: a picture for the head of the documents; by default ``WORKBENCH_LOGO``, or ``logo.svg``, ``.png`` or
            ``.jpg`` among the templates.
        columns: of a list; see :func:`workbench.exporting.listing.check_columns`.
        labels: the sheet of labels, ``"3x8"`` by default; see :data:`workbench.exporting.labels.LABEL_SHEETS`.
        start: the first free label on the first sheet, from 1.
        layout: of XLSX: ``"raynet"`` makes the sheets of clients and contact persons that RAYNET imports.
        processes: how many lay out at once; by default as many as there are processors.

    Raises:
        UnknownNameError: no such format, form, version, language, column or sheet of labels.
        InputError: options that do not go together, or a template that cannot be used.
    """

    name: ClassVar[str] = "export"
    label: ClassVar[Label] = Label("Export (PDF, VCF)", "Export (PDF, VCF)")

    def __init__(
        self, context: Context, targets: object, *, format: str = "pdf", folder: str | None = None,  # noqa: A002 - the word everyone uses
        version: str = "3.0", language: str | None = None, form: str = "sheet", templates: str | None = None,
        logo: str | None = None, columns: Sequence[str] | None = None, labels: str | None = None, start: int | None = None,
        layout: str | None = None, processes: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context, targets, format=format, folder=None if folder is None else str(folder), language=language,
            form=None if form == "sheet" else form, templates=None if templates is None else str(templates),
            logo=None if logo is None else str(logo), columns=None if columns is None else list(columns),
            labels=labels, start=start, layout=layout, processes=processes,
        )  # fmt: skip
        if format not in FORMATS:
            raise UnknownNameError.suggest("format", format, FORMATS)
        if version not in ("3.0", "4.0"):
            raise UnknownNameError.suggest("option", version, ("3.0", "4.0"))
        if language not in (None, "cs", "en"):
            raise UnknownNameError.suggest("option", str(language), ("cs", "en"))
        bulk.check_processes(processes)
        check_form(form, self.options)
        check_layout(layout, format)
        if form != "sheet" and (format not in _PRINTED or (format != "pdf" and form not in EACH)):
            raise InputError(
                "The form “{form}” does not come in the format “{format}”. Choose the format “pdf”.",
                form=form,
                format=format,
            )
        if format == "files" and folder is None:
            raise InputError(
                "The format “files” needs a folder to write into. Name it, or choose the format “zip”."
            )
        if version != "3.0":
            self.options["version"] = version
        self.format, self.version, self.form, self.layout = format, version, form, layout

    def check(self) -> None:
        """Refuse who may not take data out, and clients that are not there for this user."""
        super().check()
        user = self.context.store.user()
        if not user.rights.export:
            raise PermissionRefusedError(
                "User {user} may not do this (right “{right}”). An administrator can grant it.",
                user=user.name,
                right="export",
            )
        self.records()

    def preview(self) -> "pd.DataFrame":
        """The clients as the table formats would hold them; in RAYNET's layout what of them would be refused, cut or left out."""
        self.check()
        if self.layout:
            return exporting.raynet_check(self.context.store.dossiers(self.ids))
        return self.context.store.client_table(self.ids)

    def sample(self) -> Sample:
        """How the file would begin, by the very code that makes it, of the first few clients; nothing is recorded.

        Raises:
            PermissionRefusedError: the user may not export.
        """
        self.check()
        if self.format in _PRINTED:
            return self._page()
        first = self.ids[:_SAMPLED]
        if self.layout:
            rows = first_rows(self.context.store.dossiers(first))
            return Sample(rows=rows, check=tuple(exporting.raynet_summary(self.preview())))
        if self.format in _TABLES:
            written = exporting.table(self._table(first), "csv", language="cs").decode("utf-8-sig")
            return Sample(rows=tuple(map(tuple, csv.reader(io.StringIO(written, newline=""), delimiter=";"))))
        version: Any = self.version
        return Sample(text=exporting.vcard(self.context.store.dossiers(first), version).decode())

    def run(self) -> Exported:
        """Make the file, write it if a folder was given, and record who exported what.

        Nothing is written before all of it is made; a file that is there already is never written over.

        Raises:
            PermissionRefusedError: the user may not export.
            InputError: the folder is not there; nothing was made or recorded.
            StoppedError: the run was stopped; nothing was written or recorded.
            DiskError: it cannot be written.
        """
        self.check()
        if self.options.get("folder") is not None:
            exporting.check_folder(self.options["folder"])
        if self.format in _PRINTED:
            return self._printed()
        data, name, notes = self._make()
        self._record()
        folder = self.options.get("folder")
        path = None if folder is None else exporting.write_new(folder, name, data)
        return Exported(name, data, len(self.ids), path, notes=notes)

    def _record(self) -> None:
        """From here on it is too late to stop."""
        running.settle()
        form = None if self.form == "sheet" else self.form
        kind = " ".join(filter(None, (self.format, form, self.layout)))
        self.context.store.record_export(kind, "client", self.ids)

    def _printing(self, ids: list[int]) -> Printing:
        return Printing(self.context, ids, self.form, self._language, self.options)

    def _page(self) -> Sample:
        """The first page of what is printed."""
        printing = self._printing(self.ids[: 1 if self.form in EACH else _LISTED])
        piece = next(printing.pieces())
        press = printing.printer.press()
        with running.abortable():
            picture = exporting.page_picture(press.bind([piece]))
        return Sample(picture, notes=printing.notes())

    def _printed(self) -> Exported:
        try:
            with TemporaryDirectory(prefix="workbench-") as workplace:
                return self._print(Path(workplace))
        except OSError as error:
            raise DiskError(
                "The documents could not be made ({place}: {reason}). Nothing was written; if the disk is full, free some space there, or name another folder in TMPDIR.",
                place=error.filename or gettempdir(),
                reason=error.strerror or type(error).__name__,
            ) from error

    def _print(self, workplace: Path) -> Exported:
        ids, folder, processes = self.ids, self.options.get("folder"), self.options.get("processes")
        printing = self._printing(ids)
        printer, pieces = printing.printer, printing.pieces()
        only = str(self.records()[0]["name"]) if len(ids) == 1 else None
        title = file_title(self.form, only)
        with told(t("Making documents")) as tell:
            done = Count(len(ids), tell)
            if self.format == "pdf":
                made = workplace / "whole.pdf"
                whole = printer.title(len(ids)) if self.form in EACH else None
                bulk.print_one(printer.setup, pieces, made, title=whole, told=done, processes=processes)
                files = {exporting.safe_name(title, ".pdf"): made}
            else:
                each = list(bulk.print_each(printer.setup, pieces, workplace, told=done, processes=processes))
                names = exporting.unique_names(exporting.safe_name(name, ".pdf") for name, _ in each)
                files = dict(zip(names, (path for _, path in each), strict=True))
        if self.format == "zip":
            made = workplace / "whole.zip"
            with made.open("wb") as target:
                exporting.write_zip(target, files)
            files = {exporting.safe_name(title, ".zip"): made}
        self._record()
        if folder is None:
            ((name, made),) = files.items()
            return Exported(name, made.read_bytes(), len(ids), notes=printing.notes())
        paths = exporting.put_new(folder, files)
        if self.format == "files":
            return Exported(Path(folder).name, None, len(ids), Path(folder), tuple(paths), printing.notes())
        return Exported(next(iter(files)), None, len(ids), paths[0], notes=printing.notes())

    @property
    def _language(self) -> str:
        return str(self.options.get("language", current()))

    def _table(self, ids: list[int]) -> "pd.DataFrame":
        """The clients as the table formats hold them: with labels for people, with names for programs."""
        frame = self.context.store.client_table(ids)
        labels = {name: str(ADDRESS.field(name).label) for name in ("street", "city", "postcode")}
        labels |= {name: str(Label(*CONTACT_KIND[name])).capitalize() for name in ("phone", "email", "web")}
        labels |= {one.name: str(one.label) for one in CLIENT}
        return frame if self.format in _FOR_PROGRAMS else frame.rename(columns=labels)

    def _make(self) -> tuple[bytes, str, tuple[str, ...]]:
        """The content, the file's name, and what to know of it."""
        store = self.context.store
        if self.layout:
            dossiers = store.dossiers(self.ids)
            return *laid_out(dossiers), told_of_layout(dossiers)
        if self.format in _TABLES:
            made: Any = self.format
            name = exporting.safe_name(t("clients"), f".{self.format}")
            return exporting.table(self._table(self.ids), made), name, ()
        dossiers = store.dossiers(self.ids)
        title = str(dossiers[0].record["name"]) if len(dossiers) == 1 else t("clients")
        version: Any = self.version
        return exporting.vcard(dossiers, version), exporting.safe_name(title, ".vcf"), ()


class Count:
    """Adds up what is done and tells it.

    Args:
        total: of how much.
        tell: is told how much of it is done.
    """

    def __init__(self, total: int, tell: Callable[[int, int], None]) -> None:
        self._total, self._tell, self._done = total, tell, 0

    def __call__(self, more: int) -> None:
        """So many more are done."""
        self._done += more
        self._tell(self._done, self._total)
