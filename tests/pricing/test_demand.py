import csv
import gzip
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pricing import demand
from pricing.domain.errors import FieldInvalid
from pricing.domain.tables import ForecastTable, History

REAL = Path(__file__).parents[3] / "shared/data/comedie-francaise/history.csv.gz"
START = datetime(2022, 9, 3, 19, tzinfo=UTC)
CATEGORIES = {"stalls": (300, 40.0, 0.7), "circle": (150, 25.0, 0.5)}
QUANTILES = ("sales_p10", "sales_p50", "sales_p90")


def house(seasons=5, nights=60, seed=0):
    """Return the history of a small house: pieces differ, Saturdays are better."""
    rng = np.random.default_rng(seed)
    pieces = {f"piece-{k}": rng.normal(0, 0.4) for k in range(12)}
    columns = {name: [] for name in ("id", "piece", "at", "category", "season")}
    seats, prices, sold, author = [], [], [], []
    for night in range(seasons * nights):
        season, day = divmod(night, nights)
        at = START + timedelta(days=365 * season + 4 * day)
        piece = f"piece-{rng.integers(12)}"
        lift = pieces[piece] + 0.3 * (at.weekday() == 5) + rng.normal(0, 0.15)
        for category, (capacity, price, fill) in CATEGORIES.items():
            columns["id"].append(f"night-{night}")
            columns["piece"].append(piece)
            columns["at"].append(at)
            columns["category"].append(category)
            columns["season"].append(str(season))
            seats.append(capacity)
            prices.append(price)
            demand_mean = capacity * fill * math.exp(lift + rng.normal(0, 0.1) - 0.3)
            sold.append(min(capacity, int(rng.poisson(demand_mean))))
            author.append(f"author-{hash_of(piece) % 3}")
    return History(
        performance_id=tuple(columns["id"]),
        production=tuple(columns["piece"]),
        venue=("hall",) * len(sold),
        starts_at=tuple(columns["at"]),
        seat_category=tuple(columns["category"]),
        capacity=tuple(seats),
        unit_price=tuple(prices),
        quantity=tuple(sold),
        season=tuple(columns["season"]),
        covariates={"author": tuple(author)},
    )


def hash_of(piece):
    return int(piece.removeprefix("piece-"))


def rows(table, chosen, quantity=True):
    """Return some rows of a table, in the order given."""

    def some(column):
        return tuple(column[r] for r in chosen)

    return History(
        some(table.performance_id),
        some(table.production),
        some(table.venue),
        some(table.starts_at),
        some(table.seat_category),
        some(table.capacity),
        some(table.unit_price),
        some(table.quantity) if quantity else None,
        some(table.season) if table.season else None,
        {name: some(column) for name, column in table.covariates.items()},
    )


def split(table, last="4"):
    """Return the seasons before the last one, and the last as a programme."""
    past = [r for r in range(len(table)) if table.season[r] < last]
    coming = [r for r in range(len(table)) if table.season[r] == last]
    return rows(table, past), rows(table, coming, quantity=False)


def assert_sound(found, programme):
    """Check that a forecast is finite, ordered and within the seats."""
    assert isinstance(found, ForecastTable)
    assert found.performance_id == programme.performance_id
    assert found.seat_category == programme.seat_category
    low, middle, high = (np.array(getattr(found, name)) for name in QUANTILES)
    seats = np.array(programme.capacity)
    mean, demand_mean = np.array(found.sales_mean), np.array(found.demand_mean)
    for column in (low, middle, high, mean, demand_mean):
        assert np.all(np.isfinite(column))
        assert np.all(column >= 0)
    assert np.all((low <= middle) & (middle <= high) & (high <= seats))
    assert np.all((mean <= seats) & (mean <= demand_mean + 1e-9))


def medians(found):
    return np.array(found.sales_p50)


