"""Votes are counted as a naive count does, and nobody gains by misstating."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.domain.governance import Vote, VotingTerms
from pricing.domain.voting import lower_median, tally

FIGURES = st.lists(st.integers(0, 100), max_size=25)


def naive_lower_median(figures, without, rising_eases):
    """Return the greatest figure that at most half of all want lower.

    Said the slow way: the least x such that at least half of all votes are at or
    under it, with votes for no rule as plus or minus infinity.
    """
    nothing = float("inf") if rising_eases else float("-inf")
    all_votes = [*figures, *([nothing] * without)]
    for candidate in sorted(set(all_votes)):
        under = sum(each <= candidate for each in all_votes)
        if Fraction(under, len(all_votes)) >= Fraction(1, 2):
            return None if candidate in (float("inf"), float("-inf")) else candidate
    return None


@given(FIGURES, st.integers(0, 12), st.booleans())
def test_the_lower_median_is_that_of_a_slow_count(figures, without, rising_eases):
    found = lower_median(figures, without, rising_eases=rising_eases)
    assert found == naive_lower_median(figures, without, rising_eases)


@given(FIGURES, st.integers(0, 100), st.integers(0, 100), st.booleans())
def test_with_single_peaked_wishes_nobody_gains_by_misstating(
    others, wish, said, rising_eases
):
    def outcome(figure):
        return lower_median([*others, figure], rising_eases=rising_eases)

    honest, misstated = outcome(wish), outcome(said)
    # Whatever wishes have their one peak there: a lie brings the same, or more of what
    # is unwanted, on the same side of the peak.
    assert (misstated - honest) * (honest - wish) >= 0


@given(FIGURES, st.integers(0, 8), st.integers(0, 100), st.integers(0, 100))
def test_who_wants_no_rule_never_does_better_by_naming_a_figure(
    others, without, said, peak
):
    beyond = float("inf")
    honest = lower_median(others, without + 1)
    misstated = lower_median([*others, said], without)
    assert (beyond if honest is None else honest) >= (
        beyond if misstated is None else misstated
    )


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 50)), max_size=20))
def test_the_order_of_votes_does_not_matter(pairs):
    votes = [Vote(f"m{member}", figure=figure) for member, figure in pairs]
    settings = {"member_count": 100, "quorum_count": 3, "by_figure": True}
    assert tally(votes, **settings) == tally(votes[::-1], **settings)


@pytest.mark.parametrize(
    ("figures", "median"),
    [([72], 72), ([60, 72], 60), ([60, 72, 90], 72), ([60, 72, 80, 90], 72)],
)
def test_of_an_even_number_the_lower_of_the_middle_two_stands(figures, median):
    assert lower_median(figures) == median


def test_a_tie_of_yes_and_no_is_not_adopted():
    votes = [Vote("a", approve=True), Vote("b", approve=False)]
    found = tally(votes, member_count=2, quorum_count=1, by_figure=False)
    assert (found.yes_count, found.no_count, found.carried) == (1, 1, False)


def test_a_majority_without_the_quorum_is_not_adopted():
    votes = [Vote("a", approve=True), Vote("b", approve=True)]
    found = tally(votes, member_count=9, quorum_count=3, by_figure=False)
    assert not found.quorum_reached
    assert not found.carried


def test_nobody_voting_adopts_nothing():
    found = tally([], member_count=9, quorum_count=1, by_figure=True)
    assert found.median is None
    assert not found.carried


@given(st.integers(1, 10_000), st.integers(1, 1000))
def test_a_quorum_is_the_share_of_members_rounded_up(members, permille):
    count = VotingTerms(permille, 3600).quorum_count(members)
    assert Fraction(count - 1, members) < Fraction(permille, 1000)
    assert Fraction(permille, 1000) <= Fraction(count, members)


@pytest.mark.parametrize(
    "broken",
    [
        lambda: VotingTerms(0, 3600),
        lambda: VotingTerms(1001, 3600),
        lambda: VotingTerms(500, 59),
        lambda: Vote("m"),
        lambda: Vote("m", approve=True, figure=3),
        lambda: Vote("Not An Id", approve=True),
    ],
)
def test_terms_and_votes_that_say_nothing_are_refused(broken):
    with pytest.raises(ValueError, match="Expected"):
        broken()
