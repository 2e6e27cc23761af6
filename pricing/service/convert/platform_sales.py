"""Sales and seats left that a platform tells of."""

from jauge.pricing.v1 import platform_sales_pb2 as pb
from pricing.domain.errors import FieldInvalid
from pricing.domain.inventory import (
    SALES_PER_BATCH_MAX,
    SEATS_LEFT_PER_BATCH_MAX,
    BatchTaken,
    ToldSale,
    ToldSeatsLeft,
)
from pricing.service.convert.fields import (
    at,
    minor,
    opaque,
    present,
    required,
    time_from_proto,
)
from pricing.service.names import PerformanceName, SeasonName, under


def batch_from_proto(
    request: pb.RecordSalesRequest, season: SeasonName, currency: str
) -> tuple[tuple[ToldSale, ...], tuple[ToldSeatsLeft, ...]]:
    """Return the sales and the seats left of a batch."""
    for name, most in (
        ("sales", SALES_PER_BATCH_MAX),
        ("seats_left", SEATS_LEFT_PER_BATCH_MAX),
    ):
        if (count := len(getattr(request, name))) > most:
            raise FieldInvalid(name, f"Expected at most {most:,}, got {count}.")
    sales = tuple(
        _sale(each, season, currency, f"sales[{i}]")
        for i, each in enumerate(request.sales)
    )
    seats_left = tuple(
        _seats_left(each, season, f"seats_left[{i}]")
        for i, each in enumerate(request.seats_left)
    )
    return sales, seats_left


def taken_to_proto(taken: BatchTaken) -> pb.RecordSalesResponse:
    """Return how much of a batch was news."""
    return pb.RecordSalesResponse(
        new_sale_count=taken.new_count,
        changed_sale_count=taken.changed_count,
        known_sale_count=taken.known_count,
        seats_left_count=taken.seats_left_count,
    )


def _sale(
    value: pb.PlatformSale, season: SeasonName, currency: str, path: str
) -> ToldSale:
    present(value, "unit_price", path)
    present(value, "sell_time", path)
    changed_at = None
    if value.HasField("cancel_time"):
        changed_at = time_from_proto(value.cancel_time, f"{path}.cancel_time")
    with at(path):
        return ToldSale(
            id=opaque(required(value.id, f"{path}.id"), f"{path}.id"),
            performance_id=_performance(value.performance, season, path),
            seat_category_id=required(
                value.seat_category_id, f"{path}.seat_category_id"
            ),
            tariff_id=required(value.tariff_id, f"{path}.tariff_id"),
            channel_id=required(value.channel_id, f"{path}.channel_id"),
            count=value.seat_count,
            unit_price_minor=minor(value.unit_price, currency, f"{path}.unit_price"),
            time=time_from_proto(value.sell_time, f"{path}.sell_time"),
            cancelled_count=value.cancelled_seat_count,
            changed_at=changed_at,
        )


def _seats_left(value: pb.SeatsLeft, season: SeasonName, path: str) -> ToldSeatsLeft:
    present(value, "seat_count", path)
    present(value, "count_time", path)
    with at(path):
        return ToldSeatsLeft(
            performance_id=_performance(value.performance, season, path),
            seat_category_id=required(
                value.seat_category_id, f"{path}.seat_category_id"
            ),
            count=value.seat_count,
            time=time_from_proto(value.count_time, f"{path}.count_time"),
        )


def _performance(name: str, season: SeasonName, path: str) -> str:
    field = f"{path}.performance"
    found = under(season, PerformanceName.parse, required(name, field), field)
    return found.performance_id
