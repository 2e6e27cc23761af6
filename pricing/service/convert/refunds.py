"""Refund policies, and tickets that were taken back."""

from collections.abc import Sequence

from jauge.pricing.v1 import after_sale_pb2, cancellation_pb2, refund_pb2
from pricing.domain.after_sale import (
    TICKETS_BACK_MAX,
    Cancellation,
    Ground,
    ItemBack,
    LineBack,
)
from pricing.domain.errors import FieldInvalid
from pricing.domain.quote import ITEMS_PER_QUOTE_MAX
from pricing.domain.refund import NO_REFUND, RefundPolicy, RefundTerms
from pricing.service.convert.fields import at, minor, money, present, timestamp
from pricing.service.names import QuoteName, SeasonName

_GROUND = {
    Ground.POLICY: cancellation_pb2.CancellationLine.GROUND_POLICY,
    Ground.OVERRIDE: cancellation_pb2.CancellationLine.GROUND_OVERRIDE,
    Ground.PERFORMANCE_CANCELLED: (
        cancellation_pb2.CancellationLine.GROUND_PERFORMANCE_CANCELLED
    ),
    Ground.PERFORMANCE_POSTPONED: (
        cancellation_pb2.CancellationLine.GROUND_PERFORMANCE_POSTPONED
    ),
}


def policy_to_proto(policy: RefundPolicy, currency: str) -> refund_pb2.RefundPolicy:
    """Return a policy as the message."""
    message = refund_pb2.RefundPolicy(
        refund_days_out=policy.refund_days_out,
        exchange_days_out=policy.exchange_days_out,
        kept_permille=policy.kept_permille,
        commission_kept=policy.commission_kept,
    )
    if policy.fee_minor:
        message.fee.CopyFrom(money(policy.fee_minor, currency))
    if policy.exchange_fee_minor:
        message.exchange_fee.CopyFrom(money(policy.exchange_fee_minor, currency))
    return message


def policy_from_proto(
    value: refund_pb2.RefundPolicy, currency: str, path: str
) -> RefundPolicy:
    """Return a message as a policy."""

    def amount(name: str) -> int:
        if not value.HasField(name):
            return 0
        return minor(getattr(value, name), currency, f"{path}.{name}")

    with at(path):
        return RefundPolicy(
            refund_days_out=value.refund_days_out
            if value.HasField("refund_days_out")
            else None,
            exchange_days_out=value.exchange_days_out
            if value.HasField("exchange_days_out")
            else None,
            kept_permille=value.kept_permille,
            fee_minor=amount("fee"),
            exchange_fee_minor=amount("exchange_fee"),
            commission_kept=value.commission_kept,
        )


def terms_to_proto(terms: RefundTerms, currency: str) -> refund_pb2.RefundTerms | None:
    """Return the terms of a season as the message, None where it has none."""
    message = refund_pb2.RefundTerms(
        tariffs=[
            refund_pb2.TariffRefund(
                tariff_id=tariff_id, policy=policy_to_proto(policy, currency)
            )
            for tariff_id, policy in terms.by_tariff
        ],
        gifts_returned=terms.gifts_returned,
    )
    if terms.policy != NO_REFUND:
        message.policy.CopyFrom(policy_to_proto(terms.policy, currency))
    return message if terms != RefundTerms() else None


def terms_from_proto(
    value: refund_pb2.RefundTerms, currency: str, path: str
) -> RefundTerms:
    """Return a message as the terms of a season."""
    policy = NO_REFUND
    if value.HasField("policy"):
        policy = policy_from_proto(value.policy, currency, f"{path}.policy")
    by_tariff = []
    for i, each in enumerate(value.tariffs):
        here = f"{path}.tariffs[{i}]"
        present(each, "policy", here)
        own = policy_from_proto(each.policy, currency, f"{here}.policy")
        by_tariff.append((each.tariff_id, own))
    with at(f"{path}.tariffs"):
        return RefundTerms(policy, tuple(by_tariff), value.gifts_returned)


def items_from_proto(
    items: Sequence[after_sale_pb2.ItemTickets],
) -> tuple[ItemBack, ...]:
    """Return what is given back."""
    if len(items) > ITEMS_PER_QUOTE_MAX:
        raise FieldInvalid("items", f"Expected at most {ITEMS_PER_QUOTE_MAX}.")
    if sum(len(each.ticket_numbers) for each in items) > TICKETS_BACK_MAX:
        raise FieldInvalid("items", f"Expected at most {TICKETS_BACK_MAX} tickets.")
    return tuple(
        ItemBack(each.item_index, each.ticket_count, tuple(each.ticket_numbers))
        for each in items
    )


def cancellation_to_proto(
    value: Cancellation, season: SeasonName, *, stored: bool = True
) -> cancellation_pb2.Cancellation:
    """Return what was taken back as the message; without a number where not kept."""

    def quote_name(quote_id: str) -> str:
        if not quote_id:
            return ""
        return str(QuoteName(season.organization_id, season.season_id, quote_id))

    return cancellation_pb2.Cancellation(
        quote=quote_name(value.quote_id),
        number=value.number if stored else 0,
        create_time=timestamp(value.time),
        lines=[line_to_proto(line, value.currency_code) for line in value.lines],
        refund=money(value.refund_minor, value.currency_code),
        exchange_quote=quote_name(value.exchange_quote_id) if stored else "",
        gifts=[
            cancellation_pb2.GiftReturn(
                product_index=gift.product_index,
                refund=money(gift.refund_minor, value.currency_code),
            )
            for gift in value.gifts
        ],
    )


def line_to_proto(line: LineBack, currency: str) -> cancellation_pb2.CancellationLine:
    """Return tickets of one item as the message."""
    return cancellation_pb2.CancellationLine(
        item_index=line.item_index,
        ticket_numbers=line.serials,
        refund=money(line.refund_minor, currency),
        commission_back=money(line.commission_back_minor, currency),
        ground=_GROUND[line.ground],
    )
