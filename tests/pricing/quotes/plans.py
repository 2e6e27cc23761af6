"""Plans and open houses that tests of quotes and of the store share."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pricing.domain.plan import PerformancePlan, PricePlan, RuleStep
from pricing.domain.season import Season
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.repricing import repost
from tests.houses import OPENING

# 100 days before the first night: on sale, in the first booking period.
NOW = OPENING - timedelta(days=100)
RISING = ("low", "low", "mid", "mid", "high", "high")


def plan_of(
    season: Season,
    path: Sequence[str] = RISING,
    *,
    plan_id: str = "",
    unrestricted: Sequence[str] | None = None,
    steps: Sequence[Sequence[RuleStep]] | None = None,
) -> PricePlan:
    """Return a plan that gives every performance of a season the same path."""
    periods = len(season.period_days_out)
    return PricePlan(
        id=plan_id,
        season_id=season.id,
        create_time=datetime(2026, 5, 1, tzinfo=UTC),
        objective=1000.0,
        upper_bound=1010.0,
        performances=tuple(
            PerformancePlan(
                performance_id=performance.id,
                tier_path=tuple(path),
                unrestricted_path=tuple(path if unrestricted is None else unrestricted),
                steps=((),) * periods
                if steps is None
                else tuple(tuple(some) for some in steps),
                bid_prices=(1.0,) * len(performance.capacities),
                expected_sales=(10.0,) * len(performance.capacities),
                income=500.0,
                fill_rate=0.5,
            )
            for performance in season.performances
        ),
        rules=(),
        period_days_out=season.period_days_out,
    )


def put_on_sale(
    season: Season, plan: PricePlan | None = None, now: datetime = NOW
) -> SeasonOnSale:
    """Return a season with a plan in force and its prices posted."""
    plan = plan_of(season, plan_id="r1") if plan is None else plan
    return SeasonOnSale(
        season,
        plans={plan.id: plan},
        active_plan_id=plan.id,
        postings={
            performance.id: repost(season, plan, performance, None, now)
            for performance in season.performances
        },
    )
