"""Policies in time against exact optima, upper bounds and closed forms.

Figures are shares of what is attainable: of the optimum where the dynamic program
over all states can be solved, elsewhere of the tightest upper bound over the same
actions; on Gallego and van Ryzin's model they are losses. Errors are standard
errors of the last share.

    python -m benchmarks.bench_policies [--quick]
"""

import argparse
import sys
from dataclasses import replace
from itertools import product
from time import perf_counter

import numpy as np
from rich.console import Console

from benchmarks.run import table_of
from benchmarks.venues import studio, venue
from pricing.optimizer import gallego_van_ryzin
from pricing.optimizer.policies import exact
from pricing.optimizer.policies.bounds import bounds
from pricing.optimizer.policies.instance import PerformanceInstance
from pricing.optimizer.policies.learning import Learning
from pricing.optimizer.policies.policies import (
    Decomposition,
    FixedPrice,
    Policy,
    ReSolvedFluid,
)
from pricing.optimizer.policies.simulation import play

Row = dict[str, object]

SEED = 20_240
LOADS = (0.8, 1.2, 1.6)
MILESTONES = 10
# Trajectories by seats; large halls vary less.
TRAJECTORIES = {300: 400, 1200: 100, 3000: 30}
QUICK = {300: 60}
SMALL_TRAJECTORIES = 1_000
CURVE_TRAJECTORIES = 100
# Of the booking curve, that half of the time brings less or more than believed.
CURVE_ERROR = 0.3
# A ladder so low that demand exceeds seats at every rung.
SCARCE = 1.0
# The same model as an instance: a ladder in units of the mean willingness to pay, and
# so many persons for each who would buy at price 1 that the logit is exponential.
LADDER = np.linspace(0.8, 4.0, 33)
CROWD = 20
LOSS_STEPS = 100
# Published losses at twice the seats' load: fixed price, re-solved.
LOSSES = {10: "0.66; 0.19", 100: "4.21; 0.23", 400: "10.3; 0.24"}


def measure(quick: bool = False) -> list[Row]:
    sizes = QUICK if quick else TRAJECTORIES
    modes = list(product((False, True), LOADS))
    rows = [loss(seats) for seats in LOSSES]
    rows += [played_loss(seats, 100 if quick else 300) for seats in LOSSES]
    played = 200 if quick else SMALL_TRAJECTORIES
    for keep_open, load in modes:
        rows.append(small(studio(load, keep_open=keep_open), load, played))
    for load in LOADS:
        rising = replace(studio(load, keep_open=True), never_falls=True)
        rows.append(small(rising, load, played))
    for seats, trajectories in sizes.items():
        for keep_open, load in modes:
            hall = venue(seats, load, keep_open=keep_open)
            rows.append(large(f"{seats} seats", hall, load, trajectories))
    for keep_open in (False, True):
        hall = venue(300, LOADS[1], keep_open=keep_open, dearest=SCARCE)
        rows.append(large("300 seats, low ladder", hall, LOADS[1], sizes[300]))
    played = QUICK[300] if quick else CURVE_TRAJECTORIES
    for late, load in product((True, False), LOADS):
        rows.append(wrong_curve(300, load, late, played))
    return rows


def loss(seats: int) -> Row:
    """Return what two policies lose on Gallego and van Ryzin's model, exactly."""
    best = gallego_van_ryzin.optimal_income(seats, 2 * seats)
    return {
        "name": f"Gallego & van Ryzin, {seats} seats",
        "load": 2.0,
        "fixed price": best - gallego_van_ryzin.fixed_price_income(seats, 2 * seats),
        "re-solved fluid": best - gallego_van_ryzin.re_solved_income(seats, 2 * seats),
        "goal": LOSSES[seats],
        "of": "loss to the optimum",
        "attainable": best,
    }


def played_loss(seats: int, trajectories: int) -> Row:
    """Return what policies lose when played on that model, cut to a ladder."""
    persons = CROWD * 2.0 * seats
    chance = np.exp(1.0 - LADDER)[:, None, None] / CROWD
    hall = PerformanceInstance(
        attraction=chance / (1.0 - chance),
        income=LADDER[:, None, None],
        class_share=np.ones(1),
        arrivals=np.full(LOSS_STEPS, persons / LOSS_STEPS),
        capacity=np.array([seats]),
    )
    optimum = exact.solve(hall)
    best = play(hall, optimum, trajectories=trajectories, seed=SEED)
    row: Row = {"name": f"the same, played on a ladder, {seats} seats", "load": 2.0}
    for name, policy in {
        "fixed price": FixedPrice(hall),
        "decomposition": Decomposition(hall),
        "re-solved fluid": ReSolvedFluid(hall, milestones=LOSS_STEPS),
    }.items():
        played = play(hall, policy, trajectories=trajectories, seed=SEED)
        lost = best.income - played.income
        row[name] = float(lost.mean())
        row["error"] = float(lost.std() / np.sqrt(trajectories))
    goal = {"goal": LOSSES[seats], "of": "loss to the optimum"}
    return row | goal | {"attainable": optimum.income}


