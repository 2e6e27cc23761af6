"""A first season file from a history: venues, scales and performances as they were.

What tables do not say (tariffs, channels, rules) starts at the plainest: one
full tariff, one counter, better seats never cheaper. People edit the rest.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Channel
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import check_currency, check_id, slug
from pricing.domain.money import nearest_minor
from pricing.domain.performance import Performance
from pricing.domain.rules import CategoryOrder
from pricing.domain.season import Season
from pricing.domain.tables import History
from pricing.domain.tariff import Percentage, Tariff
from pricing.domain.venue import PriceTier, SeatCategory, Venue

# A scale that fewer of a venue's performances used is a one-off, not a rung.
SCALE_SHARE_MIN = 0.02
ON_SALE_DAYS = 180

# Price per category in minor units, None where a performance does not say.
Scale = tuple[int | None, ...]


class _Night(NamedTuple):
    """The rows of one performance: category -> (capacity, price)."""

    row: int
    seats: dict[str, tuple[int, int | None]]


def season_from_history(
    history: History,
    *,
    season: str = "",
    organization_id: str,
    season_id: str,
    currency_code: str,
) -> Season:
    """Return a season file's worth of what a history tells of one season.

    Each venue's price tiers are the price vectors that its performances used,
    rising; a performance on a one-off price takes the nearest tier.

    Raises
    ------
    FieldInvalid
        When the history has no such season, a venue no price at all, or what it
        holds makes no season.
    """
    try:
        return _season(history, season, organization_id, season_id, currency_code)
    except (ValueError, OverflowError) as error:
        raise FieldInvalid("history", f"makes no season: {error}") from None


def _season(
    history: History,
    season: str,
    organization_id: str,
    season_id: str,
    currency_code: str,
) -> Season:
    check_id(organization_id, "an organization id")
    check_id(season_id, "a season id")
    check_currency(currency_code)
    if season and (history.season is None or season not in history.season):
        known = ", ".join(sorted(set(history.season or ())))
        raise FieldInvalid(
            "season",
            f"no season {season!r}; "
            + (f"known: {known}" if known else "the history has no season column"),
        )
    nights: dict[str, dict[str, _Night]] = defaultdict(dict)
    for row in range(len(history)):
        if season and history.season and history.season[row] != season:
            continue
        night = nights[slug(history.venue[row])].setdefault(
            slug(history.performance_id[row]), _Night(row, {})
        )
        price = history.unit_price[row]
        category = slug(history.seat_category[row])
        if category in night.seats:
            raise FieldInvalid(
                "performance_id",
                f"{history.performance_id[row]!r} has the same id as another "
                "performance once written in lower case, digits and hyphens",
            )
        night.seats[category] = (
            history.capacity[row],
            None if math.isnan(price) else nearest_minor(price, currency_code),
        )
    venues, performances = [], []
    for venue_id, by_id in nights.items():
        venue = _venue(venue_id, list(by_id.values()))
        venues.append(venue)
        performances += [
            _performance(history, venue, performance_id, night)
            for performance_id, night in by_id.items()
        ]
    return Season(
        id=season_id,
        organization_id=organization_id,
        name=f"{organization_id} {season}".strip(),
        currency_code=currency_code,
        venues=tuple(venues),
        tariffs=(Tariff("full", "Full price", Percentage(1000)),),
        channels=(Channel("counter", "Counter"),),
        performances=tuple(sorted(performances, key=lambda p: (p.starts_at, p.id))),
        demand=DemandAssumptions(classes=(AudienceClass("full", 1.0),)),
        rules=(CategoryOrder(id="better-seats-never-cheaper"),),
        notes=(
            "Made from a history. Add tariffs, channels and rules; the time zone, VAT, "
            "opening of sales, booking curve and periods here are guesses to check."
        ),
    )


def _venue(venue_id: str, nights: Sequence[_Night]) -> Venue:
    prices: dict[str, list[int]] = defaultdict(list)
    capacity: dict[str, int] = defaultdict(int)
    for night in nights:
        for category, (seats, price) in night.seats.items():
            capacity[category] = max(capacity[category], seats)
            if price is not None:
                prices[category].append(price)
    unpriced = sorted(set(capacity) - set(prices))
    if unpriced:
        raise FieldInvalid(
            "unit_price", f"no price at all for {', '.join(unpriced)} of {venue_id}"
        )
    # Best first: the dearest category on average.
    mean = {category: sum(each) / len(each) for category, each in prices.items()}
    order = sorted(mean, key=lambda category: (-mean[category], category))
    scales = _rising_scales([_scale(night, order) for night in nights])
    return Venue(
        id=venue_id,
        name=venue_id,
        seat_categories=tuple(SeatCategory(c, capacity[c]) for c in order),
        price_tiers=tuple(
            PriceTier(f"scale-{n + 1}", scale) for n, scale in enumerate(scales)
        ),
    )


def _scale(night: _Night, order: Sequence[str]) -> Scale:
    return tuple(night.seats.get(category, (0, None))[1] for category in order)


def _rising_scales(scales: Sequence[Scale]) -> list[tuple[int, ...]]:
    """Return the price vectors in use that rise together, the commonest first kept."""
    width = len(scales[0])
    usual = [
        Counter(s[c] for s in scales if s[c] is not None).most_common(1)[0][0]
        for c in range(width)
    ]
    counts = Counter(
        tuple(u if p is None else p for p, u in zip(scale, usual, strict=True))
        for scale in scales
    )
    kept: list[tuple[int, ...]] = []
    for scale, count in counts.most_common():
        if kept and count < SCALE_SHARE_MIN * len(scales):
            break
        if all(_comparable(scale, other) for other in kept):
            kept.append(scale)  # type: ignore[arg-type]
    return sorted(kept)


def _comparable(a: Sequence[int | None], b: Sequence[int | None]) -> bool:
    differences = [x - y for x, y in zip(a, b, strict=True) if x and y]
    return all(d >= 0 for d in differences) or all(d <= 0 for d in differences)


def _performance(
    history: History, venue: Venue, performance_id: str, night: _Night
) -> Performance:
    order = [c.id for c in venue.seat_categories]
    scale = _scale(night, order)

    def distance(tier: PriceTier) -> int:
        return sum(
            abs(p - q)
            for p, q in zip(scale, tier.prices_minor, strict=True)
            if p is not None
        )

    starts_at = history.starts_at[night.row]
    return Performance(
        id=performance_id,
        production=history.production[night.row],
        venue_id=venue.id,
        starts_at=starts_at,
        on_sale_at=starts_at - timedelta(days=ON_SALE_DAYS),
        capacities=tuple(night.seats.get(c, (0, None))[0] for c in order),
        ladder=tuple(t.id for t in venue.price_tiers),
        reference_tier=min(venue.price_tiers, key=distance).id,
        covariates=tuple(
            (name, column[night.row])
            for name, column in history.covariates.items()
            if column[night.row]
        ),
    )
