"""What else hangs on clients: legal titles, relations, activities, attachments."""

from typing import Final

import numpy as np
import pandas as pd

from workbench.demodata.columns import TODAY, chance, choose, frame, pick, pool, stream
from workbench.demodata.observed import Observed

_CONSENTS, _RELATIONS, _ACTIVITIES, _ATTACHMENTS = 10, 11, 12, 13
_PURPOSES: Final = pool("zasílání novinek|plnění smlouvy|vymáhání pohledávek|účetnictví", "|")
_SUBJECTS: Final = {
    "note": "Poznámka ke klientovi",
    "call": "Telefonát o nabídce",
    "meeting": "Schůzka u klienta",
    "email": "Odeslaná nabídka",
    "task": "Ověřit údaje v rejstříku",
}
_BODIES: Final = pool(
    "Domluveno, ozvou se příští týden.|Nebrali telefon, zkusit znovu.|Chtějí slevu při větším odběru.|Adresa prý už neplatí, ověřit.|"
    "Vše v pořádku, bez připomínek.|Jednatel je na dovolené do konce měsíce.",
    "|",
)
_FILES: Final = pool("smlouva.pdf objednavka.pdf cenik.xlsx vizitka.vcf zapis.docx")
_MEDIA: Final = {
    "smlouva.pdf": "application/pdf",
    "objednavka.pdf": "application/pdf",
    "cenik.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vizitka.vcf": "text/vcard",
    "zapis.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def consent_frame(seed: int, seen: Observed, first_id: int) -> pd.DataFrame:
    """Legal titles of processing, for half of the clients."""
    rng, count = stream(seed, _CONSENTS), round(seen.count * 0.5)
    start = TODAY - rng.integers(10, 2_000, size=count).astype("timedelta64[D]")
    end = choose(chance(rng, count, 0.6), start + np.timedelta64(5 * 365, "D"), np.datetime64("NaT"))
    return frame(
        "consent",
        first_id,
        count,
        record_type="client",
        record_id=np.sort(rng.choice(seen.count, size=count, replace=False)) + 1,
        title=pick(rng, pool("consent contract legitimate_interest legal_duty"), count, [5, 3, 2, 1]),
        purpose=pick(rng, _PURPOSES, count),
        valid_from=start.astype("datetime64[s]"),
        valid_to=end.astype("datetime64[s]"),
    )


def relation_frame(seed: int, seen: Observed, first_id: int) -> pd.DataFrame:
    """Elder firms are parents of their sisters in name; a few more clients are loosely related."""
    rng = stream(seed, _RELATIONS)
    firsts = seen.first_client()
    elder = seen.firms["sister_of"].to_numpy()
    younger = np.flatnonzero(elder >= 0)
    count = round(seen.count * 0.02)
    left, right = (
        rng.integers(1, seen.count + 1, size=(2, count)) if seen.count else np.zeros((2, 0), dtype=np.int64)
    )
    loose = left < right
    client = np.concatenate([firsts[elder[younger]], left[loose]])
    kind = choose(np.arange(len(client)) < len(younger), "parent", "loose")
    return frame(
        "relation",
        first_id,
        len(client),
        client_id=client,
        other_id=np.concatenate([firsts[younger], right[loose]]),
        kind=kind.astype(object),
        note=choose(kind == "loose", "spolupracují", None),
    )


def activity_frame(seed: int, seen: Observed, first_id: int) -> pd.DataFrame:
    """Notes, calls, meetings, e-mails and tasks."""
    rng, count = stream(seed, _ACTIVITIES), round(seen.count * 1.5)
    kind = pick(rng, pool(" ".join(_SUBJECTS)), count, [4, 3, 1, 2, 1])
    minutes = rng.integers(0, 2_000 * 24 * 60, size=count).astype("timedelta64[m]")
    return frame(
        "activity",
        first_id,
        count,
        record_type="client",
        record_id=rng.integers(1, max(2, seen.count + 1), size=count),
        kind=kind,
        title=np.array([*map(_SUBJECTS.__getitem__, kind.tolist())], dtype=object),
        body=pick(rng, _BODIES, count),
        happened_at=(TODAY.astype("datetime64[s]") - minutes).astype("datetime64[s]"),
        done=pd.array(choose(kind == "task", chance(rng, count, 0.5), True), dtype="boolean"),
    )


def attachment_frame(seed: int, seen: Observed, first_id: int) -> pd.DataFrame:
    """References to files, without the files."""
    rng, count = stream(seed, _ATTACHMENTS), round(seen.count * 0.15)
    name = pick(rng, _FILES, count)
    owner = rng.integers(1, max(2, seen.count + 1), size=count)
    return frame(
        "attachment",
        first_id,
        count,
        record_type="client",
        record_id=owner,
        file_name=name,
        media_type=np.array([*map(_MEDIA.__getitem__, name.tolist())], dtype=object),
        size=pd.array(rng.integers(8_000, 900_000, size=count), dtype="Int64"),
        location="dokumenty/" + owner.astype(str).astype(object) + "/" + name,
    )
