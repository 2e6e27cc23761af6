"""What seats at a tariff move in a solidarity fund."""

from dataclasses import dataclass

from pricing.domain.fund import MILLI, Account
from pricing.domain.rules import SolidarityBudget
from pricing.domain.tariff import Tariff


@dataclass(frozen=True, slots=True)
class Part:
    """What seats at a tariff move in a fund."""

    fund_id: str
    # Whether the fund pays for reductions at the tariff.
    solidarity: bool
    # What a surplus enters by, and how much of it, in thousandths.
    income: Account
    share_permille: int

    def moved(self, raw: Account, amount_minor: int) -> tuple[Account, int]:
        """Return the account that an amount of seats moves, and by how much."""
        if raw is Account.SURPLUS:
            return self.income, amount_minor * self.share_permille
        return raw, MILLI * amount_minor if self.solidarity else 0


def part_of(rule: SolidarityBudget, tariff: Tariff) -> Part:
    """Return what seats at a tariff move in the fund of a rule."""
    chosen = tariff.choice is not None
    account = Account.SUPPORT if chosen else Account.SURPLUS
    share = rule.share_permille(chosen=chosen)
    return Part(rule.id, tariff.solidarity, account, share)
