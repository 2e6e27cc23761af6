"""Weeks ahead: on simulated theatres, and on Broadway where its data is present."""

import csv
import dataclasses
import gzip
from pathlib import Path

import numpy as np
import pytest

from models import weekly
from models.weekly_link import fill_at

BROADWAY = Path(__file__).parents[3] / "shared/data/broadway/history.csv.gz"
FIELDS = ("show", "week", "performances", "capacity", "quantity")
START = np.datetime64("2005-01-02")


def simulated(seed, shows=60, weeks=420, demand=0.75):
    """Return show-weeks of a market with a season, runs that drift, full weeks."""
    rng = np.random.default_rng(seed)
    time = np.arange(weeks)
    season = 0.12 * np.cos(2 * np.pi * (time + 1) / 52.1775)
    market = season + rng.normal(0, 0.01, weeks)
    rows = {name: [] for name in (*FIELDS, "theatre", "demand")}
    for show in range(shows):
        opens = int(rng.integers(0, weeks - 40))
        length = int(rng.integers(20, 200))
        level = demand + rng.normal(0, 0.12)
        for week in range(opens, min(opens + length, weeks)):
            level += rng.normal(0, 0.015) - 0.0005
            wanted = level + market[week] + rng.normal(0, 0.02)
            played = 7.0 if rng.random() < 0.05 else 8.0
            capacity = played * (800 + 100 * (show % 7))
            rows["show"].append(f"show {show}")
            rows["week"].append(START + np.timedelta64(7 * week, "D"))
            rows["performances"].append(played)
            rows["capacity"].append(capacity)
            rows["quantity"].append(round(capacity * min(max(wanted, 0.05), 1.0)))
            rows["theatre"].append(f"theatre {show % 12}")
            rows["demand"].append(capacity * wanted)
    return {name: np.array(values) for name, values in rows.items()}


def fitted(sales, **options):
    return weekly.fit(*(sales[name] for name in FIELDS), **options)


def kept(sales, where):
    return {name: values[where] for name, values in sales.items()}


def pairs(sales, ahead, since):
    """Return target and origin rows, ``ahead`` weeks apart, of targets since a date."""
    row_of = {
        key: row
        for row, key in enumerate(zip(sales["show"], sales["week"], strict=True))
    }
    found = []
    for (show, week), row in row_of.items():
        origin = row_of.get((show, week - np.timedelta64(7 * ahead, "D")))
        if origin is not None and week >= since:
            found.append((row, origin))
    return np.array(found).T


def asked(model, sales, target, origin, **options):
    return model.forecast(
        sales["show"][target], sales["week"][origin], sales["week"][target],
        sales["performances"][target], sales["capacity"][target], **options,
    )  # fmt: skip


def figures(forecast):
    return np.stack(
        [getattr(forecast, f.name) for f in dataclasses.fields(forecast)[:-1]]
    )


def assert_sound(forecast, capacity):
    assert np.all(np.isfinite(figures(forecast)))
    assert np.all(forecast.p10 >= 0)
    assert np.all(forecast.p10 <= forecast.p50)
    assert np.all(forecast.p50 <= forecast.p90)
    assert np.all((forecast.p10 <= forecast.mean) & (forecast.mean <= forecast.p90))
    assert np.all(forecast.p50 <= forecast.demand)
    assert np.all(forecast.p90 <= 1.09 * np.asarray(capacity))


def wape(forecast, sold):
    return np.abs(forecast - sold).sum() / sold.sum()


@pytest.fixture(scope="module")
def sales():
    return simulated(seed=1)


@pytest.fixture(scope="module")
def model(sales):
    return fitted(sales, theatre=sales["theatre"], since="2010-06-06")


SINCE = np.datetime64("2010-09-05")


@pytest.mark.parametrize("ahead", [1, 4, 13])
def test_it_misses_less_than_last_week_and_its_interval_holds(sales, model, ahead):
    target, origin = pairs(sales, ahead, SINCE)
    forecast = asked(model, sales, target, origin)
    sold, played = sales["quantity"], sales["performances"]
    last = sold[origin] / played[origin] * played[target]
    assert_sound(forecast, sales["capacity"][target])
    assert not forecast.new.any()
    better = {1: 0.92, 4: 0.75, 13: 0.5}[ahead]
    assert wape(forecast.p50, sold[target]) < better * wape(last, sold[target])
    inside = (sold[target] >= forecast.p10 - 1) & (sold[target] <= forecast.p90 + 1)
    assert 0.72 < inside.mean() < 0.85


