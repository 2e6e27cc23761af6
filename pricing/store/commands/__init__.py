"""What callers can ask of the books: one frozen type for each command.

Each is submitted to a store, which runs ``decide`` on the organisation's books.
"""

from pricing.store.commands.after_sale import CancelItems, ExchangeItems
from pricing.store.commands.catalogue import (
    CreateSeason,
    UpdatePerformance,
    UpdateSeason,
)
from pricing.store.commands.cooperatives import (
    CreateCooperative,
    JoinCooperative,
    LeaveCooperative,
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
from pricing.store.commands.voted_rules import (
    AdoptRule,
    ReleaseRules,
    ResumeRule,
    SuspendRule,
)
from pricing.store.commands.votes import CastVote, OpenProposal, WithdrawProposal

__all__ = [
    "AcceptQuote",
    "ActivatePlan",
    "AdoptRule",
    "CancelItems",
    "CancelPerformance",
    "CastVote",
    "CreateCooperative",
    "CreateQuote",
    "CreateSeason",
    "ExchangeItems",
    "FreezePerformance",
    "ImportHistory",
    "JoinCooperative",
    "LeaveCooperative",
    "OpenProposal",
    "PostponePerformance",
    "ReadQuote",
    "RecordIncome",
    "RecordJob",
    "RecordSales",
    "ReleaseRules",
    "ResumeRule",
    "SchedulePlan",
    "StoreForecast",
    "StorePlan",
    "SuspendRule",
    "Tick",
    "UnfreezePerformance",
    "UpdatePerformance",
    "UpdateSeason",
    "VoidQuote",
    "WithdrawProposal",
]
