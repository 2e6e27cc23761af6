"""Changes of price."""

from jauge.pricing.v1 import price_change_pb2 as pb
from jauge.pricing.v1.money_pb2 import Money
from pricing.service.convert.fields import money, timestamp
from pricing.service.names import PerformanceName, PricePlanName
from pricing.store.events import Cause
from pricing.store.price_changes import CategoryChange, PriceChange

CAUSE = {
    Cause.PLAN_ACTIVATED: pb.PriceChange.CAUSE_PLAN_ACTIVATED,
    Cause.PERIOD_STARTED: pb.PriceChange.CAUSE_PERIOD_STARTED,
    Cause.SALE_OPENED: pb.PriceChange.CAUSE_SALE_OPENED,
    Cause.STEP_DUE: pb.PriceChange.CAUSE_STEP_DUE,
    Cause.SALES_MOVED: pb.PriceChange.CAUSE_SALES_MOVED,
    Cause.POSTPONED: pb.PriceChange.CAUSE_POSTPONED,
    Cause.UNFROZEN: pb.PriceChange.CAUSE_UNFROZEN,
}


def change_to_proto(
    change: PriceChange, sequence: int, name: PerformanceName, currency: str
) -> pb.PriceChange:
    """Return what a re-pricing event did as the message."""
    plan = PricePlanName(name.organization_id, name.season_id, change.plan_id)
    return pb.PriceChange(
        sequence=sequence,
        change_time=timestamp(change.time),
        cause=CAUSE[change.cause],
        price_changed=change.changed,
        price_plan=str(plan),
        categories=[_category(each, currency) for each in change.categories],
        text=change.text,
    )


def _category(change: CategoryChange, currency: str) -> pb.CategoryPriceChange:
    return pb.CategoryPriceChange(
        seat_category_id=change.seat_category_id,
        previous_price=_if_any(change.previous_minor, currency),
        full_price=_if_any(change.price_minor, currency),
        reference_price=money(change.reference_minor, currency),
        unrestricted_price=_if_any(change.unrestricted_minor, currency),
        rule_effects=[
            pb.RuleEffect(
                rule_id=each.rule_id,
                price_before=money(each.before_minor, currency),
                price_after=money(each.after_minor, currency),
                text=each.text,
                proposal=each.proposal,
            )
            for each in change.effects
        ],
        text=change.text,
    )


def _if_any(amount_minor: int | None, currency: str) -> Money | None:
    return None if amount_minor is None else money(amount_minor, currency)
