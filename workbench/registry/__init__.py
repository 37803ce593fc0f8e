"""Business registers: one shape for asking them, five answers that are never mixed up."""

from workbench.registry.answers import Answer, Found, Malformed, NotFound, OutOfReach, Refused
from workbench.registry.base import Candidate, Register, RegisterStatus, Suggestion
from workbench.registry.settings import AresSettings, Choice, RegisterSettings, StandingSettings
from workbench.registry.snapshot import SnapshotRegister

__all__ = [
    "Answer",
    "AresSettings",
    "Candidate",
    "Choice",
    "Found",
    "Malformed",
    "NotFound",
    "OutOfReach",
    "Refused",
    "Register",
    "RegisterSettings",
    "RegisterStatus",
    "SnapshotRegister",
    "StandingSettings",
    "Suggestion",
]
