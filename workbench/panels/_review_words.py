"""What the review of duplicates says of clients and of contact persons: sentences that differ with whom they are about."""

from workbench.locale import n, t
from workbench.model.wording import decimal


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
    if entity == "person":
        return n("{count} group of contact persons that are probably one", "{count} groups of contact persons that are probably one", count)  # fmt: skip
    return n("{count} group of clients that are probably one", "{count} groups of clients that are probably one", count)  # fmt: skip


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


def likely(entity: str, percent: str) -> str:
    """How probable it is that two are one."""
    if entity == "person":
        return t("{percent} % likely to be one person", percent=percent)
    return t("{percent} % likely to be one", percent=percent)


def impossible(entity: str, why: str) -> str:
    """Why two cannot be one; empty if they can."""
    if not why:
        return ""
    said = t("They cannot be one person:") if entity == "person" else t("They cannot be one:")
    return f"{said} {why}"


def merging(entity: str, groups: int, vanish: int) -> str:
    """What becomes of so many groups, in two sentences."""
    if entity == "person":
        become = n("{count} group will become one person each.", "{count} groups will become one person each.", groups)  # fmt: skip
        gone = n("{count} person will vanish into the others.", "{count} persons will vanish into the others.", vanish)  # fmt: skip
    else:
        become = n("{count} group will become one client each.", "{count} groups will become one client each.", groups)  # fmt: skip
        gone = n("{count} client will vanish into the others.", "{count} clients will vanish into the others.", vanish)  # fmt: skip
    return f"{become} {gone}"


def caution(least: float, measured: float | None) -> str:
    """Why groups of a certainty should be looked at; empty if it was measured to be right."""
    percent = decimal(least * 100, 1)
    if measured is None:
        return t(
            "Too few pairs have identifiers to measure what is certain. Taken are groups of {least} % and more; look at them.",
            least=percent,
        )
    if least < measured:
        return t(
            "Only from {measured} % on was merging measured to be right; look at these groups.",
            measured=decimal(measured * 100, 1),
        )
    return ""
