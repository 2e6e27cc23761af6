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
        rungs, shut = offer % tiers, offer >= tiers
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
                    and not shut[c]
                    and (problem.solidarity[k] or room[c] > 1e-9)
                    for c in range(categories)
                ]
                come = problem.class_size[k] * problem.weights[t]
                attraction = problem.attraction[rungs, range(categories), k]
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


def codes(problem: Problem):
    """Return the sets of categories that a plan may close, as bits."""
    categories = len(problem.left)
    sold = [c for c in range(categories) if problem.left[c] > 0]
    return [
        code
        for code in range(1 << categories)
        if code == 0
        or (
            not problem.keep_open
            and all(c in sold for c in range(categories) if code >> c & 1)
            and any(not code >> c & 1 for c in sold)
        )
    ]


def offers(problem: Problem):
    """Return every offer [C] that a period may have, without what comes before."""
    ladder, categories = problem.allowed_each.shape
    if problem.by_category:
        vectors = [
            rungs
            for rungs in itertools.product(range(ladder), repeat=categories)
            if all(problem.allowed_each[rungs[c], c] for c in range(categories))
            and not (
                problem.ordered
                and any(
                    problem.full[rungs[c], c] < problem.full[rungs[c + 1], c + 1]
                    for c in range(categories - 1)
                )
            )
        ]
    else:
        vectors = [(tier,) * categories for tier in np.flatnonzero(problem.allowed)]
    return [
        np.array([r + ladder * (code >> c & 1) for c, r in enumerate(rungs)])
        for rungs in vectors
        for code in codes(problem)
    ]


def may_follow(problem: Problem, t: int, before, after) -> bool:
    """Return whether an offer may follow another from period t to the next."""
    ladder = len(problem.allowed)
    pairs = list(zip(before % ladder, after % ladder, strict=True))
    if problem.never_falls and any(b > a for b, a in pairs):
        return False
    return problem.steps is None or all(
        problem.steps[t, c, b, a] for c, (b, a) in enumerate(pairs)
    )


def paths(problem: Problem):
    """Yield every path that the problem allows."""
    ladder = len(problem.allowed)
    count = len(problem.periods)
    if count == 0:
        yield np.zeros((0, len(problem.left)), dtype=np.int64)
        return
    every = offers(problem)
    starts = [
        offer
        for offer in every
        if all(problem.start[c, o % ladder] for c, o in enumerate(offer))
    ]

    def grown(path):
        if len(path) == count:
            yield np.array(path)
            return
        for offer in every:
            if may_follow(problem, len(path) - 1, path[-1], offer):
                yield from grown([*path, offer])

    for start in starts:
        yield from grown([start])


def sums(rows, problem: Problem, path):
    """Return what a path adds to each row, without its constant."""
    sales, log_sums = play_out(problem, path)
    rungs = path % len(problem.allowed)
    place = np.arange(path.shape[1])
    gained = log_sums * problem.surplus_scale
    return [
        sum(
            (rows.sales[r, rungs[t], place] * sales[t]).sum()
            + rows.use[r, rungs[t], place].sum() * problem.weights[t]
            + (rows.surplus[r] * gained[t]).sum()
            for t in range(rows.through[r])
        )
        for r in range(len(rows))
    ]


def objective(problem: Problem, path):
    """Return the objective of a path."""
    sales, log_sums = play_out(problem, path)
    gained = (log_sums * problem.surplus_scale * problem.gain).sum()
    rungs = path % len(problem.allowed)
    worth = problem.worth[rungs, np.arange(path.shape[1])]
    return float((worth * sales).sum() + gained)


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
