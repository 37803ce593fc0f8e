"""Subjects in the shape in which ARES and its source registers give them."""

import re
from datetime import date
from typing import Any, Final

from workbench.model.legal_forms import legal_form
from workbench.model.subject import Seat, Subject

Json = dict[str, Any]

_KINDS: Final = {"cp": 1, "cev": 2}
_COURT_FILE: Final = re.compile(r"(\S+) (\d+)/(\w+)")
_STATES: Final = (
    "Ros",
    "Vr",
    "Res",
    "Rzp",
    "Nrpzs",
    "Rpsh",
    "Rcns",
    "Szr",
    "Dph",
    "SkDph",
    "Sd",
    "Ir",
    "Ceu",
    "Rs",
    "Red",
    "Monitor",
)
_PERSON: Final = {"jmeno": "Vymyšlená", "prijmeni": "Jednatelka", "datumNarozeni": "1970-01-01"}


def subject_json(subject: Subject, day: date) -> Json:
    """A row of ``/ekonomicke-subjekty``; ``day`` is its date of update."""
    seat = _seat_json(subject.seat) if subject.seat else None
    active = {"Ros", "Res"} | ({"Vr"} if subject.court_file else set()) | ({"Dph"} if subject.dic else set())
    if subject.insolvent:
        active.add("Ir")
    name = {"obchodniJmeno": subject.name, "primarniZaznam": True}
    more: Json = {"obchodniJmeno": [name], "datovyZdroj": "vr" if subject.court_file else "res"}
    if seat:
        more["sidlo"] = [{"sidlo": seat, "primarniZaznam": True}]
    return _without_gaps(
        {
            "ico": subject.ico,
            "obchodniJmeno": subject.name or None,
            "sidlo": seat,
            "pravniForma": subject.legal_form,
            "pravniFormaRos": subject.legal_form,
            "datumVzniku": _iso(subject.founded_on),
            "datumZaniku": _iso(subject.ceased_on),
            "datumAktualizace": _iso(day),
            "dic": subject.dic,
            "icoId": subject.ico,
            "seznamRegistraci": {
                f"stavZdroje{one}": "AKTIVNI" if one in active else "NEEXISTUJICI" for one in _STATES
            },
            "primarniZdroj": "ros",
            "dalsiUdaje": [more | _without_gaps({"pravniForma": subject.legal_form, "spisovaZnacka": subject.court_file})],
            "czNace": [subject.nace] if subject.nace else [],
        }
    )  # fmt: skip


def source_json(source: str, subject: Subject, day: date) -> Json | None:
    """A row of a source register; ``None`` where it does not have the subject."""
    made = {"vr": _vr, "res": _res, "rzp": _rzp, "ros": _ros}.get(source)
    record = made(subject) if made else None
    if record is None:
        return None
    first: Json = {} if source == "ros" else {"primarniZaznam": True}
    return {
        "icoId": subject.ico,
        "zaznamy": [first | {"datumAktualizace": day.isoformat()} | _without_gaps(record)],
    }


def address_text(seat: Seat) -> str:
    """The address on one line, as ARES writes it: ``"K. Světlé 512/4, České Budějovice 3, 37004 České Budějovice"``."""
    number = "/".join(
        part
        for part in (seat.house_number, f"{seat.orientation_number or ''}{seat.orientation_letter or ''}")
        if part
    )
    line = " ".join(part for part in (seat.street or seat.part or seat.city, number) if part)
    part = seat.part if seat.street and seat.part != seat.city else None
    town = " ".join(part for part in (seat.postcode, seat.city) if part)
    return ", ".join(piece for piece in (line, part, town) if piece)


