"""Notes: how a search went, in sentences."""

from workbench.duplicates import lookalikes
from workbench.duplicates.finding import Found
from workbench.duplicates.in_percent import percent
from workbench.locale import n, number, t


def of(found: Found) -> list[str]:
    """What a search learned from, what its certainties are worth, and what it did about what is too common."""
    model, blocked = found.model, found.blocked
    said = [
        n(
            "{count} record compared, pairs: {pairs}.",
            "{count} records compared, pairs: {pairs}.",
            len(found.ids),
            pairs=number(blocked.pairs),
        )
    ]
    if model.kind == "learned":
        said.append(t("Learned from {same} pairs that identifiers or people say are one and {other} that they say are not.",
                       same=number(model.positives), other=number(model.negatives)))  # fmt: skip
    else:
        said.append(t("Too few pairs have identifiers or decisions to learn from, or all are of a few records ({same} and {other}); general weights were used, so take probabilities as an order.",
                       same=number(model.positives), other=number(model.negatives)))  # fmt: skip
    if found.brought:
        said.append(
            t(
                "Probabilities are those given from elsewhere; explanations are this search's own, and nothing was measured."
            )
        )
    said.append(_worth(found))
    said += _lookalikes(found)
    if doubts := _doubted(found):
        said.append(doubts)
    if apart := kept_apart(found):
        said.append(apart)
    if torn := _torn(found):
        said.append(torn)
    said += _of_given(found)
    if blocked.walked:
        said.append(t("Some records (at most {largest} in one bunch) are alike in all that could tell them apart. Of these each was compared with a few only and not with all others, so that duplicates among them may be missed.",
                       largest=number(blocked.largest)))  # fmt: skip
    said += _of_values(found)
    if blocked.twins:
        said.append(n("{count} record looks like an earlier one in everything compared.", "{count} records look like an earlier one in everything compared.",
                       blocked.twins))  # fmt: skip
    return said


def _of_values(found: Found) -> list[str]:
    """Which values were believed less than they seem to say."""
    said = []
    connection = found.connection
    if connection.execute("SELECT coalesce(bool_or(abroad), FALSE) FROM rec").fetchall()[0][0]:
        said.append(t("Fewer than half of the different IČO have the right check digit, so they were taken for numbers of another country: any of five signs and more counts that is no filler."))  # fmt: skip
    for kind, count in connection.execute("SELECT kind, n FROM filler WHERE n > 0").fetchall():
        if kind == "ident":
            said.append(n("{count} IČO stands with so many different names that it was taken for a filler; records that have it were compared by all else.",
                           "{count} IČO stand with so many different names that they were taken for fillers; records that have them were compared by all else.",
                           count))  # fmt: skip
        elif kind == "birthday":
            said.append(n("{count} date of birth stands with so many different names that it was taken for a filler; records that have it were compared by all else.",
                           "{count} dates of birth stand with so many different names that they were taken for fillers; records that have them were compared by all else.",
                           count))  # fmt: skip
        elif kind == "founded":
            said.append(n("{count} date of foundation stands with so many different names that it says nothing; records that have it were compared by all else.",
                           "{count} dates of foundation stand with so many different names that they say nothing; records that have them were compared by all else.",
                           count))  # fmt: skip
        else:
            said.append(n("{count} data box or account stands with several firms or very many names, and so identifies nobody; records that have it were compared by all else.",
                           "{count} data boxes or accounts stand with several firms or very many names, and so identify nobody; records that have them were compared by all else.",
                           count))  # fmt: skip
    return said


def kept_apart(found: Found) -> str:
    """How many pairs are not offered as people keep them apart; empty if none is."""
    rows = found.connection.execute("SELECT count(*) FROM decision WHERE same IS NOT TRUE").fetchall()
    count = int(rows[0][0])
    return n("{count} pair is not offered: people told it apart, were unsure, or took its merge back.",
             "{count} pairs are not offered: people told them apart, were unsure, or took their merge back.", count) if count else ""  # fmt: skip


