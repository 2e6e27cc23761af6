"""A season as arrays: every price that can be paid, every seat that can be sold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pricing.domain.errors import FieldInvalid
from pricing.domain.performance import Performance, PerformanceState
from pricing.domain.rules import AccessShare, NeverFalls
from pricing.domain.season import Season
from pricing.domain.tariff import Percentage
from pricing.quotes.seats_left import kept_seats
from simulator.fits import check_fits, check_room
from simulator.fund import Funds, funds_of
from simulator.income_split import IncomeSplit, split_of
from simulator.instants import instant
from simulator.scenario import Scenario
from simulator.tariff_prices import tariff_prices

Ints = NDArray[np.int64]

DAY_SECONDS = 86_400
# What counts as a low price where no AccessShare rule says.
ACCESS_PRICE_MINOR = 2500


@dataclass(frozen=True)
class House:
    """What the kernel reads; see the package for the axes.

    Attributes
    ----------
    face : [R, C, K], minor units
        Price of a seat under the tariff of a class.
    paid : [R, C, K, H], minor units
        The same with the channel's commission where it comes on top.
    tier_row : [F, L]
        Row of each rung in ``face``; -1 beyond the ladder.
    capacity, kept : [F, C], seats
        All seats, and those kept for solidarity tariffs as sales open.
    channel_quota : [F, H], tariff_quota : [F, J], seats
    on_sale, starts : [F], seconds
    class_tariff : [K]; class_solidarity : [K], bool; public_class : int
        The class at which people buy when their tariff's quota is full.
    access_minor : int
        Seats sold at or under it count as accessible: the first AccessShare
        rule's price, else ``ACCESS_PRICE_MINOR``.
    never_falls : [F], bool
    forecast : seats by performance id, optional
        Demand at reference prices as policies believe it.
    """

    season: Season
    performances: tuple[Performance, ...]
    classes: tuple[tuple[str, str], ...]
    face: Ints
    paid: Ints
    tier_row: Ints
    capacity: Ints
    kept: Ints
    channel_quota: Ints
    tariff_quota: Ints
    on_sale: Ints
    starts: Ints
    class_tariff: Ints
    class_solidarity: NDArray[np.bool_]
    public_class: int
    access_minor: int
    never_falls: NDArray[np.bool_]
    forecast: Mapping[str, float] = field(default_factory=dict)

    def forecast_of(self, performance: Performance) -> float | None:
        """Return the seats that are forecast to be wanted; None where none are."""
        return self.forecast.get(performance.id)

    @cached_property
    def face_by_rung(self) -> Ints:
        """Face values, [F, L, C, K]; rungs beyond a ladder are unused."""
        return self.face[np.maximum(self.tier_row, 0)]

    @cached_property
    def funds(self) -> Funds:
        """What each seat adds to the solidarity funds, and takes out of them."""
        tariffs = [self.season.tariffs[j] for j in self.class_tariff.tolist()]
        return funds_of(self.season, self.performances, self.face_by_rung, tariffs)

    @cached_property
    def income_split(self) -> IncomeSplit:
        """What is inside the price of each seat."""
        return split_of(self.season, self.performances, self.face_by_rung)

    @cached_property
    def _kept_later(self) -> dict[tuple[int, int], Ints]:
        return {}

    def kept_at(self, f: int, time: int) -> Ints:
        """Return the seats, [C], kept for solidarity tariffs at a time, in seconds."""
        known = self._kept_later
        if (f, time) not in known:
            categories = self.capacity.shape[1]
            known[f, time] = _kept_now(
                self.season, self.performances[f], instant(time), categories
            )
        return known[f, time]

    @cached_property
    def together(self) -> Ints:
        """Each rung for all categories, [L, C]; not to be written."""
        rungs = np.arange(self.tier_row.shape[1])[:, None]
        return np.broadcast_to(rungs, (len(rungs), self.capacity.shape[1]))

    @cached_property
    def full(self) -> Ints:
        """Full prices, [F, L, C], minor units; rungs beyond a ladder are 0."""
        found = np.zeros((*self.tier_row.shape, self.capacity.shape[1]), np.int64)
        for f, performance in enumerate(self.performances):
            for rung, tier in enumerate(self.season.ladder_of(performance)):
                found[f, rung, : len(tier.prices_minor)] = tier.prices_minor
        return found


def build(season: Season, scenario: Scenario) -> House:
    """Return the arrays of a season as a scenario's people meet it.

    Raises
    ------
    FieldInvalid
        When the scenario does not fit the season, or nothing is on sale.
    """
    check_fits(scenario, season)
    performances = tuple(
        p for p in season.performances if p.state is PerformanceState.OPEN
    )
    if not performances:
        raise FieldInvalid("performances", "none is open: nothing to play")
    check_room(scenario, performances)
    classes = tuple(
        dict.fromkeys((s.tariff_id, s.means_bracket_id) for s in scenario.segments)
    )
    # Whoever finds their tariff's quota full may buy at the full price.
    public = next(
        (t.id for t in season.tariffs if t.price == Percentage(1000)),
        season.tariffs[0].id,
    )
    if (public, "") not in classes:
        classes += ((public, ""),)
    face, paid = tariff_prices(season, classes)
    tariff_ids = [t.id for t in season.tariffs]
    tariffs = [season.tariff_by_id[tariff_id] for tariff_id, _ in classes]
    totals = [p.capacity for p in performances]
    return House(
        season=season,
        performances=performances,
        classes=classes,
        face=face,
        paid=paid,
        tier_row=_tier_rows(season, performances),
        capacity=_padded([p.capacities for p in performances], face.shape[1], 0),
        kept=_kept(season, performances, face.shape[1]),
        channel_quota=np.array(
            [[n * c.quota_permille // 1000 for c in season.channels] for n in totals]
        ),
        tariff_quota=np.array(
            [[n * t.quota_permille // 1000 for t in season.tariffs] for n in totals]
        ),
        on_sale=np.array([int(p.on_sale_at.timestamp()) for p in performances]),
        starts=np.array([int(p.starts_at.timestamp()) for p in performances]),
        class_tariff=np.array([tariff_ids.index(t.id) for t in tariffs]),
        class_solidarity=np.array([t.solidarity for t in tariffs]),
        public_class=classes.index((public, "")),
        access_minor=access_price_minor(season),
        never_falls=np.array(
            [
                any(
                    isinstance(r, NeverFalls) and r.scope.covers(p)
                    for r in season.rules
                )
                for p in performances
            ]
        ),
    )


def access_price_minor(season: Season) -> int:
    """Return what counts as a low price: the first AccessShare rule's, else usual."""
    return next(
        (r.price_minor for r in season.rules if isinstance(r, AccessShare)),
        ACCESS_PRICE_MINOR,
    )


