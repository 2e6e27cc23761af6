"""Which assumptions matter most: each one way and the other."""

from simulator.estimates import Interval
from simulator.report import charts
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.overview import capital, measured
from simulator.report.reading import Reading
from simulator.tornado import CANCEL, MEANS, PEOPLE, SPREAD, TIMING, Swing

# Told in words: those that matter most.
TOLD = 3
_BY = {
    "how-many": PEOPLE,
    "means": MEANS,
    "unlike": SPREAD,
    "ahead": TIMING,
    "come-back": CANCEL,
}


def tornado(reading: Reading) -> str:
    """Return the section on what assumptions move; empty where none were played."""
    say, main = reading.voice, reading.main
    swings = sorted(reading.results.tornado, key=lambda s: -_width(s, main))
    if not swings:
        return ""
    rows: list[dict[str, object]] = []
    cells, told = [], []
    for swing in swings:
        for side, found in (("less", swing.low[main]), ("more", swing.high[main])):
            name = capital(_words(reading, swing.assumption, side))
            rows.append(
                {
                    "name": name,
                    "mean": found.mean,
                    "low": found.mean if found.low is None else found.low,
                    "high": found.mean if found.high is None else found.high,
                }
            )
            cells.append([escape(name), measured(say, "income", found, sign=True)])
            value = say.money(found.mean, sign=True)
            told.append(say("tornado_alt", assumption=name, value=value))
    unit = say("income_difference", currency=say.currency_code)
    drawn = charts.svg(charts.income_differences(rows, unit), " ".join(told), say)
    return section(
        "tornado",
        say("tornado"),
        paragraph(say("tornado_lead", policy=reading.names[main])),
        paragraph(_most(reading, swings[:TOLD])),
        figure("", drawn, "chart large"),
        table([say("assumption"), say.measure("income")], cells),
    )


def _most(reading: Reading, swings: list[Swing]) -> str:
    """Return in words what matters most."""
    say, main = reading.voice, reading.main
    parts = [
        say(
            "tornado_part",
            assumption=say(swing.assumption),
            low=say.money(min(_means(swing, main)), sign=True),
            high=say.money(max(_means(swing, main)), sign=True),
        )
        for swing in swings
    ]
    return say("tornado_most", assumptions=say("tornado_join").join(parts))


def _words(reading: Reading, assumption: str, side: str) -> str:
    by = reading.voice.share(_BY.get(assumption, 0.0), digits=0)
    return reading.voice(f"{assumption} {side}", by=by)


def _width(swing: Swing, policy: str) -> float:
    return max(map(abs, _means(swing, policy)))


def _means(swing: Swing, policy: str) -> tuple[float, float]:
    none = Interval(0.0, None, None)
    sides = swing.low.get(policy, none), swing.high.get(policy, none)
    return sides[0].mean, sides[1].mean
