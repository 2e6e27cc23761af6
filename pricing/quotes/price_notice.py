"""How a performance will be priced, told before anybody buys.

The tiers that its price may take under the rules as they stand, when it may move,
and the rules in words: what a buyer needs to know so as not to be surprised. It is
there from the day a performance is entered, with or without a plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.constraints.explain import sentence
from pricing.constraints.filters import allowed, prices_left
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.quotes.explain import check_language
from pricing.quotes.on_sale import SeasonOnSale
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import never_falls

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "fixed": "The price of a seat does not change.",
        "tiered": (
            "Prices come in tiers: a seat costs between {low} and {high} at full "
            "price, according to its category and to when it is bought."
        ),
        "dates": "They may change on {count} dates that are known, all printed here.",
        "sales": "They may also change as seats are sold.",
        "rises": "They never fall.",
        "held": "A price that was offered stands for {minutes} minutes.",
        "same": "At any moment they are the same for everybody.",
    },
    "fr": {
        "fixed": "Le prix d'une place ne change pas.",
        "tiered": (
            "Les prix suivent des paliers : une place coûte entre {low} et {high} "
            "au plein tarif, selon sa catégorie et le moment de l'achat."
        ),
        "dates": "Ils peuvent changer à {count} dates connues, toutes indiquées ici.",
        "sales": "Ils peuvent aussi changer au fil des ventes.",
        "rises": "Ils ne baissent jamais.",
        "held": "Un prix proposé est garanti {minutes} minutes.",
        "same": "À tout moment ils sont les mêmes pour tous.",
    },
}


@dataclass(frozen=True, slots=True)
class TierNotice:
    """A tier of the ladder, and whether its prices may be asked."""

    tier_id: str
    # By seat category that is sold, best first.
    prices_minor: tuple[tuple[str, int], ...]
    # Whether a category stands at it now.
    in_force: bool
    # Whether the rules as they stand let it come, or stay.
    may_come: bool


@dataclass(frozen=True, slots=True)
class PriceNotice:
    """How a performance will be priced."""

    performance_id: str
    currency_code: str
    on_sale_at: datetime
    starts_at: datetime
    # Cheapest first.
    tiers: tuple[TierNotice, ...]
    # Dates still to come at which the clock may move prices.
    change_times: tuple[datetime, ...]
    # Whether sales may move them between these.
    sales_move: bool
    # Rules that prices keep to: id and what it says.
    rules: tuple[tuple[str, str], ...]
    text: str

    @property
    def tiered(self) -> bool:
        """Whether prices may move at all."""
        return sum(tier.may_come for tier in self.tiers) > 1


def price_notice(
    on_sale: SeasonOnSale, performance_id: str, now: datetime, language: str = "en"
) -> PriceNotice:
    """Return how a performance will be priced, as far as it is known now.

    Raises
    ------
    NameUnknown
        When there is no such performance.
    FieldInvalid
        When prices are not explained in the language.
    ConstraintsInfeasible
        When the rules leave the performance no tier.
    """
    check_language(language)
    on_sale = on_sale.still((performance_id,))
    season, performance = on_sale.season, on_sale.performance(performance_id)
    moves = on_sale.may_move(performance, now)
    tiers = _tiers(on_sale, performance, moves=moves)
    times = _change_times(on_sale, performance, now) if moves else ()
    sales_move = moves and on_sale.sales_move and season.sales_repricing.on
    return PriceNotice(
        performance_id=performance_id,
        currency_code=season.currency_code,
        on_sale_at=performance.on_sale_at,
        starts_at=performance.starts_at,
        tiers=tiers,
        change_times=times,
        sales_move=sales_move,
        rules=tuple(
            (rule.id, sentence(rule, season, "fr" if language == "fr" else "en"))
            for rule in season.rules
            if rule.scope.covers(performance)
        ),
        text=_text(season, performance, tiers, len(times), language, sales=sales_move),
    )


def _tiers(
    on_sale: SeasonOnSale, performance: Performance, *, moves: bool
) -> tuple[TierNotice, ...]:
    """Return the ladder with what stands, and what may still come."""
    season = on_sale.season
    venue = season.venue_of(performance)
    places = range(len(performance.capacities))
    posting = on_sale.postings.get(performance.id)
    standing: set[str] = set()
    if posting is not None:
        standing = {posting.tier_of(place) for place in places} - {""}
    may = _allowed(on_sale, performance, posting)
    if not moves and standing:
        may = set(standing)
    elif standing and posting is not None and not posting.before_sale:
        ladder = performance.ladder
        if never_falls(season, performance):
            lowest = min(map(ladder.index, standing))
            may &= set(ladder[lowest:])
        may |= standing
    return tuple(
        TierNotice(
            tier_id=tier.id,
            prices_minor=tuple(
                (venue.seat_categories[place].id, tier.prices_minor[place])
                for place in places
                if performance.capacities[place]
            ),
            in_force=tier.id in standing,
            may_come=tier.id in may,
        )
        for tier in season.ladder_of(performance)
    )


def _allowed(
    on_sale: SeasonOnSale, performance: Performance, posting: Posting | None
) -> set[str]:
    """Return the tiers that the rules leave, to a category where each has its own."""
    plan = on_sale.plans.get(on_sale.active_plan_id)
    path = plan.performance_by_id.get(performance.id) if plan else None
    # What a rule on popularity looks at; nobody knows it before a plan.
    demand = path.demand_mean if path else None
    apart = (path and path.category_path) or (posting and posting.category_tiers)
    season = on_sale.season
    if not apart:
        return set(allowed(season, performance, demand))
    kept = prices_left(season.rules, season, performance, demand)
    return {
        tier
        for tier, places in zip(performance.ladder, kept, strict=True)
        if any(
            may and seats
            for may, seats in zip(places, performance.capacities, strict=True)
        )
    }


def _change_times(
    on_sale: SeasonOnSale, performance: Performance, now: datetime
) -> tuple[datetime, ...]:
    """Return when booking periods begin from now on, while seats are sold."""
    plan = on_sale.plans.get(on_sale.active_plan_id)
    days_out = plan.period_days_out if plan else on_sale.season.period_days_out
    starts = [performance.starts_at - timedelta(days=days) for days in days_out]
    opens = performance.on_sale_at
    times = {each for each in starts if each > max(now, opens)}
    return tuple(sorted(times | ({opens} if opens > now else set())))


def _text(
    season: Season,
    performance: Performance,
    tiers: tuple[TierNotice, ...],
    dates: int,
    language: str,
    *,
    sales: bool,
) -> str:
    """Return the notice in a few sentences."""
    texts = _TEXTS[language]
    coming = [tier for tier in tiers if tier.may_come]
    prices = [price for tier in coming for _, price in tier.prices_minor]
    said = []
    if len(coming) < 2 or not prices:
        said.append(texts["fixed"])
    else:
        low, high = (
            format_minor(
                price,
                season.currency_code,
                language="fr" if language == "fr" else "en",
            )
            for price in (min(prices), max(prices))
        )
        said.append(texts["tiered"].format(low=low, high=high))
        if dates:
            said.append(texts["dates"].format(count=dates))
        if sales:
            said.append(texts["sales"])
        if never_falls(season, performance):
            said.append(texts["rises"])
    said.append(texts["held"].format(minutes=season.hold_minutes))
    said.append(texts["same"])
    return " ".join(said)