def test_a_forecast_does_not_change_when_later_rows_are_appended(sales, model):
    origin_week = np.datetime64("2011-10-02")
    past = kept(sales, sales["week"] <= origin_week)
    short = fitted(past, theatre=past["theatre"], since="2010-06-06")
    running = np.unique(sales["show"][sales["week"] == origin_week])
    assert len(running) > 5
    shows = np.append(running, ["never seen"] * 2)
    count = len(shows)
    for ahead in (1, 3, 13, 26):
        order = (
            shows, np.full(count, origin_week),
            np.full(count, origin_week + np.timedelta64(7 * ahead, "D")),
            np.full(count, 8.0), np.full(count, 8000.0),
        )  # fmt: skip
        theatre = [f"theatre {place % 13}" for place in range(count)]
        before, after = (m.forecast(*order, theatre=theatre) for m in (short, model))
        assert after.new.tolist() == [False] * (count - 2) + [True] * 2
        np.testing.assert_allclose(figures(before), figures(after), rtol=1e-9)


def test_neither_the_order_of_rows_nor_the_names_of_shows_matter(sales, model):
    shuffled = kept(sales, np.random.default_rng(2).permutation(len(sales["show"])))
    renamed = {name: f"z{hash_}" for hash_, name in enumerate(set(sales["show"]))}
    shuffled["show"] = np.array([renamed[name] for name in shuffled["show"]])
    other = fitted(shuffled, theatre=shuffled["theatre"], since="2010-06-06")
    target, origin = pairs(sales, 4, np.datetime64("2012-06-03"))
    known = asked(model, sales, target, origin)
    relabelled = sales | {"show": np.array([renamed[name] for name in sales["show"]])}
    again = asked(other, relabelled, target, origin)
    np.testing.assert_allclose(figures(known), figures(again), rtol=1e-7)


def test_houses_ten_times_as_large_sell_ten_times_as_much(sales, model):
    # Only shares of the house matter to running shows, but for new ones' size.
    large = sales | {name: 10 * sales[name] for name in ("capacity", "quantity")}
    other = fitted(large, theatre=large["theatre"], since="2010-06-06")
    target, origin = pairs(sales, 4, np.datetime64("2012-06-03"))
    known, again = (
        asked(model, sales, target, origin),
        asked(other, large, target, origin),
    )
    np.testing.assert_allclose(10 * figures(known), figures(again), rtol=1e-7)


def test_full_weeks_hide_demand_that_the_forecast_does_not_forget():
    sales = simulated(seed=5, demand=0.97)
    model = fitted(sales, since="2010-06-06")
    target, origin = pairs(sales, 4, SINCE)
    forecast = asked(model, sales, target, origin)
    full = sales["quantity"][target] >= 0.999 * sales["capacity"][target]
    assert 0.25 < full.mean() < 0.75
    assert np.all(forecast.p50 <= 1.005 * sales["capacity"][target])
    beyond = forecast.demand > sales["capacity"][target]
    assert beyond[full].mean() > beyond[~full].mean() + 0.3


def test_a_new_production_gets_wider_intervals_than_a_running_one(sales, model):
    target, origin = pairs(sales, 4, SINCE)
    running = asked(model, sales, target, origin)
    unseen = sales | {"show": np.array(["unseen"] * len(sales["show"]))}
    new = asked(model, unseen, target, origin, opening=sales["week"][target])
    assert new.new.all()
    assert_sound(new, sales["capacity"][target])
    width = new.p90 - new.p10
    assert width.mean() > 1.5 * (running.p90 - running.p10).mean()


