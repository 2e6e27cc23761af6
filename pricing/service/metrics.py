"""What Prometheus sees: calls counted as they happen, books read when it asks."""

from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Iterable
from itertools import accumulate
from typing import Protocol

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from prometheus_client.utils import floatToGoString

from pricing.service.work_inputs import forecast_time
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

_SECONDS = (
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5,
)  # fmt: skip
_SOLVER_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)


class JobCounts(Protocol):
    """What is asked of the jobs."""

    def open_counts(self) -> dict[str, int]:
        """Return how many jobs there are in each state that is not final."""
        ...


class Metrics:
    """The service's own counters, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._calls = _Calls()
        self.registry.register(self._calls)
        self._solver = Histogram(
            "jauge_solver_seconds",
            "Time the solver took for a plan.",
            buckets=_SOLVER_SECONDS,
            registry=self.registry,
        )

    def call(self, method: str, code: str, seconds: float) -> None:
        """Count a call."""
        self._calls.count(method, code, seconds)

    def solved(self, seconds: float) -> None:
        """Count a plan that was made."""
        self._solver.observe(seconds)

    def watch(self, store: Store, jobs: JobCounts) -> None:
        """Show what the books and the jobs say whenever Prometheus asks."""
        self.registry.register(_Books(store, jobs))


class _Calls(Collector):
    """Calls by method and code, counted in plain lists: it is done on every call."""

    def __init__(self) -> None:
        # Calls within each bound and no smaller one; last, seconds of all.
        self._counts: dict[tuple[str, str], list[float]] = {}

    def count(self, method: str, code: str, seconds: float) -> None:
        """Count a call; from the event loop's thread alone."""
        counts = self._counts.get((method, code))
        if counts is None:
            counts = self._counts[method, code] = [0.0] * (len(_SECONDS) + 2)
        counts[bisect_left(_SECONDS, seconds)] += 1
        counts[-1] += seconds

    def collect(self) -> Iterable[Metric]:
        """Return the counts so far."""
        labels = ["method", "code"]
        calls = CounterMetricFamily("jauge_requests", "Calls answered.", labels=labels)
        latency = HistogramMetricFamily(
            "jauge_request_seconds", "The service's own time on a call.", labels=labels
        )
        bounds = [*map(floatToGoString, _SECONDS), "+Inf"]
        for values, found in list(self._counts.items()):
            *counts, seconds = found
            within = list(zip(bounds, accumulate(counts), strict=True))
            calls.add_metric(values, within[-1][1])
            latency.add_metric(values, within, seconds)
        return [calls, latency]


class _Books(Collector):
    """The books as gauges: nothing to keep up to date, nothing to drift."""

    def __init__(self, store: Store, jobs: JobCounts) -> None:
        self._store = store
        self._jobs = jobs

    def collect(self) -> Iterable[Metric]:
        """Return the gauges as the books stand."""
        of_season = ["organization", "season"]
        of_category = [*of_season, "performance", "seat_category"]
        changes = CounterMetricFamily(
            "jauge_price_changes", "Posted prices that changed.", labels=of_season
        )
        held = GaugeMetricFamily(
            "jauge_held_seats", "Seats held by open quotes.", labels=of_category
        )
        left = GaugeMetricFamily(
            "jauge_seats_left", "Seats neither held nor sold.", labels=of_category
        )
        gap = GaugeMetricFamily(
            "jauge_plan_gap", "Gap of the active plan.", labels=of_season
        )
        age = GaugeMetricFamily(
            "jauge_forecast_age_seconds", "Age of the last forecast.", labels=of_season
        )
        holds = GaugeMetricFamily(
            "jauge_holds", "Quotes on offer.", labels=["organization"]
        )
        jobs = GaugeMetricFamily("jauge_jobs", "Open jobs.", labels=["state"])
        behind = GaugeMetricFamily(
            "jauge_store_behind_seconds",
            "Since when prices may lack what other processes wrote.",
            value=self._store.behind_seconds(),
        )
        for organization_id in self._store.organizations():
            books = self._store.books(organization_id)
            holds.add_metric([organization_id], books.open_quote_count)
            for season_id, season in list(books.seasons.items()):
                labels = [organization_id, season_id]
                changes.add_metric(labels, season.price_change_count)
                if season.active_plan_id:
                    gap.add_metric(labels, season.active_plan.gap)
                made = forecast_time(season)
                if made is not None:
                    now = self._store.now(organization_id)
                    age.add_metric(labels, (now - made).total_seconds())
                _seats(season, labels, held, left)
        for state, count in self._jobs.open_counts().items():
            jobs.add_metric([state], count)
        return [changes, held, left, gap, age, holds, jobs, behind]


def _seats(
    books: SeasonBooks,
    labels: list[str],
    held: GaugeMetricFamily,
    left: GaugeMetricFamily,
) -> None:
    # The season may be replaced at any time: read it once.
    season = books.season
    for performance in season.performances:
        counts = books.seats(performance.id)
        held_in: Counts[str] = Counts()
        for (category_id, _, _), count in list(counts.held.items()):
            held_in[category_id] += count
        categories = season.venue_of(performance).seat_categories
        for category, capacity in zip(categories, performance.capacities, strict=True):
            place = [*labels, performance.id, category.id]
            held.add_metric(place, held_in[category.id])
            left.add_metric(place, capacity - counts.taken_by_category[category.id])
