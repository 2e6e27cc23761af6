"""Laws of valuations as pricing reads them: continuous or discrete, any of scipy's.

At price p a law tells

    demand   d(p) = P(V >= p)
    surplus  s(p) = E max(V - p, 0)
    away     n(p) = E[V | V < p]                its limit where nobody stays away
"""

import warnings
from typing import Any

import numpy as np

from pricing.optimizer.continuous_law import ContinuousLaw, read_continuous
from pricing.optimizer.density import IntegratedDensity, tells_only_density
from pricing.optimizer.discrete_law import DiscreteLaw, read_discrete

Law = ContinuousLaw | DiscreteLaw


def read_law(law: Any) -> Law:
    """Return a law of scipy.stats with its tables.

    Raises
    ------
    ValueError
        When it is none, has no mean, no valuation above 0, more than one of
        them by way of arrays, or too many atoms.
    """
    frozen = _NewStyle(law) if hasattr(law, "iccdf") else law
    if not hasattr(frozen, "sf"):
        raise ValueError("Expected a frozen scipy.stats distribution.")
    name = _name(law)
    with warnings.catch_warnings():
        # Numerical means and quantiles of laws of one's own may grumble.
        warnings.simplefilter("ignore")
        middle = np.asarray(frozen.ppf(0.5), dtype=np.float64)
        if middle.ndim > 0:
            raise ValueError(f"Expected one law a group, not an array of {name}.")
        if np.isnan(middle):
            raise ValueError(f"Expected valid parameters of {name}.")
        if not hasattr(frozen, "pdf"):
            return read_discrete(frozen, name)
        # Where scipy's newer laws are cut or moved, they integrate at each value.
        if frozen is not law or tells_only_density(frozen):
            frozen = IntegratedDensity(frozen, name)
        return read_continuous(frozen, name)


def _name(law: Any) -> str:
    kind = getattr(law, "dist", law)
    return str(getattr(kind, "name", None) or type(kind).__name__)


class _NewStyle:
    """A distribution of scipy's newer kind under the older kind's names."""

    def __init__(self, law: Any) -> None:
        self.cdf, self.sf = law.cdf, law.ccdf
        self.ppf, self.isf, self.mean = law.icdf, law.iccdf, law.mean
        self.support = law.support
        # Not by its pmf: where a continuous law is cut, scipy's never returns.
        if np.isposinf(law.pdf(law.icdf(0.5))):
            self.pmf = law.pmf
        else:
            self.pdf = law.pdf
