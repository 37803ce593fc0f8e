"""Finding records that are one: prepare, block, compare, learn, cluster."""

from workbench.duplicates.finding import Found, find
from workbench.duplicates.settings import Settings

__all__ = ["Found", "Settings", "find"]
