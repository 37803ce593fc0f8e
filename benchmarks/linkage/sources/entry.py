"""A clean record: what is true of a firm in the year in which it is typed, in the fields that a system asks for."""

from typing import Any

import numpy as np

from benchmarks.linkage.sources.market import SEAT, has
from benchmarks.linkage.sources.naming import PRIVATE
from benchmarks.linkage.sources.sheet import Sheet
from workbench.demodata.columns import Flags, Whole, choose, joined

_NO_DAY = np.datetime64("NaT", "s")


def enter(sheet: Sheet, at: Whole) -> None:
    """Fill these records of the sheet's system."""
    year = sheet.rows["year"][at]

    def some(field: str) -> Flags:
        return np.asarray(sheet.rng.random(len(at)) < sheet.system.filled[field])

    def of(column: str) -> Any:
        return sheet.of(at, column)

    def then(column: str, changed_in: str) -> Any:
        return choose(year < of(changed_in), of("old_" + column), of(column))

    person, named = of("is_person"), some("person")
    first, last = of("first"), choose(year < of("married_in"), of("maiden"), of("last"))
    ended = (of("liquidated_in") > 0) & (year >= of("liquidated_in"))
    ending = then("ending", "reformed_in")
    domain = then("domain", "domain_in")
    sheet.put(
        at,
        stem=choose(person, joined(first, " ", last), then("stem", "renamed_in")),
        ending=choose(ended, joined(ending, " v likvidaci"), ending),
        first=choose(named & person, first, None),
        last=choose(named & person, last, None),
        is_person=person,
        birthday=choose(some("birthday") & person, of("birthday"), _NO_DAY),
        ico=choose(some("ico"), of("ico"), None),
        dic=choose(some("dic"), of("dic"), None),
        form=choose(some("form") & (of("form") != PRIVATE), of("form"), None),
        account=choose(some("account"), choose(year < 2015, of("second_account"), of("account")), None),
        box=choose(some("box") & (year >= 2009), of("box"), None),
        founded=choose(some("founded") & ~person, of("founded"), _NO_DAY),
        phone=choose(some("phone"), then("phone", "phone_in"), None),
        second_phone=choose(some("second_phone"), of("mobile"), None),
        mail=choose(some("mail"), of("mail"), None),
        web=choose(some("web") & (has(domain)), joined("www.", choose(~has(domain), "", domain)), None),
    )
    seated, coded, parted = some("seat"), some("psc"), some("parts")
    for name in SEAT:
        kept = seated & {"psc": coded, "part": parted, "district": parted}.get(name, seated)
        sheet.rows[name][at] = choose(kept | (name == "place"), then(name, "moved_in"), None)
