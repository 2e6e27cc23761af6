"""What one performance has of each: capacities, quotas, seats kept for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.channel import Channel
from pricing.domain.performance import Performance
from pricing.domain.rules import SolidarityShare
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.proof.findings import Finding, Findings
from pricing.proof.price_moves import DAY
from pricing.proof.season_state import NEVER, SeasonState, micros

# From when on so many seats are kept.
Kept = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Limits:
    """What one performance has of each, by one version of the season."""

    version: int
    capacity: int
    by_category: dict[str, int]
    # Quota and until when it holds, microseconds since 1970.
    by_channel: dict[str, tuple[int, int]]
    by_counter: dict[tuple[str, str], int]
    by_tariff: dict[str, int]
    solidarity: frozenset[str]
    kept_by_channel: dict[str, Kept]
    kept_by_tariff: dict[str, Kept]
    # Whether anything is kept back at all.
    keeps: bool
    # Those that could be passed at all, so that their seats must be counted.
    limited_channels: frozenset[str]
    limited_tariffs: frozenset[str]
    # Until when the public may have so many of a category.
    shares: list[tuple[Finding, int, dict[str, int]]]


def limits_of(of: SeasonState, performance: Performance, to: Findings) -> Limits:
    """Return the limits of a performance by the season as it is now."""
    season, starts_at = of.season, performance.starts_at
    seats = sum(performance.capacities)
    categories = season.venue_by_id[performance.venue_id].seat_categories
    capacity = {
        category.id: count
        for category, count in zip(categories, performance.capacities, strict=True)
    }
    return Limits(
        version=of.version,
        capacity=seats,
        by_category=capacity,
        by_channel={
            each.id: (seats * each.quota_permille // 1000, _released(each, starts_at))
            for each in season.channels
        },
        by_counter={
            (channel.id, each.id): seats * each.quota_permille // 1000
            for channel in season.channels
            for each in channel.counters
        },
        by_tariff={t.id: seats * t.quota_permille // 1000 for t in season.tariffs},
        solidarity=frozenset(t.id for t in season.tariffs if t.solidarity),
        kept_by_channel=_kept_by_channel(season, starts_at, seats),
        kept_by_tariff={
            tariff.id: (
                (-NEVER, seats * tariff.kept_permille // 1000),
                *(
                    ()
                    if tariff.kept_until is None
                    else ((micros(tariff.kept_until.before(starts_at)), 0),)
                ),
            )
            for tariff in season.tariffs
            if tariff.kept_permille
        },
        keeps=_keeps(season),
        limited_channels=_limited(season, season.channels),
        limited_tariffs=_limited(season, season.tariffs),
        shares=[
            (
                to.of(season.id, rule),
                micros(starts_at) - rule.release_days_out * DAY,
                {
                    category: count - count * rule.share_permille // 1000
                    for category, count in capacity.items()
                    if not rule.seat_category_ids or category in rule.seat_category_ids
                },
            )
            for rule in season.rules
            if isinstance(rule, SolidarityShare) and rule.scope.covers(performance)
        ],
    )


def _limited(season: Season, some: Sequence[Channel | Tariff]) -> frozenset[str]:
    """Return those of which fewer seats than all may be taken, or are kept."""
    keeps = _keeps(season)
    return frozenset(e.id for e in some if keeps or e.quota_permille < 1000)


def _keeps(season: Season) -> bool:
    return any(
        each.kept_permille
        for some in (season.channels, season.tariffs)
        for each in some
    )


def _released(channel: Channel, starts_at: datetime) -> int:
    release = channel.release
    return NEVER if release is None else micros(release.before(starts_at))


def _kept_by_channel(
    season: Season, starts_at: datetime, seats: int
) -> dict[str, Kept]:
    found: dict[str, Kept] = {}
    for channel in season.channels:
        if channel.kept_permille:
            steps = [(-NEVER, seats * channel.kept_permille // 1000)]
            steps += [
                (micros(r.moment.before(starts_at)), seats * r.kept_permille // 1000)
                for r in channel.releases
            ]
            steps.append((_released(channel, starts_at), 0))
            found[channel.id] = (*steps,)
    return found


def kept_at(steps: Kept, time: int) -> int:
    """Return the seats that are kept at a time: the fewest of all that has come."""
    return min(kept for since, kept in steps if since <= time)
