"""Solidarity funds, their ledger, and the use of kept seats as messages."""

from jauge.pricing.v1 import fund_entry_pb2, fund_pb2, solidarity_use_pb2
from jauge.pricing.v1.money_pb2 import Money
from pricing.domain.errors import FieldInvalid
from pricing.domain.fund import BY_HAND, MILLI, Account, FundIncome
from pricing.domain.money import minor_digits
from pricing.service.convert.fields import (
    at,
    minor,
    money,
    money_from_units,
    present,
    required,
    timestamp,
)
from pricing.service.names import (
    FundName,
    PerformanceName,
    PricePlanName,
    QuoteName,
    SeasonName,
)
from pricing.settlement.fund_ledger import FundEntry
from pricing.settlement.fund_view import FundView, PoolView
from pricing.settlement.solidarity_use import SolidarityUse

_NANOS = 1_000_000_000
_Message = fund_pb2.FundBalance
_ACCOUNT = {
    Account.FUND: _Message.ACCOUNT_FUND,
    Account.DONATIONS: _Message.ACCOUNT_DONATIONS,
    Account.SUBSIDY: _Message.ACCOUNT_SUBSIDY,
    Account.GIFTS: _Message.ACCOUNT_GIFTS,
    Account.ROUND_UPS: _Message.ACCOUNT_ROUND_UPS,
    Account.SUPPORT: _Message.ACCOUNT_SUPPORT,
    Account.SURPLUS: _Message.ACCOUNT_SURPLUS,
    Account.PROMISED: _Message.ACCOUNT_PROMISED,
    Account.REDUCTIONS: _Message.ACCOUNT_REDUCTIONS,
    Account.ADVANCE: _Message.ACCOUNT_ADVANCE,
}
_BY_HAND_IN = {_ACCOUNT[account]: account for account in BY_HAND}


def milli_money(amount_milli: int, currency: str) -> Money:
    """Return thousandths of minor units, not negative, as the message: exactly.

    Examples
    --------
    >>> milli_money(1234567, "EUR").units, milli_money(1234567, "EUR").nanos
    (12, 345670000)
    """
    scale = MILLI * 10 ** minor_digits(currency)
    units, rest = divmod(amount_milli, scale)
    return Money(currency_code=currency, units=units, nanos=rest * (_NANOS // scale))


def fund_to_proto(
    view: FundView, season: SeasonName, currency: str
) -> fund_pb2.SolidarityFund:
    """Return a fund as the message."""
    owner = (season.organization_id, season.season_id)
    return fund_pb2.SolidarityFund(
        name=str(FundName(*owner, view.id)),
        in_force=view.rule is not None,
        balance=milli_money(view.left_milli, currency),
        accounts=[
            _Message(account=_ACCOUNT[account], amount=milli_money(amount, currency))
            for account, amount in view.accounts_milli.items()
        ],
        forecast=[
            fund_pb2.FundForecast(
                end_time=timestamp(month.end),
                granted=money_from_units(month.granted, currency),
                brought=money_from_units(month.brought, currency),
                balance=money_from_units(month.balance, currency),
            )
            for month in view.months
        ],
        price_plan=str(PricePlanName(*owner, view.plan_id)) if view.plan_id else "",
        seats_per_unit=view.seats_per_unit,
        marginal_worth=money_from_units(view.marginal_worth, currency),
    )


def pool_to_proto(view: PoolView, currency: str) -> fund_pb2.SuspendedPoolBalance:
    """Return what a pool has left as the message."""
    return fund_pb2.SuspendedPoolBalance(
        suspended_pool_id=view.id,
        balance=money(view.left_minor, currency),
        given=money(view.given_minor, currency),
        drawn=money(view.drawn_minor, currency),
    )


def entry_to_proto(
    entry: FundEntry, season: SeasonName, currency: str
) -> fund_entry_pb2.FundEntry:
    """Return an entry of the ledger as the message."""
    owner = (season.organization_id, season.season_id)
    return fund_entry_pb2.FundEntry(
        number=entry.number,
        fund=str(FundName(*owner, entry.fund_id)) if entry.fund_id else "",
        suspended_pool_id=entry.pool_id,
        debit=_ACCOUNT[entry.transfer.debit],
        credit=_ACCOUNT[entry.transfer.credit],
        amount=milli_money(entry.transfer.amount_milli, currency),
        create_time=timestamp(entry.time),
        sequence=entry.sequence,
        cause=entry.cause,
        quote=str(QuoteName(*owner, entry.quote_id)) if entry.quote_id else "",
        source_id=entry.source,
        note_id=entry.note_id,
    )


def income_from_proto(
    request: fund_entry_pb2.RecordFundEntryRequest, fund_id: str, currency: str
) -> FundIncome:
    """Return what is to be recorded by hand."""
    account = _BY_HAND_IN.get(request.account)
    if account is None:
        why = "Expected ACCOUNT_DONATIONS or ACCOUNT_SUBSIDY."
        raise FieldInvalid("account", why)
    present(request, "amount")
    source = required(request.source_id, "source_id")
    note = required(request.note_id, "note_id")
    amount = minor(request.amount, currency, "amount")
    with at("request"):
        return FundIncome(fund_id, account, amount, source, note)


def use_to_proto(
    use: SolidarityUse, season: SeasonName
) -> solidarity_use_pb2.SolidarityUse:
    """Return the use of the kept seats of a category as the message."""
    name = PerformanceName(season.organization_id, season.season_id, use.performance_id)
    return solidarity_use_pb2.SolidarityUse(
        performance=str(name),
        start_time=timestamp(use.starts_at),
        seat_category_id=use.seat_category_id,
        seat_count=use.capacity,
        kept_count=use.kept,
        taken_count=use.taken,
        sold_count=use.sold,
        used_share=use.used_share,
        release_time=timestamp(use.release_time),
        released=use.released,
    )
