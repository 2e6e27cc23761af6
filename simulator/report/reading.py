"""What a page is about: results, the policy in front, and the one beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from simulator.estimates import Interval
from simulator.facts import PerformanceFacts
from simulator.report.voice import Voice
from simulator.result_parts import PerformanceResult, PolicyResult
from simulator.results import HINDSIGHT, Results

# A performance when it starts, as the programme lists it, and what was sold of it.
Shown = tuple[datetime, PerformanceFacts, PerformanceResult]

# The policies that a page puts in front, and beside it, where they were played.
FRONT, BESIDE = "optimised", "fixed"


@dataclass(frozen=True)
class Reading:
    """Results as a page of one language reads them."""

    results: Results
    voice: Voice

    @cached_property
    def main(self) -> str:
        """The policy that the page is about."""
        names = list(self.results.policies)
        # What nobody could have known is no policy to put in front.
        could = [name for name in names if name != HINDSIGHT] or names
        return FRONT if FRONT in names else could[-1]

    @cached_property
    def against(self) -> str | None:
        """The policy that it is compared with; None when it was played alone."""
        others = [name for name in self.results.policies if name != self.main]
        return BESIDE if BESIDE in others else next(iter(others), None)

    @property
    def policy(self) -> PolicyResult:
        """The results of the policy that the page is about."""
        return self.results.policies[self.main]

    @property
    def dates(self) -> tuple[PerformanceFacts, ...]:
        """The performances, in the order of the results."""
        return self.results.facts.performances

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the policies for people."""
        return {name: self.voice.policy(name) for name in self.results.policies}

    def gap(self, measure: str) -> Interval | None:
        """Return the measure of the main policy less that of the other."""
        for each in self.results.differences:
            if each.measure == measure and {each.policy, each.against} == {
                self.main,
                self.against,
            }:
                return each.value if each.policy == self.main else turned(each.value)
        return None


def turned(found: Interval) -> Interval:
    """Return the interval of b - a from that of a - b."""
    if found.low is None or found.high is None:
        return Interval(-found.mean, None, None)
    return Interval(-found.mean, -found.high, -found.low)
