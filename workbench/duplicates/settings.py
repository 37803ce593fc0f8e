"""What can be set about a search for duplicates; nothing has to be."""

from dataclasses import dataclass

from workbench.errors import ValueRejectedError


@dataclass(frozen=True, slots=True)
class Settings:
    """How duplicates are looked for.

    Attributes:
        threshold: pairs of at least this probability are offered and make clusters.
        block: records that share a blocking key are all compared up to this number; above it, the key is
            refined by a second attribute.
        nearest: where no attribute can refine a key any further, each record is compared with so many of those
            next to it in order of their names.
        labels_wanted: labelled pairs of either kind (same, not same) that a model needs to learn from; with
            fewer, weights are estimated without labels.
        rounds: boosting rounds at most.
        seed: of every draw; the same data and seed give the same result.
        threads: processor threads; by default all.
        memory: what the engine may take before it goes to disk, e.g. ``"2GB"``.
    """

    threshold: float = 0.5
    block: int = 16
    nearest: int = 4
    labels_wanted: int = 200
    rounds: int = 100
    seed: int = 1
    threads: int | None = None
    memory: str = "1500MB"

    def __post_init__(self) -> None:
        if not 0 < self.threshold < 1:
            raise ValueRejectedError(
                "The threshold is a probability between 0 and 1, not {given}.", given=self.threshold
            )
        for name in ("block", "nearest", "labels_wanted", "rounds"):
            if getattr(self, name) < 2:  # noqa: PLR2004 - a pair takes two
                raise ValueRejectedError(
                    "“{name}” must be at least 2, not {given}.", name=name, given=getattr(self, name)
                )
