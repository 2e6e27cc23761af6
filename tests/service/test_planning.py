"""The whole path over the wire: past sales in, a plan in force, prices out."""

import json
import math
from datetime import timedelta

import grpc
import pytest

from jauge.client import seats, units
from jauge.pricing.v1 import forecast_pb2, history_pb2
from jauge.pricing.v1 import planning_service_pb2 as pb
from jauge.pricing.v1.job_pb2 import Job
from pricing import hosting
from pricing.domain.rules import NeverFalls, PriceBounds
from pricing.service.convert.fields import timestamp
from pricing.service.kinds import SimulationKind
from pricing.service.work_inputs import standing
from pricing.store.commands import CreateSeason, StorePlan
from tests.houses import OPENING, studio_season
from tests.pricing.quotes.plans import plan_of
from tests.pricing.store.asks import ORGANIZATION, accept, ask, hold, open_house
from tests.pricing.store.asks import void as void_quote
from tests.service.harness import NIGHT, OWNER, SEASON, refused, running
from tests.service.test_jobs import watch


@pytest.fixture(scope="module")
def house():
    """A season whose caps make no plan, and an organisation with past sales."""
    kinds = {"simulation": SimulationKind(hosting.simulation_work, ("fixed",))}
    with running(kinds=kinds) as started:
        ask(started.store, CreateSeason(studio_season(nights=3)))
        started.client.catalog.ImportHistory(iter([past_sales()]))
        yield started


def past_sales():
    """Two autumns of the studio, better sold at weekends."""
    rows = [
        history_pb2.HistoryRow(
            performance_id=f"{year}-{night}",
            production="antigone" if night % 2 else "phedre",
            venue="studio",
            start_time=timestamp(OPENING - timedelta(days=364 * year - night)),
            seat_category=category,
            capacity=40,
            unit_price=price,
            quantity=min(40, most + (night * 7 + year) % 9),
            season=f"{2026 - year}",
        )
        for year in (1, 2)
        for night in range(20)
        for category, price, most in (("front", 25.0, 28), ("back", 15.0, 33))
    ]
    return history_pb2.ImportHistoryRequest(parent=OWNER, rows=rows)


def run(house, **work):
    request = pb.CreateJobRequest(parent=SEASON, job=Job(**work))
    end = watch(house, house.client.planning.CreateJob(request))[-1]
    assert end.state == Job.STATE_SUCCEEDED, end.failure
    return end


def test_past_sales_become_a_forecast_a_plan_and_prices(house):
    planning = house.client.planning
    end = run(house, forecast={})
    assert end.forecast_result.row_count == 6
    name = end.forecast_result.forecast
    found = planning.GetForecast(pb.GetForecastRequest(name=name))
    assert isinstance(found, forecast_pb2.Forecast)
    assert found.create_time == end.create_time
    assert len(found.rows) == 6
    for row in found.rows:
        assert 0 <= row.sales_p10 <= row.sales_p50 <= row.sales_p90 <= 40
        assert 0 < row.sales_mean <= row.demand_mean

    end = run(house, optimization={"activate": True})
    assert end.optimization_result.activated
    name = end.optimization_result.price_plan
    plan = planning.GetPricePlan(pb.GetPricePlanRequest(name=name))
    assert plan.active
    assert len(plan.performances) == 3
    assert all(len(each.periods) == 6 for each in plan.performances)
    assert 0 <= plan.gap < 0.2
    assert units(plan.expected_income) <= units(plan.upper_bound)
    assert plan.forecast_time == found.create_time
    (listed,) = planning.ListPricePlans(
        pb.ListPricePlansRequest(parent=SEASON)
    ).price_plans
    plan.ClearField("performances")
    assert listed == plan
    prices = house.client.list_prices(NIGHT, "web")
    assert prices.price_plan == name

    quote = house.client.quote(SEASON, "web", [seats(NIGHT, "front", "full", 2)])
    house.client.accept(quote.name)
    again = run(house, optimization={"activate": True, "time_limit": {"seconds": 30}})
    assert again.optimization_result.price_plan != name


def test_a_simulation_gives_its_summary_and_its_whole(house):
    run(house, forecast={})
    work = {"policies": ["fixed"], "trial_count": 3, "seed": 5}
    end = run(house, simulation=work)
    (outcome,) = end.simulation_result.policies
    assert outcome.policy == "fixed"
    assert outcome.income.low <= outcome.income.mean <= outcome.income.high
    assert 0 <= outcome.fill_rate.mean <= 1
    whole = json.loads(end.simulation_result.results_json)
    assert math.isclose(
        whole["policies"]["fixed"]["income"]["mean"], outcome.income.mean
    )
    again = run(house, simulation=work)
    assert again.simulation_result.policies == end.simulation_result.policies
    (listed, *_) = house.client.planning.ListJobs(
        pb.ListJobsRequest(parent=SEASON)
    ).jobs
    assert listed.simulation_result.policies
    assert not listed.simulation_result.results_json


