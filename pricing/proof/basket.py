"""A quote as the log has it, with what is alike of many quotes read once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pricing.domain.quote import FULL_PRICE

BASKETS_KEPT_MAX = 200_000

_ID = '{"quote":{"id":"'
_STATE = '"state":"offered","plan_id":"'
_CREATED, _EXPIRES, _ENDED = '"create_time":"', '","expire_time":"', '","end_time":null'
_FULL = frozenset(kind.value for kind in FULL_PRICE)


class Seats(NamedTuple):
    """Seats of one item; amounts in minor units, of one seat."""

    performance_id: str
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

    @property
    def ticket(self) -> int:
        """What the buyer pays for the ticket itself."""
        return self.paid - self.on_top

    @property
    def received(self) -> int:
        """What the organisation takes in for it, commissions inside left in."""
        return self.paid - self.on_top + self.drawn


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
    # Pack, how many and the price of one.
    packs: tuple[tuple[str, int, int], ...]
    products: tuple[Product, ...]
    # By item, then by pack, the marks of vouchers and the seats each is good for.
    vouchers: tuple[tuple[tuple[str, int], ...], ...]
    # What it was found to be priced right by: a version of the season, and postings.
    right_by: tuple[int, ...] = ()

    @property
    def seat_count(self) -> int:
        """Tickets of it."""
        return sum([item.number for item in self.items])

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


class Offered(NamedTuple):
    """An offered quote: what is its own, and the rest."""

    quote_id: str
    # As the log has it.
    expires: str
    basket: Basket


class Baskets:
    """Reads offered quotes; those that are alike are read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Basket] = {}

    def offered(self, body: str) -> Offered:
        """Return the quote of an event's body.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where it is no such body.
        """
        # A quotation mark inside a text is escaped, so these stand nowhere else.
        id_end = body.find('"', len(_ID))
        state = body.find(_STATE, id_end)
        created = body.find(_CREATED, state)
        expires = body.find(_EXPIRES, created)
        ended = body.find(_ENDED, expires)
        if not body.startswith(_ID) or min(id_end, state, created, expires, ended) < 0:
            quote = json.loads(body)["quote"]
            return Offered(quote["id"], quote["expire_time"], basket_of(quote))
        alike = body[id_end:state], body[ended:]
        basket = self._known.get(alike)
        if basket is None:
            if len(self._known) >= BASKETS_KEPT_MAX:
                self._known.clear()
            basket = self._known[alike] = basket_of(json.loads(body)["quote"])
        return Offered(
            body[len(_ID) : id_end], body[expires + len(_EXPIRES) : ended], basket
        )


def basket_of(quote: Mapping[str, Any]) -> Basket:
    """Return what a quote is of."""
    packs = quote.get("packs", ())
    marks = [priced["item"].get("vouchers", ()) for priced in quote["items"]]
    marks += [pack.get("vouchers", ()) for pack in packs]
    return Basket(
        season_id=quote["season_id"],
        channel_id=quote["channel_id"],
        counter_id=quote.get("counter_id", ""),
        items=tuple(_seats(priced) for priced in quote["items"]),
        packs=tuple((p["pack_id"], p["count"], p["unit_price_minor"]) for p in packs),
        products=tuple(
            Product(
                each["kind"],
                each["product_id"],
                each["count"],
                each["unit_price_minor"],
            )
            for each in quote.get("products", ())
        ),
        vouchers=tuple(
            tuple((each["mark"], each.get("seats", 1)) for each in some)
            for some in marks
        ),
    )


def _seats(priced: Mapping[str, Any]) -> Seats:
    item, on_top, full = priced["item"], 0, 0
    for line in priced["lines"]:
        if line["kind"] == "commission":
            on_top += line["amount_minor"]
        elif line["kind"] in _FULL:
            full += line["amount_minor"]
    card = priced.get("card_id", "")
    pack = item.get("pack_id", "")
    return Seats(
        performance_id=item["performance_id"],
        seat_category_id=item["seat_category_id"],
        tariff_id=item["tariff_id"],
        means_bracket_id=item.get("means_bracket_id", ""),
        number=item["count"],
        chosen=item.get("chosen_minor"),
        paid=priced["unit_price_minor"],
        on_top=on_top,
        drawn=priced.get("drawn_minor", 0),
        reference=priced["reference_price_minor"],
        full=full,
        tier_id=priced["tier_id"],
        pool_id=priced.get("pool_id", ""),
        card=(card, item.get("card_reference", ""), priced.get("card_show", ""))
        if card
        else None,
        pack=(pack, item.get("pack_place", 0)) if pack else None,
    )
