"""Terms of settlement, settlements and the tickets that were sold."""

from jauge.pricing.v1 import (
    rule_pb2,
    settlement_service_pb2,
    settlement_terms_pb2,
    ticket_sale_pb2,
)
from pricing.domain.errors import FieldInvalid
from pricing.domain.scope import Scope
from pricing.domain.season import Season
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.service.convert.fields import at, minor, money, required, timestamp
from pricing.service.names import PerformanceName, QuoteName, SeasonName
from pricing.settlement.record import Sale, SalesRecord
from pricing.settlement.settle import GUARANTEE, SettlementRow
from pricing.settlement.units import Kind, Unit

LISTED_MAX = 1000
_Row = settlement_service_pb2.SettlementRow
_KIND = {
    Kind.SEAT.value: _Row.KIND_SEAT,
    Kind.PLATFORM_SEAT.value: _Row.KIND_PLATFORM_SEAT,
    Kind.GIFT.value: _Row.KIND_GIFT,
    Kind.CARD.value: _Row.KIND_CARD,
    Kind.FUND_GIFT.value: _Row.KIND_FUND_GIFT,
    GUARANTEE: _Row.KIND_GUARANTEE,
}


def terms_to_proto(
    terms: SettlementTerms, currency: str
) -> settlement_terms_pb2.SettlementTerms:
    """Return terms as the message."""
    return settlement_terms_pb2.SettlementTerms(
        vat_rates=[
            settlement_terms_pb2.VatRate(
                permille=rate.permille,
                scope=_scope_to_proto(rate.scope),
                first_performance_count=rate.first_performances,
                given_before_count=rate.given_before,
            )
            for rate in terms.vat
        ],
        splits=[
            settlement_terms_pb2.RevenueSplit(
                scope=_scope_to_proto(split.scope),
                shares=[_share_to_proto(share, currency) for share in split.shares],
            )
            for split in terms.splits
        ],
    )


def terms_from_proto(
    value: settlement_terms_pb2.SettlementTerms, currency: str, path: str
) -> SettlementTerms:
    """Return a message as terms."""
    for listed in ("vat_rates", "splits"):
        if len(getattr(value, listed)) > LISTED_MAX:
            raise FieldInvalid(f"{path}.{listed}", f"Expected at most {LISTED_MAX:,}.")
    return SettlementTerms(
        vat=tuple(
            _vat_from_proto(rate, f"{path}.vat_rates[{i}]")
            for i, rate in enumerate(value.vat_rates)
        ),
        splits=tuple(
            _split_from_proto(split, currency, f"{path}.splits[{i}]")
            for i, split in enumerate(value.splits)
        ),
    )


def _vat_from_proto(value: settlement_terms_pb2.VatRate, path: str) -> VatRate:
    first = None
    if value.HasField("first_performance_count"):
        first = value.first_performance_count
    if not value.HasField("permille"):
        raise FieldInvalid(f"{path}.permille", "is required.")
    with at(path):
        return VatRate(
            value.permille,
            _scope_from_proto(value.scope),
            first,
            value.given_before_count,
        )


def _split_from_proto(
    value: settlement_terms_pb2.RevenueSplit, currency: str, path: str
) -> Split:
    if len(value.shares) > LISTED_MAX:
        raise FieldInvalid(f"{path}.shares", f"Expected at most {LISTED_MAX:,}.")
    shares = tuple(
        _share_from_proto(share, currency, f"{path}.shares[{i}]")
        for i, share in enumerate(value.shares)
    )
    with at(path):
        return Split(shares, _scope_from_proto(value.scope))


def _share_to_proto(share: Share, currency: str) -> settlement_terms_pb2.RevenueShare:
    message = settlement_terms_pb2.RevenueShare(
        party_id=share.party, permille=share.permille
    )
    if share.guaranteed_minor:
        message.guaranteed_minimum.CopyFrom(money(share.guaranteed_minor, currency))
    return message


