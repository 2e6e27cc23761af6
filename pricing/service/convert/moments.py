"""Dates between which something is sold, or until which it is kept."""

from jauge.pricing.v1 import moment_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.moment import Moment, Window
from pricing.service.convert.fields import at, time_from_proto, timestamp


def moment_to_proto(moment: Moment) -> moment_pb2.Moment:
    """Return a moment as the message."""
    if moment.at is not None:
        return moment_pb2.Moment(time=timestamp(moment.at))
    return moment_pb2.Moment(days_out=moment.days_out)


def moment_from_proto(value: moment_pb2.Moment, path: str) -> Moment:
    """Return a message as a moment."""
    with at(path):
        match value.WhichOneof("moment"):
            case "time":
                return Moment(at=time_from_proto(value.time, f"{path}.time"))
            case "days_out":
                return Moment(days_out=value.days_out)
            case _:
                raise FieldInvalid(f"{path}.moment", "is required.")


def window_to_proto(window: Window) -> moment_pb2.SaleWindow | None:
    """Return a window as the message; None where it is always open."""
    if window.opens is None and window.closes is None:
        return None
    opens, closes = window.opens, window.closes
    return moment_pb2.SaleWindow(
        open=None if opens is None else moment_to_proto(opens),
        close=None if closes is None else moment_to_proto(closes),
    )


def window_from_proto(value: moment_pb2.SaleWindow, path: str) -> Window:
    """Return a message as a window."""
    opens = closes = None
    if value.HasField("open"):
        opens = moment_from_proto(value.open, f"{path}.open")
    if value.HasField("close"):
        closes = moment_from_proto(value.close, f"{path}.close")
    with at(path):
        return Window(opens, closes)
