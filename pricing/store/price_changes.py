"""What a re-pricing event did to a performance, in figures and in words.

Words say no number that the event does not have: prices are those of the tiers that
it posted, and of the posting before it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.money import in_french
from pricing.domain.performance import Performance
from pricing.domain.quote import LineKind, PriceLine
from pricing.domain.season import Season
from pricing.domain.spoken import Language, read_out, spoken
from pricing.quotes.explain import full_price_lines
from pricing.quotes.posting import Posting
from pricing.quotes.price_words import NOBODY, why
from pricing.store.change_words import CAUSE_WORDS, MOVE_WORDS
from pricing.store.events import Cause, PriceChanged, PriceKept


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """What a rule did to a price."""

    rule_id: str
    before_minor: int
    after_minor: int
    text: str
    # By which members voted it, "" where they did not.
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """What became of the full price of a seat category."""

    seat_category_id: str
    # None where it was not on sale before, or is not now.
    previous_minor: int | None
    price_minor: int | None
    reference_minor: int
    unrestricted_minor: int | None
    effects: tuple[RuleEffect, ...]
    # Why this price.
    text: str


@dataclass(frozen=True, slots=True)
class PriceChange:
    """What a re-pricing event did to a performance, and why."""

    cause: Cause
    plan_id: str
    time: datetime
    # Those that the performance has, best first; without those whose tiers the season
    # no longer has.
    categories: tuple[CategoryChange, ...]
    text: str

    @property
    def changed(self) -> bool:
        """Whether the price of a category is another than before."""
        return any(each.previous_minor != each.price_minor for each in self.categories)


def price_change(
    event: PriceChanged | PriceKept,
    before: Posting | None,
    season: Season,
    time: datetime,
    language: Language,
    voted: Mapping[str, str] = NOBODY,
    demand_mean: float | None = None,
) -> PriceChange:
    """Return what an event did, and why, in words.

    Parameters
    ----------
    event
        Of a performance of the season.
    before
        What was posted for it before; None where nothing was.
    season
        With the rules as they were at the event.
    time
        When the event happened.
    language
        In which it is told.
    voted
        By the ids of rules that members had voted, the proposals.
    demand_mean
        Seats that the plan expected to be asked for at the printed prices; None where
        nobody knew.
    """
    posting = event.posting
    performance = season.performance_by_id[posting.performance_id]
    categories = tuple(
        _category(season, performance, posting, before, place, language, voted)
        for place, seats in enumerate(performance.capacities)
        if seats and _known(season, performance, posting, before, place)
    )
    said = [*_told(event, before, categories, season.currency_code, language)]
    if demand_mean is not None:
        said.append(_demand(demand_mean, sum(performance.capacities), language))
    if posting.before_sale:
        said.append(MOVE_WORDS[language]["before_sale"])
    return PriceChange(
        cause=event.cause,
        plan_id=posting.plan_id,
        time=time,
        categories=categories,
        text=" ".join(read_out(each, language) for each in said),
    )


def _category(
    season: Season,
    performance: Performance,
    posting: Posting,
    before: Posting | None,
    place: int,
    language: Language,
    voted: Mapping[str, str],
) -> CategoryChange:
    category = season.venue_of(performance).seat_categories[place].id

    def price(tier_id: str) -> int | None:
        tiers = season.venue_of(performance).price_tiers
        known = {tier.id: tier.prices_minor[place] for tier in tiers}
        return known.get(tier_id)

    price_minor = price(posting.tier_of(place))
    lines: tuple[PriceLine, ...] = ()
    if price_minor is None:
        text = MOVE_WORDS[language]["closed"].format(category=category)
    else:
        lines = full_price_lines(season, performance, posting, place, language)
        text = why(lines, season.currency_code, language, voted)
    return CategoryChange(
        seat_category_id=category,
        previous_minor=None if before is None else price(before.tier_of(place)),
        price_minor=price_minor,
        reference_minor=price(performance.reference_tier) or 0,
        unrestricted_minor=price(posting.unrestricted_of(place)),
        effects=tuple(_effects(lines, voted, language)),
        text=read_out(text, language),
    )


def _known(
    season: Season,
    performance: Performance,
    posting: Posting,
    before: Posting | None,
    place: int,
) -> bool:
    """Return whether the season still has the tiers that a category's words need."""
    tiers = {posting.tier_of(place), posting.unrestricted_of(place)}
    tiers |= {step.tier_id for step in posting.steps_of(place)}
    if before is not None:
        tiers.add(before.tier_of(place))
    return tiers - {""} <= set(performance.ladder)


def _effects(
    lines: tuple[PriceLine, ...], voted: Mapping[str, str], language: Language
) -> Iterator[RuleEffect]:
    before = 0
    for line in lines:
        after = before + line.amount_minor
        if line.kind is LineKind.RULE:
            proposal = voted.get(line.subject, "")
            text = read_out(line.text, language)
            yield RuleEffect(line.subject, before, after, text, proposal)
        before = after


def _told(
    event: PriceChanged | PriceKept,
    before: Posting | None,
    categories: tuple[CategoryChange, ...],
    currency_code: str,
    language: Language,
) -> Iterator[str]:
    """Yield what happened: the cause, then what it did to each category."""
    says = MOVE_WORDS[language]
    yield CAUSE_WORDS[language][event.cause]
    same = all(each.previous_minor == each.price_minor for each in categories)
    if before is not None and same:
        alike = _reasons(event.posting) == _reasons(before)
        yield says["kept" if alike else "kept_else"]
    else:
        for each in categories:
            yield says[_move(each)].format(
                category=each.seat_category_id,
                before=spoken(each.previous_minor or 0, currency_code, language),
                to=spoken(each.price_minor or 0, currency_code, language),
            )


def _demand(demand_mean: float, seats: int, language: Language) -> str:
    """Return what demand a plan counted on."""
    numbers = (f"{round(demand_mean):,}", f"{seats:,}")
    demand, of = map(in_french, numbers) if language == "fr" else numbers
    return MOVE_WORDS[language]["demand"].format(demand=demand, seats=of)


def _reasons(posting: Posting) -> list[object]:
    """Return what explains the price of each category."""
    places = range(max(1, len(posting.category_tiers)))
    return [(posting.unrestricted_of(p), posting.steps_of(p)) for p in places]


def _move(change: CategoryChange) -> str:
    """Return which way a price went."""
    if change.price_minor is None:
        return "closed"
    if change.previous_minor is None:
        return "first"
    if change.previous_minor == change.price_minor:
        return "same"
    return "up" if change.price_minor > change.previous_minor else "down"
