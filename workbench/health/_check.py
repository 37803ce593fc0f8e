"""The answer of one check."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Attributes:
        name: a stable short name for programs: ``"python"``, ``"duckdb"``, ``"extra-splink"`` …
        ok: whether all is well.
        detail: what was found, in the language of the moment.
        remedy: what to do, in the language of the moment; empty when all is well.
        needed: whether workbench cannot do its main work without it.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    needed: bool = True
