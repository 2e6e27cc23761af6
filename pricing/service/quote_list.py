"""The method of QuoteService that lists quotes."""

import asyncio
from collections.abc import Callable
from itertools import islice

from jauge.pricing.v1 import quote_list_pb2 as pb
from jauge.pricing.v1.quote_pb2 import Quote as QuoteMessage
from pricing.domain.errors import FieldInvalid
from pricing.domain.quote import Quote
from pricing.service.calls import Context
from pricing.service.convert.quotes import STATE, quote_to_proto
from pricing.service.names import PerformanceName, SeasonName, under
from pricing.service.pages import asked, token_after
from pricing.store.books import Books
from pricing.store.interface import Store

# Quotes that one call looks through; what is wanted may be rare among them.
LOOKED_THROUGH_MAX = 5_000


class QuoteList:
    """Quotes page by page, from the books of a store."""

    _store: Store

    async def ListQuotes(
        self, request: pb.ListQuotesRequest, context: Context
    ) -> pb.ListQuotesResponse:
        """Return the quotes of a season that are as asked."""
        season = SeasonName.parse(request.parent, "parent")
        books = self._store.books(season.organization_id)
        voted = books.season(season.season_id).voted.proposals_by
        wanted = _wanted(request, season)
        # The filters belong to the list that a token is of.
        scope = f"{season} quotes {request.performance} {request.state}"
        size, last = asked(scope, request.page_size, request.page_token)
        if last and last not in books.quotes:
            raise FieldInvalid("page_token", "Expected a token of this list.")
        # In a thread: quotes that are over are read from text.
        found, last = await asyncio.to_thread(_page, books, wanted, size, last)
        return pb.ListQuotesResponse(
            quotes=[
                quote_to_proto(quote, season, voted(quote.create_time))
                for quote in found
            ],
            next_page_token=token_after(last, scope) if last else "",
        )


def _wanted(
    request: pb.ListQuotesRequest, season: SeasonName
) -> Callable[[Quote], bool]:
    """Return whether a quote is as a request asks."""
    performance_id = ""
    if request.performance:
        performance_id = under(
            season, PerformanceName.parse, request.performance, "performance"
        ).performance_id
    states = {message: state for state, message in STATE.items()}
    state = states.get(request.state)
    if request.state != QuoteMessage.STATE_UNSPECIFIED and state is None:
        raise FieldInvalid("state", f"{request.state} is no state of a quote.")

    def wanted(quote: Quote) -> bool:
        return (
            quote.season_id == season.season_id
            and (state is None or quote.state is state)
            and (
                not performance_id
                or any(
                    each.item.performance_id == performance_id for each in quote.items
                )
            )
        )

    return wanted


def _page(
    books: Books, wanted: Callable[[Quote], bool], size: int, last: str
) -> tuple[list[Quote], str]:
    """Return quotes that follow one, and the last looked at where more may follow."""
    found: list[Quote] = []
    following = books.quotes.following(last)
    for quote in islice(following, LOOKED_THROUGH_MAX):
        last = quote.id
        if wanted(quote):
            found.append(quote)
            if len(found) == size:
                break
    return found, last if next(following, None) is not None else ""
