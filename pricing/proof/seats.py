"""Seats counted a second time: capacities, quotas and seats kept are never passed.

What is held counts like what is sold, from the offer on.
"""

from collections import Counter
from dataclasses import dataclass, field

from pricing.proof.basket import Basket, Seats
from pricing.proof.findings import Findings, Place
from pricing.proof.season_state import SeasonState
from pricing.proof.seat_limits import Limits, kept_at, limits_of


@dataclass(slots=True)
class Taken:
    """Seats of one performance, held and sold, and what there is of them."""

    limits: Limits
    by_category: Counter[str] = field(default_factory=Counter)
    by_channel: Counter[str] = field(default_factory=Counter)
    by_counter: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_tariff: Counter[str] = field(default_factory=Counter)
    # By seat category, tariff and channel: what the others are made of.
    by_cell: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    # By category, at tariffs that are not of solidarity as the season is now.
    public: Counter[str] = field(default_factory=Counter)
    total: int = 0


@dataclass
class SeatCount:
    """The seats of a season."""

    findings: Findings
    taken: dict[str, Taken] = field(default_factory=dict)

    def full(self, of: SeasonState, performance_id: str, category_id: str) -> bool:
        """Return whether no seat of a category is left."""
        taken = self._taken(of, performance_id)
        most = taken.limits.by_category.get(category_id, 0)
        return taken.by_category[category_id] >= most

    def hold(self, of: SeasonState, basket: Basket, at: Place) -> None:
        """Take the seats of a basket, and hold all limits to what is taken then."""
        kept = False
        for item in basket.items:
            taken = self.taken.get(item.performance_id)
            if taken is None or taken.limits.version != of.version:
                taken = self._taken(of, item.performance_id)
            _move(taken, basket, item, item.number)
            limits = taken.limits
            category, tariff, channel = item.cell
            if (
                taken.by_category[category] > limits.by_category.get(category, 0)
                or tariff in limits.limited_tariffs
                or channel in limits.limited_channels
                or basket.counter_id
            ):
                self._judge_limits(taken, basket, item, at)
            if limits.shares and tariff not in limits.solidarity:
                self._judge_shares(taken, item, at)
            kept = kept or limits.keeps
        if kept:
            for name in {item.performance_id for item in basket.items}:
                self._judge_kept(self.taken[name], basket, name, at, by_tariff=False)
                self._judge_kept(self.taken[name], basket, name, at, by_tariff=True)

    def move_item(self, basket: Basket, place: int, number: int) -> None:
        """Take so many seats of one item."""
        item = basket.items[place]
        _move(self.taken[item.performance_id], basket, item, number)

    def _taken(self, of: SeasonState, performance_id: str) -> Taken:
        """Return what is taken of a performance, by the season as it is now."""
        taken = self.taken.get(performance_id)
        if taken is not None and taken.limits.version == of.version:
            return taken
        performance = of.season.performance_by_id[performance_id]
        limits = limits_of(of, performance, self.findings)
        if taken is None:
            taken = self.taken[performance_id] = Taken(limits)
        taken.limits = limits
        taken.public, taken.by_tariff = Counter(), Counter()
        taken.by_channel = Counter()
        for (category, tariff, channel), count in taken.by_cell.items():
            taken.by_tariff[tariff] += count
            taken.by_channel[channel] += count
            if tariff not in limits.solidarity:
                taken.public[category] += count
        return taken

    def _judge_limits(
        self, taken: Taken, basket: Basket, item: Seats, at: Place
    ) -> None:
        """Hold capacities and quotas to what is taken."""
        limits, channel, counter = taken.limits, basket.channel_id, basket.counter_id
        quota, until = limits.by_channel[channel]
        category, tariff, _ = item.cell
        found = [
            ("capacity", category, taken.by_category, limits.by_category),
            ("tariff", tariff, taken.by_tariff, limits.by_tariff),
        ]
        over = [
            (kind, what, counts[what], most.get(what, 0))
            for kind, what, counts, most in found
        ]
        if at.time < until:
            over.append(("channel", channel, taken.by_channel[channel], quota))
            key = channel, counter
            if key in limits.by_counter:
                most = limits.by_counter[key]
                over.append(("channel", counter, taken.by_counter[key], most))
        where = at._replace(performance_id=item.performance_id)
        for kind, what, count, bound in over:
            if count > bound:
                self.findings.breach(kind, where, what=what, taken=count, bound=bound)

    def _judge_shares(self, taken: Taken, item: Seats, at: Place) -> None:
        """Hold what the public took to the seats kept for solidarity tariffs."""
        category = item.seat_category_id
        public = taken.public[category]
        for finding, until, most in taken.limits.shares:
            if at.time >= until or category not in most:
                continue
            finding.checked += 1
            left = most[category] - public
            if left < 0 or finding.tighter(left, "seats"):
                where = at._replace(
                    performance_id=item.performance_id, seat_category_id=category
                )
                finding.note(left, "seats", where)
                if left < 0:
                    self.findings.breach(
                        "public", where, finding, taken=public, bound=most[category]
                    )

    def _judge_kept(
        self, taken: Taken, basket: Basket, name: str, at: Place, *, by_tariff: bool
    ) -> None:
        """Hold to it that what others keep back is still free for them."""
        limits = taken.limits
        kept = limits.kept_by_tariff if by_tariff else limits.kept_by_channel
        sold = taken.by_tariff if by_tariff else taken.by_channel
        own: Counter[str] = Counter()
        for item in basket.items:
            if item.performance_id == name:
                own[item.tariff_id if by_tariff else basket.channel_id] += item.number
        missing = []
        for back in (0, 1):
            rest = sum(
                max(0, kept_at(steps, at.time) - sold[each] + back * own[each])
                for each, steps in kept.items()
            )
            free = limits.capacity - taken.total + back * sum(own.values())
            missing.append(max(0, rest - free))
        # What was short before it for another reason is not its fault.
        if missing[0] > missing[1]:
            where = at._replace(performance_id=name)
            self.findings.breach("kept_for_others", where, taken=missing[0])


def _move(taken: Taken, basket: Basket, item: Seats, number: int) -> None:
    category, tariff, channel = item.cell
    limits = taken.limits
    taken.by_cell[item.cell] += number
    taken.by_category[category] += number
    taken.total += number
    if limits.shares and tariff not in limits.solidarity:
        taken.public[category] += number
    if tariff in limits.limited_tariffs:
        taken.by_tariff[tariff] += number
    if channel in limits.limited_channels:
        taken.by_channel[channel] += number
    if basket.counter_id:
        taken.by_counter[basket.channel_id, basket.counter_id] += number
