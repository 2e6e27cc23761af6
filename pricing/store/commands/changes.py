"""What may change in a season once prices are posted and seats are taken.

Seats that are sold or held keep their performance, category, tariff and
channel, and fit into it. A price that was posted keeps its tiers, their prices
and its reference. Rules may change as long as they leave each performance a
tier, and none forbids a posted price that another does not let fall: one that is on
sale, or that is frozen so that its sale will open at it.
"""

from pricing.constraints.filters import allowed, check_prices_left
from pricing.domain.errors import ConstraintsInfeasible, FieldInvalid
from pricing.domain.money import format_minor
from pricing.domain.performance import Performance
from pricing.domain.plan import PerformancePlan
from pricing.domain.season import Season
from pricing.quotes.posting import Posting
from pricing.quotes.repricing import forbidden_posting, never_falls
from pricing.store.commands.standing_bounds import stands, way_out
from pricing.store.season_books import SeasonBooks


def check_change(of: SeasonBooks, season: Season, *, postponed: str = "") -> None:
    """Refuse a new version of a season that breaks what was promised or sold.

    ``postponed`` is the performance whose date may move though seats of it are sold.

    Raises
    ------
    FieldInvalid
        When seats or posted prices would lose what they stand on.
    ConstraintsInfeasible
        When the new rules leave a performance that is priced no legal tier.
    """
    # Gifts and cards are sold before any price is posted.
    told = of.postings or of.taken_version
    if told and season.currency_code != of.season.currency_code:
        raise FieldInvalid(
            "season.currency_code",
            f"{season.currency_code!r} cannot replace {of.season.currency_code!r}, "
            "in which prices are posted or something is sold.",
        )
    if season.inventory != of.season.inventory and (
        of.platform.seats_left or any(counts.taken for counts in of.counts.values())
    ):
        raise FieldInvalid(
            "season.inventory",
            f"{season.inventory!r} cannot replace {of.season.inventory!r} once seats "
            "are sold or held, or the platform told what it has left.",
        )
    _check_pools(of, season)
    for before in of.season.performances:
        after = season.performance_by_id.get(before.id)
        if of.seats(before.id).taken:
            _check_seats(of, season, before, after)
            if before.id != postponed:
                _check_date(of, before, after)
        posted = of.postings.get(before.id)
        if posted is not None and after is not None:
            _check_prices(of.season, season, before, after)
            paths = _paths(of, posted)
            if posted.category_tiers or any(path.category_path for path in paths):
                _check_places(of.season, season, before, after)
            for path in paths:
                _check_rules(of, season, after, posted, path)


def check_freeze(of: SeasonBooks, performance: Performance) -> None:
    """Refuse that a sale opens at a price which the rules forbid by now.

    Raises
    ------
    ConstraintsInfeasible
        When one forbids what is posted for a performance whose sale is to open.
    """
    posted = of.postings.get(performance.id)
    if posted is None or not posted.before_sale:
        return
    for path in _paths(of, posted):
        rule_id, numbers = forbidden_posting(
            of.season, performance, posted, path.demand_mean
        )
        if rule_id:
            raise ConstraintsInfeasible(
                [rule_id],
                f"the sale of {performance.id!r} would open at a price that is frozen, "
                f"but {numbers}; let it be posted anew first: activate a plan.",
            )


def _check_seats(
    of: SeasonBooks, season: Season, before: Performance, after: Performance | None
) -> None:
    counts = of.seats(before.id)
    if after is None:
        raise FieldInvalid(
            "season.performances",
            f"{before.id!r} has {counts.taken} seats sold or held and cannot be "
            "removed; close it instead.",
        )
    if after.venue_id != before.venue_id:
        raise FieldInvalid(
            f"performances[{before.id}].venue_id",
            f"{counts.taken} seats are sold or held in {before.venue_id!r}.",
        )
    venue = season.venue_of(after)
    for category, taken in counts.taken_by_category.items():
        place = venue.category_index(category)
        capacity = after.capacities[place] if place >= 0 else 0
        # What a platform sold of its own seats is a fact, however many.
        if taken > capacity and of.season.inventory == "own":
            raise FieldInvalid(
                f"performances[{before.id}].capacities",
                f"{capacity} seats in {category!r} are fewer than the {taken} sold "
                "or held.",
            )
    for name, taken_by, known in (
        ("tariffs", counts.taken_by_tariff, season.tariff_by_id),
        ("channels", counts.taken_by_channel, season.channel_by_id),
    ):
        for each, taken in taken_by.items():
            if taken and each not in known:
                raise FieldInvalid(
                    f"season.{name}",
                    f"{each!r} has {taken} seats sold or held of {before.id!r} and "
                    "cannot be removed.",
                )
    for (channel_id, counter_id), taken in counts.taken_by_counter.items():
        if taken and season.channel_by_id[channel_id].counter(counter_id) is None:
            raise FieldInvalid(
                "season.channels",
                f"counter {counter_id!r} of {channel_id!r} has {taken} seats sold or "
                f"held of {before.id!r} and cannot be removed.",
            )


