"""What a company name is asked first, to save thirty patterns: it may say yes in vain, but never no where a pattern fits."""

from collections.abc import Callable

from effort import examples
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.model import _company_forms as forms
from workbench.model.names import in_liquidation, parse_company

_PIECES = st.sampled_from([
    "s.r.o.", "spol. s r. o.", "a.s.", "SE", "GmbH & Co. KG", "d. o. o.", "z. s.", ", zs", "ústav", ", nadace", "p. o.", "o. z.",
    "o.z.", "p. s.", "odštěpný závod", "odšt. závod", "organizační složka podniku", "org. sl.", "pobočný spolek", "v likvidaci",
    "v likv.", "in liquidation", "v konkurzu", "v insolvenci", "v úpadku", "v reorganizaci", "v oddlužení", "v nucené správě",
    "in insolvency", "zaniklá", "zrušeno", "vymazána", "výmaz", "ukončil činnost", "neexistuje", "nadační fond", "nadace", "svj",
    "společenství vlastníků", "honební společenstvo", "HS", "odborový svaz", "zo kovo os", "SH ČMS", "farnost", "bytové družstvo",
    "svazek obcí", "mikroregion", "Modrá", "vrána", "Žižkov", "I", "İ", "ı", "ſ",
])  # fmt: skip
_CASES: list[Callable[[str], str]] = [str, str.upper, str.title]
_NAMES = st.lists(
    st.tuples(_PIECES, st.sampled_from(_CASES), st.sampled_from(["", " ", ", ", " (", ")", "-", "."])),
    min_size=1, max_size=5,
).map(lambda pieces: "".join(how(piece) + end for piece, how, end in pieces))  # fmt: skip


@given(name=_NAMES)
@examples(100)
@example(name="x V LİKVIDACI")
@example(name="x v lıkvıdaci")
@example(name="x zruſena")
def test_no_pattern_fits_where_the_first_question_says_that_none_does(name: str) -> None:
    lower = forms.lowered(name)
    if not forms.may_be_marked(lower):
        assert not any(one.search(name) for one in (forms.LIQUIDATION, forms.BANKRUPTCY, forms.CEASED))
    if not forms.may_be_branch(lower):
        assert not any(one.pattern.search(name) for one in forms.BRANCHES)
    if not forms.may_give_away(lower):
        assert not any(one.pattern.search(name) for one in forms.ANYWHERE)
    if not forms.SOME_RARE_AT_END.search(name):
        assert not any(one.pattern.search(name) for one in forms.RARE_AT_END)
    if "." not in name:
        assert not forms.MIDDLE.search(name)
        assert not any(one.pattern.search(name) for one in forms.INNER)


@given(name=_NAMES)
@example(name="Modrá vrána v lik\u00advidaci")
def test_a_name_in_liquidation_is_known_without_taking_it_apart(name: str) -> None:
    assert in_liquidation(name) == parse_company(name).in_liquidation


@given(name=_NAMES)
def test_the_form_at_the_start_is_the_first_that_fits(name: str) -> None:
    assert forms.at_start(name) == next((one for one in forms.AT_START if one.pattern.match(name)), None)
