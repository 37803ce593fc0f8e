"""What a field is: the vocabulary in which :mod:`workbench.model.records` declares every record type."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from workbench import locale
from workbench.errors import UnknownNameError


class Kind(StrEnum):
    """What values a field takes; decides storage type, validation, input control and export cell."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    AMOUNT = "amount"  # money: decimal with two places, its currency stands in a field beside it
    DATE = "date"
    MOMENT = "moment"  # UTC in the store, Europe/Prague on screen
    FLAG = "flag"
    CHOICE = "choice"
    TAGS = "tags"  # a set of short texts
    CUSTOM = "custom"  # a mapping of the user's own fields, kept as JSON
    ICO = "ico"
    DIC = "dic"
    PSC = "psc"
    DATA_BOX = "data_box"
    BANK_ACCOUNT = "bank_account"
    LEGAL_FORM = "legal_form"  # code of ČSÚ code list 56
    CONTACT = "contact"  # a phone, e-mail or web address; the kind stands in a field beside it
    USER = "user"
    REFERENCE = "reference"  # id of another record


class Merge(StrEnum):
    """How a merge picks a field's value by default, strongest reason first (AKCE.md, section 6)."""

    REGISTER = "register"  # what the register confirmed, else the surviving record's
    FULLEST = "fullest"  # non-empty, then the longer text
    NEWEST = "newest"  # non-empty, then the one changed last
    SURVIVOR = "survivor"  # the surviving record's, unless it is empty
    COMPLETE = "complete"  # non-empty, then that of the record with the most fields filled
    FREQUENT = "frequent"  # the value that most of the records hold
    UNION = "union"  # all values of all records, each once
    STRICTEST = "strictest"  # true wins: "do not contact" from any side
    EARLIEST = "earliest"  # the smallest, e.g. the day of first contact


class Register(StrEnum):
    """Names under which a business register gives a value (:class:`workbench.model.subject.Subject`)."""

    NAME = "name"
    ICO = "ico"
    DIC = "dic"
    LEGAL_FORM = "legal_form"
    COURT_FILE = "court_file"
    FOUNDED_ON = "founded_on"
    CEASED_ON = "ceased_on"
    NACE = "nace"
    DATA_BOX = "data_box"
    VAT_PAYER = "vat_payer"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Label:
    """A name in both languages; ``str()`` gives the one in use."""

    cs: str
    en: str

    def __str__(self) -> str:
        return self.cs if locale.current() == "cs" else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a closed list."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record type; see the constructors' keywords in :func:`declare`."""

    name: str
    label: Label
    kind: Kind = Kind.TEXT
    required: bool = False
    personal: bool = False
    merge: Merge = Merge.FULLEST
    register: Register | None = None
    search: bool = False
    choices: tuple[Choice, ...] = ()
    to: str | None = None
    default: object = None
    aliases: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Whether the field holds several values at once."""
        return self.kind is Kind.TAGS


def declare(name: str, cs: str, en: str, kind: Kind = Kind.TEXT, **more: object) -> Field:
    """Declare a field in one line.

    Args:
        name: the column, the attribute, the option: one name everywhere.
        cs: Czech label.
        en: English label.
        kind: what values it takes.
        **more: any other attribute of :class:`Field`; ``choices`` may be given as ``{value: (cs, en)}``. Of what is no
            text the longest means nothing; of such kinds a merge takes the survivor's own, unless another rule is declared.
    """
    if kind not in (Kind.TEXT, Kind.LONG_TEXT):
        more.setdefault("merge", Merge.SURVIVOR)
    choices = more.pop("choices", ())
    if isinstance(choices, Mapping):
        choices = tuple(Choice(value, Label(*labels)) for value, labels in choices.items())
    return Field(name, Label(cs, en), kind, choices=choices, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class RecordType:
    """One kind of record: a table in the store, a form, an export sheet.

    Attributes:
        name: the table's name.
        label: singular name.
        plural: plural name.
        main: one of the seven types that users own and may be denied (AKCE.md, section 5); the others
            hang on those and are as visible as what they hang on.
        part: deleted together with what it hangs on (an address); other hanging things hold it back.
        anchors: the fields that say what a hanging record hangs on.
    """

    name: str
    label: Label
    plural: Label
    fields: tuple[Field, ...]
    main: bool = False
    part: bool = False
    anchors: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Fields by their name, in order of declaration."""
        return {one.name: one for one in self.fields}

    def field(self, name: str) -> Field:
        """The field of this name.

        Raises:
            UnknownNameError: there is none; the message suggests the closest spelling.
        """
        found = self.by_name.get(name)
        if found is None:
            raise UnknownNameError.suggest("field", name, self.by_name)
        return found

    def check_names(self, names: Iterable[str]) -> None:
        """Refuse unknown field names.

        Raises:
            UnknownNameError: with the first unknown name and the closest known one.
        """
        for name in names:
            self.field(name)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """Fields that point at other records."""
        return tuple(one for one in self.fields if one.kind is Kind.REFERENCE)
