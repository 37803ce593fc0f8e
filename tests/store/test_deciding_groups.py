"""What many groups hold after a merge is decided among values; what is empty is none."""

from typing import Any

import pytest

from workbench.model.fields import Merge
from workbench.store import clusters, deciding
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store

EMPTY: dict[str, Any] = {"category": "", "custom": {}}
FILLED: dict[str, Any] = {"category": "velkoodběratel", "custom": {"barva": "modrá"}}


@pytest.mark.parametrize("rule", [Merge.SURVIVOR, Merge.NEWEST, Merge.FULLEST, Merge.FREQUENT])
def test_an_empty_text_and_no_custom_fields_are_no_values(store: Store, rule: Merge) -> None:
    def work(cs: ChangeSet) -> tuple[Any, ...]:
        ids = list(cs.new_ids(5))
        rows = (EMPTY, FILLED, EMPTY, EMPTY, EMPTY)
        cs.insert("client", [{"id": one, "name": "Alfa", **row} for one, row in zip(ids, rows, strict=True)])
        # as a file may hold it
        cs.connection.execute("UPDATE db.client SET custom = '{}' WHERE custom IS NULL")
        clusters.lay(cs, [ids[:3], ids[3:]], "oldest")
        fields = deciding.decide(
            cs, {"category": rule, "custom": rule if rule is Merge.SURVIVOR else Merge.UNION}
        )
        assert {"category", "custom"} <= set(fields)
        return tuple(cs.query("SELECT category, custom->>'barva', conflicts FROM decided ORDER BY id"))

    decided = store.write(Intent("create"), work).result
    assert decided == (("velkoodběratel", "modrá", 0), (None, None, 0))
