"""The printed sheet of clients as a tagged PDF (PDF/UA-1, ISO 14289-1)."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from workbench.errors import InputError, MissingPartError
from workbench.exporting._fetching import BASE, closed_fetcher
from workbench.exporting._naming import check_types, speaking
from workbench.exporting._qr import qr_svg
from workbench.exporting._templating import render
from workbench.exporting.sheet import make_sheet
from workbench.locale import n
from workbench.model.record import Dossier

INSTALL = "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What brings the libraries that WeasyPrint draws text with, on Debian and Ubuntu."""


def pdf(
    dossiers: Iterable[Dossier],
    language: str | None = None,
    template_folder: str | os.PathLike[str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> bytes:
    """One A4 sheet (or more, where it does not fit) for each client, in one document with an outline.

    Nothing is fetched while rendering: no address in the data or in a template is ever opened. Equal input
    gives equal bytes on the same machine: no date of making, a fixed identifier.

    Args:
        dossiers: clients, contact persons or leads, in this order.
        language: ``"cs"`` or ``"en"``; the one in use where not given.
        template_folder: own ``card.html`` and ``card.css``, and pictures that they name. Variables are in
            :mod:`workbench.exporting.sheet`; ``{% extends "workbench/card.html" %}`` changes parts only.
        labels: words of the template to print differently: ``{"Open business": "Zakázky"}``; the keys are
            the English words in the template.

    Raises:
        InputError: nothing to export, an unknown language, a record without a card, a template that asks
            for what does not exist or is forbidden (:class:`UnknownNameError` for a variable or word).
        BrokenFileError: the template has a syntax error.
        MissingPartError: Pango is not installed; the message has the command.
    """
    chosen = tuple(dossiers)
    check_types(chosen)
    weasyprint = _weasyprint()
    folder = None if template_folder is None else Path(template_folder)
    pictures = {f"workbench:qr/{at}": qr_svg(one) for at, one in enumerate(chosen)}
    with speaking(language) as spoken:
        sheets = [make_sheet(one, picture) for one, picture in zip(chosen, pictures, strict=True)]
        count = len(sheets)
        title = sheets[0].name if count == 1 else n("{count} client", "{count} clients", count)
        page = render(sheets, title=title, language=spoken, folder=folder, labels=labels or {})
    fetcher = closed_fetcher(pictures, folder)
    style = weasyprint.CSS(string=page.css, url_fetcher=fetcher, base_url=BASE)
    document = weasyprint.HTML(string=page.html, url_fetcher=fetcher, base_url=BASE)
    written: bytes = document.write_pdf(
        stylesheets=[style],
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(page.html.encode()).digest()[:16],
    )
    if fetcher.refused:
        raise InputError(
            "The template asks for “{address}”, and nothing is fetched while printing. Put the file beside the template and name it without a path.",
            address=fetcher.refused[0],
        )
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint  # noqa: PLC0415 - 300 ms, and needs Pango
    except (ImportError, OSError) as error:
        raise MissingPartError(
            "A PDF cannot be made: the text libraries (Pango) are missing. On Debian and Ubuntu install them with: {command}",
            command=INSTALL,
        ) from error
    return weasyprint
