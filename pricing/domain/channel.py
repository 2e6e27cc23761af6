"""Where seats are sold, with what quota and at what cost."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from pricing.domain.ids import check_id, check_range, check_unique
from pricing.domain.moment import Moment
from pricing.domain.money import divide_to_step
from pricing.domain.venue import PRICE_MINOR_MAX

COUNTERS_MAX = 500


class ChannelKind(Enum):
    """What a channel is; it changes no price."""

    OTHER = "other"
    WEB = "web"
    TELEPHONE = "telephone"
    POST = "post"
    COUNTER = "counter"
    REMOTE_COUNTER = "remote_counter"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Commission:
    """What a seller takes of each seat: a share and an amount, up to a ceiling."""

    permille: int = 0
    fixed_minor: int = 0
    # Inside: the seller keeps it out of the price; else the buyer pays it on top.
    inside: bool = True
    ceiling_minor: int = PRICE_MINOR_MAX

    def __post_init__(self) -> None:
        """Check the numbers."""
        check_range(self.permille, 0, 1000, "commission_permille")
        check_range(self.fixed_minor, 0, PRICE_MINOR_MAX, "commission_fixed")
        check_range(self.ceiling_minor, 0, PRICE_MINOR_MAX, "commission_ceiling")

    def on(self, price_minor: int) -> int:
        """Return the commission on one seat sold at a price; nothing on a free seat."""
        if price_minor == 0:
            return 0
        share = divide_to_step(price_minor * self.permille, 1000, 1)
        return min(share + self.fixed_minor, self.ceiling_minor, price_minor)

    @property
    def on_top(self) -> tuple[int, int, int]:
        """Thousandths of the price, minor units and ceiling that the buyer adds."""
        if self.inside or not (self.permille or self.fixed_minor):
            return 0, 0, 0
        return self.permille, self.fixed_minor, self.ceiling_minor


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter or reseller within a channel, with terms of its own if any."""

    id: str
    name: str
    # Most seats of a performance sold here, in thousandths of its capacity.
    quota_permille: int = 1000
    # The channel's where none is given.
    commission: Commission | None = None
    cost_minor: int | None = None

    def __post_init__(self) -> None:
        """Check the id, the quota and the cost."""
        check_id(self.id, "a counter id")
        check_range(self.quota_permille, 0, 1000, "quota_permille")
        if self.cost_minor is not None:
            check_range(self.cost_minor, 0, PRICE_MINOR_MAX, "cost")


@dataclass(frozen=True, slots=True)
class Release:
    """From when on a channel keeps fewer seats back; the others return to the pool."""

    moment: Moment
    kept_permille: int = 0

    def __post_init__(self) -> None:
        """Check the seats."""
        check_range(self.kept_permille, 0, 1000, "kept_permille")


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to buy: web, telephone, counter, network reseller.

    A quota is hard as long as nothing releases it. From ``release_days_out`` or
    ``release_at`` on, the channel sells whatever is left and keeps nothing back.
    """

    id: str
    name: str
    # Most seats of a performance sold here, in thousandths of its capacity.
    quota_permille: int = 1000
    # From this many days out the quota is lifted; None keeps it to the end.
    release_days_out: int | None = None
    commission_permille: int = 0
    commission_fixed_minor: int = 0
    # Inside: the seller keeps it out of the price; else the buyer pays it on top.
    commission_inside: bool = True
    cost_minor: int = 0
    kind: ChannelKind = ChannelKind.OTHER
    commission_ceiling_minor: int = PRICE_MINOR_MAX
    release_at: datetime | None = None
    # Seats of a performance that only this channel sells, in thousandths of its
    # capacity, and from when on it keeps fewer.
    kept_permille: int = 0
    releases: tuple[Release, ...] = ()
    counters: tuple[Counter, ...] = ()

    def __post_init__(self) -> None:
        """Check the id, the quota, the commission and the counters."""
        check_id(self.id, "a channel id")
        check_range(self.quota_permille, 0, 1000, "quota_permille")
        if self.release_days_out is not None:
            check_range(self.release_days_out, 0, 1000, "release_days_out")
        if self.release_at is not None and self.release_at.tzinfo is None:
            raise ValueError(f"Expected release_at of {self.id!r} with a time zone.")
        if self.release_at is not None and self.release_days_out is not None:
            raise ValueError(
                f"Expected release_days_out or release_at of {self.id!r}, not both."
            )
        _ = self.commission
        check_range(self.cost_minor, 0, PRICE_MINOR_MAX, "cost")
        check_range(self.kept_permille, 0, self.quota_permille, "kept_permille")
        if any(each.kept_permille > self.kept_permille for each in self.releases):
            raise ValueError(f"Expected releases of {self.id!r} that keep fewer seats.")
        check_range(len(self.counters), 0, COUNTERS_MAX, "number of counters")
        check_unique((counter.id for counter in self.counters), "counters")

    @property
    def commission(self) -> Commission:
        """What the channel takes where a counter has no terms of its own."""
        return Commission(
            self.commission_permille,
            self.commission_fixed_minor,
            self.commission_inside,
            self.commission_ceiling_minor,
        )

    @property
    def commissions(self) -> tuple[tuple[str, Commission], ...]:
        """Every commission asked here, with the channel or counter that asks it."""
        return (
            (self.id, self.commission),
            *((c.id, c.commission) for c in self.counters if c.commission is not None),
        )

    @property
    def release(self) -> Moment | None:
        """From when on the quota is lifted and nothing is kept; None for never."""
        if self.release_at is not None:
            return Moment(at=self.release_at)
        if self.release_days_out is not None:
            return Moment(days_out=self.release_days_out)
        return None

    def commission_minor(self, price_minor: int) -> int:
        """Return the commission on one seat sold at a price; nothing on a free seat."""
        return self.commission.on(price_minor)

    def counter(self, counter_id: str) -> Counter | None:
        """Return a counter by id, or None."""
        return next((each for each in self.counters if each.id == counter_id), None)

    def at_counter(self, counter_id: str) -> "Channel":
        """Return the channel on the terms of one of its counters."""
        counter = self.counter(counter_id)
        if counter is None:
            return self
        asked = counter.commission or self.commission
        return replace(
            self,
            name=counter.name,
            commission_permille=asked.permille,
            commission_fixed_minor=asked.fixed_minor,
            commission_inside=asked.inside,
            commission_ceiling_minor=asked.ceiling_minor,
            cost_minor=self.cost_minor
            if counter.cost_minor is None
            else counter.cost_minor,
        )

    def kept_at(self, starts_at: datetime, now: datetime) -> int:
        """Return the thousandths of a performance's seats kept back for it now."""
        release = self.release
        if release is not None and now >= release.before(starts_at):
            return 0
        gone = [r for r in self.releases if now >= r.moment.before(starts_at)]
        return min((each.kept_permille for each in gone), default=self.kept_permille)

    def moments(self, starts_at: datetime) -> tuple[datetime, ...]:
        """Return when it releases seats of a performance."""
        all_of = [self.release, *(each.moment for each in self.releases)]
        return tuple(m.before(starts_at) for m in all_of if m is not None)
