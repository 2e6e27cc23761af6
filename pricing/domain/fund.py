"""The accounts of a solidarity fund, and what moves between two of them.

A fund is the money of a SolidarityBudget rule, under the rule's id. Its books are
kept in double entry: each transfer debits one account and credits another, so that
all balances of a fund sum to zero. Amounts are in thousandths of minor units, since
a share of a surplus need not be a whole one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from pricing.domain.ids import check_id, check_range
from pricing.domain.scope import TOTAL_MINOR_MAX

MILLI = 1000
# What a pool's transfers are booked under: no rule's id has a colon.
POOL = "pool:"
# No space and no @: notes are ids of the house's own, not names.
_NOTE = re.compile(r"[A-Za-z0-9./_-]{1,64}")


class Account(StrEnum):
    """Where a fund's money is, comes from and goes to."""

    # What is left to give: the one account that a sale may not overdraw.
    FUND = "fund"
    # What came in from outside: by the rule's own figures, and recorded by hand.
    DONATIONS = "donations"
    SUBSIDY = "subsidy"
    # Given by buyers at checkout; a round-up is what a basket lacked to a total.
    GIFTS = "gifts"
    ROUND_UPS = "round_ups"
    # What buyers chose to pay above reference prices, as far as the rule takes it.
    SUPPORT = "support"
    # The rule's share of what other seats brought above theirs.
    SURPLUS = "surplus"
    # Reductions of open quotes, then of seats sold.
    PROMISED = "promised"
    REDUCTIONS = "reductions"
    # What the house advanced where income that was given away already was taken
    # back; the next income repays it.
    ADVANCE = "advance"


# The accounts that income comes from, in the order in which it is shown.
INCOME = (
    Account.DONATIONS,
    Account.SUBSIDY,
    Account.GIFTS,
    Account.ROUND_UPS,
    Account.SUPPORT,
    Account.SURPLUS,
)
# The accounts that a fund's money goes to.
OUTGOING = (Account.PROMISED, Account.REDUCTIONS)
# What may be recorded by hand.
BY_HAND = (Account.DONATIONS, Account.SUBSIDY)


@dataclass(frozen=True, slots=True)
class Transfer:
    """An amount that leaves one account of a fund and enters another."""

    fund_id: str
    debit: Account
    credit: Account
    # In thousandths of minor units.
    amount_milli: int

    def __post_init__(self) -> None:
        """Check that something moves between two accounts."""
        if self.amount_milli <= 0 or self.debit is self.credit:
            raise ValueError(
                f"Expected an amount over 0 between two accounts, got "
                f"{self.amount_milli} from {self.debit.value} to {self.credit.value}."
            )


@dataclass(frozen=True, slots=True)
class FundIncome:
    """Donations or a subsidy that somebody records by hand, with where it is told.

    A negative amount corrects an earlier one.
    """

    fund_id: str
    account: Account
    amount_minor: int
    # Who gave it: an id of the house's own, never a person's name.
    source: str
    # The voucher or letter in the house's files that says so.
    note_id: str

    def __post_init__(self) -> None:
        """Check the ids, the account and the amount."""
        check_id(self.fund_id, "a fund id")
        check_id(self.source, "a source of income")
        if not _NOTE.fullmatch(self.note_id):
            raise ValueError(
                "Expected a note id of 1 to 64 letters, digits, dots, slashes, hyphens "
                f"and underscores, got {self.note_id[:70]!r}."
            )
        if self.account not in BY_HAND:
            raise ValueError(
                f"Expected an account among {', '.join(a.value for a in BY_HAND)}, "
                f"got {self.account.value!r}."
            )
        check_range(
            self.amount_minor, -TOTAL_MINOR_MAX, TOTAL_MINOR_MAX, "an amount of income"
        )
        if not self.amount_minor:
            raise ValueError("Expected an amount of income that is not 0.")
