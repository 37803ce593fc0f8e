"""All that is held about one person, for that person (GDPR, art. 15 and 20): a PDF, JSON, a table and a vCard in one ZIP."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from workbench import exporting, running
from workbench.akce.base import Action, Context
from workbench.akce.exported import Exported, Sample
from workbench.akce.printing import looks
from workbench.errors import InputError, PermissionRefusedError, UnknownNameError
from workbench.exporting.documents import Printer
from workbench.exporting.personal_items import all_items
from workbench.exporting.personal_json import personal_json
from workbench.exporting.personal_paper import personal_paper, source_text
from workbench.locale import Language, current, t, within
from workbench.model import wording
from workbench.model.fields import Label
from workbench.model.personal_data import PersonalData, is_about_person

if TYPE_CHECKING:
    import pandas as pd

    from workbench.exporting._printing import Piece

_REASONS = {
    "contact": Label("stejný telefon nebo e-mail", "the same phone or e-mail"),
    "birthday": Label("stejné jméno a datum narození", "the same name and birthday"),
    "name": Label("stejné jméno", "the same name"),
}


class PersonalDataOfPerson(Action):
    """Put together all that is held about one person, with sources and history, for that person.

        desk.akce.personal_data(16).suggestions()  # other records that may be the same person's
        desk.akce.personal_data([16, 42]).run()  # those that are, in one file

    Args:
        context: the desk.
        targets: ids of the records of one person: a contact person, a client who is a natural person, a lead. Nothing else
            is added: records that look the same are only suggested.
        folder: where to write the ZIP; without it the bytes are only returned.
        language: of the PDF and the file names: ``"cs"`` or ``"en"``, by default the one in use.

    Raises:
        UnknownNameError: no such language.
    """

    name: ClassVar[str] = "personal_data"
    label: ClassVar[Label] = Label("Výpis osobních údajů (GDPR)", "Personal data of a person (GDPR)")

    def __init__(
        self, context: Context, targets: object, *, folder: str | None = None, language: str | None = None
    ) -> None:
        super().__init__(context, targets, folder=None if folder is None else str(folder), language=language)
        if language not in (None, "cs", "en"):
            raise UnknownNameError.suggest("option", str(language), ("cs", "en"))

    def check(self) -> None:
        """Refuse who may not take data out, and records that are about no natural person.

        Raises:
            PermissionRefusedError: the right to export is missing.
            NotFoundError: a record does not exist for this user.
            InputError: a record is about no natural person.
        """
        super().check()
        user = self.context.store.user()
        if not user.rights.export:
            raise PermissionRefusedError(
                "User {user} may not do this (right “{right}”). An administrator can grant it.",
                user=user.name,
                right="export",
            )
        for one in self.context.store.dossiers(self.ids):
            if not is_about_person(one.record):
                raise InputError(
                    "{kind} {id} is no natural person. Name a contact person, a lead with a name, or a client marked as a natural person.",
                    kind=one.record.type.label,
                    id=one.id,
                )

    def data(self) -> PersonalData:
        """What is held, as values."""
        self.check()
        found = self.context.store.back.personal_data(self.ids)
        return replace(found, made_at=datetime.now(UTC))

    def preview(self) -> "pd.DataFrame":
        """Every value that is held: record_type, id, field, label, value, personal, source, as_of, written_at, written_by."""
        return self._frame(self.data())

    def suggestions(self) -> "pd.DataFrame":
        """Other records that may be the same person's, the strongest reason first; they are never added by themselves.

        Returns:
            columns record_type, id, reason; name those that are the same person's too.
        """
        import pandas as pd  # noqa: PLC0415 - 0.3 s, and only tables need it

        self.check()
        rows = [
            (entity, number, str(_REASONS[reason]))
            for entity, number, reason in self.context.store.back.alike(self.ids)
        ]
        return pd.DataFrame(rows, columns=["record_type", "id", "reason"])

    def sample(self) -> Sample:
        """The first page of the PDF; nothing is recorded."""
        printer, piece = self._printed(self.data())
        others = len(self.suggestions())
        press = printer.press()
        with running.abortable():
            picture = exporting.page_picture(press.bind([piece]))
        told = (
            t(
                "Other records may be this person's too: {count}. See desk.akce.personal_data(…).suggestions().",
                count=others,
            ),
        )
        return Sample(picture, notes=told if others else ())  # fmt: skip

    def run(self) -> Exported:
        """Make the ZIP, write it if a folder was given, and record who exported what.

        Raises:
            WorkbenchError: what :meth:`check` raises.
            InputError: the folder is not there; nothing was made or recorded.
            DiskError: it cannot be written.
        """
        data = self.data()
        if self.options.get("folder") is not None:
            exporting.check_folder(self.options["folder"])
        running.tell(t("Making documents"))
        printer, piece = self._printed(data)
        press = printer.press()
        with running.abortable():
            page = press.bind([piece])
        with within(self._language):
            stem = t("personal-data")
            table = exporting.table(self._frame(data), "csv", language=self._language)
            name = exporting.safe_name(f"{stem} {piece.name}", ".zip")
        files = {
            f"{stem}.pdf": page,
            f"{stem}.json": personal_json(data),
            f"{stem}.csv": table,
            f"{stem}.vcf": exporting.vcard(data.dossiers, "4.0"),
        }
        packed = exporting.zip_files(files)
        running.settle()
        for entity in dict.fromkeys(one.record.type.name for one in data.dossiers):
            ids = [one.id for one in data.dossiers if one.record.type.name == entity]
            self.context.store.record_export("gdpr", entity, ids)
        folder = self.options.get("folder")
        path = None if folder is None else exporting.write_new(folder, name, packed)
        return Exported(name, packed, len(data.dossiers), path)

    @property
    def _language(self) -> Language:
        return self.options.get("language") or current()

    def _printed(self, data: PersonalData) -> "tuple[Printer, Piece]":
        printer = Printer("paper", language=self._language, **looks({}))
        with printer.speaking():
            return printer, printer.paper(personal_paper(data, self._action_label))

    def _action_label(self, name: str) -> str:
        from workbench.akce.catalogue import Akce  # noqa: PLC0415 - it knows this action

        return Akce(self.context).label(name)

    def _frame(self, data: PersonalData) -> "pd.DataFrame":
        import pandas as pd  # noqa: PLC0415 - as above

        rows = [
            (one.record.type.name, one.record.id, one.field.name, str(one.field.label), wording.shown(one.field, one.value),
             one.field.personal, source_text(one.source, self._action_label), one.source and one.source.as_of,
             one.source and one.source.at, one.source and one.source.by)
            for one in all_items(data)
        ]  # fmt: skip
        names = [
            "record_type",
            "id",
            "field",
            "label",
            "value",
            "personal",
            "source",
            "as_of",
            "written_at",
            "written_by",
        ]
        return pd.DataFrame(rows, columns=names)
