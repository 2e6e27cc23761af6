from jauge.pricing.v1 import money_pb2 as _money_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SeatsSold(_message.Message):
    __slots__ = ("quote", "platform_sale_id", "channel_id", "counter_id", "lines", "products")
    class Line(_message.Message):
        __slots__ = ("performance", "seat_category_id", "tariff_id", "means_bracket_id", "seat_count", "unit_price", "first_serial_number")
        PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
        SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
        TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
        MEANS_BRACKET_ID_FIELD_NUMBER: _ClassVar[int]
        SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
        UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
        FIRST_SERIAL_NUMBER_FIELD_NUMBER: _ClassVar[int]
        performance: str
        seat_category_id: str
        tariff_id: str
        means_bracket_id: str
        seat_count: int
        unit_price: _money_pb2.Money
        first_serial_number: int
        def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., means_bracket_id: _Optional[str] = ..., seat_count: _Optional[int] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ..., first_serial_number: _Optional[int] = ...) -> None: ...
    class Product(_message.Message):
        __slots__ = ("kind", "product_id", "product_count", "unit_price")
        KIND_FIELD_NUMBER: _ClassVar[int]
        PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
        PRODUCT_COUNT_FIELD_NUMBER: _ClassVar[int]
        UNIT_PRICE_FIELD_NUMBER: _ClassVar[int]
        kind: str
        product_id: str
        product_count: int
        unit_price: _money_pb2.Money
        def __init__(self, kind: _Optional[str] = ..., product_id: _Optional[str] = ..., product_count: _Optional[int] = ..., unit_price: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_SALE_ID_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_ID_FIELD_NUMBER: _ClassVar[int]
    COUNTER_ID_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    PRODUCTS_FIELD_NUMBER: _ClassVar[int]
    quote: str
    platform_sale_id: str
    channel_id: str
    counter_id: str
    lines: _containers.RepeatedCompositeFieldContainer[SeatsSold.Line]
    products: _containers.RepeatedCompositeFieldContainer[SeatsSold.Product]
    def __init__(self, quote: _Optional[str] = ..., platform_sale_id: _Optional[str] = ..., channel_id: _Optional[str] = ..., counter_id: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[SeatsSold.Line, _Mapping]]] = ..., products: _Optional[_Iterable[_Union[SeatsSold.Product, _Mapping]]] = ...) -> None: ...

class SeatsReturned(_message.Message):
    __slots__ = ("quote", "platform_sale_id", "lines", "exchange_quote", "products")
    class Line(_message.Message):
        __slots__ = ("performance", "seat_category_id", "tariff_id", "serial_numbers", "seat_count", "refund")
        PERFORMANCE_FIELD_NUMBER: _ClassVar[int]
        SEAT_CATEGORY_ID_FIELD_NUMBER: _ClassVar[int]
        TARIFF_ID_FIELD_NUMBER: _ClassVar[int]
        SERIAL_NUMBERS_FIELD_NUMBER: _ClassVar[int]
        SEAT_COUNT_FIELD_NUMBER: _ClassVar[int]
        REFUND_FIELD_NUMBER: _ClassVar[int]
        performance: str
        seat_category_id: str
        tariff_id: str
        serial_numbers: _containers.RepeatedScalarFieldContainer[int]
        seat_count: int
        refund: _money_pb2.Money
        def __init__(self, performance: _Optional[str] = ..., seat_category_id: _Optional[str] = ..., tariff_id: _Optional[str] = ..., serial_numbers: _Optional[_Iterable[int]] = ..., seat_count: _Optional[int] = ..., refund: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
    class Product(_message.Message):
        __slots__ = ("kind", "product_id", "product_count", "refund")
        KIND_FIELD_NUMBER: _ClassVar[int]
        PRODUCT_ID_FIELD_NUMBER: _ClassVar[int]
        PRODUCT_COUNT_FIELD_NUMBER: _ClassVar[int]
        REFUND_FIELD_NUMBER: _ClassVar[int]
        kind: str
        product_id: str
        product_count: int
        refund: _money_pb2.Money
        def __init__(self, kind: _Optional[str] = ..., product_id: _Optional[str] = ..., product_count: _Optional[int] = ..., refund: _Optional[_Union[_money_pb2.Money, _Mapping]] = ...) -> None: ...
    QUOTE_FIELD_NUMBER: _ClassVar[int]
    PLATFORM_SALE_ID_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_QUOTE_FIELD_NUMBER: _ClassVar[int]
    PRODUCTS_FIELD_NUMBER: _ClassVar[int]
    quote: str
    platform_sale_id: str
    lines: _containers.RepeatedCompositeFieldContainer[SeatsReturned.Line]
    exchange_quote: str
    products: _containers.RepeatedCompositeFieldContainer[SeatsReturned.Product]
    def __init__(self, quote: _Optional[str] = ..., platform_sale_id: _Optional[str] = ..., lines: _Optional[_Iterable[_Union[SeatsReturned.Line, _Mapping]]] = ..., exchange_quote: _Optional[str] = ..., products: _Optional[_Iterable[_Union[SeatsReturned.Product, _Mapping]]] = ...) -> None: ...