def _share_from_proto(
    value: settlement_terms_pb2.RevenueShare, currency: str, path: str
) -> Share:
    party = required(value.party_id, f"{path}.party_id")
    if not value.HasField("permille"):
        raise FieldInvalid(f"{path}.permille", "is required.")
    least, field = 0, f"{path}.guaranteed_minimum"
    if value.HasField("guaranteed_minimum"):
        least = minor(value.guaranteed_minimum, currency, field)
    with at(path):
        return Share(party, value.permille, least)


def _scope_to_proto(scope: Scope) -> rule_pb2.RuleScope | None:
    if scope == Scope():
        return None
    return rule_pb2.RuleScope(
        production=scope.production,
        venue_id=scope.venue_id,
        performance_id=scope.performance_id,
    )


def _scope_from_proto(value: rule_pb2.RuleScope) -> Scope:
    return Scope(value.production, value.venue_id, value.performance_id)


def row_to_proto(
    row: SettlementRow, season: Season
) -> settlement_service_pb2.SettlementRow:
    """Return a row of a settlement as the message."""
    key, sums, currency = row.key, row.sums, season.currency_code
    performance = ""
    if key.performance_id:
        owner = season.organization_id
        performance = str(PerformanceName(owner, season.id, key.performance_id))
    return settlement_service_pb2.SettlementRow(
        performance=performance,
        kind=_KIND[key.kind],
        channel_id=key.channel_id,
        counter_id=key.counter_id,
        vat_permille=key.vat_permille,
        sold_seat_count=sums.seats_sold,
        returned_seat_count=sums.seats_returned,
        paid=money(sums.paid, currency),
        refunded=money(sums.refunded, currency),
        commission_on_top=money(sums.on_top, currency),
        drawn=money(sums.drawn, currency),
        gifts=money(sums.gifts, currency),
        face_value=money(sums.face_value, currency),
        vat=money(sums.vat, currency),
        commission_inside=money(sums.commission, currency),
        net=money(sums.net, currency),
        support=money(sums.support, currency),
        selling_cost=money(sums.cost, currency),
        shares=[
            settlement_service_pb2.PartyShare(
                party_id=party, amount=money(amount, currency)
            )
            for party, amount in row.shares.items()
        ],
    )


def ticket_to_proto(
    serial: int, sale: Sale, unit: Unit, record: SalesRecord, name: SeasonName
) -> ticket_sale_pb2.TicketSale:
    """Return a ticket as the message."""
    season = record.seasons[name.season_id]
    owner, currency = name.organization_id, season.currency_code
    rate = season.vat_permille if unit.vat_permille is None else unit.vat_permille
    message = ticket_sale_pb2.TicketSale(
        serial_number=serial,
        quote=str(QuoteName(owner, season.id, sale.quote_id)),
        performance=str(PerformanceName(owner, season.id, unit.performance_id)),
        seat_category_id=unit.seat_category_id,
        tariff_id=unit.tariff_id,
        means_bracket_id=unit.means_bracket_id,
        channel_id=unit.channel_id,
        counter_id=unit.counter_id,
        price_paid=money(unit.paid_minor, currency),
        commission_on_top=money(unit.on_top_minor, currency),
        drawn=money(unit.drawn_minor, currency),
        vat_permille=rate,
        vat=money(unit.vat_minor, currency),
        sold_time=timestamp(sale.time),
        state=ticket_sale_pb2.TicketSale.STATE_SOLD,
    )
    back = record.back_by_serial.get(serial)
    if back is not None:
        message.state = ticket_sale_pb2.TicketSale.STATE_REFUNDED
        message.returned_time.CopyFrom(timestamp(back.time))
        message.refunded.CopyFrom(money(back.taken.paid_minor, currency))
        if back.exchange_quote_id:
            message.state = ticket_sale_pb2.TicketSale.STATE_EXCHANGED
            exchanged = QuoteName(owner, season.id, back.exchange_quote_id)
            message.exchange_quote = str(exchanged)
    return message
