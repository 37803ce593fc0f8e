"""How well a subject of a register fits a name and a place that somebody wrote down."""

import re
from typing import Final

from workbench.model.comparison import name_similarity
from workbench.model.identifiers import Note
from workbench.model.names import fold
from workbench.model.subject import Seat, Subject
from workbench.registry.base import Candidate

_SAME: Final = 0.995
_SIMILAR: Final = 0.6
_NAME_WEIGHT: Final = 0.75
_PLACE_WEIGHTS: Final = {"street": 0.4, "postcode": 0.3, "city": 0.3}
_CEASED_LOSS: Final = 0.1
_DISTRICT: Final = re.compile(r"\s+\d{1,2}$")


def fit(
    subject: Subject,
    name: str,
    *,
    city: str | None = None,
    postcode: str | None = None,
    street: str | None = None,
) -> Candidate:
    """Score a subject against what is known of a client.

    The name decides for three quarters, the place for the rest as far as it is given: street 0.4,
    postcode 0.3, town 0.3. A ceased subject loses a tenth. Without a place the name decides alone.

    Args:
        subject: what the register says.
        name: as the client has it; legal form, case, accents and order of words do not matter.
        city: town; the number of its district does not matter.
        postcode: with or without the space.
        street: with or without the house number.
    """
    likeness = name_similarity(name, subject.name)
    reasons: list[Note] = []
    if likeness >= _SAME:
        reasons.append(Note("name_same", "The same name."))
    elif likeness >= _SIMILAR:
        reasons.append(
            Note("name_similar", "A similar name ({percent} %).", {"percent": round(100 * likeness)})
        )
    asked = {"street": fold(street), "postcode": _digits(postcode), "city": _town(city)}
    total = sum(weight for key, weight in _PLACE_WEIGHTS.items() if asked[key])
    score = likeness
    if total:
        same = _same_places(subject.seat, asked)
        reasons.extend(_REASONS[key] for key in same)
        if asked["city"] and "city" not in same and subject.seat is not None and subject.seat.city:
            reasons.append(Note("city_other", "In another town: {city}.", {"city": subject.seat.city}))
        place = sum(_PLACE_WEIGHTS[key] for key in same) / total
        score = likeness * (_NAME_WEIGHT + (1 - _NAME_WEIGHT) * place)
    if subject.ceased_on is not None:
        reasons.append(Note("ceased", "The subject ceased to exist on {day}.", {"day": subject.ceased_on}))
        score *= 1 - _CEASED_LOSS
    return Candidate(subject, round(score, 4), tuple(reasons))


_REASONS: Final = {
    "street": Note("street_same", "The same street."),
    "postcode": Note("postcode_same", "The same postcode."),
    "city": Note("city_same", "The same town."),
}


def _same_places(seat: Seat | None, asked: dict[str, str]) -> list[str]:
    if seat is None:
        return []
    theirs = {
        "street": fold(seat.street or seat.part),
        "postcode": _digits(seat.postcode),
        "city": _town(seat.city),
    }
    same = [key for key in ("postcode", "city") if asked[key] and asked[key] == theirs[key]]
    if asked["street"] and theirs["street"] and f"{asked['street']} ".startswith(f"{theirs['street']} "):
        same.insert(0, "street")
    return same


def _digits(text: str | None) -> str:
    return re.sub(r"\D", "", text or "")


def _town(text: str | None) -> str:
    """Folded, without the number of a district or post office: ``"Praha 5"`` is ``"praha"``."""
    return _DISTRICT.sub("", fold(text))
