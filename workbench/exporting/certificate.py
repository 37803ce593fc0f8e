"""The certificate of an erasure: what was erased, when, by whom, and what places were cleared; no personal data."""

import os
from collections.abc import Iterator, Mapping
from typing import Final

from workbench.exporting._naming import speaking
from workbench.exporting.documents import Printer
from workbench.exporting.paper import Paper, as_text, make_paper, make_table
from workbench.locale import n, t
from workbench.model import wording
from workbench.model.erasure import Erasure
from workbench.model.fields import Label
from workbench.model.records import RECORD_TYPES

_PLACES: Final[Mapping[str, Label]] = {
    "images": Label("Hodnoty před a po v deníku", "Values before and after in the journal"),
    "texts": Label(
        "Poznámky, volby a řádky Pythonu v deníku", "Notes, options and lines of Python in the journal"
    ),
    "lent": Label(
        "Hodnoty, které po sloučení nesl jiný záznam", "Values that another record bore after a merge"
    ),
    "search": Label("Hesla vyhledávání", "Entries of the search"),
}
"""Place -> how it is called."""


def certificate_pdf(
    erasure: Erasure, language: str | None = None, *, templates: str | os.PathLike[str] | None = None,
    logo: str | os.PathLike[str] | None = None,
) -> bytes:  # fmt: skip
    """The certificate as a tagged PDF; equal input gives equal bytes on the same machine.

    Args:
        erasure: what the journal knows of it.
        language: ``"cs"`` or ``"en"``; the one in use where not given.
        templates: own ``paper.html`` and ``paper.css``; see :mod:`workbench.exporting.paper`.
        logo: a picture for the head.

    Raises:
        InputError, BrokenFileError, MissingPartError: as :func:`workbench.exporting.pdf`.
    """
    printer = Printer("paper", language=language, templates=templates, logo=logo)
    with printer.speaking():
        paper = certificate(erasure)
    return printer.press().bind([printer.paper(paper)])


def certificate_text(erasure: Erasure, language: str | None = None) -> str:
    """The certificate as plain text.

    Args:
        erasure: what the journal knows of it.
        language: ``"cs"`` or ``"en"``; the one in use where not given.
    """
    with speaking(language):
        return as_text(certificate(erasure))


def certificate(erasure: Erasure) -> Paper:
    """The certificate in the language in use."""
    rewritten = erasure.rewritten_at
    return make_paper(
        t("Erasure of personal data"),
        t("Certificate of erasure No. {number}", number=erasure.change_set),
        remark=t("GDPR, art. 17"),
        intro=[
            t("Erased on {when} by the account {actor}, change set {number} of the journal.",
              when=wording.moment(erasure.made_at), actor=erasure.actor, number=erasure.change_set),
            t("This document holds no personal data of what was erased. It can be made again from the journal at any time."),
        ],
        tables=[
            make_table(t("Erased records"), (t("Record"), t("Number")), _records(erasure)),
            make_table(t("Cleared places"), (t("Place"), t("Cleared entries")), _places(erasure),
                       t("The journal did not count them at that time.")),
        ],
        outro=[
            t("The data file was written anew on {when}, so that nothing is left in its free pages.", when=wording.moment(rewritten))
            if rewritten
            else t("The data file was not written anew since; traces may be left in its free pages until desk.store.compact() has run."),
            *_exports(erasure.cleared.get("exports", 0)),
            t("It does not reach what left this file before: backups, exported files, other systems. Those who keep them erase it there."),
        ],
    )  # fmt: skip


def _records(erasure: Erasure) -> Iterator[tuple[str, str]]:
    for entity, number in erasure.records:
        yield str(RECORD_TYPES[entity].label), f"{t('No.')} {number}"
    for entity, number in erasure.merged:
        yield (
            t("{kind}, gone before (merged or removed)", kind=RECORD_TYPES[entity].label),
            f"{t('No.')} {number}",
        )


def _exports(count: int) -> Iterator[str]:
    if count:
        yield n("The register of exports names the record by its number only, on {count} line.",
                "The register of exports names the record by its number only, on {count} lines.", count)  # fmt: skip


def _places(erasure: Erasure) -> Iterator[tuple[str, str]]:
    for entity, count in sorted(erasure.parts.items()):
        yield str(RECORD_TYPES[entity].plural), str(count)
    for place, label in _PLACES.items():
        if erasure.cleared.get(place):
            yield str(label), str(erasure.cleared[place])
