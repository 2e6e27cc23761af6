"""What callers can ask of the books: one frozen type for each command.

Each is submitted to a store, which runs ``decide`` on the organisation's books.
"""

from pricing.store.commands.after_sale import CancelItems, ExchangeItems
from pricing.store.commands.catalogue import (
    CreateSeason,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.commands.funds import RecordIncome
from pricing.store.commands.performances import (
    CancelPerformance,
    FreezePerformance,
    PostponePerformance,
    UnfreezePerformance,
)
from pricing.store.commands.plans import ActivatePlan, SchedulePlan, StorePlan, Tick
from pricing.store.commands.quotes import AcceptQuote, CreateQuote, ReadQuote, VoidQuote
from pricing.store.commands.records import ImportHistory, RecordJob, StoreForecast
from pricing.store.commands.sales import RecordSales

__all__ = [
    "AcceptQuote",
    "ActivatePlan",
    "CancelItems",
    "CancelPerformance",
    "CreateQuote",
    "CreateSeason",
    "ExchangeItems",
    "FreezePerformance",
    "ImportHistory",
    "PostponePerformance",
    "ReadQuote",
    "RecordIncome",
    "RecordJob",
    "RecordSales",
    "SchedulePlan",
    "StoreForecast",
    "StorePlan",
    "Tick",
    "UnfreezePerformance",
    "UpdatePerformance",
    "UpdateSeason",
    "VoidQuote",
]
