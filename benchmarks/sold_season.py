"""The log of a season that was sold, made in bulk: all kinds of rules, kept to.

A house of 300 nights sold baskets of one to three seats in six categories, at ten
tariffs and on three channels, drawn with a fixed seed, most of them at the full price
and on the web; one hold in ten was given up, one sale in fifty was taken back. Prices
went up and down their ladder one rung at a time, and were posted anew as each booking
period began.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pricing.domain import rules
from pricing.domain.after_sale import Cancellation, Ground, LineBack
from pricing.domain.quote import Quote, QuoteItem
from pricing.domain.rules import Scope
from pricing.domain.season import Season
from pricing.domain.tariff import FixedAmount, Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory
from pricing.quotes.decide import Basket, price_basket
from pricing.quotes.posting import Posting
from pricing.store.codec import encode
from pricing.store.events import (
    Cause,
    Event,
    ItemsCancelled,
    PlanActivated,
    PlanStored,
    PriceChanged,
    PriceKept,
    QuoteAccepted,
    QuoteOffered,
    QuoteVoided,
    SeasonCreated,
)
from pricing.store.log import micros
from pricing.store.seal import Row
from tests.houses import CHANNELS, STUDIO, studio_season
from tests.pricing.quotes.plans import plan_of, put_on_sale

NIGHTS, CATEGORIES, TIERS, SEATS = 300, 6, 8, 1_500
PERIODS = (200, 120, 90, 60, 45, 30, 21, 14, 7, 3, 1)
DAYS = 200
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
OPENED = FIRST + timedelta(days=1)
VOIDED_EVERY, RETURNED_EVERY = 10, 50
# Shares of the tariffs and channels among buyers.
TARIFFS = (40, 15, 10, 8, 7, 6, 5, 4, 3, 2)
ON = (80, 15, 5)
# Nights of this production rise and never fall.
RISING = 30

RULES: tuple[rules.Rule, ...] = (
    rules.PriceBounds(id="cap", cap_minor=16_000, floor_minor=1_000),
    rules.PriceBounds(id="cap-4", seat_category_id="cat-4", cap_minor=11_000),
    rules.CategoryOrder(id="order"),
    rules.KeepOpen(id="open"),
    rules.PopularityCap(id="popular", demand_permille=1200, rise_permille=250),
    rules.AccessShare(id="access", share_permille=100, price_minor=6_000),
    rules.SolidarityShare(id="kept", share_permille=30, release_days_out=10),
    rules.SolidarityBudget(
        id="fund", donations_minor=10**11, subsidy_minor=10**11, surplus_permille=200
    ),
    rules.AveragePrice(id="mean", price_minor=15_000, each_performance=True),
    rules.IncomeFloor(id="break-even", income_minor=10**6),
    rules.GroupGap(
        id="gap", measure="access", groups=("full", "reduced-1"), share_permille=500
    ),
    rules.NeverFalls(id="rising", scope=Scope(production="rising")),
    rules.PriceStep(id="gently", change_permille=250),
    rules.ChannelParity(id="parity", commission_permille_max=300),
)


def sold_season() -> Season:
    """Return the season that was sold."""
    names = [f"t{rung}" for rung in range(TIERS)]
    venue = replace(
        STUDIO,
        seat_categories=tuple(
            SeatCategory(f"cat-{n}", SEATS) for n in range(1, CATEGORIES + 1)
        ),
        price_tiers=tuple(
            PriceTier(name, tuple(11_000 - 1_500 * c + 300 * rung for c in range(6)))
            for rung, name in enumerate(names)
        ),
    )
    season = studio_season(nights=NIGHTS)
    nights = tuple(
        replace(
            each,
            production="rising" if number < RISING else each.production,
            capacities=(SEATS,) * CATEGORIES,
            starts_at=FIRST + timedelta(days=DAYS + number % 30, hours=19),
            on_sale_at=FIRST,
            ladder=tuple(names),
            reference_tier="t4",
        )
        for number, each in enumerate(season.performances)
    )
    reduced = tuple(
        Tariff(f"reduced-{n}", f"Reduced {n}", Percentage(1000 - 60 * n))
        for n in range(1, len(TARIFFS) - 1)
    )
    means = Tariff("solidarity", "Solidarity", FixedAmount(1_000), solidarity=True)
    classes = tuple(
        replace(season.demand.classes[0], tariff_id=name, share=0.5)
        for name in ("full", "reduced-1")
    )
    return replace(
        season,
        venues=(venue,),
        tariffs=(season.tariffs[0], *reduced, means),
        channels=tuple(
            replace(each, commission_inside=True, quota_permille=1000)
            for each in CHANNELS
        ),
        performances=nights,
        demand=replace(season.demand, classes=classes),
        rules=RULES,
        period_days_out=PERIODS,
    )


class Maker:
    """Makes the events of a season that was sold."""

    def __init__(self, sales: int, changes: int, seed: int) -> None:
        self._rng = random.Random(seed)
        self._sales, self._changes = sales, changes
        self._season = season = sold_season()
        self._plan = plan_of(season, ["t3"] * len(PERIODS), plan_id="r1")
        self._sequence = self._serial = self._quotes = 0
        self._on_sale = [
            put_on_sale(
                season,
                plan_of(season, [f"t{rung}"] * len(PERIODS), plan_id="r1"),
                OPENED,
            )
            for rung in range(TIERS)
        ]
        self._bodies: dict[tuple[int, str, str, str, int], tuple[str, int]] = {}
        self._rung = [3] * NIGHTS
        starts = [each.starts_at for each in season.performances]
        self._due = [
            [start - timedelta(days=each) for each in PERIODS[1:]] for start in starts
        ]

    def rows(self) -> Iterator[Row]:
        """Yield the log."""
        season, rng = self._season, self._rng
        yield self._row(FIRST, SeasonCreated(season))
        yield self._row(FIRST, PlanStored(self._plan))
        yield self._row(FIRST, PlanActivated(season.id, "r1"))
        for night in range(NIGHTS):
            yield self._post(FIRST, night, self._rung[night], PriceChanged)
        steps = ["sale"] * self._sales + ["change"] * self._changes
        rng.shuffle(steps)
        # Nothing is sold of the last day.
        apart = timedelta(days=DAYS - 2) / len(steps)
        for number, step in enumerate(steps):
            now = OPENED + number * apart
            night = rng.randrange(NIGHTS)
            yield from self._periods(now, night)
            if step == "change":
                yield from self._periods(now, night + RISING * (night < RISING))
                yield self._change(now, night)
            else:
                yield from self._sell(now, night)

    def _periods(self, now: datetime, night: int) -> Iterator[Row]:
        while self._due[night] and self._due[night][0] <= now:
            del self._due[night][0]
            yield self._post(now, night, self._rung[night], PriceKept)

    def _change(self, now: datetime, night: int) -> Row:
        # At the top of their ladder those that never fall move no more.
        if night < RISING and self._rung[night] == TIERS - 1:
            night += RISING
        rung = self._rung[night]
        ways = [way for way in (-1, 1) if 0 <= rung + way < TIERS]
        if night < RISING:
            ways = [1]
        self._rung[night] = rung + self._rng.choice(ways)
        return self._post(now, night, self._rung[night], PriceChanged)

    def _sell(self, now: datetime, night: int) -> Iterator[Row]:
        rng = self._rng
        self._quotes += 1
        quote_id = f"q{self._quotes:06d}"
        count = rng.choice((1, 2, 2, 2, 3))
        body, price = self._body(night, count)
        stamp, until = f"{now:%Y-%m-%dT%H:%M:%SZ}", now + timedelta(minutes=15)
        body = body.replace("QUOTE", quote_id).replace("NIGHT", f"night-{night + 1}")
        body = body.replace("2026-03-02T00:00:00Z", stamp)
        body = body.replace("2026-03-02T00:15:00Z", f"{until:%Y-%m-%dT%H:%M:%SZ}")
        self._sequence += 1
        yield self._sequence, micros(now), "quote_offered", body, f"r-{quote_id}", "f"
        if self._quotes % VOIDED_EVERY == 0:
            yield self._row(now, QuoteVoided(quote_id))
            yield from self._sell(now, night)
            return
        first = self._serial + 1
        self._serial += count
        yield self._row(now, QuoteAccepted(quote_id, first))
        if self._quotes % RETURNED_EVERY == 1:
            serials = tuple(range(first, first + count))
            line = LineBack(0, serials, price * count, 0, Ground.POLICY)
            back = Cancellation(quote_id, 1, now, (line,), "EUR")
            yield self._row(now, ItemsCancelled(back))

    def _body(self, night: int, count: int) -> tuple[str, int]:
        """Return a basket at today's prices, without its night, id and times."""
        rng, season, rung = self._rng, self._season, self._rung[night]
        category = rng.choice(season.venues[0].seat_categories).id
        tariff = rng.choices(season.tariffs, TARIFFS)[0].id
        channel = rng.choices(season.channels, ON)[0].id
        key = rung, category, tariff, channel, count
        if key not in self._bodies:
            item = QuoteItem("night-100", category, tariff, count)
            quote: Quote = price_basket(
                self._on_sale[rung], Basket(channel, (item,)), OPENED, "QUOTE"
            )
            text = encode(QuoteOffered(quote))[1].replace("night-100", "NIGHT")
            self._bodies[key] = text, quote.items[0].unit_price_minor
        return self._bodies[key]

    def _post(
        self, now: datetime, night: int, rung: int, kind: type[PriceChanged | PriceKept]
    ) -> Row:
        tier = f"t{rung}"
        posting = Posting(f"night-{night + 1}", tier, "r1", 0, tier, changed_at=None)
        cause = Cause.SALES_MOVED
        if kind is PriceKept:
            return self._row(now, PriceKept("autumn", posting, cause))
        return self._row(now, PriceChanged("autumn", "t0", posting, cause))

    def _row(self, now: datetime, event: Event) -> Row:
        self._sequence += 1
        return self._sequence, micros(now), *encode(event), "", ""
