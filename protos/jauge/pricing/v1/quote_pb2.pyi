import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from jauge.pricing.v1 import cancellation_pb2 as _cancellation_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Quote(_message.Message):
    __slots__ = ("name", "channel_id", "items", "state", "total_price", "price_plan", "create_time", "expire_time", "end_time", "counter_id", "packs", "products", "cancellations")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Quote.State]
        STATE_OFFERED: _ClassVar[Quote.State]
        STATE_ACCEPTED: _ClassVar[Quote.State]
        STATE_VOIDED: _ClassVar[Quote.State]
        STATE_EXPIRED: _ClassVar[Quote.State]
    STATE_UNSPECIFIED: Quote.State
    STATE_OFFERED: Quote.State
    STATE_ACCEPTED: Quote.State
    STATE_VOIDED: Quote.State
    STATE_EXPIRED: Quote.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_PRICE_FIELD_NUMBER: _ClassVar[int]
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    PACKS_FIELD_NUMBER: _ClassVar[int]
    PRODUCTS_FIELD_NUMBER: _ClassVar[int]
    CANCELLATIONS_FIELD_NUMBER: _ClassVar[int]
    name: str
    channel_id: str
    items: _containers.RepeatedCompositeFieldContainer[QuoteItem]
    state: Quote.State
    total_price: _money_pb2.Money
    price_plan: str
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    counter_id: str
    packs: _containers.RepeatedCompositeFieldContainer[PackItem]
    products: _containers.RepeatedCompositeFieldContainer[ProductItem]
    cancellations: _containers.RepeatedCompositeFieldContainer[_cancellation_pb2.Cancellation]
    def __init__(self, name: _Optional[str] = ..., channel_id: _Optional[str] = ..., items: _Optional[_Iterable[_Union[QuoteItem, _Mapping]]] = ..., state: _Optional[_Union[Quote.State, str]] = ..., total_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_plan: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., counter_id: _Optional[str] = ..., packs: _Optional[_Iterable[_Union[PackItem, _Mapping]]] = ..., products: _Optional[_Iterable[_Union[ProductItem, _Mapping]]] = ..., cancellations: _Optional[_Iterable[_Union[_cancellation_pb2.Cancellation, _Mapping]]] = ...) -> None: ...

class QuoteItem(_message.Message):
    __slots__ = ("performance", "seat_category_id", "tariff_id", "count", "means_bracket_id", "evidence", "unit_price", "price_lines", "included_vat", "commission", "price_tier_id", "reference_price", "ticket_numbers", "chosen_price", "card_reference", "suspended_price", "suspended_pool_id", "pack_id", "pack_index", "full_price", "commission_on_top", "sale_cost", "vouchers", "explanation")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    PRICE_LINES_FIELD_NUMBER: _ClassVar[int]
    INCLUDED_VAT_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_FIELD_NUMBER: _ClassVar[int]
    PRICE_TIER_ID_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_PRICE_FIELD_NUMBER: _ClassVar[int]
    TICKET_NUMBERS_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_PRICE_FIELD_NUMBER: _ClassVar[int]
    CARD_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_PRICE_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_POOL_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_INDEX_FIELD_NUMBER: _ClassVar[int]
    FULL_PRICE_FIELD_NUMBER: _ClassVar[int]
    COMMISSION_ON_TOP_FIELD_NUMBER: _ClassVar[int]
    SALE_COST_FIELD_NUMBER: _ClassVar[int]
    VOUCHERS_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    performance: str
    seat_category_id: str
    tariff_id: str
    count: int
    means_bracket_id: str
    evidence: str
    unit_price: _money_pb2.Money
    price_lines: _containers.RepeatedCompositeFieldContainer[PriceLine]
    included_vat: _money_pb2.Money
    commission: _money_pb2.Money
    price_tier_id: str
    reference_price: _money_pb2.Money
    ticket_numbers: _containers.RepeatedScalarFieldContainer[int]
    chosen_price: _money_pb2.Money
    card_reference: str
    suspended_price: _money_pb2.Money
    suspended_pool_id: str
    pack_id: str
    pack_index: int
    full_price: _money_pb2.Money
    commission_on_top: _money_pb2.Money
    sale_cost: _money_pb2.Money
    vouchers: _containers.RepeatedScalarFieldContainer[str]
    explanation: str
    def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., count: _Optional[int] = ..., means_bracket_id: _Optional[str] = ..., evidence: _Optional[str] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_lines: _Optional[_Iterable[_Union[PriceLine, _Mapping]]] = ..., included_vat: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_tier_id: _Optional[str] = ..., reference_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., ticket_numbers: _Optional[_Iterable[int]] = ..., chosen_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., card_reference: _Optional[str] = ..., suspended_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., suspended_pool_id: _Optional[str] = ..., pack_id: _Optional[str] = ..., pack_index: _Optional[int] = ..., full_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., commission_on_top: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., sale_cost: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., vouchers: _Optional[_Iterable[str]] = ..., explanation: _Optional[str] = ...) -> None: ...