def _vr(subject: Subject) -> Json | None:
    mark = _COURT_FILE.fullmatch(subject.court_file or "")
    if mark is None:
        return None
    return {
        "rejstrik": "OR",
        "stavSubjektu": "AKTIVNI",
        "ico": [{"hodnota": subject.ico}],
        "obchodniJmeno": [{"hodnota": subject.name}],
        "pravniForma": [{"hodnota": subject.legal_form}] if subject.legal_form else None,
        "spisovaZnacka": [{"oddil": mark[1], "vlozka": int(mark[2]), "soud": mark[3]}],
        "statutarniOrgany": [{"nazevOrganu": "jednatel", "clenoveOrganu": [{"fyzickaOsoba": _PERSON}]}],
    }


def _res(subject: Subject) -> Json:
    return {
        "ico": subject.ico,
        "obchodniJmeno": subject.name or None,
        "pravniForma": subject.legal_form,
        "czNacePrevazujici": subject.nace,
        "czNace": [subject.nace] if subject.nace else [],
        "statistickeUdaje": {"kategoriePoctuPracovniku": "000"},
    }


def _rzp(subject: Subject) -> Json:
    return {
        "ico": subject.ico,
        "obchodniJmeno": subject.name or None,
        "pravniForma": subject.legal_form,
        "zivnosti": [
            {
                "predmetPodnikani": "Výroba, obchod a služby neuvedené v přílohách 1 až 3 živnostenského zákona",
                "odpovedniZastupci": [_PERSON],
            },
            {"predmetPodnikani": "Hostinská činnost", "datumZaniku": "2020-01-31"},
        ],
    }


def _ros(subject: Subject) -> Json:
    box = {"identifikatorDs": subject.data_box, "typDatoveSchranky": "10", "platnostUdajeRos": "SPRAVNY"}
    return {
        "ico": subject.ico,
        "stavSubjektu": "AKTIVNI",
        "pravniFormaRos": {"hodnota": subject.legal_form} if subject.legal_form else None,
        "datoveSchranky": [box] if subject.data_box else [],
    }


def _seat_json(seat: Seat) -> Json:
    postcode = (seat.postcode or "").replace(" ", "")
    return _without_gaps(
        {
            "kodStatu": seat.country,
            "nazevKraje": seat.region,
            "nazevObce": seat.city,
            "nazevMestskeCastiObvodu": seat.district,
            "nazevUlice": seat.street,
            "cisloDomovni": _whole(seat.house_number),
            "nazevCastiObce": seat.part,
            "cisloOrientacni": _whole(seat.orientation_number),
            "cisloOrientacniPismeno": seat.orientation_letter,
            "kodAdresnihoMista": _whole(seat.place_code),
            "psc": _whole(postcode),
            "pscTxt": None if _whole(postcode) is not None else postcode or None,
            "textovaAdresa": address_text(seat) or None,
            "standardizaceAdresy": seat.place_code is not None,
            "typCisloDomovni": _KINDS.get(seat.house_number_kind or ""),
        }
    )


def standard_address_json(seat: Seat) -> Json:
    """A row of ``/standardizovane-adresy``."""
    made = _seat_json(seat)
    return {
        name: value
        for name, value in made.items()
        if name not in {"kodStatu", "standardizaceAdresy", "pscTxt"}
    }


def forms_json() -> Json:
    """The code list of legal forms, as the source RES has it."""
    codes = ("100", "101", "111", "112", "113", "121", "205", "301", "325", "706", "801")
    items = [(code, form.text) for code in codes if (form := legal_form(code))]
    return {"kodCiselniku": "PravniForma", "zdrojCiselniku": "res", "polozkyCiselniku": _items(items)}


def _items(items: list[tuple[str, str]]) -> list[Json]:
    return [
        {"kod": code, "nazev": [{"kodJazyka": "cs", "nazev": name}], "platnostOd": "1900-01-01"}
        for code, name in items
    ]


def trade_forms_json() -> Json:
    """A list of the same name in another source: the same code there means something else."""
    items = [("100", "Fyzická osoba s bydlištěm v zahraničí")]
    return {"kodCiselniku": "PravniForma", "zdrojCiselniku": "rzp", "polozkyCiselniku": _items(items)}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _without_gaps(row: Json) -> Json:
    return {name: value for name, value in row.items() if value is not None}
