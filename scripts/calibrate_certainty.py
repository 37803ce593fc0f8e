# ruff: noqa: INP001 - a script
"""Calibrate how certain a candidate by name and address is: ``.venv/bin/python scripts/calibrate_certainty.py``.

Invented client bases with truth are asked about their clients without IČO, against a register with ten
times as many strangers. Each best candidate falls into a class by its score and by the gap to the next
one; what share of a class was right is its certainty. Writes workbench/registry/data/certainty.json.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from workbench import demodata
from workbench.registry.certainty import DATA, GAPS, SCORES, class_of
from workbench.registry.snapshot import SnapshotRegister
from workbench.store import snapshot

SEEDS = (101, 102, 103, 104, 105)
CLIENTS = 700
STRANGERS = 10


def tries(seed: int, clients: int = CLIENTS) -> Iterator[tuple[float, float, bool]]:
    """Score, gap and whether the best candidate is right, for each client without IČO that has one."""
    base = demodata.generate(seed, clients, only={"client", "address"})
    client, address = base.tables["client"], base.tables["address"]
    seats = address[address["record_type"] == "client"].drop_duplicates("record_id").set_index("record_id")
    truth = base.truth.set_index("id")["ico"]
    with tempfile.TemporaryDirectory() as folder:
        rows = demodata.register_rows(base, strangers=STRANGERS * clients)
        demodata.write_res_csv(Path(folder, "res.csv"), rows)
        snapshot.load(Path(folder, "res.csv"), Path(folder, "res.duckdb"))
        register = SnapshotRegister(Path(folder, "res.duckdb"))
        lacking = client[client["ico"].isna()]
        for one, name in tqdm(
            zip(lacking["id"], lacking["name"], strict=True), total=len(lacking), desc=f"seed {seed}"
        ):
            place = dict.fromkeys(("city", "postcode", "street"))
            if one in seats.index:
                seat = seats.loc[one]
                place = {key: seat[key] if isinstance(seat[key], str) else None for key in place}
            found = register.candidates(name, **place, limit=2)
            if found:
                gap = found[0].score - found[1].score if len(found) > 1 else 1.0
                yield found[0].score, gap, found[0].subject.ico == truth[one]
        register.close()


def main() -> None:
    """Ask, count, write."""
    right: Counter[tuple[int, int]] = Counter()
    all_: Counter[tuple[int, int]] = Counter()
    for seed in SEEDS:
        for score, gap, good in tries(seed):
            place = class_of(score, gap)
            all_[place] += 1
            right[place] += good
    classes = [
        {"score": place[0], "gap": place[1], "tried": all_[place], "right": right[place]}
        for place in sorted(all_)
    ]
    kept = {
        "seeds": SEEDS, "clients": CLIENTS, "strangers": STRANGERS, "scores": SCORES, "gaps": GAPS, "classes": classes,
    }  # fmt: skip
    DATA.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    for one in classes:
        print(one)  # noqa: T201 - it is run by hand


if __name__ == "__main__":
    main()
