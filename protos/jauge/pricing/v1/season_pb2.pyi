import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from jauge.pricing.v1 import channel_pb2 as _channel_pb2
from jauge.pricing.v1 import demand_assumptions_pb2 as _demand_assumptions_pb2
from jauge.pricing.v1 import objective_pb2 as _objective_pb2
from jauge.pricing.v1 import pack_pb2 as _pack_pb2
from jauge.pricing.v1 import product_pb2 as _product_pb2
from jauge.pricing.v1 import refund_pb2 as _refund_pb2
from jauge.pricing.v1 import rule_pb2 as _rule_pb2
from jauge.pricing.v1 import settlement_terms_pb2 as _settlement_terms_pb2
from jauge.pricing.v1 import tariff_pb2 as _tariff_pb2
from jauge.pricing.v1 import venue_pb2 as _venue_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Season(_message.Message):
    __slots__ = ("name", "display_name", "currency_code", "venues", "tariffs", "channels", "rules", "demand_assumptions", "booking_period_days_out", "hold_duration", "vat_permille", "time_zone", "notes", "active_price_plan", "performance_count", "etag", "objective", "pricing_mode", "sales_repricing", "suspended_pools", "subscriber_cards", "packs", "refunds", "inventory", "settlement")
    class Inventory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        INVENTORY_UNSPECIFIED: _ClassVar[Season.Inventory]
        INVENTORY_OWN: _ClassVar[Season.Inventory]
        INVENTORY_PLATFORM: _ClassVar[Season.Inventory]
    INVENTORY_UNSPECIFIED: Season.Inventory
    INVENTORY_OWN: Season.Inventory
    INVENTORY_PLATFORM: Season.Inventory
    NAME_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_CODE_FIELD_NUMBER: _ClassVar[int]
    VENUES_FIELD_NUMBER: _ClassVar[int]
    TARIFFS_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    RULES_FIELD_NUMBER: _ClassVar[int]
    DEMAND_ASSUMPTIONS_FIELD_NUMBER: _ClassVar[int]
    BOOKING_PERIOD_DAYS_OUT_FIELD_NUMBER: _ClassVar[int]
    HOLD_DURATION_FIELD_NUMBER: _ClassVar[int]
    VAT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    ACTIVE_PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    PERFORMANCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVE_FIELD_NUMBER: _ClassVar[int]
    PRICING_MODE_FIELD_NUMBER: _ClassVar[int]
    SALES_REPRICING_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_POOLS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBER_CARDS_FIELD_NUMBER: _ClassVar[int]
    PACKS_FIELD_NUMBER: _ClassVar[int]
    REFUNDS_FIELD_NUMBER: _ClassVar[int]
    INVENTORY_FIELD_NUMBER: _ClassVar[int]
    SETTLEMENT_FIELD_NUMBER: _ClassVar[int]
    name: str
    display_name: str
    currency_code: str
    venues: _containers.RepeatedCompositeFieldContainer[_venue_pb2.Venue]
    tariffs: _containers.RepeatedCompositeFieldContainer[_tariff_pb2.Tariff]
    channels: _containers.RepeatedCompositeFieldContainer[_channel_pb2.Channel]
    rules: _containers.RepeatedCompositeFieldContainer[_rule_pb2.Rule]
    demand_assumptions: _demand_assumptions_pb2.DemandAssumptions
    booking_period_days_out: _containers.RepeatedScalarFieldContainer[int]
    hold_duration: _duration_pb2.Duration
    vat_permille: int
    time_zone: str
    notes: str
    active_price_plan: str
    performance_count: int
    etag: str
    objective: _objective_pb2.Objective
    pricing_mode: _objective_pb2.PricingMode
    sales_repricing: SalesRepricing
    suspended_pools: _containers.RepeatedCompositeFieldContainer[_product_pb2.SuspendedPool]
    subscriber_cards: _containers.RepeatedCompositeFieldContainer[_product_pb2.SubscriberCard]
    packs: _containers.RepeatedCompositeFieldContainer[_pack_pb2.Pack]
    refunds: _refund_pb2.RefundTerms
    inventory: Season.Inventory
    settlement: _settlement_terms_pb2.SettlementTerms
    def __init__(self, name: _Optional[str] = ..., display_name: _Optional[str] = ..., currency_code: _Optional[str] = ..., venues: _Optional[_Iterable[_Union[_venue_pb2.Venue, _Mapping]]] = ..., tariffs: _Optional[_Iterable[_Union[_tariff_pb2.Tariff, _Mapping]]] = ..., channels: _Optional[_Iterable[_Union[_channel_pb2.Channel, _Mapping]]] = ..., rules: _Optional[_Iterable[_Union[_rule_pb2.Rule, _Mapping]]] = ..., demand_assumptions: _Optional[_Union[_demand_assumptions_pb2.DemandAssumptions, _Mapping]] = ..., booking_period_days_out: _Optional[_Iterable[int]] = ..., hold_duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., vat_permille: _Optional[int] = ..., time_zone: _Optional[str] = ..., notes: _Optional[str] = ..., active_price_plan: _Optional[str] = ..., performance_count: _Optional[int] = ..., etag: _Optional[str] = ..., objective: _Optional[_Union[_objective_pb2.Objective, _Mapping]] = ..., pricing_mode: _Optional[_Union[_objective_pb2.PricingMode, str]] = ..., sales_repricing: _Optional[_Union[SalesRepricing, _Mapping]] = ..., suspended_pools: _Optional[_Iterable[_Union[_product_pb2.SuspendedPool, _Mapping]]] = ..., subscriber_cards: _Optional[_Iterable[_Union[_product_pb2.SubscriberCard, _Mapping]]] = ..., packs: _Optional[_Iterable[_Union[_pack_pb2.Pack, _Mapping]]] = ..., refunds: _Optional[_Union[_refund_pb2.RefundTerms, _Mapping]] = ..., inventory: _Optional[_Union[Season.Inventory, str]] = ..., settlement: _Optional[_Union[_settlement_terms_pb2.SettlementTerms, _Mapping]] = ...) -> None: ...

class SalesRepricing(_message.Message):
    __slots__ = ("enabled", "sold_permille", "interval")
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    SOLD_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    INTERVAL_FIELD_NUMBER: _ClassVar[int]
    enabled: bool
    sold_permille: int
    interval: _duration_pb2.Duration
    def __init__(self, enabled: _Optional[bool] = ..., sold_permille: _Optional[int] = ..., interval: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...
