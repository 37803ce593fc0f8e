"""What RAYNET would refuse, what would be cut and what has no place in its layout, said before the file is made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from workbench.exporting._naming import display_name, kind_label
from workbench.exporting._text import clean_line
from workbench.exporting.raynet import Row, rows_of
from workbench.locale import n, t
from workbench.model import raynet
from workbench.model.raynet import CLIENTS, SHEETS
from workbench.model.record import Dossier
from workbench.model.records import RECORD_TYPES

if TYPE_CHECKING:
    import pandas as pd

Finding = tuple[int, str, str, str, str]
COLUMNS: Final = ("id", "record", "column", "what", "advice")
_ROW_INFO: Final = frozenset({"valid", "locked_by", "locked_at", "lock_reason"})
_PLACES: Final = ("part", "district", "extra", "place_code")
_ELSEWHERE: Final = frozenset({"address", "contact", "provenance", "employment", "redirect", "decision"})


def raynet_check(dossiers: Sequence[Dossier]) -> "pd.DataFrame":
    """What is to be known before these clients are exported in RAYNET's layout; empty where all goes through.

    Returns:
        columns :data:`COLUMNS`: the record's id and name, the column of the file or the field, what happens to it, and
        what to do; the worst first.
    """
    import pandas as pd  # noqa: PLC0415 - heavy

    rows = [row for dossier in dossiers for row in rows_of(dossier)]
    clients = [row for row in rows if row.sheet == CLIENTS]
    found = [
        *_refused(clients),
        *_alike(clients),
        *_persons(rows, clients),
        *(one for row in rows for one in _cut(row)),
        *(one for row in rows for one in _left(row)),
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).astype({"id": "int64"})


def _of(row: Row, column: str, what: str, advice: str) -> Finding:
    return row.dossier.id, display_name(row.dossier), column, what, advice


def _refused(clients: Iterable[Row]) -> Iterator[Finding]:
    headers = {column.target: column.header for column in SHEETS[CLIENTS]}
    for row in clients:
        for target in raynet.REQUIRED:
            if row.cells.get(headers[target]) is None:
                yield _of(
                    row, headers[target], t("is empty; RAYNET takes no client without it"), t("Fill it in.")
                )
        if row.cells["Jedná se o fyzickou osobu"] == "Ano" and row.cells["Příjmení"] is None:
            yield _of(
                row, "Příjmení", t("is empty; RAYNET takes no natural person without it"), t("Fill it in.")
            )


def _alike(clients: Sequence[Row]) -> Iterator[Finding]:
    """RAYNET takes clients of one IČO, or else of one name, for the same."""
    for header in ("IČ", "Název"):
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in clients:
            if value := clean_line(row.cells.get(header)):
                groups[value.casefold()].append(row)
        for row in (row for rows in groups.values() if len(rows) > 1 for row in rows):
            what = t("another client has the same; RAYNET takes them for duplicates")
            yield _of(row, header, what, t("Merge them first, or let RAYNET import duplicates too."))


def _persons(rows: Sequence[Row], clients: Sequence[Row]) -> Iterator[Finding]:
    names = Counter(clean_line(row.cells.get("Název")) for row in clients)
    times = Counter(row.dossier.id for row in rows if row.sheet != CLIENTS)
    told: set[int] = set()
    for row in rows:
        if row.sheet == CLIENTS:
            continue
        if row.cells.get("Příjmení") is None:
            yield _of(
                row, "Příjmení", t("is empty; RAYNET takes no contact person without it"), t("Fill it in.")
            )
        if (
            not (row.cells["IČ klienta"] or row.cells["Externí ID klienta"])
            and names[str(row.cells["Klient"])] > 1
        ):
            advice = t("Give the client an IČO or an external id.")
            yield _of(
                row, "Klient", t("is the name of several clients; the person may join another one"), advice
            )
        if times[row.dossier.id] > 1 and row.dossier.id not in told:
            told.add(row.dossier.id)
            what = n(
                "works for {count} client; RAYNET makes a person of each row",
                "works for {count} clients; RAYNET makes a person of each row",
                times[row.dossier.id],
            )
            yield _of(row, "Klient", what, t("Join the copies in RAYNET after the import."))


def _cut(row: Row) -> Iterator[Finding]:
    for header, value in row.cells.items():
        if isinstance(value, str) and len(value) > raynet.MAX_TEXT:
            what = t(
                "has {count} characters; what is over {most} is cut off",
                count=len(value),
                most=raynet.MAX_TEXT,
            )
            yield _of(row, header, what, t("Shorten it, or move the rest to an attachment."))
        if header == "Štítky" and any("," in tag for tag in row.dossier.record["tags"] or ()):
            yield _of(row, header, t("a tag holds a comma and becomes two tags"), t("Rename the tag."))


def _left(row: Row) -> Iterator[Finding]:
    """What the layout has no column for."""
    advice = t("Enter it in RAYNET by hand, or keep it here.")
    record = row.dossier.record
    there = {column.target.partition(".")[2] for column in SHEETS[row.sheet]}
    for field in record.type:
        empty = record[field.name] in (None, "", (), {}) or record[field.name] == field.default
        if field.name not in there | _ROW_INFO and not empty:
            yield _of(row, str(field.label), t("has no column in this layout"), advice)
    if record["valid"] is False:
        yield _of(
            row, str(record.type.field("valid").label), t("is not valid; RAYNET makes a valid record"), advice
        )
    for part in RECORD_TYPES["address"]:
        if part.name in _PLACES and _has(row, part.name):
            yield _of(row, str(part.label), t("has no column in this layout"), advice)
    if any(clean_line(contact["label"]) for contact in row.dossier.contacts):
        label = RECORD_TYPES["contact"].field("label").label
        yield _of(row, f"{RECORD_TYPES['contact'].label}: {label}", t("has no column in this layout"), advice)
    for one in dict.fromkeys(f"{extra.type.label} ({kind_label(extra)})" for extra in row.extra):
        yield _of(row, one, t("there are more than the layout has columns for"), advice)
    for kind, hanging in row.dossier.hanging.items():
        if kind not in _ELSEWHERE and hanging:
            yield _of(row, str(RECORD_TYPES[kind].plural), t("has no column in this layout"), advice)


def _has(row: Row, part: str) -> bool:
    kept = [one for one in row.dossier.addresses if row.sheet == CLIENTS and one not in row.extra]
    return any(clean_line(one[part]) for one in kept if part != "part" or clean_line(one["street"]))


def raynet_summary(found: "pd.DataFrame") -> list[tuple[str, str, str, str]]:
    """The check by columns: column, what happens, what to do, and how many records, with one of them."""
    lines = []
    for (column, what, advice), group in found.groupby(["column", "what", "advice"], sort=False):
        count, example = group["id"].nunique(), str(group["record"].iloc[0])
        who = (
            example
            if count == 1
            else n(
                "{count} record, e.g. {example}", "{count} records, e.g. {example}", count, example=example
            )
        )
        lines.append((str(column), str(what), str(advice), who))
    return lines
