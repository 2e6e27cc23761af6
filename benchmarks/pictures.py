"""Two pictures of the demand model: a season against its forecast; reliability.

python -m benchmarks.pictures docs

writes ``forecast.svg`` and ``reliability.svg`` to a folder. Intervals of weeks
ahead and of bookings come from the latest file of ``benchmarks/results``.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import altair
import numpy as np
from numpy.typing import NDArray

from benchmarks.bench_season_ahead import DATA, SEASONS, rows_of
from models.forecast import DemandForecast
from pricing.demand import distribution
from pricing.domain.tables import History
from pricing.files.tables import read_history

RESULTS = Path(__file__).parent / "results"
SEASON, CATEGORY = "1785", "parquet"
LABELS_APART = 0.03
NOMINAL = tuple(share / 20 for share in range(1, 20))
OURS, OTHER, FAINT, INK = "#8a1538", "#1d6a96", "#c9c9c9", "#444444"
INTERVAL, MEDIAN = "80 % interval", "median forecast"
INSIDE, OUTSIDE = "sold, inside", "sold, outside"

Floats = NDArray[np.float64]
Row = dict[str, object]


def forecast_of(history: History, season: str) -> tuple[History, DemandForecast]:
    """Return a season as it went, and its forecast from the seasons before."""
    assert history.season is not None
    past = [r for r in range(len(history)) if history.season[r] < season]
    ahead = [r for r in range(len(history)) if history.season[r] == season]
    went = rows_of(history, ahead)
    found, place = distribution(rows_of(history, past), replace(went, quantity=None))
    ordered = DemandForecast(
        found.centre[place], found.spread[place], found.shape, found.capacity[place]
    )
    return went, ordered


def nights(went: History, found: DemandForecast) -> list[Row]:
    """Return the nights of one seat category, from the weakest forecast up."""
    assert went.quantity is not None
    sold = went.quantity
    low, middle, high = (found.sales_quantile(p) for p in (0.1, 0.5, 0.9))
    asked = [r for r in range(len(went)) if went.seat_category[r] == CATEGORY]
    return [
        {
            "night": night + 1,
            "low": round(float(low[r]), 1),
            "median": round(float(middle[r]), 1),
            "high": round(float(high[r]), 1),
            "sold": sold[r],
            "key": INSIDE if low[r] <= sold[r] <= high[r] else OUTSIDE,
        }
        for night, r in enumerate(sorted(asked, key=lambda r: (middle[r], r)))
    ]


def forecast_chart(rows: Sequence[Row]) -> altair.Chart:
    """Return the nights of a season: interval, median and what was sold."""
    inside = sum(row["key"] == INSIDE for row in rows) / len(rows)
    ticks = altair.Axis(grid=False, values=[1, *range(50, len(rows), 50)])
    x = altair.X("night:Q", title="nights, from the weakest forecast to the strongest")
    x = x.scale(domain=[1, len(rows)], nice=False).axis(ticks)
    y = altair.Y("low:Q", title=f"seats sold in the {CATEGORY}")
    base = altair.Chart(altair.Data(values=list(rows))).encode(x=x)
    colour = altair.Color("key:N", title=None).scale(
        domain=[INTERVAL, MEDIAN, INSIDE, OUTSIDE],
        range=["#ecdfe3", OURS, "#777777", OTHER],
    )
    interval = (
        base.transform_calculate(key=f"'{INTERVAL}'")
        .mark_area(aria=False, opacity=1, interpolate="step")
        .encode(y=y, y2="high:Q", color=colour)
    )
    median = (
        base.transform_calculate(key=f"'{MEDIAN}'")
        .mark_line(aria=False, strokeWidth=2.5)
        .encode(y="median:Q", color=colour)
    )
    sold = base.mark_circle(aria=False, size=16, opacity=0.9).encode(
        y="sold:Q", color=colour
    )
    title = altair.Title(
        f"A season forecast before it began: Comédie-Française, {SEASON}-"
        f"{int(SEASON) % 100 + 1}",
        subtitle="One dot a night, forecast from its programme and earlier seasons; "
        f"{inside:.0%} of {len(rows)} dots are inside the 80 % interval",
        anchor="start",
    )
    layers = altair.layer(interval, sold, median)
    return dressed(layers.properties(width=800, height=280, title=title))


def observed(went: History, found: DemandForecast) -> Floats:
    """Return the share of rows inside each nominal interval."""
    sold = np.array(went.quantity, float)
    shares = [
        (found.sales_quantile(0.5 - n / 2) <= sold)
        & (sold <= found.sales_quantile(0.5 + n / 2))
        for n in NOMINAL
    ]
    return np.mean(shares, axis=1)


def reliability_rows(seasons: dict[str, tuple[int, Floats]]) -> list[Row]:
    """Return nominal and observed coverage, of each season and of all rows."""
    counts = np.array([count for count, _ in seasons.values()], float)
    every = counts @ np.array([share for _, share in seasons.values()]) / counts.sum()
    return [
        {"season": name, "nominal": n, "observed": round(float(o), 4)}
        for name, shares in (
            *((name, shares) for name, (_, shares) in seasons.items()),
            ("all", every),
        )
        for n, o in zip(NOMINAL, shares, strict=True)
    ]


def end_labels(rows: list[Row]) -> list[Row]:
    """Return where the name of each season stands: at its line's end, apart."""
    ends = [r for r in rows if r["nominal"] == NOMINAL[-1] and r["season"] != "all"]
    labels: list[Row] = []
    above = np.inf
    for row in sorted(ends, key=lambda row: -float(str(row["observed"]))):
        above = min(float(str(row["observed"])), above - LABELS_APART)
        labels.append({**row, "at": above})
    return labels


