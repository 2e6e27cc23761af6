"""The solidarity funds of a season, in double entry: what sales move, and what is left.

A reduction is promised from when its seat is held and given once it is sold; a
surplus and a gift enter only once they are paid: no order of holds, sales and
expiries overdraws a fund. Where income that was given away already is taken back (a
dear seat is returned), the house advances what is missing, gives away nothing more,
and has it repaid by the next income. Nothing else knows what is left of a fund.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pricing.domain.fund import MILLI, POOL, Account, FundIncome, Transfer
from pricing.domain.quote import PricedItem, ProductItem, ProductKind
from pricing.domain.rules import SolidarityBudget
from pricing.quotes.fund_parts import Part, part_of

if TYPE_CHECKING:
    from pricing.domain.season import Season

_GIFT = {
    ProductKind.FUND_GIFT: Account.GIFTS,
    ProductKind.ROUND_UP: Account.ROUND_UPS,
}


@dataclass(slots=True)
class Funds:
    """Balances of all accounts, and the raw sums that they can be had from anew."""

    # By fund and account: debits less credits, in thousandths of minor units.
    balance_milli: Counter[tuple[str, Account]] = field(default_factory=Counter)
    # By fund and account, minor units: what came by hand and at checkout.
    given_minor: Counter[tuple[str, Account]] = field(default_factory=Counter)
    # By performance, tariff and account, minor units: what seats cost less than
    # their reference prices, held and sold, and what those sold brought above.
    seats_minor: Counter[tuple[str, str, Account]] = field(default_factory=Counter)
    # Where each transfer is noted; None where nobody reads them.
    journal: list[Transfer] | None = field(default=None, compare=False, repr=False)
    # What seats of a performance at a tariff move, by the season restated last.
    _parts: dict[tuple[str, str], tuple[Part, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def left_milli(self, fund_id: str) -> int:
        """Return what a fund may still give away; never below 0."""
        return -self.balance_milli[fund_id, Account.FUND]

    def moved_milli(self, rule: SolidarityBudget) -> int:
        """Return by how much a fund is above what its rule opened it with.

        Negative where more was given away than came in since.
        """
        return self.left_milli(rule.id) - MILLI * rule.given_minor

    def hold(self, season: "Season", priced: PricedItem, count: int) -> None:
        """Promise the reductions of seats that are held; give up a negative count."""
        self._seat(season, priced, Account.PROMISED, count * max(0, -_above(priced)))
        self._draw(priced, Account.FUND, Account.PROMISED, count)

    def sell(self, season: "Season", priced: PricedItem) -> None:
        """Give what was promised for the seats of an item, and take their surplus."""
        item, above = priced.item, _above(priced)
        given = item.count * max(0, -above)
        if given:
            seat = item.performance_id, item.tariff_id
            self.seats_minor[*seat, Account.PROMISED] -= given
            self.seats_minor[*seat, Account.REDUCTIONS] += given
            both = Account.PROMISED, Account.REDUCTIONS
            for part in self._parts_of(season, *seat):
                if part.solidarity:
                    self._note(part.fund_id, *both, MILLI * given)
        self._seat(season, priced, Account.SURPLUS, item.count * max(0, above))
        self._draw(priced, Account.PROMISED, Account.REDUCTIONS, item.count)

    def give_back(self, season: "Season", priced: PricedItem, count: int) -> None:
        """Undo what seats moved that were sold and are given back."""
        above = _above(priced)
        self._seat(season, priced, Account.REDUCTIONS, -count * max(0, -above))
        self._seat(season, priced, Account.SURPLUS, -count * max(0, above))
        self._draw(priced, Account.REDUCTIONS, Account.FUND, count)

    def tell(
        self, season: "Season", seat: tuple[str, str], above_minor: int, count: int
    ) -> None:
        """Take in seats that a platform sold, or, with a negative count, cancelled.

        ``above_minor`` is what one, of a performance at a tariff, brings above its
        reference price; under it, negative.
        """
        raw = Account.SURPLUS if above_minor > 0 else Account.REDUCTIONS
        self._move(season, *seat, raw, count * abs(above_minor))

    def give(self, product: ProductItem, sign: int = 1) -> None:
        """Take in a gift that is paid, or, with -1, give it back."""
        amount = sign * product.total_minor
        if product.kind is ProductKind.GIFT:
            pool = POOL + product.product_id
            self._note(pool, Account.GIFTS, Account.FUND, MILLI * amount)
        elif product.kind in _GIFT:
            self._income(product.product_id, _GIFT[product.kind], amount)

    def record(self, income: FundIncome) -> None:
        """Take in what was recorded by hand."""
        self._income(income.fund_id, income.account, income.amount_minor)

    def restate(self, season: "Season") -> None:
        """Bring the accounts to what the rules of a season make of all that was sold.

        To be called where a season begins, and before another version of it does. A
        fund whose rule is gone keeps its money, and what it promised: whatever is
        in force now pays for seats that are still held.
        """
        self._parts.clear()
        ruled = {rule.id for rule in budgets(season)}
        for fund_id in sorted({fund_id for fund_id, _ in self.balance_milli} - ruled):
            held_back = self.balance_milli[fund_id, Account.PROMISED]
            self._post(fund_id, Account.PROMISED, held_back)
            self._settle(fund_id)
        for rule in budgets(season):
            wanted: Counter[Account] = Counter()
            wanted[Account.DONATIONS] = MILLI * rule.donations_minor
            wanted[Account.SUBSIDY] = MILLI * rule.subsidy_minor
            for (fund_id, account), amount in self.given_minor.items():
                if fund_id == rule.id:
                    wanted[account] += MILLI * amount
            for (performance_id, tariff_id, raw), amount in self.seats_minor.items():
                tariff = season.tariff_by_id.get(tariff_id)
                performance = season.performance_by_id.get(performance_id)
                if tariff and performance and rule.scope.covers(performance):
                    account, milli = part_of(rule, tariff).moved(raw, amount)
                    wanted[account] += milli
            # Income before what it paid for: no advance is asked for in between.
            for account in Account:
                if account not in (Account.FUND, Account.ADVANCE):
                    now = _sign(account) * self.balance_milli[rule.id, account]
                    self._post(rule.id, account, wanted[account] - now)
            self._settle(rule.id)

    def _income(self, fund_id: str, account: Account, amount_minor: int) -> None:
        self.given_minor[fund_id, account] += amount_minor
        self._post(fund_id, account, MILLI * amount_minor)
        self._settle(fund_id)

    def _seat(
        self, season: "Season", priced: PricedItem, raw: Account, amount_minor: int
    ) -> None:
        item = priced.item
        self._move(season, item.performance_id, item.tariff_id, raw, amount_minor)

    def _move(
        self,
        season: "Season",
        performance_id: str,
        tariff_id: str,
        raw: Account,
        amount_minor: int,
    ) -> None:
        """Move what seats cost above or under the reference, in each fund concerned."""
        if not amount_minor:
            return
        self.seats_minor[performance_id, tariff_id, raw] += amount_minor
        for part in self._parts_of(season, performance_id, tariff_id):
            account, milli = part.moved(raw, amount_minor)
            if milli:
                self._post(part.fund_id, account, milli)
                self._settle(part.fund_id)

    def _parts_of(
        self, season: "Season", performance_id: str, tariff_id: str
    ) -> tuple[Part, ...]:
        """Return what seats move in each fund that pays for the performance."""
        found = self._parts.get((performance_id, tariff_id))
        if found is None:
            performance = season.performance_by_id[performance_id]
            tariff = season.tariff_by_id[tariff_id]
            found = self._parts[performance_id, tariff_id] = tuple(
                part_of(rule, tariff)
                for rule in budgets(season)
                if rule.scope.covers(performance)
            )
        return found

    def _post(self, fund_id: str, account: Account, milli: int) -> None:
        """Move an amount between an account and the fund; negative, the other way."""
        if _sign(account) > 0:
            self._note(fund_id, account, Account.FUND, milli)
        else:
            self._note(fund_id, Account.FUND, account, milli)

    def _settle(self, fund_id: str) -> None:
        """Have the house advance what is missing, or repay it what it advanced."""
        left = self.left_milli(fund_id)
        advance = self.balance_milli[fund_id, Account.ADVANCE]
        if left < 0 or advance:
            self._post(fund_id, Account.ADVANCE, max(-left, -advance))

    def _draw(
        self, priced: PricedItem, debit: Account, credit: Account, count: int
    ) -> None:
        """Note what a pool of suspended tickets pays; what it has left is not here."""
        if priced.pool_id:
            milli = MILLI * count * priced.drawn_minor
            self._note(POOL + priced.pool_id, debit, credit, milli)

    def _note(self, fund_id: str, debit: Account, credit: Account, milli: int) -> None:
        if milli < 0:
            debit, credit, milli = credit, debit, -milli
        if not milli:
            return
        if not fund_id.startswith(POOL):
            self.balance_milli[fund_id, debit] += milli
            self.balance_milli[fund_id, credit] -= milli
        if self.journal is not None:
            self.journal.append(Transfer(fund_id, debit, credit, milli))


def budgets(season: "Season") -> Iterator[SolidarityBudget]:
    """Yield the rules of a season that have a fund."""
    return (rule for rule in season.rules if isinstance(rule, SolidarityBudget))


def _sign(account: Account) -> int:
    """Return 1 for accounts that income comes from, -1 for those it goes to."""
    return -1 if account in (Account.PROMISED, Account.REDUCTIONS) else 1


def _above(priced: PricedItem) -> int:
    """Return what a seat brings above its reference price; under it, negative."""
    return priced.received_minor - priced.reference_price_minor
