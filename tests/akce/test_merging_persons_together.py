"""Several notebooks at one file while contact persons are merged in bulk: all or nothing, and the others are told plainly."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_dump import data_only, differences, state_of

from benchmarks.twice import digest
from workbench.desk import Desk
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

GROUPS = 30
KERNEL = """
import json, sys
from pathlib import Path
from workbench.desk import Desk
from workbench.errors import WorkbenchError
from workbench.store.store import Store

path, role, groups = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
desk = Desk(path, "ana")
action = desk.akce.merge_clusters(groups, survivor="oldest", entity="person")
plan = action.preview()
count = "SELECT (SELECT count(*) FROM db.person), (SELECT count(*) FROM db.redirect), (SELECT count(DISTINCT person_id) FROM db.employment)"
look = lambda: desk.store.engine.read(lambda c: c.execute(count).fetchall())[0]
seen, said = {look()}, []
print("ready", flush=True)
sys.stdin.readline()
if role == "merge":
    try:
        said.append(action.run(plan).change_set)
    except WorkbenchError as error:
        said.append(f"{type(error).__name__}: {error}")
else:
    while len(seen) < 2:
        seen.add(look())
    said = [desk.record(groups[0][1]).id, desk.akce.edit(groups[1][1], entity="person", notice="volat").run().change_set]
print(json.dumps({"seen": sorted(seen), "said": said}), flush=True)
"""


def kernel(path: Path, role: str, groups: list[list[int]]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", KERNEL, str(path), role, json.dumps(groups)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip


def together(kernels: "list[subprocess.Popen[str]]") -> list[str]:
    """Let all go on once all have their plan; what each of them told."""
    for one in kernels:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n", one.communicate()[1]
    for one in kernels:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = []
    for one in kernels:
        out, err = one.communicate()
        assert one.returncode == 0, err
        told.append(out)
    return told


def fill(cs: ChangeSet) -> list[list[int]]:
    client = cs.new_ids(1)[0]
    cs.insert("client", [{"id": client, "name": "Firma"}])
    ids = list(cs.new_ids(2 * GROUPS))
    cs.insert("person", [{"id": one, "last_name": f"Vymyšlená {at // 2}"} for at, one in enumerate(ids)])
    links = zip(cs.new_ids(len(ids)), ids, strict=True)
    cs.insert(
        "employment",
        [
            {"id": new, "client_id": client, "person_id": one, "position": f"pozice {one}"}
            for new, one in links
        ],
    )
    return [ids[at : at + 2] for at in range(0, len(ids), 2)]


@pytest.mark.slow
def test_two_merge_the_same_persons_and_a_third_reads_and_writes_meanwhile(store: Store, path: Path) -> None:
    groups = store.write(Intent("create"), fill).result
    before, told = data_only(state_of(store)), digest(store)
    kernels = [kernel(path, role, groups) for role in ("merge", "merge", "look")]
    try:
        answers = [json.loads(out) for out in together(kernels)]
    finally:
        for one in kernels:
            one.kill()
    *mergers, looker = answers
    done = [said for answer in mergers for said in answer["said"] if isinstance(said, int)]
    (refused,) = [said for answer in mergers for said in answer["said"] if isinstance(said, str)]
    assert refused.startswith("RefusedError")
    before_it_looked = f"{groups[0][1]}: záznam byl mezitím sloučen do {groups[0][0]}"
    after_it_looked = f"už je sloučeno {GROUPS}, první je skupina záznamu {groups[0][0]}"
    assert before_it_looked in refused or after_it_looked in refused
    assert looker["seen"] == [[GROUPS, GROUPS, GROUPS], [2 * GROUPS, 0, 2 * GROUPS]], "never half of it"
    assert looker["said"][0] == groups[0][0], "an old id leads on"
    desk = Desk(path, "ana")
    assert desk.record(groups[1][0]).notice == "volat"
    desk.undo(looker["said"][1])
    desk.undo(done[0])
    assert differences(before, data_only(state_of(store))) == []
    assert digest(store) == told
    desk.store.close()
