import numpy as np
import pytest

from models.spacing import GAP_AFTER_MAX, GAP_BEFORE_MAX, NAMES, spacing


def naive(code, day, season):
    """Return the same features, one performance at a time."""
    rows = []
    for c, d, s in zip(code, day, season, strict=True):
        dates = sorted(day[code == c])
        mates = sorted(day[(code == c) & (season == s)])
        earlier = [x for x in dates if x < d]
        later = [x for x in mates if x > d]
        gone = len([x for x in mates if x < d])
        rows.append(
            [
                min(d - earlier[-1], GAP_BEFORE_MAX) if earlier else GAP_BEFORE_MAX,
                min(later[0] - d, GAP_AFTER_MAX) if later else GAP_AFTER_MAX,
                len(mates),
                gone,
                len(later),
                sum(abs(x - d) <= 14 for x in mates),
                sum(abs(x - d) <= 30 for x in mates),
                d - dates[0],
                len(earlier),
                gone / len(mates),
            ]
        )
    return np.array(rows, dtype=float)


@pytest.mark.parametrize("seed", range(5))
def test_spacing_agrees_with_the_naive_twin(seed):
    rng = np.random.default_rng(seed)
    day = rng.permutation(2000)[:150].astype(float)
    season = (day // 365).astype(np.int64)
    code = rng.integers(0, 12, 150)
    assert spacing(code, day, season) == pytest.approx(naive(code, day, season))


def test_counts_to_come_end_with_the_season():
    found = spacing(np.zeros(3, np.int64), np.array([0.0, 5, 9]), np.array([0, 0, 1]))
    assert found[1, NAMES.index("days_to_next")] == GAP_AFTER_MAX
    assert found[1, NAMES.index("dates_after")] == 0
    # What was played before is known across seasons.
    assert found[2, NAMES.index("days_since_last")] == 4


def test_nobody_has_no_spacing():
    found = spacing(np.array([-1, -1]), np.array([0.0, 1.0]), np.zeros(2, np.int64))
    assert np.all(np.isnan(found))


def test_no_performance_has_no_features():
    empty = np.zeros(0, np.int64)
    assert spacing(empty, np.zeros(0), empty).shape == (0, len(NAMES))
