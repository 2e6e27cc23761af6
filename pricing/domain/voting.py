"""Votes, counted: quorum, majority, lower median.

The lower median of figures is the one in place ceil(n / 2) from the least. Where each
member likes figures less the further they are from one of their own, on either side,
nobody brings it nearer to their own by misstating it [1]_. A vote for no such rule
stands beyond every figure, at the end where the rule asks nothing.

References
----------
.. [1] Moulin, H. (1980). On strategy-proofness and single peakedness. Public Choice
   35, 437-455.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pricing.domain.governance import Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of a proposal as they were counted."""

    member_count: int
    quorum_count: int
    vote_count: int
    yes_count: int
    no_count: int
    # The lower median of the figures; None where it is no figure, or nobody gave one.
    median: int | None
    # Whether it is adopted if the vote ends so.
    carried: bool

    @property
    def quorum_reached(self) -> bool:
        """Whether enough members voted."""
        return self.vote_count >= self.quorum_count


def lower_median(
    figures: Iterable[int], without: int = 0, *, rising_eases: bool = True
) -> int | None:
    """Return the lower median of figures and of votes for none at all.

    Parameters
    ----------
    figures : what members want
    without : how many want no such rule
    rising_eases : whether a greater figure asks less
        No such rule is then above all figures, else below all.

    Returns
    -------
    One of the figures, or None where it falls among those who want none.

    Examples
    --------
    >>> lower_median([60, 90, 72, 80])
    72
    >>> lower_median([60, 90], 3) is None
    True
    """
    ordered = sorted(figures)
    place = (len(ordered) + without + 1) // 2 - 1
    if not rising_eases:
        place -= without
    return ordered[place] if 0 <= place < len(ordered) else None


def tally(
    votes: Iterable[Vote],
    *,
    member_count: int,
    quorum_count: int,
    by_figure: bool,
    rising_eases: bool = True,
) -> Tally:
    """Return votes as counted: each member's is one, whoever cast it."""
    cast = list(votes)
    figures = [vote.figure for vote in cast if vote.figure is not None]
    yes = sum(vote.approve is True for vote in cast)
    no = sum(vote.approve is False for vote in cast)
    median = None
    if by_figure and cast:
        median = lower_median(figures, no, rising_eases=rising_eases)
    wanted = median is not None if by_figure else yes > no
    return Tally(
        member_count=member_count,
        quorum_count=quorum_count,
        vote_count=len(cast),
        yes_count=yes,
        no_count=no,
        median=median,
        carried=wanted and len(cast) >= quorum_count,
    )
