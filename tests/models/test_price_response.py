import numpy as np
import pytest

from models.estimated import Estimated, estimated
from models.price_response import (
    OPERA_PRIOR,
    Elasticity,
    PriceSlope,
    against_control,
    demand_ratio,
    naive_slope,
)

TRUTH = -0.8


def house(seed, nights=600, plays=60):
    """Return nights whose low scale falls on slack days; the last is the control."""
    rng = np.random.default_rng(seed)
    play = rng.integers(0, plays, nights)
    slack = rng.random(nights) < 0.3
    low = np.where(slack, rng.random(nights) < 0.8, rng.random(nights) < 0.05)
    price = np.where(low[:, None], [4.0, 2.0, 1.0], [6.0, 3.0, 1.0])
    demand = rng.normal(4, 0.3, nights) + rng.normal(0, 0.4, plays)[play] - slack
    taste = rng.normal(0, 0.3, (plays, 3))[play] + slack[:, None] * [0.0, -0.2, 0.3]
    noise = rng.normal(0, 0.2, (nights, 3))
    log_seats = demand[:, None] + taste + TRUTH * np.log(price) + noise
    return np.exp(log_seats), price, slack[:, None].astype(float), play


def estimate(data, **options):
    return against_control(*data, identified_by="simulated", **options)


def test_the_control_recovers_what_the_naive_slope_turns_around():
    seats, price, measures, play = house(1, nights=3000)
    found = estimate((seats, price, measures, play)).figure
    assert found.low < TRUTH < found.high
    assert found.standard_error < 0.05
    naive = naive_slope(seats[:, 0], price[:, 0], np.zeros(3000), clusters=play)
    assert naive.figure.value > 0


def test_with_one_priced_category_it_is_the_regression_of_the_ratio():
    seats, price, measures, play = house(2)
    found = estimate((seats[:, [0, 2]], price[:, [0, 2]], measures, play)).figure
    dummies = np.eye(play.max() + 1)[play]
    dummies = dummies[:, dummies.any(axis=0)]
    design = np.column_stack([np.log(price[:, 0]), measures, dummies])
    ratio = np.log(seats[:, 0] / seats[:, 2])
    slope, *_ = np.linalg.lstsq(design, ratio, rcond=None)[0]
    assert found.value == pytest.approx(slope)


def test_the_joint_figure_is_the_regression_with_every_effect_spelled_out():
    seats, price, measures, play = house(3, nights=80, plays=12)
    found = estimate((seats, price, measures, play)).figure
    rows, y = [], []
    for p in range(80):
        for c in range(3):
            night, at = np.eye(80)[p], np.eye(3)[c]
            per_category = np.concatenate([measures[p], np.eye(12)[play[p]]])
            effects = np.concatenate([night, np.kron(at, per_category)])
            rows.append(np.concatenate([[np.log(price[p, c])], effects]))
            y.append(np.log(seats[p, c]))
    slope = np.linalg.lstsq(np.array(rows), np.array(y), rcond=None)[0][0]
    assert found.value == pytest.approx(slope)


def test_pence_for_pounds_order_of_nights_and_names_of_plays_change_nothing():
    seats, price, measures, play = house(4)
    plain = estimate((seats, price, measures, play)).figure
    other = estimate(
        (
            seats[::-1],
            240 * price[::-1],
            measures[::-1],
            [f"play {p}" for p in play[::-1]],
        )
    ).figure
    assert other.value == pytest.approx(plain.value)
    assert other.standard_error == pytest.approx(plain.standard_error)


def test_a_night_that_fills_all_categories_alike_changes_nothing():
    seats, price, measures, play = house(5)
    plain = estimate((seats, price, measures, play)).figure
    crowd = np.random.default_rng(0).uniform(1, 5, (600, 1))
    assert estimate((seats * crowd, price, measures, play)).figure.value == (
        pytest.approx(plain.value)
    )


def test_a_naive_slope_is_refused_where_an_elasticity_is_wanted():
    slope = PriceSlope(estimated(0.31, 0.03))
    assert not hasattr(slope, "identified_by")
    with pytest.raises(TypeError, match="PriceSlope is none"):
        demand_ratio(1.1, slope)


def test_demand_falls_by_the_published_elasticity():
    assert demand_ratio([1.0, 1.1], OPERA_PRIOR) == pytest.approx([1.0, 1.1**-1.16])
    assert "Laamanen" in OPERA_PRIOR.identified_by


def test_an_elasticity_without_a_source_is_refused():
    with pytest.raises(ValueError, match="identified_by"):
        Elasticity(Estimated(-1.0, 0.1, -1.2, -0.8, 0.95), "")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(
            lambda s, p, m, k: (s, p * np.linspace(1, 2, len(p))[:, None], m, k),
            "a control",
            id="all moved",
        ),
        pytest.param(
            lambda s, p, m, k: (s, p * 0 + 2, m, k),
            "prices that moved",
            id="none moved",
        ),
        pytest.param(
            lambda s, p, m, k: (s, p, np.column_stack([m, p[:, 0]]), k),
            "moved apart",
            id="price among the measures",
        ),
        pytest.param(lambda s, p, m, k: (s, p * 0, m, k), "price above 0", id="free"),
        pytest.param(
            lambda s, p, m, k: (s * np.nan, p, m, k), "finite seats", id="NaN"
        ),
        pytest.param(
            lambda s, p, m, k: (-s, p, m, k), "seats of at least", id="returns"
        ),
        pytest.param(
            lambda s, p, m, k: (s, p, np.full_like(m, np.inf), k),
            "finite measures",
            id="inf",
        ),
        pytest.param(lambda s, p, m, k: (s, p, m, k[:-1]), "600 names", id="shapes"),
        pytest.param(lambda s, p, m, k: (s, p, m, k * 0), "at least 10", id="one play"),
        pytest.param(
            lambda s, p, m, k: (s[:0], p[:0], m[:0], k[:0]), "one night", id="none"
        ),
    ],
)
def test_what_cannot_tell_an_answer_is_refused(spoil, message):
    with pytest.raises(ValueError, match=message):
        estimate(spoil(*house(6)))


def test_no_rows_have_no_slope():
    with pytest.raises(ValueError, match="N above 0"):
        naive_slope([], [], [])


def test_the_comedie_francaise_and_broadway_come_out_with_their_signs():
    from benchmarks import bench_price_response

    try:
        rows = {row["name"]: row for row in bench_price_response.measure()}
    except FileNotFoundError as absent:
        pytest.skip(f"{absent}, which stands beside the project")
    joint = rows["Comedie-Francaise, all three"]
    assert joint["high"] < 0 < joint["naive slope"]
    assert rows["Broadway within runs, nominal"]["figure"] == pytest.approx(
        0.14, abs=0.01
    )
    assert rows["Broadway within runs, deflated"]["figure"] == pytest.approx(
        0.31, abs=0.01
    )


@pytest.mark.slow
def test_intervals_cover_the_truth_as_often_as_they_say():
    covered = 0
    for seed in range(1000):
        found = estimate(house(1000 + seed)).figure
        covered += found.low < TRUTH < found.high
    assert 930 <= covered <= 970
