"""A chart that JupyterLab draws by itself; altair's own would have the page fetch a program from the network."""

from typing import Any, Final

import altair as alt

MIME: Final = "application/vnd.vegalite.v5+json"
"""What JupyterLab 4 draws with what it brings; the charts here use nothing that a later version added."""
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
"""The name of that language; nobody fetches it."""


class OfflineChart(alt.LayerChart):
    """Layers that a notebook shows without a network.

    Args:
        layer: the charts that lie over each other.
    """

    def _repr_mimebundle_(self, *_args: Any, **_options: Any) -> dict[str, Any]:
        """What a notebook keeps of the chart: its description with its data."""
        return {MIME: {**self.to_dict(), "$schema": _SCHEMA}, "text/plain": repr(self)}
