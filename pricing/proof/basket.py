"""A quote as the log has it, with what is alike of many quotes read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pricing.domain.quote import FULL_PRICE

_FULL = frozenset(kind.value for kind in FULL_PRICE)


class Seats(NamedTuple):
    """Seats of one item; amounts in minor units, of one seat."""

    # The first two alone hang on the performance.
    performance_id: str
    # Performance and tariff.
    at_tariff: tuple[str, str]
    seat_category_id: str
    tariff_id: str
    means_bracket_id: str
    number: int
    chosen: int | None
    paid: int
    # Of what is paid, the commission on top of the ticket's price.
    on_top: int
    # What a pool of suspended tickets pays beside the buyer.
    drawn: int
    reference: int
    # The posted full price that its lines come to.
    full: int
    tier_id: str
    pool_id: str
    # Card, its reference and the production; None without a card.
    card: tuple[str, str, str] | None
    pack: tuple[str, int] | None
    # What the buyer pays for the ticket itself, and what the organisation takes in
    # for it, commissions inside left in.
    ticket: int
    received: int
    # Seat category, tariff and channel.
    cell: tuple[str, str, str]
    # What is paid above its reference price; negative under it.
    above: int


class Product(NamedTuple):
    """Gifts or cards beside seats."""

    kind: str
    product_id: str
    number: int
    price: int


@dataclass(slots=True, eq=False)
class Basket:
    """What is alike of quotes that differ in their ids and times only."""

    season_id: str
    channel_id: str
    counter_id: str
    items: tuple[Seats, ...]
    # Tickets of it.
    seat_count: int
    # Pack, how many and the price of one.
    packs: tuple[tuple[str, int, int], ...]
    products: tuple[Product, ...]
    # By item, then by pack, the marks of vouchers and the seats each is good for.
    vouchers: tuple[tuple[tuple[str, int], ...], ...]
    # The tariffs of seats that cost less than their reference prices.
    reduced: frozenset[str]
    # Whether it takes of cards, pools or packs; whether it brings more than the
    # reference prices of its seats.
    special: bool
    brings: bool
    with_vouchers: bool
    # What it was found to be priced right by; the same set for baskets that differ in
    # their performance only.
    right_by: set[object]

    def elsewhere(self, performance_id: str) -> "Basket":
        """Return the same basket of one item, of another performance."""
        (item,) = self.items
        there = performance_id, (performance_id, item.tariff_id)
        # By place: half of the baskets of a log are made here.
        return Basket(
            self.season_id,
            self.channel_id,
            self.counter_id,
            (Seats._make(there + item[2:]),),
            self.seat_count,
            self.packs,
            self.products,
            self.vouchers,
            self.reduced,
            self.special,
            self.brings,
            self.with_vouchers,
            self.right_by,
        )

    def packs_left(self, left: Sequence[int]) -> list[int]:
        """Return how many of each pack have a seat left, by seats left of the items."""
        most = [0] * len(self.packs)
        for item, count in zip(self.items, left, strict=True):
            if item.pack is not None:
                place = item.pack[1]
                most[place] = max(most[place], count)
        return most

    def marks(self, left: Sequence[int]) -> set[str]:
        """Return the vouchers that so many seats left of the items still need."""
        found = set()
        counts = [*left, *self.packs_left(left)]
        for vouchers, count in zip(self.vouchers, counts, strict=True):
            for mark, good_for in vouchers:
                if count > 0:
                    found.add(mark)
                count -= good_for
        return found


def basket_of(quote: Mapping[str, Any]) -> Basket:
    """Return what a quote is of."""
    packs = quote.get("packs", ())
    marks = [priced["item"].get("vouchers", ()) for priced in quote["items"]]
    marks += [pack.get("vouchers", ()) for pack in packs]
    channel = quote["channel_id"]
    items = tuple(_seats(priced, channel) for priced in quote["items"])
    products = quote.get("products", ())
    return Basket(
        season_id=quote["season_id"],
        channel_id=channel,
        counter_id=quote.get("counter_id", ""),
        items=items,
        seat_count=sum(item.number for item in items),
        packs=tuple((p["pack_id"], p["count"], p["unit_price_minor"]) for p in packs),
        products=tuple(
            Product(
                each["kind"],
                each["product_id"],
                each["count"],
                each["unit_price_minor"],
            )
            for each in products
        ),
        vouchers=tuple(
            tuple((each["mark"], each.get("seats", 1)) for each in some)
            for some in marks
        ),
        reduced=frozenset(item.tariff_id for item in items if item.above < 0),
        special=bool(packs) or any(item.card or item.pool_id for item in items),
        brings=bool(products) or any(item.above > 0 for item in items),
        with_vouchers=any(marks),
        right_by=set(),
    )


def _seats(priced: Mapping[str, Any], channel_id: str) -> Seats:
    item, on_top, full = priced["item"], 0, 0
    for line in priced["lines"]:
        if line["kind"] == "commission":
            on_top += line["amount_minor"]
        elif line["kind"] in _FULL:
            full += line["amount_minor"]
    card, pack = priced.get("card_id", ""), item.get("pack_id", "")
    pool, drawn = priced.get("pool_id", ""), priced.get("drawn_minor", 0)
    ticket = priced["unit_price_minor"] - on_top
    category, tariff = item["seat_category_id"], item["tariff_id"]
    reference = priced["reference_price_minor"]
    return Seats(
        performance_id=item["performance_id"],
        at_tariff=(item["performance_id"], tariff),
        seat_category_id=category,
        tariff_id=tariff,
        means_bracket_id=item.get("means_bracket_id", ""),
        number=item["count"],
        chosen=item.get("chosen_minor"),
        paid=priced["unit_price_minor"],
        on_top=on_top,
        drawn=drawn,
        reference=reference,
        full=full,
        tier_id=priced["tier_id"],
        pool_id=pool,
        card=(card, item.get("card_reference", ""), priced.get("card_show", ""))
        if card
        else None,
        pack=(pack, item.get("pack_place", 0)) if pack else None,
        ticket=ticket,
        received=ticket + drawn,
        cell=(category, tariff, channel_id),
        above=ticket + drawn - reference,
    )
