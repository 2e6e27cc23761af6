"""A figure that was estimated, with how sure it is."""

from dataclasses import dataclass

from scipy.stats import norm


@dataclass(frozen=True)
class Estimated:
    """A figure with its standard error and a two-sided interval.

    Parameters
    ----------
    value, standard_error, low, high : in the unit of the figure
    coverage : chance that such intervals cover the truth, in (0, 1)
    """

    value: float
    standard_error: float
    low: float
    high: float
    coverage: float

    def __post_init__(self) -> None:
        if not 0 < self.coverage < 1:
            raise ValueError("Expected coverage in (0, 1).")
        if not self.standard_error >= 0:
            raise ValueError("Expected standard_error of at least 0.")
        if not self.low <= self.value <= self.high:
            raise ValueError("Expected low <= value <= high.")


def estimated(
    value: float, standard_error: float, *, coverage: float = 0.95
) -> Estimated:
    """Return the figure with the interval of a normal error around it."""
    if not 0 < coverage < 1:
        raise ValueError("Expected coverage in (0, 1).")
    reach = float(norm.ppf((1 + coverage) / 2)) * standard_error
    return Estimated(value, standard_error, value - reach, value + reach, coverage)
