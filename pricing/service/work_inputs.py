"""What long work reads in the books: demand, and what is sold and posted already."""

from collections import Counter
from datetime import datetime

from pricing.domain.errors import FieldInvalid, NoForecast
from pricing.domain.fund import MILLI
from pricing.domain.money import minor_digits
from pricing.domain.quote import QuoteState
from pricing.domain.season import Season
from pricing.optimizer.standing import Standing
from pricing.programme import DemandMean, demand_by_performance
from pricing.quotes.funds import budgets
from pricing.service.convert.jobs import job_create_time
from pricing.store.books import Books
from pricing.store.season_books import SeasonBooks


def check_performances(season: Season) -> None:
    """Raise FieldInvalid where there is nothing to work on yet."""
    if not season.performances:
        raise FieldInvalid(
            "parent", f"season {season.id!r} has no performances yet; create some."
        )


def demand(of: SeasonBooks) -> DemandMean:
    """Return the demand of the last forecast, or raise NoForecast without one."""
    table = next(reversed(of.forecasts.values()), None)
    if table is None:
        raise NoForecast(of.season.id)
    return demand_by_performance(of.season, table)


def demand_to_come(of: SeasonBooks) -> DemandMean:
    """Return the demand for performances that take place; none for the others."""
    return {
        name: tuple(0.0 for _ in mean) if of.life(name).cancelled_at else mean
        for name, mean in demand(of).items()
    }


def forecast_time(of: SeasonBooks) -> datetime | None:
    """Return when the last forecast of a season was asked for."""
    forecast_id = next(reversed(of.forecasts), None)
    body = of.jobs.get(forecast_id) if forecast_id else None
    return job_create_time(body) if body else None


def standing(books: Books, of: SeasonBooks, now: datetime) -> Standing | None:
    """Return what is sold and posted, or None before any price was posted."""
    if not of.postings:
        return None
    tariffs = of.season.tariff_by_id
    sold: Counter[tuple[str, str, bool]] = Counter()
    paid: Counter[tuple[str, str, bool, int]] = Counter()
    for quote in list(books.quotes.values()):
        if quote.season_id != of.season.id or quote.state not in (
            QuoteState.OFFERED,
            QuoteState.ACCEPTED,
        ):
            continue
        kept = books.after_sale.counts(quote)
        for priced, count in zip(quote.items, kept, strict=True):
            item = priced.item
            solidarity = tariffs[item.tariff_id].solidarity
            seat = (item.performance_id, item.seat_category_id, solidarity)
            sold[seat] += count
            paid[*seat, priced.unit_price_minor] += count
    for told in list(of.platform.sales.values()):
        solidarity = tariffs[told.tariff_id].solidarity
        seat = (told.performance_id, told.seat_category_id, solidarity)
        sold[seat] += told.kept_count
        paid[*seat, told.unit_price_minor] += told.kept_count
    posted = {name: posting.tier_id for name, posting in list(of.postings.items())}
    stood = {name: tuple(each) for name, each in list(of.pace.posted_since.items())}
    unit = MILLI * 10 ** minor_digits(of.season.currency_code)
    moved = {r.id: of.funds.moved_milli(r) / unit for r in budgets(of.season)}
    return Standing(now, sold, posted, paid, stood, moved)
