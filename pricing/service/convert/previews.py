"""Previews of rules, as members see them before they vote."""

from jauge.pricing.v1 import rule_preview_pb2 as pb
from pricing.domain.preview import MeansChange, RulePreview, Side
from pricing.domain.rules import Rule
from pricing.service.convert.fields import money, money_from_units
from pricing.service.convert.rules import rule_to_proto
from pricing.service.names import PerformanceName, SeasonName


def preview_to_proto(
    preview: RulePreview, name: SeasonName, rule: Rule | None, currency: str
) -> pb.RulePreview:
    """Return a preview as the message; ``rule`` is None where one would end."""

    def side(value: Side) -> pb.RulePreviewSide:
        return pb.RulePreviewSide(
            income=money_from_units(value.income, currency),
            fill_rate=value.fill_rate,
            access_share=value.access_share,
            access_price=money(preview.access_price_minor, currency),
        )

    message = pb.RulePreview(
        without_change=side(preview.without),
        with_change=side(preview.with_change),
        changes=[
            pb.MeasureChange(
                measure=each.measure, mean=each.mean, low=each.low, high=each.high
            )
            for each in preview.changes
        ],
        means=[_means(each, currency) for each in preview.means],
        plan_cost=money_from_units(preview.plan_cost, currency),
        plan_seat_change=preview.plan_seats,
        affected_performances=[
            str(PerformanceName(name.organization_id, name.season_id, each))
            for each in preview.affected
        ],
        trial_count=preview.trials,
        elapsed_seconds=preview.seconds,
    )
    if rule is not None:
        message.rule.CopyFrom(rule_to_proto(rule, currency))
    return message


def _means(each: MeansChange, currency: str) -> pb.MeansChange:
    message = pb.MeansChange(
        tariff_id=each.tariff_id,
        means_bracket_id=each.means_bracket_id,
        seats_without=each.seats_without,
        seats_with=each.seats_with,
    )
    if each.price_without is not None:
        message.price_without.CopyFrom(money_from_units(each.price_without, currency))
    if each.price_with is not None:
        message.price_with.CopyFrom(money_from_units(each.price_with, currency))
    return message
