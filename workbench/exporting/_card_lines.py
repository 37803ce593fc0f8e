"""The content lines of one vCard: names, parameters, escaped values (RFC 2426, 4; RFC 6350, 3.3).

The escaping of values is vobject's. Putting the lines together is ours: vobject makes an object of each line, which
takes five times as long, folds by characters instead of octets, and knows version 3.0 only.
"""

from collections.abc import Mapping, Sequence

from vobject.base import backslashEscape
from vobject.vcard import serializeFields

Params = Mapping[str, Sequence[str]]

_IN_ADDRESSES = str.maketrans({",": "%2C", ";": "%3B", "\\": "%5C", " ": "%20", "\n": "%0A", "\t": "%09"})
"""What would be read as a separator or an escape in a web address, which knows no escapes of vCards."""
_PLAIN_PARAM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


class CardLines:
    """Gathers the lines of a card.

    Args:
        version: ``"3.0"`` or ``"4.0"``.
        labelled: whether labels for people stand beside lines (``item1.X-ABLabel``), and parameters but TYPE are kept.
    """

    def __init__(self, version: str, *, labelled: bool = True) -> None:
        self.old = version == "3.0"
        self._labelled = labelled
        self._groups = 0
        self._lines = ["BEGIN:VCARD", f"VERSION:{version}"]

    def text(self, name: str, value: str, params: Params | None = None, label: str = "") -> None:
        """Add a line with a text of any content."""
        self._add(name, self._escaped(value), params, label)

    def parts(self, name: str, values: Sequence[str], params: Params | None = None, label: str = "") -> None:
        """Add a line whose value has parts, parted by semicolons: N, ADR, ORG."""
        self._add(name, serializeFields(values), params, label)

    def several(self, name: str, values: Sequence[str]) -> None:
        """Add a line of several texts, parted by commas: CATEGORIES."""
        self._add(name, ",".join(map(self._escaped, values)))

    def address(self, name: str, value: str, params: Params | None = None, label: str = "") -> None:
        """Add a line with a web address; what would part it is percent-encoded (RFC 3986, 2.1)."""
        self._add(name, value.translate(_IN_ADDRESSES), params, label)

    def raw(self, name: str, value: str, params: Params | None = None) -> None:
        """Add a line whose value is made by us and needs no escaping."""
        self._add(name, value, params)

    def whole(self) -> str:
        """The card, its lines unfolded and each ended by CRLF."""
        return "\r\n".join([*self._lines, "END:VCARD", ""])

    def _escaped(self, value: str) -> str:
        """In 4.0 a semicolon in a value without parts stands for itself, as not all programs undo its escape."""
        escaped: str = backslashEscape(value)
        return escaped if self.old else escaped.replace("\\;", ";")

    def _add(self, name: str, value: str, params: Params | None = None, label: str = "") -> None:
        group = ""
        if label and self._labelled:
            self._groups += 1
            group = f"item{self._groups}."
        spelled = "".join(
            f";{key}={','.join(map(_param, values))}"
            for key, values in (params or {}).items()
            if values and (self._labelled or key == "TYPE")
        )
        self._lines.append(f"{group}{name}{spelled}:{value}")
        if group:
            self._lines.append(f"{group}X-ABLabel:{self._escaped(label)}")


def _param(value: str) -> str:
    """The value of a parameter, without anything that could end it."""
    return "".join(sign for sign in value if sign in _PLAIN_PARAM)
