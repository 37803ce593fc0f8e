"""Records side by side as a reviewer sees them, differences first, and the evidence for their being one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from workbench.akce.typed import name_of
from workbench.duplicates.explaining import Explanation
from workbench.duplicates.in_percent import scale, signed, unmeasured
from workbench.locale import t
from workbench.model.fields import Field, Kind
from workbench.model.identifiers import ico
from workbench.model.record import Dossier, Record
from workbench.model.records import CONTACT, PERSON, record_type
from workbench.model.rulings import KEPT
from workbench.panels import _form, _review_words, _shown
from workbench.panels._card_rows import address_line, employer, person

_LEFT_OUT: Final = frozenset({*KEPT, "security_level", "owner", "external_id"})
_PARTS_OF_NAME: Final = frozenset({"first_name", "last_name"})
"""A client's name says them already."""
_TELLING: Final = frozenset(
    {
        "name",
        "first_name",
        "last_name",
        "is_person",
        "ico",
        "dic",
        "birthday",
        "legal_form",
        "court_file",
        "founded_on",
        "data_box",
        "bank_account",
    }
)
_Row = tuple[bool, str, list[list[str]]]
_COUNTED: Final = ("deal", "offer", "sales_order", "project", "activity")


def side_by_side(
    found: Sequence[Dossier], stays: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Any]:
    """The records and their values: those that differ, those on one side only, those that are equal.

    Args:
        found: the records.
        stays: label -> text and why: what a merge would keep of each field; of what hangs on them it keeps all. Where this is given, all
            fields that a merge decides are shown, and texts that differ in case differ.

    Returns:
        ``records`` (id, name) and ``rows`` (label, state, values, telling, and stays where that was given), each value a list of
        texts; telling are rows that say who a record is, and they come first.
    """
    everything = {"text": t("all of it"), "why": ""}
    rows = [
        {"label": label, "state": _state(values, exactly=stays is not None), "values": values, "telling": telling}
        | ({} if stays is None else {"stays": stays.get(label, everything)})
        for telling, label, values in sorted([*_fields(found, merging=stays is not None), *_hanging(found)], key=lambda row: not row[0]) if any(values)
    ]  # fmt: skip
    return {
        "records": [{"id": one.id, "name": _shown.clip(name_of(one.record), _shown.LONGEST_NAME)} for one in found],
        "rows": rows,
    }  # fmt: skip


def _fields(found: Sequence[Dossier], *, merging: bool) -> list[_Row]:
    kind = found[0].record.type
    left_out = _LEFT_OUT if kind is PERSON else _LEFT_OUT | _PARTS_OF_NAME
    if merging:
        fields = [one for one in kind if one.name not in KEPT]
    else:
        fields = [one for one in kind if one.name not in left_out and one.kind is not Kind.REFERENCE]
    return [
        (
            one.name in _TELLING, str(one.label),
            [[_remarked(one, text)] if (text := _shown.value(one, each.record[one.name])) else [] for each in found],
        )
        for one in fields if any(each.record[one.name] not in (None, "", (), False) for each in found)
    ]  # fmt: skip


def _remarked(one: Field, text: str) -> str:
    """A value; an IČO that is mistyped says so, for then it tells two firms apart no more."""
    mistyped = one.kind is Kind.ICO and len(text) == ico.LENGTH and text.isdigit() and not ico.is_valid(text)
    return t("{number} (mistyped: its check digit is wrong)", number=text) if mistyped else text


def _hanging(found: Sequence[Dossier]) -> list[_Row]:
    def plural(name: str) -> str:
        return str(record_type(name).plural)

    rows: list[_Row] = [
        (True, plural("address"), [_texts(address_line(row) for row in one.addresses) for one in found])
    ]
    rows += [
        (True, _as_heading(str(kind.label)), [_texts(_value(row) for row in one.contacts if row["kind"] == kind.value) for one in found])
        for kind in CONTACT.field("kind").choices
    ]  # fmt: skip
    of_person = found[0].record.type is PERSON
    label, beside = (plural("client"), employer) if of_person else (plural("person"), _person_name)
    rows.append((True, label, [_texts(beside(one, link) for link in one.all("employment")) for one in found]))
    return rows + [
        (False, plural(name), [_counted(len(one.all(name))) for one in found]) for name in _COUNTED
    ]


def _as_heading(label: str) -> str:
    """A label that stands inside other words elsewhere, as a field's."""
    return label[:1].upper() + label[1:]


def _person_name(found: Dossier, link: Record) -> str:
    return str(person(found, link)["name"])


def _counted(count: int) -> list[str]:
    return [str(count)] if count else []


def _value(row: Any) -> str:
    return _form.said(row.type.field("value"), row["value"])


def _texts(texts: Any) -> list[str]:
    return sorted({_shown.clip(text, 300) for text in texts if text})


def _state(values: Sequence[list[str]], *, exactly: bool) -> str:
    """Equal are texts whatever their blanks and, unless they are to be equal exactly, their case."""
    folded = {
        tuple(sorted(" ".join((text if exactly else text.casefold()).split()) for text in texts))
        for texts in values
        if texts
    }
    if len(folded) > 1:
        return "differs"
    return "equal" if all(values) else "lone"


def evidence(explained: Explanation, entity: str, *, of_group: bool = False) -> dict[str, Any]:
    """An explanation of two records of a type as rows of a waterfall: where each bar begins and ends, in log odds; the first is the start; of a group it is said which link it is."""
    steps = explained.told()
    rows = [
        {"about": one.about, "said": one.said, "from": one.total - one.weight, "to": one.total, "weight": one.shown}
        for one in steps
    ]  # fmt: skip
    return {
        "link": _review_words.weakest(explained) if of_group else "",
        "likely": _review_words.likely(entity, explained), "start": explained.start, "rows": rows,
        "sum": {"weight": signed(steps[-1].total), "said": scale() if explained.is_told else f"{scale()}. {unmeasured()}"},
        "impossible": _review_words.impossible(entity, explained.impossible) or explained.left_out,
    }  # fmt: skip