def _tier_rows(season: Season, performances: tuple[Performance, ...]) -> Ints:
    counts = [len(venue.price_tiers) for venue in season.venues]
    first = dict(
        zip(
            (venue.id for venue in season.venues),
            accumulate(counts, initial=0),
            strict=False,
        )
    )
    rows = []
    for performance in performances:
        order = [tier.id for tier in season.venue_of(performance).price_tiers]
        start = first[performance.venue_id]
        rows.append([start + order.index(tier_id) for tier_id in performance.ladder])
    return _padded(rows, max(len(row) for row in rows), -1)


def _kept(
    season: Season, performances: tuple[Performance, ...], category_count: int
) -> Ints:
    kept = np.zeros((len(performances), category_count), np.int64)
    for f, performance in enumerate(performances):
        kept[f] = _kept_now(season, performance, performance.on_sale_at, category_count)
    return kept


def _kept_now(
    season: Season, performance: Performance, now: datetime, category_count: int
) -> Ints:
    """Return the seats of each category, [C], kept for solidarity tariffs."""
    kept = np.zeros(category_count, np.int64)
    for c, category in enumerate(season.venue_of(performance).seat_categories):
        kept[c] = kept_seats(season, performance, category.id, now)
    return kept


def _padded(
    rows: list[tuple[int, ...]] | list[list[int]], width: int, fill: int
) -> Ints:
    padded = np.full((len(rows), width), fill, np.int64)
    for index, row in enumerate(rows):
        padded[index, : len(row)] = row
    return padded
