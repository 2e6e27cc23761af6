"""What tickets that are given back bring: pure, of a sold quote and the time.

A performance that was cancelled, or moved since the sale, owes the whole price
whatever the policy says. Else the organisation's word for this once holds, then
the policy of the tariff, then that of the season.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.after_sale import Ground, ItemBack, LineBack
from pricing.domain.errors import FieldInvalid, NotRefundable, TicketsNotHeld
from pricing.domain.quote import PricedItem, Quote
from pricing.domain.refund import IN_FULL, RefundPolicy
from pricing.quotes.on_sale import SeasonOnSale

# Of each item of a quote, the serials of the tickets still held.
Held = Sequence[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms tickets are taken back."""

    # Whether others are taken for them.
    exchange: bool = False
    # The organisation's word for this once, in place of the policy.
    override: RefundPolicy | None = None


def lines_back(
    of: SeasonOnSale,
    quote: Quote,
    held: Held,
    asked: Sequence[ItemBack],
    terms: Terms,
    now: datetime,
) -> tuple[LineBack, ...]:
    """Return what tickets bring; all that are still held where none are named.

    Raises
    ------
    FieldInvalid
        An item is not there, or there twice, or its count is not that of its serials.
    TicketsNotHeld
        More tickets than are still held, or others.
    NotRefundable
        The policy does not take one of them back, or no longer.
    """
    if not asked:
        asked = [ItemBack(i) for i, serials in enumerate(held) if serials]
        if not asked:
            raise TicketsNotHeld(quote.id, 0, 0, "none is held any more")
    seen: set[int] = set()
    lines = []
    for place, back in enumerate(asked):
        field = f"items[{place}]"
        index = back.item_index
        if not 0 <= index < len(quote.items) or index in seen:
            raise FieldInvalid(
                f"{field}.item_index",
                f"{index} is there twice, or not one of the {len(quote.items)} items.",
            )
        seen.add(index)
        serials = _chosen(quote, held[index], back, field)
        lines.append(_line(of, quote, index, serials, terms, now))
    return tuple(lines)


def owed_in_full(
    of: SeasonOnSale, quote: Quote, held: Held, performance_id: str, now: datetime
) -> Iterable[LineBack]:
    """Yield what a cancelled or moved performance owes the holders of a quote."""
    for index, priced in enumerate(quote.items):
        if priced.item.performance_id == performance_id and held[index]:
            _, ground = _policy(of, quote, priced, Terms(), now)
            if ground in (Ground.PERFORMANCE_CANCELLED, Ground.PERFORMANCE_POSTPONED):
                yield _line(of, quote, index, held[index], Terms(), now)


def _chosen(
    quote: Quote, held: tuple[int, ...], back: ItemBack, field: str
) -> tuple[int, ...]:
    """Return the serials of the tickets that are given back, rising."""
    if back.serials:
        if back.count not in (0, len(back.serials)):
            raise FieldInvalid(
                f"{field}.ticket_count",
                f"{back.count} is not the number of the tickets that are named.",
            )
        unknown = [serial for serial in back.serials if serial not in held]
        if unknown or len(set(back.serials)) < len(back.serials):
            why = f"{unknown[0]} is not held" if unknown else "one is named twice"
            raise TicketsNotHeld(quote.id, len(back.serials), len(held), why)
        return tuple(sorted(back.serials))
    if back.count < 0:
        raise FieldInvalid(f"{field}.ticket_count", f"{back.count} is under 0.")
    count = back.count or len(held)
    if not count or count > len(held):
        raise TicketsNotHeld(
            quote.id,
            count,
            len(held),
            f"{len(held)} of item {back.item_index} are held",
        )
    return held[-count:]


def _line(
    of: SeasonOnSale,
    quote: Quote,
    index: int,
    serials: tuple[int, ...],
    terms: Terms,
    now: datetime,
) -> LineBack:
    priced = quote.items[index]
    item = priced.item
    policy, ground = _policy(of, quote, priced, terms, now)
    if ground is Ground.POLICY:
        starts_at = of.performance(item.performance_id).starts_at
        ends = policy.ends(starts_at, exchange=terms.exchange)
        if ends is None or now > ends:
            ended = "" if ends is None else ends.isoformat()
            raise NotRefundable(item.performance_id, item.tariff_id, ended)
    refund, commission = policy.back(priced, exchange=terms.exchange)
    count = len(serials)
    return LineBack(index, serials, refund * count, commission * count, ground)


def _policy(
    of: SeasonOnSale, quote: Quote, priced: PricedItem, terms: Terms, now: datetime
) -> tuple[RefundPolicy, Ground]:
    """Return the policy that holds for an item, and why it does."""
    life = of.life(priced.item.performance_id)
    if life.cancelled_at is not None:
        return IN_FULL, Ground.PERFORMANCE_CANCELLED
    if life.owes_in_full(quote.create_time, now):
        return IN_FULL, Ground.PERFORMANCE_POSTPONED
    if terms.override is not None:
        return terms.override, Ground.OVERRIDE
    return of.season.refunds.of(priced.item.tariff_id), Ground.POLICY
