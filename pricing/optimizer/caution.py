"""Shares planned above what their rules ask, since luck may go against them."""

import math
from dataclasses import replace

from pricing.domain.rules import AccessShare, Rule
from pricing.domain.season import Season
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
