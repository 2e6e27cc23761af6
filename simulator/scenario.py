"""Who might come and how they behave: the truth that policies never see.

A party that looks for seats of performance f would pay for a seat of category c

    w[c] = b[f] * m * exp(s * z) * (v[f, c] / b[f]) ** t * exp(e[c])

with v the values of the night's categories to the median person of ordinary
means, b the greatest of them, m the means of the party's segment, z its liking
for the piece, s the segment's spread, t its taste for a good seat (lognormal
about 1) and e a small taste for single categories. The party buys where w less
the price that it pays is greatest and not negative. Sensitivity to price is
nowhere a parameter: it follows from who can pay what, so this is another family
than the logit that policies fit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from pricing.domain.ids import check_id, check_range, check_unique
from simulator import turnout

PARTIES_MAX = 1_000_000
PARTY_SIZE_MAX = 200
VALUE_MAX = 1_000_000.0
# A turn multiplies interest by no more.
FACTOR_MAX = 10.0


# Of a segment, each from 0 to 1.
SHARES = (
    "share",
    "burst_share",
    "flexible_share",
    "habit_share",
    "patient_share",
    "cancel_share",
)


@dataclass(frozen=True, slots=True)
class Segment:
    """People alike in means, habits and the tariff that is due to them."""

    id: str
    tariff_id: str
    # Share of the parties that look; all segments sum to 1.
    share: float
    means_bracket_id: str = ""
    # What the median of the segment would pay, relative to ordinary means.
    means: float = 1.0
    # Standard deviation over people of log willingness to pay.
    spread: float = 0.7
    party_sizes: tuple[int, ...] = (1, 2, 3, 4)
    party_shares: tuple[float, ...] = (0.25, 0.55, 0.1, 0.1)
    # Share that looks as soon as sales open, within some days (mean).
    burst_share: float = 0.1
    burst_days: float = 5.0
    # When the others begin to look: share that has by so many days out.
    curve_days_out: tuple[float, ...] = (180, 90, 60, 30, 14, 7, 3, 0)
    curve_share: tuple[float, ...] = (0.0, 0.15, 0.3, 0.55, 0.75, 0.87, 0.95, 1.0)
    # Channel ids with their shares; empty: all through the season's first.
    channels: tuple[tuple[str, float], ...] = ()
    # Share that tries another date of the production when theirs fails them.
    flexible_share: float = 0.3
    # Share that takes the category it is used to, or none.
    habit_share: float = 0.1
    # Share that buys only a bargain at first, else looks again later.
    patient_share: float = 0.0
    # Share of buyers that gives its seats back.
    cancel_share: float = 0.0
    # Whether they buy to sell on, where they expect more seekers than seats.
    resells: bool = False

    def __post_init__(self) -> None:
        """Check shares, sizes and the curve."""
        check_id(self.id, "a segment id")
        for name in SHARES:
            check_range(getattr(self, name), 0.0, 1.0, f"{name} of {self.id!r}")
        check_range(self.means, 1e-3, 1e3, f"means of {self.id!r}")
        check_range(self.spread, 0.0, 5.0, f"spread of {self.id!r}")
        check_range(self.burst_days, 0.01, 365.0, f"burst_days of {self.id!r}")
        if len(self.party_sizes) != len(self.party_shares):
            raise ValueError(f"Expected as many party sizes as shares in {self.id!r}.")
        for size in self.party_sizes:
            check_range(size, 1, PARTY_SIZE_MAX, f"each party size of {self.id!r}")
        _check_sum(self.party_shares, f"party shares of {self.id!r}")
        if self.channels:
            _check_sum([s for _, s in self.channels], f"channel shares of {self.id!r}")
        self._check_curve()

    def _check_curve(self) -> None:
        days, shares = self.curve_days_out, self.curve_share
        falls = all(b < a for a, b in pairwise(days))
        rises = all(b >= a for a, b in pairwise(shares))
        if len(days) != len(shares) or not days or not falls or not rises:
            raise ValueError(
                f"Expected a booking curve of {self.id!r} whose shares rise as days "
                "out fall."
            )
        if days[-1] < 0 or shares[0] < 0 or shares[-1] != 1.0:
            raise ValueError(f"Expected a booking curve of {self.id!r} that ends at 1.")


@dataclass(frozen=True, slots=True)
class Night:
    """A performance as the people see it."""

    performance_id: str
    # Parties expected to look for seats of it.
    parties: float
    # Currency units that the median person would pay for a seat of each category.
    values: tuple[float, ...]
    # Seats that those who would buy at prices told look for, by category: rising
    # quantiles over trials at even probabilities. ``parties`` might look then; empty:
    # they do. And how far each category shares the luck of the night (-1 to 1).
    turnout: tuple[tuple[float, ...], ...] = ()
    shared_luck: tuple[float, ...] = ()
    # The full prices, in currency units, at which the turnout is told.
    turnout_prices: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check that all is finite and not negative."""
        check_range(self.parties, 0, PARTIES_MAX, f"parties of {self.performance_id!r}")
        for value in self.values:
            check_range(value, 0, VALUE_MAX, f"each value of {self.performance_id!r}")
        if not any(value > 0 for value in self.values):
            raise ValueError(
                f"Expected a category of {self.performance_id!r} that is worth "
                "something."
            )
        of = repr(self.performance_id)
        told = self.turnout, self.shared_luck, self.turnout_prices
        turnout.check(*told, len(self.values), of)


