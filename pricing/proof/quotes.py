"""Quotes and tickets: offered, sold, given back, numbered, counted once each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pricing.proof.basket import Basket, basket_of
from pricing.proof.findings import Findings, Place
from pricing.proof.offered import Baskets, Offered
from pricing.proof.season_proof import SeasonProof
from pricing.proof.season_state import micros

_QUOTE, _FIRST = '{"quote_id":"', '","serial_first":'


@dataclass
class Quotes:
    """The quotes of an organisation, judged from the bodies of their events."""

    findings: Findings
    seasons: Mapping[str, SeasonProof]
    last_serial: int = 0
    _baskets: Baskets = field(default_factory=Baskets)
    # Offered quotes, with the end of their hold.
    _open: dict[str, Offered] = field(default_factory=dict)
    # Sold quotes with their first serial.
    _sold: dict[str, tuple[Basket, int]] = field(default_factory=dict)
    # Seats left of each item, of quotes of which some were given back.
    _left: dict[str, list[int]] = field(default_factory=dict)
    _returned: set[int] = field(default_factory=set)
    _vouchers: set[str] = field(default_factory=set)

    def offer(self, body: str, sequence: int, time: int) -> None:
        """Judge and hold a quote that is offered."""
        offered = self._baskets.offered(body)
        quote_id, _, basket = offered
        at = Place(sequence, time, basket.season_id)
        if quote_id in self._open or quote_id in self._sold:
            self.findings.breach("quote_twice", at, quote=quote_id)
        self.seasons[basket.season_id].offer(basket, at)
        self._open[quote_id] = offered
        if basket.with_vouchers:
            self._use(basket, at)

    def _use(self, basket: Basket, at: Place) -> None:
        """Take the vouchers of a basket, each once."""
        for some in basket.vouchers:
            for mark, _ in some:
                if mark in self._vouchers:
                    self.findings.breach("voucher", at, mark=mark)
                self._vouchers.add(mark)

    def accept(self, body: str, sequence: int, time: int) -> None:
        """Count a quote as sold, with the serials of its tickets."""
        quote_id, first = _accepted(body)
        offered = self._open.pop(quote_id, None)
        if offered is None:
            at = Place(sequence, time)
            self.findings.breach("not_offered", at, quote=quote_id)
            return
        _, expires, basket = offered
        if time >= micros(datetime.fromisoformat(expires)):
            at = Place(sequence, time, basket.season_id)
            self.findings.breach("too_late", at, quote=quote_id)
        self._sell(quote_id, basket, first, sequence, time)

    def _sell(
        self, quote_id: str, basket: Basket, first: int, sequence: int, time: int
    ) -> None:
        count = basket.seat_count
        if count and first != self.last_serial + 1:
            following = self.last_serial + 1
            at = Place(sequence, time, basket.season_id)
            self.findings.breach(
                "serial", at, quote=quote_id, serial=first, bound=following
            )
        self.last_serial += count
        self._sold[quote_id] = basket, first
        self.seasons[basket.season_id].sell(basket)

    def release(self, body: str, sequence: int, time: int) -> None:
        """Give back what a quote held that was voided or ran out."""
        quote_id = json.loads(body)["quote_id"]
        offered = self._open.pop(quote_id, None)
        if offered is None:
            self.findings.breach("not_offered", Place(sequence, time), quote=quote_id)
            return
        basket = offered[2]
        self.seasons[basket.season_id].release(basket)
        for some in basket.vouchers:
            self._vouchers.difference_update(mark for mark, _ in some)

    def cancel(self, body: str, sequence: int, time: int) -> None:
        """Take tickets back that were sold."""
        self._take_back(json.loads(body)["cancellation"], Place(sequence, time))

    def _take_back(self, told: Mapping[str, Any], at: Place) -> None:
        quote_id = told["quote_id"]
        basket, first = self._sold[quote_id]
        of = self.seasons[basket.season_id]
        counts = [item.number for item in basket.items]
        before = self._left.get(quote_id, counts)
        numbers = [0] * len(counts)
        for line in told["lines"]:
            place = line["item_index"]
            start = first + sum(counts[:place])
            for serial in line["serials"]:
                held = start <= serial < start + counts[place]
                if not held or serial in self._returned:
                    self.findings.breach("not_held", at, quote=quote_id, serial=serial)
                self._returned.add(serial)
            numbers[place] += len(line["serials"])
        for gift in told.get("gifts", ()):
            product = basket.products[gift["product_index"]]
            of.money.receive(product.product_id, -product.number * product.price)
        left = [n - gone for n, gone in zip(before, numbers, strict=True)]
        self._vouchers -= basket.marks(before) - basket.marks(left)
        self._left[quote_id] = left
        of.give_back(basket, numbers, left)

    def exchange(self, body: str, sequence: int, time: int) -> None:
        """Take tickets back, and sell others instead."""
        told = json.loads(body)["exchange"]
        quote = told["quote"]
        at = Place(sequence, time, quote["season_id"])
        self._take_back(told["cancellation"], at)
        basket = basket_of(quote)
        offered = self._open.pop(quote["id"], None)
        if offered is None:
            self.seasons[basket.season_id].offer(basket, at)
            self._use(basket, at)
        elif (offered[2].items, offered[2].products) != (basket.items, basket.products):
            self.findings.breach("sold_otherwise", at, quote=quote["id"])
        serials = [s for priced in quote["items"] for s in priced["serials"]]
        first = serials[0] if serials else self.last_serial + 1
        if serials != list(range(first, first + len(serials))):
            self.findings.breach(
                "serial", at, quote=quote["id"], serial=first, bound=first
            )
        self._sell(quote["id"], basket, first, sequence, time)


def _accepted(body: str) -> tuple[str, int]:
    """Return the quote that was accepted, and the first serial of its tickets."""
    end = body.find(_FIRST, len(_QUOTE))
    number = body[end + len(_FIRST) : -1]
    quote_id = body[len(_QUOTE) : end]
    if (
        body.startswith(_QUOTE)
        and end > 0
        and number.isdecimal()
        and '"' not in quote_id
    ):
        return quote_id, int(number)
    told = json.loads(body)
    return told["quote_id"], told["serial_first"]
