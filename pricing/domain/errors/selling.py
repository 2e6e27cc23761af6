"""Faults of what is on sale, held and sold."""

from pricing.domain.errors.base import PricingError


class NoActivePlan(PricingError):
    """The season has no price plan in force."""

    reason = "NO_ACTIVE_PLAN"

    def __init__(self, season_id: str) -> None:
        super().__init__(
            f"season {season_id!r} has no active price plan; optimise it and "
            "activate the plan.",
            season_id=season_id,
        )


class PerformanceClosed(PricingError):
    """The performance is not on sale now."""

    reason = "PERFORMANCE_CLOSED"

    def __init__(self, performance_id: str, why: str) -> None:
        super().__init__(
            f"performance {performance_id!r} is not on sale: {why}.",
            performance=performance_id,
            why=why,
        )


class SeatsExhausted(PricingError):
    """Fewer seats are left in the category than were asked for."""

    reason = "SEATS_EXHAUSTED"

    def __init__(
        self, performance_id: str, seat_category_id: str, wanted: int, left: int
    ) -> None:
        super().__init__(
            f"{wanted} seats wanted in {seat_category_id!r} of {performance_id!r}, "
            f"{left} left; ask for fewer seats or another category.",
            performance=performance_id,
            seat_category_id=seat_category_id,
            seats_wanted=str(wanted),
            seats_left=str(left),
        )


class QuotaExhausted(PricingError):
    """A channel's or a tariff's quota has less room than was asked for."""

    reason = "QUOTA_EXHAUSTED"

    def __init__(
        self, performance_id: str, kind: str, quota_id: str, wanted: int, left: int
    ) -> None:
        super().__init__(
            f"{wanted} seats wanted for {performance_id!r}, {left} left in the quota "
            f"of {kind} {quota_id!r}; ask for fewer or use another {kind}.",
            performance=performance_id,
            kind=kind,
            quota_id=quota_id,
            seats_wanted=str(wanted),
            seats_left=str(left),
        )


class BudgetExhausted(PricingError):
    """A solidarity budget does not pay for the reductions that were asked for."""

    reason = "BUDGET_EXHAUSTED"

    def __init__(
        self, rule_id: str, wanted: str, left: str, *, taken_out: bool = False
    ) -> None:
        why = (
            f"reductions of {wanted} wanted on solidarity tariffs, {left} left in "
            f"the budget {rule_id!r}; ask for fewer seats or another tariff."
        )
        if taken_out:
            why = (
                f"{wanted} cannot be taken out of the fund {rule_id!r}: it has "
                f"promised or given all but {left}; correct it by no more than that."
            )
        super().__init__(
            why,
            rule_id=rule_id,
            wanted=wanted,
            left=left,
        )


class NotOnOffer(PricingError):
    """A tariff, card, pool or pack is not sold now, or not for this performance."""

    reason = "NOT_ON_OFFER"

    def __init__(self, kind: str, offer_id: str, why: str) -> None:
        super().__init__(
            f"{kind} {offer_id!r} is not on offer: {why}.",
            kind=kind,
            offer_id=offer_id,
            why=why,
        )


class EvidenceMissing(PricingError):
    """The tariff asks for evidence that the request does not assert."""

    reason = "EVIDENCE_MISSING"

    # Where in the request the evidence belongs, if that is known.
    field: str = ""

    def __init__(self, tariff_id: str, wanted: str, field: str = "") -> None:
        super().__init__(
            f"tariff {tariff_id!r} asks for {wanted}; give it or choose another "
            "tariff.",
            tariff_id=tariff_id,
            wanted=wanted,
        )
        self.field = field


class QuoteNotOpen(PricingError):
    """The quote is no longer on offer."""

    reason = "QUOTE_NOT_OPEN"

    def __init__(self, quote_id: str, state: str) -> None:
        super().__init__(
            f"quote {quote_id!r} is {state}; ask for a new quote.",
            quote=quote_id,
            state=state,
        )


class TicketsNotHeld(PricingError):
    """Tickets that were never sold, or were given back already."""

    reason = "TICKETS_NOT_HELD"

    def __init__(self, quote_id: str, wanted: int, held: int, why: str) -> None:
        super().__init__(
            f"{wanted} tickets of quote {quote_id!r} cannot be given back: {why}; "
            "read the quote again.",
            quote=quote_id,
            tickets_wanted=str(wanted),
            tickets_held=str(held),
        )


class NotRefundable(PricingError):
    """The policy does not take tickets back, or no longer."""

    reason = "NOT_REFUNDABLE"

    def __init__(self, performance_id: str, tariff_id: str, ended_at: str) -> None:
        until = f"they were until {ended_at}" if ended_at else "none ever are"
        super().__init__(
            f"tickets of {performance_id!r} at tariff {tariff_id!r} are not taken "
            f"back: {until}; only the organisation may make an exception.",
            performance=performance_id,
            tariff_id=tariff_id,
            ended_at=ended_at,
        )


class PriceExceeded(PricingError):
    """What is asked for costs more than the caller allows."""

    reason = "PRICE_EXCEEDED"

    def __init__(self, price: str, most: str) -> None:
        super().__init__(
            f"it costs {price} now, over the {most} allowed; show the price again.",
            price=price,
            price_max=most,
        )


class InventoryElsewhere(PricingError):
    """The platform owns the seats: prices are made here, and nothing is held."""

    reason = "INVENTORY_ELSEWHERE"

    def __init__(self, season_id: str) -> None:
        super().__init__(
            f"the seats of season {season_id!r} are the platform's: price the basket "
            "with validate_only, sell it there and tell RecordSales.",
            season_id=season_id,
        )