@pytest.fixture(scope="module")
def season():
    """Return history, programme, the sales that came, and the forecast of them."""
    table = house()
    history, programme = split(table)
    sold = np.array(
        [q for q, s in zip(table.quantity, table.season, strict=True) if s == "4"]
    )
    return history, programme, sold, demand.forecast(history, programme)


def test_a_season_is_forecast_better_than_by_its_category_means(season):
    history, programme, sold, found = season
    assert_sound(found, programme)
    usual = {
        c: np.mean(
            [
                q
                for q, k in zip(history.quantity, history.seat_category, strict=True)
                if k == c
            ]
        )
        for c in CATEGORIES
    }
    plain = np.array([usual[c] for c in programme.seat_category])
    assert np.abs(sold - medians(found)).sum() < 0.8 * np.abs(sold - plain).sum()


def test_intervals_cover_about_what_they_say(season):
    _, _, sold, found = season
    inside = (sold >= np.array(found.sales_p10)) & (sold <= np.array(found.sales_p90))
    assert 0.7 < inside.mean() < 0.9


def test_the_order_of_rows_does_not_matter(season):
    history, programme, _, found = season
    rng = np.random.default_rng(1)
    order = rng.permutation(len(programme))
    again = demand.forecast(
        rows(history, rng.permutation(len(history))),
        rows(replace(programme, quantity=(0,) * len(programme)), order, False),
    )
    assert medians(again) == pytest.approx(medians(found)[order], rel=1e-6)


def test_names_do_not_matter(season):
    history, programme, _, found = season

    def renamed(table):
        return replace(
            table,
            performance_id=tuple(f"x{p[::-1]}" for p in table.performance_id),
            production=tuple(f"y{p[::-1]}" for p in table.production),
            venue=("another hall",) * len(table),
            seat_category=tuple(c[::-1] for c in table.seat_category),
            covariates={"z": tuple(a[::-1] for a in table.covariates["author"])},
        )

    again = demand.forecast(renamed(history), renamed(programme))
    assert medians(again) == pytest.approx(medians(found), rel=1e-6)


def test_the_unit_of_currency_does_not_matter(season):
    history, programme, _, _ = season

    def priced(table, unit):
        # A lower scale on Tuesdays and Fridays, as no unit makes round numbers of.
        scale = (1.0, 2 / 3, 1.0, 1.0, 2 / 3, 1.0, 1.0)
        paired = zip(table.unit_price, table.starts_at, strict=True)
        prices = tuple(unit * (p * scale[at.weekday()]) for p, at in paired)
        return replace(table, unit_price=prices)

    one, other = (
        demand.forecast(priced(history, unit), priced(programme, unit))
        for unit in (1.0, 0.15245)
    )
    assert other == one


def test_nothing_is_learned_from_what_comes_later(season):
    history, programme, _, found = season
    later = replace(
        rows(history, range(20)),
        starts_at=tuple(at + timedelta(days=3000) for at in history.starts_at[:20]),
        quantity=(1,) * 20,
    )
    both = History(
        *(
            getattr(history, name) + getattr(later, name)
            for name in (
                *("performance_id", "production", "venue", "starts_at"),
                *("seat_category", "capacity", "unit_price", "quantity", "season"),
            )
        ),
        {"author": history.covariates["author"] + later.covariates["author"]},
    )
    assert demand.forecast(both, programme) == found


def test_a_quantity_in_the_programme_is_not_read(season):
    history, programme, sold, found = season
    told = replace(programme, quantity=tuple(int(q) for q in sold))
    assert demand.forecast(history, told) == found


def test_a_production_never_played_gets_a_wider_interval(season):
    history, programme, _, found = season
    new = replace(programme, production=("premiere",) * len(programme))
    other = demand.forecast(history, new)
    assert_sound(other, new)

    def width(table):
        ratio = np.array(table.sales_p90) / np.maximum(table.sales_p10, 1)
        return np.median(np.log(ratio))

    assert width(other) > width(found)


