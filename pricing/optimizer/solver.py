"""Linear programs through PuLP with HiGHS: the only file that knows a solver.

PuLP states the program and hands it to HiGHS in this process. A program that
grows by columns stays with HiGHS after that: new columns go to the model that
PuLP made, and the next solution starts from the last basis.
"""

from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from pricing.domain.errors import SolverFailed

try:
    import highspy
except ImportError:  # A fault where a program is solved, not where this is read.
    highspy = None  # type: ignore[assignment]


@dataclass(frozen=True)
class LinearProgram:
    """Maximise cost x where rows x <= or = limit and 0 <= x.

    Parameters
    ----------
    cost : [N]
    row, column, value : entries of the matrix
    limit : [M]
    equal : [M]
        Whether the row is an equation.
    integer : bool
        Whether x is 0 or 1.
    """

    cost: NDArray[np.float64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    value: NDArray[np.float64]
    limit: NDArray[np.float64]
    equal: NDArray[np.bool_]
    integer: bool = False


@dataclass(frozen=True)
class Answer:
    """An optimal solution.

    ``dual`` [M] is what the objective gains per unit of a row's limit: at least
    0 where the row is an inequality. It is empty for an integer program.
    """

    objective: float
    x: NDArray[np.float64]
    dual: NDArray[np.float64]


class Session:
    """A program in the solver, which may grow by columns."""

    def __init__(self, program: LinearProgram, time_limit_seconds: float) -> None:
        if highspy is None:
            raise SolverFailed("no solver, as highspy is not installed")
        self._problem = _state(program)
        self._solver = pulp.HiGHS(
            msg=False, threads=1, timeLimit=max(time_limit_seconds, 0.01)
        )
        self._solver.createAndConfigureSolver(self._problem)
        self._solver.buildSolverModel(self._problem)
        self._integer = program.integer
        self._highs = self._problem.solverModel

    def solve(self) -> Answer | None:
        """Return an optimal solution, or None where none exists.

        An integer program that meets the time limit gives its best solution.

        Raises
        ------
        SolverFailed
            When the solver stops without a solution that it can stand by.
        """
        self._solver.callSolver(self._problem)
        status = self._highs.getModelStatus()
        unclear = (highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kNotset)
        for presolve in ("choose", "off"):
            if status not in unclear:
                break
            # The last basis can lead astray after columns came, and so can what
            # presolve makes of coefficients far apart: start afresh.
            self._highs.clearSolver()
            self._highs.setOptionValue("presolve", presolve)
            self._solver.callSolver(self._problem)
            status = self._highs.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        found = self._highs.getInfo().primal_solution_status == 2
        timed_out = status == highspy.HighsModelStatus.kTimeLimit
        if status != highspy.HighsModelStatus.kOptimal and not (
            timed_out and self._integer and found
        ):
            raise SolverFailed(self._highs.modelStatusToString(status).lower())
        solution = self._highs.getSolution()
        # PuLP minimises the negative: the signs turn back here.
        return Answer(
            objective=-self._highs.getObjectiveValue(),
            x=np.array(solution.col_value),
            dual=np.array([]) if self._integer else -np.array(solution.row_dual),
        )

    def add_columns(
        self,
        cost: NDArray[np.float64],
        start: NDArray[np.int32],
        row: NDArray[np.int32],
        value: NDArray[np.float64],
    ) -> None:
        """Add columns; ``start`` [N] is where each begins among the entries."""
        count = len(cost)
        self._highs.addCols(
            count,
            -cost,
            np.zeros(count),
            np.full(count, highspy.kHighsInf),
            len(row),
            start,
            row,
            value,
        )


def solve(program: LinearProgram, time_limit_seconds: float = 60.0) -> Answer | None:
    """Return an optimal solution of a program, or None where none exists."""
    return Session(program, time_limit_seconds).solve()


def _state(program: LinearProgram) -> pulp.LpProblem:
    """Return the program as PuLP states it."""
    problem = pulp.LpProblem("jauge", pulp.LpMaximize)
    upper = 1 if program.integer else None
    kind = pulp.LpInteger if program.integer else pulp.LpContinuous
    # PuLP sorts variables by name.
    columns = [
        problem.add_variable(f"x{n:09d}", 0, upper, kind)
        for n in range(len(program.cost))
    ]
    problem += pulp.LpAffineExpression(
        list(zip(columns, program.cost.tolist(), strict=True))
    )
    rows: list[dict[pulp.LpVariable, float]] = [{} for _ in program.limit]
    for row, column, value in zip(
        program.row.tolist(),
        program.column.tolist(),
        program.value.tolist(),
        strict=True,
    ):
        rows[row][columns[column]] = rows[row].get(columns[column], 0.0) + value
    for m, entries in enumerate(rows):
        problem.addConstraint(
            pulp.LpConstraint(
                pulp.LpAffineExpression(entries),
                pulp.LpConstraintEQ if program.equal[m] else pulp.LpConstraintLE,
                f"r{m}",
                float(program.limit[m]),
            )
        )
    return problem
