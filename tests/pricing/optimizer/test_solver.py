import numpy as np
import pytest

from pricing.domain.errors import SolverFailed
from pricing.optimizer.solver import LinearProgram, Session, solve


def program(cost, matrix, limit, equal=None, *, integer=False):
    row, column = np.nonzero(matrix)
    return LinearProgram(
        cost=np.array(cost, dtype=float),
        row=row,
        column=column,
        value=np.array(matrix, dtype=float)[row, column],
        limit=np.array(limit, dtype=float),
        equal=np.zeros(len(limit), dtype=bool) if equal is None else np.array(equal),
        integer=integer,
    )


def test_the_textbook_program_has_its_optimum_and_duals():
    # Hillier and Lieberman's Wyndor Glass Co.: 36 at (2, 6), shadow prices 0, 3/2, 1.
    answer = solve(program([3, 5], [[1, 0], [0, 2], [3, 2]], [4, 12, 18]))

    assert answer.objective == pytest.approx(36)
    np.testing.assert_allclose(answer.x, [2, 6])
    np.testing.assert_allclose(answer.dual, [0, 1.5, 1], atol=1e-9)


def test_many_columns_keep_their_order():
    limits = np.arange(1.0, 26.0)

    answer = solve(program(np.ones(25), np.eye(25), limits))

    np.testing.assert_allclose(answer.x, limits)


def test_no_solution_is_an_answer():
    assert solve(program([1.0], [[1], [-1]], [1, -2])) is None


def test_an_equation_is_kept_in_integers():
    answer = solve(
        program([5, 4, 3], [[2, 3, 1], [1, 1, 1]], [3, 2], [False, True], integer=True)
    )

    np.testing.assert_allclose(answer.x, [1, 0, 1])
    assert answer.objective == pytest.approx(8)


def test_an_unbounded_program_is_a_fault():
    with pytest.raises(SolverFailed):
        solve(program([1.0], [[-1]], [0]))


def test_a_column_that_comes_later_counts():
    session = Session(program([1, 1], [[1, 1]], [10]), 10)
    before = session.solve()

    session.add_columns(
        np.array([3.0]),
        np.array([0], np.int32),
        np.array([0], np.int32),
        np.array([2.0]),
    )
    after = session.solve()

    assert before.objective == pytest.approx(10)
    assert after.objective == pytest.approx(15)
    np.testing.assert_allclose(after.x, [0, 0, 5])
