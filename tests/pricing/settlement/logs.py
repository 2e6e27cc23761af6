"""Random logs of sales, and what they come to when each ticket is looked at alone."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from pricing.domain.after_sale import (
    Cancellation,
    Exchange,
    GiftBack,
    Ground,
    LineBack,
)
from pricing.domain.inventory import BatchTaken, ToldSale
from pricing.domain.quote import (
    LineKind,
    PricedItem,
    PriceLine,
    ProductItem,
    ProductKind,
    Quote,
    QuoteItem,
    QuoteState,
)
from pricing.domain.scope import Scope
from pricing.domain.settlement import SettlementTerms, Share, Split, VatRate
from pricing.store import events
from pricing.store.events import Recorded
from tests.houses import studio_season
from tests.pricing.quotes.plans import NOW

TERMS = SettlementTerms(
    vat=(VatRate(21, Scope(production="antigone"), first_performances=1),),
    splits=(
        Split(
            (Share("artist", 500, 8_000), Share("producer", 300), Share("venue", 200)),
            Scope(production="antigone"),
        ),
        Split(
            (Share("company", 333), Share("producer", 667)), Scope("", "", "night-2")
        ),
    ),
)
SEASON = studio_season(4, settlement=TERMS)
NIGHTS = [each.id for each in SEASON.performances]
CHANNELS = ["web", "counter", "network"]
MINUTE = timedelta(minutes=1)
FOR_FUNDS = (ProductKind.FUND_GIFT, ProductKind.ROUND_UP)


@st.composite
def priced_items(draw):
    full = draw(st.integers(0, 12_000))
    ticket = draw(st.integers(0, 15_000))
    on_top = draw(st.integers(0, 900))
    drawn = draw(st.just(0) | st.integers(0, 2_000))
    night = draw(st.sampled_from(NIGHTS))
    rate = SEASON.vat_permille_of(SEASON.performance_by_id[night])
    lines = [
        PriceLine(LineKind.REFERENCE, full, "mid", "printed"),
        PriceLine(LineKind.TARIFF, ticket + drawn - full, "full", "tariff"),
    ]
    if drawn:
        lines.append(PriceLine(LineKind.SUSPENDED, -drawn, "pool", "pool"))
    if on_top:
        lines.append(PriceLine(LineKind.COMMISSION, on_top, "web", "commission"))
    return PricedItem(
        item=QuoteItem(night, "front", "full", draw(st.integers(1, 4))),
        unit_price_minor=ticket + on_top,
        lines=tuple(lines),
        vat_included_minor=(ticket + drawn) * rate // (1000 + rate),
        commission_minor=on_top or draw(st.integers(0, min(800, ticket))),
        tier_id="mid",
        reference_price_minor=full,
        drawn_minor=drawn,
        pool_id="pool" if drawn else "",
        cost_minor=draw(st.integers(0, 200)),
        # Logs from before rates were kept say none.
        vat_permille=draw(st.sampled_from([rate, rate, 100, None])),
    )


@st.composite
def quotes(draw, number):
    products = st.builds(
        ProductItem,
        kind=st.sampled_from(ProductKind),
        product_id=st.sampled_from(["pool", "card-6", "fund"]),
        count=st.integers(1, 3),
        unit_price_minor=st.integers(0, 20_000),
    )
    return Quote(
        id=f"q{number:06d}",
        season_id="autumn",
        channel_id=draw(st.sampled_from(CHANNELS)),
        currency_code="EUR",
        items=tuple(draw(st.lists(priced_items(), max_size=3))),
        state=QuoteState.OFFERED,
        plan_id="r1",
        create_time=NOW,
        expire_time=NOW + 15 * MINUTE,
        counter_id=draw(st.sampled_from(["", "", "hall"])),
        products=tuple(draw(st.lists(products, max_size=1))),
    )


def with_serials(quote, first):
    items = []
    for each in quote.items:
        last = first + each.item.count
        items.append(replace(each, serials=tuple(range(first, last))))
        first = last
    return replace(quote, items=tuple(items), state=QuoteState.ACCEPTED)


class Maker:
    """Appends events as a store would, one a minute."""

    def __init__(self, draw):
        self.draw = draw
        self.records = []
        self.serial = 0
        self.quote_count = 0
        # Sold quotes with serials, and what is still valid of them.
        self.sold = {}
        self.gone = set()
        self.told = {}
        self.append(events.SeasonCreated(SEASON))

    def append(self, event):
        number = len(self.records) + 1
        time = NOW + number * MINUTE
        self.records.append(Recorded("studio-theatre", number, time, event))

    def offer(self):
        self.quote_count += 1
        quote = self.draw(quotes(self.quote_count))
        self.append(events.QuoteOffered(quote))
        return quote

    def sell(self):
        quote = self.offer()
        fate = self.draw(st.sampled_from(["sold", "sold", "sold", "voided", "expired"]))
        if fate == "sold":
            self.append(events.QuoteAccepted(quote.id, self.serial + 1))
            self.keep(quote)
        elif fate == "voided":
            self.append(events.QuoteVoided(quote.id))
        else:
            self.append(events.QuoteExpired(quote.id))

    def keep(self, quote):
        self.sold[quote.id] = with_serials(quote, self.serial + 1)
        self.serial += sum(each.item.count for each in quote.items)

    def cancellation(self, exchange_quote_id=""):
        quote_id = self.draw(st.sampled_from(sorted(self.sold)))
        lines = []
        for index, each in enumerate(self.sold[quote_id].items):
            valid = [s for s in each.serials if s not in self.gone]
            count = self.draw(st.integers(0, len(valid)))
            if not count:
                continue
            whole = self.draw(st.booleans())
            commission = each.commission_minor if whole else 0
            price = each.unit_price_minor if whole else each.ticket_minor
            fee = 0 if self.draw(st.booleans()) else self.draw(st.integers(0, 900))
            # Of a commission on top that is given back, nothing is kept.
            least = each.on_top_minor if whole else 0
            back = max(least, price - fee)
            serials = tuple(valid[-count:])
            self.gone.update(serials)
            lines.append(
                LineBack(
                    index, serials, count * back, count * commission, Ground.POLICY
                )
            )
        gifts = [
            GiftBack(place, each.total_minor)
            for place, each in enumerate(self.sold[quote_id].products)
            if each.kind in FOR_FUNDS
            and (quote_id, place) not in self.gone
            and not exchange_quote_id
            and self.draw(st.booleans())
        ]
        self.gone.update((quote_id, each.product_index) for each in gifts)
        time = NOW + (len(self.records) + 1) * MINUTE
        return Cancellation(
            quote_id, 1, time, tuple(lines), "EUR", exchange_quote_id, tuple(gifts)
        )

    def cancel(self):
        if self.sold:
            cancellation = self.cancellation()
            if cancellation.lines or cancellation.gifts:
                self.append(events.ItemsCancelled(cancellation))

    def exchange(self):
        if not self.sold:
            return
        self.quote_count += 1
        quote = self.draw(quotes(self.quote_count).filter(lambda q: q.items))
        cancellation = self.cancellation(quote.id)
        if cancellation.lines:
            sold = with_serials(quote, self.serial + 1)
            self.append(events.ItemsExchanged(Exchange(cancellation, sold)))
            self.keep(quote)

    def tell(self):
        name = self.draw(st.sampled_from(["a", "b", "c"]))
        known = self.told.get(name)
        if known is None:
            known = ToldSale(
                name,
                self.draw(st.sampled_from(NIGHTS)),
                "back",
                "full",
                self.draw(st.sampled_from(CHANNELS)),
                self.draw(st.integers(1, 5)),
                self.draw(st.integers(0, 9_000)),
                NOW + len(self.records) * MINUTE,
            )
        else:
            gone = self.draw(st.integers(known.cancelled_count, known.count))
            known = replace(known, cancelled_count=gone)
        self.told[name] = known
        batch = BatchTaken(1, 0, 0, 0)
        self.append(events.SalesRecorded("autumn", (known,), (), batch))


@st.composite
def logs(draw):
    """Return a random log of up to a dozen sales and what came after them."""
    maker = Maker(draw)
    steps = ["sell", "sell", "sell", "cancel", "exchange", "tell"]
    for step in draw(st.lists(st.sampled_from(steps), max_size=12)):
        getattr(maker, step)()
    return maker.records


def ticket_by_ticket(records, period):
    """Return the sums of each row, adding up one ticket after the other."""
    rows = defaultdict(lambda: defaultdict(int))
    offered, sold, told, baskets = {}, {}, {}, {}

    def row(night, kind, quote, rate):
        rate = SEASON.vat_permille if rate is None else rate
        return rows[night, kind, quote.channel_id, quote.counter_id, rate]

    def sell(quote, time):
        baskets[quote.id] = quote
        serial = int(sold.get("next", 1))
        for each in quote.items:
            for _ in range(each.item.count):
                sold[serial] = (quote, each)
                serial += 1
                if time not in period:
                    continue
                of = row(each.item.performance_id, "seat", quote, each.vat_permille)
                on_top = each.on_top_minor
                of["seats_sold"] += 1
                of["paid"] += each.unit_price_minor
                of["on_top"] += on_top
                of["drawn"] += each.drawn_minor
                of["vat"] += each.vat_included_minor
                of["commission"] += 0 if on_top else each.commission_minor
                over = each.received_minor - each.reference_price_minor
                of["support"] += max(0, over)
                of["cost"] += each.cost_minor
        sold["next"] = serial
        for product in quote.products if time in period else ():
            gift = product.kind is not ProductKind.CARD
            rate = 0 if gift else 55
            kind = "fund_gift" if product.kind in FOR_FUNDS else product.kind.value
            of = row("", kind, quote, rate)
            for _ in range(product.count):
                price = product.unit_price_minor
                of["paid"] += price
                of["gifts"] += price if gift else 0
                # 5.5 % inside, halves up.
                of["vat"] += 0 if gift else (2 * price * 55 + 1055) // 2110

    def back(cancellation, time):
        for gift in cancellation.gifts if time in period else ():
            quote = baskets[cancellation.quote_id]
            of = row("", "fund_gift", quote, 0)
            of["refunded"] += gift.refund_minor
            of["gifts"] -= gift.refund_minor
        for line in cancellation.lines if time in period else ():
            for serial in line.serials:
                quote, each = sold[serial]
                of = row(each.item.performance_id, "seat", quote, each.vat_permille)
                refund = line.refund_minor // len(line.serials)
                commission = line.commission_back_minor // len(line.serials)
                on_top = commission if each.on_top_minor else 0
                of["seats_returned"] += 1
                of["refunded"] += refund
                of["on_top"] -= on_top
                of["drawn"] -= each.drawn_minor
                of["commission"] -= commission - on_top
                face = refund - on_top + each.drawn_minor
                whole = each.received_minor
                over = max(0, whole - each.reference_price_minor)
                for name, inside in (
                    ("vat", each.vat_included_minor),
                    ("support", over),
                ):
                    if face == whole:
                        of[name] -= inside
                    else:
                        of[name] -= (2 * inside * face + whole) // (2 * whole)

    for recorded in records:
        event, time = recorded.event, recorded.time
        if isinstance(event, events.QuoteOffered):
            offered[event.quote.id] = event.quote
        elif isinstance(event, events.QuoteAccepted):
            sell(offered[event.quote_id], time)
        elif isinstance(event, events.ItemsCancelled):
            back(event.cancellation, time)
        elif isinstance(event, events.ItemsExchanged):
            back(event.exchange.cancellation, time)
            sell(event.exchange.quote, time)
        elif isinstance(event, events.SalesRecorded):
            (sale,) = event.sales
            before = told.get(sale.id)
            night = SEASON.performance_by_id[sale.performance_id]
            rate = SEASON.vat_permille_of(night)
            key = (night.id, "platform_seat", sale.channel_id, "", rate)
            price = sale.unit_price_minor
            vat = (2 * price * rate + 1000 + rate) // (2 * (1000 + rate))
            new = sale.count if before is None else 0
            gone = sale.cancelled_count - (before.cancelled_count if before else 0)
            new = new if sale.time in period else 0
            gone = gone if time in period else 0
            if new or gone:
                rows[key]["seats_sold"] += new
                rows[key]["seats_returned"] += gone
                rows[key]["paid"] += new * price
                rows[key]["refunded"] += gone * price
                rows[key]["vat"] += (new - gone) * vat
            told[sale.id] = sale
    return {key: dict(of) for key, of in rows.items()}
