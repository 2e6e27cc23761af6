"""Rules on sales as linear rows, one performance at a time.

Letters as in ``pricing.optimizer.market``: C seat categories, K audience
classes, L tiers of the ladder, T booking periods. Amounts are currency units.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pricing.constraints.rule_book import RuleBook
from pricing.domain.objective import in_group
from pricing.domain.performance import Performance
from pricing.domain.rules import (
    AccessShare,
    AveragePrice,
    GroupGap,
    IncomeFloor,
    Rule,
    SolidarityBudget,
)
from pricing.domain.season import Season


@dataclass(frozen=True)
class Row:
    """A performance's part of a linear row that must come to at least 0.

    Summed over the booking periods up to ``through`` (-1: none), and, where the
    row is kept together, over performances and with the book's constant:
    seats sold x ``sales`` + share of the horizon's buyers met x ``use``
    + consumer surplus x ``surplus`` + ``constant``.

    Parameters
    ----------
    rule_id : str
    place : int
        Which of the rule's rows: a checkpoint, a side of a gap; else 0.
    sales : [L, C, K]
        Per seat that class k buys in category c at the price of tier l.
    use : [L, C]
        Per share of the horizon's buyers met while c is posted at tier l.
    surplus : [K]
        Per currency unit of a class's consumer surplus.
    through : int
        Last booking period of the season that counts for the performance.
    constant : float
    """

    rule_id: str
    place: int
    sales: NDArray[np.float64]
    use: NDArray[np.float64]
    surplus: NDArray[np.float64]
    through: int
    constant: float = 0.0


def rows(
    book: RuleBook,
    covering: Sequence[Rule],
    performance: Performance,
    price_minor: NDArray[np.int64],
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows that a performance keeps alone, and those it shares.

    Parameters
    ----------
    book : RuleBook
    covering : rules of the book that cover the performance
    performance : Performance
    price_minor : [L, C, K]
        What each class pays at each tier.
    """
    own: list[Row] = []
    shared: list[Row] = []
    for rule in covering:
        match rule:
            case AccessShare() | AveragePrice() | IncomeFloor():
                row = _mean_row(book, rule, price_minor)
                (own if rule.each_performance else shared).append(row)
            case SolidarityBudget():
                shared += _budget_rows(book, rule, performance, price_minor)
            case GroupGap():
                shared += _gap_rows(book, rule, performance, price_minor)
    return tuple(own), tuple(shared)


def members(group: str, season: Season) -> NDArray[np.bool_]:
    """Return which audience classes are in a group: [K]."""
    return np.array(
        [
            in_group(group, each.tariff_id, each.means_bracket_id)
            for each in season.demand.classes
        ]
    )


def _row(
    book: RuleBook,
    rule: Rule,
    place: int,
    *,
    sales: NDArray[np.float64],
    use: NDArray[np.float64] | None = None,
    surplus: NDArray[np.float64] | None = None,
    through: int | None = None,
    constant: float = 0.0,
) -> Row:
    """Return a row that counts nothing but what is given, over all periods."""
    last = len(book.season.period_days_out) - 1
    return Row(
        rule.id,
        place,
        sales,
        np.zeros(sales.shape[:2]) if use is None else use,
        np.zeros(sales.shape[2]) if surplus is None else surplus,
        last if through is None else through,
        constant,
    )


def _mean_row(
    book: RuleBook,
    rule: AccessShare | AveragePrice | IncomeFloor,
    price_minor: NDArray[np.int64],
) -> Row:
    """Return the row of a rule on a sum over the seats sold, whenever they are."""
    if isinstance(rule, AccessShare):
        at_or_under = (price_minor <= rule.price_minor).astype(float)
        return _row(book, rule, 0, sales=at_or_under - rule.share_permille / 1000)
    if isinstance(rule, AveragePrice):
        return _row(book, rule, 0, sales=(rule.price_minor - price_minor) / book.unit)
    floor = rule.income_minor / book.unit if rule.each_performance else 0.0
    return _row(book, rule, 0, sales=price_minor / book.unit, constant=-floor)


def _budget_rows(
    book: RuleBook,
    rule: SolidarityBudget,
    performance: Performance,
    price_minor: NDArray[np.int64],
) -> Iterator[Row]:
    """Return a row for each checkpoint: what sales so far leave of the budget."""
    season = book.season
    reference = np.array(
        season.venue_of(performance).tier(performance.reference_tier).prices_minor
    )
    above = (price_minor - reference[None, :, None]) / book.unit
    tariffs = [season.tariff_by_id[c.tariff_id] for c in season.demand.classes]
    solidarity = np.array([tariff.solidarity for tariff in tariffs])
    share = [rule.share_permille(chosen=t.choice is not None) for t in tariffs]
    sales = np.where(above > 0, above * np.array(share) / 1000, 0.0)
    sales += np.where(solidarity, np.minimum(above, 0.0), 0.0)
    for place, checkpoint in enumerate(book.checkpoints[rule.id]):
        through = book.through(performance, checkpoint)
        yield _row(book, rule, place, sales=sales, through=through)


def _gap_rows(
    book: RuleBook,
    rule: GroupGap,
    performance: Performance,
    price_minor: NDArray[np.int64],
) -> Iterator[Row]:
    """Return the two rows of a gap: it is not over its bound on either side."""
    season = book.season
    one, other = (members(group, season) for group in rule.groups)
    heads = book.free_gap(rule).heads
    per_head = one / heads[0] - other / heads[1]
    sales = np.zeros(price_minor.shape)
    use = np.zeros(sales.shape[:2])
    surplus = np.zeros(len(per_head))
    if rule.measure == "access":
        sales = np.broadcast_to(per_head, sales.shape).copy()
    elif rule.measure == "surplus":
        surplus = per_head
    else:
        share = np.array([each.share for each in season.demand.classes])
        pays = price_minor / book.unit
        apart = pays @ (one * share / (one @ share) - other * share / (other @ share))
        seats = max(book.seats_in_scope[rule.id], 1)
        use = apart * np.array(performance.capacities) / seats
    for place, sign in enumerate((-1.0, 1.0)):
        yield _row(
            book,
            rule,
            place,
            sales=sign * sales,
            use=sign * use,
            surplus=sign * surplus,
        )
