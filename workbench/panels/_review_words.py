"""What the review of duplicates says of clients and of contact persons: sentences that differ with whom they are about."""

from typing import Final

from workbench.duplicates.explaining import Explanation
from workbench.duplicates.in_percent import guessed, percent
from workbench.duplicates.result import Duplicates
from workbench.locale import n, t
from workbench.model.wording import decimal
from workbench.panels._shown import LONGEST_NAME, clip

_MOST_GUESSED: Final = 0.99
"""Estimates that only order are shown as no more than this."""


def intro(entity: str) -> str:
    """What a search does."""
    if entity == "person":
        return t(
            "Finds contact persons that are probably one. It learns from dates of birth and from what people decided; nothing has to be set."
        )
    return t(
        "Finds clients that are probably one. It learns from IČO and from what people decided; nothing has to be set."
    )


def found(entity: str, count: int) -> str:
    """How many groups a search found."""
    if not count:
        return t("No duplicates were found.")
    if entity == "person":
        return n("{count} group of contact persons that are probably one", "{count} groups of contact persons that are probably one", count)  # fmt: skip
    return n("{count} group of clients that are probably one", "{count} groups of clients that are probably one", count)  # fmt: skip


def outdated() -> str:
    """That groups are no more what a search found."""
    return t("Since this search records were merged, taken apart or removed, so its groups hold no more. Search again.")  # fmt: skip


def question(entity: str, count: int) -> str:
    """Whether so many records are one."""
    pair = count == 2  # noqa: PLR2004 - a pair is not counted
    if entity == "person":
        if pair:
            return t("Is it one person?")
        return n("Are these {count} records one person?", "Are these {count} records one person?", count)
    if pair:
        return t("Is it one client?")
    return n("Are these {count} records one client?", "Are these {count} records one client?", count)


def contradicted(differs: str) -> str:
    """What it means that two are one in which such a field differs."""
    if differs == "birthday":
        return t("They have two dates of birth. If they are one, one of the dates is wrong.")
    if differs == "data_box":
        return t("They have two data boxes. If they are one, one of the boxes is somebody else's.")
    return t("They have two valid IČO. If they are one, one of the numbers is somebody else's.")


def if_not(count: int) -> str:
    """What becomes of a question of so many records that is answered no; empty where that decides it."""
    return "" if count == 2 else t("After a no, its pairs are asked one by one.")  # noqa: PLR2004 - a pair is decided


def likely(entity: str, explained: Explanation) -> str:
    """How probable it is that two are one."""
    person = entity == "person"
    if not explained.is_told:
        about = guessed(explained.probability)
        return (
            t("about {percent} % likely to be one person", percent=about)
            if person
            else t("about {percent} % likely to be one", percent=about)
        )
    share = percent(explained.probability)
    return (
        t("{percent} % likely to be one person", percent=share)
        if person
        else t("{percent} % likely to be one", percent=share)
    )


def impossible(entity: str, why: str) -> str:
    """Why two cannot be one; empty if they can."""
    if not why:
        return ""
    said = t("They cannot be one person:") if entity == "person" else t("They cannot be one:")
    return f"{said} {why}"


def merging(entity: str, groups: int, vanish: int) -> str:
    """What becomes of so many groups, in two sentences."""
    if not groups:
        return t("None of these groups can be merged now.")
    if entity == "person":
        become = n("{count} group will become one person each.", "{count} groups will become one person each.", groups)  # fmt: skip
        gone = n("{count} person will vanish into the others.", "{count} persons will vanish into the others.", vanish)  # fmt: skip
    else:
        become = n("{count} group will become one client each.", "{count} groups will become one client each.", groups)  # fmt: skip
        gone = n("{count} client will vanish into the others.", "{count} clients will vanish into the others.", vanish)  # fmt: skip
    return f"{become} {gone}"


def dropped(count: int) -> str:
    """That so many decisions by hand hold no more; empty if all hold."""
    if not count:
        return ""
    return n("{count} decision by hand was dropped, as records of its group were changed since. Decide about it again.", "{count} decisions by hand were dropped, as records of their groups were changed since. Decide about them again.", count)  # fmt: skip


def caution(least: float, found: Duplicates) -> str:
    """Why groups of a certainty should be looked at; empty if it was measured to be right."""
    if not found.is_learned:
        return t("There was too little to learn from, so the estimate only orders groups. Look at them before you merge.")  # fmt: skip
    if found.certain is None and found.unanswered:
        return n("What is certain may be measured once {count} pair is reviewed that looks like one record and has different identifiers: it comes first in the review. Until then look at the groups before you merge.",
                 "What is certain may be measured once {count} pairs are reviewed that look like one record each and have different identifiers: they come first in the review. Until then look at the groups before you merge.", found.unanswered)  # fmt: skip
    if found.certain is None:
        return t("Too few pairs have identifiers to measure from which certainty on merging is right. Look at the groups before you merge.")  # fmt: skip
    if least < found.certain:
        return t(
            "Only from {measured} % on was merging measured to be right; look at these groups.",
            measured=short(found.certain),
        )
    return ""


def certainty(share: float, *, learned: bool, confirmed: bool) -> str:
    """How sure it is that a group is one: that a person said so, or a probability."""
    return t("confirmed by a person") if confirmed else f"{percent(share, learned=learned)} %"


def level(least: float, *, learned: bool) -> str:
    """A certainty from which on groups are taken; of one that only orders, as groups show it."""
    if learned:
        return f"{short(least)} %"
    if least > _MOST_GUESSED:
        return t("only the highest estimates")
    return f"{t('about {percent}', percent=round(least * 100))} %"


def short(share: float) -> str:
    """A share in percent, without a decimal place that says nothing."""
    return decimal(share * 100, 1 if round(share * 1000) % 10 else 0)


def weakest(explained: Explanation) -> str:
    """Which two of a group an explanation is about."""
    first, second = (
        f"{clip(name, LONGEST_NAME)} ({t('No.')} {one})"
        for one, name in zip((explained.first, explained.second), explained.names, strict=True)
    )
    return t("The weakest link of the group, on which it depends: {first} and {second}.", first=first, second=second)  # fmt: skip


def moving(count: int) -> str:
    """How much hangs on the records that vanish."""
    return n("{count} thing that hangs on the others moves to the survivor.", "{count} things that hang on the others move to the survivor.", count)  # fmt: skip
