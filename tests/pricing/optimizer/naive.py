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
    return play_out(problem, path, steps)[0]


def play_out(problem: Problem, path, steps: int | None = None):
    """Return sales [T, C, K] and the log-sums of those who came [T, K]."""
    tiers, categories, classes = problem.attraction.shape
    left = list(problem.left)
    public_sold = [0.0] * categories
    sales = np.zeros((len(path), categories, classes))
    log_sums = np.zeros((len(path), classes))
    for t, offer in enumerate(path):
        tier, code = offer % tiers, offer // tiers
        clock = 0.0
        while clock < 1.0 - 1e-12:
            room = [
                problem.public_left[t, c] - public_sold[c] for c in range(categories)
            ]
            flow = np.zeros((categories, classes))
            log_sum = np.zeros(classes)
            for k in range(classes):
                opened = [
                    left[c] > 1e-9
                    and not code >> c & 1
                    and (problem.solidarity[k] or room[c] > 1e-9)
                    for c in range(categories)
                ]
                come = problem.class_size[k] * problem.weights[t]
                attraction = problem.attraction[tier, :, k]
                flow[:, k] = np.array(shares(attraction, opened)) * come
                log_sum[k] = come * np.log(1.0 + attraction[opened].sum())
            length = 1.0 - clock if steps is None else 1.0 / steps
            public = flow[:, ~problem.solidarity].sum(axis=1)
            for c in range(categories):
                if flow[c].sum() > 0:
                    length = min(length, left[c] / flow[c].sum())
                if public[c] > 0:
                    length = min(length, room[c] / public[c])
            sales[t] += flow * length
            log_sums[t] += log_sum * length
            left = [left[c] - flow[c].sum() * length for c in range(categories)]
            public_sold = [
                public_sold[c] + public[c] * length for c in range(categories)
            ]
            clock += length
    return sales, log_sums


def paths(problem: Problem):
    """Yield every path that the problem allows."""
    tiers = np.flatnonzero(problem.allowed)
    categories = len(problem.left)
    sold = [c for c in range(categories) if problem.left[c] > 0]
    codes = [
        code
        for code in range(1 << categories)
        if code == 0
        or (
            not problem.keep_open
            and all(c in sold for c in range(categories) if code >> c & 1)
            and any(not code >> c & 1 for c in sold)
        )
    ]
    for path in itertools.product(tiers, repeat=len(problem.periods)):
        rises = list(path) == sorted(path)
        if problem.never_falls and not rises:
            continue
        if len(path) and not problem.start[:, path[0]].all():
            continue
        if problem.steps is not None and not all(
            problem.steps[t, :, path[t], path[t + 1]].all()
            for t in range(len(path) - 1)
        ):
            continue
        for closed in itertools.product(codes, repeat=len(path)):
            yield np.array(path) + len(problem.allowed) * np.array(closed)


def sums(rows, problem: Problem, path):
    """Return what a path adds to each row, without its constant."""
    sales, log_sums = play_out(problem, path)
    tiers = path % len(problem.allowed)
    gained = log_sums * problem.surplus_scale
    return [
        sum(
            (rows.sales[r, tiers[t]] * sales[t]).sum()
            + rows.use[r, tiers[t]].sum() * problem.weights[t]
            + (rows.surplus[r] * gained[t]).sum()
            for t in range(rows.through[r])
        )
        for r in range(len(rows))
    ]


def objective(problem: Problem, path):
    """Return the objective of a path."""
    sales, log_sums = play_out(problem, path)
    gained = (log_sums * problem.surplus_scale * problem.gain).sum()
    return float((problem.worth[path % len(problem.allowed)] * sales).sum() + gained)


def value(problem: Problem, path):
    """Return the objective of a path, or None when it misses an own row."""
    for total, constant in zip(
        sums(problem.own, problem, path), problem.own.constant, strict=True
    ):
        if total + constant < -1e-6:
            return None
    return objective(problem, path)


def best(problem: Problem):
    """Return the greatest objective of all paths, or None when none keeps the rules."""
    values = [value(problem, path) for path in paths(problem)]
    kept = [each for each in values if each is not None]
    return max(kept) if kept else None
