"""A season as the engine gets it: a house, its audience and rules, seeded."""

from dataclasses import replace

import numpy as np

from pricing.optimizer.engine.instance import Instance


def season(
    performances: int, *, by_category: bool, rises: bool, reach: float = np.inf
) -> Instance:
    """Return a season of one house, seeded; mixes of classes drift over time.

    Prices are allowed within ``reach`` of the reference, as a share of it.
    """
    rng = np.random.default_rng(1)
    categories, rungs, periods, classes, tariffs = 6, 9, 12, 3, 6
    pairs = classes * tariffs
    reference = np.array([100.0, 80.0, 62.0, 47.0, 33.0, 20.0])
    posted = np.round(np.linspace(0.7, 1.6, rungs)[:, None] * reference)
    discount = np.tile(np.linspace(1.0, 0.5, tariffs), classes)
    paid = posted[:, :, None] * discount
    beta = 2.0 * np.repeat([0.7, 1.0, 1.6], tariffs)
    taste = np.linspace(0.6, -0.2, categories) + rng.normal(
        0.0, 0.15, (performances, categories)
    )
    attraction = np.exp(taste[:, None, :, None] - beta * paid / reference[:, None])
    seats = np.tile([120.0, 200.0, 250.0, 300.0, 200.0, 100.0], (performances, 1))
    weights = rng.dirichlet(np.full(periods, 6.0), performances)
    drift = rng.normal(0.0, 0.4, (performances, 1, pairs))
    mix = rng.dirichlet(np.full(pairs, 2.0), performances)[:, None] * np.exp(
        np.linspace(-1.0, 1.0, periods)[:, None] * drift
    )
    mass = weights[:, :, None] * mix
    at_reference = attraction[:, np.abs(posted[:, 0] - 100.0).argmin()]
    share = at_reference / (1.0 + at_reference.sum(axis=1, keepdims=True))
    load = rng.uniform(0.5, 1.5, performances) * seats.sum(axis=1)
    mass *= (load / np.einsum("ftk,fck->f", mass, share))[:, None, None]
    solidarity = np.tile(np.arange(tariffs) >= tariffs - 2, classes)
    spent = np.maximum(reference[:, None] - paid, 0.0) * solidarity
    surplus = 0.1 * np.maximum(paid - reference[:, None], 0.0)
    sales = np.stack([paid, np.where(paid <= 30.0, 1.0, 0.0) - 0.16, surplus - spent])
    shape = (performances, rungs, categories)
    return Instance(
        attraction=attraction,
        mass=mass,
        weights=weights,
        sales=np.broadcast_to(sales, (performances, *sales.shape)),
        use=np.zeros((performances, len(sales), rungs, categories)),
        surplus=np.zeros((performances, len(sales), pairs)),
        through=np.full((performances, len(sales)), periods - 1),
        own_constant=np.zeros((performances, 0)),
        season_constant=np.array([0.0, 1.75 * mass.sum()]),
        seats=seats,
        public_limit=np.repeat(seats[:, None], periods, axis=1),
        solidarity=np.tile(solidarity, (performances, 1)),
        allowed=np.broadcast_to(np.abs(posted - reference) <= reach * reference, shape),
        start=np.ones(shape, dtype=bool),
        keep_open=np.zeros(performances, dtype=bool),
        chained=np.full(performances, rises),
        steps=np.broadcast_to(
            np.triu(np.ones((rungs, rungs), dtype=bool)),
            (performances, periods - 1, categories, rungs, rungs),
        ),
        ordered=np.full(performances, by_category),
        posted=np.broadcast_to(posted, shape),
        by_category=by_category,
    )


def next_day(instance: Instance) -> Instance:
    """Return the season after a day's sales."""
    rng = np.random.default_rng(2)
    seats = np.floor(instance.seats * rng.uniform(0.97, 1.0, instance.seats.shape))
    return replace(
        instance,
        seats=seats,
        public_limit=np.repeat(seats[:, None], instance.weights.shape[1], axis=1),
        mass=0.985 * instance.mass,
        season_constant=0.985 * instance.season_constant,
    )
