"""What a vCard says in our fields: whether it is a company or a person, and where each property goes."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from workbench.importing import vcard_values as values
from workbench.importing.vcard_lines import Card, Line
from workbench.locale import t
from workbench.model.addresses import PostalAddress, envelope
from workbench.model.choices import ADDRESS_KIND
from workbench.model.fields import Label
from workbench.model.identifiers import Note
from workbench.model.names import parse_company

_SILENT: Final = frozenset({"VERSION", "PRODID", "REV", "N", "FN", "ORG", "UID", "KIND", "X-ABSHOWAS", "X-ABLABEL", "SORT-STRING",
                            "X-ICO", "X-DIC", "X-EXTERNAL-ID", "TITLE", "ROLE", "LABEL", "NOTE"})  # fmt: skip
"""Properties that are understood elsewhere, or say nothing of the client."""
_PICTURES: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_MOST_ADDRESSES: Final = 9
_NOT_TAKEN: Final = Note("card_property", "The property {property} has no field here and was left out.")
_GROUP: Final = Note(
    "card_group", "The card is a list of contacts, not a contact. Bring its members in by their own cards."
)
_OWN: Final = "-//workbench//"


@dataclass(slots=True)
class Cells:
    """One card as the cells of a row.

    Attributes:
        texts: target -> text; a second and further contact of a kind stands under ``(target, 2)`` and so on.
        labels: the labels of contacts, under the same keys.
        left: properties that have no field here, with their text.
        broken: why the card cannot be brought in.
    """

    texts: dict[tuple[str, int], str] = field(default_factory=dict)
    labels: dict[tuple[str, int], str] = field(default_factory=dict)
    left: list[tuple[Note, str | None]] = field(default_factory=list)
    broken: Note | None = None

    def put(self, target: str, text: str) -> None:
        """Fill a cell, unless it is filled."""
        if text:
            self.texts.setdefault((target, 1), text)


class Reader:
    """Reads one card.

    Args:
        card: its lines.
    """

    def __init__(self, card: Card) -> None:
        self.card = card
        self.cells = Cells(broken=card.broken)
        self._notice: list[str] = []
        self._counts: Counter[str] = Counter()
        self._addressed = bool(self._all("ADR"))
        self._labels = {
            one.group: values.label_text(one.value)
            for one in card.lines
            if one.name == "X-ABLABEL" and one.group
        }

    def read(self) -> Cells:
        """Where everything that the card says goes."""
        if self._first("KIND").lower() == "group":
            self.cells.broken = _GROUP
            return self.cells
        self._who()
        for line in sorted(self.card.lines, key=lambda one: not self._preferred(one)):
            self._take(line)
        self._notice[:0] = [values.plain(one.value) for one in self._all("NOTE")]
        self.cells.put(f"{self.of}.notice", "\n".join(filter(None, self._notice)))
        return self.cells

    def _who(self) -> None:
        """Who the card is about: a client, or a contact person of the client that ORG names."""
        name = values.name_parts(self._first("N", raw=True))
        shown = self._first("FN").replace("\n", " ")
        orgs = [
            [part.replace("\n", " ") for part in values.parted(one.value, ";")] for one in self._all("ORG")
        ]
        org = next((one[0] for one in orgs if one[0]), "")
        is_person = bool(name.get("first_name") or name.get("last_name"))
        whole = " ".join(filter(None, (name.get("first_name"), name.get("last_name"))))
        company = (
            self._first("KIND").lower() == "org"
            or self._first("X-ABSHOWAS").upper() == "COMPANY"
            or (
                bool(org)
                and (shown in {"", org} or not (is_person or shown))
                and (not is_person or whole == org)
            )
            or (not org and _one_name(name) and parse_company(shown or whole).legal_form_text is not None)
        )
        self.of = "person" if org and not company else "client"
        if self.of == "person":
            self.cells.put("client.name", org)
            self._of_person(name, shown)
        elif company or not is_person:
            self.cells.put("client.name", org or shown or whole)
        else:
            self._of_person(name, shown)
            self.cells.put("client.is_person", "true")
        self._numbers(own=self.of == "client")
        departments = [", ".join(filter(None, one[1:])) for one in orgs]
        self._notice += [t("Department: {text}", text=one) for one in departments if one]
        others = [one[0] for one in orgs if one[0] and one[0] != org]
        self._notice += [t("Also at: {text}", text=one) for one in others]
        self._posts()

    def _of_person(self, name: dict[str, str], shown: str) -> None:
        if not (name.get("first_name") or name.get("last_name")):
            self.cells.put("person.name", shown)
            return
        for part, text in name.items():
            self.cells.put(f"{self.of}.{part}", text)

    def _numbers(self, *, own: bool) -> None:
        org = next((one for one in self._all("ORG") if one.params.get("X-ICO")), None)
        given = self._first("X-ICO") or (org.params["X-ICO"][0] if org else "")
        self.cells.put("client.ico", given)
        self.cells.put("client.dic", self._first("X-DIC"))
        if own:
            foreign = not self._first("PRODID").startswith(_OWN) and not given
            self.cells.put(
                "client.external_id", self._first("X-EXTERNAL-ID") or (self._first("UID") if foreign else "")
            )
        elif self._first("X-EXTERNAL-ID"):
            self._leave("X-EXTERNAL-ID", self._first("X-EXTERNAL-ID"))

    def _posts(self) -> None:
        posts = [
            text
            for name in ("TITLE", "ROLE")
            for one in self._all(name)
            if (text := values.plain(one.value).replace("\n", " "))
        ]
        if self.of == "person" and posts:
            self.cells.put("person.position", posts.pop(0))
        self._notice += [t("Position: {text}", text=one) for one in posts]

    def _take(self, line: Line) -> None:
        kind = values.contact_kind(line)
        if kind is not None:
            self._contact(line, kind)
        elif line.name == "ADR":
            self._address(line)
        elif line.name == "CATEGORIES":
            self._tags([one.replace("\n", " ") for one in values.parted(line.value, ",") if one])
        elif line.name == "NICKNAME":
            self._notice.append(t("Nickname: {text}", text=values.plain(line.value)))
        elif line.name == "LABEL" and not self._addressed:
            self._notice.append(values.plain(line.value))
        else:
            self._field(line.name, values.plain(line.value))

    def _field(self, name: str, text: str) -> None:
        """A property that fills one field, if we have it."""
        field = {"BDAY": "birthday", "X-DO-NOT-CONTACT": "do_not_contact"}.get(name)
        if field is None and self.of == "person":
            field = {"LANG": "language", "GENDER": "gender"}.get(name)
        if field is not None:
            text = {"M": "male", "F": "female"}.get(text[:1].upper(), text) if field == "gender" else text
            self.cells.put(f"{self.of}.{field}", text)
        elif name not in _SILENT:
            self._leave(name, None if name in _PICTURES else text)

    def _tags(self, tags: list[str]) -> None:
        if self.of == "client":
            self.cells.put("client.tags", "\n".join(tags))
        elif tags:
            self._notice.append(t("Tags: {text}", text=", ".join(tags)))

    def _contact(self, line: Line, kind: str) -> None:
        text = values.contact_text(line)
        if text:
            prefix = "contact" if self.of == "client" else "person"
            target = f"{prefix}.{kind}"
            self._counts[target] += 1
            key = (target, self._counts[target])
            self.cells.texts[key] = text
            if label := self._labels.get(line.group):
                self.cells.labels[key] = label

    def _address(self, line: Line) -> None:
        parts = values.address_parts(line.value)
        if not parts:
            return
        kind = values.address_kind(line)
        if self.of == "person":
            whole = PostalAddress(
                extra=parts.get("extra"), street=parts.get("street"), city=parts.get("city"),
                postcode=parts.get("postcode"), country=parts.get("country"),
            )  # fmt: skip
            written = ", ".join(envelope(whole))
            self._notice.append(
                t("Address ({kind}): {text}", kind=str(Label(*ADDRESS_KIND[kind])), text=written)
            )
            return
        if kind == "seat" and self._counts["seat"]:
            kind = "other"
        self._counts[kind] += 1
        number = self._counts[kind]
        if number > _MOST_ADDRESSES:
            self._notice.append(", ".join(parts.values()))
            return
        prefix = f"address[{kind}]" if number == 1 else f"address[{kind} {number}]"
        for name, text in parts.items():
            self.cells.put(f"{prefix}.{name}", text)

    def _leave(self, name: str, text: str | None) -> None:
        self.cells.left.append((Note(_NOT_TAKEN.code, _NOT_TAKEN.message, {"property": name}), text))

    def _all(self, name: str) -> list[Line]:
        return [one for one in self.card.lines if one.name == name]

    def _first(self, name: str, *, raw: bool = False) -> str:
        return next(
            ((one.value if raw else values.plain(one.value)) for one in self._all(name) if one.value.strip()),
            "",
        )

    def _preferred(self, line: Line) -> bool:
        return "PREF" in line.types or "PREF" in line.params


def _one_name(name: dict[str, str]) -> bool:
    """Whether N has one name only, as phones keep a company's."""
    return not (name.get("first_name") and name.get("last_name"))
