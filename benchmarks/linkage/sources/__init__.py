"""A second market of invented Czech clients: what happens to records on their way through the systems of a company.

Written without knowledge of how :mod:`workbench.duplicates` compares records, and apart from the errors of
:mod:`benchmarks.linkage.slips`. Damage is not sprinkled evenly: each source system has habits of its own, each import
its own accident, each clerk their own care, and a record is of the year in which it was typed.
"""

from benchmarks.linkage.sources.drawing import Drawn, draw, generate

__all__ = ["Drawn", "draw", "generate"]
