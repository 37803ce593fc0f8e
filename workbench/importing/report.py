"""What an import would do, or did: every row of the file has exactly one outcome."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from workbench.importing.convert import Converted
from workbench.importing.findings import Severity
from workbench.importing.targets import target
from workbench.locale import n, t
from workbench.model.identifiers import Note

if TYPE_CHECKING:
    import pandas as pd

OUTCOME_COLUMNS: Final = ("row", "outcome", "client_id", "matched_by")
CHANGE_COLUMNS: Final = ("row", "client_id", "table", "field", "ours", "file")


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class MatchedBy(StrEnum):
    """By what a row was recognised as a client we have, the strongest first."""

    EXTERNAL_ID = "external_id"
    REDIRECT = "redirect"
    ICO = "ico"
    SAME = "same"
    NAME = "name"


@dataclass(frozen=True, slots=True, repr=False)
class ImportReport:
    """The outcome of every row, what would change, and what was noticed.

    Attributes:
        file: name of the file.
        total: rows of the file that are not blank; the outcomes add up to it.
        outcomes: columns :data:`OUTCOME_COLUMNS`, one line for each row.
        changes: columns :data:`CHANGE_COLUMNS`, one line for each field that changes in a client we have.
        findings: see :meth:`workbench.importing.findings.Findings.frame`.
        ignored: columns of the file that were left out.
        change_set: the change set that brought it in; ``None`` for a dry run.
        fill_only: clients that we have keep what they have; only what is empty is filled.
        notes: what was noticed about the file as a whole, e.g. sheets that were not read.
    """

    file: str
    total: int
    outcomes: "pd.DataFrame"
    changes: "pd.DataFrame"
    findings: "pd.DataFrame"
    ignored: tuple[str, ...] = ()
    change_set: int | None = None
    fill_only: bool = False
    notes: tuple[Note, ...] = ()

    @classmethod
    def of(
        cls,
        converted: Converted,
        outcomes: "pd.DataFrame",
        changes: "pd.DataFrame | None" = None,
        *,
        change_set: int | None = None,
    ) -> Self:
        """The report on a conversion once its clients have been looked up.

        Args:
            converted: the rows; those it refused are added here.
            outcomes: columns :data:`OUTCOME_COLUMNS`, one line for each row of ``converted.rows["client"]``.
            changes: columns :data:`CHANGE_COLUMNS`.
            change_set: the change set, once it is written.

        Raises:
            ValueError: a row has no outcome or two; that is a mistake of the caller.
        """
        import pandas as pd  # noqa: PLC0415 - heavy

        refused = pd.DataFrame(
            {
                "row": converted.refused,
                "outcome": Outcome.REFUSED.value,
                "client_id": None,
                "matched_by": None,
            }
        ).astype(object)
        parts = [part for part in (outcomes[list(OUTCOME_COLUMNS)].astype(object), refused) if len(part)]
        whole = pd.concat(parts, ignore_index=True) if parts else refused
        whole = whole.sort_values("row", kind="stable", ignore_index=True).astype({"row": "int64"})
        if len(whole) != converted.total or whole["row"].duplicated().any():
            message = f"{len(whole)} outcomes for {converted.total} rows"
            raise ValueError(message)
        empty = pd.DataFrame({name: pd.Series(dtype=object) for name in CHANGE_COLUMNS})
        return cls(
            converted.raw.path.name,
            converted.total,
            whole,
            changes if changes is not None else empty,
            converted.findings,
            converted.mapping.ignored(),
            change_set,
            notes=converted.raw.notes,
        )

    def counts(self) -> dict[Outcome, int]:
        """How many rows have each outcome; they add up to ``total``."""
        found = self.outcomes["outcome"].value_counts()
        return {one: int(found.get(one.value, 0)) for one in Outcome}

    def df(self) -> "pd.DataFrame":
        """Findings counted: ``field``, ``severity``, ``code``, ``rows``, ``example_row``, ``message`` (an example, in the language in use)."""
        import pandas as pd  # noqa: PLC0415 - heavy

        lines = []
        for keys, group in self.findings.groupby(["field", "severity", "code"], sort=False):
            field, severity, code = map(str, keys)
            first = group.iloc[0]
            text = t(first["message"], **first["values"])
            label = target(field).label if field else ""
            lines.append((label, severity, code, group["row"].nunique(), int(first["row"]), text))
        columns = ["field", "severity", "code", "rows", "example_row", "message"]
        order = {one.value: place for place, one in enumerate(reversed(Severity))}
        return pd.DataFrame(lines, columns=columns).sort_values(
            "severity", key=lambda column: column.map(order), kind="stable", ignore_index=True
        )

    def findings_df(self) -> "pd.DataFrame":
        """Every finding, with its sentence in the language in use in the column ``text``."""
        sentences = [
            t(message, **values)
            for message, values in zip(self.findings["message"], self.findings["values"], strict=True)
        ]
        return self.findings.drop(columns=["message", "values"]).assign(text=sentences)

    def refusals(self) -> "pd.DataFrame":
        """The rows that are not brought in, with the reasons."""
        every = self.findings_df()
        return every[every["severity"] == Severity.REFUSED.value].reset_index(drop=True)

    def summary(self) -> str:
        """The report in a few lines, in the language in use; it holds counts, no data."""
        counts = self.counts()
        head = n("{file}: {count} row", "{file}: {count} rows", self.total, file=self.file)
        lines = [
            head,
            t("  new: {count}", count=counts[Outcome.NEW]),
            *self._fewer(counts[Outcome.NEW]),
            t("  known, would change: {count}", count=counts[Outcome.CHANGED])
            if self.change_set is None
            else t("  known, changed: {count}", count=counts[Outcome.CHANGED]),
            t("  known, unchanged: {count}", count=counts[Outcome.UNCHANGED]),
            t("  refused: {count}", count=counts[Outcome.REFUSED]),
        ]
        lines += [note.text() for note in self.notes]
        if self.fill_only:
            lines.append(t("Only what is empty in known clients is filled; what they have stays."))
        by_severity = self.findings.groupby("severity")["row"].nunique()
        lines += [
            t("Rows with something repaired: {count}", count=int(by_severity.get(Severity.HEALED.value, 0))),
            t("Rows with a warning: {count}", count=int(by_severity.get(Severity.WARNING.value, 0))),
            t(
                "Rows with a value set aside: {count}",
                count=int(by_severity.get(Severity.SET_ASIDE.value, 0)),
            ),
        ]
        if self.ignored:
            lines.append(t("Columns left out: {columns}", columns=", ".join(self.ignored)))
        lines.append(
            t("Nothing has been changed yet.")
            if self.change_set is None
            else t("Written as change set {number}.", number=self.change_set)
        )
        return "\n".join(lines)

    def _fewer(self, rows: int) -> list[str]:
        """That several of the new rows are about one client, where that is so."""
        made = int(self.outcomes.loc[self.outcomes["outcome"] == Outcome.NEW.value, "client_id"].nunique())
        return [n("    of which {count} client, as some rows are about the same", "    of which {count} clients, as some rows are about the same", made)] if 0 < made < rows else []  # fmt: skip

    def __repr__(self) -> str:
        return self.summary()
