"""Company numbers, phones and mailboxes as clerks and tables spoil them."""

import random
from typing import Final

from benchmarks.linkage.sources.market import has
from benchmarks.linkage.sources.sheet import Habit, Sheet
from workbench.demodata.columns import Whole, texts

_LOOKALIKE: Final = {
    "1": "7",
    "7": "1",
    "6": "8",
    "8": "6",
    "3": "8",
    "5": "6",
    "0": "9",
    "9": "4",
    "4": "9",
    "2": "3",
}
_MAIL_SLIPS: Final = (
    (".example", ".exmaple"),
    ("posta.", "psota."),
    ("@", " (zavináč) "),
    (".example", ""),
    ("@", "@www."),
    (".", ","),
)
_NO_PHONES: Final = ("000000000", "123456789", "111111111", "x", "neuvedeno", "není", "0", "-")
_NO_MAILS: Final = (
    "x@x.example",
    "test@test.example",
    "neni@email.example",
    "nema",
    "noreply@firma.example",
    "-",
)
_NO_ICOS: Final = ("00000000", "12345678", "x", "neplátce", "0", "-", "nemá", "11111111")


def turned(draw: random.Random, number: str) -> str:
    """Two neighbouring digits in the wrong order."""
    at = draw.randrange(1, len(number) - 1) if len(number) > 3 else 0
    return number[:at] + number[at : at + 2][::-1] + number[at + 2 :]


def misread(draw: random.Random, number: str) -> str:
    """One digit wrong, the first one never: invented numbers keep their nine."""
    at = draw.randrange(1, len(number))
    wrong = _LOOKALIKE.get(number[at], number[at]) if draw.random() < 0.5 else draw.choice("0123456789")
    return number[:at] + wrong + number[at + 1 :]


def phone(draw: random.Random, number: str) -> str:
    """``+420602012345`` in one of the ways in which people write it."""
    bare = number.removeprefix("+420")
    if len(bare) != 9:
        return number
    a, b, c = bare[:3], bare[3:6], bare[6:]
    return draw.choice((
        bare, bare, f"{a} {b} {c}", f"{a} {b} {c}", f"+420 {a} {b} {c}", f"+420{bare}", f"00420{bare}", f"420{bare}", f"{a}/{b}{c}", f"{a}-{b}-{c}",
        f"{a} {bare[3:5]} {bare[5:7]} {bare[7:]}", f"(+420) {a} {b} {c}", f"tel. {a}{b}{c}", f"0{bare}", f"{a}.{b}.{c}", f"+42 {a} {b} {c}",
    ))  # fmt: skip


def _sisters_ico(sheet: Sheet, at: Whole) -> None:
    """The number of the firm that stands beside it in the list of a group, else of anyone."""
    wrong = sheet.market.firms["ico"][sheet.market.neighbour[sheet.rows["firm"][at]]]
    sheet.replace(at, ico=wrong)


def _dic_in_ico(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "dic")]
    sheet.put(at, ico=sheet.rows["dic"][at], dic=None)


def _phone_kept_as(form: str) -> Habit:
    return lambda sheet, at: sheet.edit(at, lambda one: form.format(one.removeprefix("+420")), "phone")


def _two_phones(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "phone")]
    sheet.put(at, phone=texts(f"{one}{sheet.draw.choice((', ', '; ', ' / '))}{other}" for one, other in zip(sheet.rows["phone"][at].tolist(), sheet.of(at, "mobile").tolist(), strict=True)))  # fmt: skip


def _two_mails(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "mail") & has(sheet.of(at, "office_mail"))]
    sheet.put(at, mail=texts(f"{one}; {other}" for one, other in zip(sheet.rows["mail"][at].tolist(), sheet.of(at, "office_mail").tolist(), strict=True)))  # fmt: skip


def _phone_note(sheet: Sheet, at: Whole) -> None:
    at = at[sheet.has(at, "phone")]
    sheet.put(at, phone=texts(f"{one} ({sheet.draw.choice(('p. ', ''))}{last})" for one, last in zip(sheet.rows["phone"][at].tolist(), sheet.of(at, "last").tolist(), strict=True)))  # fmt: skip


def _fillers(sheet: Sheet, at: Whole) -> None:
    """What a form must have and the clerk does not know."""
    for column, stock, often in (
        ("phone", _NO_PHONES, 0.5),
        ("mail", _NO_MAILS, 0.25),
        ("ico", _NO_ICOS, 0.3),
        ("street", (sheet.system.filler, "neznámá", "x"), 0.5),
        ("city", (sheet.system.filler,), 0.3),
    ):
        habitual = stock[len(sheet.system.kind) % len(stock)]
        empty = at[(~sheet.has(at, column)) & (sheet.rng.random(len(at)) < often)]
        sheet.rows[column][empty] = texts(
            habitual if sheet.draw.random() < 0.8 else sheet.draw.choice(stock) for _ in empty
        )


def _tests(sheet: Sheet, at: Whole) -> None:
    sheet.put(at, mail="test@test.example", phone="123456789")


def _hotline(sheet: Sheet, at: Whole) -> None:
    """The call centre's own number in place of the caller's."""
    number = f"+4208000{sheet.system.width:02d}{sheet.system.street_width:02d}0"
    sheet.replace(at, phone=texts([number] * len(at)))


def _web_as_mail(sheet: Sheet, at: Whole) -> None:
    sheet.swap(at, "web", "mail")


def _mail_slip(sheet: Sheet, at: Whole) -> None:
    sheet.edit(at, lambda one: one.replace(*sheet.draw.choice(_MAIL_SLIPS)), "mail")


NUMERALS: Final[dict[str, Habit]] = {
    "sisters_ico": _sisters_ico, "dic_in_ico": _dic_in_ico, "ico_transposed": lambda sheet, at: sheet.edit(at, lambda one: turned(sheet.draw, one), "ico"),
    "ico_digit": lambda sheet, at: sheet.edit(at, lambda one: misread(sheet.draw, one), "ico"),
    "ico_spaced": lambda sheet, at: sheet.edit(at, lambda one: f"{one[:2]} {one[2:5]} {one[5:]}" if sheet.draw.random() < 0.5 else f"{one[:3]} {one[3:5]} {one[5:]}", "ico"),
    "ico_prefixed": lambda sheet, at: sheet.edit(at, lambda one: sheet.draw.choice(("IČ: ", "IČO ", "CZ", "IC", "ič.")) + one, "ico"),
    "ico_padded": lambda sheet, at: sheet.edit(at, lambda one: f"{one:0>10}", "ico"),
    "phone_digit": lambda sheet, at: sheet.edit(at, lambda one: misread(sheet.draw, one), "phone"),
    "hotline": _hotline, "landline_old": _phone_kept_as("0{}"), "phone_written": lambda sheet, at: sheet.edit(at, lambda one: phone(sheet.draw, one), "phone", "second_phone"),
    "extension": _phone_kept_as("{} kl. 12"), "two_phones": _two_phones, "phone_note": _phone_note,
    "two_mails": _two_mails, "mail_slip": _mail_slip, "mail_upper": lambda sheet, at: sheet.edit(at, str.upper, "mail"), "web_as_mail": _web_as_mail,
    "fillers": _fillers, "tests": _tests,
}  # fmt: skip
