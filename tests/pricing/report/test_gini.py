"""The Gini coefficient against its definition by pairs of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.report.gini import gini

groups = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 40)), min_size=1, max_size=5
).filter(lambda found: any(got for _, got in found))


@given(found=groups)
def test_it_is_half_the_mean_difference_of_two_people_over_the_mean(found):
    people = [got / n for n, got in found for _ in range(n)]
    mean = sum(people) / len(people)
    apart = sum(abs(a - b) for a in people for b in people) / len(people) ** 2
    assert gini(*zip(*found, strict=True)) == pytest.approx(apart / 2 / mean, abs=1e-9)


@given(found=groups, scale=st.floats(0.01, 100))
def test_units_of_people_and_of_what_they_got_do_not_matter(found, scale):
    people, got = zip(*found, strict=True)
    scaled = [scale * n for n in people], [got_ * scale for got_ in got]
    assert gini(*scaled) == pytest.approx(gini(people, got), abs=1e-9)


def test_nobody_or_nothing_has_none():
    assert gini([], []) is None
    assert gini([5, 3], [0, 0]) is None
    assert gini([0, 0], [0, 0]) is None


@pytest.mark.parametrize(
    ("people", "got"), [([1], [1, 2]), ([-1, 2], [1, 1]), ([0, 1], [1, 1])]
)
def test_what_cannot_be_is_refused(people, got):
    with pytest.raises(ValueError, match="Expected"):
        gini(people, got)
