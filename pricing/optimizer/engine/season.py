"""A season to a plan: bounds, multipliers, paths, and the gap between them.

1. ``rows.lay_rows``: the rows of every performance's program.
2. ``multipliers.settle_multipliers``: prices of the season's rows; each trial
   solves all performances by column generation (``performance.generate``).
3. ``proof.prove``: by category, the offers left out, gone through exactly.
4. ``polish.climb`` or ``vector_moves.climb_vectors``: a path for each performance
   that can be carried out, and ``choice.choose``: paths that together keep the
   season's rows.

``crew.Work`` runs 1, 3 and 4, and what 2 tries, over ranges of performances.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import Bases
from pricing.optimizer.engine.columns import Pool
from pricing.optimizer.engine.crew import Work, trim
from pricing.optimizer.engine.instance import Instance
from pricing.optimizer.engine.multipliers import settle_multipliers
from pricing.optimizer.engine.ranges import cores
from pricing.optimizer.engine.rows import OWN, SEATS, Rows

TOLERANCE = 1e-5


@dataclass(frozen=True)
class Priced:
    """What pricing a season gives.

    Parameters
    ----------
    bound : float
        No plan is worth more: proven by exact pricing of all offers and, where all
        categories take one rung that is chained, of all paths.
    mixed_bound : float
        No plan that mixes paths is worth more.
    value : float
        The objective of the paths.
    missed : [Q]
        By how much the paths miss the season's rows.
    multiplier : [Q], currency units per unit of each season row
    seat_price : [F, C], currency units per seat, at least 0
    own_price : [F, R]
    path : [F, T, C], rungs
    measure : [F, V], of the paths
    performance_bound : [F], at the multipliers, season rows priced in
    pool : the columns found, to start from the next time
    """

    bound: float
    mixed_bound: float
    value: float
    missed: NDArray[np.float64]
    multiplier: NDArray[np.float64]
    seat_price: NDArray[np.float64]
    own_price: NDArray[np.float64]
    path: NDArray[np.int8]
    measure: NDArray[np.float64]
    performance_bound: NDArray[np.float64]
    pool: Pool

    @property
    def gap(self) -> float:
        """Return by what share of the bound the value is short of it."""
        return (self.bound - self.value) / max(abs(self.bound), 1e-300)


def price(
    instance: Instance,
    *,
    before: Priced | None = None,
    start: NDArray[np.float64] | None = None,
    threads: int | None = None,
    tolerance: float = TOLERANCE,
) -> Priced:
    """Return the best plan found for a season, and a bound on all plans.

    Parameters
    ----------
    instance : Instance
    before : Priced, optional
        The answer to an instance of the same shape, a day earlier, say: its
        columns, multipliers and paths are the start.
    start : [Q], optional
        Multipliers to start from where there is no such answer.
    threads : int, optional
        The cores there are, unless given; the result does not depend on it.
    tolerance : share of the bound that programs may leave
    """
    if before is not None and before.path.shape[0] != len(instance.seats):
        raise ValueError("Expected an earlier answer of as many performances.")
    threads = cores() if threads is None else threads
    work = Work.of(instance, None if before is None else before.pool, threads)
    start = start if before is None else before.multiplier
    scale = _row_scale(instance)
    tied = settle_multipliers(
        lambda mu: work.solve(mu, tolerance, exact=False),
        instance.season_constant,
        scale,
        start,
        2.0 * tolerance,
    )
    bounds, _ = work.solve(tied.multiplier, tolerance, exact=True)
    bound = float(bounds.sum() + tied.multiplier @ instance.season_constant)
    path, measure, of_paths = work.carry_out(
        tied.multiplier, scale, None if before is None else before.path
    )
    season = measure[:, 1 + instance.own_rows :].sum(axis=0)
    trim(work.arrays, work.rows, work.pool, work.bases, tied.multiplier)
    seat_price, own_price = _read_duals(work.rows, work.bases, instance)
    return Priced(
        bound=min(bound, of_paths),
        mixed_bound=bound,
        value=float(measure[:, 0].sum()),
        missed=np.maximum(-(season + instance.season_constant), 0.0),
        multiplier=tied.multiplier,
        seat_price=seat_price,
        own_price=own_price,
        path=path,
        measure=measure,
        performance_bound=bounds,
        pool=work.pool,
    )


def _row_scale(instance: Instance) -> NDArray[np.float64]:
    """Return what a unit of each season row may cost, roughly: [Q]."""
    first = 1 + instance.own_rows
    worth = np.abs(instance.sales[:, 0]).mean()
    if worth == 0.0:
        worth = 1.0
    unit = np.abs(instance.sales[:, first:]).mean(axis=(0, 2, 3, 4))
    return np.asarray(worth / np.where(unit > 0.0, unit, 1.0))


def _read_duals(
    rows: Rows, bases: Bases, instance: Instance
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return prices of seats [F, C] and of own rows [F, R] at the bounds."""
    seat = np.zeros(instance.seats.shape)
    own = np.zeros(instance.own_constant.shape)
    held = np.arange(rows.kind.shape[1]) < rows.number[:, None]
    for kind, out in ((SEATS, seat), (OWN, own)):
        f, i = np.nonzero(held & (rows.kind == kind))
        out[f, rows.place[f, i]] = bases.best_dual[f, i]
    return seat, own
