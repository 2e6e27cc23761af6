"""Prices of each production by booking period, and the sales under them."""

from dataclasses import dataclass

from simulator.report import charts
from simulator.report.markup import details, escape, figure, paragraph, section, table
from simulator.report.reading import Reading

PRODUCTIONS_DRAWN_MAX = 18


@dataclass(frozen=True, slots=True)
class _Path:
    """A production under one policy; prices are means over all of its seats."""

    production: str
    income: float
    printed: float
    # [T]; None before sales open.
    prices: tuple[float | None, ...]
    seats: tuple[float, ...]

    @property
    def posted(self) -> list[float]:
        return [price for price in self.prices if price is not None]


def paths(reading: Reading) -> str:
    """Return the section on prices over time."""
    say = reading.voice
    found = sorted(_paths(reading), key=lambda path: -path.income)
    drawn = found[:PRODUCTIONS_DRAWN_MAX]
    figures = "".join(figure(path.production, _drawn(reading, path)) for path in drawn)
    more = ""
    if len(drawn) < len(found):
        more = paragraph(say("paths_more", count=len(drawn)))
    return section(
        "paths",
        say("paths"),
        paragraph(say("paths_lead", policy=reading.names[reading.main])),
        more,
        f'<div class="charts">{figures}</div>',
        details(say("all_prices"), _table(reading, found)),
    )


def _paths(reading: Reading) -> list[_Path]:
    productions = dict.fromkeys(facts.production for facts in reading.dates)
    return [_path(reading, production) for production in productions]


def _path(reading: Reading, production: str) -> _Path:
    nights = [
        (facts, found)
        for facts, found in zip(reading.dates, reading.policy.performances, strict=True)
        if facts.production == production
    ]
    periods = range(len(reading.results.facts.period_days_out))
    prices: list[float | None] = []
    for t in periods:
        posted = [
            (facts.capacity, price)
            for facts, found in nights
            if (price := found.posted_price[t]) is not None
        ]
        prices.append(_mean(posted) if posted else None)
    return _Path(
        production=production,
        income=sum(found.income.mean for _, found in nights),
        printed=_mean([(f.capacity, f.reference_price) for f, _ in nights]),
        prices=tuple(prices),
        seats=tuple(sum(found.seats_sold[t] for _, found in nights) for t in periods),
    )


def _mean(weighted: list[tuple[int, float]]) -> float:
    return sum(w * v for w, v in weighted) / max(1, sum(w for w, _ in weighted))


def _drawn(reading: Reading, path: _Path) -> str:
    say = reading.voice
    days = reading.results.facts.period_days_out
    rows = [
        {
            "period": str(days_out),
            "price": price,
            "printed": path.printed,
            "seats": seats,
        }
        for days_out, price, seats in zip(days, path.prices, path.seats, strict=True)
        if price is not None
    ]
    alternative = say(
        "paths_alt",
        production=path.production,
        first=say.price(path.posted[0]),
        last=say.price(path.posted[-1]),
        printed=say.price(path.printed),
        seats=say.number(sum(path.seats)),
    )
    return charts.svg(charts.price_path(rows, say), alternative, say)


def _table(reading: Reading, found: list[_Path]) -> str:
    say = reading.voice
    days = reading.results.facts.period_days_out
    rows = [
        [
            escape(path.production),
            say.number(path.printed, 2),
            *("" if price is None else say.number(price, 2) for price in path.prices),
        ]
        for path in found
    ]
    return table([say("production"), say("printed"), *map(str, days)], rows)
