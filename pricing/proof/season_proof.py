"""All that is counted and judged of one season, event by event."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pricing.domain.inventory import ToldSale
from pricing.domain.rules import ChannelParity
from pricing.domain.season import Season
from pricing.proof.basket import Basket, Seats
from pricing.proof.findings import Findings, Place
from pricing.proof.money import MoneyCount
from pricing.proof.offers import commission_on, judge_prices
from pricing.proof.posted import PostedPrices, check_due
from pricing.proof.price_bounds import reference_prices
from pricing.proof.season_state import SeasonState
from pricing.proof.seats import SeatCount

# Seat category, tariff, means bracket, ticket's price and what was received for it.
Paid = tuple[str, str, str, int, int]


@dataclass
class SeasonProof:
    """What a season was, event by event, held to its rules."""

    state: SeasonState
    findings: Findings
    seats: SeatCount = field(init=False)
    money: MoneyCount = field(init=False)
    posted: PostedPrices = field(init=False)
    # How often each basket was sold.
    sold: Counter[Basket] = field(default_factory=Counter)
    # By performance: seats that a platform sold, less those given back of others.
    _beside: dict[str, Counter[Paid]] = field(default_factory=dict)
    offer_count: int = 0
    price_count: int = 0
    sale_count: int = 0
    seats_sold: int = 0
    seats_returned: int = 0
    seats_told: int = 0
    _told: dict[str, ToldSale] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.seats = SeatCount(self.findings)
        self.money = MoneyCount(self.findings)
        self.posted = PostedPrices(
            self.findings,
            lambda performance, category: self.seats.full(
                self.state, performance, category
            ),
        )

    def offer(self, basket: Basket, at: Place) -> None:
        """Judge a basket that is offered, and hold what it takes."""
        of = self.state
        self.offer_count += 1
        self.price_count += len(basket.items)
        # Most have one item, at a price that was found right for others.
        if len(basket.items) == 1:
            name = basket.items[0].performance_id
            standing = of.posted.get(name)
            if (
                standing is None
                or standing.kind not in basket.right_by
                or at.time >= standing.due
                or name in of.cancelled
            ):
                self._judge_prices(basket, at)
        else:
            self._judge_prices(basket, at)
        self.seats.hold(of, basket, at)
        if basket.reduced or basket.special:
            self.money.hold(of, basket)
            self.money.judge(of, basket, at)

    def _judge_prices(self, basket: Basket, at: Place) -> None:
        of, to = self.state, self.findings
        for item in basket.items:
            standing = of.posted.get(item.performance_id)
            if standing is not None and at.time >= standing.due:
                check_due(of, item.performance_id, at, to)
            if item.performance_id in of.cancelled:
                to.breach("cancelled", at._replace(performance_id=item.performance_id))
        judge_prices(of, basket, at, to)

    def release(self, basket: Basket) -> None:
        """Give back what a basket held that was not sold."""
        for place, item in enumerate(basket.items):
            self.seats.move_item(basket, place, -item.number)
        if basket.reduced or basket.special:
            self.money.hold(self.state, basket, -1)

    def sell(self, basket: Basket) -> None:
        """Count a basket as sold."""
        self.sale_count += 1
        self.seats_sold += basket.seat_count
        if basket.brings:
            self.money.sell(self.state, basket)
        self.sold[basket] += 1

    def give_back(
        self, basket: Basket, numbers: Sequence[int], left: Sequence[int]
    ) -> None:
        """Take back so many seats of each item; so many are left after it."""
        self.seats_returned += sum(numbers)
        for place, number in enumerate(numbers):
            if number:
                self.seats.move_item(basket, place, -number)
                self.money.use(self.state, basket, place, -number)
                self.money.bring(self.state, basket, place, -number)
        before = [n + rest for n, rest in zip(numbers, left, strict=True)]
        was, now = basket.packs_left(before), basket.packs_left(left)
        for (pack_id, _, _), more, fewer in zip(basket.packs, was, now, strict=True):
            self.money.packs[pack_id] -= more - fewer
        for item, number in zip(basket.items, numbers, strict=True):
            beside = self._beside.setdefault(item.performance_id, Counter())
            beside[_sold_as(item)] -= number

    def tell(self, told: ToldSale) -> None:
        """Count a sale of the platform's as it stands now."""
        known = self._told.get(told.id)
        self._told[told.id] = told
        change = told.kept_count - (0 if known is None else known.kept_count)
        self.seats_told += change
        price, of = told.unit_price_minor, self.state
        performance = of.season.performance_by_id[told.performance_id]
        categories = of.season.venue_by_id[performance.venue_id].seat_categories
        place = [each.id for each in categories].index(told.seat_category_id)
        above = price - reference_prices(of.season, performance)[place]
        if above > 0:
            self.money.tell(of, performance.id, told.tariff_id, change * above)
        else:
            self.money.told_under(of, performance.id, told.tariff_id, -change * above)
        paid = self._beside.setdefault(performance.id, Counter())
        paid[told.seat_category_id, told.tariff_id, "", price, price] += change

    def paid(self) -> dict[str, Counter[Paid]]:
        """Return, by performance, the seats sold and not given back."""
        found = {name: Counter(counts) for name, counts in self._beside.items()}
        for basket, times in self.sold.items():
            for item in basket.items:
                counts = found.setdefault(item.performance_id, Counter())
                counts[_sold_as(item)] += times * item.number
        return found


def _sold_as(item: Seats) -> Paid:
    return (
        item.seat_category_id,
        item.tariff_id,
        item.means_bracket_id,
        item.ticket,
        item.received,
    )


def judge_parity(season: Season, at: Place, to: Findings) -> None:
    """Hold what channels add to the price, and what they take, to the rules."""
    for rule in season.rules:
        if not isinstance(rule, ChannelParity):
            continue
        finding = to.of(season.id, rule)
        asked = [
            (name, each)
            for channel in season.channels
            for name, each in channel.commissions
        ]
        finding.checked += len(asked)
        lowest = min(
            (
                price
                for performance in season.performances
                if rule.scope.covers(performance)
                for tier in season.venue_by_id[performance.venue_id].price_tiers
                if tier.id in performance.ladder
                for price, seats in zip(
                    tier.prices_minor, performance.capacities, strict=True
                )
                if price and seats
            ),
            default=0,
        )
        for name, each in asked:
            if each.on_top != asked[0][1].on_top:
                to.breach("fees_differ", at, finding, seller=name, other=asked[0][0])
            if not lowest:
                continue
            share = 1000 * commission_on(each, lowest) / lowest
            finding.note(rule.commission_permille_max - share, "permille", at)
            # Half a minor unit may be rounding.
            most = rule.commission_permille_max * lowest + 500
            if 1000 * commission_on(each, lowest) > most:
                to.breach(
                    "fee_too_high", at, finding, seller=name, percent=share / 10,
                    bound=rule.commission_permille_max / 10,
                )  # fmt: skip
