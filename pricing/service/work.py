"""What worker processes run: functions of inputs that cross a pipe.

Only these load the demand model and the optimiser, when they are called: the
service itself stays small.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.plan import PricePlan
from pricing.domain.season import Season
from pricing.domain.tables import History
from pricing.optimizer.standing import Standing
from pricing.programme import DemandMean


@dataclass(frozen=True, slots=True)
class ForecastInputs:
    """What a forecast is made from."""

    history: History
    programme: History
    now: datetime


def forecast_work(
    inputs: object,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> object:
    """Return a ForecastTable."""
    from pricing.demand import forecast

    assert isinstance(inputs, ForecastInputs)
    progress(0.0, "fitting the demand model")
    return forecast(inputs.history, inputs.programme, now=inputs.now)


@dataclass(frozen=True, slots=True)
class OptimizationInputs:
    """What a price plan is made from."""

    season: Season
    demand_mean: DemandMean
    standing: Standing | None
    now: datetime
    forecast_time: datetime | None
    time_limit_seconds: float
    # Whether demand is first learned anew from what the standing says was sold.
    from_sales: bool = False


def optimization_work(
    inputs: object,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> object:
    """Return a PricePlan under a working id; the store gives it its own."""
    from pricing.optimizer.caution import cautious_season
    from pricing.optimizer.optimize import optimize
    from pricing.optimizer.paid_for import planned_within_funds
    from pricing.optimizer.sales_level import learned

    assert isinstance(inputs, OptimizationInputs)
    season, demand_mean = inputs.season, inputs.demand_mean
    if inputs.from_sales and inputs.standing is not None:
        demand_mean = learned(season, demand_mean, inputs.standing)
        season = cautious_season(season, demand_mean, inputs.standing)

    def plan(standing: Standing | None) -> PricePlan:
        return optimize(
            season,
            demand_mean,
            plan_id="draft",
            now=inputs.now,
            standing=standing,
            time_limit_seconds=inputs.time_limit_seconds,
            progress=progress,
            cancelled=cancelled,
            forecast_time=inputs.forecast_time,
        )

    if inputs.standing is None:
        return plan(None)
    return planned_within_funds(season, demand_mean, inputs.standing, plan)


@dataclass(frozen=True, slots=True)
class SimulationInputs:
    """What a simulation plays."""

    season: Season
    demand_mean: DemandMean
    policies: Sequence[str]
    trials: int
    seed: int
