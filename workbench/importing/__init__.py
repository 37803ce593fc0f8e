"""Bringing tables in: find out the layout, suggest what each column means, convert, report.

    raw = read_table("clients.csv")
    mapping = suggest_mapping(raw.columns, raw.frame)
    converted = convert(raw, mapping)

Nothing here looks at what is stored; finding the clients that rows belong to, and writing, follow.
"""

from workbench.importing.convert import Converted, convert
from workbench.importing.findings import Severity
from workbench.importing.layout import Layout
from workbench.importing.mapping import Assignment, Mapping
from workbench.importing.reading import read_table
from workbench.importing.report import ImportReport, MatchedBy, Outcome
from workbench.importing.sniff import sniff
from workbench.importing.suggest import suggest_mapping
from workbench.importing.table import RawTable
from workbench.importing.targets import Target, target, targets

__all__ = [
    "Assignment",
    "Converted",
    "ImportReport",
    "Layout",
    "Mapping",
    "MatchedBy",
    "Outcome",
    "RawTable",
    "Severity",
    "Target",
    "convert",
    "read_table",
    "sniff",
    "suggest_mapping",
    "target",
    "targets",
]