@dataclass(frozen=True, slots=True)
class Turn:
    """Interest that turns: for a while, so many times as many look for some nights."""

    factor: float
    begins_at: datetime
    # None: for good.
    ends_at: datetime | None = None
    # Empty: all nights.
    performance_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the times and the factor."""
        check_range(self.factor, 0.0, FACTOR_MAX, "factor of a turn")
        for moment in (self.begins_at, self.ends_at):
            if moment is not None and getattr(moment, "tzinfo", None) is None:
                raise ValueError("Expected a date and time of a turn, with its zone.")
        if self.ends_at is not None and self.ends_at <= self.begins_at:
            raise ValueError("Expected a turn to end after it begins.")

    def covers(self, performance_id: str) -> bool:
        """Return whether interest in a performance turns."""
        return not self.performance_ids or performance_id in self.performance_ids


@dataclass(frozen=True)
class Scenario:
    """An audience: its segments, the nights, and how luck and word of mouth vary."""

    segments: tuple[Segment, ...]
    nights: tuple[Night, ...]
    # Standard deviations over people of the log taste for a good seat, and of
    # the log of a single category's.
    view_spread: float = 0.35
    seat_spread: float = 0.15
    # Of the log of how many look: over seasons, nights, and productions once
    # the first night is told about.
    season_spread: float = 0.04
    night_spread: float = 0.12
    word_of_mouth_spread: float = 0.2
    # What another date is worth to those who try one.
    other_date_value: float = 0.9
    # What the patient pay at first, of what they would; what resellers ask, over
    # what they paid.
    bargain: float = 0.8
    resale_margin: float = 0.3
    # What happens to interest while the season is sold.
    turns: tuple[Turn, ...] = ()

    def __post_init__(self) -> None:
        """Check shares and spreads, and that there are people."""
        if not self.segments:
            raise ValueError("Expected at least one segment of people.")
        check_unique((s.id for s in self.segments), "segments")
        check_unique((n.performance_id for n in self.nights), "nights")
        _check_sum([s.share for s in self.segments], "shares of segments")
        for name in (
            "view_spread",
            "seat_spread",
            "season_spread",
            "night_spread",
            "word_of_mouth_spread",
        ):
            check_range(getattr(self, name), 0.0, 2.0, name)
        check_range(self.other_date_value, 0.0, 1.0, "other_date_value")
        check_range(self.bargain, 0.0, 1.0, "bargain")
        check_range(self.resale_margin, 0.0, 10.0, "resale_margin")
        if not any(n.parties > 0 for n in self.nights):
            raise ValueError("Expected at least one night that people look for.")

    @cached_property
    def night_by_id(self) -> Mapping[str, Night]:
        """Nights by performance id."""
        return {n.performance_id: n for n in self.nights}


def _check_sum(shares: tuple[float, ...] | list[float], what: str) -> None:
    if any(not share >= 0 for share in shares) or abs(sum(shares) - 1) > 1e-6:
        raise ValueError(f"Expected {what} that are not negative and sum to 1.")