class PackItem(_message.Message):
    __slots__ = ("pack_id", "seats", "count", "evidence", "unit_price", "vouchers")
    PACK_ID_FIELD_NUMBER: _ClassVar[int]
    SEATS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    VOUCHERS_FIELD_NUMBER: _ClassVar[int]
    pack_id: str
    seats: _containers.RepeatedCompositeFieldContainer[PackSeat]
    count: int
    evidence: str
    unit_price: _money_pb2.Money
    vouchers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, pack_id: _Optional[str] = ..., seats: _Optional[_Iterable[_Union[PackSeat, _Mapping]]] = ..., count: _Optional[int] = ..., evidence: _Optional[str] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., vouchers: _Optional[_Iterable[str]] = ...) -> None: ...

class PackSeat(_message.Message):
    __slots__ = ("performance", "seat_category_id")
    PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
    SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
    performance: str
    seat_category_id: str
    def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ...) -> None: ...

class ProductItem(_message.Message):
    __slots__ = ("suspended_pool_id", "subscriber_card_id", "fund_id", "count", "chosen_price", "unit_price", "round_up_total")
    SUSPENDED_POOL_ID_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_CARD_ID_FIELD_NUMBER: _ClassVar[int]
    FUND_ID_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    CHOSEN_PRICE_FIELD_NUMBER: _ClassVar[int]
    UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
    ROUND_UP_TOTAL_FIELD_NUMBER: _ClassVar[int]
    suspended_pool_id: str
    subscriber_card_id: str
    fund_id: str
    count: int
    chosen_price: _money_pb2.Money
    unit_price: _money_pb2.Money
    round_up_total: _money_pb2.Money
    def __init__(self, suspended_pool_id: _Optional[str] = ..., subscriber_card_id: _Optional[str] = ..., fund_id: _Optional[str] = ..., count: _Optional[int] = ..., chosen_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., round_up_total: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class PriceLine(_message.Message):
    __slots__ = ("kind", "amount", "subject_id", "text")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[PriceLine.Kind]
        KIND_REFERENCE: _ClassVar[PriceLine.Kind]
        KIND_TIER: _ClassVar[PriceLine.Kind]
        KIND_RULE: _ClassVar[PriceLine.Kind]
        KIND_TARIFF: _ClassVar[PriceLine.Kind]
        KIND_COMMISSION: _ClassVar[PriceLine.Kind]
        KIND_SUSPENDED: _ClassVar[PriceLine.Kind]
        KIND_PACK: _ClassVar[PriceLine.Kind]
    KIND_UNSPECIFIED: PriceLine.Kind
    KIND_REFERENCE: PriceLine.Kind
    KIND_TIER: PriceLine.Kind
    KIND_RULE: PriceLine.Kind
    KIND_TARIFF: PriceLine.Kind
    KIND_COMMISSION: PriceLine.Kind
    KIND_SUSPENDED: PriceLine.Kind
    KIND_PACK: PriceLine.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    AMOUNT_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: PriceLine.Kind
    amount: _money_pb2.Money
    subject_id: str
    text: str
    def __init__(self, kind: _Optional[_Union[PriceLine.Kind, str]] = ..., amount: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., subject_id: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...
