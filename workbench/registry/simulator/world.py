"""Whom the simulated register knows, and how it finds them: whole words in any order, no prefixes."""

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from workbench.model.names import fold
from workbench.model.subject import Subject
from workbench.registry.simulator.shapes import address_text
from workbench.store import snapshot

Filter = dict[str, Any]

_KNOWN: Final = {"ico", "obchodniJmeno", "sidlo", "pravniForma", "pravniFormaRos", "czNace"}
_KNOWN_SEAT: Final = {"textovaAdresa", "cisloDomovni", "cisloOrientacni", "cisloOrientacniPismeno"}
_PAGING: Final = {"start", "pocet", "razeni"}


def subjects_of_res_file(path: Path) -> list[Subject]:
    """The subjects of a file in the format of ``res_data.csv``; all of them are held in memory.

    Raises:
        BrokenFileError: it is no such file.
        DiskError: it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="workbench-ares-") as folder:
        target = Path(folder) / "res.duckdb"
        snapshot.load(path, target)
        with path.open(encoding="utf-8-sig", newline="") as file:
            icos = [row["ICO"].zfill(8) for row in csv.DictReader(file)]
        held = snapshot.Snapshot(target)
        try:
            found = held.lookup(icos)
        finally:
            held.close()
    return [found[ico] for ico in sorted(found)]


class World:
    """The subjects, and an index of the words of their names.

    Args:
        subjects: those the register knows; one without a name is not shown, as ARES does with persons who ceased.
        today: subjects that ceased by this day are not shown: deleted ones mostly answer 404.
    """

    def __init__(self, subjects: Iterable[Subject], today: date) -> None:
        shown = [one for one in subjects if one.name and (one.ceased_on is None or one.ceased_on > today)]
        self.subjects = {one.ico: one for one in sorted(shown, key=lambda one: one.ico)}
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        for one in shown:
            for word in fold(one.name).split():
                self._words[word].add(one.ico)

    def search(self, wanted: Filter) -> list[Subject]:
        """All subjects that fit, in ascending order of IČO."""
        icos = set(self.subjects) if "ico" not in wanted else set(wanted["ico"]) & set(self.subjects)
        for word in fold(wanted.get("obchodniJmeno")).split():
            icos &= self._words.get(word, set())
        found = [self.subjects[ico] for ico in sorted(icos)]
        for name, given in (
            ("pravniForma", "legal_form"),
            ("pravniFormaRos", "legal_form"),
            ("czNace", "nace"),
        ):
            if name in wanted:
                found = [one for one in found if getattr(one, given) in wanted[name]]
        return [one for one in found if _at(one, wanted.get("sidlo", {}))]

    @staticmethod
    def beyond(wanted: Filter) -> set[str]:
        """Fields of the filter that ARES knows and this register does not; the unknown to ARES are ignored."""
        seat = wanted.get("sidlo", {})
        return (set(wanted) - _KNOWN - _PAGING) | (set(seat) - _KNOWN_SEAT)

    def addresses(self, text: str) -> list[Subject]:
        """Subjects, one an address, whose address holds all the words."""
        words = set(fold(text).split())
        found: dict[str, Subject] = {}
        for one in self.subjects.values():
            line = address_text(one.seat) if one.seat else ""
            if words and words <= set(fold(line).split()):
                found.setdefault(line, one)
        return list(found.values())


def _at(subject: Subject, wanted: Filter) -> bool:
    if not wanted:
        return True
    seat = subject.seat
    if seat is None:
        return False
    words = set(fold(wanted.get("textovaAdresa")).split())
    numbers = {
        "cisloDomovni": seat.house_number,
        "cisloOrientacni": seat.orientation_number,
        "cisloOrientacniPismeno": seat.orientation_letter,
    }
    same = all(str(wanted[name]) == value for name, value in numbers.items() if name in wanted)
    return same and words <= set(fold(address_text(seat)).split())
