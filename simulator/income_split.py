"""What is inside the price of a seat, and who gets what is left of it.

As in a settlement: what tickets cost is VAT, commissions and a net that the
parties of a split share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.domain.money import divide_to_step, minor_digits
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.settlement import Split
from pricing.settlement.shares import with_minima

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# The party of performances whose net is shared among nobody.
UNSHARED = ""


@dataclass(frozen=True)
class IncomeSplit:
    """What is taken of each seat, and the parties that share what is left.

    Attributes
    ----------
    face, vat : [F, L, C, K], minor units of a seat
    inside, on_top : [F, L, C, K, H], minor units of a seat
        The channel's commission, where it is part of the price and where it is not.
    cost : [H], minor units of a seat
        What a sale costs beside it.
    splits : [F], None where a performance's net is not shared
    unit : minor units in a currency unit
    """

    face: Ints
    vat: Ints
    inside: Ints
    on_top: Ints
    cost: Ints
    splits: tuple[Split | None, ...]
    unit: int

    def of(self, by_channel: Ints, income_minor: Ints) -> dict[str, float]:
        """Return the parts of a season's income, in currency units.

        ``gross`` is ``vat``, ``commissions`` and ``net``; buyers pay ``on_top``
        beyond it, and ``channel_costs`` are paid out of the net.

        Parameters
        ----------
        by_channel : [F, L, C, K, H], seats
        income_minor : [F]
            Face value of what was sold.
        """
        vat, inside = self._taken(by_channel)
        parts = {
            "gross": income_minor.sum(),
            "vat": vat.sum(),
            "commissions": inside.sum(),
            "net": (income_minor - vat - inside).sum(),
            "on_top": np.einsum("flckh,flckh->", by_channel, self.on_top),
            "channel_costs": (by_channel.sum(axis=(0, 1, 2, 3)) * self.cost).sum(),
        }
        return {name: float(value) / self.unit for name, value in parts.items()}

    def channels(self, by_channel: Ints) -> Floats:
        """Return the seats, income and what each channel takes, [3, H].

        Income is face value; what is taken are commissions, inside the price and on
        top of it, and costs of sales. Both in currency units.
        """
        seats = by_channel.sum(axis=(0, 1, 2, 3))
        income = np.einsum("flckh,flck->h", by_channel, self.face)
        taken = np.einsum("flckh,flckh->h", by_channel, self._takes)
        taken = taken + seats * self.cost
        return np.array([seats, income / self.unit, taken / self.unit])

    def shares(self, by_channel: Ints, income_minor: Ints) -> dict[str, float]:
        """Return each party's part of the net, promised minima kept.

        Empty where no performance is shared.
        """
        if not any(self.splits):
            return {}
        vat, inside = self._taken(by_channel)
        net_minor = income_minor - vat - inside
        found: dict[str, int] = {}
        for split, net in zip(self.splits, net_minor.tolist(), strict=True):
            if split is None:
                found[UNSHARED] = found.get(UNSHARED, 0) + net
                continue
            parts = with_minima(net, split.shares)
            for share, part in zip(split.shares, parts, strict=True):
                found[share.party] = found.get(share.party, 0) + part
        return {party: part / self.unit for party, part in found.items()}

    def _taken(self, by_channel: Ints) -> tuple[Ints, Ints]:
        """Return VAT and commissions inside the price, [F] each, minor units."""
        vat = np.einsum("flckh,flck->f", by_channel, self.vat)
        return vat, np.einsum("flckh,flckh->f", by_channel, self.inside)

    @cached_property
    def _takes(self) -> Ints:
        """What a channel takes of a seat, [F, L, C, K, H], minor units."""
        return self.inside + self.on_top


def split_of(
    season: Season, performances: Sequence[Performance], face: Ints
) -> IncomeSplit:
    """Return what is taken of the seats of performances.

    Parameters
    ----------
    face : [F, L, C, K], minor units
        Price of a seat by the rung at which it is sold.
    """
    vat = np.zeros_like(face)
    inside = np.zeros((*face.shape, len(season.channels)), np.int64)
    on_top = np.zeros_like(inside)
    rates = [season.vat_permille_of(each) for each in performances]
    for price in np.unique(face).tolist():
        at = face == price
        for rate in set(rates):
            mine = at & (np.array(rates) == rate)[:, None, None, None]
            vat[mine] = divide_to_step(price * rate, 1000 + rate, 1)
        for h, channel in enumerate(season.channels):
            of = inside if channel.commission_inside else on_top
            of[at, h] = channel.commission_minor(price)
    return IncomeSplit(
        face=face,
        vat=vat,
        inside=inside,
        on_top=on_top,
        cost=np.array([channel.cost_minor for channel in season.channels]),
        splits=tuple(season.settlement.split_of(each) for each in performances),
        unit=10 ** minor_digits(season.currency_code),
    )
