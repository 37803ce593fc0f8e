"""What a register said of many IČO at once: the known subjects as columns, the others as answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from workbench.model.subject import Origin, Seat, Subject
from workbench.registry.answers import Answer, Found, NotFound
from workbench.registry.base import Progress, Register
from workbench.registry.kinds import AnswerKind, kind_of
from workbench.store.snapshot import read_line

if TYPE_CHECKING:
    import pyarrow as pa

SEAT_PARTS: Final = tuple(one.name for one in fields(Seat))
TEXTS: Final = ("ico", "name", "source", "legal_form", "dic", "court_file", "nace", "data_box")
DAYS: Final = ("as_of", "founded_on", "ceased_on")
FLAGS: Final = ("in_liquidation", "insolvent", "unreliable_vat_payer", "vat_payer")
SAID: Final = (
    *TEXTS, *DAYS, *FLAGS, *(f"seat_{part}" for part in SEAT_PARTS), "has_seat", "rest_fields", "rest_source", "rest_as_of",
    "vat_source", "vat_as_of",
)  # fmt: skip
"""Columns of the known subjects: those of :class:`Subject`, its seat's as ``seat_…``, its rest's as ``rest_…``;
``vat_source`` and ``vat_as_of`` say where ``vat_payer`` comes from."""
VAT_FIELDS: Final = ("vat_payer",)
"""What is said of the VAT and has a source of its own."""


@dataclass(frozen=True)
class Said:
    """The answers about many IČO.

    Attributes:
        found: one row a known subject, the columns of :data:`SAID`.
        others: why there is no subject, by IČO.
        told: what to tell of a known subject's answer, by IČO: source and age.
    """

    found: "pa.Table"
    others: Mapping[str, Answer]
    told: Callable[[str], str] = field(repr=False)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {ico: place for place, ico in enumerate(self.found["ico"].to_pylist())}

    def __contains__(self, ico: object) -> bool:
        return ico in self._places

    def settled(self) -> set[str]:
        """The IČO about which there is nothing more to ask: known subjects, and those that do not exist."""
        return {*self._places, *(ico for ico, one in self.others.items() if isinstance(one, NotFound))}

    def subject(self, ico: str) -> Subject:
        """A known subject.

        Raises:
            KeyError: it is not known.
        """
        return subject_of(self.found.slice(self._places[ico], 1).to_pylist()[0])

    def kind(self, ico: str) -> AnswerKind:
        """Which of the five answers."""
        return "found" if ico in self._places else kind_of(self.others[ico])

    def text(self, ico: str) -> str:
        """The answer in words."""
        return self.told(ico) if ico in self._places else self.others[ico].text()

    def joined(self, later: "Said") -> "Said":
        """Both; where they speak of the same IČO, the later one counts."""
        import pyarrow as pa  # noqa: PLC0415 - 0.1 s, and only many at once need it
        import pyarrow.compute as pc  # noqa: PLC0415

        kept = self.found.filter(pc.invert(pc.is_in(self.found["ico"], later.found["ico"])))
        others = {ico: one for ico, one in self.others.items() if ico not in later} | dict(later.others)
        return Said(
            pa.concat_tables([kept, later.found]), others,
            lambda ico: later.told(ico) if ico in later else self.told(ico),
        )  # fmt: skip


@runtime_checkable
class InColumns(Protocol):
    """A register that knows subjects as columns, without an object for each."""

    def said(self, icos: Sequence[str]) -> Said:
        """The answers about these IČO; never raises for the way there."""
        ...


def ask(
    register: Register,
    icos: Sequence[str],
    *,
    max_age: timedelta | None = None,
    progress: Progress | None = None,
) -> Said:
    """Ask a register about many IČO; the arguments are those of :meth:`workbench.registry.base.Register.lookup`."""
    if isinstance(register, InColumns):
        return register.said(icos)
    answers = register.lookup(icos, max_age=max_age, progress=progress)
    found = {ico: one for ico, one in answers.items() if isinstance(one, Found)}
    others = {ico: one for ico, one in answers.items() if not isinstance(one, Found)}
    table = table_of({ico: one.subject for ico, one in found.items()})
    return Said(table, others, lambda ico: found[ico].text())


def table_of(subjects: Mapping[str, Subject]) -> "pa.Table":
    """Subjects as columns.

    Args:
        subjects: each under the IČO that it was asked for.
    """
    import pyarrow as pa  # noqa: PLC0415

    each = list(subjects.values())
    seats = [one.seat or Seat(country=None) for one in each]
    rests = [one.rest for one in each]
    columns: dict[str, Iterable[Any]] = {
        name: [getattr(one, name) for one in each] for name in (*TEXTS, *DAYS, *FLAGS)
    }
    columns |= {f"seat_{part}": [getattr(one, part) for one in seats] for part in SEAT_PARTS}
    columns |= {
        "ico": list(subjects),
        "has_seat": [one.seat is not None for one in each],
        "rest_fields": [list(one.fields) if one else None for one in rests],
        "rest_source": [one.source if one else None for one in rests],
        "rest_as_of": [one.as_of if one else None for one in rests],
        "vat_source": [one.vat.source if one.vat else None for one in each],
        "vat_as_of": [one.vat.as_of if one.vat else None for one in each],
    }
    return pa.table({name: columns[name] for name in SAID}, schema=schema())


def schema() -> "pa.Schema":
    """The types of :data:`SAID`."""
    import pyarrow as pa  # noqa: PLC0415

    special = {
        **dict.fromkeys((*DAYS, "rest_as_of", "vat_as_of"), pa.date32()),
        **dict.fromkeys((*FLAGS, "has_seat"), pa.bool_()),
        "rest_fields": pa.list_(pa.string()),
    }
    return pa.schema([(name, special.get(name, pa.string())) for name in SAID])


def subject_of(row: Mapping[str, Any]) -> Subject:
    """A row of :data:`SAID` as a subject."""
    seat = Seat(**{part: row[f"seat_{part}"] for part in SEAT_PARTS}) if row["has_seat"] else None
    rest = None
    if row["rest_fields"]:
        rest = Origin(tuple(row["rest_fields"]), row["rest_source"], row["rest_as_of"])
    vat = Origin(VAT_FIELDS, row["vat_source"], row["vat_as_of"]) if row["vat_source"] else None
    return Subject(**{name: row[name] for name in (*TEXTS, *DAYS, *FLAGS)}, seat=seat, rest=rest, vat=vat)


def of_snapshot(table: "pa.Table", asked: Mapping[str, str]) -> "pa.Table":
    """A table of :meth:`workbench.store.snapshot.Snapshot.lookup_table` with the columns of :data:`SAID`.

    Args:
        table: the known subjects.
        asked: text that was asked -> its eight digits.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    places = pc.index_in(pa.array(list(asked.values()), pa.string()), table["ico"].combine_chunks())
    known = pa.array(list(asked), pa.string()).filter(pc.is_valid(places))
    table = table.take(places.drop_null())
    types = schema()
    columns = {
        name: table[name] if name in table.column_names else pa.nulls(len(known), types.field(name).type)
        for name in SAID
    }
    columns["ico"] = known
    columns["name"] = pc.fill_null(
        table["name"], ""
    )  # of a ceased natural person only the IČO and a date are published
    in_line = pc.and_(pc.is_null(table["seat_city"]), pc.is_valid(table["seat_text"]))
    named = [
        pc.is_valid(table[f"seat_{part}"])
        for part in SEAT_PARTS
        if part not in {"country", "region", "district"}
    ]
    has_seat = in_line
    for one in named:
        has_seat = pc.or_(has_seat, one)
    columns["has_seat"] = has_seat
    if pc.any(in_line).as_py():
        seats = [read_line(line) for line in table["seat_text"].filter(in_line).to_pylist()]
        for part in SEAT_PARTS:
            whole = (
                pa.chunked_array([columns[f"seat_{part}"]])
                if isinstance(columns[f"seat_{part}"], pa.Array)
                else columns[f"seat_{part}"]
            )
            read = pa.array([getattr(one, part) for one in seats], pa.string())
            columns[f"seat_{part}"] = pc.replace_with_mask(
                whole.combine_chunks(), in_line.combine_chunks(), read
            )
    return pa.table(columns, schema=types)
