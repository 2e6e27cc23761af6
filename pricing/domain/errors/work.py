"""Faults of long work, and of the store."""

from collections.abc import Sequence

from pricing.domain.errors.base import PricingError


class ConstraintsInfeasible(PricingError):
    """The rules named cannot all hold.

    Any fewer of them can, except where ``why`` names several conflicts apart.
    """

    reason = "CONSTRAINTS_INFEASIBLE"

    def __init__(self, rule_ids: Sequence[str], why: str) -> None:
        one = len(rule_ids) == 1
        named = ", ".join(rule_ids)
        subject = f"rule {named} cannot" if one else f"rules {named} cannot all"
        super().__init__(
            f"the {subject} hold: {why}",
            constraint_ids=",".join(rule_ids),
        )


class NoForecast(PricingError):
    """The season has no demand forecast in the store yet."""

    reason = "NO_FORECAST"

    def __init__(self, season_id: str) -> None:
        super().__init__(
            f"season {season_id!r} has no forecast in the store; call ImportHistory "
            "where there is no history, then CreateJob with `forecast`. "
            "`jauge rules preview --file SEASON.toml` makes its own from a history.",
            season_id=season_id,
        )


class SolverFailed(PricingError):
    """The solver gave no solution within its limits."""

    reason = "SOLVER_FAILED"

    def __init__(self, status: str) -> None:
        super().__init__(
            f"the solver stopped with {status}; raise the time limit or report it.",
            status=status,
        )


class Cancelled(PricingError):
    """The work was called off before it ended."""

    reason = "CANCELLED"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} was cancelled; nothing was kept.", what=what)


class QueueFull(PricingError):
    """Too much work is waiting already."""

    reason = "QUEUE_FULL"

    def __init__(self, queued: int, most: int) -> None:
        super().__init__(
            f"{queued} jobs are waiting, {most} at most; try again later.",
            queued_count=str(queued),
            queued_count_max=str(most),
        )


class StoreUnavailable(PricingError):
    """The books cannot be used now; nothing was changed.

    A failed write may succeed next time; a ``lasting`` fault, such as a damaged
    file, stays until somebody mends it.
    """

    reason = "STORE_UNAVAILABLE"

    def __init__(self, why: str, *, lasting: bool = False) -> None:
        super().__init__(
            f"the store cannot be used: {why}."
            if lasting
            else f"the store cannot be written: {why}; try again.",
            why=why,
        )
        self.lasting = lasting
