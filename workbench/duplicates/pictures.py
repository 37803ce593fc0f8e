"""Pictures of evidence and of reliability; JupyterLab draws them without a network."""

from typing import TYPE_CHECKING

from workbench.duplicates.reliability import Calibration
from workbench.locale import t

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd


def waterfall(frame: "pd.DataFrame", title: str) -> "alt.LayerChart":
    """A bar a part of evidence, from where the others left off to where it leads.

    Args:
        frame: as :meth:`workbench.duplicates.explaining.Explanation.df` gives it.
        title: what stands above.
    """
    import altair as alt  # noqa: PLC0415 - 0.5 s, and only pictures need it

    from workbench.duplicates.offline_chart import OfflineChart  # noqa: PLC0415 - altair

    frame = frame.copy()
    frame["from"] = (frame["total"] - frame["evidence"]).where(frame.index > 0, 0.0)
    total, chance = frame["total"].iloc[-1], frame["probability"].iloc[-1]
    frame.loc[len(frame)] = {
        "about": t("the sum"), "said": t("from 0 to here"), "evidence": total, "total": total, "probability": chance, "from": 0.0,
    }  # fmt: skip
    frame["direction"] = [t("for one") if value > 0 else t("against") for value in frame["evidence"]]
    order = list(frame["about"])
    bars = alt.Chart(frame).mark_bar().encode(
        y=alt.Y("about:N", sort=order, title=None, axis=alt.Axis(labelLimit=300)),
        x=alt.X("from:Q", title=t("log odds: right of 0 the two are rather one")),
        x2="total:Q",
        color=alt.Color("direction:N", title=None, scale=alt.Scale(domain=[t("for one"), t("against")], range=["#2b7a4b", "#b5432a"])),
        tooltip=["about:N", "said:N", alt.Tooltip("evidence:Q", format="+.2f"), alt.Tooltip("probability:Q", format=".3f")],
    )  # fmt: skip
    zero = alt.Chart(frame.head(1).assign(zero=0.0)).mark_rule(strokeDash=[4, 3]).encode(x="zero:Q")
    chart: alt.LayerChart = OfflineChart(layer=[bars, zero]).properties(title=title, width=460)
    return chart


def reliability(calibration: Calibration) -> "alt.LayerChart":
    """Said against measured: on the line, a probability of 0.9 is right nine times in ten."""
    import altair as alt  # noqa: PLC0415

    from workbench.duplicates.offline_chart import OfflineChart  # noqa: PLC0415 - altair

    frame = calibration.table()
    line = alt.Chart(frame.head(0)).mark_line() if frame.empty else alt.Chart(frame).mark_line(point=True).encode(
        x=alt.X("said:Q", title=t("probability that was said"), scale=alt.Scale(domain=[0, 1])),
        y=alt.Y("measured:Q", title=t("share that was the same"), scale=alt.Scale(domain=[0, 1])),
        tooltip=["pairs:Q", alt.Tooltip("said:Q", format=".4f"), alt.Tooltip("measured:Q", format=".4f")],
    )  # fmt: skip
    import pandas as pd  # noqa: PLC0415

    ideal = (
        alt.Chart(pd.DataFrame({"x": [0.0, 1.0], "y": [0.0, 1.0]}))
        .mark_line(strokeDash=[4, 3], color="#888")
        .encode(x="x:Q", y="y:Q")
    )
    chart: alt.LayerChart = OfflineChart(layer=[ideal, line]).properties(width=340, height=340)
    return chart
