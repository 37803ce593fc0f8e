"""The invented markets of clients: what happened to their records is told by two hands that did not know of each other."""

from collections.abc import Callable
from typing import Final

from benchmarks.linkage import clients, sources
from benchmarks.linkage.clients import Base

MODELS: Final[dict[str, Callable[..., Base]]] = {"slips": clients.generate, "sources": sources.generate}
"""Name -> what invents a base of so many clients from a seed; ``ico_blank`` takes away a share of the IČO."""
