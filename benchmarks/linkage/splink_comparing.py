"""What Splink compares, in the levels with which it does best on our invented clients.

What goes together is one comparison, for Splink takes comparisons for independent: street, house and town are an address, an
e-mail implies its host. Names that differ in a number ("ZŠ 5", "ZŠ 6") are a level of their own, rare values weigh more.
"""

from collections.abc import Sequence
from typing import Any, Final

_LIKE: Final = "jaro_winkler_similarity(nm_l, nm_r) >= {}"
_SAME_STREET: Final = "levenshtein(street_l, street_r) <= 2"
_NAME: Final = (
    "nm_l = nm_r", "srt_l = srt_r", f"dg_l IS DISTINCT FROM dg_r AND {_LIKE.format(0.9)}", _LIKE.format(0.95), _LIKE.format(0.9),
    _LIKE.format(0.85), "rare_l = rare_r", _LIKE.format(0.7),
)  # fmt: skip
_MAIL: Final = ("mail_l = mail_r", "host_l = host_r")
_ADDRESS: Final = (
    "place_l = place_r", f"house_l = house_r AND town_l = town_r AND {_SAME_STREET}", "house_l = house_r AND (town_l = town_r OR psc_l = psc_r)",
    f"{_SAME_STREET} AND (town_l = town_r OR psc_l = psc_r)", "psc_l = psc_r", "town_l = town_r",
)  # fmt: skip
_FREQUENT: Final = ("nm", "mail", "host", "place")
"""Columns whose values weigh by how rare they are where both have the same."""
_EXACT: Final = ("ident", "birthday", "account", "box", "founded", "form")


def clients(known: Sequence[str]) -> list[Any]:
    """Comparisons of clients.

    Args:
        known: columns that some record has a value in; without any of its columns a comparison is left out.
    """
    import splink.comparison_library as cl  # noqa: PLC0415 - a peer

    levelled = {"nm": ("nm", _NAME), "mail": ("mail host", _MAIL), "place": ("place town psc", _ADDRESS)}
    phone = [cl.ExactMatch("phone").configure(term_frequency_adjustments=True)] if "phone" in known else []
    return [
        *(
            _levels(name, absent.split(), levels)
            for name, (absent, levels) in levelled.items()
            if any(one in known for one in absent.split())
        ),
        *phone,
        *(cl.ExactMatch(name) for name in _EXACT if name in known),
    ]


def _levels(name: str, absent: list[str], conditions: tuple[str, ...]) -> Any:
    """A comparison; silent where one side has none of some columns."""
    import splink.comparison_library as cl  # noqa: PLC0415 - a peer

    silent = " AND ".join(f"({one}_l IS NULL OR {one}_r IS NULL)" for one in absent)
    levels: list[Any] = [{"sql_condition": silent, "label_for_charts": "absent", "is_null_level": True}]
    for condition in conditions:
        level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": condition}
        column = condition.partition("_l = ")[0]
        if condition == f"{column}_l = {column}_r" and column in _FREQUENT:
            level |= {"tf_adjustment_column": column, "tf_adjustment_weight": 1.0}
        levels.append(level)
    levels.append({"sql_condition": "ELSE", "label_for_charts": "differs"})
    return cl.CustomComparison(levels, output_column_name=name)


def persons() -> list[Any]:
    """Comparisons of persons: names, numbers and dates by how many signs they are apart."""
    import splink.comparison_library as cl  # noqa: PLC0415 - a peer

    return [
        cl.ForenameSurnameComparison("first_name", "last_name"), cl.DamerauLevenshteinAtThresholds("ident", [1, 2]),
        cl.DamerauLevenshteinAtThresholds("birthday", [1, 2]), cl.JaroWinklerAtThresholds("street", [0.9, 0.7]),
        cl.JaroWinklerAtThresholds("town", [0.9, 0.7]), cl.DamerauLevenshteinAtThresholds("psc", [1, 2]), cl.ExactMatch("house"),
    ]  # fmt: skip
