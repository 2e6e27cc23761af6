"""Shares planned above what their rules ask, since luck may go against them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pricing.domain.rules import AccessShare, Rule
from pricing.domain.season import Season
from pricing.optimizer.gaps import free_gaps
from pricing.optimizer.market import build
from pricing.optimizer.master import settle
from pricing.optimizer.posing import pose_season
from pricing.optimizer.standing import Standing

# Sales that come in parties scatter so much more than single ones (variance over
# mean).
PARTY_DISPERSION = 2.5
# Standard deviations that an access share is planned above what its rule asks.
ACCESS_MARGIN = 2.0


def cautious(rule: Rule, season: Season, standing: Standing | None) -> Rule:
    """Return an access share that still holds when the luck to come is poor.

    Seats to come are cheap ones with the rule's share p and come in parties, so
    the realised share of n seats, m of them to come, has the standard deviation
    sqrt(p (1 - p) x dispersion x m) / n. Other rules hold at every sale.
    """
    if not isinstance(rule, AccessShare):
        return rule
    covered = [p for p in season.performances if rule.scope.covers(p)]
    ids = {p.id for p in covered}
    seats = sum(p.capacity for p in covered)
    sold = sum(n for (i, *_), n in standing.sold.items() if i in ids) if standing else 0
    shares = len(covered) if rule.each_performance else 1
    share = rule.share_permille / 1000
    variance = share * (1 - share) * PARTY_DISPERSION * max(seats - sold, 0) / shares
    margin = math.ceil(
        1000 * ACCESS_MARGIN * math.sqrt(variance) * shares / max(seats, 1)
    )
    return replace(rule, share_permille=min(rule.share_permille + margin, 1000))


def cautious_season(
    season: Season, demand_mean: Mapping[str, Sequence[float]], standing: Standing
) -> Season:
    """Return a season with its shares above what was asked, if they can all hold.

    Sales may have gone so that they no longer can; then it is as it was asked.

    Parameters
    ----------
    season : Season
    demand_mean : performance id -> [C], seats
    standing : Standing
    """
    wary = tuple(cautious(rule, season, standing) for rule in season.rules)
    if wary == season.rules:
        return season
    market = build(season, demand_mean, standing)
    gaps = free_gaps(market, wary, standing, _go_on)
    posed = pose_season(market, wary, standing, gaps)
    if not all(each.possible for each in posed.problems):
        return season
    settled = settle(posed.problems, posed.constant, _go_on)
    return season if settled.shortfall > 0 else replace(season, rules=wary)


def _go_on(done: float) -> bool:
    return True
