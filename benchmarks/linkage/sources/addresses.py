"""Addresses as they are told and typed."""

from typing import Final

from benchmarks.linkage.sources.sheet import Habit, Sheet
from workbench.demodata.columns import Whole, choose, texts

_SHORT: Final = (
    ("náměstí", "nám."),
    ("třída", "tř."),
    ("nábřeží", "nábř."),
    ("Generála", "Gen."),
    ("Bratří", "Bří"),
    ("Masarykovo", "Masaryk."),
)


def _seated(sheet: Sheet, at: Whole) -> Whole:
    seated: Whole = at[sheet.has(at, "city")]
    return seated


def _rows(sheet: Sheet, at: Whole, *columns: str) -> "zip[tuple[str | None, ...]]":
    return zip(*(sheet.rows[name][at].tolist() for name in columns), strict=True)


def _number(house: str | None, orient: str | None, letter: str | None) -> str:
    return "/".join(one for one in (house, f"{orient}{letter or ''}" if orient else None) if one)


def number_in_street(sheet: Sheet, at: Whole) -> None:
    """``Lipová 123/4`` in the field of the street; of a village its name and number."""
    at = _seated(sheet, at)
    made = [
        f"{street or part or city} {_number(house, orient, letter)}".strip()
        for street, part, city, house, orient, letter in _rows(
            sheet, at, "street", "part", "city", "house", "orient", "letter"
        )
    ]
    sheet.put(at, street=texts(made), house=None, orient=None, letter=None)


def whole_in_street(sheet: Sheet, at: Whole) -> None:
    """All of the address in one field."""
    number_in_street(sheet, at)
    at = _seated(sheet, at)
    way = sheet.draw.choice(("{s}, {p} {c}", "{s} {c} {p}", "{s}, {c}", "{s}; {c}; {p}", "{s} - {c}"))
    made = [
        way.format(s=street or "", p=psc or "", c=city).strip(" ,;-")
        for street, psc, city in _rows(sheet, at, "street", "psc", "city")
    ]
    sheet.put(at, street=texts(made), city=None, psc=None, part=None, district=None)


def _number_left_out(sheet: Sheet, at: Whole) -> None:
    sheet.put(at, house=None, orient=None, letter=None)


def _only(kept: str) -> Habit:
    """One of the two numbers of a house; which one it was nobody tells."""

    def habit(sheet: Sheet, at: Whole) -> None:
        at = at[sheet.has(at, "orient")]
        sheet.put(at, house=sheet.rows[kept][at], orient=None, letter=None)

    return habit


def _street_shortened(sheet: Sheet, at: Whole) -> None:
    def change(street: str) -> str:
        for long, short in _SHORT:
            if long in street:
                return street.replace(long, short)
        return sheet.draw.choice(("ul. ", "ulice ", "")) + street

    sheet.edit(at, change, "street")


def _city_with_part(sheet: Sheet, at: Whole) -> None:
    at = _seated(sheet, at)
    sign = sheet.draw.choice(("-", " - ", ", ", " "))
    true = [
        (part, city)
        for part, city in zip(sheet.of(at, "part").tolist(), sheet.rows["city"][at].tolist(), strict=True)
    ]
    sheet.put(at, city=texts(city if part in city else f"{city}{sign}{part}" for part, city in true))


def _city_with_number(sheet: Sheet, at: Whole) -> None:
    at = _seated(sheet, at)
    of = sheet.market.places.district[sheet.rows["place"][at].astype(int)]
    city = sheet.rows["city"][at]
    sheet.put(at, city=texts(district if district and district.startswith(("Praha ", "Plzeň ")) else one for district, one in zip(of.tolist(), city.tolist(), strict=True)))  # fmt: skip


def _part_as_city(sheet: Sheet, at: Whole) -> None:
    at = _seated(sheet, at)
    sheet.put(at, city=sheet.market.places.part[sheet.rows["place"][at].astype(int)], part=None)


def _post_office(sheet: Sheet, at: Whole) -> None:
    """The town of the post office, its postcode, and the village in front of the number."""
    at = _seated(sheet, at)
    place = sheet.rows["place"][at].astype(int)
    away = sheet.market.places.office[place] != sheet.rows["city"][at]
    at, place = at[away], place[away]
    village = sheet.rows["city"][at]
    sheet.put(
        at, street=choose(~sheet.has(at, "street"), village, sheet.rows["street"][at]), part=village,
        city=sheet.market.places.office[place],
        psc=choose(~sheet.has(at, "psc"), None, sheet.market.places.office_postcode[place]),
    )  # fmt: skip


def _wrong_postcode(sheet: Sheet, at: Whole) -> None:
    sheet.edit(
        at,
        lambda psc: psc[:3] + "00" if sheet.draw.random() < 0.6 else psc[:-1] + str(sheet.draw.randrange(10)),
        "psc",
    )


def _village_number(sheet: Sheet, at: Whole) -> None:
    at = at[(~sheet.has(at, "street")) & (sheet.has(at, "house"))]
    way = sheet.draw.choice(("č.p. {}", "čp. {}", "č. {}", "čp {}", "{}"))
    sheet.put(at, street=texts(way.format(house) for house in sheet.rows["house"][at].tolist()), house=None)


def _street_in_city(sheet: Sheet, at: Whole) -> None:
    sheet.swap(at, "street", "city")


def _psc_in_city(sheet: Sheet, at: Whole) -> None:
    at = at[(sheet.has(at, "psc")) & (sheet.has(at, "city"))]
    sheet.put(at, city=texts(f"{psc[:3]} {psc[3:]} {city}" for psc, city in zip(sheet.rows["psc"][at].tolist(), sheet.rows["city"][at].tolist(), strict=True)), psc=None)  # fmt: skip


def _care_of(sheet: Sheet, at: Whole) -> None:
    at = _seated(sheet, at)
    sheet.put(at, street=texts(f"c/o {last}, {street or ''}".strip(", ") for last, street in zip(sheet.of(at, "second_last").tolist(), sheet.rows["street"][at].tolist(), strict=True)))  # fmt: skip


ADDRESSES: Final[dict[str, Habit]] = {
    "number_left_out": _number_left_out, "only_orientation": _only("orient"), "only_registration": _only("house"),
    "numbers_turned": lambda sheet, at: sheet.swap(at[sheet.has(at, "orient")], "house", "orient"),
    "city_with_part": _city_with_part, "city_with_number": _city_with_number, "part_as_city": _part_as_city, "post_office": _post_office,
    "wrong_postcode": _wrong_postcode, "street_shortened": _street_shortened, "village_number": _village_number, "number_in_street": number_in_street,
    "floor": lambda sheet, at: sheet.edit(at, lambda street: f"{street}, {sheet.draw.randrange(1, 6)}. patro", "street"), "care_of": _care_of,
    "psc_in_city": _psc_in_city, "whole_in_street": whole_in_street, "street_in_city": _street_in_city,
    "psc_spaced": lambda sheet, at: sheet.edit(at, lambda psc: f"{psc[:3]} {psc[3:]}", "psc"),
}  # fmt: skip
