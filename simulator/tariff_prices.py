"""What people of each audience class pay at each price tier of a season."""

import numpy as np
from numpy.typing import NDArray

from pricing.domain.season import Season

Ints = NDArray[np.int64]


def tariff_prices(
    season: Season, classes: tuple[tuple[str, str], ...]
) -> tuple[Ints, Ints]:
    """Return prices by tier, category and class, and what buyers pay on each channel.

    Returns
    -------
    face : [R, C, K], minor units
    paid : [R, C, K, H], minor units
        With the channel's commission where it comes on top.
    """
    rows = [(venue, tier) for venue in season.venues for tier in venue.price_tiers]
    most = max(len(venue.seat_categories) for venue in season.venues)
    face = np.zeros((len(rows), most, len(classes)), np.int64)
    paid = np.zeros((*face.shape, len(season.channels)), np.int64)
    for r, (_, tier) in enumerate(rows):
        for c, full_minor in enumerate(tier.prices_minor):
            for k, (tariff_id, bracket_id) in enumerate(classes):
                tariff = season.tariff_by_id[tariff_id]
                price_minor = tariff.price_minor(full_minor, bracket_id)
                face[r, c, k] = price_minor
                for h, channel in enumerate(season.channels):
                    on_top = (
                        0
                        if channel.commission_inside
                        else channel.commission_minor(price_minor)
                    )
                    paid[r, c, k, h] = price_minor + on_top
    return face, paid
