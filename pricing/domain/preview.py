"""What a rule would change in a season, as members see it before they vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pricing.domain.plan import PricePlan
from pricing.domain.season import Season


@dataclass(frozen=True, slots=True)
class PreviewInputs:
    """A season as it stands and as it would be, and how long to play it.

    Parameters
    ----------
    demand_mean : performance id -> seats by category
        The forecast of unconstrained demand at reference prices.
    plan : the plan in force, if there is one
        Where there is none, one is made in haste for either side.
    """

    season: Season
    changed: Season
    demand_mean: Mapping[str, Sequence[float]]
    plan: PricePlan | None = None
    trials: int = 4
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """Means over the simulated seasons: income in currency units, shares of seats."""

    income: float
    fill_rate: float
    access_share: float


@dataclass(frozen=True, slots=True)
class Change:
    """With less without, trial by trial: its mean and 95 % interval."""

    measure: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MeansChange:
    """Who wins and who loses: those who pay a tariff, or one means bracket of it."""

    tariff_id: str
    means_bracket_id: str
    seats_without: float
    seats_with: float
    # Mean price paid, currency units; None where nobody buys.
    price_without: float | None
    price_with: float | None


@dataclass(frozen=True, slots=True)
class RulePreview:
    """A season with and without a change of its rules.

    Parameters
    ----------
    plan_cost : currency units
        Income of the plan without it less that with it.
    plan_seats : seats that the plans expect to sell, with less without
    affected : performances whose plans differ
    """

    without: Side
    with_change: Side
    changes: tuple[Change, ...]
    means: tuple[MeansChange, ...]
    access_price_minor: int
    plan_cost: float
    plan_seats: float
    affected: tuple[str, ...]
    trials: int
    seconds: float
