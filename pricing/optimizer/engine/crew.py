"""Compiled work over ranges of performances, spread over threads.

Each performance is worked on alone and writes to its own part of the arrays, so
the bits of the result do not depend on the number of threads.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.bases import (
    Bases,
    basis_of,
    program_of,
    room_for_bases,
)
from pricing.optimizer.engine.choice import choose
from pricing.optimizer.engine.columns import Pool, make_room, refill, room_for
from pricing.optimizer.engine.compilation import entry
from pricing.optimizer.engine.instance import Arrays, Instance
from pricing.optimizer.engine.kept import Kept, room_for_paths
from pricing.optimizer.engine.multipliers import mix
from pricing.optimizer.engine.performance import generate
from pricing.optimizer.engine.polish import STARTS, climb, set_starts
from pricing.optimizer.engine.proof import prove
from pricing.optimizer.engine.ranges import spread
from pricing.optimizer.engine.rows import Rows, lay_rows
from pricing.optimizer.engine.table_filling import fill_tables
from pricing.optimizer.engine.tables import Tables, room_for_tables
from pricing.optimizer.engine.vector_moves import climb_vectors

COLUMNS_MAX = 512
# Times that a proof may ask for programs to be solved again.
PROOFS_MAX = 40
# Rounds of paths: the first two, or one with paths of the day before to start from,
# and others while none together keep the season's rows.
ROUNDS_MAX = 6
# How far a row may get dearer from round to round: times what it costs, and the
# share of its price scale beside.
DEARER = 2.0
DEARER_SHARE = 0.02
# Columns kept for the next time, times the rows of the program.
KEPT_TIMES = 1


@entry
def set_up(
    arrays: Arrays, rows: Rows, tables: Tables, pool: Pool, first: int, last: int
) -> None:
    """Fill the tables of performances, and what their known columns sell."""
    for f in range(first, last):
        if not arrays.by_category:
            fill_tables(arrays, rows, tables, f)
        for n in range(pool.number[f]):
            refill(arrays, rows, pool, f, n)


@entry
def trim(
    arrays: Arrays,
    rows: Rows,
    pool: Pool,
    bases: Bases,
    multiplier: NDArray[np.float64],
) -> None:
    """Drop the columns of least worth until few beside the basic ones are left."""
    for f in range(len(pool.number)):
        basis = basis_of(arrays, rows, bases, f)
        program = program_of(arrays, rows, pool, f, multiplier)
        most = KEPT_TIMES * (len(basis.key) + len(basis.basic))
        while pool.number[f] > 2 * most:
            known = pool.number[f]
            make_room(pool, program, basis, f)
            if pool.number[f] == known:
                break


@dataclass(frozen=True)
class Work:
    """The arrays that the steps of pricing a season share, and those steps."""

    instance: Instance
    arrays: Arrays
    rows: Rows
    tables: Tables
    pool: Pool
    bases: Bases
    threads: int

    @classmethod
    def of(cls, instance: Instance, known: Pool | None, threads: int) -> "Work":
        """Return the arrays of an instance, with the columns known earlier."""
        arrays, rows = instance.arrays(), lay_rows(instance)
        performances, periods, categories = arrays.public_limit.shape
        width = rows.limit.shape[1]
        tables = room_for_tables(arrays, rows)
        pool = room_for(
            performances, COLUMNS_MAX, periods, categories, width,
            arrays.sales.shape[1],
        )  # fmt: skip
        bases = room_for_bases(performances, periods, width)
        work = cls(instance, arrays, rows, tables, pool, bases, threads)
        if known is not None and known.rung.shape == pool.rung.shape:
            for name in ("number", "block", "rung", "opened"):
                getattr(pool, name)[:] = getattr(known, name)
            work.take_keys()
        spread(
            lambda first, last: set_up(arrays, rows, tables, pool, first, last),
            performances,
            threads,
        )
        return work

    def take_keys(self) -> None:
        """Start every block from its first known column, rows from slack."""
        for f in range(len(self.pool.number)):
            block = self.pool.block[f, : self.pool.number[f]]
            found, place = np.unique(block, return_index=True)
            self.bases.key[f, found] = place
        self.bases.basic[:] = -1 - np.arange(self.bases.basic.shape[1])

    def solve(
        self, multiplier: NDArray[np.float64], tolerance: float, *, exact: bool
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return bounds [F], and objectives with season rows [F, 1 + Q]."""
        bound = np.zeros(len(self.pool.number))
        measure = np.zeros((len(bound), self.arrays.sales.shape[1]))
        work = partial(
            _solve, self, multiplier, tolerance,
            exact=exact, bound=bound, measure=measure,
        )  # fmt: skip
        spread(work, len(bound), self.threads)
        first = 1 + self.instance.own_rows
        return bound, np.delete(measure, np.arange(1, first), axis=1)

    def carry_out(
        self,
        multiplier: NDArray[np.float64],
        scale: NDArray[np.float64],
        before: NDArray[np.int8] | None,
    ) -> tuple[NDArray[np.int8], NDArray[np.float64], float]:
        """Return paths that keep the season's rows, and a bound on all paths.

        Paths [F, T, C], their measures [F, V], and the bound where there is one.
        The paths found at multipliers [Q] are mixed to keep the rows; what that
        makes a row cost, as far as ``scale`` [Q] lets it rise, is the next round's.
        """
        performances, periods, categories = self.arrays.public_limit.shape
        path = np.full((performances, periods, categories), -1, dtype=np.int8)
        if before is not None and before.shape == path.shape:
            path[:] = before
        paths, measures = [], []
        first = 1 + self.instance.own_rows
        constant = self.instance.season_constant
        rounds = 2 if before is None else 1
        bound = np.inf
        for number in range(ROUNDS_MAX):
            proven, kept = np.full(performances, np.inf), room_for_paths(self.arrays)
            measure = np.zeros((performances, self.arrays.sales.shape[1]))
            work = partial(
                _carry_out, self, multiplier,
                path=path, measure=measure, kept=kept, proven=proven,
            )  # fmt: skip
            spread(work, performances, self.threads)
            bound = min(bound, float(proven.sum() + multiplier @ constant))
            paths += [path[None].copy(), kept.path.swapaxes(0, 1)]
            measures += [measure[None], kept.measure.swapaxes(0, 1)]
            found = np.concatenate(measures)
            tied = np.delete(found, np.arange(1, first), axis=2)
            high = DEARER * multiplier + DEARER_SHARE * scale
            tried = multiplier
            _, multiplier = mix(tied, constant, np.zeros(len(constant)), high)
            chosen = choose(tied, constant, multiplier)
            total = tied[chosen, np.arange(performances), 1:].sum(axis=0)
            keeps = (total + constant >= 0).all()
            last = number + 1 >= rounds or (multiplier == tried).all()
            if len(constant) == 0 or (keeps and last):
                break
        place = np.arange(performances)
        return np.concatenate(paths)[chosen, place], found[chosen, place], bound


