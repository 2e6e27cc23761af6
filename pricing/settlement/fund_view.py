"""A solidarity fund as it stands, and as the plan in force expects it to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.fund import MILLI, Account
from pricing.domain.money import minor_digits
from pricing.domain.plan import RuleOutcome
from pricing.domain.rules import SolidarityBudget
from pricing.quotes.funds import budgets
from pricing.quotes.on_sale import SeasonOnSale, find


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """What is expected of a fund until a time; amounts in currency units."""

    end: datetime
    granted: float
    brought: float
    # At the end of it. Under 0 where more is asked for than there is to give: then
    # sales at solidarity tariffs are refused before.
    balance: float


@dataclass(frozen=True, slots=True)
class FundView:
    """A fund with its accounts; amounts in thousandths of minor units, over 0."""

    id: str
    # None where the rule is not in force: it keeps its money and pays for nothing.
    rule: SolidarityBudget | None
    left_milli: int
    accounts_milli: Mapping[Account, int]
    # From now on; none without a plan in force that counts the fund in.
    months: tuple[MonthAhead, ...]
    plan_id: str
    # What one currency unit more brings, by the plan in force: seats, and what the
    # season's objective counts.
    seats_per_unit: float
    marginal_worth: float


@dataclass(frozen=True, slots=True)
class PoolView:
    """A pool of suspended tickets as it stands, in minor units."""

    id: str
    left_minor: int
    given_minor: int
    # By tickets held and sold.
    drawn_minor: int


def fund_ids(of: SeasonOnSale) -> tuple[str, ...]:
    """Return the funds of a season: of its rules, then those whose rule is gone."""
    known = {rule.id: None for rule in budgets(of.season)}
    known |= {fund_id: None for fund_id, _ in list(of.funds.balance_milli)}
    return tuple(known)


def fund_view(of: SeasonOnSale, fund_id: str, now: datetime) -> FundView:
    """Return a fund of a season, or raise NameUnknown with those there are."""
    find("fund", fund_id, dict.fromkeys(fund_ids(of), fund_id))
    rules = {rule.id: rule for rule in budgets(of.season)}
    accounts = {
        account: abs(of.funds.balance_milli[fund_id, account]) for account in Account
    }
    left = of.funds.left_milli(fund_id)
    outcome = _outcome(of, fund_id) if fund_id in rules else None
    return FundView(
        id=fund_id,
        rule=rules.get(fund_id),
        left_milli=left,
        accounts_milli=accounts,
        months=() if outcome is None else _months(of, outcome, left, now),
        plan_id="" if outcome is None else of.active_plan_id,
        seats_per_unit=0.0 if outcome is None else outcome.seats_per_unit,
        marginal_worth=0.0 if outcome is None else outcome.marginal_cost,
    )


def pool_views(of: SeasonOnSale) -> tuple[PoolView, ...]:
    """Return the pools of a season."""
    used = of.allowances
    return tuple(
        PoolView(
            pool.id, used.left_minor(pool.id), used.given_minor[pool.id],
            used.drawn_minor[pool.id],
        )
        for pool in of.season.pools
    )  # fmt: skip


def _outcome(of: SeasonOnSale, fund_id: str) -> RuleOutcome | None:
    """Return what the plan in force says of a fund, if it says anything."""
    if not of.active_plan_id:
        return None
    found = of.active_plan.outcome_by_id.get(fund_id)
    return found if found is not None and found.fund else None


def _months(
    of: SeasonOnSale, outcome: RuleOutcome, left_milli: int, now: datetime
) -> tuple[MonthAhead, ...]:
    """Return the months to come; of the one that runs, the part that is left."""
    unit = MILLI * 10 ** minor_digits(of.season.currency_code)
    balance = left_milli / unit
    begin = of.active_plan.create_time
    found = []
    for month in outcome.fund:
        if month.end > now and month.end > begin:
            since = max(begin, now)
            part = (month.end - since) / (month.end - begin)
            granted, brought = part * month.granted, part * month.brought
            balance += brought - granted
            found.append(MonthAhead(month.end, granted, brought, balance))
        begin = max(begin, month.end)
    return tuple(found)
