"""When enough trials were played: the interval that was asked for is reached."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pricing.domain.errors import FieldInvalid
from simulator.estimates import interval
from simulator.summary import MEASURES, Summary


@dataclass(frozen=True, slots=True)
class Precision:
    """A measure to be known to a share of its mean, under every policy.

    The share is half the width of the 95 % interval over the mean, the largest
    of all policies; ``reached`` is None where one trial or a mean of 0 tells none.
    """

    measure: str
    wanted: float
    reached: float | None = None

    def __post_init__(self) -> None:
        """Check the measure and the share."""
        if self.measure not in MEASURES:
            raise FieldInvalid(
                "until", f"no measure {self.measure!r}; one of {', '.join(MEASURES)}"
            )
        if not 0 < self.wanted <= 1:
            raise FieldInvalid("until", "expected over 0 and up to 100 %")

    @property
    def met(self) -> bool:
        """Whether the measure is known as well as was wanted."""
        return self.reached is not None and self.reached <= self.wanted

    def at(self, trials: Sequence[tuple[Summary, ...]]) -> "Precision":
        """Return what trials reach, each with a summary of every policy."""
        widest = 0.0
        for policy in zip(*trials, strict=True):
            found = interval([each.measures[self.measure] for each in policy])
            if found.high is None or found.mean == 0:
                return replace(self, reached=None)
            widest = max(widest, (found.high - found.mean) / abs(found.mean))
        return replace(self, reached=widest)


def parse(text: str) -> Precision:
    """Return what ``--until`` asks for.

    Examples
    --------
    >>> parse("income=0.5%")
    Precision(measure='income', wanted=0.005, reached=None)
    """
    found = re.fullmatch(r"\s*(\w+)\s*=\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*", text)
    if found is None:
        raise FieldInvalid("--until", f"expected MEASURE=SHARE%, got {text!r}")
    return Precision(found[1], float(found[2]) / 100)
