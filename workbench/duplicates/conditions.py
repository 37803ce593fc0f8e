"""Conditions of levels: small pieces of SQL over the records ``x`` and ``y``.

Their columns are those of :data:`workbench.duplicates.compared_columns.COLUMNS`. What several conditions need of a pair is
computed once (:data:`ONCE`) and stands in them by its name.
"""

from typing import Final

SAME_NUMBER: Final = "ONE_NUMBER"
"""Both have the same valid IČO: by all that is known they are one owner of what they share."""
SIMILARITY: Final = "ALIKE"
"""Jaro and Winkler's similarity of the names, 0 to 1; 0 where one is missing."""
SIGNS_APART: Final = "SIGNS_APART"
"""How many bytes the names are apart (Levenshtein, 1966), if they are alike and no more than two signs longer or shorter; else more than two.

A sign of a folded Latin name is one byte; signs of other scripts are two and more.
"""
_MANY: Final = 9

ONCE: Final = {
    SAME_NUMBER: "x.ident_valid AND y.ident_valid AND x.ident = y.ident",
    SIMILARITY: (
        "CASE WHEN x.name = '' OR y.name = '' THEN 0 WHEN x.name = y.name THEN 1 "
        "ELSE jaro_winkler_similarity(x.name, y.name) END"
    ),
    SIGNS_APART: (
        f"CASE WHEN {SIMILARITY} < 0.88 OR x.words_sorted = y.words_sorted OR abs(x.name_length::INTEGER - y.name_length::INTEGER) > 2 THEN {_MANY} "
        "WHEN strlen(x.name) <> strlen(y.name) THEN levenshtein(x.name, y.name) "
        "WHEN hamming(x.name, y.name) <= 2 THEN hamming(x.name, y.name) ELSE levenshtein(x.name, y.name) END"
    ),
}
"""What a pair is asked once, and the expression for it; one may be made of those before it."""


def spelled_out(sql: str) -> str:
    """An expression that stands by itself: what is computed once elsewhere is written in it."""
    for name, once in reversed(ONCE.items()):
        sql = sql.replace(name, f"({once})")
    return sql


def missing(*columns: str) -> str:
    """A side has none of these."""
    x, y = (" AND ".join(f"{side}.{column} IS NULL" for column in columns) for side in "xy")
    return f"{x} OR {y}"


def missing_on_both(*columns: str) -> str:
    """Neither side has any of these."""
    return " AND ".join(f"x.{column} IS NULL AND y.{column} IS NULL" for column in columns)


def same(column: str) -> str:
    """Both have the same value."""
    return f"x.{column} = y.{column}"


def same_text(column: str) -> str:
    """Both have the same text, and it is not empty."""
    return f"x.{column} = y.{column} AND x.{column} <> ''"


def neither_holds_other(column: str) -> str:
    """Both have a text, and neither is a part of the other."""
    x, y = f"x.{column}", f"y.{column}"
    return f"NOT (contains({x}, {y}) OR contains({y}, {x}))"


def crosswise(column: str, other: str) -> str:
    """What one has in a column, the other has in the other column."""
    return f"x.{column} = y.{other} OR x.{other} = y.{column}"


def similar(column: str, least: float) -> str:
    """Texts of five and more signs with at least such a similarity of Jaro and Winkler."""
    x, y = f"x.{column}", f"y.{column}"
    return f"length({x}) > 4 AND jaro_winkler_similarity({x}, {y}) >= {least}"


def apart(column: str, most: int) -> str:
    """Two whole numbers differ by so much at most."""
    return f"abs(x.{column}::INTEGER - y.{column}::INTEGER) <= {most}"


# --- slips (damerau_levenshtein = 1): a sign changed, too many or too few, or two swapped; a sign is a byte (see SIGNS_APART) ---


def slip(column: str) -> str:
    """Two texts are a slip apart; only those that are alike are looked at."""
    return _slip(f"x.{column}", f"y.{column}")


def _slip(x: str, y: str) -> str:
    return (
        f"abs(length({x}) - length({y})) <= 1 AND jaro_similarity({x}, {y}) >= 0.92 AND {_a_slip_apart(x, y)}"
    )


def _a_slip_apart(x: str, y: str) -> str:
    """Told by what is counted in no time; only of two texts that differ in two places it takes twenty times as long to see whether those were swapped."""
    return (
        f"CASE WHEN strlen({x}) <> strlen({y}) THEN levenshtein({x}, {y}) = 1 WHEN hamming({x}, {y}) = 2 THEN damerau_levenshtein({x}, {y}) = 1 "
        f"ELSE hamming({x}, {y}) = 1 END"
    )


