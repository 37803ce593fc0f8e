"""Whom and what a clerk writes down: another name, another person, another address of the same firm."""

from typing import Final

import numpy as np

from benchmarks.linkage.sources import words
from benchmarks.linkage.sources.market import has
from benchmarks.linkage.sources.naming import AS, SRO
from benchmarks.linkage.sources.sheet import Habit, Sheet
from workbench.demodata.columns import Flags, Whole, choose, joined, texts

_SHORT: Final = {
    "Společenství vlastníků jednotek": ("SVJ", "Spol. vl. jednotek", "Spol.vlastníků"), "Společenství vlastníků": ("SV", "SVJ", "Spol. vl."),
    "Základní škola": ("ZŠ",), "Mateřská škola": ("MŠ",), "Zemědělské družstvo": ("ZD",), "Bytové družstvo": ("BD",), "společnost": ("spol.",),
    "Stavební": ("Stav.",), "Obchodní": ("Obch.",), "Technické služby": ("TS",), "Sbor dobrovolných hasičů": ("SDH",), "Restaurace": ("Rest.",),
    "Realitní kancelář": ("RK",), "Cestovní kancelář": ("CK",), "Services": ("Serv.",), "Group": ("Gr.",), "Development": ("Dev.",),
    "Obec": ("OÚ", "Obecní úřad"), "Město": ("MěÚ", "Městský úřad"), "Vodovody a kanalizace": ("VaK", "VAK"), "autodoprava": ("autodopr.",),
    "Česk": ("Č.",), "Nová": ("N.",), "Horní": ("Hor.",), "Dolní": ("Dol.",), "nad Labem": ("n. L.", "n/L"), "nad Sázavou": ("n. Sáz.",),
}  # fmt: skip
_OTHERWISE: Final = {
    "s.r.o.": ("s. r. o.", "sro", "s.r.o", "spol. s r.o.", "S.R.O.", "s r.o."), "a.s.": ("a. s.", "as", "akciová společnost", "A.S.", "akc. spol."),
    "spol. s r.o.": ("s.r.o.", "spol s r.o.", "spol.s r.o.", "s.r.o."), "z.s.": ("z. s.", "zs", "o.s.", "občanské sdružení"),
    "příspěvková organizace": ("p.o.", "přísp. org.", ""), "společnost s ručením omezeným": ("s.r.o.", "spol. s r.o."), "akciová společnost": ("a.s.",),
    "družstvo": ("", "druž."), "v.o.s.": ("vos", "v. o. s."), "s. r. o.": ("s.r.o.", "sro"), "z. s.": ("z.s.",),
}  # fmt: skip
_NOTES: Final = (
    " (starý)", " NEPOUŽÍVAT", " - NEPLATIČ", " !!!", " - duplicita?", " (nový)", " - zrušeno", " - VIP", " 2", " x", " (fakturace)", " - dealer", " /stará adresa/",
    " v konkurzu", " - insolvence", " *", " (pan {last})", " - {city}",
)  # fmt: skip


def _contact_of(sheet: Sheet, at: Whole) -> tuple[Flags, "np.ndarray", "np.ndarray"]:
    """Who of a firm's two people this system knows: mostly the same one each time; first names and surnames."""
    second = (sheet.rows["firm"][at] * 31 + len(sheet.system.kind)) % 3 == 0
    second ^= sheet.rng.random(len(at)) < 0.15
    return (
        second,
        choose(second, sheet.of(at, "second_first"), sheet.of(at, "first")),
        choose(second, sheet.of(at, "second_last"), sheet.of(at, "last")),
    )


def other_contact(sheet: Sheet, at: Whole) -> None:
    """The phone and mailbox of one of its people."""
    at = sheet.companies(at)
    second, _, _ = _contact_of(sheet, at)
    local = choose(second, sheet.of(at, "second_local"), sheet.of(at, "local"))
    domain = sheet.of(at, "domain")
    mail = choose(~has(domain), sheet.of(at, "mail"), joined(local, "@", choose(~has(domain), "", domain)))
    phone = choose(second, sheet.of(at, "second_mobile"), sheet.of(at, "mobile"))
    sheet.replace(at, mail=mail, phone=phone)


def contact_for_firm(sheet: Sheet, at: Whole) -> None:
    """A guest orders for the firm and gives their own name."""
    at = sheet.companies(at)
    other_contact(sheet, at)
    _, first, last = _contact_of(sheet, at)
    sheet.put(at, stem=joined(first, " ", last), ending="", first=first, last=last, form=None)
    sheet.put(at[sheet.rng.random(len(at)) < 0.6], is_person=True)


def contact_beside_name(sheet: Sheet, at: Whole) -> None:
    """``Alfa s.r.o., Jan Novák``; of a person nothing."""
    at = sheet.companies(at)
    _, first, last = _contact_of(sheet, at)
    way = sheet.draw.choice((", {f} {l}", " - {l}", " ({l} {f})", ", p. {l}"))
    rows = zip(sheet.rows["ending"][at].tolist(), first.tolist(), last.tolist(), strict=True)
    sheet.rows["ending"][at] = texts(ending + way.format(f=f, l=l) for ending, f, l in rows)  # noqa: E741 - as in the pattern


def _brand_instead(sheet: Sheet, at: Whole) -> None:
    sheet.put(at, stem=sheet.of(at, "brand"), ending="")


def _brand_beside(sheet: Sheet, at: Whole) -> None:
    stem, brand = sheet.rows["stem"][at], sheet.of(at, "brand")
    sheet.put(
        at,
        stem=choose(
            sheet.rng.random(len(at)) < 0.5, joined(brand, " - ", stem), joined(stem, " (", brand, ")")
        ),
    )


