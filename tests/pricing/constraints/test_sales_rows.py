"""Rows against sums made sale by sale."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pricing.constraints.check import Sale, violations
from pricing.constraints.rows import terms
from pricing.constraints.rule_book import FreeGap, RuleBook, month_end
from pricing.domain.objective import in_group
from pricing.domain.plan import PricePlan
from pricing.domain.rules import (
    AveragePrice,
    GroupGap,
    IncomeFloor,
    KeepOpen,
    Scope,
    SolidarityBudget,
)
from tests.houses import studio_season

NO_PLAN = PricePlan("p", "autumn", datetime(2026, 6, 1, tzinfo=UTC), 0, 0, (), (), (1,))


def paid(season):
    """Return what each class pays at each tier of the studio, minor units: [L, C, K]"""
    classes = season.demand.classes
    return np.array(
        [
            [
                [
                    season.tariff_by_id[c.tariff_id].price_minor(p, c.means_bracket_id)
                    for c in classes
                ]
                for p in tier.prices_minor
            ]
            for tier in season.venues[0].price_tiers
        ]
    )


def drawn(season, seed):
    """Return seats sold of each performance: [P, T, L, C, K], and the same as sales."""
    rng = np.random.default_rng(seed)
    prices = paid(season)
    shape = (len(season.performances), len(season.period_days_out), *prices.shape)
    seats = rng.poisson(0.25, shape)
    sales = []
    for (p, t, tier, c, k), count in np.ndenumerate(seats):
        if count:
            each = season.demand.classes[k]
            performance = season.performances[p]
            sales.append(
                Sale(
                    performance.id,
                    season.venues[0].seat_categories[c].id,
                    each.tariff_id,
                    int(prices[tier, c, k]),
                    # The first period begins when the sale opens.
                    performance.days_out(performance.on_sale_at)
                    if t == 0
                    else season.period_days_out[t],
                    int(count),
                    each.means_bracket_id,
                )
            )
    return seats, sales


def total(book, rule_id, place, seats):
    """Return the left side of a row kept together."""
    season, found = book.season, book.constants[rule_id, place]
    for p, performance in enumerate(season.performances):
        for row in terms(book, performance, paid(season)).shared:
            if (row.rule_id, row.place) == (rule_id, place):
                sold = seats[p, : row.through + 1].sum(axis=0)
                found += float((sold * row.sales).sum()) + row.constant
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_rows_of_a_mean_and_of_an_income_are_sums_over_sales(seed):
    rules = (
        AveragePrice(id="mean", price_minor=1300),
        IncomeFloor(id="even", income_minor=90_000),
        IncomeFloor(id="night", income_minor=40_000, each_performance=True),
    )
    season = studio_season(3, rules)
    seats, sales = drawn(season, seed)
    book = RuleBook(rules, season)

    income = sum(s.seat_count * s.price_minor for s in sales) / 100
    count = sum(s.seat_count for s in sales)
    assert total(book, "mean", 0, seats) == pytest.approx(13 * count - income)
    assert total(book, "even", 0, seats) == pytest.approx(income - 900)
    for p, performance in enumerate(season.performances):
        (own,) = terms(book, performance, paid(season)).own
        of_night = [s for s in sales if s.performance_id == performance.id]
        expected = sum(s.seat_count * s.price_minor for s in of_night) / 100 - 400
        found = float((seats[p].sum(axis=0) * own.sales).sum()) + own.constant
        assert found == pytest.approx(expected)
        broken = {v.performance_id for v in violations(season, NO_PLAN, sales)}
        assert (performance.id in broken) == (expected < 0)


FUND = SolidarityBudget(
    id="fund", donations_minor=30_000, subsidy_minor=5000, surplus_permille=300
)


@pytest.mark.parametrize("seed", range(5))
def test_each_checkpoint_of_a_budget_counts_what_was_sold_before_it(seed):
    season = studio_season(3, (FUND,), time_zone="Europe/Paris")
    seats, sales = drawn(season, seed)
    book = RuleBook(season.rules, season)

    for place, checkpoint in enumerate(book.checkpoints["fund"]):
        left = 350.0
        for sale in sales:
            performance = season.performance_by_id[sale.performance_id]
            at = performance.starts_at - timedelta(days=sale.days_out)
            if at < checkpoint:
                reference = 25.0 if sale.seat_category_id == "front" else 15.0
                above = sale.price_minor / 100 - reference
                if above > 0:
                    left += 0.3 * above * sale.seat_count
                elif season.tariff_by_id[sale.tariff_id].solidarity:
                    left += above * sale.seat_count
        assert total(book, "fund", place, seats) == pytest.approx(left)


@pytest.mark.parametrize("seed", range(20))
def test_sales_that_never_overdraw_a_budget_keep_all_its_rows(seed):
    rule = replace(FUND, donations_minor=40_000 + 10_000 * (seed % 5))
    season = studio_season(3, (rule,))
    seats, sales = drawn(season, seed)
    book = RuleBook(season.rules, season)
    rows = [total(book, "fund", n, seats) for n in range(len(book.checkpoints["fund"]))]

    if not violations(season, NO_PLAN, sales):
        assert min(rows) >= -1e-9
    if min(rows) < -1e-9:
        assert violations(season, NO_PLAN, sales)


def test_a_budget_is_checked_at_the_end_of_each_month_in_which_a_period_begins():
    season = studio_season(2, (FUND,), time_zone="Europe/Paris")
    book = RuleBook(season.rules, season)

    # On sale from 1 June; periods begin on 15 Sep, 15 Oct, 31 Oct, 7 and 13 Nov, and
    # a day later for the second night: in November.
    ends = [datetime(2026, 7, 1), datetime(2026, 10, 1), datetime(2026, 11, 1),
            datetime(2026, 12, 1)]  # fmt: skip
    hours = [2, 2, 1, 1]
    assert book.checkpoints["fund"] == tuple(
        end.replace(tzinfo=UTC) - timedelta(hours=h)
        for end, h in zip(ends, hours, strict=True)
    )
    first, second = season.performances
    through = [
        [book.through(p, end) for end in book.checkpoints["fund"]]
        for p in (first, second)
    ]
    assert through == [[0, 1, 3, 5], [0, 1, 2, 5]]


def test_a_month_ends_at_midnight_of_its_own_zone():
    zone = ZoneInfo("America/New_York")
    new_year = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
    assert month_end(new_year, zone) == datetime(2027, 1, 1, 5, tzinfo=UTC)
    assert month_end(new_year + timedelta(minutes=1), zone) == datetime(
        2027, 2, 1, 5, tzinfo=UTC
    )


@pytest.mark.parametrize("measure", ["price", "access", "surplus"])
def test_the_two_rows_of_a_gap_hold_it_on_both_sides(measure):
    rule = GroupGap(
        id="gap",
        measure=measure,
        groups=("full", "by-means/low"),
        share_permille=250,
        scope=Scope(production="antigone"),
    )
    season = studio_season(3, (rule,))
    book = RuleBook((rule,), season, {"gap": FreeGap((60.0, 5.0), -8.0)})
    rng = np.random.default_rng(7)
    prices = paid(season)
    one, other = (
        [k for k, c in enumerate(season.demand.classes)
         if in_group(g, c.tariff_id, c.means_bracket_id)]
        for g in rule.groups
    )  # fmt: skip
    assert (one, other) == ([0], [3])

    gap, rows = 0.0, [book.constants["gap", place] for place in (0, 1)]
    assert rows == [2.0, 2.0]
    covered = [p for p in season.performances if rule.scope.covers(p)]
    for performance in covered:
        sales = rng.random(prices.shape)
        surplus = rng.random(prices.shape[2])
        # The time that each category is posted at each tier sums to 1.
        use = rng.dirichlet(np.ones(3), 2).T
        if measure == "access":
            gap += sales[:, :, 0].sum() / 60 - sales[:, :, 3].sum() / 5
        elif measure == "surplus":
            gap += surplus[0] / 60 - surplus[3] / 5
        else:
            apart = (prices[:, :, 0] - prices[:, :, 3]) / 100
            # Both categories and all nights have 40 seats.
            gap += (use * apart).sum() / 2 / len(covered)
        for row in terms(book, performance, prices).shared:
            rows[row.place] += (
                (sales * row.sales).sum()
                + (use * row.use).sum()
                + (surplus * row.surplus).sum()
            )
            assert row.through == 5
    assert rows == [pytest.approx(2.0 - gap), pytest.approx(2.0 + gap)]


def test_a_gap_without_its_free_gap_is_refused():
    rule = GroupGap(
        id="gap", measure="access", groups=("full", "solidarity"), share_permille=0
    )
    season = studio_season(rules=(rule,))
    with pytest.raises(ValueError, match="the free gap of 'gap'"):
        terms(RuleBook((rule,), season), season.performances[0], paid(season))
    with pytest.raises(ValueError, match="persons in both groups"):
        FreeGap((1.0, 0.0), 0.0)


def test_categories_stay_open_unless_every_rule_that_covers_them_lets_them_close():
    off = KeepOpen(id="off", on=False)
    on = KeepOpen(id="on", scope=Scope(production="phedre"))
    season = studio_season()

    def kept(*rules):
        book = RuleBook(rules, season)
        return [terms(book, p, paid(season)).keep_open for p in season.performances]

    assert kept() == [True, True]
    assert kept(off) == [False, False]
    assert kept(off, on) == [False, True]


def test_rules_together_are_numbered_in_their_order():
    rules = (
        IncomeFloor(id="even", income_minor=100),
        SolidarityBudget(id="fund"),
        AveragePrice(id="mean", price_minor=1, each_performance=True),
    )
    season = studio_season(1, rules)
    assert list(RuleBook(rules, season).constants.items()) == [
        (("even", 0), -1.0),
        (("fund", 0), 0.0),
        (("fund", 1), 0.0),
        (("fund", 2), 0.0),
        (("fund", 3), 0.0),
    ]