def slip_of_number(column: str) -> str:
    """Two numbers are a slip apart; only those that share their first or last three digits are looked at."""
    x, y = f"x.{column}", f"y.{column}"
    ends = f"{x} % 1000 = {y} % 1000 OR {x} // 1000000 = {y} // 1000000"
    return f"({ends}) AND {_slip(f'{x}::VARCHAR', f'{y}::VARCHAR')}"


def slip_of_code(column: str) -> str:
    """Two codes of as many signs are a slip apart."""
    x, y = f"x.{column}", f"y.{column}"
    return f"length({x}) = length({y}) AND {_a_slip_apart(x, y)}"


def slip_of_date(column: str) -> str:
    """Two dates differ in the year, the month or the day alone, or day and month are swapped."""
    x, y = f"x.{column}", f"y.{column}"
    equal = " + ".join(f"({part}({x}) = {part}({y}))::INTEGER" for part in ("year", "month", "day"))
    swapped = f"year({x}) = year({y}) AND month({x}) = day({y}) AND day({x}) = month({y})"
    return f"({equal} = 2 OR {swapped})"


def elder_and_younger() -> str:
    """One is called the elder, the other the younger: they were not born on one day, whatever is written."""
    return "coalesce(x.generation <> y.generation, FALSE)"


# --- several values of a record ---


def shares(column: str) -> str:
    """Two records have a value in common; only those that have several are looked through."""
    several = f"x.{column}s IS NOT NULL OR y.{column}s IS NOT NULL"
    return f"({same(column)} OR ({several}) AND list_has_any({values('x', column)}, {values('y', column)}))"


def shares_of_list(column: str) -> str:
    """Two lists of values, written with spaces between them, have one in common."""
    return f"({same(column)} OR list_has_any({_words('x', column)}, {_words('y', column)}))"


def values(side: str, column: str) -> str:
    """All values of a record as texts with their rarity before them, as those are told that have several."""
    one = f"(100 + {side}.{column}_rarity::INTEGER)::VARCHAR || lpad({side}.{column}::VARCHAR, 13, '0')"
    return f"string_split(coalesce({side}.{column}s, {one}), ' ')"


def _words(side: str, column: str) -> str:
    return f"string_split({side}.{column}, ' ')"


# --- places ---


def same_town() -> str:
    """The first word of the towns is the same, and their postcodes do not begin with different digits, as those of Ústí nad Labem and Ústí nad Orlicí."""
    return f"{same('town')} AND coalesce({same('postcode_region')}, TRUE)"


# --- names ---


def begins_with_other() -> str:
    """One name is the other with words behind it."""
    x, y = "starts_with(x.name, y.name || ' ')", "starts_with(y.name, x.name || ' ')"
    return f"{same('first_word')} AND x.name_length <> y.name_length AND {SIMILARITY} > 0 AND ({x} OR {y})"


def slips_of_name(most: int) -> str:
    """The names are so many signs apart at most, two or one."""
    return f"{SIGNS_APART} <= {most}"


def holds_rarest_word() -> str:
    """The rarest word of one name is in the other; most that lack it are known by its bit."""
    x, y = (
        f"({side}.word_bits & {other}.rarest_word_bit) > 0 "
        f"AND list_contains({_words(side, 'name')}, {other}.rarest_word)"
        for side, other in ("xy", "yx")
    )
    return f"{x} OR {y}"


def all_words_in_other() -> str:
    """The name with fewer words has none that the other lacks; most that have one are known by its bit."""
    longer = "x.word_count > y.word_count"
    bits = f"(x.word_bits & y.word_bits) = CASE WHEN {longer} THEN y.word_bits ELSE x.word_bits END"
    x, y = _words("x", "name"), _words("y", "name")
    words = f"CASE WHEN {longer} THEN list_has_all({x}, {y}) ELSE list_has_all({y}, {x}) END"
    return f"x.word_count <> y.word_count AND {bits} AND {words}"


def bears_name() -> str:
    """The domain or a rare mailbox of one is the name of the other."""
    x, y = "x.mailbox_rare AND x.mailbox = y.name_as_label", "y.mailbox_rare AND y.mailbox = x.name_as_label"
    return f"x.domain_label = y.name_as_label OR y.domain_label = x.name_as_label OR {x} OR {y}"