def _of_given(found: Found) -> list[str]:
    """What was done about given pairs whose records are gone, or have changed since."""
    blocked = found.blocked
    said = []
    if blocked.absent:
        said.append(n("{count} given pair was left out: one of its records is not here.", "{count} given pairs were left out: one of their records is not here.",
                       blocked.absent))  # fmt: skip
    if blocked.stale is None:
        said.append(t("The given pairs do not tell whether their records have changed since they were compared. Take pairs of a job made by this version."))  # fmt: skip
    elif blocked.stale:
        said.append(_stale(blocked.stale, probabilities=found.brought))
    return said


def _stale(count: int, *, probabilities: bool) -> str:
    """What was done about given pairs of records that have changed since."""
    if probabilities:
        return n("{count} given pair was left out: one of its records has changed since it was compared. Make the job anew to have it back.",
                 "{count} given pairs were left out: one of their records has changed since they were compared. Make the job anew to have them back.", count)  # fmt: skip
    return n("{count} given pair was compared anew here: one of its records has changed since the job was made. With whom else a changed record may be one only a new job, or a search here, finds out.",
             "{count} given pairs were compared anew here: one of their records has changed since the job was made. With whom else a changed record may be one only a new job, or a search here, finds out.", count)  # fmt: skip


def _torn(found: Found) -> str:
    """How many pairs that people joined are in two clusters all the same; empty if none is."""
    rows = found.connection.execute("SELECT a, b FROM decision WHERE same").fetchnumpy()
    count = int((found.cluster[rows["a"]] != found.cluster[rows["b"]]).sum())
    return n("{count} pair that people said is one is in two groups: what they joined it to holds two valid IČO, two dates of birth, an elder and a younger of one name, or a pair that people kept apart. If they are one nevertheless, say it of the two that contradict each other: desk.akce.decide([42, 107], 'same').",
             "{count} pairs that people said are one are in two groups: what they joined them to holds two valid IČO, two dates of birth, an elder and a younger of one name, or a pair that people kept apart. If they are one nevertheless, say it of the two that contradict each other: desk.akce.decide([42, 107], 'same').",
             count) if count else ""  # fmt: skip


def _lookalikes(found: Found) -> list[str]:
    """How many pairs look like one that identifiers tell apart, and whether only they stand in the way of a measured certainty."""
    count = lookalikes.count(found.connection)
    if not count:
        return []
    said = n("{count} pair looks like one record and has two different numbers (IČO, data box, date of birth): either one of them is somebody else's, or two are alike in all else.",
             "{count} pairs look like one record each and have two different numbers (IČO, data box, date of birth): either one of them is somebody else's, or two are alike in all else.", count)  # fmt: skip
    if not found.model.calibration.within_reach or not lookalikes.count(found.connection, lookalikes.ASKED):
        return [said]
    return [said, t("Perhaps only these pairs stand in the way of a measured certainty: review them, and search again.")]  # fmt: skip


def _doubted(found: Found) -> str:
    """How many clusters are not certain for what was not measured; empty if none is."""
    count = int(found.connection.execute("SELECT count(*) FROM doubted").fetchall()[0][0])
    return n("{count} group looks certain and is not: without a company number in common, names, legal forms or addresses differ in it.",
             "{count} groups look certain and are not: without a company number in common, names, legal forms or addresses differ in them.", count) if count else ""  # fmt: skip


def _worth(found: Found) -> str:
    """From which certainty on one may merge unseen, or why that is not known."""
    model = found.model
    measured = model.calibration
    if measured.certain is not None:
        return t("From {percent} % on, pairs held back for measuring were one in 999 of 1,000 cases.", percent=percent(measured.certain))  # fmt: skip
    if found.brought:
        why = t("probabilities came from elsewhere")
    elif not measured.pairs:
        why = t("too few pairs are known by identifiers to be one or not")
    else:
        why = n(
            "of {count} pair of known truth that was held back, too few were one, or too many of the most certain were not; it takes {least} merges that are right, and more for each wrong pair",
            "of {count} pairs of known truth that were held back, too few were one, or too many of the most certain were not; it takes {least} merges that are right, and more for each wrong pair",
            measured.pairs,
            least=number(measured.wanted),
        )
    return t(
        "From which certainty on groups can be merged unseen was not measured: {why}. Even a certainty of 1.0 is only an estimate here; look at the groups first.",
        why=why,
    )
