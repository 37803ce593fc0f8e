"""Code lists of ARES. The source is always sent with the code: one code means other lists in other sources."""

from collections.abc import Mapping
from typing import Final

from workbench.errors import RegisterError
from workbench.registry.ares import _json
from workbench.registry.ares._json import Row
from workbench.registry.ares.raising import received
from workbench.registry.ares.wire import Wire
from workbench.registry.days import day_of, moment

PATH: Final = "ciselniky-nazevniky/vyhledat"


def code_list(wire: Wire, code: str, source: str, *, language: str = "cs") -> Mapping[str, str]:
    """The items of a code list: code -> name, in the order of ARES; items that ended are left out.

    Args:
        wire: to ARES.
        code: of the list, e.g. ``"PravniForma"``.
        source: whose list, e.g. ``"res"``.
        language: of the names, where there are several.

    Raises:
        RegisterError: ARES gave no usable answer, or has no such list.
    """
    data = received(wire.post(PATH, {"kodCiselniku": code, "zdrojCiselniku": source}))
    lists = [
        one
        for one in _json.rows(_json.row(data).get("ciselniky"))
        if one.get("kodCiselniku") == code and one.get("zdrojCiselniku") == source
    ]
    if not lists:
        raise RegisterError(
            "ARES has no code list “{code}” of the source “{register}”. Check both names; the source is e.g. res, rzp or vr.",
            code=code, register=source,
        )  # fmt: skip
    today = day_of(moment(wire.manners.clock.now()))
    names: dict[str, str] = {}
    for item in _json.rows(lists[0].get("polozkyCiselniku")):
        code_of_item, name = _json.text(item.get("kod")), _name(item, language)
        if code_of_item and name and (_json.day(item.get("platnostDo")) or today) >= today:
            names.setdefault(code_of_item, name)
    return names


def _name(item: Row, language: str) -> str | None:
    given = _json.rows(item.get("nazev"))
    fitting = [one for one in given if one.get("kodJazyka") == language] or given
    return _json.text(fitting[0].get("nazev")) if fitting else None