@pytest.mark.parametrize(
    ("gap_weeks", "new"), [(8, False), (9, True)], ids=["a pause", "a new run"]
)
def test_a_gap_of_more_than_eight_weeks_starts_a_new_run(sales, gap_weeks, new):
    end = sales["week"].max()
    last = sales["show"][sales["week"] == end][0]
    model = fitted(sales)
    origin = end + np.timedelta64(7 * gap_weeks, "D")
    target = origin + np.timedelta64(7, "D")
    forecast = model.forecast([last], [origin], [target], [8], [8000])
    assert forecast.new.tolist() == [new]
    assert_sound(forecast, [8000])


@pytest.mark.parametrize(
    "quantity",
    [
        pytest.param([500], id="one row"),
        pytest.param([0], id="one row, nothing sold"),
        pytest.param([600] * 80, id="constant"),
        pytest.param([1000] * 80, id="always full"),
        pytest.param([0] * 80, id="never sold"),
        pytest.param([1550, 900] * 40, id="standing room"),
    ],
)
def test_poor_histories_are_forecast_without_a_nan(quantity):
    weeks = START + 7 * np.arange(len(quantity)).astype("timedelta64[D]")
    count = len(weeks)
    model = weekly.fit(
        ["a"] * count, weeks, [8] * count, [1000] * count, quantity, since=weeks[0]
    )
    targets = weeks[-1] + np.array([7, 91, 182]).astype("timedelta64[D]")
    forecast = model.forecast(["a"] * 3, [weeks[-1]] * 3, targets, [8] * 3, [1000] * 3)
    assert_sound(forecast, [1000] * 3)
    if len(set(quantity)) == 1:
        fill = min(quantity[-1], 1000)
        assert forecast.p50 == pytest.approx([fill] * 3, abs=60)


def test_dark_weeks_sell_nothing_and_teach_nothing(sales, model):
    dark = kept(sales, slice(0, 40))
    dark["week"] = dark["week"] + np.timedelta64(7 * 600, "D")
    dark |= {"performances": np.zeros(40), "quantity": np.zeros(40)}
    both = {name: np.concatenate([sales[name], dark[name]]) for name in sales}
    same = fitted(both, theatre=both["theatre"], since="2010-06-06")
    target, origin = pairs(sales, 1, np.datetime64("2012-11-04"))
    np.testing.assert_array_equal(
        figures(asked(same, sales, target, origin)),
        figures(asked(model, sales, target, origin)),
    )
    closed = sales | {"capacity": np.zeros(len(sales["capacity"]))}
    assert not figures(asked(model, closed, target, origin)).any()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("quantity", -1.0, "quantity finite and at least 0"),
        ("quantity", np.nan, "quantity finite"),
        ("capacity", np.inf, "capacity finite"),
        ("week", np.datetime64("NaT"), "a date in each row"),
        ("week", np.datetime64("9999-01-01"), "years 1 to 2500"),
    ],
)
def test_what_no_week_can_be_is_refused_by_name(sales, field, value, message):
    wrong = sales | {
        field: sales[field]
        .copy()
        .astype(type(value) if field != "week" else "datetime64[D]")
    }
    wrong[field][7] = value
    with pytest.raises(ValueError, match=message):
        fitted(wrong)


def test_two_rows_of_a_show_in_one_week_are_refused(sales):
    twice = {name: np.append(sales[name], sales[name][:1]) for name in sales}
    with pytest.raises(ValueError, match="one row a show and week"):
        fitted(twice)


def test_a_history_of_dark_weeks_is_refused():
    with pytest.raises(ValueError, match="a row with a performance"):
        weekly.fit(["a"], ["2014-01-05"], [0], [100], [0])


@pytest.mark.parametrize(
    ("origin", "target", "message"),
    [
        ("2012-06-03", "2012-06-03", "1 to 26 weeks ahead"),
        ("2012-06-03", "2013-06-02", "1 to 26 weeks ahead"),
        ("2006-06-04", "2006-06-11", "since on"),
    ],
)
def test_questions_out_of_reach_are_refused(model, origin, target, message):
    with pytest.raises(ValueError, match=message):
        model.forecast(["show 1"], [origin], [target], [8], [800])


