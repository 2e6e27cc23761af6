"""Events as JSON text and back: the format of the log.

Each event is one JSON object without line breaks, beside the name of its kind.
Times are ISO 8601 with their zone, money is whole minor units. A rule of a
season carries its kind, since two kinds may have the same fields.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pricing.domain.plan import PricePlan
from pricing.domain.quote import Quote
from pricing.domain.rules import KINDS, Rule
from pricing.domain.season import Season
from pricing.store import (
    events,
    events_fund,
    events_governance,
    events_performances,
    events_seats,
)
from pricing.store.baskets import Baskets
from pricing.store.events import Event

_EVENT_OF: dict[str, type] = {
    "season_created": events.SeasonCreated,
    "season_updated": events.SeasonUpdated,
    "performance_updated": events.PerformanceUpdated,
    "history_imported": events.HistoryImported,
    "forecast_stored": events.ForecastStored,
    "job_recorded": events.JobRecorded,
    "plan_stored": events.PlanStored,
    "plan_activated": events.PlanActivated,
    "plan_scheduled": events.PlanScheduled,
    "price_changed": events.PriceChanged,
    "price_kept": events.PriceKept,
    "quote_offered": events.QuoteOffered,
    "quote_accepted": events.QuoteAccepted,
    "quote_voided": events.QuoteVoided,
    "quote_expired": events.QuoteExpired,
    "items_cancelled": events.ItemsCancelled,
    "items_exchanged": events.ItemsExchanged,
    "performance_cancelled": events_performances.PerformanceCancelled,
    "performance_postponed": events_performances.PerformancePostponed,
    "performance_frozen": events_performances.PerformanceFrozen,
    "performance_unfrozen": events_performances.PerformanceUnfrozen,
    "sales_recorded": events.SalesRecorded,
    "cooperative_created": events_governance.CooperativeCreated,
    "organization_joined": events_governance.OrganizationJoined,
    "organization_left": events_governance.OrganizationLeft,
    "proposal_opened": events_governance.ProposalOpened,
    "vote_cast": events_governance.VoteCast,
    "proposal_withdrawn": events_governance.ProposalWithdrawn,
    "proposal_closed": events_governance.ProposalClosed,
    "rule_adopted": events_governance.RuleAdopted,
    "adoption_blocked": events_governance.AdoptionBlocked,
    "rule_suspended": events_governance.RuleSuspended,
    "rule_resumed": events_governance.RuleResumed,
    "rules_released": events_governance.RulesReleased,
    "fund_income_recorded": events_fund.FundIncomeRecorded,
    "seats_released": events_seats.SeatsReleased,
}
_KIND_OF = {event: kind for kind, event in _EVENT_OF.items()}
# price_bounds, category_order, ...
_RULE_OF: dict[str, type[Rule]] = {
    re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in KINDS
}
_RULE_KIND_OF = {rule: kind for kind, rule in _RULE_OF.items()}
# Numbers here may be NaN (an unknown price), which only plain JSON text keeps.
_WITH_FLOATS = (events.HistoryImported, events.ForecastStored)
_WITH_RULES = (events.SeasonCreated, events.SeasonUpdated)
# Where in these there may be a rule.
_RULE_IN: dict[type, tuple[str, ...]] = {
    events_governance.ProposalOpened: ("proposal",),
    events_governance.ProposalClosed: (),
    events_governance.RuleAdopted: (),
}

_ADAPTERS: dict[type, TypeAdapter[Any]] = {
    each: TypeAdapter(each) for each in [*_EVENT_OF.values(), *_RULE_OF.values()]
}
_BASKETS = Baskets(_ADAPTERS[events.QuoteOffered].validate_json)
_SEASON = TypeAdapter(Season)
_PLAN = TypeAdapter(PricePlan)
_QUOTES = TypeAdapter(tuple[Quote, ...])


def kind_of(event: Event) -> str:
    """Return the name that the log gives the kind of an event."""
    return _KIND_OF[type(event)]


def encode(event: Event) -> tuple[str, str]:
    """Return the kind of an event and its body as JSON text."""
    kind = _KIND_OF[type(event)]
    if isinstance(event, _WITH_RULES):
        return kind, f'{{"season":{season_text(event.season)}}}'
    adapter = _ADAPTERS[type(event)]
    if isinstance(event, _WITH_FLOATS):
        return kind, json.dumps(adapter.dump_python(event, mode="json"))
    if type(event) in _RULE_IN:
        return kind, json.dumps(_with_rule_kind(event, adapter))
    return kind, adapter.dump_json(event).decode()


def decode(kind: str, body: str) -> Event:
    """Return the event that was encoded.

    Raises
    ------
    ValueError
        When the kind is unknown or the body is not what it should be.
    """
    event_type = _EVENT_OF.get(kind)
    if event_type is None:
        raise ValueError(
            f"Expected a kind of event among {', '.join(_EVENT_OF)}, got {kind!r}."
        )
    try:
        if event_type is events.QuoteOffered:
            return _BASKETS.offered(body)
        if event_type in _WITH_RULES:
            event: Event = event_type(season_from_plain(json.loads(body)["season"]))
        elif event_type in _WITH_FLOATS:
            event = _ADAPTERS[event_type].validate_python(json.loads(body))
        elif event_type in _RULE_IN:
            event = _of_rule_kind(event_type, json.loads(body))
        else:
            event = _ADAPTERS[event_type].validate_json(body)
    except (ValidationError, KeyError, TypeError, json.JSONDecodeError) as fault:
        raise ValueError(f"Expected a {kind} event, got {fault}.") from fault
    return event


def season_to_plain(season: Season) -> dict[str, Any]:
    """Return a season as what JSON can say; equal seasons give equal objects."""
    plain: dict[str, Any] = _SEASON.dump_python(season, mode="json", exclude={"rules"})
    plain["rules"] = [rule_to_plain(rule) for rule in season.rules]
    return plain


def season_from_plain(plain: dict[str, Any]) -> Season:
    """Return the season of an object that ``season_to_plain`` made."""
    rules = tuple(rule_from_plain(each) for each in plain["rules"])
    season: Season = _SEASON.validate_python({**plain, "rules": rules})
    return season


def rule_to_plain(rule: Rule) -> dict[str, Any]:
    """Return a rule as what JSON can say, with its kind."""
    fields: dict[str, Any] = _ADAPTERS[type(rule)].dump_python(rule, mode="json")
    return {"kind": _RULE_KIND_OF[type(rule)], **fields}


def rule_from_plain(plain: dict[str, Any]) -> Rule:
    """Return the rule of an object that ``rule_to_plain`` made."""
    fields = dict(plain)
    rule: Rule = _ADAPTERS[_RULE_OF[fields.pop("kind")]].validate_python(fields)
    return rule


def _with_rule_kind(event: Event, adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Return an event as what JSON can say, its rule with its kind."""
    plain: dict[str, Any] = adapter.dump_python(event, mode="json")
    holder, inside = event, plain
    for key in _RULE_IN[type(event)]:
        holder, inside = getattr(holder, key), inside[key]
    rule = getattr(holder, "rule")  # noqa: B009
    if rule is not None:
        inside["rule"] = rule_to_plain(rule)
    return plain


