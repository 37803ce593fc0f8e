"""Records on paper: the sheet of a client, a list, labels and the changes of a record, as tagged PDF (PDF/UA-1)."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from workbench.exporting._fetching import Made
from workbench.exporting._folder import TemplateFolder
from workbench.exporting._logo import LOGO, find_logo
from workbench.exporting._naming import check_types, speaking
from workbench.exporting._printing import INSTALL, Piece, Press
from workbench.exporting._qr import qr_svg
from workbench.exporting._templating import Templates
from workbench.exporting.labels import PAGES, LabelSheet, addressed, make_page
from workbench.exporting.listing import make_part
from workbench.exporting.paper import Paper
from workbench.exporting.reporting import Report
from workbench.exporting.sheet import make_sheet
from workbench.locale import n, t
from workbench.model.record import Dossier

__all__ = ["INSTALL", "Printer", "pdf"]

_QR: Final = "workbench:qr"


def pdf(
    dossiers: Iterable[Dossier],
    language: str | None = None,
    template_folder: str | os.PathLike[str] | None = None,
    labels: Mapping[str, str] | None = None,
    logo: str | os.PathLike[str] | None = None,
) -> bytes:
    """One A4 sheet (or more, where it does not fit) for each client, in one document with an outline.

    Each client's pages are numbered by themselves. Nothing is fetched while rendering: no address in the data
    or in a template is ever opened. Equal input gives equal bytes on the same machine.

    Args:
        dossiers: clients, contact persons or leads, in this order.
        language: ``"cs"`` or ``"en"``; the one in use where not given.
        template_folder: own ``card.html`` and ``card.css``, and pictures that they name. Variables are in
            :mod:`workbench.exporting.sheet`; ``{% extends "workbench/card.html" %}`` changes parts only.
        labels: words of the template to print differently: ``{"Open business": "Zakázky"}``; the keys are
            the English words in the template.
        logo: a picture for the head of each sheet; by default ``logo.svg``, ``.png`` or ``.jpg`` in the folder.

    Raises:
        InputError: nothing to export, an unknown language, a record without a card, a template that asks
            for what does not exist or is forbidden (:class:`UnknownNameError` for a variable or word).
        BrokenFileError: the template has a syntax error, or the logo is no picture.
        MissingPartError: Pango is not installed; the message has the command.
    """
    chosen = tuple(dossiers)
    check_types(chosen)
    printer = Printer("sheet", language=language, templates=template_folder, words=labels, logo=logo)
    pieces = list(printer.sheets(chosen))
    return printer.press().bind(pieces, title=printer.title(len(chosen)))


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a press needs, as plain values that travel to another process."""

    style: str
    folder: str | None
    made: Mapping[str, Made] = field(default_factory=dict)

    def press(self) -> Press:
        """The press."""
        return Press(self.style, TemplateFolder(self.folder), self.made)


class Printer:
    """Makes the pieces of documents of one form; templates, style and logo are read and checked at once.

    Args:
        form: ``"sheet"``, ``"list"``, ``"labels"``, ``"changes"`` or ``"paper"``.
        language: ``"cs"`` or ``"en"``; the one in use where not given.
        templates: the user's own templates.
        words: words of the template to print differently.
        logo: a picture for the head of each document.

    Attributes:
        setup: what a press needs to lay out its pieces.

    Raises:
        InputError, BrokenFileError: as :func:`pdf`.
    """

    def __init__(
        self, form: str, *, language: str | None = None, templates: str | os.PathLike[str] | None = None,
        words: Mapping[str, str] | None = None, logo: str | os.PathLike[str] | None = None,
    ) -> None:  # fmt: skip
        with speaking(language) as spoken:
            self._language = spoken
        folder = TemplateFolder(templates)
        self._templates = Templates(form, folder, words)
        found = find_logo(logo, folder)
        made = {} if found is None else {LOGO: found}
        self._logo = LOGO if made else ""
        self.setup = Setup(
            self._templates.style, None if folder.path is None else str(folder.path.resolve()), made
        )

    def press(self) -> Press:
        """A press for the pieces, in this process."""
        return self.setup.press()

    def speaking(self) -> AbstractContextManager[object]:
        """A ``with`` block in the language of the document."""
        return speaking(self._language)

    def title(self, count: int) -> str | None:
        """What a document of so many records is called; ``None``: as its only one."""
        with self.speaking():
            return None if count == 1 else n("{count} client", "{count} clients", count)

    def sheets(self, dossiers: Iterable[Dossier]) -> Iterator[Piece]:
        """A sheet of each client."""
        for one in dossiers:
            picture = Made(qr_svg(one))
            with self.speaking():
                sheet = make_sheet(one, _QR)
                html = self._fill((sheet,), sheet.name)
            yield Piece(html, {_QR: picture}, name=sheet.name)

    def part(self, dossiers: Sequence[Dossier], columns: Sequence[str], *, first: int, count: int) -> Piece:
        """A part of a list, of :data:`PART` clients at most."""
        with self.speaking():
            part = make_part(dossiers, columns, first=first, count=count)
            return Piece(self._fill((part,), part.heading), weight=len(dossiers))

    def labels(self, dossiers: Iterable[Dossier], sheet: LabelSheet, *, start: int = 1) -> Iterator[Piece]:
        """Sheets of address labels; who has no address or does not want to be contacted has none."""
        waiting: list[tuple[int, str, tuple[str, ...]]] = []
        room, skipped = PAGES * sheet.count, start - 1
        for one in dossiers:
            with self.speaking():
                found = addressed(one)
            if found is not None:
                waiting.append((one.id, *found))
            if skipped + len(waiting) == room:
                yield self._labelled(waiting, sheet, skipped)
                waiting, skipped = [], 0
        if waiting:
            yield self._labelled(waiting, sheet, skipped)

    def report(self, report: Report) -> Piece:
        """The changes of one record."""
        with self.speaking():
            html = self._fill((report,), f"{report.name}: {t('Changes of a record')}")
            return Piece(html, name=f"{t('changes')} {report.name}")

    def paper(self, paper: Paper) -> Piece:
        """A plain document, made in the language of this printer."""
        return Piece(self._fill((paper,), paper.name), name=paper.name)

    def _labelled(
        self, addressees: Sequence[tuple[int, str, tuple[str, ...]]], sheet: LabelSheet, skipped: int
    ) -> Piece:
        first = sheet.count - skipped
        cuts = [0, *range(first, len(addressees), sheet.count), len(addressees)]
        pages = tuple(
            make_page(addressees[start:end], sheet, skipped=skipped if start == 0 else 0)
            for start, end in pairwise(cuts)
        )
        with self.speaking():
            return Piece(self._fill(pages, t("Address labels")), weight=len(addressees))

    def _fill(self, values: object, title: str) -> str:
        return self._templates.fill(values, title=title, language=self._language, logo=self._logo)