def test_columns_of_unequal_length_are_refused(model):
    with pytest.raises(ValueError, match="performances of length 1"):
        model.forecast(["a"], ["2012-06-03"], ["2012-06-10"], [8, 8], [800])
    with pytest.raises(ValueError, match="labels of length 1"):
        model.forecast(
            ["a"], ["2012-06-03"], ["2012-06-10"], [8], [800], theatre=["b", "c"]
        )
    with pytest.raises(ValueError, match="dates of length 1"):
        model.forecast(["a"], ["2012-06-03"] * 2, ["2012-06-10"], [8], [800])


def bent_walks(seed, shows=12, weeks=316):
    """Return show-weeks whose latent fill walks, with noise, under the ceiling."""
    rng = np.random.default_rng(seed)
    rows = {name: [] for name in ("show", "week", "fill")}
    for show in range(shows):
        opens = int(rng.integers(0, 30))
        walk = np.cumsum(rng.normal(0, 0.03, weeks - opens))
        latent = rng.normal(0.75, 0.1) + walk + rng.normal(0, 0.03, weeks - opens)
        rows["show"] += [f"show {show}"] * (weeks - opens)
        rows["week"] += [
            START + np.timedelta64(7 * w, "D") for w in range(opens, weeks)
        ]
        rows["fill"] += fill_at(latent, np.ones(weeks - opens)).tolist()
    sales = {name: np.array(values) for name, values in rows.items()}
    full = np.ones(len(sales["week"]))
    sales |= {"performances": 8 * full, "capacity": 8000 * full}
    return sales | {"quantity": np.round(8000 * sales["fill"])}


@pytest.mark.slow
def test_intervals_of_a_thousand_histories_cover_as_often_as_they_say():
    covered = np.zeros((1000, 3))
    for seed in range(1000):
        sales = bent_walks(1000 + seed)
        end = sales["week"].max() - np.timedelta64(7 * 13, "D")
        model = fitted(kept(sales, sales["week"] <= end))
        for place, ahead in enumerate((1, 4, 13)):
            target, origin = pairs(sales, ahead, end)
            now = sales["week"][origin] == end
            target, origin = target[now], origin[now]
            forecast = asked(model, sales, target, origin)
            sold = sales["quantity"][target]
            inside = (sold >= forecast.p10 - 0.5) & (sold <= forecast.p90 + 0.5)
            covered[seed, place] = inside.mean()
    assert np.all(np.abs(covered.mean(axis=0) - 0.80) <= 0.03)


def mean_of_four(sales, rate):
    """Return the mean of a rate over a show's last four weeks on sale: [N]."""
    order = np.lexsort((sales["week"], sales["show"]))
    mean = np.empty(len(rate))
    for place, row in enumerate(order):
        near = order[max(place - 3, 0) : place + 1]
        near = near[sales["show"][near] == sales["show"][row]]
        mean[row] = rate[near].mean()
    return mean


def broadway():
    with gzip.open(BROADWAY, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    played = [
        float(row["x_performances"] or 0) + float(row["x_previews"] or 0)
        for row in rows
    ]
    return {
        "show": np.array([row["production"] for row in rows]),
        "week": np.array([row["starts_at"][:10] for row in rows], "datetime64[D]"),
        "performances": np.array(played),
        "capacity": np.array([float(row["capacity"]) for row in rows]),
        "quantity": np.array([float(row["quantity"]) for row in rows]),
    }


@pytest.mark.skipif(not BROADWAY.is_file(), reason="needs ../shared/data/broadway")
def test_on_broadway_it_beats_last_and_mean_of_four_and_its_interval_holds():
    sales = broadway()
    model = fitted(sales, since="2015-09-06")
    for ahead in (1, 4, 8, 13):
        target, origin = pairs(sales, ahead, np.datetime64("2016-01-01"))
        forecast = asked(model, sales, target, origin)
        sold, played = sales["quantity"], sales["performances"]
        rate = sold / played
        baselines = (rate, mean_of_four(sales, rate))
        best = min(wape(b[origin] * played[target], sold[target]) for b in baselines)
        assert wape(forecast.p50, sold[target]) < 0.9 * best
        inside = sold[target] >= forecast.p10 - 0.5
        inside &= sold[target] <= forecast.p90 + 0.5
        assert 0.75 < inside.mean() < 0.85
