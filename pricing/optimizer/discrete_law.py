"""A law of valuations with atoms only: everything is a sum over them.

The share that buys jumps down just above an atom, and the mean valuation of those
who stay away jumps up.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.continuous_law import TAIL, Prices

ATOMS_MAX = 100_000
# The mass that may lie beyond so many atoms.
BEYOND_MAX = 1e-6
ATOM_MASS_MIN = 1e-18
# Prices nearer than this share to an atom are that atom.
EQUAL = 1e-12
# Nobody buys at a price above the last atom by this share of it.
ABOVE = 1e-6


@dataclass(frozen=True, eq=False)
class DiscreteLaw:
    """A law of atoms.

    Attributes
    ----------
    edges : [N + 1], currency units, rising
        The atoms, and a price just above the last, at which nobody buys.
    at_least, less : [N + 1]
        P(V >= a) and P(V < a) of each edge.
    worth_at_least, worth_less : [N + 1], currency units
        E[V; V >= a] and E[V; V < a].
    """

    edges: NDArray[np.float64]
    at_least: NDArray[np.float64]
    less: NDArray[np.float64]
    worth_at_least: NDArray[np.float64]
    worth_less: NDArray[np.float64]
    discrete = True

    @classmethod
    def of(
        cls, atoms: NDArray[np.float64], mass: NDArray[np.float64], mean: float
    ) -> "DiscreteLaw":
        """Return the law; what the atoms lack of the mean lies beyond the last."""
        mass = mass.copy()
        mass[-1] += max(1.0 - mass.sum(), 0.0)
        beyond = mean - float(mass @ atoms)
        worth = mass * atoms
        worth[-1] += beyond if beyond > 1e-9 * abs(mean) else 0.0
        less = np.append(0.0, np.cumsum(mass))
        less[-1] = 1.0
        above = atoms[-1] + ABOVE * max(1.0, abs(atoms[-1]))
        return cls(
            np.append(atoms, above),
            np.append(1.0 - less[:-1], 0.0),
            less,
            np.append(np.cumsum(worth[::-1])[::-1], 0.0),
            np.append(0.0, np.cumsum(worth)),
        )

    def _place(self, price: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return how many atoms lie below each price."""
        nearly = price - EQUAL * np.abs(price)
        return np.searchsorted(self.edges[:-1], nearly, side="left")

    def demand(self, price: Prices) -> NDArray[np.float64]:
        """Return the share that buys."""
        return self.at_least[self._place(np.asarray(price, dtype=np.float64))]

    def surplus(self, price: Prices) -> NDArray[np.float64]:
        """Return the mean surplus a head."""
        at = np.asarray(price, dtype=np.float64)
        place = self._place(at)
        return np.maximum(self.worth_at_least[place] - at * self.at_least[place], 0.0)

    def away(self, price: Prices) -> NDArray[np.float64]:
        """Return the mean valuation of those who do not buy."""
        place = self._place(np.asarray(price, dtype=np.float64))
        share = self.less[place]
        mean = self.worth_less[place] / np.where(share > 0, share, 1.0)
        return np.where(share > 0, mean, self.edges[0])

    def snapped(self, price: float) -> float:
        """Return the atom that the price stands for, or the price."""
        place = int(self._place(np.asarray(price)))
        atom = float(self.edges[min(place, len(self.edges) - 2)])
        return atom if abs(atom - price) <= 2 * EQUAL * abs(price) else price


def read_discrete(law: Any, name: str) -> DiscreteLaw:
    """Return a law with its tables.

    Parameters
    ----------
    law : with pmf, ppf, support and mean
    name : what messages call it

    Raises
    ------
    ValueError
        When it has no valuation above 0, no mean, or too many atoms.
    """
    bare, shift = _unshifted(law)
    mean = float(bare.mean())
    if not np.isfinite(mean):
        raise ValueError(f"Expected valuations with a finite mean: {name} has none.")
    kind = getattr(bare, "dist", bare)
    if hasattr(kind, "xk"):
        order = np.argsort(kind.xk, kind="stable")
        atoms, mass = np.asarray(kind.xk, float)[order], np.asarray(kind.pk)[order]
    else:
        atoms, mass = _lattice(bare, name)
    some = mass > ATOM_MASS_MIN
    atoms, mass = atoms[some] + shift, mass[some]
    if not atoms[-1] > 0:
        raise ValueError(f"Expected some valuations above 0 in {name}.")
    return DiscreteLaw.of(atoms, mass, mean + shift)


def _unshifted(law: Any) -> tuple[Any, float]:
    """Return a discrete law without its location, and its location.

    On its own whole numbers no rounding can hide an atom.
    """
    if not hasattr(law, "dist"):
        return law, 0.0
    shapes = law.dist.numargs
    named = {key: value for key, value in law.kwds.items() if key != "loc"}
    placed = law.args[shapes:]
    shift = placed[0] if placed else law.kwds.get("loc", 0.0)
    return law.dist(*law.args[:shapes], **named), float(shift)


def _lattice(law: Any, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the whole numbers that hold the mass of a law, and their masses."""
    first = float(law.ppf(TAIL))
    last = min(float(law.support()[1]), first + ATOMS_MAX - 1)
    count = 1024
    while True:
        atoms = np.arange(first, min(first + count - 1, last) + 1)
        mass = np.asarray(law.pmf(atoms), dtype=np.float64)
        if atoms[-1] == last or mass.sum() >= 1 - TAIL:
            break
        count *= 2
    if not mass.sum() >= 1 - BEYOND_MAX:
        raise ValueError(f"Expected at most {ATOMS_MAX:,} valuations in {name}.")
    return atoms, mass
