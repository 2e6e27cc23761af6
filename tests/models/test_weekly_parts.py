"""The parts of the weekly forecast, each against an oracle of its own."""

import numpy as np
import pytest

from models.weekly_calendar import (
    YEAR_KNOTS,
    easter,
    holiday_dates,
    season_basis,
    season_penalty,
    week_of,
)
from models.weekly_link import (
    CEILING_MAX,
    CEILING_WEEKS,
    ceilings,
    fill_at,
    latent_of,
    slope_at,
)
from models.weekly_market import Market, fit_season, market_of, season_at
from models.weekly_regression import fit_quantile
from models.weekly_rows import around, arrange, smooth


def test_the_bend_is_a_line_below_and_flat_at_the_ceiling():
    latent = np.linspace(-0.5, 2.0, 400)
    for ceiling in (1.0, 1.05):
        fill = fill_at(latent, np.full(400, ceiling))
        assert np.all(np.diff(fill) >= 0)
        assert np.all((fill >= 0) & (fill < ceiling + 0.01))
        low = (latent > 0) & (latent < 0.7)
        assert fill[low] == pytest.approx(latent[low] + ceiling - 1, abs=1e-3)


def test_its_slope_is_that_of_finite_differences():
    latent, step = np.linspace(0.3, 1.4, 60), 1e-6
    one = np.ones(60)
    difference = fill_at(latent + step, one) - fill_at(latent - step, one)
    assert slope_at(latent) == pytest.approx(difference / (2 * step), abs=1e-6)


def test_straightening_undoes_the_bend_until_the_week_is_full():
    fill = np.linspace(0.0, 0.999, 200)
    for ceiling in (1.0, 1.05):
        top = np.full(200, ceiling)
        assert fill_at(latent_of(fill, top), top) == pytest.approx(fill, abs=1e-12)
    full = latent_of(np.array([1.0, 1.02, 1.55]), np.ones(3))
    assert np.all(full == full[0])
    assert full[0] > 1.1


def test_the_ceiling_is_the_fullest_week_of_the_last_half_year():
    fill = np.random.default_rng(3).uniform(0.7, 1.2, 120)
    first = np.repeat([0, 50], [50, 70])
    for row, ceiling in enumerate(ceilings(fill, first)):
        seen = fill[max(first[row], row - CEILING_WEEKS) : row + 1]
        assert ceiling == min(max(1.0, *seen), CEILING_MAX)


def test_easter_falls_where_the_almanac_says():
    published = {
        1818: "1818-03-22", 1886: "1886-04-25", 1943: "1943-04-25",
        1961: "1961-04-02", 2000: "2000-04-23", 2008: "2008-03-23",
        2019: "2019-04-21", 2024: "2024-03-31", 2038: "2038-04-25",
    }  # fmt: skip
    assert easter(np.array(list(published))).astype(str).tolist() == list(
        published.values()
    )


@pytest.mark.parametrize(
    ("name", "dates"),
    [
        ("thanksgiving", ["2014-11-27", "2015-11-26", "2016-11-24"]),
        ("memorial", ["2014-05-26", "2015-05-25", "2016-05-30"]),
        ("labor", ["2014-09-01", "2015-09-07", "2016-09-05"]),
        ("presidents", ["2014-02-17", "2015-02-16", "2016-02-15"]),
    ],
)
def test_holidays_fall_on_their_weekday(name, dates):
    found = holiday_dates(name, np.array([2014, 2015, 2016]))
    assert found.astype("datetime64[D]").astype(str).tolist() == dates


def test_a_week_runs_from_monday_to_sunday():
    days = np.array(["0001-01-01", "2014-01-05", "2014-01-06", "2014-01-12"])
    weeks = week_of(days)
    assert weeks[0] == 0
    assert np.diff(weeks[1:]).tolist() == [1, 0]


def test_the_basis_shares_out_the_seven_days_of_a_week():
    basis = season_basis(week_of(["2014-11-30", "2014-07-13", "1763-04-17"]))
    assert basis[:, :YEAR_KNOTS].sum(axis=1) == pytest.approx([1, 1, 1])
    thanksgiving, july, _ = basis[:, YEAR_KNOTS:].sum(axis=1)
    assert thanksgiving == pytest.approx(1.0)
    assert july == 0.0
    assert np.all(np.linalg.eigvalsh(season_penalty()) > 0)


