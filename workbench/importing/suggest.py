"""Suggesting where columns go: by their headers, and where those say nothing, by what stands in them."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Map
from typing import TYPE_CHECKING, Any, Final

from workbench.importing import headers
from workbench.importing.mapping import Assignment, Mapping
from workbench.importing.several import tell_apart
from workbench.importing.targets import IGNORE, target, targets
from workbench.model.identifiers import READERS, Note
from workbench.model.legal_forms import find_legal_form
from workbench.model.names import parse_company

if TYPE_CHECKING:
    import pandas as pd

_SAMPLE: Final = 200
_ENOUGH: Final = 0.9
_DOUBTFUL: Final = 0.5
_COMPANY_ENOUGH: Final = 0.5
_FEWEST: Final = 3
_NAMES: Final = ("title_before", "first_name", "last_name", "title_after", "salutation", "birthday")
_WEB: Final = re.compile(
    r"(?:https?://|www\.)\S+\.\S+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:cz|sk|com|eu|net|org)/?", re.IGNORECASE
)
_SAID: Final = Note("property", "by the layout of the file")
_NOTHING: Final = Note("unknown", "not recognised; set a target to bring it in")


def suggest_mapping(
    columns: Sequence[str], sample: "pd.DataFrame | None" = None, meanings: Map[str, str] | None = None
) -> Mapping:
    """A mapping to start from; nothing is certain until a person has looked at it.

    A header decides first, in Czech or English. Columns with headers that say nothing are judged by their values,
    e.g. when 90 % of them are IČOs with the right check digit. What is not recognised is left out: a column that
    nobody asked for may hold what must not be kept.

    Args:
        columns: names of the columns.
        sample: their values as text, one column each; the first 200 different ones are looked at.
        meanings: column -> target, for columns whose meaning the kind of file says for sure.
    """
    if meanings:
        return Mapping(
            Assignment(column, meanings.get(column, IGNORE), headers.EXACT, _SAID) for column in columns
        )
    values = {column: _values(sample, column) for column in columns}
    found: dict[str, Assignment] = {}
    for column in columns:
        named = headers.meaning(column)
        if named is not None:
            found[column] = _checked(column, *named, values[column])
    _settle_names(found, columns)
    taken = {one.target for one in found.values()}
    for column in columns:
        if column not in found:
            guess = _by_content(column, values[column], taken)
            found[column] = guess
            taken.add(guess.target)
    return Mapping(_one_each(tell_apart([found[column] for column in columns])))


def _values(sample: "pd.DataFrame | None", column: str) -> list[str]:
    if sample is None or column not in sample:
        return []
    return [str(value) for value in sample[column].dropna().unique()[:_SAMPLE]]


def _checked(column: str, name: str, score: float, values: list[str]) -> Assignment:
    """What the header says, doubted where the values speak against it."""
    field = targets()[name].field.name
    reader = READERS.get({"postcode": "psc", "mobile": "phone", "fax": "phone"}.get(field, field))
    if reader is not None and values:
        share = sum(reader(value).value is not None for value in values) / len(values)
        if share < _DOUBTFUL:
            reason = Note(
                "header_doubted",
                "by its header, but only {share} % of its values fit",
                {"share": round(share * 100)},
            )
            return Assignment(column, name, round(score * share, 2), reason)
    return Assignment(column, name, score, Note("header", "by its header"))


def _settle_names(found: dict[str, Assignment], columns: Sequence[str]) -> None:
    """First and last names belong to the client if there is no company's name, else to its contact person.

    “Jméno” beside “Příjmení” is a first name, not a company's.
    """
    by_target: dict[str, list[str]] = {}
    for column in columns:
        if column in found:
            by_target.setdefault(found[column].target, []).append(column)
    if "client.last_name" in by_target:
        for column in by_target.get("client.name", []):
            if headers.key(column).rstrip("0123456789") == "jmeno":
                by_target["client.name"].remove(column)
                by_target.setdefault("client.first_name", []).append(column)
                found[column] = Assignment(
                    column, "client.first_name", headers.PIECED, Note("beside", "beside a last name")
                )
    if not by_target.get("client.name"):
        return
    for name in _NAMES:
        for column in by_target.get(f"client.{name}", []):
            if column == f"client.{name}":  # that is what it says
                continue
            reason = Note("company_beside", "a person's name beside a company's name")
            found[column] = Assignment(column, f"person.{name}", headers.PIECED, reason)


def _by_content(column: str, values: list[str], taken: set[str]) -> Assignment:
    if len(values) >= _FEWEST:
        for name, fits in _tests():
            if name in taken and not targets()[name].many:
                continue
            share = sum(map(fits, values)) / len(values)
            if share >= (_COMPANY_ENOUGH if name == "client.name" else _ENOUGH):
                reason = Note("content", "{share} % of its values look so", {"share": round(share * 100)})
                return Assignment(column, name, round(0.8 * share, 2), reason)
    return Assignment(column, IGNORE, 0.0, _NOTHING)


def _tests() -> tuple[tuple[str, Callable[[str], bool]], ...]:
    """Targets with what their values look like, the surest first."""
    return (
        ("contact.email", lambda value: "@" in value and READERS["email"](value).value is not None),
        ("contact.web", lambda value: _WEB.fullmatch(value.strip()) is not None),
        ("client.ico", lambda value: _surely("ico", value, r"\s*\d{6,8}\s*")),
        ("client.dic", lambda value: _surely("dic", value, r"\s*(?:CZ|SK)\d{8,10}\s*")),
        ("client.bank_account", lambda value: "/" in value and _surely("bank_account", value, r"[\d\s/-]+")),
        ("address.postcode", lambda value: re.fullmatch(r"\s*[1-7]\d{2} ?\d{2}\s*", value) is not None),
        ("contact.phone", lambda value: _surely("phone", value, r"[\d\s+()/-]{9,}")),
        ("client.data_box", lambda value: _surely("data_box", value, r"(?=.*\d)[a-z0-9]{7}")),
        ("client.legal_form", lambda value: not value.isdigit() and find_legal_form(value) is not None),
        ("client.name", lambda value: parse_company(value).legal_form_text is not None),
    )


def _surely(reader: str, value: str, shape: str) -> bool:
    if re.fullmatch(shape, value) is None:
        return False
    reading = READERS[reader](value)
    return reading.value is not None and not reading.warnings


def _one_each(found: list[Assignment]) -> list[Assignment]:
    """Of several columns for one place, the surest; the others are left out, with that reason."""
    best: dict[str, Assignment] = {}
    for one in found:
        if one.target not in best or one.score > best[one.target].score:
            best[one.target] = one
    return [
        one
        if target(one.target).many or best[one.target] is one
        else Assignment(
            one.column,
            IGNORE,
            0.0,
            Note("taken", "the column “{other}” fits {target} better", _values_of(best[one.target])),
        )
        for one in found
    ]


def _values_of(one: Assignment) -> dict[str, Any]:
    return {"other": one.column, "target": one.target}
