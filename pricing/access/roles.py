"""What each role may ask for: the one table, in which what is missing is denied.

A method is named ``Service/Method``, without the package. ``ADMIN`` stands in
every row. An auditor may ask for all that changes nothing, and for nothing else.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a token's holder does with the service; a token may have several."""

    # Shows prices, holds seats and sells them.
    PLATFORM = "platform"
    # Enters seasons and past sales; forecasts, optimises, simulates.
    PROGRAMMER = "programmer"
    # Sets the rules that prices keep to.
    COOPERATIVE = "cooperative"
    # Reads all, changes nothing.
    AUDITOR = "auditor"
    # All of it.
    ADMIN = "admin"


def _only(*roles: Role) -> frozenset[Role]:
    return frozenset({Role.ADMIN, *roles})


_EVERYBODY = frozenset(Role)
_SELLS = _only(Role.PLATFORM)
_SEES_SALES = _only(Role.PLATFORM, Role.AUDITOR)
_SEES_ACCOUNTS = _only(Role.PROGRAMMER, Role.AUDITOR)
_PLANS = _only(Role.PROGRAMMER)
_SEES_PLANS = _only(Role.PROGRAMMER, Role.COOPERATIVE, Role.AUDITOR)
_VOTES = _only(Role.COOPERATIVE)

ROLES_OF: Mapping[str, frozenset[Role]] = {
    "CatalogService/CreateSeason": _PLANS,
    "CatalogService/GetSeason": _EVERYBODY,
    "CatalogService/ListSeasons": _EVERYBODY,
    # Which fields whose: ROLES_OF_FIELD.
    "CatalogService/UpdateSeason": _only(Role.PROGRAMMER, Role.COOPERATIVE),
    "CatalogService/CreatePerformance": _PLANS,
    "CatalogService/GetPerformance": _EVERYBODY,
    "CatalogService/ListPerformances": _EVERYBODY,
    "CatalogService/UpdatePerformance": _PLANS,
    "CatalogService/CancelPerformance": _PLANS,
    "CatalogService/PostponePerformance": _PLANS,
    "CatalogService/FreezePerformance": _PLANS,
    "CatalogService/UnfreezePerformance": _PLANS,
    "CatalogService/ListRefunds": _only(Role.PLATFORM, Role.PROGRAMMER, Role.AUDITOR),
    "CatalogService/RecordSales": _SELLS,
    "CatalogService/ImportHistory": _PLANS,
    "QuoteService/ListPrices": _EVERYBODY,
    "QuoteService/BatchListPrices": _EVERYBODY,
    "QuoteService/ListPackPrices": _EVERYBODY,
    "QuoteService/GetPriceNotice": _EVERYBODY,
    "QuoteService/ListPriceChanges": _EVERYBODY,
    "QuoteService/CreateQuote": _SELLS,
    "QuoteService/GetQuote": _SEES_SALES,
    "QuoteService/ListQuotes": _SEES_SALES,
    "QuoteService/AcceptQuote": _SELLS,
    "QuoteService/VoidQuote": _SELLS,
    "QuoteService/CancelItems": _SELLS,
    "QuoteService/ExchangeItems": _SELLS,
    "PlanningService/CreateJob": _PLANS,
    "PlanningService/GetJob": _SEES_PLANS,
    "PlanningService/ListJobs": _SEES_PLANS,
    "PlanningService/WatchJob": _SEES_PLANS,
    "PlanningService/CancelJob": _PLANS,
    "PlanningService/GetPricePlan": _SEES_PLANS,
    "PlanningService/ListPricePlans": _SEES_PLANS,
    "PlanningService/CreatePricePlan": _PLANS,
    "PlanningService/ActivatePricePlan": _PLANS,
    "PlanningService/GetForecast": _SEES_PLANS,
    "GovernanceService/CreateCooperative": _VOTES,
    "GovernanceService/GetCooperative": _EVERYBODY,
    "GovernanceService/ListCooperatives": _EVERYBODY,
    "GovernanceService/JoinCooperative": _VOTES,
    "GovernanceService/LeaveCooperative": _VOTES,
    "GovernanceService/CreateProposal": _VOTES,
    "GovernanceService/GetProposal": _EVERYBODY,
    "GovernanceService/ListProposals": _EVERYBODY,
    "GovernanceService/WithdrawProposal": _VOTES,
    "GovernanceService/CastVote": _VOTES,
    "GovernanceService/ListVotes": _EVERYBODY,
    "GovernanceService/PreviewRule": _SEES_PLANS,
    "GovernanceService/ListRules": _EVERYBODY,
    "GovernanceService/SuspendRule": _VOTES,
    "GovernanceService/ResumeRule": _VOTES,
    "GovernanceService/GetFund": _EVERYBODY,
    "GovernanceService/ListFunds": _EVERYBODY,
    "GovernanceService/ListFundEntries": _SEES_PLANS,
    "GovernanceService/RecordFundEntry": _VOTES,
    "GovernanceService/GetCertificate": _SEES_PLANS,
    "GovernanceService/ListSolidarityUse": _EVERYBODY,
    "SettlementService/ListSales": _SEES_ACCOUNTS,
    "SettlementService/ListSettlements": _SEES_ACCOUNTS,
    "FeedService/FollowEvents": _EVERYBODY,
}

# Who may give a field of a request, or change one by an update; "" stands for every
# other field. Who plans prices does not loosen the rules that these are held to, and
# who sets the rules does not plan. Who sells makes no exception from what is paid
# back.
ROLES_OF_FIELD: Mapping[str, Mapping[str, frozenset[Role]]] = {
    "CatalogService/UpdateSeason": {"rules": _only(Role.COOPERATIVE), "": _PLANS},
    "QuoteService/CancelItems": {"refund_override": _PLANS, "": _SELLS},
    "QuoteService/ExchangeItems": {"refund_override": _PLANS, "": _SELLS},
}


def roles_of(method: str) -> frozenset[Role]:
    """Return who may call a method: nobody where the table does not have it."""
    return ROLES_OF.get(method, frozenset())


def roles_of_fields(method: str, fields: Iterable[str]) -> list[frozenset[Role]]:
    """Return for each field that an update changes who may change it.

    Examples
    --------
    >>> cap, = roles_of_fields("CatalogService/UpdateSeason", ["rules"])
    >>> sorted(cap)
    [<Role.ADMIN: 'admin'>, <Role.COOPERATIVE: 'cooperative'>]
    """
    table = ROLES_OF_FIELD.get(method)
    return [] if table is None else [table.get(each, table[""]) for each in fields]
