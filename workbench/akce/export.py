"""4 Export (PDF, VCF), and tables: bytes that the browser downloads or that are written to a folder (AKCE.md)."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from workbench import exporting, running
from workbench.akce.base import Action, Context
from workbench.akce.progress import track
from workbench.errors import PermissionRefusedError, UnknownNameError
from workbench.locale import current, t
from workbench.model.choices import CONTACT_KIND
from workbench.model.fields import Label
from workbench.model.records import ADDRESS, CLIENT

if TYPE_CHECKING:
    import pandas as pd

    from workbench.model.record import Dossier

FORMATS: Final = ("pdf", "vcf", "csv", "xlsx", "parquet", "arrow", "zip")
"""``zip`` holds one PDF a client."""
_TABLES: Final = ("csv", "xlsx", "parquet", "arrow")
_FOR_PROGRAMS: Final = ("parquet", "arrow")
"""Tables whose columns are named as in Python."""
_SAMPLED: Final = 8
"""So many clients stand in the sample of a table or of vCards."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was made.

    Attributes:
        file_name: a safe name for it.
        data: its content.
        count: how many clients are in it.
        path: where it was written; ``None`` if it was only made.
    """

    file_name: str
    data: bytes
    count: int
    path: Path | None = None

    def __repr__(self) -> str:
        return f"<{self.count} clients, {len(self.data)} bytes{'' if self.path is None else ', written'}>"


@dataclass(frozen=True, slots=True)
class Sample:
    """How a file would begin.

    Attributes:
        picture: the first page as PNG, of what is printed.
        text: the first cards, of vCards.
        rows: the header and the first rows of tables, as they read.
    """

    picture: bytes = b""
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        return "<sample of a file: .picture .text .rows>"


class Export(Action):
    """Make a PDF, a vCard file or a table of clients.

    Args:
        context: the desk.
        targets: the clients' ids.
        format: ``"pdf"`` (one document), ``"zip"`` (a PDF each), ``"vcf"``, ``"csv"``, ``"xlsx"``, ``"parquet"``,
            ``"arrow"``.
        folder: where to write it; without it the bytes are only returned.
        version: of the vCards: ``"3.0"`` or ``"4.0"``.
        language: of the PDF: ``"cs"`` or ``"en"``, by default the one in use.
    """

    name: ClassVar[str] = "export"
    label: ClassVar[Label] = Label("Export (PDF, VCF)", "Export (PDF, VCF)")

    def __init__(
        self, context: Context, targets: object, *, format: str = "pdf", folder: str | None = None,  # noqa: A002 - the word everyone uses
        version: str = "3.0", language: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(
            context, targets, format=format, folder=None if folder is None else str(folder), language=language
        )
        if format not in FORMATS:
            raise UnknownNameError.suggest("format", format, FORMATS)
        if version not in ("3.0", "4.0"):
            raise UnknownNameError.suggest("option", version, ("3.0", "4.0"))
        if language not in (None, "cs", "en"):
            raise UnknownNameError.suggest("option", str(language), ("cs", "en"))
        if version != "3.0":
            self.options["version"] = version
        self.format, self.version = format, version

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
        """The clients as a table, as the table formats would hold them."""
        self.check()
        return self.context.store.client_table(self.ids)

    def sample(self) -> Sample:
        """How the file would begin, by the very code that makes it, of the first few clients; nothing is recorded.

        Raises:
            PermissionRefusedError: the user may not export.
        """
        self.check()
        first = self.ids[: 1 if self.format in ("pdf", "zip") else _SAMPLED]
        if self.format in _TABLES:
            written = exporting.table(self._table(first), "csv", language="cs").decode("utf-8-sig")
            return Sample(rows=tuple(map(tuple, csv.reader(io.StringIO(written, newline=""), delimiter=";"))))
        dossiers = self.context.store.dossiers(first)
        if self.format == "vcf":
            version: Any = self.version
            return Sample(text=exporting.vcard(dossiers, version).decode())
        return Sample(exporting.page_picture(exporting.pdf(dossiers, language=self._language)))

    def run(self) -> Exported:
        """Make the file, write it if a folder was given, and record who exported what.

        Raises:
            PermissionRefusedError: the user may not export.
            DiskError: it cannot be written.
        """
        self.check()
        data, name = self._make()
        running.settle()
        self.context.store.record_export(self.format, "client", self.ids)
        folder = self.options.get("folder")
        path = None if folder is None else exporting.write_new(folder, name, data)
        return Exported(name, data, len(self.ids), path)

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

    def _make(self) -> tuple[bytes, str]:
        store = self.context.store
        if self.format in _TABLES:
            made: Any = self.format
            return exporting.table(self._table(self.ids), made), exporting.safe_name(
                t("clients"), f".{self.format}"
            )
        dossiers = store.dossiers(self.ids)
        title = str(dossiers[0].record["name"]) if len(dossiers) == 1 else t("clients")
        language = self._language
        if self.format == "vcf":
            version: Any = self.version
            return exporting.vcard(dossiers, version), exporting.safe_name(title, ".vcf")
        if self.format == "zip":
            names = exporting.unique_names(
                [exporting.safe_name(str(one.record["name"]), ".pdf") for one in dossiers]
            )
            named = track(zip(names, dossiers, strict=True), len(dossiers), t("Making documents"))
            files = {name: _pdf([one], language) for name, one in named}
            return exporting.zip_files(files), exporting.safe_name(title, ".zip")
        running.tell(t("Making the document"))
        return _pdf(dossiers, language), exporting.safe_name(title, ".pdf")


def _pdf(dossiers: "list[Dossier]", language: str) -> bytes:
    with running.abortable():  # layout takes most of the time, and holds nothing
        return exporting.pdf(dossiers, language=language)
