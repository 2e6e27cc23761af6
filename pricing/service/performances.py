"""Performances as messages, with what the books say of them, and their etags."""

from hashlib import blake2b

from google.protobuf.message import Message

from jauge.pricing.v1.performance_pb2 import Performance as PerformanceMessage
from pricing.domain.errors import RevisionChanged
from pricing.domain.performance import Performance
from pricing.service.convert.fields import timestamp
from pricing.service.convert.performances import performance_to_proto
from pricing.store.season_books import SeasonBooks


def performance_message(
    of: SeasonBooks, performance: Performance
) -> PerformanceMessage:
    """Return a performance with its seats, its price and what became of it."""
    message = performance_to_proto(performance, of.season)
    message.etag = etag(message)
    posting = of.postings.get(performance.id)
    if posting is not None:
        message.posted_price_tier_id = posting.tier_id
    counts = of.seats(performance.id)
    for seats in message.category_seats:
        category = seats.seat_category_id
        seats.sold_seat_count = counts.sold_in(category)
        taken = counts.taken_by_category[category]
        seats.held_seat_count = max(0, taken - seats.sold_seat_count)
    life = of.life(performance.id)
    message.frozen = life.frozen_at is not None
    if life.cancelled_at is not None:
        message.state = PerformanceMessage.STATE_CANCELLED
        message.cancel_time.CopyFrom(timestamp(life.cancelled_at))
    message.previous_start_times.extend(
        timestamp(move.previous_starts_at) for move in life.postponements
    )
    if life.postponements:
        until = life.postponements[-1].refund_until
        message.refund_until_time.CopyFrom(timestamp(until))
    return message


def etag(settings: Message) -> str:
    """Return what changes with settings."""
    raw = settings.SerializeToString(deterministic=True)
    return blake2b(raw, digest_size=8).hexdigest()


def check_etag(sent: str, current: Message, name: str) -> None:
    """Refuse to change what somebody else changed since the caller read it."""
    if sent and sent != etag(current):
        raise RevisionChanged(name, sent[:70], etag(current))
