"""Rules of a season that is entered before its performances are."""

from dataclasses import replace

from pricing.domain.rules import AccessShare
from pricing.service.rule_checks import CheckInputs, check_work
from tests.houses import studio_season

ACCESS = AccessShare(id="access", share_permille=300, price_minor=1500)


def test_rules_of_a_season_without_performances_can_all_hold():
    season = replace(studio_season(1), performances=(), rules=(ACCESS,))

    check_work(
        CheckInputs(season, {}, None),
        progress=lambda share, phase: None,
        cancelled=lambda: False,
    )
