"""Bank accounts: the Czech form ``prefix-number/bank`` or an IBAN; each is kept in the form it came in.

Rule: Decree 169/2011 Coll. of the Czech National Bank: prefix of up to 6 and number of 2 to 10 digits, each
with weights modulo 11, and a bank code of 4 digits. IBAN: ISO 13616.
"""

import re
from functools import cache

from workbench.model.identifiers._reading import Draft, Reading, as_text, start

_WEIGHTS = (6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
_LABEL = re.compile(
    r"^(?:č(?:íslo|\.)?\s*ú(?:čtu|\.)?|účet|bank(?:ovní)?\s*(?:účet|spojení)|IBAN|account)(?![^\W\d_])\s*(?:č\.)?\s*[.:]?\s*",
    re.IGNORECASE,
)
_SPACES = re.compile(r"\s")
_CZECH = re.compile(r"(?:([0-9]{1,6})-)?([0-9]{2,10})/([0-9]{3,4})")
_GLUED = re.compile(r"([0-9]{6})([0-9]{10})/([0-9]{4})")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_ONLY_NUMBER = re.compile(r"(?:[0-9]{1,6}-)?[0-9]{2,10}")


def read(text: object) -> Reading:
    """Read a bank account from whatever a cell holds.

    Returns:
        ``value`` is ``19-2000145399/0800`` without padding zeros, or an IBAN without spaces. Healed:
        spaces, labels, padding, the lost zero of a bank code. Warnings ``check_digit``,
        ``bank_unknown``. Problems ``bank_missing``, ``account_text``.
    """
    original = text if type(text) is str else as_text(text)
    draft = start(original)
    if not draft.text:
        return Reading(original, None)
    draft.cut_label(_LABEL)
    draft.cut_all(_SPACES)
    if draft.text != draft.text.upper():
        draft.heal("case", "Letters were made capital.")
        draft.text = draft.text.upper()
    if glued := _GLUED.fullmatch(draft.text):
        draft.heal("glued", "The prefix of the account was parted from its number.")
        return _czech(draft, glued[1], glued[2], glued[3])
    if parts := _CZECH.fullmatch(draft.text):
        return _czech(draft, parts[1] or "", parts[2], parts[3])
    if _IBAN.fullmatch(draft.text):
        return _iban(draft)
    if _ONLY_NUMBER.fullmatch(draft.text):
        return draft.fail(
            "bank_missing", "Account “{text}” has no bank code. Add it after a slash, e.g. /0100."
        )
    return draft.fail("account_text", "“{text}” is neither a Czech account (number/bank) nor an IBAN.")


def to_iban(account: str) -> str | None:
    """The Czech IBAN of a canonical Czech account; an IBAN is returned as it is, other text gives None."""
    if _IBAN.fullmatch(account):
        return account
    parts = _CZECH.fullmatch(account)
    if parts is None:
        return None
    body = parts[3].zfill(4) + (parts[1] or "").zfill(6) + parts[2].zfill(10)
    return f"CZ{98 - int(body + '123500') % 97:02d}{body}"  # CZ00 as digits is 123500


def format_account(account: str) -> str:
    """An account for people: an IBAN in groups of four (no-break spaces), a Czech account as it is."""
    if not _IBAN.fullmatch(account):
        return account
    return "\u00a0".join(account[at : at + 4] for at in range(0, len(account), 4))


def _czech(draft: Draft, prefix: str, number: str, bank: str) -> Reading:
    prefix, number = prefix.lstrip("0"), number.lstrip("0")
    if not number:
        return draft.fail("account_text", "“{text}” is neither a Czech account (number/bank) nor an IBAN.")
    value = (f"{prefix}-" if prefix else "") + f"{number}/{bank.zfill(4)}"
    if value != draft.text and not _GLUED.fullmatch(draft.text):
        draft.heal("padding", "Padding zeros of the account were made uniform.")
    if not (_fits(prefix) and _fits(number) and len(number) > 1):
        draft.warn("check_digit", "The check digit of account {value} is wrong.", value=value)
    if not _bank_is_known(bank.zfill(4)):
        draft.warn("bank_unknown", "Bank code {bank} is not known.", bank=bank.zfill(4))
    return draft.done(value)


def _iban(draft: Draft) -> Reading:
    from stdnum import iban  # noqa: PLC0415 - loads its table of countries

    if not iban.is_valid(draft.text):
        draft.warn("check_digit", "The check digit of account {value} is wrong.", value=draft.text)
    return draft.done(draft.text)


def _fits(digits: str) -> bool:
    weights = _WEIGHTS[len(_WEIGHTS) - len(digits) :]
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0


@cache
def _bank_is_known(code: str) -> bool:
    from stdnum import numdb  # noqa: PLC0415 - loads the table of banks

    return any(found for _, found in numdb.get("cz/banks").info(code))
