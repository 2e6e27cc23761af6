"""Rules; those on what is sold and paid are in ``convert.sales_rules``."""

from jauge.pricing.v1 import rule_pb2
from pricing.domain import rules
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import Rule, Scope
from pricing.domain.venue import PRICE_MINOR_MAX
from pricing.service.convert.fields import at, minor, money, present
from pricing.service.convert.sales_rules import (
    sales_rule_from_proto,
    sales_rule_to_proto,
)


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
        case rules.KeepOpen():
            message.keep_open.on = rule.on
        case rules.PopularityCap():
            message.popularity_cap.demand_permille = rule.demand_permille
            message.popularity_cap.rise_permille = rule.rise_permille
        case rules.NeverFalls():
            message.never_falls.SetInParent()
        case rules.PriceStep():
            step = message.price_step
            step.SetInParent()
            if rule.change_permille is not None:
                step.change_permille = rule.change_permille
            step.days_between = rule.days_between
            step.notice_days = rule.notice_days
        case rules.ChannelParity():
            most = rule.commission_permille_max
            message.channel_parity.commission_permille_max = most
        case _:
            sales_rule_to_proto(rule, message, currency)
    return message


def rule_from_proto(value: rule_pb2.Rule, currency: str, path: str) -> Rule:
    """Return a message as a rule."""
    scope = Scope(
        production=value.scope.production,
        venue_id=value.scope.venue_id,
        performance_id=value.scope.performance_id,
    )
    kind = value.WhichOneof("kind")
    if kind is None:
        raise FieldInvalid(f"{path}.kind", "is required.")
    with at(path):
        match kind:
            case "price_bounds":
                return _bounds_from_proto(value, scope, currency, path)
            case "category_order":
                return rules.CategoryOrder(id=value.id, scope=scope)
            case "keep_open":
                on = value.keep_open.on if value.keep_open.HasField("on") else True
                return rules.KeepOpen(id=value.id, scope=scope, on=on)
            case "popularity_cap":
                cap = value.popularity_cap
                for name in ("demand_permille", "rise_permille"):
                    present(cap, name, f"{path}.popularity_cap")
                return rules.PopularityCap(
                    id=value.id,
                    scope=scope,
                    demand_permille=cap.demand_permille,
                    rise_permille=cap.rise_permille,
                )
            case "never_falls":
                return rules.NeverFalls(id=value.id, scope=scope)
            case "price_step":
                step = value.price_step
                limited = step.HasField("change_permille")
                return rules.PriceStep(
                    id=value.id,
                    scope=scope,
                    change_permille=step.change_permille if limited else None,
                    days_between=step.days_between,
                    notice_days=step.notice_days,
                )
            case "channel_parity":
                return _parity_from_proto(value, scope)
            case _:
                return sales_rule_from_proto(value, scope, currency, path)


def _parity_from_proto(value: rule_pb2.Rule, scope: Scope) -> rules.ChannelParity:
    parity = value.channel_parity
    if not parity.HasField("commission_permille_max"):
        return rules.ChannelParity(id=value.id, scope=scope)
    most = parity.commission_permille_max
    return rules.ChannelParity(id=value.id, scope=scope, commission_permille_max=most)


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
