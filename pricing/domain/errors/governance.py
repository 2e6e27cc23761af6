"""Faults of votes."""

from pricing.domain.errors.base import PricingError


class NotAMember(PricingError):
    """Who votes is no member, or was none when the vote was opened."""

    reason = "NOT_A_MEMBER"

    def __init__(self, member_id: str, of: str) -> None:
        super().__init__(
            f"{member_id!r} has no vote in {of}: only who was a member when it was "
            "opened has one.",
            member_id=member_id,
            proposal=of,
        )


class NotAdmitted(PricingError):
    """An organisation that the cooperative neither invited nor voted in."""

    reason = "NOT_ADMITTED"

    def __init__(self, organization_id: str, cooperative: str) -> None:
        super().__init__(
            f"{organization_id!r} cannot take part in {cooperative}: ask a member to "
            "propose that it is admitted.",
            organization=organization_id,
            cooperative=cooperative,
        )


class VoteClosed(PricingError):
    """Votes are not taken now."""

    reason = "VOTE_CLOSED"

    def __init__(self, proposal: str, state: str, closed_at: str) -> None:
        super().__init__(
            f"{proposal} takes no votes: it is {state}, and closed at {closed_at}.",
            proposal=proposal,
            state=state,
            close_time=closed_at,
        )


class VoteCast(PricingError):
    """A member that voted already; a vote stands."""

    reason = "VOTE_CAST"

    def __init__(self, proposal: str, member_id: str) -> None:
        super().__init__(
            f"{member_id!r} has voted on {proposal}; one member has one vote, and it "
            "stands.",
            proposal=proposal,
            member_id=member_id,
        )


class CapUnderSolidarity(PricingError):
    """A cap on full prices under what the cheapest solidarity tariff asks."""

    reason = "CAP_UNDER_SOLIDARITY"

    def __init__(self, rule_id: str, cap: str, price: str, tariff_id: str) -> None:
        super().__init__(
            f"the cap {rule_id!r} of {cap} is under {price}, the cheapest solidarity "
            f"price (tariff {tariff_id!r}): a full price would be less than the "
            "reduced one; raise the cap.",
            rule_id=rule_id,
            cap=cap,
            price=price,
            tariff_id=tariff_id,
        )


class RuleVoted(PricingError):
    """A rule that members voted: the organisation alone does not change it."""

    reason = "RULE_VOTED"

    def __init__(self, season_id: str, rule_id: str, proposal: str) -> None:
        super().__init__(
            f"rule {rule_id!r} of season {season_id!r} was voted in {proposal}: "
            "propose its change or end, or suspend it in an emergency.",
            season_id=season_id,
            rule_id=rule_id,
            proposal=proposal,
        )
