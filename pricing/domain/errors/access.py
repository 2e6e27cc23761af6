"""Faults of who calls."""

from collections.abc import Sequence

from pricing.domain.errors.base import PricingError


class TokenInvalid(PricingError):
    """A call came without a token, or with one that is not valid."""

    reason = "TOKEN_INVALID"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}; send a valid one in the metadata, as `authorization: Bearer "
            "TOKEN`.",
            why=why,
        )


class RoleMissing(PricingError):
    """The roles of a token do not let it ask for this."""

    reason = "ROLE_MISSING"

    def __init__(self, method: str, field: str, roles: Sequence[str]) -> None:
        what = f"{field} in {method}" if field else method
        super().__init__(
            f"{what} is for the roles {', '.join(roles) or '(none)'}; use a token of "
            "such a role.",
            method=method,
            field=field,
            roles=",".join(roles),
        )


class OrganizationForeign(PricingError):
    """A token reaches one organisation, and a name stands under another."""

    reason = "ORGANIZATION_FOREIGN"

    def __init__(self, field: str, name: str, own: str) -> None:
        # The same whether the name exists or not.
        super().__init__(
            f"{field}: {name!r} is not under {own}, whose token this is.",
            field=field,
            name=name,
        )


class RateExceeded(PricingError):
    """A caller asks more often than it may."""

    reason = "RATE_EXCEEDED"

    def __init__(self, wait_seconds: float) -> None:
        super().__init__(
            f"too many calls; ask again in {wait_seconds:.3f} s.",
            wait_seconds=f"{wait_seconds:.3f}",
        )


class HoldsExceeded(PricingError):
    """A caller holds as many seats as it may, in quotes that are on offer."""

    reason = "HOLDS_EXCEEDED"

    def __init__(self, wanted: int, held: int, most: int) -> None:
        super().__init__(
            f"{wanted} seats wanted, {held} held by this token's holder, {most} at "
            "most; accept or void open quotes first, or let them expire.",
            seats_wanted=str(wanted),
            seats_held=str(held),
            seats_held_max=str(most),
        )