def test_rules_that_conflict_are_named_by_the_job():
    rules = (
        PriceBounds(id="cap", cap_minor=2200),
        PriceBounds(id="floor", floor_minor=1300),
        NeverFalls(id="never-falls"),
    )
    with running() as house:
        ask(house.store, CreateSeason(studio_season(rules=rules)))
        house.client.catalog.ImportHistory(iter([past_sales()]))
        run(house, forecast={})
        request = pb.CreateJobRequest(parent=SEASON, job=Job(optimization={}))
        end = watch(house, house.client.planning.CreateJob(request))[-1]
        assert end.state == Job.STATE_FAILED
        assert end.failure.reason == "CONSTRAINTS_INFEASIBLE"
        named = set(end.failure.metadata["constraint_ids"].split(","))
        assert named == {"cap", "floor"}


def test_a_plan_replaces_only_the_one_that_was_expected(service):
    open_house(service.store)
    planning = service.client.planning
    first = f"{SEASON}/pricePlans/r1"

    def activate(expected):
        return planning.ActivatePricePlan(
            pb.ActivatePricePlanRequest(name=first, expected_active_price_plan=expected)
        )

    assert activate(None).active
    assert activate(first).active
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        activate("r1")
    with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
        activate(f"{OWNER}/seasons/other/pricePlans/r1")
    unknown = pb.ActivatePricePlanRequest(name=f"{SEASON}/pricePlans/r9")
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        planning.ActivatePricePlan(unknown)


def test_activation_with_another_active_plan_is_aborted(service):
    season = open_house(service.store)
    ask(service.store, StorePlan(plan_of(season)))
    request = pb.ActivatePricePlanRequest(
        name=f"{SEASON}/pricePlans/r2", expected_active_price_plan=""
    )
    with refused(grpc.StatusCode.ABORTED, "REVISION_CHANGED"):
        service.client.planning.ActivatePricePlan(request)
    request.expected_active_price_plan = f"{SEASON}/pricePlans/r1"
    assert service.client.planning.ActivatePricePlan(request).active


def test_plans_and_forecasts_that_are_not_there_are_not_found(service):
    open_house(service.store)
    planning = service.client.planning
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        planning.GetPricePlan(pb.GetPricePlanRequest(name=f"{SEASON}/pricePlans/none"))
    with refused(grpc.StatusCode.NOT_FOUND, "NAME_UNKNOWN"):
        planning.GetForecast(pb.GetForecastRequest(name=f"{SEASON}/forecast"))


def test_what_stands_is_what_is_held_and_sold(service):
    open_house(service.store)
    books = service.store.books(ORGANIZATION)
    accept(service.store, hold(service.store).id)
    void_quote(service.store, hold(service.store).id)
    hold(service.store)
    found = standing(books, books.season("autumn"), service.clock())
    assert found is not None
    assert found.sold == {("night-1", "front", False): 4}
    assert found.paid == {("night-1", "front", False, 2000): 4}
    assert found.posted_tier == {"night-1": "low", "night-2": "low"}


def test_before_any_price_nothing_stands(service):
    ask(service.store, CreateSeason(studio_season()))
    books = service.store.books(ORGANIZATION)
    assert standing(books, books.season("autumn"), service.clock()) is None


def test_where_categories_move_by_themselves_a_plan_prices_each():
    rules = (
        PriceBounds(id="cap", cap_minor=1500, seat_category_id="back"),
        NeverFalls(id="never-falls"),
    )
    season = studio_season(rules=rules, pricing_mode="category")
    with running() as house:
        ask(house.store, CreateSeason(season))
        house.client.catalog.ImportHistory(iter([past_sales()]))
        run(house, forecast={})
        end = run(house, optimization={"activate": True})
        name = end.optimization_result.price_plan
        plan = house.client.planning.GetPricePlan(pb.GetPricePlanRequest(name=name))
        periods = plan.performances[0].periods
        front, back = periods[0].category_price_tier_ids
        assert back in ("low", "mid")
        prices = house.client.list_prices(NIGHT, "web")
        assert prices.price_plan == name
        tiers = {tier.id: tier.prices_minor for tier in season.venues[0].price_tiers}
        quote = house.client.quote(
            SEASON,
            "web",
            [seats(NIGHT, "front", "full", 1), seats(NIGHT, "back", "full", 1)],
        )
        asked = [round(units(item.full_price) * 100) for item in quote.items]
        assert asked == [tiers[front][0], tiers[back][1]]
        house.client.accept(quote.name)
        again = run(house, optimization={"activate": True})
        assert again.optimization_result.activated
