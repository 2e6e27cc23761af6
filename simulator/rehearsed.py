"""A policy that follows its plan whatever is sold: it answers the same each time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from simulator.policy import Answer, Moment, Policy, Pricer


@dataclass(frozen=True)
class Rehearsed:
    """Another policy, asked once: each later season gets what it answered then.

    Only for a policy that does not look at sales.
    """

    policy: Policy
    _said: dict[tuple[datetime, tuple[int, ...]], Sequence[Answer]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def name(self) -> str:
        """The name of the policy."""
        return self.policy.name

    def start(self) -> Pricer:
        """Return the policy at the opening of a new season."""
        return _Pricer(self.policy.start(), self._said)


@dataclass
class _Pricer:
    """The policy at work; asked itself only for what it was not asked before."""

    pricer: Pricer
    said: dict[tuple[datetime, tuple[int, ...]], Sequence[Answer]]

    def post(self, moment: Moment) -> Sequence[Answer]:
        """Return what the policy posts."""
        asked = (moment.now, moment.due)
        found = self.said.get(asked)
        if found is None:
            found = self.said[asked] = self.pricer.post(moment)
        return found
