"""A price plan: what the optimiser decided, why, and how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True)
class RuleStep:
    """A rule that moved the price of a period, and the tier it moved it to."""

    rule_id: str
    tier_id: str


@dataclass(frozen=True, slots=True)
class PerformancePlan:
    """The tiers of one performance over the booking periods, and what they bring.

    ``steps[t]`` starts from ``unrestricted_path[t]`` and ends at
    ``tier_path[t]``: the rules that moved the price of period t, in the order
    in which they are applied. Bid prices and income are in currency units.
    """

    performance_id: str
    tier_path: tuple[str, ...]
    unrestricted_path: tuple[str, ...]
    steps: tuple[tuple[RuleStep, ...], ...]
    # Value of one more seat of each category of the venue.
    bid_prices: tuple[float, ...]
    # Expected sales of each category of the venue over all periods.
    expected_sales: tuple[float, ...]
    income: float
    fill_rate: float
    # Forecast at reference prices over all categories, as of the plan, in seats:
    # what makes a performance popular. None where nobody knows it.
    demand_mean: float | None = None
    # By period, the tier of each category of the venue, "" where it is closed; no
    # periods where every category is on sale at the period's tier of ``tier_path``.
    # Else that names the tier of the best category that is on sale.
    category_path: tuple[tuple[str, ...], ...] = ()

    def categories_at(self, period: int, category_count: int) -> tuple[str, ...]:
        """Return the tier of each category in a period, "" where it is closed."""
        if self.category_path:
            return self.category_path[period]
        return (self.tier_path[period],) * category_count


@dataclass(frozen=True, slots=True)
class FreeGap:
    """What a GroupGap is measured against.

    ``heads`` are the persons of each group who look for seats in the rule's
    scope; ``gap`` the first group's measure less the second's in the plan
    without the rule, in currency units or seats per head.
    """

    heads: tuple[float, float]
    gap: float

    def __post_init__(self) -> None:
        """Check that somebody is in each group."""
        if not all(count > 0 for count in self.heads):
            raise ValueError("Expected persons in both groups of a GroupGap.")


@dataclass(frozen=True, slots=True)
class FundMonth:
    """What a plan expects of a solidarity fund until a time, from the last one on.

    Currency units: reductions given, and the share of surplus that comes in.
    """

    end: datetime
    granted: float
    brought: float


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What a rule cost and where it bound.

    ``slack`` is the room left in the rule's own unit (share, or currency units
    between price and bound); ``marginal_cost`` what the season's objective counts
    (income in currency units unless it says otherwise) per unit of the rule (one
    point of a share, one currency unit, one seat kept) for a linear row, or what is
    lost to the whole rule where that is found by solving without it.
    """

    id: str
    kind: str
    slack: float
    marginal_cost: float
    binding_on: tuple[str, ...]
    # Of a GroupGap.
    free_gap: FreeGap | None = None
    # Of a SolidarityBudget: month by month from the plan on, and how many seats one
    # currency unit more in the fund buys; 0 where the rule does not bind.
    fund: tuple[FundMonth, ...] = ()
    seats_per_unit: float = 0.0
    # Whether there was time to find the cost: the duals of the rule's rows, or what
    # all performances are worth without it. Else it is only what was found so far.
    priced: bool = True


@dataclass(frozen=True)
class PricePlan:
    """A plan for a whole season; it never changes and is activated whole."""

    id: str
    season_id: str
    create_time: datetime
    # What the season's objective counts of the paths (their expected income unless
    # it says otherwise), and a proven bound on any plan's.
    objective: float
    upper_bound: float
    performances: tuple[PerformancePlan, ...]
    rules: tuple[RuleOutcome, ...]
    period_days_out: tuple[int, ...]
    solve_seconds: float = 0.0
    # When the history that the forecast learned from ends; None when not known.
    forecast_time: datetime | None = None
    # Performances for whose reasons there was no time: which rules moved their
    # prices is not known.
    unexplained: tuple[str, ...] = ()

    @property
    def income(self) -> float:
        """Expected income of all performances, whatever the objective."""
        return sum(each.income for each in self.performances)

    @property
    def gap(self) -> float:
        """Share of the upper bound that the plan may be short of."""
        if self.upper_bound <= 0:
            return 0.0
        return max(0.0, (self.upper_bound - self.objective) / self.upper_bound)

    @cached_property
    def outcome_by_id(self) -> Mapping[str, RuleOutcome]:
        """Outcomes of rules by rule id."""
        return {outcome.id: outcome for outcome in self.rules}

    @cached_property
    def performance_by_id(self) -> Mapping[str, PerformancePlan]:
        """Plans of performances by performance id."""
        return {p.performance_id: p for p in self.performances}
