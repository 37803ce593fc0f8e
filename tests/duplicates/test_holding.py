"""What a model is measured on it has not seen: neither the pairs, nor others of their firms."""

import duckdb
import numpy as np
import pandas as pd

from workbench.duplicates.comparing import STEPS
from workbench.duplicates.labelling import IDENTIFIERS, NAMES
from workbench.duplicates.scoring import PARTS, count_patterns

_RULE = 2
"""Found by a rule that is not an identifier."""
_ALIKE, _UNLIKE = 14, 0


def pattern(*, name: int = _ALIKE, town: int = 0, **identifiers: int) -> int:
    levels = {"name": name, "town": town, **identifiers}
    return sum(level * int(STEPS[NAMES.index(one)]) for one, level in levels.items())


def folds(*pairs: tuple[int, int, int]) -> np.ndarray:
    """Of each pattern of the pairs (a, b, pattern), in order, how many are in each part."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE rec AS SELECT FALSE AS abroad")
    given = pd.DataFrame(pairs, columns=["a", "b", "pattern"])
    connection.register("given", given)
    connection.execute(
        f"CREATE TABLE compared AS SELECT a::UINTEGER AS a, b::UINTEGER AS b, {_RULE}::UINTEGER AS found_by, pattern::UBIGINT AS pattern FROM given"
    )
    return count_patterns(connection, "compared")[1].folds


SAME = {name: same for name, (same, _) in IDENTIFIERS.items()}


def test_all_pairs_of_a_firm_are_in_one_part_whatever_identifier_joins_its_records() -> None:
    rows = []
    for firm in range(200):  # four records in a chain: by IČO, by data box, by date of birth
        one = 4 * firm
        joined = [("ident", one, one + 1), ("box", one + 1, one + 2), ("birthday", one + 2, one + 3)]
        rows.append([(a, b, pattern(**{name: SAME[name]})) for name, a, b in joined])
    for lone in rows[:20]:
        assert (folds(*lone).sum(axis=0) > 0).sum() == 1
    together = folds(*(pair for chain in rows for pair in chain))
    assert (together == together[0]).all(), (
        "each firm has one pair of each kind, so the parts are equal for all"
    )
    assert (together[0] > 200 / PARTS / 2).all(), "and no part is nearly empty"


def test_a_record_with_somebody_elses_ico_measures_nothing() -> None:
    own = [(0, 1, pattern(ident=SAME["ident"])), (1, 2, pattern(ident=1, town=4))]
    lent = (2, 9, pattern(name=_UNLIKE, ident=SAME["ident"]))  # 2 has the IČO of 9, whose name is another
    at = sorted({one[2] for one in own}).index(own[1][2])
    assert folds(*own)[at].sum() == 1
    at = sorted({one[2] for one in (*own, lent)}).index(own[1][2])
    assert folds(*own, lent)[at].sum() == 0
