from dataclasses import replace

from pricing.domain.rules import AccessShare, CategoryOrder
from pricing.optimizer.caution import cautious
from pricing.optimizer.standing import Standing
from tests.houses import OPENING, studio_season


def test_an_access_share_is_planned_above_its_rule_and_less_so_as_seats_sell():
    rule = AccessShare(id="access", share_permille=250, price_minor=1500)
    season = studio_season(50, rules=(rule,))
    before = cautious(rule, season, None)
    half = Standing(OPENING, {(p.id, "front", False): 40 for p in season.performances})
    later = cautious(rule, season, half)
    # 4,000 seats: two deviations are 2 sqrt(0.25 x 0.75 x 2.5 / 4,000) = 2.17 %.
    assert before.share_permille == 250 + 22
    assert 250 < later.share_permille < before.share_permille
    order = CategoryOrder(id="order")
    assert cautious(order, season, None) is order


def test_a_share_of_each_performance_needs_a_wider_margin():
    together = AccessShare(id="access", share_permille=250, price_minor=1500)
    each = replace(together, each_performance=True)
    season = studio_season(50, rules=(together,))
    wide, narrow = cautious(each, season, None), cautious(together, season, None)
    # One night of 80 seats: two deviations are 2 sqrt(0.25 x 0.75 x 2.5 / 80).
    assert wide.share_permille == 250 + 154
    assert narrow.share_permille < wide.share_permille
