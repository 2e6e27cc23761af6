"""What the level model and the trees look at: terms (codes) and features (numbers).

Terms are partitions of the performances: by weekday, by production, by how long the
piece has rested. A covariate of unknown meaning is taken as it is: text by its
values, a number by its values where they are few and by quantile bins where they
are many, so that a count such as the number of a first run decays freely.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.programme import Programme, dense, pair
from models.spacing import NAMES, spacing

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

# Texts with so many values, and half the root of the performances, name pieces or
# people: their dates have a spacing.
NAMES_MIN = 15
# Numbers with so few values are taken by value.
VALUES_MAX = 12
GAP_EDGES = (2.5, 4.5, 8.0, 15.0, 30.0, 60.0, 120.0, 365.0, 1000.0)
COUNT_EDGES = (1.5, 3.5, 6.5, 10.5, 15.5, 25.5, 40.5)
SEASON_DAY_EDGES = (1, 3, 6, 10, 15, 20, 27, 34, 41, 50, 70, 100, 150, 200, 250)


@dataclass(frozen=True)
class Terms:
    """Terms and features of the performances of one programme.

    Parameters
    ----------
    common : [J, P], codes
        Terms of the level of a performance.
    by_category : [J', P], codes
        Those that may also change the mix of categories.
    season : index of the season's term in ``common`` and ``by_category`` alike
    names : [H', P], codes
        Production and the texts that name pieces or people.
    features : [P, F]
        The same knowledge as numbers, NaN where missing.
    scale : [P], log units
        How far the performance's prices are above the usual ones.
    """

    common: Codes
    by_category: Codes
    season: int
    names: Codes
    features: Floats
    scale: Floats


def build(programme: Programme) -> Terms:
    """Return the terms and features of a programme."""
    p = programme
    scale = p.per_performance(p.log_price_level())
    scale = np.nan_to_num(scale, nan=0.0)
    since, until = _place_in_season(p.day, p.season)
    several = max(NAMES_MIN, np.sqrt(len(p.day)) / 2)
    naming = [p.production] + [
        label for label in p.labels if len(np.unique(label)) >= several
    ]
    gaps = [spacing(code, p.day, p.season) for code in naming]

    scale_bin = dense(np.round(scale, 1))
    month = p.day_of_year // 30
    calendar = [
        dense(p.season),
        dense(p.weekday),
        dense(month),
        dense(p.venue),
        scale_bin,
    ]
    covariates = [dense(label) for label in p.labels]
    covariates += [_by_value(number) for number in p.numbers]
    detail = [
        dense(p.day_of_year // 10),
        np.digitize(until, SEASON_DAY_EDGES),
        np.digitize(since, SEASON_DAY_EDGES),
        pair(scale_bin, p.weekday),
        dense(np.floor(p.day / 14)),
        _hour(p.day),
    ]
    drift = [pair(code, p.season) for code in naming]
    resting = [code for gap in gaps for code in _gap_terms(gap)]
    usual = [*calendar, dense(p.production), *covariates]
    numbers = [
        p.day[None],
        p.weekday[None],
        p.day_of_year[None],
        (p.day % 1.0)[None],
        since[None],
        until[None],
        scale[None],
        p.numbers,
        *[gap.T for gap in gaps],
    ]
    return Terms(
        common=np.stack([*usual, *detail, *drift, *resting]),
        by_category=np.stack(usual),
        season=0,
        names=np.stack(naming),
        features=np.concatenate(numbers).T.astype(np.float64),
        scale=scale,
    )


def _place_in_season(day: Floats, season: Codes) -> tuple[Floats, Floats]:
    """Return days since the season's first date and until its last: [P] each."""
    since = np.zeros(len(day))
    until = np.zeros(len(day))
    for s in np.unique(season):
        here = season == s
        since[here] = day[here] - day[here].min()
        until[here] = day[here].max() - day[here]
    return since, until


def _by_value(number: Floats) -> Codes:
    """Return the bin of a numeric covariate; missing is a bin of its own."""
    known = np.isfinite(number)
    values = np.unique(number[known])
    if len(values) <= VALUES_MAX:
        return dense(number)
    places = np.linspace(0, known.sum() - 1, VALUES_MAX + 1)[1:-1].astype(int)
    edges = np.unique(np.sort(number[known])[places])
    bins = np.where(known, np.searchsorted(edges, number), -1)
    return dense(bins)


def _hour(day: Floats) -> Codes:
    return dense(np.floor((day % 1.0) * 24.0))


def _gap_terms(gap: Floats) -> list[Codes]:
    """Return the terms of one name's spacing: [P, 10] -> codes [P] each."""
    column = {name: np.nan_to_num(gap[:, k], nan=-1.0) for k, name in enumerate(NAMES)}
    return [
        np.digitize(column["days_since_last"], GAP_EDGES).astype(np.int64),
        np.digitize(column["days_to_next"], GAP_EDGES).astype(np.int64),
        np.digitize(column["dates_of_season"], COUNT_EDGES).astype(np.int64),
        np.digitize(column["days_since_first"], (0.5, *GAP_EDGES)).astype(np.int64),
    ]
