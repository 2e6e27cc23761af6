"""Small random seasons as instances of the engine."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pricing.optimizer.engine.instance import Instance


def season(
    seed: int,
    *,
    performances: int = 3,
    categories: int = 3,
    rungs: int = 4,
    periods: int = 3,
    classes: int = 3,
    rows: bool = True,
    own: bool = False,
    by_category: bool = False,
    chained: bool = False,
    keep_open: bool = False,
    ordered: bool = False,
) -> Instance:
    """Return a season whose mix of classes drifts and whose seats are short.

    With ``rows``, a share of seats at low prices and a budget tie the season; with
    ``own``, each performance keeps such a share too.
    """
    rng = np.random.default_rng(seed)
    shape = (performances, rungs, categories, classes)
    reference = np.linspace(60.0, 20.0, categories)
    posted = np.linspace(0.7, 1.6, rungs)[:, None] * reference
    paid = posted[:, :, None] * np.linspace(1.0, 0.5, classes)
    beta = np.linspace(1.4, 2.6, classes)
    taste = rng.normal(0.8, 0.4, (performances, 1, categories, 1))
    attraction = np.exp(taste - beta * paid / reference[:, None])
    seats = rng.integers(20, 60, (performances, categories)).astype(float)
    mass = rng.gamma(3.0, 1.0, (performances, periods, classes))
    mass *= (rng.uniform(2.0, 4.0, performances) * seats.sum(axis=1))[:, None, None] / (
        mass.sum(axis=(1, 2), keepdims=True)
    )
    low = np.where(paid <= 25.0, 1.0, 0.0)
    measures = [np.broadcast_to(paid, shape)]
    through = [np.full(performances, periods - 1)]
    if own:
        measures.append(np.broadcast_to(low - 0.12, shape))
        through.append(np.full(performances, periods - 1))
    if rows:
        spent = np.maximum(reference[:, None] - paid, 0.0)
        earned = np.maximum(paid - reference[:, None], 0.0)
        measures += [
            np.broadcast_to(low - 0.25, shape),
            np.broadcast_to(0.3 * earned - spent, shape),
        ]
        through += [np.full(performances, periods - 1), np.full(performances, 1)]
    count = len(measures)
    rises = np.triu(np.ones((rungs, rungs), dtype=bool))
    return Instance(
        attraction=attraction,
        mass=mass,
        weights=mass.sum(axis=2) / mass.sum(axis=(1, 2))[:, None],
        sales=np.stack(measures, axis=1),
        use=np.zeros((performances, count, rungs, categories)),
        surplus=np.zeros((performances, count, classes)),
        through=np.stack(through, axis=1),
        own_constant=np.zeros((performances, int(own))),
        season_constant=np.array([0.0, 4.0 * seats.sum()] if rows else []),
        seats=seats,
        public_limit=np.repeat(seats[:, None], periods, axis=1),
        solidarity=np.arange(classes)[None].repeat(performances, axis=0) == classes - 1,
        allowed=np.ones((performances, rungs, categories), dtype=bool),
        start=np.ones((performances, rungs, categories), dtype=bool),
        keep_open=np.full(performances, keep_open),
        chained=np.full(performances, chained),
        steps=np.broadcast_to(
            rises, (performances, periods - 1, categories, rungs, rungs)
        ).copy(),
        ordered=np.full(performances, ordered),
        posted=np.broadcast_to(posted, shape[:3]).copy(),
        by_category=by_category,
    )


def pick(instance: Instance, chosen: list[int]) -> Instance:
    """Return some performances of an instance, in the order given."""
    names = [
        name
        for name in instance.__dataclass_fields__
        if name not in ("season_constant", "by_category")
    ]
    return replace(
        instance, **{name: getattr(instance, name)[chosen] for name in names}
    )


def played(instance: Instance, path: Sequence[int | Sequence[int]]) -> float:
    """Return the income of a path of the first performance, by small steps of time.

    Each period has a rung for all categories or one for each; categories close only
    when sold out.
    """
    left = instance.seats[0].copy()
    place = np.arange(len(left))
    income = 0.0
    for t, rungs in enumerate(path):
        rung = np.broadcast_to(np.asarray(rungs, dtype=int), left.shape)
        todo = 1.0
        while todo > 1e-12:
            pull = instance.attraction[0][rung, place] * (left > 1e-9)[:, None]
            rate = instance.mass[0, t] * pull / (1.0 + pull.sum(axis=0))
            total = rate.sum(axis=1)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = min(todo, *np.where(total > 0, left / total, np.inf))
            income += step * (rate * instance.sales[0, 0][rung, place]).sum()
            left = np.maximum(left - step * total, 0.0)
            left[left < 1e-9] = 0.0
            todo -= step
    return income
