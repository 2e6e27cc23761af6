"""Sales move posted prices: within the rules, at their moments, for all alike."""

import time
from contextlib import contextmanager
from datetime import timedelta

import grpc

from jauge.client import seats
from jauge.pricing.v1 import planning_service_pb2 as pb
from jauge.pricing.v1.job_pb2 import Job
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.domain.quote import QuoteState
from pricing.domain.sales_repricing import SalesRepricing
from pricing.domain.tables import ForecastTable
from pricing.service.kinds import OptimizationKind
from pricing.service.metrics import Metrics
from pricing.service.work import optimization_work
from pricing.store.commands import StoreForecast, Tick
from pricing.store.events import Cause, PriceChanged
from pricing.store.memory import open_memory
from pricing.store.sales_pace import SalesPace
from tests.houses import studio_season
from tests.pricing.store.asks import ORGANIZATION, ask, open_house
from tests.service import labour
from tests.service.harness import NIGHT, SEASON, Clock, refused, running

FRONT = seats(NIGHT, "front", "full", 10)
DEARER = ("mid", "high")


def forecast(season, demand):
    nights = [p.id for p in season.performances for _ in range(2)]
    rows = len(nights)
    return ForecastTable(
        tuple(nights), ("front", "back") * (rows // 2), *((demand,) * rows,) * 5
    )


@contextmanager
def selling(settings=None, work=optimization_work):
    """Serve nights of which the forecast expects few, at low prices."""
    season = studio_season(rules=(), sales_repricing=settings or SalesRepricing())
    clock = Clock()
    store = open_memory(clock)
    kind = OptimizationKind(store, Metrics(), work)
    with running(store, {"optimization": kind}) as house:
        house.clock = clock
        open_house(house.store, season, path=("low",) * 6)
        ask(house.store, StoreForecast("autumn", "f1", forecast(season, 10.0)))
        yield house
    store.close()


def sell_out(house, quotes=3):
    """Sell the front of the first night, 100 days before it: none was expected."""
    for _ in range(quotes):
        house.client.accept(house.client.quote(SEASON, "web", [FRONT]).name)


def books(house):
    return house.store.books(ORGANIZATION).season("autumn")


def scheduled(house, seconds=280.0):
    ends = time.monotonic() + seconds
    while books(house).pace.scheduled is None:
        jobs = house.client.planning.ListJobs(pb.ListJobsRequest(parent=SEASON)).jobs
        assert not [j for j in jobs if j.state == Job.STATE_FAILED], jobs
        assert time.monotonic() < ends, jobs
        time.sleep(0.05)
    return books(house).pace.scheduled


def changes(house):
    return [
        each.event
        for each in house.store.events(ORGANIZATION)
        if isinstance(each.event, PriceChanged)
    ]


def test_a_run_on_a_night_makes_its_next_seats_dearer_at_the_next_full_hour():
    with selling(work=labour.high_prices) as house:
        clock = house.clock
        held = house.client.quote(SEASON, "web", [seats(NIGHT, "back", "full", 2)])
        before = house.client.list_prices(NIGHT, "web")
        stands_until = before.next_change_time.ToDatetime(clock.now.tzinfo)
        assert timedelta(0) < stands_until - clock.now <= timedelta(hours=1)
        sell_out(house)
        plan = scheduled(house)
        assert plan.activate_time == stands_until
        after = house.client.list_prices(NIGHT, "web")
        # Nothing moves before its moment, whenever the plan was ready.
        assert after.price_tier_id == before.price_tier_id == "low"
        assert after.next_change_time == before.next_change_time

        clock.now = stands_until - timedelta(microseconds=1)
        ask(house.store, Tick())
        assert house.client.list_prices(NIGHT, "web").price_tier_id == "low"
        late = house.client.quote(SEASON, "web", [seats(NIGHT, "back", "full", 1)])
        clock.now = stands_until
        ask(house.store, Tick())
        dearer = house.client.list_prices(NIGHT, "web")
        assert dearer.price_tier_id == "high"
        assert dearer.price_plan.endswith(plan.plan_id)
        assert {c.cause for c in changes(house)[2:]} == {Cause.SALES_MOVED}
        assert dearer.next_change_time.ToDatetime(
            clock.now.tzinfo
        ) == stands_until + timedelta(hours=1)
        parent = pb.ListJobsRequest(parent=SEASON)
        (job,) = house.client.planning.ListJobs(parent).jobs
        assert job.optimization.from_sales

        # What was offered is honoured until it expires: an hour had passed since
        # the first hold, a moment since the second.
        sold = house.client.accept(late.name)
        assert sold.total_price == late.total_price
        assert house.client.get(held.name).state == Quote.STATE_EXPIRED
        assert house.client.get(held.name).total_price == held.total_price


def test_what_sales_tell_makes_a_night_dearer():
    """The whole way: sales, the level of demand, the optimiser, the price."""
    with selling() as house:
        sell_out(house)
        house.clock.now = scheduled(house).activate_time
        ask(house.store, Tick())
        assert house.client.list_prices(NIGHT, "web").price_tier_id in DEARER
        other = house.client.list_prices(f"{SEASON}/performances/night-2", "web")
        assert other.price_tier_id == "low"


def test_few_sales_and_a_season_that_says_no_move_nothing():
    few, off = SalesRepricing(sold_permille=600), SalesRepricing(on=False)
    for settings in (few, off):
        with selling(settings=settings) as house:
            sell_out(house)
            time.sleep(2.5)
            parent = pb.ListJobsRequest(parent=SEASON)
            assert not house.client.planning.ListJobs(parent).jobs
            prices = house.client.list_prices(NIGHT, "web")
            at_hour = prices.next_change_time.ToDatetime().minute == 0
            by_sales = prices.next_change_time.ToDatetime() - house.clock.now.replace(
                tzinfo=None
            ) <= timedelta(hours=1)
            assert at_hour
            assert by_sales == (settings is few)


def test_a_fault_of_one_look_does_not_stop_the_clock(monkeypatch, caplog):
    def broken(*given):
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(SalesPace, "sold_a_batch", broken)
    with selling(work=labour.high_prices) as house:
        held = house.client.quote(SEASON, "web", [FRONT])
        house.clock.move(minutes=20)
        ends = time.monotonic() + 60
        while "keeps its prices for now" not in caplog.text or (
            house.store.books(ORGANIZATION).quotes[held.name.rpartition("/")[2]].state
            is not QuoteState.EXPIRED
        ):
            assert time.monotonic() < ends, caplog.text
            time.sleep(0.05)


def test_a_plan_that_another_replaced_is_not_activated_by_a_job():
    with selling(work=labour.high_prices) as house:
        work = {
            "activate": True,
            "expected_active_price_plan": f"{SEASON}/pricePlans/x",
        }
        job = Job(optimization=work)
        request = pb.CreateJobRequest(parent=SEASON, job=job)
        name = house.client.planning.CreateJob(request).name
        for seen in house.client.planning.WatchJob(pb.WatchJobRequest(name=name)):
            end = seen.job
        assert end.state == Job.STATE_FAILED
        assert end.failure.reason == "REVISION_CHANGED"
        work["expected_active_price_plan"] = "r1"
        request = pb.CreateJobRequest(parent=SEASON, job=Job(optimization=work))
        with refused(grpc.StatusCode.INVALID_ARGUMENT, "FIELD_INVALID"):
            house.client.planning.CreateJob(request)
