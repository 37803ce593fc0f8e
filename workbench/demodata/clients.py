"""The clients: how the true firms stand in a list that many hands kept for years."""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.demodata import words
from workbench.demodata.columns import TODAY, Texts, chance, choose, digits, frame, pick, pool, stream, texts
from workbench.demodata.dirt import Dirt, change
from workbench.demodata.numbers import spoil_check_digit
from workbench.demodata.observed import Observed

USERS: Final = ("analytik", "eva", "petr", "jana")
"""Who owns the records; ``analytik`` is the one that the demo opens as."""
_OWNERS: Final = pool(" ".join(USERS))
_FIELDS: Final = 4
_TAGS: Final = np.empty(6, dtype=object)
_TAGS[:] = [
    ["VIP"],
    ["veletrh 2025"],
    ["newsletter"],
    ["VIP", "newsletter"],
    ["dodavatel", "prověřit"],
    ["import 2019"],
]
_NOTICES: Final = pool(
    "Volat až po desáté.|Platí s týdenním zpožděním.|Chtějí nabídku na příští rok.|Převzato ze starého systému.|"
    "Fakturovat jen elektronicky.|Domluveno na veletrhu v Brně.|Pozor, mají dvě pobočky.|Klíčový zákazník regionu.",
    "|",
)
_CUSTOM: Final = pool('{"barva složky": "modrá"}|{"cesta": "západ"}|{"archiv": "regál 7"}', "|")


def client_frame(seed: int, seen: Observed, origin_lead: Any = None) -> pd.DataFrame:
    """The client records.

    Args:
        seed: the seed of the invented world.
        seen: which firm each client is.
        origin_lead: lead ids in order of client id, where leads are generated too.
    """
    rng = stream(seed, _FIELDS)
    count, dirt = seen.count, seen.dirt
    person = seen.of_firm("is_person")
    first, last = seen.of_firm("first_name"), seen.of_firm("last_name")
    swapped = dirt[Dirt.SWAPPED_NAMES]
    first, last = choose(swapped, last, first), choose(swapped, first, last)
    days = rng.integers(30, 2_500, size=count).astype("timedelta64[D]")
    invalid = chance(rng, count, 0.03)
    locked = chance(rng, count, 0.01)
    lower_state = pool("potential actual deferred unattractive")
    people = {
        "title_before": choose(person, seen.of_firm("title_before"), None),
        "first_name": choose(person, first, None),
        "last_name": choose(person, last, None),
        "title_after": choose(person, seen.of_firm("title_after"), None),
    }

    def some(share: float, values: Any, empty: object = None) -> npt.NDArray[Any]:
        return choose(chance(rng, count, share), values, empty)

    katpo = seen.of_firm("katpo")
    return frame(
        "client",
        1,
        count,
        **people,
        name=seen.name,
        is_person=person,
        rating=some(0.7, pick(rng, pool("A B C"), count, [2, 5, 3])),
        state=pick(rng, lower_state, count, [4, 4, 1, 1]),
        role=pick(rng, pool("customer partner supplier rival"), count, [80, 8, 10, 2]),
        ico=_icos(rng, seen),
        dic=some(0.75, seen.of_firm("dic")),
        vat_payer=seen.of_firm("vat_payer"),
        bank_account=some(0.25, seen.of_firm("bank_account")),
        data_box=some(0.3, seen.of_firm("data_box")),
        court_file=some(0.4, seen.of_firm("court_file")),
        legal_form=some(0.6, choose(seen.of_firm("form") == "", None, seen.of_firm("form"))),
        founded_on=some(0.4, seen.of_firm("founded_on"), np.datetime64("NaT")),
        nace=some(0.3, choose(seen.of_firm("form") == "", None, seen.of_firm("nace"))),
        category=some(0.5, pick(rng, pool("velkoobchod|maloobchod|výroba|veřejná správa", "|"), count)),
        contact_source=some(
            0.6, pick(rng, pool("web|veletrh|doporučení|telefonát|starý systém", "|"), count)
        ),
        employees=some(0.5, texts(words.EMPLOYEES.get(code) for code in katpo.tolist())),
        payment_term=pick(rng, np.array([7, 14, 14, 30, 30, 60]), count),
        turnover=some(0.2, rng.integers(2, 900, size=count) * 100_000.0, np.nan).astype(np.float64),
        economic_activity=some(0.5, pick(rng, words.ACTIVITY_LABELS, count)),
        classification1=some(0.2, pick(rng, pool("region západ|region východ|region střed", "|"), count)),
        notice=some(0.25, pick(rng, _NOTICES, count)),
        do_not_contact=chance(rng, count, 0.04),
        origin_lead_id=origin_lead,
        tags=some(0.3, _TAGS[rng.integers(len(_TAGS), size=count)]),
        custom=some(0.05, pick(rng, _CUSTOM, count)),
        owner=pick(rng, _OWNERS, count, [4, 3, 2, 1]),
        security_level=pick(rng, np.array([0, 1, 2]), count, [90, 8, 2]),
        external_id="K-" + digits(np.arange(100_001, 100_001 + count), 6),
        valid=~invalid,
        invalid_note=choose(
            invalid, pick(rng, pool("zaniklá firma|duplicitní|omylem založeno", "|"), count), None
        ),
        locked_by=choose(locked, pick(rng, _OWNERS, count), None),
        locked_at=choose(locked, (TODAY - days).astype("datetime64[s]"), np.datetime64("NaT")),
        lock_reason=choose(locked, "probíhá soudní spor", None),
    )


def _icos(rng: np.random.Generator, seen: Observed) -> Texts:
    ico = choose(seen.dirt[Dirt.MISSING_ICO], None, seen.of_firm("ico"))
    wrong = seen.dirt[Dirt.WRONG_ICO]
    return change(ico, wrong, spoil_check_digit(ico[wrong], rng.integers(1, 10, size=int(wrong.sum()))))
