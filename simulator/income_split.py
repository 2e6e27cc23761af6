"""What is inside the price of a seat, and who gets what is left of it.

As in a settlement: what tickets cost is VAT, commissions and a net that the
parties of a split share. Seats are counted by audience class, and the channels of
a class are those that its people look on: a quota that sends them elsewhere is not
seen here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import divide_to_step, minor_digits
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.settlement import Split
from pricing.settlement.shares import with_minima

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# What is taken of a seat: inside its price, inside, on top of it, beside it.
TAKEN = ("vat", "commissions", "on_top", "channel_costs")
# The party of performances whose net is shared among nobody.
UNSHARED = ""


@dataclass(frozen=True)
class IncomeSplit:
    """What is taken of each seat, and the parties that share what is left.

    Attributes
    ----------
    taken : [4, F, L, C, K], minor units
        Expected of one seat, in the order of ``TAKEN``.
    splits : [F], None where a performance's net is not shared
    unit : minor units in a currency unit
    """

    taken: Floats
    splits: tuple[Split | None, ...]
    unit: int

    def of(self, sold: Ints, income_minor: Ints) -> dict[str, float]:
        """Return the parts of a season's income, in currency units.

        ``gross`` is ``vat``, ``commissions`` and ``net``; buyers pay ``on_top``
        beyond it, and ``channel_costs`` are paid out of the net.

        Parameters
        ----------
        sold : [F, L, C, K], seats
        income_minor : [F]
            Face value of what was sold.
        """
        vat, inside, on_top, cost = (self.taken * sold).sum(axis=(2, 3, 4))
        parts = {
            "gross": income_minor.sum(),
            "vat": vat.sum(),
            "commissions": inside.sum(),
            "net": (income_minor - vat - inside).sum(),
            "on_top": on_top.sum(),
            "channel_costs": cost.sum(),
        }
        return {name: float(value) / self.unit for name, value in parts.items()}

    def shares(self, sold: Ints, income_minor: Ints) -> dict[str, float]:
        """Return each party's part of the net, promised minima kept.

        Empty where no performance is shared.
        """
        if not any(self.splits):
            return {}
        vat, inside = (self.taken[:2] * sold).sum(axis=(2, 3, 4))
        net_minor = np.rint(income_minor - vat - inside).astype(np.int64)
        found: dict[str, int] = {}
        for split, net in zip(self.splits, net_minor.tolist(), strict=True):
            if split is None:
                found[UNSHARED] = found.get(UNSHARED, 0) + net
                continue
            parts = with_minima(net, split.shares)
            for share, part in zip(split.shares, parts, strict=True):
                found[share.party] = found.get(share.party, 0) + part
        return {party: part / self.unit for party, part in found.items()}


def split_of(
    season: Season,
    performances: Sequence[Performance],
    face: Ints,
    channel_mix: Floats,
) -> IncomeSplit:
    """Return what is taken of the seats of performances.

    Parameters
    ----------
    face : [F, L, C, K], minor units
        Price of a seat by the rung at which it is sold.
    channel_mix : [K, H]
        Shares of channels in the seats of each audience class.
    """
    taken = np.zeros((len(TAKEN), *face.shape))
    rates = [season.vat_permille_of(each) for each in performances]
    cost = np.array([channel.cost_minor for channel in season.channels], float)
    taken[3] = channel_mix @ cost
    for price in np.unique(face).tolist():
        at = face == price
        for rate in set(rates):
            mine = at & (np.array(rates) == rate)[:, None, None, None]
            taken[0][mine] = divide_to_step(price * rate, 1000 + rate, 1)
        for h, channel in enumerate(season.channels):
            commission = channel.commission_minor(price)
            place = 1 if channel.commission_inside else 2
            share = np.broadcast_to(channel_mix[:, h], face.shape)
            taken[place][at] += commission * share[at]
    return IncomeSplit(
        taken,
        tuple(season.settlement.split_of(each) for each in performances),
        10 ** minor_digits(season.currency_code),
    )
