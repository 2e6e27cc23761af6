"""Rules as the tables that ``rule_reader`` reads."""

from decimal import Decimal
from typing import Any

from pricing.domain import rules
from pricing.domain.money import to_units
from pricing.domain.rules import Rule
from pricing.domain.venue import PRICE_MINOR_MAX


def percent(permille: int) -> Decimal | int:
    """Return thousandths in per cent, as people write them."""
    return permille // 10 if permille % 10 == 0 else Decimal(permille) / 10


def rule_table(rule: Rule, currency: str) -> dict[str, Any]:
    """Return the table of a rule; what is at its default may be left out."""
    scope = {
        "production": rule.scope.production,
        "venue": rule.scope.venue_id,
        "performance": rule.scope.performance_id,
    }
    return {
        "kind": type(rule).__name__,
        "id": rule.id,
        **{key: value for key, value in scope.items() if value},
        **_says(rule, currency),
    }


def _says(rule: Rule, currency: str) -> dict[str, Any]:
    """Return the keys that a rule's kind alone has."""
    match rule:
        case rules.PriceBounds():
            table: dict[str, Any] = {"floor": to_units(rule.floor_minor, currency)}
            if rule.seat_category_id:
                table["category"] = rule.seat_category_id
            if rule.cap_minor < PRICE_MINOR_MAX:
                table["cap"] = to_units(rule.cap_minor, currency)
            return table
        case rules.CategoryOrder() | rules.NeverFalls():
            return {}
        case rules.KeepOpen():
            return {"on": rule.on}
        case rules.PopularityCap():
            return {
                "demand_percent": percent(rule.demand_permille),
                "rise_percent": percent(rule.rise_permille),
            }
        case rules.SolidarityShare():
            return {
                "share_percent": percent(rule.share_permille),
                "release_days_out": rule.release_days_out,
                "categories": list(rule.seat_category_ids),
            }
        case rules.SolidarityBudget():
            table = {
                "donations": to_units(rule.donations_minor, currency),
                "subsidy": to_units(rule.subsidy_minor, currency),
                "surplus_percent": percent(rule.surplus_permille),
            }
            if rule.support_permille is not None:
                table["support_percent"] = percent(rule.support_permille)
            return table
        case rules.GroupGap():
            return {
                "measure": rule.measure,
                "groups": list(rule.groups),
                "share_percent": percent(rule.share_permille),
            }
        case rules.PriceStep():
            change = rule.change_permille
            return {
                **({} if change is None else {"change_percent": percent(change)}),
                "days_between": rule.days_between,
                "notice_days": rule.notice_days,
            }
        case rules.ChannelParity():
            return {"commission_percent_max": percent(rule.commission_permille_max)}
        case _:
            return {**_sum(rule, currency), "each_performance": rule.each_performance}


def _sum(
    rule: rules.AccessShare | rules.AveragePrice | rules.IncomeFloor, currency: str
) -> dict[str, Any]:
    """Return the keys of a rule on each performance or on all together."""
    if isinstance(rule, rules.IncomeFloor):
        return {"income": to_units(rule.income_minor, currency)}
    price = {"price": to_units(rule.price_minor, currency)}
    if isinstance(rule, rules.AccessShare):
        return {"share_percent": percent(rule.share_permille), **price}
    return price
