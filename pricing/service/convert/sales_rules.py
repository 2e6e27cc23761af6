"""Rules on what is sold to whom and paid."""

from jauge.pricing.v1 import rule_pb2
from pricing.domain import rules
from pricing.domain.errors import FieldInvalid
from pricing.domain.rules import Scope
from pricing.domain.sales_rules import GapMeasure, SalesRule
from pricing.service.convert.fields import minor, money, present, required

_MEASURE: dict[GapMeasure, rule_pb2.GroupGap.Measure] = {
    "price": rule_pb2.GroupGap.MEASURE_PRICE,
    "access": rule_pb2.GroupGap.MEASURE_ACCESS,
    "surplus": rule_pb2.GroupGap.MEASURE_SURPLUS,
}
_MEASURE_IN = {value: key for key, value in _MEASURE.items()}


def group_to_proto(group: str) -> rule_pb2.AudienceGroup:
    """Return a group of the audience as the message.

    Examples
    --------
    >>> group_to_proto("family/low").means_bracket_id
    'low'
    """
    tariff_id, _, bracket_id = group.partition("/")
    return rule_pb2.AudienceGroup(tariff_id=tariff_id, means_bracket_id=bracket_id)


def group_from_proto(value: rule_pb2.AudienceGroup, path: str) -> str:
    """Return a message as a group of the audience."""
    tariff_id = required(value.tariff_id, f"{path}.tariff_id")
    bracket_id = value.means_bracket_id
    return f"{tariff_id}/{bracket_id}" if bracket_id else tariff_id


def sales_rule_to_proto(rule: SalesRule, message: rule_pb2.Rule, currency: str) -> None:
    """Write what a rule asks into its message."""
    match rule:
        case rules.AccessShare():
            message.access_share.share_permille = rule.share_permille
            message.access_share.price.CopyFrom(money(rule.price_minor, currency))
            message.access_share.each_performance = rule.each_performance
        case rules.SolidarityShare():
            share = message.solidarity_share
            share.share_permille = rule.share_permille
            share.release_days_out = rule.release_days_out
            share.seat_category_ids.extend(rule.seat_category_ids)
        case rules.SolidarityBudget():
            budget = message.solidarity_budget
            budget.surplus_permille = rule.surplus_permille
            if rule.support_permille is not None:
                budget.support_permille = rule.support_permille
            budget.donations.CopyFrom(money(rule.donations_minor, currency))
            budget.subsidy.CopyFrom(money(rule.subsidy_minor, currency))
        case rules.AveragePrice():
            message.average_price.price.CopyFrom(money(rule.price_minor, currency))
            message.average_price.each_performance = rule.each_performance
        case rules.IncomeFloor():
            message.income_floor.income.CopyFrom(money(rule.income_minor, currency))
            message.income_floor.each_performance = rule.each_performance
        case rules.GroupGap():
            message.group_gap.measure = _MEASURE[rule.measure]
            message.group_gap.groups.extend(map(group_to_proto, rule.groups))
            message.group_gap.share_permille = rule.share_permille


def sales_rule_from_proto(
    value: rule_pb2.Rule, scope: Scope, currency: str, path: str
) -> SalesRule:
    """Return a message as a rule on what is sold to whom and paid.

    Raises
    ------
    FieldInvalid
        A field is missing or out of range.
    ValueError
        A number is out of range.
    """
    kind = value.WhichOneof("kind")
    here = f"{path}.{kind}"
    match kind:
        case "access_share":
            for name in ("share_permille", "price"):
                present(value.access_share, name, here)
            price = value.access_share.price
            return rules.AccessShare(
                id=value.id,
                scope=scope,
                share_permille=value.access_share.share_permille,
                price_minor=minor(price, currency, f"{here}.price"),
                each_performance=value.access_share.each_performance,
            )
        case "solidarity_share":
            share = value.solidarity_share
            present(share, "share_permille", here)
            return rules.SolidarityShare(
                id=value.id,
                scope=scope,
                share_permille=share.share_permille,
                release_days_out=share.release_days_out,
                seat_category_ids=tuple(share.seat_category_ids),
            )
        case "solidarity_budget":
            return _budget_from_proto(value, scope, currency, here)
        case "average_price":
            present(value.average_price, "price", here)
            price = value.average_price.price
            return rules.AveragePrice(
                id=value.id,
                scope=scope,
                price_minor=minor(price, currency, f"{here}.price"),
                each_performance=value.average_price.each_performance,
            )
        case "income_floor":
            present(value.income_floor, "income", here)
            income = value.income_floor.income
            return rules.IncomeFloor(
                id=value.id,
                scope=scope,
                income_minor=minor(income, currency, f"{here}.income"),
                each_performance=value.income_floor.each_performance,
            )
        case _:
            return _gap_from_proto(value, scope, here)


def _budget_from_proto(
    value: rule_pb2.Rule, scope: Scope, currency: str, here: str
) -> rules.SolidarityBudget:
    budget = value.solidarity_budget
    amounts = {
        name: minor(getattr(budget, name), currency, f"{here}.{name}")
        for name in ("donations", "subsidy")
        if budget.HasField(name)
    }
    return rules.SolidarityBudget(
        id=value.id,
        scope=scope,
        donations_minor=amounts.get("donations", 0),
        subsidy_minor=amounts.get("subsidy", 0),
        surplus_permille=budget.surplus_permille,
        support_permille=budget.support_permille
        if budget.HasField("support_permille")
        else None,
    )


def _gap_from_proto(value: rule_pb2.Rule, scope: Scope, here: str) -> rules.GroupGap:
    gap = value.group_gap
    if gap.measure not in _MEASURE_IN:
        raise FieldInvalid(f"{here}.measure", f"Expected a measure, got {gap.measure}.")
    present(gap, "share_permille", here)
    return rules.GroupGap(
        id=value.id,
        scope=scope,
        measure=_MEASURE_IN[gap.measure],
        groups=tuple(
            group_from_proto(each, f"{here}.groups[{i}]")
            for i, each in enumerate(gap.groups)
        ),
        share_permille=gap.share_permille,
    )