def _slogan(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda stem: f"{stem} - {sheet.draw.choice(words.SLOGANS)}", "stem")


def _trade_beside_person(sheet: Sheet, at: Whole) -> None:
    at = sheet.persons(at)
    sheet.put(at, ending=joined(sheet.draw.choice((" - ", ", ", " ")), sheet.of(at, "trade")))


def initials(name: str) -> str:
    """``Stavební společnost Kladno`` → ``SSK``; a single word stays."""
    parts = [one for one in name.replace("-", " ").split() if one[0].isalpha()]
    return "".join(one[0] for one in parts).upper() if len(parts) > 1 else name


def shortened(sheet: Sheet, name: str) -> str:
    """The first long word that has a short form, in it."""
    for long, short in _SHORT.items():
        if long in name:
            return name.replace(long, sheet.draw.choice(short), 1)
    return name


def _ending(sheet: Sheet, ending: str, swap: dict[str, tuple[str, ...]]) -> str:
    for long, others in swap.items():
        if ending.startswith(long):
            return sheet.draw.choice(others) + ending[len(long) :]
    return ending


def _note(sheet: Sheet, at: Whole) -> None:
    last, city = sheet.of(at, "last"), sheet.of(at, "city")
    for one, who, where in zip(at.tolist(), last.tolist(), city.tolist(), strict=True):
        sheet.rows["ending"][one] += sheet.draw.choice(_NOTES).format(last=who, city=where)


def _surname_first(sheet: Sheet, at: Whole) -> None:
    rows = sheet.rows
    for one in sheet.persons(at).tolist():
        first, _, last = rows["stem"][one].partition(" ")
        rows["stem"][one] = f"{last} {first}".strip()


def _first_initial(sheet: Sheet, at: Whole) -> None:
    rows = sheet.rows
    for one in sheet.persons(at).tolist():
        first, _, last = rows["stem"][one].partition(" ")
        rows["stem"][one] = sheet.draw.choice((f"{first[:1]}. {last}", f"{last} {first[:1]}.", last or first))
        rows["first"][one] = None


def _title(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.rows["is_person"][at].astype(bool) & (sheet.of(at, "title") != "")]
    sheet.put(at, stem=joined(sheet.of(at, "title"), " ", sheet.rows["stem"][at]))


def _mister(sheet: Sheet, at: Whole) -> None:
    at = sheet.persons(at)
    sheet.put(at, stem=joined(choose(sheet.of(at, "female"), "paní ", "p. "), sheet.rows["stem"][at]))


def _elsewhere(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "city")]
    sheet.put_seat(at, "site_", sheet.rows["firm"][at])


def branch(sheet: Sheet, at: Whole) -> None:
    """A shop of the firm as a client of its own: another address and phone."""
    at = sheet.companies(at)
    count = len(sheet.market.firms["ico"])
    number = (6 * sheet.rng.random(len(at)) ** 2).astype(np.int64)
    donor = (sheet.rows["firm"][at] + number * 9_973) % count
    sheet.put_seat(at, "site_", donor)
    sheet.replace(at, phone=sheet.market.firms["site_phone"][donor])
    sheet.put(at, ending=joined(sheet.rows["ending"][at], texts(
        sheet.draw.choice((" - pobočka {}", ", prodejna {}", " - provozovna {}", " ({})", " {}", "")).format(city) for city in sheet.rows["city"][at].tolist()
    )))  # fmt: skip


def _accountants_contact(sheet: Sheet, at: Whole) -> None:
    at = at[has(sheet.of(at, "office_mail"))]
    sheet.replace(at, mail=sheet.of(at, "office_mail"), phone=sheet.of(at, "office_phone"))


def _department(sheet: Sheet, at: Whole) -> None:
    at = at[has(sheet.of(at, "domain")) & sheet.has(at, "mail")]
    box = texts(sheet.draw.choice(words.DEPARTMENTS) for _ in at)
    sheet.put(at, mail=joined(box, "@", sheet.of(at, "domain")))


def _free_mail(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "mail")]
    host = words.FREE_MAIL[len(sheet.system.kind) % len(words.FREE_MAIL)]
    sheet.put(at, mail=joined(sheet.of(at, "free_local"), "@", host))


def _no_ending(sheet: Sheet, at: Whole) -> None:
    sheet.put(at, ending="")


def _fa(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda stem: sheet.draw.choice(("fa ", "firma ", "Fa. ")) + stem, "stem")


def _confused(sheet: Sheet, at: Whole) -> None:
    for mine, other in ((SRO, "a.s."), (AS, "s.r.o.")):
        sheet.put(at[sheet.of(at, "form") == mine], ending=other)


CONTENTS: Final[dict[str, Habit]] = {
    "form_left_out": _no_ending, "form_confused": _confused,
    "form_otherwise": lambda sheet, at: sheet.edit(at, lambda one: _ending(sheet, one, _OTHERWISE), "ending"),
    "other_contact": other_contact, "department": _department, "free_mail": _free_mail, "accountants_contact": _accountants_contact,
    "contact_for_firm": contact_for_firm, "surname_first": _surname_first, "first_name_initial": _first_initial, "title": _title, "mister": _mister,
    "trade_beside_person": _trade_beside_person, "initials": lambda sheet, at: sheet.edit(at, initials, "stem"),
    "abbreviated": lambda sheet, at: sheet.edit(at, lambda one: shortened(sheet, one), "stem"),
    "brand_instead": _brand_instead, "brand_beside": _brand_beside, "slogan": _slogan, "fa": _fa, "contact_beside_name": contact_beside_name,
    "note_in_name": _note, "elsewhere": _elsewhere, "branch": branch,
}  # fmt: skip
"""In this order; what is typed comes after it."""
