"""Faults of solidarity funds."""

from pricing.domain.errors.base import PricingError


class GiftKept(PricingError):
    """A gift to a solidarity fund is not given back."""

    reason = "GIFT_KEPT"

    def __init__(self, quote_id: str, product_index: int, why: str) -> None:
        super().__init__(
            f"product {product_index} of {quote_id!r} is not given back: {why}.",
            quote=quote_id,
            product_index=str(product_index),
        )
