"""``import workbench`` is light: what is heavy loads when it is used."""

import json
import subprocess
import sys

import pytest

HEAVY = frozenset(
    {"altair", "babel", "email_validator", "httpx", "ipywidgets", "IPython", "jinja2", "jupyterlab", "numpy"}
    | {"openpyxl", "pandas", "phonenumbers", "playwright", "polars", "psycopg", "pyarrow", "pyspark", "scipy"}
    | {"segno", "sklearn", "splink", "stdnum", "typer", "vobject", "weasyprint"}
)


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after the statement."""
    script = f"{statement}\nimport json, sys\nprint(json.dumps(sorted({{m.partition('.')[0] for m in sys.modules}})))"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    return set(json.loads(answer.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["workbench", "workbench.errors", "workbench.health", "workbench.model"])
def test_import_loads_nothing_heavy(module: str) -> None:
    heavy = loaded_by(f"import {module}") & HEAVY
    assert not heavy, f"import {module} loads {sorted(heavy)}; import them inside the functions that use them"


def test_a_heavy_import_would_be_noticed() -> None:
    assert "openpyxl" in loaded_by("import openpyxl") & HEAVY


def test_what_reads_notebooks_and_draws_charts_prepares_no_grammars() -> None:
    slow = loaded_by("import altair, nbformat") & {"lark", "rfc3987_syntax"}
    assert not slow, (
        f"a kernel and a server wait seconds for {sorted(slow)}; see jsonschema in pyproject.toml"
    )
