"""What an event brought into being: the answer to the request that caused it."""

from pricing.store import events
from pricing.store.events import Event
from pricing.store.events_fund import FundIncomeRecorded


def subject(event: Event) -> object:
    """Return what an event brought into being: the answer to its request."""
    match event:
        case events.SeasonCreated() | events.SeasonUpdated():
            return event.season
        case events.PerformanceUpdated():
            return event.performance
        case events.HistoryImported():
            return event.history
        case events.ForecastStored():
            return event.table
        case events.PlanStored():
            return event.plan
        case events.QuoteOffered():
            return event.quote
        case events.JobRecorded():
            return event.body
        case events.ItemsCancelled():
            return event.cancellation
        case events.ItemsExchanged():
            return event.exchange
        case events.SalesRecorded():
            return event.taken
        case FundIncomeRecorded():
            return event.income
        case _:
            return event
