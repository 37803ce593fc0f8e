"""What others locked beside a group is told in the plan of a bulk merge, so that the other groups can be merged."""

import pytest

from workbench.desk import Desk
from workbench.errors import LockedError
from workbench.model.fields import RecordType
from workbench.model.records import CLIENT, PERSON
from workbench.store import clusters
from workbench.store.changeset import ChangeSet
from workbench.store.journal import Intent
from workbench.store.store import Store


def fill(cs: ChangeSet, kind: RecordType) -> tuple[list[list[int]], dict[int, str]]:
    """Groups: a deal of one that vanishes, the survivor's own doubles at a locked record, a bare link there, and nothing.

    Returns:
        the groups, and what is to be locked: id -> record type.
    """
    ids = list(cs.new_ids(12))
    deal, client, person = ids[8:11]
    mine = f"{kind.name}_id"
    cs.insert(
        kind.name, [{"id": one, "name" if kind is CLIENT else "last_name": "Vymyšlená"} for one in ids[:8]]
    )
    cs.insert("client", [{"id": client, "name": "Zamčený", "owner": "petr"}])
    cs.insert("person", [{"id": person, "last_name": "Zamčená", "owner": "petr"}])
    cs.insert("deal", [{"id": deal, "name": "Zakázka", mine: ids[1], "owner": "petr"}])
    beside = {"client_id": client} if kind is PERSON else {"person_id": person}
    links = [(ids[2], "účetní"), (ids[2], "Účetní "), (ids[4], ""), (ids[4], "jednatel")]
    cs.insert(
        "employment",
        [
            {"id": new, mine: one, **beside, "position": position}
            for new, (one, position) in zip(cs.new_ids(4), links, strict=True)
        ],
    )
    return [ids[at : at + 2] for at in range(0, 8, 2)], {deal: "deal", **dict.fromkeys(beside.values(), next(iter(beside)).removesuffix("_id"))}  # fmt: skip


@pytest.mark.parametrize(
    "kind", [CLIENT, pytest.param(PERSON, marks=pytest.mark.slow)], ids=lambda kind: kind.name
)
def test_what_is_locked_beside_a_group_is_an_obstacle_of_that_group_only(
    store: Store, kind: RecordType
) -> None:
    store.save_user("petr", "full")
    store.save_user("olga", "full", see={"deal": "own"})
    groups, locked = store.write(Intent("create"), lambda cs: fill(cs, kind)).result
    petr = Desk(store.path, "petr")
    for one, entity in locked.items():
        petr.akce.lock(one, entity=entity).run()
    desk = Desk(store.path, "ana")
    action = desk.akce.merge_clusters(groups, survivor="oldest", entity=kind.name)
    plan = action.preview()
    deal, beside = locked
    told = plan["obstacle"].tolist()
    assert [f"{deal}" in told[0], f"{beside}" in told[1], f"{beside}" in told[2]] == [True] * 3, told
    assert all("petr" in one for one in told[:3])
    assert told[3] == ""
    for group in groups[:3]:
        with pytest.raises(LockedError):
            store.write(
                Intent("merge_clusters", needs="delete"),
                lambda cs, group=group: clusters.merge(cs, [group], {}, "oldest", kind),  # type: ignore[misc]
            )
    unseen = Desk(store.path, "olga").akce.merge_clusters(groups[:1], entity=kind.name).preview()["obstacle"]
    assert "petr" not in unseen.iloc[0]
    assert str(deal) not in unseen.iloc[0]
    assert unseen.iloc[0]
    assert action.run(plan[plan["obstacle"] == ""]).detail == 1
    mine = petr.akce.merge_clusters(groups[:3], survivor="oldest", entity=kind.name)
    assert mine.preview()["obstacle"].tolist() == [""] * 3
    assert mine.run().detail == 3
