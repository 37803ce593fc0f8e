"""Looking for duplicates among what the user may see."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from workbench import running
from workbench.bars import bar
from workbench.duplicates import Settings, find
from workbench.duplicates.elsewhere import bring
from workbench.duplicates.finding import STEPS
from workbench.duplicates.result import Duplicates
from workbench.duplicates.splink_job import SplinkJob, make
from workbench.duplicates.updating import numbers, update
from workbench.errors import InputError, PermissionRefusedError, UnknownNameError
from workbench.locale import t
from workbench.model.merged import MERGED_TYPES
from workbench.model.records import RECORD_TYPES
from workbench.store import bulk
from workbench.store.journal import Intent
from workbench.store.since_planned import changed_since
from workbench.store.store import Store

if TYPE_CHECKING:
    from workbench.store.changeset import ChangeSet

SEARCHED: Final = tuple(one.name for one in MERGED_TYPES)


def search(
    store: Store, kind: str, *, since: Duplicates | None, pairs: object, options: Mapping[str, Any]
) -> Duplicates:
    """Look for duplicates; see :meth:`workbench.desk.Desk.duplicates`."""
    settings = _settings(kind, options)
    if since is not None and not isinstance(since, Duplicates):
        raise InputError(
            "Give an earlier search, not {given}: found = desk.duplicates(), later desk.duplicates(since=found).",
            given=type(since).__name__,
        )
    if since is not None and pairs is not None:
        raise InputError("Give an earlier search (since=) or pairs from elsewhere (pairs=), not both.")
    if since is not None:
        if kind not in (SEARCHED[0], since.kind.name):
            raise InputError(
                "The search was for “{searched}”, not “{named}”.", searched=since.kind.name, named=kind
            )
        kind = since.kind.name
    tables = store.pool(kind)
    decisions = store.review.held(kind)
    words = (t("preparing records"), t("choosing pairs"), t("comparing"), t("learning"), t("making clusters"))
    names = dict(zip(STEPS, words, strict=True))
    with bar(total=len(STEPS)) as shown:

        def step(name: str) -> None:
            if running.tell(names[name], STEPS.index(name), len(STEPS)):
                return
            shown.set_description(names[name], refresh=False)
            shown.update(int(name != STEPS[0]))

        persons = kind == "person"
        if since is not None:
            found = update(since.found, tables, decisions=decisions, step=step)
        elif pairs is None:
            found = find(tables, settings, persons=persons, decisions=decisions, step=step)
        else:
            found = bring(tables, pairs, settings, persons=persons, decisions=decisions, step=step)
        shown.update(len(STEPS) - shown.n)  # a notebook paints a bar red that ends before its end
    before = None if since is None else (since.found.ids, since.cluster_ids)
    return Duplicates(found, RECORD_TYPES[kind], numbers(found, before))


def merged_since(store: Store, found: Duplicates) -> frozenset[int] | None:
    """Which groups of a search are one record by now; the others still are as they were found.

    Records that are new since do not count: groups hold without them.

    Returns:
        their numbers; ``None`` if the search holds no more: a record of another group is gone, or one that was gone then is back.
    """
    searched, now = found.found.ids, store.pool_ids(found.kind.name).column("id").to_numpy()
    cluster = found.found.cluster
    newest = searched[-1] if len(searched) else 0
    if len(np.setdiff1d(now[now <= newest], searched, assume_unique=True)):
        return None
    gone = (np.bincount(cluster)[cluster] > 1) & ~np.isin(searched, now)
    if not gone.any():
        return frozenset()
    touched = np.flatnonzero(np.isin(cluster, cluster[gone]))
    leads = store.follow(searched[touched].tolist())
    to: dict[int, set[int]] = {}
    for number, one in zip(found.cluster_ids[touched].tolist(), searched[touched].tolist(), strict=True):
        to.setdefault(int(number), set()).add(leads[one])
    standing = set(now.tolist())
    whole = all(len(one) == 1 and one <= standing for one in to.values())
    return frozenset(to) if whole else None


def changed(store: Store, kind: str, groups: Mapping[int, tuple[Sequence[int], int]]) -> set[int]:
    """Of which groups a record was changed since, or an address or contact of one came, changed or went; locks do not count.

    Args:
        store: where the records are.
        kind: their type.
        groups: number -> its records, and the newest change set that was known of them.

    Returns:
        the numbers of these groups.
    """
    if not groups:
        return set()

    def look(cs: "ChangeSet") -> set[int]:
        rows = [(number, one) for number, (ids, _) in groups.items() for one in ids]
        bulk.lay(cs, "member", {"keep": [number for number, _ in rows], "id": [one for _, one in rows]})
        of = RECORD_TYPES[kind]
        return {
            number
            for known in {known for _, known in groups.values()}
            for number in changed_since(cs, of, known)
            if groups[number][1] == known
        }

    return store.rehearse(Intent("merge_clusters", needs="delete"), look, listed=False).result


def job(store: Store, kind: str, options: Mapping[str, Any]) -> SplinkJob:
    """What Splink needs to search elsewhere; see :meth:`workbench.desk.Desk.splink_job`."""
    settings = _settings(kind, options)
    made = make(store.pool(kind), settings, persons=kind == "person")

    def permit() -> None:
        user = store.user()
        if not user.rights.export:
            raise PermissionRefusedError(
                "User {user} may not do this (right “{right}”). An administrator can grant it.",
                user=user.name, right="export",
            )  # fmt: skip

    return replace(made, permit=permit, note=lambda ids: store.record_export("splink", kind, ids))


def _settings(kind: str, options: Mapping[str, Any]) -> Settings:
    if kind not in SEARCHED:
        raise UnknownNameError.suggest("record type", str(kind)[:40], SEARCHED)
    known = [one.name for one in fields(Settings)]
    for name in options:
        if name not in known:
            raise UnknownNameError.suggest("option", name, known)
    return Settings(**options)