def running_rows() -> list[Row]:
    """Return 80 % intervals of weeks ahead and of bookings, as last measured."""
    files = sorted(RESULTS.glob("*.json"))
    results = json.loads(files[-1].read_text())["results"] if files else {}
    weekly = [
        {"observed": row["coverage_80"], "of": "Broadway, 1 to 13 weeks ahead"}
        for row in results.get("weekly", {"rows": []})["rows"]
        if row["shows"] == "running"
    ]
    booking = [
        {"observed": row["covered"] / 100, "of": "hotels, 180 to 1 days out"}
        for row in results.get("booking", {"rows": []})["rows"]
        if row["name"].startswith("net") and "days out" in row["name"]
    ]
    return [{"nominal": 0.8, **row} for row in [*weekly, *booking]]


def reliability_chart(rows: list[Row], running: list[Row]) -> altair.Chart:
    """Return nominal against observed coverage."""
    share = altair.Scale(domain=[0, 1], nice=False)
    x = altair.X("nominal:Q", title="nominal coverage of the interval")
    y = altair.Y("observed:Q", title="share of outcomes inside")
    x, y = (each.scale(share).axis(format="%", tickCount=5) for each in (x, y))
    ideal = (
        altair.Chart(altair.Data(values=[{"at": 0}, {"at": 1}]))
        .mark_line(color=INK, strokeDash=[4, 4], strokeWidth=1)
        .encode(x=altair.X("at:Q", scale=share), y=altair.Y("at:Q", scale=share))
    )
    data = altair.Data(values=rows)
    seasons = (
        altair.Chart(data)
        .transform_filter("datum.season != 'all'")
        .mark_line(color=FAINT, strokeWidth=1.5)
        .encode(x=x, y=y, detail="season:N")
    )
    names = (
        altair.Chart(altair.Data(values=end_labels(rows)))
        .mark_text(align="left", dx=5, fontSize=10, color="#777777")
        .encode(x=x, y=altair.Y("at:Q").scale(share), text="season:N")
    )
    every = (
        altair.Chart(data)
        .transform_filter("datum.season == 'all'")
        .mark_line(color=OURS, strokeWidth=3, point=altair.OverlayMarkDef(color=OURS))
        .encode(x=x, y=y)
    )
    others = (
        altair.Chart(altair.Data(values=running))
        .mark_point(filled=True, size=40, opacity=0.8)
        .encode(
            x=x,
            y=y,
            color=altair.Color("of:N", title="80 % intervals of the running case")
            .scale(range=[OTHER, "#d98e04"])
            .legend(orient="bottom-right", titleLimit=300),
        )
    )
    title = altair.Title(
        "Do intervals hold what they say?",
        subtitle=[
            "Comédie-Française a season ahead: each season (grey), all together (red);",
            "1782 opened a new hall. Dashed: as often as they say.",
        ],
        anchor="start",
    )
    return dressed(
        altair.layer(ideal, seasons, names, every, others).properties(
            width=440, height=440, title=title
        )
    )


def dressed(chart: altair.Chart) -> altair.Chart:
    """Return a chart in the look that all pictures share."""
    return (
        chart.configure_view(stroke=None)
        .configure_axis(gridColor="#eeeeee", labelColor=INK, titleColor=INK)
        .configure_title(fontSize=15, subtitleColor="#666666")
        .configure_legend(orient="top", labelColor=INK)
    )


def main(folder: Path) -> int:
    """Draw both pictures."""
    if not DATA.is_file():
        print(f"skipped: {DATA} is absent", file=sys.stderr)
        return 0
    history = read_history(DATA)
    shares = {}
    for season in SEASONS:
        went, found = forecast_of(history, season)
        shares[season] = (len(went), observed(went, found))
        if season == SEASON:
            forecast_chart(nights(went, found)).save(folder / "forecast.svg")
    chart = reliability_chart(reliability_rows(shares), running_rows())
    chart.save(folder / "reliability.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
