"""Faults of vouchers."""

from datetime import datetime

from pricing.domain.errors.base import PricingError


class VoucherInvalid(PricingError):
    """A voucher that nobody issued as it is, or not for what is asked for."""

    reason = "VOUCHER_INVALID"

    def __init__(self, field: str, why: str) -> None:
        super().__init__(
            f"{field}: the voucher is not valid here: {why}; ask the buyer for another "
            "or choose another tariff.",
            field=field,
            why=why,
        )


class VoucherExpired(PricingError):
    """A voucher that was valid until a time that has passed."""

    reason = "VOUCHER_EXPIRED"

    def __init__(self, field: str, expired_at: datetime) -> None:
        until = f"{expired_at:%Y-%m-%dT%H:%M:%SZ}"
        super().__init__(
            f"{field}: the voucher was valid until {until}; ask the buyer for a new "
            "one or choose another tariff.",
            field=field,
            expired_at=until,
        )


class VoucherUsed(PricingError):
    """A voucher that seats were sold with, or are held with, already."""

    reason = "VOUCHER_USED"

    def __init__(self, field: str, state: str) -> None:
        super().__init__(
            f"{field}: the voucher is {state} already, and good for one use; ask the "
            "buyer for another or choose another tariff.",
            field=field,
            state=state,
        )
