"""Income of solidarity funds that is recorded by hand."""

from dataclasses import dataclass
from datetime import datetime

from pricing.domain.errors import BudgetExhausted
from pricing.domain.fund import MILLI, FundIncome
from pricing.domain.money import format_minor
from pricing.quotes.funds import budgets
from pricing.quotes.on_sale import find
from pricing.store.books import Books
from pricing.store.events_fund import FundIncomeRecorded
from pricing.store.interface import Decision, fingerprint


@dataclass(frozen=True, slots=True)
class RecordIncome:
    """Enter donations or a subsidy that came outside the checkout, or correct some."""

    season_id: str
    income: FundIncome
    request_id: str

    @property
    def fingerprint(self) -> str:
        """Hash of what is entered."""
        return fingerprint("record_income", self.season_id, repr(self.income))

    def decide(self, books: Books, now: datetime) -> Decision[FundIncome]:
        """Refuse an unknown fund, and to take out what was given away already."""
        of, income = books.season(self.season_id), self.income
        find("fund", income.fund_id, {rule.id: rule for rule in budgets(of.season)})
        left = of.funds.left_milli(income.fund_id)
        if MILLI * income.amount_minor + left < 0:
            currency = of.season.currency_code
            raise BudgetExhausted(
                income.fund_id,
                format_minor(-income.amount_minor, currency),
                format_minor(left // MILLI, currency),
                taken_out=True,
            )
        return Decision((FundIncomeRecorded(self.season_id, income),), income)