def test_a_hall_and_categories_never_seen_work_with_wider_intervals(season):
    history, programme, _, found = season
    new = replace(
        programme,
        venue=("new hall",) * len(programme),
        seat_category=tuple(f"new {c}" for c in programme.seat_category),
    )
    other = demand.forecast(history, new)
    assert_sound(other, new)
    spread = np.array(other.sales_p90) - np.array(other.sales_p10)
    usual = np.array(found.sales_p90) - np.array(found.sales_p10)
    assert np.mean(spread) > 1.3 * np.mean(usual)


def test_one_row_of_history_is_enough_and_says_little():
    table = house(seasons=1, nights=5)
    history, programme = rows(table, [0]), rows(table, range(2, 10), quantity=False)
    found = demand.forecast(history, programme)
    assert_sound(found, programme)
    assert np.median(np.array(found.sales_p90) / np.array(found.sales_p10)) > 2


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"unit_price": math.nan}, id="prices missing"),
        pytest.param({"unit_price": 0.0}, id="free"),
        pytest.param({"season": None}, id="seasons missing"),
        pytest.param({"covariates": {"a": "", "b": "7", "c": "x"}}, id="constant"),
        pytest.param({"covariates": {}}, id="no covariates"),
        pytest.param({"covariates": {"a": "nan"}}, id="not a number"),
        pytest.param({"capacity": 100}, id="over capacity"),
    ],
)
def test_poor_columns_still_give_a_sound_forecast(changes):
    history, programme = split(house(nights=25))

    def poorer(table):
        wide = {
            name: {key: (text,) * len(table) for key, text in value.items()}
            if name == "covariates"
            else (None if value is None else (value,) * len(table))
            for name, value in changes.items()
        }
        return replace(table, **wide)

    assert_sound(demand.forecast(poorer(history), poorer(programme)), poorer(programme))


def test_covariates_that_only_one_table_has_are_missing_in_the_other(season):
    history, programme, _, _ = season
    other = replace(programme, covariates={"weather": ("fine",) * len(programme)})
    assert_sound(demand.forecast(history, other), other)


def test_duplicate_rows_are_read_twice(season):
    history, programme, _, _ = season
    twice = rows(history, [*range(len(history)), *range(len(history))])
    assert_sound(demand.forecast(twice, programme), programme)


def test_where_there_are_no_seats_nothing_is_sold(season):
    history, programme, _, _ = season
    closed = replace(programme, capacity=(0, *programme.capacity[1:]))
    found = demand.forecast(history, closed)
    assert_sound(found, closed)
    assert found.sales_p90[0] == found.demand_mean[0] == 0.0


def test_sold_out_nights_tell_that_demand_was_higher():
    table = house(nights=40)
    small = replace(
        table,
        capacity=tuple(100 for _ in table.capacity),
        quantity=tuple(min(100, q) for q in table.quantity),
    )
    history, programme = split(small)
    found = demand.forecast(history, programme)
    assert_sound(found, programme)
    stalls = [r for r, c in enumerate(programme.seat_category) if c == "stalls"]
    assert np.mean([found.demand_mean[r] for r in stalls]) > 105


def test_rows_sold_out_or_over_the_seats_are_counted_where_a_forecast_reads_them():
    table = house(seasons=2, nights=3)
    history, programme = split(table, last="1")
    seats = history.capacity
    # The last row begins with the programme: no forecast reads it.
    starts = (*history.starts_at[:-1], programme.starts_at[0])
    sold = (seats[0], seats[1] + 4, seats[2] - 1, 0, 1, seats[5] + 9)
    told = replace(history, starts_at=starts, quantity=sold)
    assert demand.evidence(told, programme) == demand.Evidence(5, 2, 1)
    later = max(programme.starts_at)
    assert demand.evidence(told, programme, now=later) == demand.Evidence(6, 3, 2)
    none = rows(programme, [], quantity=False)
    assert demand.evidence(told, none) == demand.Evidence(0, 0, 0)


def test_rows_without_seats_are_not_sold_out():
    history, programme = split(house(seasons=2, nights=3), last="1")
    closed = replace(history, capacity=(0,) * 6, quantity=(0,) * 6)
    assert demand.evidence(closed, programme) == demand.Evidence(6, 0, 0)


