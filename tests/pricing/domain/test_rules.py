"""Rules refuse what is out of range, and a season what does not fit it, by name."""

from dataclasses import replace

import pytest

from pricing.domain import rules
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.domain.channel import Commission, Counter
from pricing.domain.ids import Misfit
from pricing.domain.objective import Objective
from pricing.domain.rules import KINDS, ChannelParity, GroupGap, Scope, SolidarityBudget
from tests.every_rule import PARITY_CHANNELS
from tests.houses import CHANNELS, studio_season

GAP = GroupGap(
    id="gap", measure="access", groups=("full", "solidarity"), share_permille=500
)


@pytest.mark.parametrize(
    ("kind", "fields", "named"),
    [
        ("PopularityCap", {"demand_permille": -1, "rise_permille": 0}, "demand of"),
        ("PopularityCap", {"demand_permille": 0, "rise_permille": 10_001}, "rise of"),
        ("SolidarityBudget", {"donations_minor": -1}, "donations of"),
        ("SolidarityBudget", {"subsidy_minor": 10**15 + 1}, "subsidy of"),
        ("SolidarityBudget", {"surplus_permille": 1001}, "surplus share of"),
        ("AveragePrice", {"price_minor": -1}, "price of"),
        ("IncomeFloor", {"income_minor": -1}, "income of"),
        ("PriceStep", {"change_permille": -1}, "change of"),
        ("PriceStep", {"days_between": 1001}, "days_between of"),
        ("PriceStep", {"notice_days": -1}, "notice_days of"),
        ("ChannelParity", {"commission_permille_max": 1001}, "commission of"),
    ],
)
def test_a_figure_out_of_range_is_named(kind, fields, named):
    with pytest.raises(ValueError, match=f"Expected {named} 'r' in"):
        getattr(rules, kind)(id="r", **fields)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_rule_has_an_id_and_acts_everywhere_unless_it_says_where(kind):
    given = {
        "share_permille": 0, "price_minor": 0, "release_days_out": 0,
        "demand_permille": 0, "rise_permille": 0, "income_minor": 0,
        "measure": "price", "groups": ("a", "b"),
    }  # fmt: skip
    fields = {k: v for k, v in given.items() if k in kind.__dataclass_fields__}
    assert kind(id="r", **fields).scope == Scope()
    with pytest.raises(ValueError, match="a rule id"):
        kind(id="Not an id", **fields)


@pytest.mark.parametrize("groups", [(), ("full",), ("full",) * 2, ("a", "b", "c")])
def test_a_gap_is_between_two_groups(groups):
    with pytest.raises(ValueError, match="two groups of 'gap'"):
        replace(GAP, groups=groups)
    with pytest.raises(ValueError, match="measure of 'gap' among price, access"):
        replace(GAP, measure="income")


@pytest.mark.parametrize(
    ("groups", "named"),
    [
        (("full", "gift"), "a group of rule 'gap' that exists, got 'gift'"),
        (("full", "by-means/rich"), "exists, got 'by-means/rich'"),
        (("full", "full/low"), "exists, got 'full/low'"),
        (("by-means", "by-means/low"), "that share nobody"),
        (("full", "by-means/middle"), "an audience class in the group 'by-means/mid"),
    ],
)
def test_a_gap_names_groups_of_the_audience_that_share_nobody(groups, named):
    with pytest.raises(Misfit, match=named) as caught:
        studio_season(rules=(replace(GAP, groups=groups),))
    assert caught.value.field == "rules[0]"


def test_a_group_to_which_nobody_belongs_has_no_gap():
    nobody = DemandAssumptions(
        (AudienceClass("full", 1.0), AudienceClass("solidarity", 0))
    )
    with pytest.raises(Misfit, match="an audience class in the group 'solidarity'"):
        studio_season(rules=(GAP,), demand=nobody)


def test_the_rule_that_does_not_fit_is_named_by_its_place():
    wrong = rules.KeepOpen(id="open", scope=Scope(venue_id="stadium"))
    with pytest.raises(Misfit, match="a venue of rule 'open'") as caught:
        studio_season(rules=(GAP, wrong))
    assert caught.value.field == "rules[1]"


