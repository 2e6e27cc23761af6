"""Short ways to ask a store, for tests."""

from typing import Any

from pricing.domain.quote import Quote, QuoteItem
from pricing.domain.season import Season
from pricing.quotes.decide import Basket
from pricing.store.commands import (
    AcceptQuote,
    ActivatePlan,
    CreateQuote,
    CreateSeason,
    ReadQuote,
    StorePlan,
    VoidQuote,
)
from pricing.store.interface import Command, Store
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of

ORGANIZATION = "studio-theatre"


def ask(store: Store, command: Command[Any]) -> Any:
    return store.submit(ORGANIZATION, command).result(timeout=30)


def open_house(store: Store, season: Season | None = None, **plan: Any) -> Season:
    """Enter a season and put a plan of it in force."""
    season = studio_season() if season is None else season
    ask(store, CreateSeason(season))
    stored = ask(store, StorePlan(plan_of(season, **plan)))
    ask(store, ActivatePlan(season.id, stored.id))
    return season


def basket(
    count: int = 2,
    tariff: str = "full",
    category: str = "front",
    night: str = "night-1",
    channel: str = "web",
) -> Basket:
    evidence = "yes" if tariff == "solidarity" else ""
    item = QuoteItem(night, category, tariff, count, evidence=evidence)
    return Basket(channel, (item,))


def hold(store: Store, of: Basket | None = None, request_id: str = "") -> Quote:
    command = CreateQuote("autumn", basket() if of is None else of, request_id)
    quote: Quote = ask(store, command)
    return quote


def accept(store: Store, quote_id: str) -> Quote:
    quote: Quote = ask(store, AcceptQuote("autumn", quote_id))
    return quote


def void(store: Store, quote_id: str) -> Quote:
    quote: Quote = ask(store, VoidQuote("autumn", quote_id))
    return quote


def read(store: Store, quote_id: str) -> Quote:
    quote: Quote = ask(store, ReadQuote("autumn", quote_id))
    return quote


def kinds(store: Store) -> list[str]:
    return [type(each.event).__name__ for each in store.events(ORGANIZATION)]