def _check_pools(of: SeasonBooks, season: Season) -> None:
    """Refuse to lose money that donors gave and no ticket took."""
    for pool in of.season.pools:
        left = of.allowances.left_minor(pool.id)
        if left and pool.id not in season.pool_by_id:
            money = format_minor(left, of.season.currency_code)
            raise FieldInvalid(
                "season.pools",
                f"{pool.id!r} has {money} left and cannot be removed.",
            )


def _check_date(
    of: SeasonBooks, before: Performance, after: Performance | None
) -> None:
    """Refuse to move a performance past its holders."""
    if after is not None and after.starts_at != before.starts_at:
        raise FieldInvalid(
            f"performances[{before.id}].starts_at",
            f"{of.seats(before.id).taken} seats are sold or held for "
            f"{before.starts_at.isoformat()}; postpone it, so that who holds them may "
            "have their money back.",
        )


def _check_prices(
    old: Season, new: Season, before: Performance, after: Performance
) -> None:
    field = f"performances[{before.id}]"
    if after.venue_id != before.venue_id:
        raise FieldInvalid(f"{field}.venue_id", "its prices are posted already.")
    if after.reference_tier != before.reference_tier:
        raise FieldInvalid(
            f"{field}.reference_tier",
            f"{before.reference_tier!r} is fixed since its prices were posted.",
        )
    gone = [tier for tier in before.ladder if tier not in after.ladder]
    if gone:
        raise FieldInvalid(
            f"{field}.ladder", f"{gone[0]!r} cannot go once prices are posted."
        )
    was, now = old.venue_of(before), new.venue_of(after)
    for tier_id in before.ladder:
        for place, category in enumerate(was.seat_categories):
            price = was.tier(tier_id).prices_minor[place]
            moved = now.category_index(category.id)
            if moved >= 0 and now.tier(tier_id).prices_minor[moved] != price:
                raise FieldInvalid(
                    f"venues[{was.id}].price_tiers",
                    f"{category.id!r} in tier {tier_id!r} cannot change once prices "
                    f"of {before.id!r} are posted; add a tier and a plan instead.",
                )


def _check_places(
    old: Season, new: Season, before: Performance, after: Performance
) -> None:
    """Refuse to move categories that are priced by their places in the venue."""
    was, now = (
        [category.id for category in venue.seat_categories]
        for venue in (old.venue_of(before), new.venue_of(after))
    )
    if was != now:
        raise FieldInvalid(
            f"venues[{new.venue_of(after).id}].seat_categories",
            f"they cannot change once prices of {before.id!r} are posted category by "
            f"category: {', '.join(was)}; set a capacity to 0 instead.",
        )


def _paths(of: SeasonBooks, posted: Posting) -> list[PerformancePlan]:
    """Return what prices a performance: by its posting, and by the plan in force."""
    plans = {name: of.plans[name] for name in (posted.plan_id, of.active_plan_id)}
    found = [p.performance_by_id.get(posted.performance_id) for p in plans.values()]
    return [path for path in found if path is not None]


def _check_rules(
    of: SeasonBooks,
    season: Season,
    performance: Performance,
    posted: Posting,
    path: PerformancePlan,
) -> None:
    # Either refuses rules that leave the performance no price at all.
    demand = path.demand_mean
    if path.category_path or posted.category_tiers:
        check_prices_left(season, performance, demand)
    else:
        allowed(season, performance, demand)
    rule_id, numbers = forbidden_posting(season, performance, posted, demand)
    held_by = never_falls(season, performance)
    if rule_id and held_by and stands(of, posted):
        since, way = "frozen", "unfreeze it first"
        if not posted.before_sale:
            rule = next(rule for rule in season.rules if rule.id == rule_id)
            since = "on sale"
            way = way_out(of, season, rule) or "loosen one of them for this performance"
        raise ConstraintsInfeasible(
            [rule_id, held_by],
            f"tier {posted.tier_id!r} of {performance.id!r} is {since} and may not "
            f"fall, but {numbers}; {way}.",
        )
