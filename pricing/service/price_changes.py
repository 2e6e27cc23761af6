"""The method of QuoteService that tells what re-pricing events did, and why."""

import asyncio
from dataclasses import replace

from jauge.pricing.v1 import price_change_pb2 as pb
from pricing.domain.errors import FieldInvalid
from pricing.domain.season import Season
from pricing.domain.spoken import Language
from pricing.quotes.explain import check_language
from pricing.quotes.posting import Posting
from pricing.service.calls import Context
from pricing.service.convert.price_changes import change_to_proto
from pricing.service.names import PerformanceName
from pricing.service.pages import asked, token_after
from pricing.store.events import PriceChanged, PriceKept
from pricing.store.interface import Store
from pricing.store.price_changes import price_change
from pricing.store.price_history import RulesSince
from pricing.store.season_books import SeasonBooks


class PriceChanges:
    """Changes of price page by page, from the log of a store."""

    _store: Store

    async def ListPriceChanges(
        self, request: pb.ListPriceChangesRequest, context: Context
    ) -> pb.ListPriceChangesResponse:
        """Return what became of the prices of a performance, the latest first."""
        name = PerformanceName.parse(request.parent, "parent")
        language = request.language_code or "en"
        check_language(language)
        told: Language = "fr" if language == "fr" else "en"
        books = self._store.books(name.organization_id)
        of = books.season(name.season_id)
        of.performance(name.performance_id)
        scope = f"{name} prices"
        size, last = asked(scope, request.page_size, request.page_token)
        # In a thread: events are read from the log.
        found, more = await asyncio.to_thread(
            self._page, of, name, _place(last), size, told
        )
        last = str(found[-1].sequence) if more and found else ""
        return pb.ListPriceChangesResponse(
            price_changes=found,
            next_page_token=token_after(last, scope) if last else "",
        )

    def _page(
        self,
        of: SeasonBooks,
        name: PerformanceName,
        before: int | None,
        size: int,
        language: Language,
    ) -> tuple[list[pb.PriceChange], bool]:
        """Return changes, the latest first, and whether there are earlier ones."""
        known = of.price_history.of(name.performance_id)
        wanted = [each for each in known if before is None or each < before]
        chosen = wanted[-size - 1 :]
        season, found = of.season, list[pb.PriceChange]()
        under = _Seasons(season)
        previous: Posting | None = None
        for place, sequence in enumerate(chosen):
            try:
                recorded = self._store.event(name.organization_id, sequence)
            except LookupError:
                # In the books, and not on the disk yet: it comes with the next asking.
                break
            event = recorded.event
            assert isinstance(event, PriceChanged | PriceKept)
            if place or len(wanted) <= size:
                rules = of.price_history.rules_at(sequence)
                change = price_change(
                    event, previous, under.with_rules(rules), recorded.time, language,
                    rules.proposals, _demand(of, event.posting),
                )  # fmt: skip
                found.append(
                    change_to_proto(change, sequence, name, season.currency_code)
                )
            previous = event.posting
        return found[::-1], len(wanted) > size


class _Seasons:
    """A season with its rules as they were, each version made once."""

    def __init__(self, season: Season) -> None:
        self._season = season
        self._made: dict[int, Season] = {}

    def with_rules(self, since: RulesSince) -> Season:
        """Return the season with the rules since an event."""
        if since.rules == self._season.rules:
            return self._season
        found = self._made.get(since.sequence)
        if found is None:
            found = self._made[since.sequence] = replace(
                self._season, rules=since.rules
            )
        return found


def _demand(of: SeasonBooks, posting: Posting) -> float | None:
    """Return what the plan of a posting expected; None where nobody knew."""
    plan = of.plans.get(posting.plan_id)
    path = plan.performance_by_id.get(posting.performance_id) if plan else None
    return path.demand_mean if path else None


def _place(last: str) -> int | None:
    """Return the sequence number of a page token, None for the first page."""
    if last and not last.isdecimal():
        raise FieldInvalid("page_token", "Expected a token of this list.")
    return int(last) if last else None
