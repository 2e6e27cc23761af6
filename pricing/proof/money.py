"""Money that is given away counted a second time: funds, pools, cards and packs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pricing.domain.rules import SolidarityBudget
from pricing.domain.tariff import Tariff
from pricing.proof.basket import Basket
from pricing.proof.findings import Finding, Findings, Place
from pricing.proof.season_state import SeasonState

_FUND_GIFTS = frozenset({"fund_gift", "round_up"})


@dataclass
class MoneyCount:
    """What a season's funds, pools, cards and packs have left."""

    findings: Findings
    # By performance and tariff, minor units: what seats held and sold cost less than
    # their reference prices, and what those sold brought above.
    reduced: Counter[tuple[str, str]] = field(default_factory=Counter)
    surplus: Counter[tuple[str, str]] = field(default_factory=Counter)
    # By fund, minor units: gifts, round-ups and what was recorded by hand.
    income: Counter[str] = field(default_factory=Counter)
    # By pool: gifts that are paid, less what tickets took.
    pools: Counter[str] = field(default_factory=Counter)
    cards: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    packs: Counter[str] = field(default_factory=Counter)
    # By fund, thousandths of minor units, by one version of the season.
    _left: dict[str, int] = field(default_factory=dict)
    # By performance and tariff: funds, the thousandths of a surplus that enter each
    # and those of a reduction that leave it.
    _moved: dict[tuple[str, str], list[tuple[str, int, int]]] = field(
        default_factory=dict
    )
    _version: int = -1

    def hold(self, of: SeasonState, basket: Basket, sign: int = 1) -> None:
        """Take what a basket uses while it is held, or with -1 give it back."""
        for place, item in enumerate(basket.items):
            self.use(of, basket, place, sign * item.number)
        for pack_id, number, _ in basket.packs:
            self.packs[pack_id] += sign * number

    def use(self, of: SeasonState, basket: Basket, place: int, number: int) -> None:
        """Take what so many seats of one item use."""
        item = basket.items[place]
        if item.above < 0:
            reduced = -number * item.above
            self.reduced[item.at_tariff] += reduced
            if item.tariff_id in of.solidarity:
                self._move(of, item.at_tariff, 0, reduced)
        if item.card is not None:
            self.cards[item.card] += number
        if item.pool_id:
            self.pools[item.pool_id] -= number * item.drawn

    def sell(self, of: SeasonState, basket: Basket) -> None:
        """Take in what a basket brings once it is paid."""
        for place, item in enumerate(basket.items):
            self.bring(of, basket, place, item.number)
        for product in basket.products:
            amount = product.number * product.price
            if product.kind == "gift":
                self.pools[product.product_id] += amount
            elif product.kind in _FUND_GIFTS:
                self.receive(product.product_id, amount)

    def bring(self, of: SeasonState, basket: Basket, place: int, number: int) -> None:
        """Take in what so many seats of one item bring above their reference price."""
        item = basket.items[place]
        if item.above > 0:
            self.surplus[item.at_tariff] += number * item.above
            self._move(of, item.at_tariff, number * item.above, 0)

    def tell(
        self, of: SeasonState, performance_id: str, tariff_id: str, above: int
    ) -> None:
        """Take in what seats brought above their reference prices."""
        self.surplus[performance_id, tariff_id] += above
        self._move(of, (performance_id, tariff_id), above, 0)

    def told_under(
        self, of: SeasonState, performance_id: str, tariff_id: str, under: int
    ) -> None:
        """Take in what seats that a platform sold cost less."""
        self.reduced[performance_id, tariff_id] += under
        self._move(of, (performance_id, tariff_id), 0, under)

    def receive(self, fund_id: str, amount: int) -> None:
        """Take in money for a fund."""
        self.income[fund_id] += amount
        if fund_id in self._left:
            self._left[fund_id] += 1000 * amount

    def judge(self, of: SeasonState, basket: Basket, at: Place) -> None:
        """Hold a basket that was just offered to what was left for it."""
        if basket.special:
            self._judge_special(of, basket, at)
        if of.solidarity.isdisjoint(basket.reduced):
            return
        for rule, finding in self._paying(of, basket):
            finding.checked += 1
            left = self._balances(of)[rule.id]
            finding.note(left / 1000, "money", at)
            if left < 0:
                self.findings.breach("overdrawn", at, finding, price=-left / 1000)

    def _judge_special(self, of: SeasonState, basket: Basket, at: Place) -> None:
        """Hold it to what pools, cards and packs had left."""
        for item in basket.items:
            if item.pool_id and item.drawn and self.pools[item.pool_id] < 0:
                self.findings.breach(
                    "pool", at, pool=item.pool_id, price=-self.pools[item.pool_id]
                )
            if item.card is not None:
                most = of.season.card_by_id[item.card[0]].seats_per_show
                if self.cards[item.card] > most:
                    self.findings.breach(
                        "card", at, card=item.card[0], taken=self.cards[item.card],
                        bound=most,
                    )  # fmt: skip
        for pack_id, _, _ in basket.packs:
            quota = of.season.pack_by_id[pack_id].quota_count
            if quota is not None and self.packs[pack_id] > quota:
                self.findings.breach(
                    "pack", at, pack=pack_id, taken=self.packs[pack_id], bound=quota
                )

    def left(self, of: SeasonState, fund_id: str) -> float:
        """Return what a fund has left, in minor units."""
        return self._balances(of)[fund_id] / 1000

    def _paying(
        self, of: SeasonState, basket: Basket
    ) -> Iterator[tuple[SolidarityBudget, Finding]]:
        """Yield the budgets that pay for a reduction of a basket."""
        reduced = [
            of.season.performance_by_id[item.performance_id]
            for item in basket.items
            if item.above < 0 and item.tariff_id in of.solidarity
        ]
        for rule in of.season.rules:
            if isinstance(rule, SolidarityBudget) and any(
                rule.scope.covers(each) for each in reduced
            ):
                yield rule, self.findings.of(of.season.id, rule)

    def _balances(self, of: SeasonState) -> dict[str, int]:
        if self._version != of.version:
            self._version = of.version
            self._moved = {}
            self._left = {
                rule.id: self._balance(of, rule)
                for rule in of.season.rules
                if isinstance(rule, SolidarityBudget)
            }
        return self._left

    def _balance(self, of: SeasonState, rule: SolidarityBudget) -> int:
        """Reckon what a fund has left from all that was counted."""
        given = rule.donations_minor + rule.subsidy_minor + self.income[rule.id]
        left = 1000 * given
        for performance_id, tariff_id in {*self.reduced, *self.surplus}:
            performance = of.season.performance_by_id.get(performance_id)
            tariff = of.season.tariff_by_id.get(tariff_id)
            if performance and tariff and rule.scope.covers(performance):
                key = performance_id, tariff_id
                left += self.surplus[key] * _share(rule, tariff)
                left -= 1000 * self.reduced[key] * tariff.solidarity
        return left

    def _move(
        self, of: SeasonState, key: tuple[str, str], surplus: int, reduced: int
    ) -> None:
        """Keep the balances at hand, as long as the season stays as it is."""
        if self._version != of.version:
            return
        funds = self._moved.get(key)
        if funds is None:
            funds = self._moved[key] = _funds(of, *key)
        for fund_id, share, whole in funds:
            self._left[fund_id] += surplus * share - reduced * whole


def _funds(
    of: SeasonState, performance_id: str, tariff_id: str
) -> list[tuple[str, int, int]]:
    """Return the funds that seats at a tariff move, and by how much of what."""
    tariff = of.season.tariff_by_id[tariff_id]
    performance = of.season.performance_by_id[performance_id]
    return [
        (rule.id, _share(rule, tariff), 1000 * tariff.solidarity)
        for rule in of.season.rules
        if isinstance(rule, SolidarityBudget) and rule.scope.covers(performance)
    ]


def _share(rule: SolidarityBudget, tariff: Tariff) -> int:
    """Return the thousandths of a surplus at a tariff that enter a fund."""
    if tariff.choice is not None and rule.support_permille is not None:
        return rule.support_permille
    return rule.surplus_permille
