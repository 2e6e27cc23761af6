"""Rules and what is believed of demand."""

from jauge.pricing.v1 import demand_assumptions_pb2, rule_pb2
from pricing.domain import rules
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import Rule, Scope
from pricing.domain.season import AudienceClass, DemandAssumptions
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.service.convert.fields import at, minor, money, present


def rule_to_proto(rule: Rule, currency: str) -> rule_pb2.Rule:
    """Return a rule as the message."""
    message = rule_pb2.Rule(id=rule.id)
    if rule.scope != rules.EVERYWHERE:
        message.scope.CopyFrom(
            rule_pb2.RuleScope(
                production=rule.scope.production,
                venue_id=rule.scope.venue_id,
                performance_id=rule.scope.performance_id,
            )
        )
    match rule:
        case rules.PriceBounds():
            bounds = message.price_bounds
            bounds.SetInParent()
            bounds.seat_category_id = rule.seat_category_id
            if rule.floor_minor:
                bounds.floor_price.CopyFrom(money(rule.floor_minor, currency))
            if rule.cap_minor != PRICE_MINOR_MAX:
                bounds.cap_price.CopyFrom(money(rule.cap_minor, currency))
        case rules.CategoryOrder():
            message.category_order.SetInParent()
        case rules.AccessShare():
            message.access_share.share_permille = rule.share_permille
            message.access_share.price.CopyFrom(money(rule.price_minor, currency))
            message.access_share.each_performance = rule.each_performance
        case rules.SolidarityShare():
            share = message.solidarity_share
            share.share_permille = rule.share_permille
            share.release_days_out = rule.release_days_out
            share.seat_category_ids.extend(rule.seat_category_ids)
        case rules.NeverFalls():
            message.never_falls.SetInParent()
    return message


def rule_from_proto(value: rule_pb2.Rule, currency: str, path: str) -> Rule:
    """Return a message as a rule."""
    scope = Scope(
        production=value.scope.production,
        venue_id=value.scope.venue_id,
        performance_id=value.scope.performance_id,
    )
    kind = value.WhichOneof("kind")
    with at(path):
        match kind:
            case "price_bounds":
                return _bounds_from_proto(value, scope, currency, path)
            case "category_order":
                return rules.CategoryOrder(id=value.id, scope=scope)
            case "access_share":
                present(value.access_share, "share_permille", f"{path}.access_share")
                present(value.access_share, "price", f"{path}.access_share")
                price = value.access_share.price
                return rules.AccessShare(
                    id=value.id,
                    scope=scope,
                    share_permille=value.access_share.share_permille,
                    price_minor=minor(price, currency, f"{path}.access_share.price"),
                    each_performance=value.access_share.each_performance,
                )
            case "solidarity_share":
                share = value.solidarity_share
                present(share, "share_permille", f"{path}.solidarity_share")
                return rules.SolidarityShare(
                    id=value.id,
                    scope=scope,
                    share_permille=share.share_permille,
                    release_days_out=share.release_days_out,
                    seat_category_ids=tuple(share.seat_category_ids),
                )
            case "never_falls":
                return rules.NeverFalls(id=value.id, scope=scope)
            case _:
                raise FieldInvalid(f"{path}.kind", "is required.")


def _bounds_from_proto(
    value: rule_pb2.Rule, scope: Scope, currency: str, path: str
) -> rules.PriceBounds:
    bounds = value.price_bounds
    floor, cap = 0, PRICE_MINOR_MAX
    if bounds.HasField("floor_price"):
        where = f"{path}.price_bounds.floor_price"
        floor = minor(bounds.floor_price, currency, where)
    if bounds.HasField("cap_price"):
        where = f"{path}.price_bounds.cap_price"
        cap = minor(bounds.cap_price, currency, where)
    return rules.PriceBounds(
        id=value.id,
        scope=scope,
        seat_category_id=bounds.seat_category_id,
        floor_minor=floor,
        cap_minor=cap,
    )


def demand_to_proto(
    demand: DemandAssumptions,
) -> demand_assumptions_pb2.DemandAssumptions:
    """Return what is believed of demand as the message."""
    return demand_assumptions_pb2.DemandAssumptions(
        classes=[
            demand_assumptions_pb2.AudienceClass(
                tariff_id=each.tariff_id,
                share=each.share,
                means_bracket_id=each.means_bracket_id,
                price_sensitivity=each.price_sensitivity,
            )
            for each in demand.classes
        ],
        price_elasticity=demand.price_elasticity,
        purchase_share=demand.purchase_share,
        booking_curve=[
            demand_assumptions_pb2.BookingCurvePoint(days_out=days, share=share)
            for days, share in zip(
                demand.curve_days_out, demand.curve_share, strict=True
            )
        ],
    )


def demand_from_proto(
    value: demand_assumptions_pb2.DemandAssumptions, path: str
) -> DemandAssumptions:
    """Return a message as what is believed of demand."""
    classes = []
    for i, each in enumerate(value.classes):
        here = f"{path}.classes[{i}]"
        present(each, "share", here)
        sensitivity = (
            each.price_sensitivity if each.HasField("price_sensitivity") else 1.0
        )
        with at(here):
            classes.append(
                AudienceClass(
                    each.tariff_id, each.share, each.means_bracket_id, sensitivity
                )
            )
    settings: dict[str, float] = {
        name: getattr(value, name)
        for name in ("price_elasticity", "purchase_share")
        if value.HasField(name)
    }
    curve: dict[str, tuple[float, ...]] = {}
    for i, point in enumerate(value.booking_curve):
        for name in ("days_out", "share"):
            present(point, name, f"{path}.booking_curve[{i}]")
    if value.booking_curve:
        curve = {
            "curve_days_out": tuple(p.days_out for p in value.booking_curve),
            "curve_share": tuple(p.share for p in value.booking_curve),
        }
    with at(path):
        return DemandAssumptions(classes=tuple(classes), **settings, **curve)  # type: ignore[arg-type]
