"""The law of a sum of normals on the event that each partial sum was high enough.

f_0 is the density of D_0. f_{k+1}(s) = integral over u > y_k of f_k(u) times the
density of D_{k+1} at s - u. Each f_k is smooth, but bends sharply where an
earlier cut has been smoothed by few or narrow demands: so it is kept at the
Gauss points of panels that are short there and long elsewhere, and
interpolated within a panel.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from models.compiled import compiled

# Standard deviations beyond which a normal is left out: 1e-19 of its mass.
REACH = 9.0
POINTS, POINT_WEIGHTS = np.polynomial.legendre.leggauss(16)
# Weights of the barycentric formula at the Gauss points.
BARYCENTRIC = np.array(
    [1.0 / np.prod(p - np.delete(POINTS, i)) for i, p in enumerate(POINTS)]
)


@dataclass(frozen=True)
class Law:
    """A density on panels.

    Attributes
    ----------
    edges : [N + 1], rising
    density : [N, 16], at the Gauss points of each panel
    bends : (centre, width) of each place where the density may bend
    """

    edges: NDArray[np.float64]
    density: NDArray[np.float64]
    bends: tuple[tuple[float, float], ...]


def start(mean: float, std: float) -> Law:
    """Return the law of one normal."""
    bends = ((mean, std),)
    edges = _edges(mean - REACH * std, mean + REACH * std, bends)
    z = (_points(edges) - mean) / std
    return Law(edges, np.exp(-0.5 * z**2) / (std * np.sqrt(2 * np.pi)), bends)


def truncate_and_add(law: Law, cut: float, mean: float, std: float) -> Law:
    """Return the law of the sum with one more normal, on the event sum > cut."""
    cut = max(cut, law.edges[0])
    bends = (
        (cut + mean, std),
        *((centre + mean, float(np.hypot(width, std))) for centre, width in law.bends),
    )
    low = cut + mean - REACH * std
    high = law.edges[-1] + mean + REACH * std
    edges = _edges(low, high, bends)
    density = np.zeros((len(edges) - 1, len(POINTS)))
    _convolve(
        law.edges, law.density, cut, mean, std, _points(edges).ravel(), density.ravel()
    )
    return Law(edges, density, bends)


def level_above(law: Law, mass: float) -> float:
    """Return the level with this mass of the law above it."""
    half = np.diff(law.edges) / 2
    mass_of = half * (law.density @ POINT_WEIGHTS)
    above = np.append(np.cumsum(mass_of[::-1])[::-1], 0.0)
    if mass >= above[0]:
        return float(law.edges[0])
    panel = int(np.searchsorted(-above, -mass, side="right")) - 1
    left, right = law.edges[panel], law.edges[panel + 1]

    def excess(level: float) -> float:
        part = (right - level) / 2
        at = level + part * (POINTS + 1)
        inside = _values(left, right, law.density[panel], at)
        return float(part * (inside @ POINT_WEIGHTS) + above[panel + 1] - mass)

    if excess(left) <= 0:
        return float(left)
    return float(brentq(excess, left, right, xtol=1e-10))


def _edges(
    low: float, high: float, bends: tuple[tuple[float, float], ...]
) -> NDArray[np.float64]:
    """Return panel edges: a width apart within reach of a bend, wider outside."""
    edges = [low]
    while edges[-1] < high:
        at = edges[-1]
        step = min(
            max(width, abs(at - centre) - REACH * width) for centre, width in bends
        )
        edges.append(min(at + step, high))
    return np.array(edges)


def _points(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    half = np.diff(edges)[:, None] / 2
    return edges[:-1, None] + half * (POINTS + 1)


def _values(
    left: float, right: float, density: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    return np.array(
        [_interpolate(density, (2 * s - left - right) / (right - left)) for s in at]
    )


@compiled
def _interpolate(density: NDArray[np.float64], z: float) -> float:
    top = 0.0
    bottom = 0.0
    for i in range(len(POINTS)):
        gap = z - POINTS[i]
        if abs(gap) < 1e-14:
            return float(density[i])
        top += BARYCENTRIC[i] / gap * density[i]
        bottom += BARYCENTRIC[i] / gap
    return top / bottom


@compiled
def _convolve(
    edges: NDArray[np.float64],
    density: NDArray[np.float64],
    cut: float,
    mean: float,
    std: float,
    at: NDArray[np.float64],
    out: NDArray[np.float64],
) -> None:
    """Set the density of the sum at each point."""
    scale = 1.0 / (std * np.sqrt(2 * np.pi))
    for place in range(len(at)):
        centre = at[place] - mean
        total = 0.0
        for panel in range(len(edges) - 1):
            left, right = edges[panel], edges[panel + 1]
            low = max(left, cut, centre - REACH * std)
            high = min(right, centre + REACH * std)
            if high <= low:
                continue
            # Pieces no longer than the demand is wide: 16 points are then exact
            # to rounding.
            pieces = int(np.ceil((high - low) / std))
            half = (high - low) / (2 * pieces)
            for piece in range(pieces):
                for i in range(len(POINTS)):
                    u = low + half * (2 * piece + 1 + POINTS[i])
                    if pieces == 1 and low == left and high == right:
                        value = density[panel, i]
                    else:
                        z = (2 * u - left - right) / (right - left)
                        value = _interpolate(density[panel], z)
                    gap = (centre - u) / std
                    total += half * POINT_WEIGHTS[i] * value * np.exp(-0.5 * gap * gap)
        out[place] = total * scale
