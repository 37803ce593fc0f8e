"""The five answers of a register, never mixed up: found, not found, refused, out of reach, malformed.

Only :class:`NotFound` says something about the subject. The other three failures say something about the
way to the register, and must not be read as "there is no such firm".
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.errors import WorkbenchError
from workbench.locale import n, t
from workbench.model.identifiers import Note
from workbench.model.subject import Subject

EXCERPT_LENGTH: Final = 120
"""Characters of a malformed reply that are shown at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """The register knows the subject.

    Attributes:
        subject: what it says.
        source: which register and state of it; must be shown with the data (CC BY 4.0).
        as_of: the day the register vouches for.
        age_days: how old the answer is, when it does not come from the register right now.
        missed: why a second register could not tell more; ``None`` when nothing was missed.
    """

    subject: Subject
    source: str
    as_of: date | None = None
    age_days: int | None = None
    missed: "Trouble | None" = None

    def text(self) -> str:
        """Where it was found, how old that is, and what could not be asked besides."""
        pieces = [t("Found in: {source}.", source=self.source)]
        if self.age_days:
            pieces.append(
                n("The answer is {count} day old.", "The answer is {count} days old.", self.age_days)
            )
        rest = self.subject.rest
        if rest is not None:
            pieces.append(t("The rest is from: {source}.", source=rest.source))
        if self.missed is not None:
            pieces.append(t("Some values are lacking. {why}", why=self.missed.text()))
        return " ".join(pieces)


@dataclass(frozen=True, slots=True)
class NotFound:
    """The register was asked and has no such subject."""

    ico: str
    source: str
    as_of: date | None = None

    def text(self) -> str:
        """What it means and what to check."""
        return t(
            "{source} has no subject with IČO {ico}. Check the number; a subject that ceased years ago is left out.",
            source=self.source, ico=self.ico,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """The register understood and will not answer now: too many questions, blocked, asked wrongly.

    Attributes:
        reason: why.
        retry_after: seconds after which to ask again, ``None`` where the register does not say.
    """

    reason: Note
    retry_after: float | None = None

    def text(self) -> str:
        """Why, and when to try again. Nothing is known of the subject."""
        refused = t("The register refused to answer: {reason}", reason=self.reason.text())
        if self.retry_after is None:
            return f"{refused} {t('Try again later; what was found already is kept.')}"
        seconds = max(1, round(self.retry_after))
        return f"{refused} {n('Try again in {count} second.', 'Try again in {count} seconds.', seconds)}"


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The register could not be asked: no network, a time limit, a missing snapshot."""

    reason: Note

    def text(self) -> str:
        """Why, and what to do. Nothing is known of the subject."""
        return t("The register is out of reach: {reason}", reason=self.reason.text())


@dataclass(frozen=True, slots=True)
class Malformed:
    """The register replied with something that cannot be understood.

    Attributes:
        reason: what is wrong with the reply.
        excerpt: a piece of the reply with digits and addresses of people masked (:func:`excerpt`).
    """

    reason: Note
    excerpt: str = ""

    def text(self) -> str:
        """What is wrong. Nothing is known of the subject."""
        reply = t("The register's reply cannot be read: {reason}", reason=self.reason.text())
        if not self.excerpt:
            return reply
        return f"{reply} {t('The reply begins: {excerpt}', excerpt=self.excerpt)}"


Trouble = Refused | OutOfReach | Malformed
"""The register gave no answer about the subject: it does not want to, it cannot be reached, or it makes no sense."""
Answer = Found | NotFound | Trouble
"""One of the five; tell them apart with ``match`` or ``isinstance``."""


def excerpt(reply: str) -> str:
    """The beginning of a reply, fit to be shown and logged: no personal data.

    Only the frame of the reply is kept. Texts in quotes, texts between tags and all digits become ``…``,
    for they may be names, birth numbers or addresses.
    """
    text = re.sub(r"\s+", " ", reply[: EXCERPT_LENGTH * 20]).strip()
    text = re.sub(r'(:\s*)"(?:[^"\\]|\\.)*"?', r'\1"…"', text)
    text = re.sub(r">[^<>]*\w[^<>]*(?=<|$)", ">…", text)
    text = re.sub(r"\d+", "…", text)
    if not text.startswith(("{", "[", "<")):
        text = re.sub(r"\w+", "…", text)
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1] + "…"


def as_note(error: WorkbenchError) -> Note:
    """An error's message as the reason of an answer."""
    return Note(type(error).__name__, error.message, dict(error.values))