def test_a_season_is_recovered_from_a_noisy_drifting_market():
    rng = np.random.default_rng(4)
    start, weeks = int(week_of(["1995-01-01"])[0]), 52 * 20
    every = start + np.arange(weeks + 52)
    season = 0.1 * np.cos(2 * np.pi * every / 52.1775)
    christmas = week_of([f"{year}-12-28" for year in range(1994, 2017)])
    season += 0.15 * np.isin(every, christmas)
    drift = np.cumsum(rng.normal(0, 0.005, weeks))
    index = season[:weeks] + drift + rng.normal(0, 0.02, weeks)
    market = Market(start, index, np.ones(weeks, dtype=np.bool_))
    ahead = season_at(fit_season(market), every[weeks:])
    error = (ahead - ahead.mean()) - (season[weeks:] - season[weeks:].mean())
    assert np.abs(error).mean() < 0.2 * np.abs(season[weeks:]).mean()


def test_the_market_moves_by_what_its_shows_have_in_common():
    weeks, shows = 120, 8
    common = 0.7 + 0.1 * np.sin(np.arange(weeks) / 5)
    fill = common + np.linspace(-0.1, 0.05, shows)[:, None]
    show = np.repeat(np.arange(shows), weeks)
    dates = np.datetime64("2010-01-03") + 7 * np.arange(weeks).astype("timedelta64[D]")
    eight = np.full(show.shape, 8.0)
    seats = 8000.0 * np.ones(show.shape)
    rows = arrange(
        show, np.full(show.shape, -1), np.tile(dates, shows), eight, seats,
        fill.ravel() * seats,
    )  # fmt: skip
    index = market_of(rows).index
    settled = slice(8, None)
    moved = index[settled] - index[8]
    assert moved == pytest.approx(common[settled] - common[8], abs=0.02)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_an_intercept_alone_is_the_quantile_of_the_sample(quantile):
    rng = np.random.default_rng(6)
    fill = rng.beta(8, 12, 4001)
    ones = np.ones((4001, 1))
    beta = fit_quantile(
        ones, np.zeros(4001), ones[:, 0], fill, ones[:, 0], quantile, np.zeros(1),
        precision=1e-6,
    )  # fmt: skip
    found = fill_at(beta, np.ones(1))[0]
    assert found == pytest.approx(np.quantile(fill, quantile), abs=4e-3)


def test_full_weeks_do_not_flatten_the_slope():
    # Half of the weeks are full; demand rises with x all the same.
    rng = np.random.default_rng(7)
    x = rng.normal(0, 1, 6000)
    latent = 1.0 + 0.2 * x + rng.laplace(0, 0.05, 6000)
    ones = np.ones(6000)
    fill = fill_at(latent, ones)
    assert 0.3 < (fill > 0.985).mean() < 0.7
    features = np.stack([ones, x], axis=1)
    beta = fit_quantile(
        features, np.zeros(6000), ones, fill, ones, 0.5, np.zeros(2), precision=1e-6
    )
    plain = np.polyfit(x, fill, 1)[0]
    assert beta == pytest.approx([1.0, 0.2], abs=0.01)
    assert plain < 0.13


def test_without_weeks_the_prior_stays():
    prior = np.array([0.1, -0.2])
    none = np.zeros(0)
    beta = fit_quantile(
        np.zeros((0, 2)), none, none, none, none, 0.5, prior, precision=1.0
    )
    assert beta.tolist() == prior.tolist()


def test_smoothing_and_neighbours_agree_with_their_definitions():
    rng = np.random.default_rng(8)
    values = rng.normal(size=60)
    first = np.repeat([0, 25], [25, 35])
    for rate in (0.6, 0.12):
        mean = smooth(values, first, rate)
        for row in range(60):
            expected = values[first[row]]
            for step, value in enumerate(values[first[row] + 1 : row + 1], start=2):
                weight = max(rate, 1 / step)
                expected = (1 - weight) * expected + weight * value
            assert mean[row] == pytest.approx(expected)
    for row, mean in enumerate(around(values, first, 3)):
        end = 25 if row < 25 else 60
        near = values[max(first[row], row - 3) : min(row + 4, end)]
        assert mean == pytest.approx(near.mean())
