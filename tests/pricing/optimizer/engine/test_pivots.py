"""The simplex method for blocks against the solver, on random programs."""

import numpy as np
import pytest

from pricing.optimizer.engine.pivots import maximise
from pricing.optimizer.engine.simplex import Program, fresh_basis
from pricing.optimizer.solver import LinearProgram, solve


def random_program(seed, rows, blocks, each):
    rng = np.random.default_rng(seed)
    count = blocks * each
    act = rng.gamma(1.0, 1.0, (rows, count)) * (rng.random((rows, count)) < 0.7)
    cost = rng.gamma(2.0, 1.0, count) + act.sum(axis=0)
    block = np.repeat(np.arange(blocks), each)
    limit = rng.uniform(0.2, 0.8, rows) * blocks
    return Program(act, cost, block, limit, np.zeros(rows), np.full(rows, 50.0))


def by_solver(program, blocks):
    rows, count = program.act.shape
    row, column = np.nonzero(program.act)
    short = np.arange(rows)
    return solve(
        LinearProgram(
            cost=np.concatenate([program.cost, -program.short_cost]),
            row=np.concatenate([row, short, rows + program.block]),
            column=np.concatenate([column, count + short, np.arange(count)]),
            value=np.concatenate(
                [program.act[row, column], -np.ones(rows), np.ones(count)]
            ),
            limit=np.concatenate([program.limit, np.ones(blocks)]),
            equal=np.arange(rows + blocks) >= rows,
        )
    )


def run(program, blocks):
    rows, count = program.act.shape
    basis = fresh_basis(blocks, rows)
    basis.key[:] = np.arange(blocks) * (count // blocks)
    basis.basic[:] = -1 - np.arange(rows)
    return maximise(program, basis, count, rows, blocks), basis


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("rows", "blocks"), [(1, 1), (3, 12), (6, 12), (8, 40)])
def test_value_and_duals_are_the_solver_s(seed, rows, blocks):
    program = random_program(seed, rows, blocks, 9)
    answer = by_solver(program, blocks)
    value, basis = run(program, blocks)
    assert value == pytest.approx(answer.objective, rel=1e-9)
    assert basis.dual == pytest.approx(answer.dual[:rows], abs=1e-7)


def test_a_start_from_the_last_basis_gives_the_same_value_at_other_costs():
    program = random_program(3, 5, 12, 9)
    _, basis = run(program, 12)
    turned = program._replace(cost=program.cost[::-1].copy())
    value = maximise(turned, basis, 108, 5, 12)
    assert value == pytest.approx(by_solver(turned, 12).objective, rel=1e-9)


def test_duals_stay_between_what_slack_earns_and_what_shortfall_costs():
    program = random_program(4, 4, 6, 5)
    boxed = program._replace(
        slack_gain=np.full(4, 0.4), short_cost=np.full(4, 0.6), limit=program.limit / 9
    )
    _, basis = run(boxed, 6)
    assert (basis.dual >= 0.4 - 1e-9).all()
    assert (basis.dual <= 0.6 + 1e-9).all()
