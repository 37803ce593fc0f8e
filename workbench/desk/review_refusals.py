"""What a person is told when an answer of the review is not kept, or not taken back."""

from collections.abc import Iterable

from workbench.errors import CollisionError, StaleVersionError
from workbench.model.fields import RecordType


def gone(kind: RecordType, record_id: int) -> StaleVersionError:
    """That a question is passed over as one of its records is not there for this user."""
    return StaleVersionError(
        "{kind} {id} is there no more: it was merged, made invalid or deleted, or you may not see it. Nothing was decided about it; the review goes on without it.",
        kind=kind.label, id=record_id,
    )  # fmt: skip


def elsewhere() -> StaleVersionError:
    """That another question is in hand than that which was seen: another thread went on, or another view of the same panel."""
    return StaleVersionError(
        "This question is not in hand any more: it was answered or left elsewhere, perhaps in another view of this panel. Nothing was done; look at where the review stands now.",
    )


def taken(kind: RecordType, record_id: object) -> StaleVersionError:
    """That a record was changed, and its question cannot be asked anew as it is in other hands."""
    return StaleVersionError(
        "{kind} {id} was changed since you were asked, and somebody else has locked it, has it in hand or decided about it meanwhile. Your answer was not kept; the review goes on with the next question.",
        kind=kind.label, id=record_id,
    )  # fmt: skip


def stays(
    pair: tuple[int, int], own: tuple[str, str], said: Iterable[tuple[int, int, str, str | None]]
) -> CollisionError:
    """Why an answer is not taken back: what somebody said after it, or what became of its records.

    Args:
        pair: what was asked about.
        own: the verdict, and whose it is.
        said: all decisions about these records, the newest first: two ids, the verdict and whose it is.
    """
    for first, second, *told in said:
        if tuple(told) == own:
            break  # what follows was said before
        return CollisionError(
            "{user} decided about {first} and {second} after you, and that decision stays. The next step back leads to the question before.",
            user=told[1] or "?", first=first, second=second,
        )  # fmt: skip
    return CollisionError(
        "What you answered about {first} and {second} cannot be taken back: the records were changed, merged or deleted since. The next step back leads to the question before.",
        first=pair[0], second=pair[1],
    )  # fmt: skip
