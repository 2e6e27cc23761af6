"""The README's picture: a season at its printed prices and under its plan.

python -m examples.picture docs/season.svg
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import altair

from pricing.demand import forecast
from pricing.domain.season import Season
from pricing.files import season_file, tables
from pricing.optimizer.optimize import optimize
from pricing.programme import demand_by_performance, programme

SEASON = Path(__file__).parent / "opera" / "season.toml"
PRINTED, PLANNED = "printed prices", "Jauge"


def rows_of(season: Season) -> list[dict[str, object]]:
    """Return the expected fill of each performance at both prices."""
    history = tables.read_history(SEASON.with_name("history.csv"))
    demand = demand_by_performance(season, forecast(history, programme(season)))
    plan = optimize(season, demand, plan_id="picture", now=datetime.now(UTC))
    printed = optimize(
        at_printed_prices(season), demand, plan_id="printed", now=datetime.now(UTC)
    )
    return [
        {
            "date": performance.starts_at.isoformat(),
            "production": performance.production,
            "venue": season.venue_of(performance).name,
            "prices": name,
            "fill": which.performance_by_id[performance.id].fill_rate,
        }
        for performance in season.performances
        for name, which in ((PRINTED, printed), (PLANNED, plan))
    ]


def at_printed_prices(season: Season) -> Season:
    """Return the season with no price but the printed one, and no rules."""
    return replace(
        season,
        rules=(),
        performances=tuple(
            replace(p, ladder=(p.reference_tier,)) for p in season.performances
        ),
    )


def chart(rows: list[dict[str, object]]) -> altair.Chart:
    """Return a strip for each venue: date across, fill up."""
    base = altair.Chart(altair.Data(values=rows)).encode(
        x=altair.X("date:T", title=None),
        y=altair.Y("fill:Q", title="expected fill").axis(format="%").scale(zero=False),
    )
    moves = base.mark_line(color="#999999", strokeWidth=1).encode(detail="date:N")
    points = base.mark_point(filled=True, size=45, opacity=0.9).encode(
        color=altair.Color("prices:N", title=None).scale(
            domain=[PRINTED, PLANNED], range=["#c9c9c9", "#8a1538"]
        ),
    )
    return (
        altair.layer(moves, points)
        .properties(width=760, height=170)
        .facet(row=altair.Row("venue:N", title=None))
        .configure_view(stroke=None)
    )


if __name__ == "__main__":
    chart(rows_of(season_file.read(SEASON))).save(sys.argv[1])
