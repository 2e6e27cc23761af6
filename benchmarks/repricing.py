"""Times of re-pricing from value tables, under three classes of audience.

The update of levels of demand and the rules come on top.
"""

from collections.abc import Callable

import numpy as np

from benchmarks.pairs import CATEGORIES, PERFORMANCES, RUNGS, state
from benchmarks.timing import often, quickest, row
from models.arrivals import prior, update
from pricing.optimizer.allowed_now import allowed_prices, allowed_tiers
from pricing.optimizer.execution import CategoryDecider, ScaleDecider
from pricing.optimizer.offers import BidPrices, Offers
from pricing.optimizer.value_tables import ValueTables


def scale_rows(offers: Offers, tables: ValueTables) -> list[dict[str, object]]:
    """Return times of re-pricing where one rung stands for all categories."""
    left, level = state()
    bids = BidPrices.at(tables, 0, CATEGORIES)
    allowed = np.ones((PERFORMANCES, RUNGS), dtype=bool)
    closable = np.ones((PERFORMANCES, CATEGORIES), dtype=bool)
    return [
        each
        for name, decider in (
            ("scale", ScaleDecider(offers, bids)),
            ("scale, may close", ScaleDecider(offers, bids, closable)),
        )
        for each in repricing(
            name,
            lambda decider=decider: decider.post(left, level, allowed),
            lambda decider=decider: decider.post(left, level, allowed, first=5, last=6),
        )
    ]


def category_rows(offers: Offers, tables: ValueTables) -> list[dict[str, object]]:
    """Return times of re-pricing where each category has a rung of its own."""
    left, level = state()
    bids = BidPrices.at(tables, 0, CATEGORIES)
    allowed = np.ones((PERFORMANCES, RUNGS, CATEGORIES), dtype=bool)
    ordered = np.ones(PERFORMANCES, dtype=bool)
    closable = np.ones((PERFORMANCES, CATEGORIES), dtype=bool)
    return [
        each
        for name, decider in (
            ("category", CategoryDecider(offers, bids)),
            ("category, in order", CategoryDecider(offers, bids, ordered)),
            (
                "category, in order, may close",
                CategoryDecider(offers, bids, ordered, closable),
            ),
        )
        for each in repricing(
            name,
            lambda decider=decider: decider.post(left, level, allowed),
            lambda decider=decider: decider.post(left, level, allowed, first=5, last=6),
        )
    ]


def repricing(
    name: str, every: Callable[[], object], single: Callable[[], object]
) -> list[dict[str, object]]:
    """Return the time of all performances and of one."""
    all_seconds, one_seconds = quickest(often(every, 20), often(single, 1000))
    return [
        row(
            f"re-price {PERFORMANCES}, {name}", all_seconds / 20 * 1e3, "ms",
            goal="under 1",
        ),
        row(f"re-price one, {name}", one_seconds / 1000 * 1e6, "us", goal="under 5"),
    ]  # fmt: skip


def on_top_rows(offers: Offers) -> list[dict[str, object]]:
    """Return times of the update of levels and of the rules, for all performances."""
    rng = np.random.default_rng(4)
    shape = (PERFORMANCES, CATEGORIES)
    before = prior(rng.uniform(20, 400, shape), rng.uniform(400, 4000, shape))
    expected = before.mean()
    sold, exposure = rng.poisson(50, shape).astype(float), rng.uniform(0.1, 0.9, shape)
    posted = rng.integers(0, RUNGS, shape)
    every = np.ones(offers.price.shape, dtype=bool)
    yes, step = np.ones(PERFORMANCES, dtype=bool), np.full(PERFORMANCES, 0.2)
    together = np.ascontiguousarray(posted[:, 0])
    works = {
        "posterior levels": lambda: (
            update(before, sold, exposure, 0.01, 2.5).mean() / expected
        ),
        "rules, scale": lambda: allowed_tiers(
            offers.price, every[:, :, 0], together, yes, step, yes, every[:, 0]
        ),
        "rules, category": lambda: allowed_prices(
            offers.price, every, posted, yes, step, yes
        ),
    }
    seconds = quickest(*(often(work, 20) for work in works.values()))
    return [
        row(f"on top, {PERFORMANCES} performances: {name}", each / 20 * 1e3, "ms")
        for name, each in zip(works, seconds, strict=True)
    ]
