"""Seats counted a second time: capacities, quotas and seats kept are never passed.

What is held counts like what is sold, from the offer on.
"""

from collections import Counter
from dataclasses import dataclass, field

from pricing.proof.basket import Basket
from pricing.proof.findings import Findings, Place
from pricing.proof.season_state import SeasonState
from pricing.proof.seat_limits import Limits, kept_at, limits_of


@dataclass(slots=True)
class Taken:
    """Seats of one performance, held and sold."""

    by_category: Counter[str] = field(default_factory=Counter)
    by_channel: Counter[str] = field(default_factory=Counter)
    by_counter: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_tariff: Counter[str] = field(default_factory=Counter)
    by_category_tariff: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: int = 0
    # By category, at tariffs that are not of solidarity by a version of the season.
    public: Counter[str] = field(default_factory=Counter)
    public_version: int = -1
    solidarity: frozenset[str] = frozenset()


@dataclass
class SeatCount:
    """The seats of a season."""

    findings: Findings
    taken: dict[str, Taken] = field(default_factory=dict)
    _limits: dict[str, Limits] = field(default_factory=dict)

    def full(self, of: SeasonState, performance_id: str, category_id: str) -> bool:
        """Return whether no seat of a category is left."""
        taken = self.taken.get(performance_id)
        if taken is None:
            return False
        most = self._limits_of(of, performance_id).by_category.get(category_id, 0)
        return taken.by_category[category_id] >= most

    def move(self, basket: Basket, sign: int) -> None:
        """Take the seats of a basket, or with -1 give them back."""
        for place, item in enumerate(basket.items):
            self.move_item(basket, place, sign * item.number)

    def move_item(self, basket: Basket, place: int, number: int) -> None:
        """Take so many seats of one item."""
        item = basket.items[place]
        taken = self.taken.get(item.performance_id)
        if taken is None:
            taken = self.taken[item.performance_id] = Taken()
        category, tariff = item.seat_category_id, item.tariff_id
        taken.by_category[category] += number
        taken.by_channel[basket.channel_id] += number
        taken.by_tariff[tariff] += number
        taken.by_category_tariff[category, tariff] += number
        taken.total += number
        if tariff not in taken.solidarity:
            taken.public[category] += number
        if basket.counter_id:
            taken.by_counter[basket.channel_id, basket.counter_id] += number

    def judge(self, of: SeasonState, basket: Basket, at: Place) -> None:
        """Hold all limits to what is taken with a basket that was just offered."""
        names = {item.performance_id for item in basket.items}
        for name in names:
            limits = self._limits_of(of, name)
            self._judge_one(limits, self.taken[name], basket, name, at)

    def _judge_one(
        self, limits: Limits, taken: Taken, basket: Basket, name: str, at: Place
    ) -> None:
        channel, counter = basket.channel_id, basket.counter_id
        by_channel, of_channel = limits.by_channel[channel], taken.by_channel[channel]
        over = []
        if of_channel > by_channel[0] and at.time < by_channel[1]:
            over.append(("channel", channel, of_channel, by_channel[0]))
        if counter:
            most = limits.by_counter.get((channel, counter), of_channel)
            of_counter = taken.by_counter[channel, counter]
            if of_counter > most and at.time < by_channel[1]:
                over.append(("channel", counter, of_counter, most))
        for item in basket.items:
            if item.performance_id != name:
                continue
            category, tariff = item.seat_category_id, item.tariff_id
            most = limits.by_category.get(category, 0)
            if taken.by_category[category] > most:
                over.append(("capacity", category, taken.by_category[category], most))
            if taken.by_tariff[tariff] > limits.by_tariff[tariff]:
                most = limits.by_tariff[tariff]
                over.append(("tariff", tariff, taken.by_tariff[tariff], most))
            if limits.shares and tariff not in limits.solidarity:
                self._judge_shares(limits, taken, category, name, at)
        for kind, what, count, bound in over:
            where = at._replace(performance_id=name)
            self.findings.breach(kind, where, what=what, taken=count, bound=bound)
        if limits.kept_by_channel:
            self._judge_kept(limits, taken, basket, name, at, by_tariff=False)
        if limits.kept_by_tariff:
            self._judge_kept(limits, taken, basket, name, at, by_tariff=True)

    def _judge_shares(
        self, limits: Limits, taken: Taken, category: str, name: str, at: Place
    ) -> None:
        """Hold what the public took to the seats kept for solidarity tariffs."""
        if taken.public_version != limits.version:
            taken.public_version = limits.version
            taken.solidarity = limits.solidarity
            taken.public = Counter()
            for (of, tariff), count in taken.by_category_tariff.items():
                if tariff not in limits.solidarity:
                    taken.public[of] += count
        public = taken.public[category]
        for finding, until, most in limits.shares:
            if at.time >= until or category not in most:
                continue
            finding.checked += 1
            left = most[category] - public
            if left < 0 or finding.tighter(left, "seats"):
                where = at._replace(performance_id=name, seat_category_id=category)
                finding.note(left, "seats", where)
                if left < 0:
                    self.findings.breach(
                        "public", where, finding, taken=public, bound=most[category]
                    )

    def _judge_kept(
        self,
        limits: Limits,
        taken: Taken,
        basket: Basket,
        name: str,
        at: Place,
        *,
        by_tariff: bool,
    ) -> None:
        """Hold to it that what others keep back is still free for them."""
        kept = limits.kept_by_tariff if by_tariff else limits.kept_by_channel
        sold = taken.by_tariff if by_tariff else taken.by_channel
        own: Counter[str] = Counter()
        for item in basket.items:
            if item.performance_id == name:
                own[item.tariff_id if by_tariff else basket.channel_id] += item.number
        number = sum(own.values())
        missing = []
        for back in (0, 1):
            rest = sum(
                max(0, kept_at(steps, at.time) - sold[each] + back * own[each])
                for each, steps in kept.items()
            )
            free = limits.capacity - taken.total + back * number
            missing.append(max(0, rest - free))
        # What was short before it for another reason is not its fault.
        if missing[0] > missing[1]:
            where = at._replace(performance_id=name)
            self.findings.breach("kept_for_others", where, taken=missing[0])

    def _limits_of(self, of: SeasonState, performance_id: str) -> Limits:
        known = self._limits.get(performance_id)
        if known is None or known.version != of.version:
            performance = of.season.performance_by_id[performance_id]
            known = limits_of(of, performance, self.findings)
            self._limits[performance_id] = known
        return known
