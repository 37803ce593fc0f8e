"""What an export prints: a sheet of each client, a list, labels for envelopes, or the changes of each record."""

import os
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

from workbench.akce.base import Context
from workbench.errors import InputError, UnknownNameError
from workbench.exporting.documents import Printer
from workbench.exporting.labels import addressed, check_sheet
from workbench.exporting.listing import PART, check_columns
from workbench.exporting.reporting import make_report
from workbench.locale import n, t

if TYPE_CHECKING:
    from workbench.exporting._printing import Piece
    from workbench.model.record import Dossier

FORMS: Final = ("sheet", "list", "labels", "changes")
"""What can be printed; those that are one document for all clients come as PDF only."""
EACH: Final = ("sheet", "changes")
"""Forms of which each client has a document of its own."""
_READ_AT_ONCE: Final = 64
_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "sheet": frozenset(),
    "list": frozenset({"columns"}),
    "labels": frozenset({"labels", "start"}),
    "changes": frozenset(),
}


class Looks(TypedDict):
    """The user's own templates and logo, as :class:`workbench.exporting.documents.Printer` takes them."""

    templates: Path | None
    logo: Path | None


class Printing:
    """The documents of some clients.

    Args:
        context: the desk.
        ids: the clients', in this order.
        form: one of :data:`FORMS`.
        language: ``"cs"`` or ``"en"``.
        options: of the form and of the looks: ``templates``, ``logo``, ``columns``, ``labels``, ``start``.

    Attributes:
        left_out: clients without a label: they have no address, or do not want to be contacted.

    Raises:
        UnknownNameError: no such form, column or sheet of labels; a template that names what is not there.
        InputError: an option that this form does not have; a template or a logo that cannot be used.
    """

    def __init__(
        self, context: Context, ids: list[int], form: str, language: str, options: Mapping[str, Any]
    ) -> None:
        check_form(form, options)
        self._context, self._ids, self._form = context, ids, form
        self._columns = check_columns(options.get("columns"))
        self._start = options.get("start", 1)
        self._sheet = check_sheet(options.get("labels", "3x8"), self._start)
        self.printer = Printer(
            form,
            language=language,
            **looks(options),
        )
        self.left_out: list[int] = []

    def pieces(self) -> "Iterator[Piece]":
        """What is laid out, one piece after the other; clients are read as they are needed."""
        if self._form == "sheet":
            yield from self.printer.sheets(self._dossiers())
        elif self._form == "list":
            yield from self._parts()
        elif self._form == "labels":
            yield from self.printer.labels(self._with_address(), self._sheet, start=self._start)
        else:
            yield from self._reports()

    def notes(self) -> tuple[str, ...]:
        """What to know of the file, once it is made."""
        count = len(self.left_out)
        if not count:
            return ()
        return (
            n("{count} client has no label: without an address, or not to be contacted.",
              "{count} clients have no label: without an address, or not to be contacted.", count),
        )  # fmt: skip

    def _dossiers(self) -> "Iterator[Dossier]":
        waiting = iter(self._ids)
        while some := list(islice(waiting, _READ_AT_ONCE)):
            yield from self._context.store.dossiers(some)

    def _parts(self) -> "Iterator[Piece]":
        count, dossiers = len(self._ids), self._dossiers()
        for first in range(1, count + 1, PART):
            part = list(islice(dossiers, PART))
            yield self.printer.part(part, self._columns, first=first, count=count)

    def _with_address(self) -> "Iterator[Dossier]":
        any_found = False
        for one in self._dossiers():
            if addressed(one) is None:
                self.left_out.append(one.id)
            else:
                any_found = True
                yield one
        if not any_found:
            raise InputError(
                "None of the clients has an address to write to. Choose others, or add addresses."
            )

    def _reports(self) -> "Iterator[Piece]":
        from workbench.akce.catalogue import Akce  # noqa: PLC0415 - it knows this action

        label = Akce(self._context).label
        for one in self._dossiers():
            rows = self._context.store.history(one.id).to_dict("records")
            with self.printer.speaking():
                report = make_report(one, rows, label)
            yield self.printer.report(report)


def check_form(form: str, options: Mapping[str, Any]) -> None:
    """Refuse a form that there is not, and options of another form.

    Raises:
        UnknownNameError: no such form.
        InputError: an option that does not go with it.
    """
    if form not in FORMS:
        raise UnknownNameError.suggest("form", form, FORMS)
    for name in frozenset().union(*_OPTIONS.values()) - _OPTIONS[form]:
        if options.get(name) is not None:
            raise InputError(
                "The option “{option}” does not go with the form “{form}”. Leave it out, or choose another form.",
                option=name,
                form=form,
            )


def file_title(form: str, name: str | None) -> str:
    """What the file is called, before it is made safe.

    Args:
        form: one of :data:`FORMS`.
        name: of the only client, if it is one.
    """
    if form == "labels":
        return t("labels")
    if form == "changes":
        return f"{t('changes')} {name}" if name else t("changes")
    return name if name and form == "sheet" else t("clients")


def looks(options: Mapping[str, Any]) -> Looks:
    """How documents look: what was given, else what the environment says.

    Args:
        options: ``templates`` and ``logo`` as they were given, if they were.
    """
    return {
        "templates": _place(options.get("templates"), "WORKBENCH_TEMPLATES"),
        "logo": _place(options.get("logo"), "WORKBENCH_LOGO"),
    }


def _place(given: object, variable: str) -> Path | None:
    """A path that was given, or the one that the environment says."""
    found = given if given is not None else os.environ.get(variable)
    return Path(str(found)) if found else None