def _solve(
    work: Work,
    multiplier: NDArray[np.float64],
    tolerance: float,
    first: int,
    last: int,
    *,
    exact: bool,
    bound: NDArray[np.float64],
    measure: NDArray[np.float64],
) -> None:
    """Set bounds and measures of a range of performances.

    By category and exact, bounds are proven, and programs solved again with what
    local search had missed, while that lowers them.
    """
    asked = np.ones(len(bound), dtype=bool)
    proven, kept = np.full(len(bound), np.inf), work.bases.best_dual.copy()
    for _ in range(PROOFS_MAX):
        generate(
            work.arrays, work.rows, work.tables, work.pool, work.bases, multiplier,
            tolerance, first, last, asked, bound, measure,
        )  # fmt: skip
        if not (exact and work.arrays.by_category):
            return
        prove(
            work.arrays, work.rows, work.pool, work.bases, multiplier, tolerance,
            first, last, asked, proven, kept,
        )  # fmt: skip
        if not asked[first:last].any():
            break
    bound[first:last] = proven[first:last]
    work.bases.best_dual[first:last] = kept[first:last]


def _carry_out(
    work: Work,
    multiplier: NDArray[np.float64],
    first: int,
    last: int,
    *,
    path: NDArray[np.int8],
    measure: NDArray[np.float64],
    kept: Kept,
    proven: NDArray[np.float64],
) -> None:
    """Set paths, measures and bounds on paths of a range of performances."""
    arrays, rows, pool, bases = work.arrays, work.rows, work.pool, work.bases
    starts = np.full((len(path), STARTS, *path.shape[1:]), -1, dtype=np.int8)
    starts[:, 0] = path
    enough = np.empty(len(path))
    set_starts(arrays, rows, pool, bases, multiplier, first, last, starts, enough)
    where = multiplier, first, last, starts, enough, path, measure, kept
    if arrays.by_category:
        climb_vectors(arrays, rows, work.tables, pool, bases, *where)
    else:
        climb(arrays, rows, work.tables, bases, *where, proven)
