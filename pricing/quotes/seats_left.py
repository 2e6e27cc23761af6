"""How many seats of a performance are left to whom.

Limits hold at once, each over seats held and sold together: the capacity of a
category; the public's share of it while a SolidarityShare keeps seats; the quota
of a channel, of a counter of it and of a tariff; the seats that other channels
and other tariffs keep back, anywhere in the hall, until they are released. Quotas
are thousandths of the performance's capacity, rounded down.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pricing.domain.channel import Channel
from pricing.domain.errors import QuotaExhausted, SeatsExhausted
from pricing.domain.performance import Performance
from pricing.domain.rules import SolidarityShare
from pricing.domain.season import Season
from pricing.domain.tariff import Tariff
from pricing.quotes.seats import SeatCounts


def quota(performance: Performance, permille: int) -> int:
    """Return the seats of a performance that a quota in thousandths allows."""
    return performance.capacity * permille // 1000


def kept_seats(
    season: Season, performance: Performance, seat_category_id: str, now: datetime
) -> int:
    """Return the seats of a category that are kept for solidarity tariffs now.

    Where several rules keep seats, the greatest share serves them all.
    """
    place = season.venue_of(performance).category_index(seat_category_id)
    days_out = performance.days_out(now)
    return max(
        (
            rule.kept(seat_category_id, performance.capacities[place])
            for rule in season.rules
            if isinstance(rule, SolidarityShare)
            and days_out > rule.release_days_out
            and rule.scope.covers(performance)
        ),
        default=0,
    )


@dataclass(frozen=True, slots=True)
class SeatsLeft:
    """How many seats of one performance are left to whom, on one channel, now."""

    season: Season
    performance: Performance
    channel: Channel
    counts: SeatCounts
    now: datetime
    counter_id: str = ""

    def in_category(self, seat_category_id: str) -> int:
        """Return the seats of a category that nobody holds or bought."""
        place = self.season.venue_of(self.performance).category_index(seat_category_id)
        taken = self.counts.taken_by_category[seat_category_id]
        withheld = self.counts.withheld_by_category[seat_category_id]
        return self.performance.capacities[place] - taken - withheld

    def to_public(self, seat_category_id: str) -> int:
        """Return the seats left to tariffs that are not solidarity tariffs.

        They may take the capacity less the seats kept; solidarity tariffs may
        take what is kept and, like anybody, what is left of the rest.
        """
        left = self.in_category(seat_category_id)
        kept = kept_seats(self.season, self.performance, seat_category_id, self.now)
        if not kept:
            return left
        place = self.season.venue_of(self.performance).category_index(seat_category_id)
        public = sum(
            self.counts.taken_by_category_tariff[seat_category_id, tariff.id]
            for tariff in self.season.tariffs
            if not tariff.solidarity
        )
        return min(left, self.performance.capacities[place] - kept - public)

    def in_channel(self) -> int:
        """Return the seats left to the channel, or to the counter of it that asks.

        Its quota, and what other channels keep back for themselves.
        """
        kept = self._kept_for_channels()
        left = self._beside(kept, self.channel.id) if kept else self._free()
        release = self.channel.release
        starts_at = self.performance.starts_at
        if release is not None and self.now >= release.before(starts_at):
            return left
        limit = quota(self.performance, self.channel.quota_permille)
        in_quota = limit - self.counts.taken_by_channel[self.channel.id]
        left = min(left, in_quota) if kept else in_quota
        counter = self.channel.counter(self.counter_id)
        if counter is not None:
            taken = self.counts.taken_by_counter[self.channel.id, counter.id]
            left = min(left, quota(self.performance, counter.quota_permille) - taken)
        return left

    def in_tariff(self, tariff: Tariff) -> int:
        """Return the seats left to the tariff: of its quota, and of what none keeps."""
        limit = quota(self.performance, tariff.quota_permille)
        left = limit - self.counts.taken_by_tariff[tariff.id]
        kept = self._kept_for_tariffs()
        return min(left, self._beside(kept, tariff.id)) if kept else left

    def in_each_tariff(self) -> list[tuple[Tariff, int]]:
        """Return the seats left to each tariff, as ``in_tariff`` does one by one."""
        kept = self._kept_for_tariffs()
        taken = self.counts.taken_by_tariff
        found = []
        for tariff in self.season.tariffs:
            left = quota(self.performance, tariff.quota_permille) - taken[tariff.id]
            if kept:
                left = min(left, self._beside(kept, tariff.id))
            found.append((tariff, left))
        return found

    def _beside(self, kept: Mapping[str, int], own_id: str) -> int:
        """Return the seats that one may take beside what others keep."""
        free = self._free()
        common = max(0, free - sum(kept.values()))
        return min(free, common + kept.get(own_id, 0))

    def _free(self) -> int:
        withheld = sum(list(self.counts.withheld_by_category.values()))
        return self.performance.capacity - self.counts.taken - withheld

    def _kept_for_channels(self) -> dict[str, int]:
        """Return the seats that channels still keep, by channel."""
        starts_at = self.performance.starts_at
        found: dict[str, int] = {}
        for channel in self.season.channels:
            if channel.kept_permille:
                share = quota(self.performance, channel.kept_at(starts_at, self.now))
                taken = self.counts.taken_by_channel[channel.id]
                found[channel.id] = max(0, share - taken)
        return found

    def _kept_for_tariffs(self) -> dict[str, int]:
        """Return the seats that tariffs still keep, by tariff."""
        starts_at = self.performance.starts_at
        found: dict[str, int] = {}
        for tariff in self.season.tariffs:
            if tariff.kept_permille:
                share = quota(self.performance, tariff.kept_at(starts_at, self.now))
                taken = self.counts.taken_by_tariff[tariff.id]
                found[tariff.id] = max(0, share - taken)
        return found

    def to(self, seat_category_id: str, tariff: Tariff) -> int:
        """Return the seats of a category that one more quote at a tariff may take."""
        in_category = (
            self.in_category(seat_category_id)
            if tariff.solidarity
            else self.to_public(seat_category_id)
        )
        return max(0, min(in_category, self.in_channel(), self.in_tariff(tariff)))

    def check(self, wanted: Mapping[tuple[str, str], int]) -> None:
        """Refuse seats by category and tariff that are not all left.

        Raises
        ------
        SeatsExhausted
            Too few in a category, or too few that are not kept for others.
        QuotaExhausted
            Too few in the quota of the channel or of a tariff.
        """
        in_category: dict[str, int] = {}
        public: dict[str, int] = {}
        in_tariff: dict[str, int] = {}
        for (category, tariff_id), count in wanted.items():
            in_category[category] = in_category.get(category, 0) + count
            in_tariff[tariff_id] = in_tariff.get(tariff_id, 0) + count
            if not self.season.tariff_by_id[tariff_id].solidarity:
                public[category] = public.get(category, 0) + count
        name = self.performance.id
        for category, count in in_category.items():
            if count > (left := self.in_category(category)):
                raise SeatsExhausted(name, category, count, max(0, left))
        for category, count in public.items():
            if count > (left := self.to_public(category)):
                raise SeatsExhausted(name, category, count, max(0, left))
        total = sum(wanted.values())
        if total > (left := self.in_channel()):
            kind, seller = "channel", self.channel.id
            if self.counter_id:
                kind, seller = "counter", self.counter_id
            raise QuotaExhausted(name, kind, seller, total, max(0, left))
        for tariff_id, count in in_tariff.items():
            left = self.in_tariff(self.season.tariff_by_id[tariff_id])
            if count > left:
                raise QuotaExhausted(name, "tariff", tariff_id, count, max(0, left))
        self._check_common(in_tariff)

    def _check_common(self, wanted: Mapping[str, int]) -> None:
        """Refuse what tariffs want together beyond what each of them keeps."""
        kept = self._kept_for_tariffs()
        beyond = {t: n - kept.get(t, 0) for t, n in wanted.items()}
        total = sum(max(0, count) for count in beyond.values())
        common = max(0, self._free() - sum(kept.values()))
        if kept and total > common:
            tariff_id = max(beyond, key=lambda each: beyond[each])
            raise QuotaExhausted(
                self.performance.id, "tariff", tariff_id, total, common
            )
