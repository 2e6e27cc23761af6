from jauge.pricing.v1 import moment_pb2 as _moment_pb2
from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Tariff(_message.Message):
    __slots__ = ("id", "display_name", "price_permille", "fixed_price", "means_grid", "free_choice", "suspended_ticket", "solidarity", "evidence", "order_seat_count_max", "floor_price", "ceiling_price", "rounding_step", "quota_permille", "group_seat_count_min", "show_seat_count_max", "kept_permille", "kept_until", "sale_window", "card_id", "pack_only")
    class Evidence(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        EVIDENCE_UNSPECIFIED: _ClassVar[Tariff.Evidence]
        EVIDENCE_NONE: _ClassVar[Tariff.Evidence]
        EVIDENCE_AT_BOOKING: _ClassVar[Tariff.Evidence]
        EVIDENCE_AT_ENTRY: _ClassVar[Tariff.Evidence]
        EVIDENCE_VOUCHER: _ClassVar[Tariff.Evidence]
    EVIDENCE_UNSPECIFIED: Tariff.Evidence
    EVIDENCE_NONE: Tariff.Evidence
    EVIDENCE_AT_BOOKING: Tariff.Evidence
    EVIDENCE_AT_ENTRY: Tariff.Evidence
    EVIDENCE_VOUCHER: Tariff.Evidence
    ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    PRICE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    FIXED_PRICE_FIELD_NUMBER: _ClassVar[int]
    MEANS_GRID_FIELD_NUMBER: _ClassVar[int]
    FREE_CHOICE_FIELD_NUMBER: _ClassVar[int]
    SUSPENDED_TICKET_FIELD_NUMBER: _ClassVar[int]
    SOLIDARITY_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    ORDER_SEAT_COUNT_MAX_FIELD_NUMBER: _ClassVar[int]
    FLOOR_PRICE_FIELD_NUMBER: _ClassVar[int]
    CEILING_PRICE_FIELD_NUMBER: _ClassVar[int]
    ROUNDING_STEP_FIELD_NUMBER: _ClassVar[int]
    QUOTA_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    GROUP_SEAT_COUNT_MIN_FIELD_NUMBER: _ClassVar[int]
    SHOW_SEAT_COUNT_MAX_FIELD_NUMBER: _ClassVar[int]
    KEPT_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    KEPT_UNTIL_FIELD_NUMBER: _ClassVar[int]
    SALE_WINDOW_FIELD_NUMBER: _ClassVar[int]
    CARD_ID_FIELD_NUMBER: _ClassVar[int]
    PACK_ONLY_FIELD_NUMBER: _ClassVar[int]
    id: str
    display_name: str
    price_permille: int
    fixed_price: _money_pb2.Money
    means_grid: MeansGrid
    free_choice: FreeChoice
    suspended_ticket: SuspendedTicket
    solidarity: bool
    evidence: Tariff.Evidence
    order_seat_count_max: int
    floor_price: _money_pb2.Money
    ceiling_price: _money_pb2.Money
    rounding_step: _money_pb2.Money
    quota_permille: int
    group_seat_count_min: int
    show_seat_count_max: int
    kept_permille: int
    kept_until: _moment_pb2.Moment
    sale_window: _moment_pb2.SaleWindow
    card_id: str
    pack_only: bool
    def __init__(self, id: _Optional[str] = ..., display_name: _Optional[str] = ..., price_permille: _Optional[int] = ..., fixed_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., means_grid: _Optional[_Union[MeansGrid, _Mapping]] = ..., free_choice: _Optional[_Union[FreeChoice, _Mapping]] = ..., suspended_ticket: _Optional[_Union[SuspendedTicket, _Mapping]] = ..., solidarity: _Optional[bool] = ..., evidence: _Optional[_Union[Tariff.Evidence, str]] = ..., order_seat_count_max: _Optional[int] = ..., floor_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., ceiling_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., rounding_step: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., quota_permille: _Optional[int] = ..., group_seat_count_min: _Optional[int] = ..., show_seat_count_max: _Optional[int] = ..., kept_permille: _Optional[int] = ..., kept_until: _Optional[_Union[_moment_pb2.Moment, _Mapping]] = ..., sale_window: _Optional[_Union[_moment_pb2.SaleWindow, _Mapping]] = ..., card_id: _Optional[str] = ..., pack_only: _Optional[bool] = ...) -> None: ...

class FreeChoice(_message.Message):
    __slots__ = ("prices", "price_min", "price_max", "suggested_price", "evidence_price_max")
    PRICES_FIELD_NUMBER: _ClassVar[int]
    PRICE_MIN_FIELD_NUMBER: _ClassVar[int]
    PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    SUGGESTED_PRICE_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_PRICE_MAX_FIELD_NUMBER: _ClassVar[int]
    prices: _containers.RepeatedCompositeFieldContainer[_money_pb2.Money]
    price_min: _money_pb2.Money
    price_max: _money_pb2.Money
    suggested_price: _money_pb2.Money
    evidence_price_max: _money_pb2.Money
    def __init__(self, prices: _Optional[_Iterable[_Union[_money_pb2.Money, _Mapping]]] = ..., price_min: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., suggested_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., evidence_price_max: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class SuspendedTicket(_message.Message):
    __slots__ = ("pool_id", "holder_price")
    POOL_ID_FIELD_NUMBER: _ClassVar[int]
    HOLDER_PRICE_FIELD_NUMBER: _ClassVar[int]
    pool_id: str
    holder_price: _money_pb2.Money
    def __init__(self, pool_id: _Optional[str] = ..., holder_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...

class MeansGrid(_message.Message):
    __slots__ = ("brackets",)
    BRACKETS_FIELD_NUMBER: _ClassVar[int]
    brackets: _containers.RepeatedCompositeFieldContainer[MeansBracket]
    def __init__(self, brackets: _Optional[_Iterable[_Union[MeansBracket, _Mapping]]] = ...) -> None: ...

class MeansBracket(_message.Message):
    __slots__ = ("id", "price_permille")
    ID_FIELD_NUMBER: _ClassVar[int]
    PRICE_PERMILLE_FIELD_NUMBER: _ClassVar[int]
    id: str
    price_permille: int
    def __init__(self, id: _Optional[str] = ..., price_permille: _Optional[int] = ...) -> None: ...
