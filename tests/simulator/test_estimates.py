import numpy as np
import pytest
from scipy.stats import t as student_t
from scipy.stats import ttest_ind

from simulator.estimates import difference, interval


def test_the_interval_is_students():
    values = [3.0, 5.0, 4.0, 7.0]
    found = interval(values)
    low, high = student_t.interval(
        0.95, 3, loc=np.mean(values), scale=np.std(values, ddof=1) / 2
    )
    assert found.mean == pytest.approx(4.75)
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


def test_the_difference_of_other_people_is_welchs():
    mine, others = [3.0, 5.0, 4.0, 7.0], [2.0, 2.5, 9.0, 1.0, 0.0]
    found = difference(mine, others, paired=False)
    bounds = ttest_ind(mine, others, equal_var=False).confidence_interval(0.95)
    assert found.mean == pytest.approx(np.mean(mine) - np.mean(others))
    assert (found.low, found.high) == (
        pytest.approx(bounds.low),
        pytest.approx(bounds.high),
    )


def test_the_difference_of_constants_has_no_width():
    found = difference([2.0, 2.0], [1.0, 1.0, 1.0], paired=False)
    assert (found.mean, found.low, found.high) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("paired", [True, False])
def test_single_trials_tell_no_difference_from_none(paired):
    found = difference([2.0], [1.0], paired=paired)
    assert (found.mean, found.low, found.high) == (1.0, None, None)
    assert not found.excludes_zero
