"""What callers can ask of the books: one frozen type for each command.

Each is submitted to a store, which runs ``decide`` on the organisation's books.
"""

from pricing.store.commands.catalogue import (
    CreateSeason,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.commands.plans import ActivatePlan, SchedulePlan, StorePlan, Tick
from pricing.store.commands.quotes import AcceptQuote, CreateQuote, ReadQuote, VoidQuote
from pricing.store.commands.records import ImportHistory, RecordJob, StoreForecast

__all__ = [
    "AcceptQuote",
    "ActivatePlan",
    "CreateQuote",
    "CreateSeason",
    "ImportHistory",
    "ReadQuote",
    "RecordJob",
    "SchedulePlan",
    "StoreForecast",
    "StorePlan",
    "Tick",
    "UpdatePerformance",
    "UpdateSeason",
    "VoidQuote",
]
