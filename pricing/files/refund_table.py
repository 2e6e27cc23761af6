"""[refunds] of the season file: until when tickets are taken back, and what is kept."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from pricing.domain.money import to_units
from pricing.domain.refund import NO_REFUND, RefundPolicy, RefundTerms
from pricing.files.rule_reader import Keys, Values
from pricing.files.rule_writer import percent
from pricing.files.table import Amount, Id, Percent, Table


class PolicyTable(Table):
    """Until when tickets are taken back, and what is kept of their price."""

    days_out: Annotated[
        int | None,
        Field(description="Paid back until so many days before; else never."),
    ] = None
    exchange_days_out: Annotated[
        int | None,
        Field(description="Exchanged until so many days before; else never."),
    ] = None
    kept_percent: Annotated[
        Percent, Field(description="Kept of what was paid back.")
    ] = Decimal(0)
    fee: Annotated[Amount, Field(description="Kept of each ticket paid back.")] = (
        Decimal(0)
    )
    exchange_fee: Annotated[
        Amount, Field(description="Kept of each ticket exchanged.")
    ] = Decimal(0)
    commission_kept: Annotated[
        bool, Field(description="Whether the channel keeps its commission.")
    ] = False


class TariffRefundTable(PolicyTable):
    """The policy of a tariff that has its own."""

    tariff: Id


class RefundsTable(PolicyTable):
    """[refunds]: the season's policy, and those of tariffs."""

    tariffs: tuple[TariffRefundTable, ...] = ()
    gifts_returned: Annotated[
        bool, Field(description="Whether gifts to funds are given back to whom asks.")
    ] = False


# By the keys that lead to them.
REFUND_TABLES: Mapping[tuple[str, ...], type[Table]] = {
    ("refunds",): RefundsTable,
    ("refunds", "tariffs"): TariffRefundTable,
}


def refunds_of(table: RefundsTable, values: Values) -> RefundTerms:
    """Return the terms of a table; what does not fit names its line."""
    policy = _policy(table, ["refunds"], values)
    by_tariff = tuple(
        (each.tariff, _policy(each, ["refunds", "tariffs", index], values))
        for index, each in enumerate(table.tariffs)
    )
    return values.checked(
        ["refunds"], lambda: RefundTerms(policy, by_tariff, table.gifts_returned)
    )


def _policy(table: PolicyTable, at: Keys, values: Values) -> RefundPolicy:
    kept = values.percent([*at, "kept_percent"], table.kept_percent)
    fee = values.minor([*at, "fee"], table.fee)
    exchange_fee = values.minor([*at, "exchange_fee"], table.exchange_fee)
    return values.checked(
        at,
        lambda: RefundPolicy(
            table.days_out,
            table.exchange_days_out,
            kept,
            fee,
            exchange_fee,
            table.commission_kept,
        ),
    )


def refunds_table(terms: RefundTerms, currency: str) -> dict[str, Any]:
    """Return the table of terms; nothing where they say nothing."""
    table = _policy_table(terms.policy, currency)
    if terms.by_tariff:
        table["tariffs"] = [
            {"tariff": tariff_id, **_policy_table(policy, currency)}
            for tariff_id, policy in terms.by_tariff
        ]
    if terms.gifts_returned:
        table["gifts_returned"] = True
    return table


def _policy_table(policy: RefundPolicy, currency: str) -> dict[str, Any]:
    table: dict[str, Any] = {}
    if policy.refund_days_out is not None:
        table["days_out"] = policy.refund_days_out
    if policy.exchange_days_out is not None:
        table["exchange_days_out"] = policy.exchange_days_out
    if policy.kept_permille:
        table["kept_percent"] = percent(policy.kept_permille)
    if policy.fee_minor:
        table["fee"] = to_units(policy.fee_minor, currency)
    if policy.exchange_fee_minor:
        table["exchange_fee"] = to_units(policy.exchange_fee_minor, currency)
    if policy.commission_kept != NO_REFUND.commission_kept:
        table["commission_kept"] = policy.commission_kept
    return table