def small(hall: PerformanceInstance, load: float, trajectories: int) -> Row:
    """Return shares of the exact optimum in a hall of two categories."""
    optimum = exact.solve(hall)
    best = play(hall, optimum, trajectories=trajectories, seed=SEED)
    row: Row = {"name": f"15 + 25 seats, {_closing(hall)}", "load": load}
    for name, policy in _policies(hall).items():
        played = play(hall, policy, trajectories=trajectories, seed=SEED)
        # The same persons met the optimum: its luck is known, and taken out.
        over = (played.income - best.income) / optimum.income
        row[name] = 1 + float(over.mean())
        row["error"] = float(over.std() / np.sqrt(trajectories))
    goal = "0.99; 0.995 re-solved"
    return row | {"goal": goal, "of": "exact optimum", "attainable": optimum.income}


def large(name: str, hall: PerformanceInstance, load: float, trajectories: int) -> Row:
    """Return shares of the tightest bound in a hall of six categories."""
    bound = bounds(hall)
    row: Row = {"name": f"{name}, {_closing(hall)}", "load": load}
    for policy_name, policy in _policies(hall).items():
        played = play(hall, policy, trajectories=trajectories, seed=SEED)
        mean, error = played.steadied()
        row[policy_name] = mean / bound.tightest
        row["error"] = error / bound.tightest
    far = hall.capacity.sum() >= 1200 and not hall.keep_open
    tighter = bound.lagrangian < bound.decomposition
    return row | {
        "goal": f"{0.985 if far else 0.97} re-solved",
        "of": "Lagrangian bound" if tighter else "decomposition bound",
        "attainable": bound.tightest,
    }


def wrong_curve(seats: int, load: float, late: bool, trajectories: int) -> Row:
    """Return incomes and rungs where people come later or earlier than believed.

    Against the same policy that knows when they come. Rungs are means over the
    trajectories, where they are furthest below its own and with a tenth of the
    time to go.
    """
    believed = venue(seats, load)
    share = np.linspace(0.0, 1.0, believed.steps + 1)
    error = -2 * CURVE_ERROR if late else 2 * CURVE_ERROR
    came = share * (1 + error * (1 - share))
    truth = replace(believed, arrivals=np.diff(came) * believed.to_come[0])
    right = Decomposition(truth, milestones=MILESTONES)
    known = play(truth, right, trajectories=trajectories, seed=SEED)
    policy = Decomposition(believed, milestones=MILESTONES)
    row: Row = {"name": f"curve 30 % {'late' if late else 'early'}", "load": load}
    for name, wrong in {
        "level known": policy,
        "curve trusted": Learning(policy, curve_scatter=0.0),
        "curve doubted": Learning(policy),
    }.items():
        played = play(truth, wrong, trajectories=trajectories, seed=SEED)
        over = (played.income - known.income) / known.mean
        row[name] = 1 + float(over.mean())
        row["error"] = float(over.std() / np.sqrt(trajectories))
        apart = (played.rung - known.rung).mean(axis=0)
        row[f"rungs, {name}"] = (
            f"{apart.min():+.1f} {apart[-believed.steps // 10]:+.1f}"
        )
    return row | {"of": "the curve known", "attainable": known.mean}


def _policies(hall: PerformanceInstance) -> dict[str, Policy]:
    return {
        "fixed price": FixedPrice(hall),
        "re-solved fluid": ReSolvedFluid(hall, milestones=2 * MILESTONES),
        "decomposition": Decomposition(hall, softened=False),
        "softened": Decomposition(hall),
        "re-solved": Decomposition(hall, milestones=MILESTONES),
    }


def _closing(hall: PerformanceInstance) -> str:
    if hall.never_falls:
        return "kept open, never falling"
    return "kept open" if hall.keep_open else "free to close"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="300 seats, few trials")
    quick = parser.parse_args().quick
    started = perf_counter()
    rows = measure(quick)
    # Two kinds of rows, two tables: policies, and a booking curve that is wrong.
    curves = [row for row in rows if "level known" in row]
    others = [row for row in rows if "level known" not in row]
    console = Console(width=200)
    seconds = perf_counter() - started
    console.print(table_of("policies", others, seconds))
    console.print(table_of("policies, wrong booking curve", curves, seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