def test_an_empty_programme_has_an_empty_forecast():
    history, programme = split(house(nights=10))
    assert len(demand.forecast(history, rows(programme, [], quantity=False))) == 0


def test_now_lets_the_season_that_is_running_be_learned_from(season):
    history, programme, sold, found = season
    running = replace(programme, quantity=tuple(3 * int(q) for q in sold))
    both = History(
        *(
            getattr(history, name) + getattr(running, name)
            for name in (
                *("performance_id", "production", "venue", "starts_at"),
                *("seat_category", "capacity", "unit_price", "quantity", "season"),
            )
        ),
        {"author": history.covariates["author"] + running.covariates["author"]},
    )
    late = rows(programme, range(80, 120), quantity=False)
    informed = demand.forecast(both, late, now=min(late.starts_at))
    assert np.sum(informed.demand_mean) > 1.3 * sum(found.demand_mean[80:])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"quantity": None}, "history.quantity", id="no quantity"),
        pytest.param({"quantity": -1}, "history.quantity", id="negative quantity"),
        pytest.param({"capacity": -1}, "history.capacity", id="negative capacity"),
        pytest.param({"capacity": 0}, "history", id="no seats"),
        pytest.param({"unit_price": -2.0}, "history.unit_price", id="negative price"),
        pytest.param({"unit_price": math.inf}, "history.unit_price", id="infinite"),
        pytest.param(
            {"starts_at": datetime(2020, 1, 1)}, "history.starts_at", id="zone"
        ),
        pytest.param({"starts_at": START + timedelta(days=9999)}, "history", id="late"),
    ],
)
def test_a_history_that_cannot_be_learned_from_is_refused_by_name(changes, field):
    history, programme = split(house(nights=6))
    wrong = {
        name: None if value is None else (value,) * len(history)
        for name, value in changes.items()
    }
    with pytest.raises(FieldInvalid) as fault:
        demand.forecast(replace(history, **wrong), programme)
    assert fault.value.metadata["field"] == field


def test_columns_of_unequal_length_are_refused():
    history, programme = split(house(nights=6))
    with pytest.raises(FieldInvalid, match="venue"):
        demand.forecast(replace(history, venue=("hall",)), programme)


def read_real():
    lines = gzip.decompress(REAL.read_bytes()).decode().splitlines()

    table = list(csv.DictReader(lines))

    def column(name, kind=str):
        return tuple(kind(row[name]) for row in table)

    return History(
        performance_id=column("performance_id"),
        production=column("production"),
        venue=column("venue"),
        starts_at=column(
            "starts_at", lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC)
        ),
        seat_category=column("seat_category"),
        capacity=column("capacity", lambda text: int(float(text))),
        unit_price=column("unit_price", float),
        quantity=column("quantity", lambda text: int(float(text))),
        season=column("season"),
        covariates={
            name.removeprefix("x_"): column(name)
            for name in table[0]
            if name.startswith("x_")
        },
    )


@pytest.mark.skipif(not REAL.exists(), reason="the shared real data is not beside us")
def test_the_last_season_of_a_real_house_is_forecast_well():
    table = read_real()
    # Ten seasons before it are enough here.
    kept = [r for r, s in enumerate(table.season) if "1775" <= s <= "1785"]
    history, programme = split(rows(table, kept), last="1785")
    sold = np.array(
        [q for q, s in zip(table.quantity, table.season, strict=True) if s == "1785"]
    )
    found = demand.forecast(history, programme)
    assert_sound(found, programme)
    # Last season's mean by category and weekday: 49.5 %; boosting from all earlier
    # seasons: 35.4 %.
    assert np.abs(sold - medians(found)).sum() / sold.sum() < 0.345
    inside = (sold >= np.array(found.sales_p10)) & (sold <= np.array(found.sales_p90))
    assert 0.75 <= inside.mean() <= 0.85
