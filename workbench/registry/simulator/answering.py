"""What the simulated register answers to a question, when nothing goes wrong: status and JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus
from typing import Any, Final

from workbench.model.subject import Subject
from workbench.registry.simulator import shapes, validating
from workbench.registry.simulator.world import World

Json = dict[str, Any]
Answer = tuple[HTTPStatus, Json]

BASE: Final = "/ekonomicke-subjekty-v-be/rest"
MOST_SUBJECTS: Final = 1000
MOST_ICOS: Final = 100
_USUAL_ROWS: Final = 10
_SOURCES: Final = ("vr", "res", "rzp", "ros", "nrpzs", "rpsh", "rcns", "szr", "rs", "ceu")
_SUBJECTS: Final = re.compile(r"/ekonomicke-subjekty(?:-(\w+))?/(\w+)")
_BATCH: Final = re.compile(r"/ekonomicke-subjekty-notifikace/datovy-zdroj/(\w+)/cislo-davky/(\d+)")


@dataclass(slots=True)
class Answering:
    """The register's mind.

    Attributes:
        world: whom it knows.
        today: its day.
        announced: batches of changes by source: lists of (IČO, kind of change).
        code_lists: the code lists it has.
    """

    world: World
    today: date
    announced: dict[str, list[list[tuple[str, str]]]] = field(default_factory=dict)
    code_lists: list[Json] = field(default_factory=lambda: [shapes.forms_json(), shapes.trade_forms_json()])

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """Answer a question; a path that ARES does not have gets the 404 of a web server."""
        if not path.startswith(f"{BASE}/"):
            return wrong_address(path)
        below = path[len(BASE) :]
        if method == "GET":
            return self._get(below)
        try:
            question = json.loads(body or b"{}")
        except ValueError:
            return HTTPStatus.INTERNAL_SERVER_ERROR, error("OBECNA_CHYBA", "JSON parse error")
        if not isinstance(question, dict):
            return HTTPStatus.BAD_REQUEST, error("CHYBA_VSTUPU", "Chyba vstupu", "VSTUP_CHYBA")
        return self._post(below, question)

    def _get(self, path: str) -> Answer:
        batch = _BATCH.fullmatch(path)
        if batch is not None:
            return self._changes(batch[1], int(batch[2]))
        found = _SUBJECTS.fullmatch(path)
        if found is None or (found[1] is not None and found[1] not in _SOURCES):
            return wrong_address(path)
        if re.fullmatch(r"\d{8}", found[2]) is None:
            return HTTPStatus.BAD_REQUEST, error(
                "CHYBA_VSTUPU", "Neplatná hodnota: ico|Chyba vstupu", "VSTUP_CHYBA"
            )
        subject = self.world.subjects.get(found[2])
        shown = None if subject is None else self._shown(found[1], subject)
        if shown is None:
            return HTTPStatus.NOT_FOUND, not_found()
        return HTTPStatus.OK, shown

    def _post(self, path: str, question: Json) -> Answer:
        found = _SUBJECTS.fullmatch(path)
        handlers = {
            "/ciselniky-nazevniky/vyhledat": (validating.CODE_LIST, self._code_lists),
            "/standardizovane-adresy/vyhledat": (validating.ADDRESS, self._addresses),
            "/ekonomicke-subjekty-notifikace/vyhledat": (validating.NOTIFICATIONS, self._batches),
        }
        if path in handlers:
            name, handler = handlers[path]
        elif found is not None and found[2] == "vyhledat" and (found[1] is None or found[1] in _SOURCES):
            name = validating.SEARCH if found[1] is None else validating.BY_ICO
            source = found[1]

            def handler(wanted: Json) -> Answer:
                return self._search(source, wanted)
        else:
            return wrong_address(path)
        schema = validating.filters()[name]
        wanted = validating.known(schema, question)
        faults = validating.problems(schema, wanted)
        if faults:
            return HTTPStatus.BAD_REQUEST, error(
                "CHYBA_VSTUPU", f"Neplatná hodnota: {'; '.join(faults)}|Chyba vstupu", "VSTUP_CHYBA"
            )
        return handler(wanted)

    def _search(self, source: str | None, wanted: Json) -> Answer:
        if len(wanted.get("ico", ())) > MOST_ICOS:
            return HTTPStatus.BAD_REQUEST, error(
                "CHYBA_VSTUPU",
                f"Povoleno je maximálně {MOST_ICOS} IČO.|Chyba vstupu",
                "VSTUP_PRILIS_MNOHO_HODNOT",
            )
        beyond = self.world.beyond(wanted)
        if beyond:
            return HTTPStatus.BAD_REQUEST, error(
                "NENI_IMPLEMENTOVANO", f"Neznám: {', '.join(sorted(beyond))}"
            )
        found = self.world.search(wanted)
        if len(found) > MOST_SUBJECTS:
            return HTTPStatus.BAD_REQUEST, too_many(len(found))
        shown = [made for one in found if (made := self._shown(source, one)) is not None]
        return HTTPStatus.OK, {"pocetCelkem": len(shown), "ekonomickeSubjekty": _page(shown, wanted)}

    def _shown(self, source: str | None, subject: Subject) -> Json | None:
        if source is None:
            return shapes.subject_json(subject, self.today)
        return shapes.source_json(source, subject, self.today)

    def _code_lists(self, wanted: Json) -> Answer:
        pairs = {"kodCiselniku": wanted.get("kodCiselniku"), "zdrojCiselniku": wanted.get("zdrojCiselniku")}
        fitting = [
            one for one in self.code_lists if all(value in {None, one[name]} for name, value in pairs.items())
        ]
        return HTTPStatus.OK, {"pocetCelkem": len(fitting), "ciselniky": _page(fitting, wanted)}

    def _addresses(self, wanted: Json) -> Answer:
        found = self.world.addresses(wanted.get("textovaAdresa", ""))
        strict = wanted.get("typStandardizaceAdresy") == "UPLNA_STANDARDIZACE"
        rows = [shapes.standard_address_json(one.seat) for one in found if one.seat is not None]
        if strict and len(rows) != 1:
            rows = []
        state = "UPLNA" if len(rows) == 1 else "NESTANDARDIZOVANO" if not rows else "VICE_ADRES"
        reply = {
            "pocetCelkem": len(rows),
            "standardizovaneAdresy": _page(rows, wanted),
            "stavStandardizace": state,
        }
        return HTTPStatus.OK, reply

    def _batches(self, wanted: Json) -> Answer:
        source = wanted.get("datovyZdroj", "")
        numbers = range(1, len(self.announced.get(source, ())) + 1)
        return HTTPStatus.OK, {"notifikacniDavky": [self._batch(source, number) for number in numbers]}

    def _changes(self, source: str, number: int) -> Answer:
        if not 0 < number <= len(self.announced.get(source, ())):
            return HTTPStatus.NOT_FOUND, not_found()
        changes = [{"icoId": ico, "typZmeny": kind} for ico, kind in self.announced[source][number - 1]]
        return HTTPStatus.OK, self._batch(source, number) | {"seznamNotifikaci": changes}

    def _batch(self, source: str, number: int) -> Json:
        return {
            "cisloDavky": number,
            "datovyZdroj": source,
            "datumUvolneniDavky": self.today.isoformat(),
            "pocetZmen": len(self.announced[source][number - 1]),
        }


def error(code: str, described: str, sub_code: str | None = None) -> Json:
    """An error body."""
    body = {"kod": code, "popis": described}
    return body if sub_code is None else body | {"subKod": sub_code}


def not_found() -> Json:
    """The error body for a subject that is not there."""
    described = "Nebyl nalezen žádný subjekt, který by odpovídal zadaným hodnotám. Upravte parametry vyhledávání.|Záznam nenalezen"
    return error("NENALEZENO", described, "VYSTUP_SUBJEKT_NENALEZEN")


def too_many(count: int) -> Json:
    """The error body for more subjects than are shown; thousands are parted by no-break spaces."""
    found = f"{count:,}".replace(",", "\u00a0")
    described = (
        f"Zadaný dotaz vrací příliš mnoho výsledků ({found}). Povoleno je maximálně 1\u00a0000 výsledků. "
        "Upravte parametry vyhledávání.|Chyba vstupu"
    )
    return error("CHYBA_VSTUPU", described, "VYSTUP_PRILIS_MNOHO_VYSLEDKU")


def wrong_address(path: str) -> Answer:
    """What the web server says of an address that is not there."""
    return HTTPStatus.NOT_FOUND, {"status": 404, "error": "Not Found", "path": path}


def _page(rows: list[Json], wanted: Mapping[str, Any]) -> list[Json]:
    start = wanted.get("start", 0)
    return rows[start : start + wanted.get("pocet", _USUAL_ROWS)]
