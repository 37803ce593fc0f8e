"""ClientCard: a client as a person reads it, edited in place and saved as one change set."""

from collections.abc import Iterator
from typing import Any, ClassVar

from workbench.akce.base import Writing
from workbench.desk import Desk
from workbench.errors import NotFoundError, StaleVersionError, UnknownNameError
from workbench.model.addresses import read_address
from workbench.model.record import Dossier
from workbench.model.records import CLIENT, record_type
from workbench.panels import _card, _form, _shown
from workbench.panels._acting import Acting
from workbench.panels._card_rows import PARTS, PRIMARY
from workbench.panels._commands import command
from workbench.panels._panel import Panel
from workbench.panels._running import outcome
from workbench.panels.merge_diff import Merging


class Card:
    """What a browser may ask of a client's card.

    Args:
        desk: what it works with.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @command
    def load(self, client: int) -> dict[str, Any]:
        """The card; of a merged client that of its survivor, of one that is not there only the sentence why."""
        try:
            return _card.card(self._desk, self._desk.client(client))
        except NotFoundError as absent:
            return {"absent": str(absent)}

    @command
    def check(
        self, entity: str, field: str, text: str, beside: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """What is wrong or doubtful with what is being typed; empty texts where nothing is.

        Raises:
            UnknownNameError: no such record type or field.
        """
        found: dict[str, Any] = dict(_form.judged(record_type(entity), field, text, beside or {}))
        ico = CLIENT.field("ico")
        if (entity, field) == (CLIENT.name, ico.name) and text.strip() and not found["problem"]:
            found["twins"] = _card.same_ico(self._desk, str(_form.meant(ico, text)))
        return found

    @command
    def address(self, text: str) -> dict[str, Any]:
        """An address typed on one line, taken apart into the fields of its form."""
        read = read_address(text)
        kind = record_type("address")
        parts = {name: getattr(read.address, name, None) for name in PARTS["address"]}
        return {
            "values": {name: _form.typed(kind.field(name), one) for name, one in parts.items() if one},
            "unread": _shown.clip(", ".join(read.unread), 200),
            "notes": [note.text() for note in read.notes],
        }

    @command
    def save(
        self, client: int, *, versions: dict[str, int], fields: dict[str, str], changed: dict[str, dict[str, str]],
        added: list[dict[str, str]], removed: list[int],
    ) -> dict[str, Any]:  # fmt: skip
        """Save all edits of a card as one change set.

        Args:
            client: its id.
            versions: id -> version, of the client and of what hangs on it, as the card showed them.
            fields: the client's own fields that were edited, as typed.
            changed: id of an address, contact… -> its fields that were edited; ``is_primary`` makes it the
                primary one.
            added: new addresses, contacts…, each with its type under ``entity``.
            removed: ids of those to remove.

        Returns:
            the outcome; or under ``conflict`` the sentence of what somebody else saved meanwhile, and nothing
            was saved.

        Raises:
            ValueRejectedError: a value does not fit its field; nothing was saved.
        """
        try:
            found = self._desk.client(client)
            steps = [
                *self._own(found, versions, fields),
                *self._hanging(found, versions, changed, removed),
                *self._added(found, added),
            ]
            action = self._desk.akce.together(steps)
            result = action.run()
        except StaleVersionError as stale:
            return {"conflict": str(stale)}
        return outcome(self._desk, action, result)

    def _own(self, found: Dossier, versions: dict[str, int], fields: dict[str, str]) -> Iterator[Writing]:
        kept = found.record
        values = {name: _form.meant(CLIENT.field(name), text, kept[name]) for name, text in fields.items()}
        if values:
            yield self._desk.akce.edit(found.id, expected_version=versions.get(str(found.id)), **values)

    def _hanging(
        self, found: Dossier, versions: dict[str, int], changed: dict[str, dict[str, str]], removed: list[int]
    ) -> Iterator[Writing]:
        akce = self._desk.akce
        rows = {str(one.id): one for name in PARTS for one in found.all(name)}
        for key in (*changed, *map(str, removed)):
            if key not in rows:
                raise StaleVersionError(
                    "A line of client {id} that you edited is not there any more. Refresh it and decide again.",
                    id=found.id,
                )
        for key, texts in changed.items():
            one = rows[key]
            values = _values(one.type.name, texts)
            yield akce.edit(one.id, entity=one.type.name, expected_version=versions.get(key), **values)
        for number in removed:
            key = str(number)
            yield akce.remove(rows[key].type.name, number, expected_version=versions.get(key))
        primary = {
            rows[key]["kind"]: int(key) for key, texts in changed.items() if texts.get("is_primary") == "true"
        }
        for one in found.contacts:
            if one["is_primary"] and one.id not in removed and primary.get(one["kind"], one.id) != one.id:
                yield akce.edit(one.id, entity=one.type.name, is_primary=False)

    def _added(self, found: Dossier, added: list[dict[str, str]]) -> Iterator[Writing]:
        for texts in added:
            entity = texts.get("entity", "")
            if entity not in PARTS:
                raise UnknownNameError.suggest("record type", entity[:80], PARTS)
            values = {name: one for name, one in _values(entity, texts).items() if one is not None}
            yield self._desk.akce.create(entity, record_id=found.id, **values)


class ClientCard(Panel):
    """The primary client's card: read, edited in place, saved as one change set.

    Args:
        desk: what it works with.
        selection: its primary client is shown; the panel follows it.
    """

    view: ClassVar[str] = "client_card"

    def parts(self) -> dict[str, object]:
        """The card, the merge of its contact persons, and the undo of what was saved."""
        return {"card": Card(self.desk), "merge": Merging(self.desk), "akce": Acting(self.desk)}

    def start(self) -> dict[str, Any]:
        """The legal forms to choose from."""
        return {"legalForms": _form.legal_form_names()}


def _values(entity: str, texts: dict[str, str]) -> dict[str, Any]:
    """The typed values of a form of this type."""
    kind = record_type(entity)
    known = (*PARTS[entity], "is_primary") if entity in PRIMARY else PARTS[entity]
    for name in texts:
        if name not in known and name != "entity":
            raise UnknownNameError.suggest("field", name[:80], known)
    return {name: _form.meant(kind.field(name), text) for name, text in texts.items() if name != "entity"}
