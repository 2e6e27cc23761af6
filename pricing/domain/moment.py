"""Dates from which something is sold, kept or released."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pricing.domain.ids import check_range

DAYS_BEFORE_MAX = 1000


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or so many days before each performance."""

    at: datetime | None = None
    days_out: int | None = None

    def __post_init__(self) -> None:
        """Check that exactly one of them is given, and that it can be."""
        if (self.at is None) == (self.days_out is None):
            raise ValueError(
                "Expected a date or a number of days before, and not both."
            )
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("Expected a date with a time zone.")
        if self.days_out is not None:
            check_range(self.days_out, 0, DAYS_BEFORE_MAX, "days before a performance")

    def before(self, starts_at: datetime) -> datetime:
        """Return the date that it comes to for a performance."""
        if self.at is not None:
            return self.at
        return starts_at - timedelta(days=self.days_out or 0)


@dataclass(frozen=True, slots=True)
class Window:
    """The dates between which something is sold; open where one is not given."""

    opens: Moment | None = None
    closes: Moment | None = None

    def __post_init__(self) -> None:
        """Check that it opens before it closes, where that can be told."""
        opens, closes = self.opens, self.closes
        if opens is None or closes is None:
            return
        wrong = (
            opens.at is not None and closes.at is not None and opens.at >= closes.at
        ) or (
            opens.days_out is not None
            and closes.days_out is not None
            and opens.days_out <= closes.days_out
        )
        if wrong:
            raise ValueError("Expected a date to open at before the one to close at.")

    @property
    def fixed(self) -> bool:
        """Whether it is the same whatever the performance."""
        return all(m is None or m.at is not None for m in (self.opens, self.closes))

    def closed_because(self, starts_at: datetime, now: datetime) -> str:
        """Return why nothing is sold now and what to do; "" where it is."""
        if self.opens is not None and now < (at := self.opens.before(starts_at)):
            return f"it is sold from {at.isoformat()} on; ask again then"
        if self.closes is not None and now >= (at := self.closes.before(starts_at)):
            return f"it was sold until {at.isoformat()}; choose another"
        return ""

    def moments(self, starts_at: datetime) -> tuple[datetime, ...]:
        """Return when it opens and closes, as far as it does."""
        return tuple(
            moment.before(starts_at)
            for moment in (self.opens, self.closes)
            if moment is not None
        )


ALWAYS = Window()