def _of_rule_kind(event_type: type, plain: dict[str, Any]) -> Event:
    """Return the event of an object that ``_with_rule_kind`` made."""
    inside = plain
    for key in _RULE_IN[event_type]:
        inside = inside[key]
    if inside["rule"] is not None:
        inside["rule"] = rule_from_plain(inside["rule"])
    event: Event = _ADAPTERS[event_type].validate_python(plain)
    return event


def season_text(season: Season) -> str:
    """Return a season as one line of JSON; equal seasons give equal texts."""
    return json.dumps(season_to_plain(season))


def plan_text(plan: PricePlan) -> str:
    """Return a price plan as one line of JSON; equal plans give equal texts."""
    return _PLAN.dump_json(plan).decode()


def plan_from_plain(plain: object) -> PricePlan:
    """Return the price plan of an object; what is not of a plan is passed over.

    Raises
    ------
    ValueError
        It says which part is wrong.
    """
    try:
        plan: PricePlan = _PLAN.validate_python(plain)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(key) for key in first["loc"])
        raise ValueError(f"{place}: {first['msg']}") from None
    return plan


def quotes_text(quotes: Sequence[Quote]) -> bytes:
    """Return quotes as JSON text."""
    return _QUOTES.dump_json(tuple(quotes))


def quotes_from_text(text: bytes) -> tuple[Quote, ...]:
    """Return the quotes of a text that ``quotes_text`` made."""
    return _QUOTES.validate_json(text)
