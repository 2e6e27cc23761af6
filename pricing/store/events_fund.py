"""Events of solidarity funds that no sale causes."""

from dataclasses import dataclass

from pricing.domain.fund import FundIncome


@dataclass(frozen=True, slots=True)
class FundIncomeRecorded:
    """Somebody recorded donations or a subsidy by hand."""

    season_id: str
    income: FundIncome
