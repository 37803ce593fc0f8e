"""Checks of Python and of the packages in this environment, by their metadata; none is imported."""

import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from typing import Final

from workbench.health._check import Check
from workbench.locale import t

OLDEST_PYTHON: Final = (3, 11)
DUCKDB_SERIES: Final = (2, 0)
CORRUPTING_DUCKDB: Final = frozenset({"1.5.5", "1.5.6"})

#: The optional extras of pyproject.toml, and the package each of them brings.
EXTRAS: Final = {
    "app": "voila>=0.5.8",
    "polars": "polars>=1.30",
    "postgres": "psycopg[binary]>=3.2",
    "spark": "pyspark>=4",
    "splink": "splink>=5",
}


def installed_version(package: str) -> str | None:
    """The version of an installed distribution, or ``None``."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def check_python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Check:
    """Python is new enough (``requires-python`` in pyproject.toml)."""
    found, oldest = _dotted(version), _dotted(OLDEST_PYTHON)
    if version >= OLDEST_PYTHON:
        return Check("python", ok=True, detail=t("Python {version}", version=found))
    return Check(
        "python",
        ok=False,
        detail=t("Python {version} is too old.", version=found),
        remedy=t("Install Python {oldest} or newer and run `make lab` again.", oldest=oldest),
    )


def check_duckdb(version: str | None = installed_version("duckdb")) -> Check:
    """DuckDB is of the series that the data files are written with, and no version known to corrupt them.

    Versions 1.5.5 and 1.5.6 corrupt secondary indexes when the process is killed.
    """
    remedy = t("Install the right one: {command}", command=_pip("duckdb>=2.0,<2.1"))
    if version is None:
        return Check(
            "duckdb", ok=False, detail=t("{package} is not installed.", package="DuckDB"), remedy=remedy
        )
    if version in CORRUPTING_DUCKDB:
        detail = t(
            "DuckDB {version} damages indexes when it is interrupted; it must not be used.", version=version
        )
        return Check("duckdb", ok=False, detail=detail, remedy=remedy)
    if _series(version) != DUCKDB_SERIES:
        detail = t(
            "DuckDB {version} is not of the series {series}, which the data files are written with.",
            version=version,
            series=_dotted(DUCKDB_SERIES),
        )
        return Check("duckdb", ok=False, detail=detail, remedy=remedy)
    return Check("duckdb", ok=True, detail=f"DuckDB {version}")


def check_package(package: str, find: Callable[[str], str | None] = installed_version) -> Check:
    """A package that workbench depends on is installed."""
    version = find(package)
    if version is not None:
        return Check(package, ok=True, detail=f"{package} {version}")
    return Check(
        package,
        ok=False,
        detail=t("{package} is not installed.", package=package),
        remedy=t("Run `make lab` again, or: {command}", command=_pip(package)),
    )


def check_extra(extra: str, find: Callable[[str], str | None] = installed_version) -> Check:
    """The distribution behind an optional extra is installed; workbench does its main work without.

    Args:
        extra: a key of :data:`EXTRAS`.
        find: tells the version of an installed distribution.
    """
    requirement = EXTRAS[extra]
    package = requirement.partition(">")[0].partition("[")[0]
    version = find(package)
    if version is not None:
        return Check(f"extra-{extra}", ok=True, detail=f"{package} {version}", needed=False)
    return Check(
        f"extra-{extra}",
        ok=False,
        detail=t("{package} is not installed.", package=package),
        remedy=t("Only if you want it: {command}", command=_pip(requirement)),
        needed=False,
    )


def _pip(requirement: str) -> str:
    """The command that installs into this environment and no other."""
    return f'{sys.executable} -m pip install "{requirement}"'


def _dotted(version: Iterable[int]) -> str:
    return ".".join(map(str, version))


def _series(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
