"""What ``jauge optimize`` says of a curve that its time did not allow."""

from dataclasses import replace

import pytest

from pricing.commands import optimize
from pricing.domain.rules import AccessShare
from pricing.optimizer.frontier import Point
from tests.houses import studio_season

ACCESS = AccessShare(id="access", share_permille=300, price_minor=1500)


def test_figures_without_a_point_are_named_in_the_file():
    season = replace(studio_season(1), rules=(ACCESS,))
    points = (Point(0, holds=True, objective=9.0), Point(200, holds=False))

    table = optimize.frontier_table(season, "access", [500, 0, 200, 350], points)

    assert [each["value"] for each in table["points"]] == [0.0, 0.2]
    assert table["left_out"] == pytest.approx([0.35, 0.5])


def test_a_whole_curve_leaves_nothing_out():
    assert optimize.left_out([200, 0], (Point(0, True), Point(200, False))) == []
