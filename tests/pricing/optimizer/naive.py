"""Slow, obvious twins of what the optimiser does fast."""

import itertools

import numpy as np

from pricing.optimizer.problem import Problem


def shares(attraction, opened):
    """Return the share of a class that takes each category."""
    total = 1.0 + sum(
        a for a, is_open in zip(attraction, opened, strict=True) if is_open
    )
    return [a / total if o else 0.0 for a, o in zip(attraction, opened, strict=True)]


def play(problem: Problem, path, steps: int | None = None):
    """Return sales [T, C, K]: from closing to closing, or in many short steps."""
    categories, classes = problem.attraction.shape[1:]
    left = list(problem.left)
    public_sold = [0.0] * categories
    sales = np.zeros((len(path), categories, classes))
    for t, tier in enumerate(path):
        clock = 0.0
        while clock < 1.0 - 1e-12:
            room = [
                problem.public_left[t, c] - public_sold[c] for c in range(categories)
            ]
            flow = np.zeros((categories, classes))
            for k in range(classes):
                opened = [
                    left[c] > 1e-9 and (problem.solidarity[k] or room[c] > 1e-9)
                    for c in range(categories)
                ]
                share = shares(problem.attraction[tier, :, k], opened)
                flow[:, k] = (
                    np.array(share) * problem.class_size[k] * problem.weights[t]
                )
            length = 1.0 - clock if steps is None else 1.0 / steps
            public = flow[:, ~problem.solidarity].sum(axis=1)
            for c in range(categories):
                if flow[c].sum() > 0:
                    length = min(length, left[c] / flow[c].sum())
                if public[c] > 0:
                    length = min(length, room[c] / public[c])
            sales[t] += flow * length
            left = [left[c] - flow[c].sum() * length for c in range(categories)]
            public_sold = [
                public_sold[c] + public[c] * length for c in range(categories)
            ]
            clock += length
    return sales


def paths(problem: Problem):
    """Yield every path that the problem allows."""
    tiers = np.flatnonzero(problem.allowed)
    for path in itertools.product(tiers, repeat=len(problem.periods)):
        if not problem.never_falls or list(path) == sorted(path):
            yield np.array(path)


def value(problem: Problem, path):
    """Return the income of a path, or None when it misses an own row."""
    sales = play(problem, path)
    for row, constant in zip(problem.own, problem.own_constant, strict=True):
        if (row[path] * sales).sum() + constant < -1e-6:
            return None
    return float((problem.income[path] * sales).sum())


def best(problem: Problem):
    """Return the greatest income of all paths, or None when none keeps the rules."""
    values = [value(problem, path) for path in paths(problem)]
    kept = [each for each in values if each is not None]
    return max(kept) if kept else None
