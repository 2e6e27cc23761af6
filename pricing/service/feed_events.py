"""Which events of a log other tools are told of, and as what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from pricing.domain.after_sale import Cancellation
from pricing.domain.quote import Quote
from pricing.feed.quotas import Quotas
from pricing.service.convert import feed as convert
from pricing.service.convert.feed_votes import rule_told, voting_told
from pricing.service.convert.fields import timestamp
from pricing.service.names import PerformanceName, PricePlanName, SeasonName
from pricing.store import events
from pricing.store.cooperative import CooperativeBooks
from pricing.store.events import Recorded
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.events_governance import CooperativeEvent, VotedRuleEvent
from pricing.store.events_performances import LifeEvent
from pricing.store.events_seats import SeatsReleased

_LIFE, _VOTED = get_args(LifeEvent), get_args(VotedRuleEvent)
_VOTES = get_args(CooperativeEvent)
_SALES = (
    events.QuoteAccepted,
    events.ItemsCancelled,
    events.ItemsExchanged,
    events.SalesRecorded,
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells of the events of one organisation.

    Parameters
    ----------
    owner : id of the organisation
    quotas : what is known of its log, at least up to the events that are told
    quotes : all that were offered, by id
    cooperative : what is known of it, where the log is one's
    """

    owner: str
    quotas: Quotas
    quotes: Mapping[str, Quote]
    cooperative: CooperativeBooks

    def told(self, recorded: Recorded) -> Iterator[FeedEvent]:
        """Yield what other tools are told of an event, nothing for most."""
        if isinstance(recorded.event, _VOTES):
            yield _dated(voting_told(recorded.event, self.cooperative), recorded)
            return
        of_sales = isinstance(recorded.event, _SALES)
        found = self._of_sales(recorded) if of_sales else self._of_season(recorded)
        for name, told in found:
            told.season = str(name)
            yield _dated(told, recorded)

    def _of_sales(self, recorded: Recorded) -> Iterator[tuple[SeasonName, FeedEvent]]:
        event, sequence = recorded.event, recorded.sequence
        match event:
            case events.QuoteAccepted():
                quote = self.quotes[event.quote_id]
                yield self._sale(quote, event.serial_first, sequence)
            case events.ItemsCancelled():
                yield self._back(event.cancellation)
            case events.ItemsExchanged():
                quote = event.exchange.quote
                serials = (s for each in quote.items for s in each.serials)
                yield self._back(event.exchange.cancellation)
                yield self._sale(quote, next(serials, 0), sequence)
            case events.SalesRecorded():
                name = SeasonName(self.owner, event.season_id)
                season = self.quotas.seasons.at(event.season_id, sequence)
                reached = self.quotas.reached.get(sequence, ())
                for told in event.sales:
                    before = self.quotas.told_before.get((sequence, told.id), -1)
                    for each in convert.platform_told(told, before, season, name):
                        if each.kind == FeedEvent.KIND_SALE:
                            each.quotas_reached.extend(
                                convert.quotas_told(reached, name)
                            )
                            # With the first sale of the batch, once.
                            reached = ()
                        yield name, each

    def _sale(
        self, quote: Quote, serial_first: int, sequence: int
    ) -> tuple[SeasonName, FeedEvent]:
        name = SeasonName(self.owner, quote.season_id)
        told = convert.sale_told(quote, serial_first, name)
        reached = self.quotas.reached.get(sequence, ())
        told.quotas_reached.extend(convert.quotas_told(reached, name))
        return name, told

    def _back(self, cancellation: Cancellation) -> tuple[SeasonName, FeedEvent]:
        quote = self.quotes[cancellation.quote_id]
        name = SeasonName(self.owner, quote.season_id)
        return name, convert.return_told(cancellation, quote, name)

    def _of_season(self, recorded: Recorded) -> Iterator[tuple[SeasonName, FeedEvent]]:
        event = recorded.event
        if isinstance(event, events.SeasonCreated | events.SeasonUpdated):
            name = SeasonName(self.owner, event.season.id)
            yield name, _changed(str(name))
            return
        season_id = getattr(event, "season_id", "")
        if season_id not in self.quotas.seasons:
            return
        name = SeasonName(self.owner, season_id)
        season = self.quotas.seasons.at(season_id, recorded.sequence)
        if isinstance(event, events.PerformanceUpdated):
            changed = PerformanceName(self.owner, season_id, event.performance.id)
            yield name, _changed(str(changed))
        elif isinstance(event, events.PriceChanged):
            yield name, convert.prices_told(event, season, name)
        elif isinstance(event, events.PlanActivated):
            plan = PricePlanName(self.owner, season_id, event.plan_id)
            yield name, FeedEvent(kind=FeedEvent.KIND_PLAN, price_plan=str(plan))
        elif isinstance(event, FundIncomeRecorded):
            yield name, convert.fund_told(event, season.currency_code)
        elif isinstance(event, SeatsReleased):
            yield name, convert.release_told(event, name)
        elif isinstance(event, _LIFE):
            yield name, convert.life_told(event, name)
        elif isinstance(event, _VOTED):
            yield name, rule_told(event)


def _dated(told: FeedEvent, recorded: Recorded) -> FeedEvent:
    told.sequence = recorded.sequence
    told.event_time.CopyFrom(timestamp(recorded.time))
    return told


def _changed(name: str) -> FeedEvent:
    return FeedEvent(kind=FeedEvent.KIND_CATALOGUE, changed_name=name)
