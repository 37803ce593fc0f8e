"""What the figures were measured on."""

import os
import platform
import sys
from pathlib import Path

import duckdb
import pandas as pd

import workbench


def facts() -> dict[str, str]:
    """Processor, memory, load before the start, versions."""
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "memory": f"{memory:.0f} GB",
        "load average before the start": load,
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "duckdb": duckdb.__version__,
        "pandas": pd.__version__,
        "workbench": workbench.__version__,
    }


def busy() -> bool:
    """Whether other work was running, so that times are longer than they need be."""
    return os.getloadavg()[0] > 0.5 * len(os.sched_getaffinity(0))


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()
