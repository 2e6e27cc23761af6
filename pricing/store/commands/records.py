"""What long work needs and leaves: past sales, forecasts, jobs as they stand."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.tables import ForecastTable, History
from pricing.store.books import Books
from pricing.store.events import ForecastStored, HistoryImported, JobRecorded
from pricing.store.interface import Decision, Repeatable, fingerprint


@dataclass(frozen=True, slots=True)
class ImportHistory(Repeatable):
    """Keep the organisation's past sales, in place of what was kept."""

    history: History

    def decide(self, books: Books, now: datetime) -> Decision[History]:
        """Keep the history, unless the same is there already."""
        # Unknown prices are NaN, which equal nothing: compare the texts.
        if repr(self.history) == repr(books.history):
            return Decision((), self.history)
        return Decision((HistoryImported(self.history),), self.history)


@dataclass(frozen=True, slots=True)
class StoreForecast(Repeatable):
    """Keep a forecast of a season under the id of the job that made it."""

    season_id: str
    forecast_id: str
    table: ForecastTable

    def decide(self, books: Books, now: datetime) -> Decision[ForecastTable]:
        """Keep the forecast, unless the same is there already."""
        of = books.season(self.season_id)
        if of.forecasts.get(self.forecast_id) == self.table:
            return Decision((), self.table)
        event = ForecastStored(self.season_id, self.forecast_id, self.table)
        return Decision((event,), self.table)


@dataclass(frozen=True, slots=True)
class RecordJob:
    """Keep long work as it stands, in the service's own text."""

    season_id: str
    job_id: str
    body: str
    request_id: str = ""
    # What a repeat of the request must match; the body changes as work goes on.
    request_body: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the request that began the work."""
        return fingerprint("record_job", self.season_id, self.request_body)

    def decide(self, books: Books, now: datetime) -> Decision[str]:
        """Keep the text, unless the same is there already."""
        of = books.season(self.season_id)
        if of.jobs.get(self.job_id) == self.body:
            return Decision((), self.body)
        event = JobRecorded(self.season_id, self.job_id, self.body)
        return Decision((event,), self.body)