def test_channels_that_add_different_fees_break_parity():
    with pytest.raises(Misfit, match="'network' adds 8 % to the price and 'web' noth"):
        studio_season(rules=(ChannelParity(id="parity"),), channels=CHANNELS)
    studio_season(rules=(ChannelParity(id="parity"),), channels=PARITY_CHANNELS)
    same = tuple(replace(c, commission_permille=80, commission_inside=False)
                 for c in CHANNELS)  # fmt: skip
    studio_season(rules=(ChannelParity(id="parity"),), channels=same)


def test_counters_keep_to_parity_as_their_channels_do():
    rule = ChannelParity(id="parity", commission_permille_max=80)

    def season(commission):
        counter = Counter("corner", "The corner shop", commission=commission)
        network = replace(PARITY_CHANNELS[2], counters=(counter,))
        return studio_season(rules=(rule,), channels=(*PARITY_CHANNELS[:2], network))

    with pytest.raises(Misfit, match=r"'corner' adds 1\.00 EUR to the price and 'web'"):
        season(Commission(0, 100, inside=False))
    with pytest.raises(Misfit, match="the commission of 'corner' is 9 % of the lowest"):
        season(Commission(90))
    # A ceiling of 0.96 is 8 % of the lowest price, 12.00.
    season(Commission(90, ceiling_minor=96))
    with pytest.raises(Misfit, match=r"adds 5 %, at most 1\.00 EUR, to the price"):
        season(Commission(50, inside=False, ceiling_minor=100))


@pytest.mark.parametrize(
    ("permille", "fixed", "kept"),
    # The lowest full price is 12.00: 0.24 of it is 2 %.
    [(80, 0, True), (81, 0, False), (60, 24, True), (60, 25, False), (0, 97, False)],
)
def test_a_commission_is_measured_on_the_lowest_full_price(permille, fixed, kept):
    rule = ChannelParity(id="parity", commission_permille_max=80)
    channel = replace(
        PARITY_CHANNELS[2], commission_permille=permille, commission_fixed_minor=fixed
    )
    channels = (*PARITY_CHANNELS[:2], channel)
    if kept:
        studio_season(rules=(rule,), channels=channels)
    else:
        with pytest.raises(Misfit, match=r"full price, 12\.00 EUR"):
            studio_season(rules=(rule,), channels=channels)


def test_an_unsold_category_has_no_lowest_price():
    rule = ChannelParity(id="parity", commission_permille_max=80)
    # 1.60 is 8 % of the front's 20.00, and 13 % of the back's 12.00.
    channel = replace(
        PARITY_CHANNELS[2], commission_permille=0, commission_fixed_minor=160
    )
    season = studio_season(channels=(*PARITY_CHANNELS[:2], channel))
    front = tuple(replace(p, capacities=(40, 0)) for p in season.performances)
    replace(season, performances=front, rules=(rule,))
    with pytest.raises(Misfit, match=r"13\.3 % of the lowest full price"):
        replace(season, rules=(rule,))


def test_a_seat_adds_to_a_budget_or_draws_on_it():
    fund = SolidarityBudget(id="fund", surplus_permille=300)
    assert fund.adds_permille(3200, 2500, solidarity=False) == 210_000
    assert fund.adds_permille(3200, 2500, solidarity=True) == 210_000
    assert fund.adds_permille(500, 2500, solidarity=True) == -2_000_000
    assert fund.adds_permille(1500, 2500, solidarity=False) == 0


def test_attendance_needs_an_income_to_reach():
    with pytest.raises(Misfit, match="an IncomeFloor among the rules") as caught:
        studio_season(objective=Objective("attendance"))
    assert caught.value.field == "objective"
    floor = rules.IncomeFloor(id="even", income_minor=1000)
    studio_season(rules=(floor,), objective=Objective("attendance"))


def test_weights_are_of_groups_that_exist_once_each():
    with pytest.raises(
        Misfit, match=r"a group among full, .*by-means/low, by"
    ) as caught:
        studio_season(objective=Objective("welfare", (("nobody", 1.0),)))
    assert caught.value.field == "objective.class_weights"
    with pytest.raises(ValueError, match="class weights once each, got 'full' twice"):
        Objective("welfare", (("full", 1.0), ("full", 2.0)))
    with pytest.raises(ValueError, match="class weight of 'full' in"):
        Objective("welfare", (("full", float("nan")),))
    with pytest.raises(ValueError, match="an objective among income"):
        Objective("profit")
    with pytest.raises(ValueError, match="a pricing mode among scale, category"):
        studio_season(pricing_mode="seat")
