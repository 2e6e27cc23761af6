"""Price plans, forecasts and rows of history."""

from collections.abc import Sequence
from datetime import datetime

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import forecast_pb2, history_pb2, price_plan_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import check_range
from pricing.domain.performance import YEARS
from pricing.domain.plan import PerformancePlan, PricePlan, RuleOutcome
from pricing.domain.season import Season
from pricing.domain.tables import ForecastTable, History
from pricing.domain.venue import PRICE_MINOR_MAX, SEAT_COUNT_MAX
from pricing.service.convert.fields import (
    at,
    money_from_units,
    present,
    required,
    time_from_proto,
    timestamp,
)
from pricing.service.convert.seasons import season_name
from pricing.service.names import ForecastName, PerformanceName, PricePlanName

_NANOS = 1_000_000_000


def plan_to_proto(
    plan: PricePlan, season: Season, *, active: bool, whole: bool
) -> price_plan_pb2.PricePlan:
    """Return a price plan as the message; not whole, without its performances."""
    currency = season.currency_code
    nanos = round(plan.solve_seconds * _NANOS)
    message = price_plan_pb2.PricePlan(
        name=str(PricePlanName(season.organization_id, season.id, plan.id)),
        create_time=timestamp(plan.create_time),
        active=active,
        expected_income=money_from_units(plan.objective, currency),
        upper_bound=money_from_units(plan.upper_bound, currency),
        gap=plan.gap,
        solve_duration=Duration(seconds=nanos // _NANOS, nanos=nanos % _NANOS),
        booking_period_days_out=plan.period_days_out,
        rules=[_outcome_to_proto(rule, currency) for rule in plan.rules],
    )
    if plan.forecast_time is not None:
        message.forecast_time.CopyFrom(timestamp(plan.forecast_time))
    if whole:
        message.performances.extend(
            _performance_plan_to_proto(each, season) for each in plan.performances
        )
        message.unexplained_performances.extend(
            _performance_name(season, each) for each in plan.unexplained
        )
    return message


def _outcome_to_proto(
    outcome: RuleOutcome, currency: str
) -> price_plan_pb2.RuleOutcome:
    return price_plan_pb2.RuleOutcome(
        rule_id=outcome.id,
        kind=outcome.kind,
        slack=outcome.slack,
        marginal_cost=money_from_units(outcome.marginal_cost, currency),
        binding_on=outcome.binding_on,
        fund_months=[
            price_plan_pb2.FundMonth(
                end_time=timestamp(month.end),
                granted=money_from_units(month.granted, currency),
                brought=money_from_units(month.brought, currency),
            )
            for month in outcome.fund
        ],
        seats_per_unit=outcome.seats_per_unit,
        unpriced=not outcome.priced,
    )


def _performance_name(season: Season, performance_id: str) -> str:
    return str(PerformanceName(season.organization_id, season.id, performance_id))


def _performance_plan_to_proto(
    plan: PerformancePlan, season: Season
) -> price_plan_pb2.PerformancePlan:
    currency = season.currency_code
    # A plan outlives changes of the season: its performance may be gone from it.
    performance = season.performance_by_id.get(plan.performance_id)
    categories = season.venue_of(performance).seat_categories if performance else ()
    return price_plan_pb2.PerformancePlan(
        performance=_performance_name(season, plan.performance_id),
        periods=[
            price_plan_pb2.PeriodPlan(
                price_tier_id=tier,
                unrestricted_price_tier_id=unrestricted,
                steps=[
                    price_plan_pb2.RuleStep(
                        rule_id=step.rule_id, price_tier_id=step.tier_id
                    )
                    for step in steps
                ],
                category_price_tier_ids=plan.category_path[period]
                if plan.category_path
                else (),
            )
            for period, (tier, unrestricted, steps) in enumerate(
                zip(plan.tier_path, plan.unrestricted_path, plan.steps, strict=True)
            )
        ],
        seat_categories=[
            price_plan_pb2.CategoryPlan(
                seat_category_id=category.id,
                bid_price=money_from_units(bid_price, currency),
                expected_seat_count=sales,
            )
            for category, bid_price, sales in zip(
                categories, plan.bid_prices, plan.expected_sales, strict=False
            )
        ],
        expected_income=money_from_units(plan.income, currency),
        fill_rate=plan.fill_rate,
        demand_mean=plan.demand_mean,
    )


def forecast_to_proto(
    table: ForecastTable, season: Season, create_time: datetime | None
) -> forecast_pb2.Forecast:
    """Return the forecast of a season as the message."""
    name = season_name(season)
    columns = (
        table.performance_id,
        table.seat_category,
        table.demand_mean,
        table.sales_mean,
        table.sales_p10,
        table.sales_p50,
        table.sales_p90,
    )
    message = forecast_pb2.Forecast(
        name=str(ForecastName(name.organization_id, name.season_id)),
        rows=[
            forecast_pb2.ForecastRow(
                performance=str(
                    PerformanceName(name.organization_id, name.season_id, performance)
                ),
                seat_category_id=category,
                demand_mean=demand,
                sales_mean=mean,
                sales_p10=p10,
                sales_p50=p50,
                sales_p90=p90,
            )
            for performance, category, demand, mean, p10, p50, p90 in zip(
                *columns, strict=True
            )
        ],
    )
    if create_time is not None:
        message.create_time.CopyFrom(timestamp(create_time))
    return message


def history_from_proto(
    rows: Sequence[history_pb2.HistoryRow],
) -> History:
    """Return rows as the canonical table of past sales."""
    if not rows:
        raise FieldInvalid("rows", "Expected at least one row.")
    seen: set[tuple[str, str]] = set()
    for i, row in enumerate(rows):
        _check_row(row, f"rows[{i}]")
        key = (row.performance_id, row.seat_category)
        if key in seen:
            raise FieldInvalid(
                f"rows[{i}]",
                f"Expected {row.seat_category[:70]!r} of {row.performance_id[:70]!r} "
                "once.",
            )
        seen.add(key)
    names = sorted({name for row in rows for name in row.covariates})
    with_season = {bool(row.season) for row in rows}
    if len(with_season) > 1:
        raise FieldInvalid("rows", "Expected season in all rows or in none.")
    return History(
        performance_id=tuple(row.performance_id for row in rows),
        production=tuple(row.production for row in rows),
        venue=tuple(row.venue for row in rows),
        starts_at=tuple(
            time_from_proto(row.start_time, f"rows[{i}].start_time")
            for i, row in enumerate(rows)
        ),
        seat_category=tuple(row.seat_category for row in rows),
        capacity=tuple(row.capacity for row in rows),
        unit_price=tuple(
            row.unit_price if row.HasField("unit_price") else float("nan")
            for row in rows
        ),
        quantity=tuple(row.quantity for row in rows),
        season=tuple(row.season for row in rows) if True in with_season else None,
        covariates={
            name: tuple(row.covariates.get(name, "") for row in rows) for name in names
        },
    )


def _check_row(row: history_pb2.HistoryRow, path: str) -> None:
    for name in ("performance_id", "production", "venue", "seat_category"):
        required(getattr(row, name), f"{path}.{name}")
    for name in ("start_time", "capacity", "quantity"):
        present(row, name, path)
    year = time_from_proto(row.start_time, f"{path}.start_time").year
    with at(f"{path}.start_time"):
        check_range(year, *YEARS, "a year")
    for name in ("capacity", "quantity"):
        with at(f"{path}.{name}"):
            check_range(getattr(row, name), 0, SEAT_COUNT_MAX, name)
    if row.HasField("unit_price"):
        with at(f"{path}.unit_price"):
            check_range(row.unit_price, 0, PRICE_MINOR_MAX, "a price")
