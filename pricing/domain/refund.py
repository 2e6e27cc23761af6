"""What is paid back for a ticket that is given back, and until when.

No law asks a house to take tickets of a dated show back, so a season that says
nothing takes none. What is kept of a price is a share and a fee, never more than
the price.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.money import divide_to_step
from pricing.domain.quote import PricedItem
from pricing.domain.venue import PRICE_MINOR_MAX

DAYS_MAX = 1000
WHOLE_PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class RefundPolicy:
    """Until how many days before the curtain tickets are taken back, and what for."""

    # Days before the curtain; None: they are not paid back.
    refund_days_out: int | None = None
    # The same for tickets that others are taken for; None: not exchanged.
    exchange_days_out: int | None = None
    # Kept of what was paid: a share, and a fee for each ticket.
    kept_permille: int = 0
    fee_minor: int = 0
    # Kept of each ticket that is exchanged.
    exchange_fee_minor: int = 0
    # Whether the channel keeps its commission, which a buyer who paid it on top of
    # the price then does not get back.
    commission_kept: bool = False

    def __post_init__(self) -> None:
        """Check the days, the share and the fees."""
        for name in ("refund_days_out", "exchange_days_out"):
            days = getattr(self, name)
            if days is not None:
                check_range(days, 0, DAYS_MAX, name)
        check_range(self.kept_permille, 0, WHOLE_PERMILLE, "kept_permille")
        check_range(self.fee_minor, 0, PRICE_MINOR_MAX, "fee of a refund")
        check_range(self.exchange_fee_minor, 0, PRICE_MINOR_MAX, "fee of an exchange")

    def ends(self, starts_at: datetime, *, exchange: bool) -> datetime | None:
        """Return from when on tickets are no longer taken back; None for ever before.

        ``exchange`` asks for tickets that others are taken for.
        """
        days = self.exchange_days_out if exchange else self.refund_days_out
        return None if days is None else starts_at - timedelta(days=days)

    def back(self, priced: PricedItem, *, exchange: bool) -> tuple[int, int]:
        """Return what one ticket of an item brings, in minor units.

        First what its holder gets, then what the channel gives up of its commission.

        Examples
        --------
        Of 20.00, a fifth and 1.50 are kept:

        >>> from pricing.domain.quote import QuoteItem
        >>> item = QuoteItem("night-1", "front", "full", 1)
        >>> sold = PricedItem(item, 2000, (), 104, 100, "low", 2500)
        >>> RefundPolicy(kept_permille=200, fee_minor=150).back(sold, exchange=False)
        (1450, 100)
        """
        paid = priced.ticket_minor if self.commission_kept else priced.unit_price_minor
        if exchange:
            kept = self.exchange_fee_minor
        else:
            share = divide_to_step(paid * self.kept_permille, WHOLE_PERMILLE, 1)
            kept = share + self.fee_minor
        commission = 0 if self.commission_kept else priced.commission_minor
        return paid - min(paid, kept), commission


# A house that takes no ticket back.
NO_REFUND = RefundPolicy()
# What a house owes whose performance does not take place as it was sold.
IN_FULL = RefundPolicy(refund_days_out=0, exchange_days_out=0)


@dataclass(frozen=True, slots=True)
class RefundTerms:
    """The policy of a season, and those of tariffs that have their own."""

    policy: RefundPolicy = NO_REFUND
    by_tariff: tuple[tuple[str, RefundPolicy], ...] = ()
    # Whether gifts to solidarity funds are given back to whom asks for them.
    gifts_returned: bool = False

    def __post_init__(self) -> None:
        """Check that each tariff has one policy."""
        for tariff_id, _ in self.by_tariff:
            check_id(tariff_id, "a tariff id")
        check_unique((tariff for tariff, _ in self.by_tariff), "tariffs of refunds")

    def of(self, tariff_id: str) -> RefundPolicy:
        """Return the policy of a tariff."""
        return dict(self.by_tariff).get(tariff_id, self.policy)


NO_REFUNDS = RefundTerms()
