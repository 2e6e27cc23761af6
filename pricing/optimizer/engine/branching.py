"""The best vector of rungs of a period: all of them, but for those that cannot be.

Branch and bound: a node is what options each category still has. ``envelope`` bounds
what they may bring together; options with which no vector exceeds the best known are
left out, which brings limits closer and the bound down, and where that no longer
helps, the options of one category are split between two nodes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.engine.compilation import inner, maker
from pricing.optimizer.engine.envelope import (
    Envelope,
    lower_most,
    move_lean,
    new_envelope,
    set_least,
    set_limits,
    set_worth,
)
from pricing.optimizer.engine.ladder import (
    Ladder,
    best_choice,
    new_ladder,
    set_through,
)
from pricing.optimizer.engine.loops import copy, copy_rows, fill
from pricing.optimizer.engine.options import Options, worth_of_choice

# Newton steps towards each class's best at the start; a node takes one.
FIRST_STEPS = 4
# Moves of an envelope's weights in a node.
MOVES = 6
# A node is gone through again where so large a share of its options fell out.
FELL_OUT = 0.2


class Tree(NamedTuple):
    """The nodes that wait, last come first, and room for the work on one.

    option [S, C, J], of which the first number [S, C] are left; most, lean [S, K],
    where a node's envelope starts.
    """

    option: NDArray[np.int64]
    number: NDArray[np.int64]
    most: NDArray[np.float64]
    lean: NDArray[np.float64]
    ladder: Ladder
    envelope: Envelope


@maker
def new_tree(options: Options) -> Tree:
    """Return room for a tree."""
    categories, count, classes = options.pull.shape
    # Each split leaves a category with fewer options.
    deep = categories * (count - 1) + 2
    return Tree(
        np.zeros((deep, categories, count), dtype=np.int64),
        np.zeros((deep, categories), dtype=np.int64),
        np.zeros((deep, classes)),
        np.zeros((deep, classes)),
        new_ladder(options),
        new_envelope(options),
    )


@inner
def search(
    options: Options,
    tree: Tree,
    choice: NDArray[np.int64],
    slack: float,
) -> float:
    """Set the best options [C]; return a bound on what all are worth.

    The tree's ladder has the ranks of these options (``ladder.set_ranks``).
    ``choice`` holds good ones at the start; those that could gain no more than
    ``slack`` are not followed, but the bound counts them.
    """
    envelope = tree.envelope
    best = worth_of_choice(options, choice, envelope.net, envelope.weight)
    bound = best
    _plant(options, tree)
    n = 0
    while n >= 0:
        copy(envelope.most, tree.most[n])
        copy(envelope.lean, tree.lean[n])
        steps = FIRST_STEPS if n == 0 else 1
        again = True
        while again:
            best, most = _bound(options, tree, n, steps, choice, best, slack)
            again = most > best + slack
            if again:
                most, again = _leave_out(tree, n, most, best + slack)
            bound = max(bound, best, most)
            steps = 1
        if _is_open(tree.number[n]):
            _split(options, tree, n)
            n += 1
        else:
            n -= 1
    return bound


@inner
def _plant(options: Options, tree: Tree) -> None:
    """Set the first node: all allowed options, with the envelope at the best known."""
    envelope = tree.envelope
    for c in range(len(options.number)):
        tree.number[0, c] = options.number[c]
        for p in range(options.number[c]):
            tree.option[0, c, p] = options.option[c, p]
    for k in range(len(envelope.net)):
        tree.most[0, k] = envelope.net[k] / envelope.weight[k]
    fill(tree.lean[0], 0.5)


@inner
def _bound(
    options: Options,
    tree: Tree,
    n: int,
    steps: int,
    choice: NDArray[np.int64],
    best: float,
    slack: float,
) -> tuple[float, float]:
    """Return what the best known is worth now, and a bound on a node.

    A node that could gain no more than ``slack`` is closed: nothing is left in it.
    """
    option, number, envelope = tree.option[n], tree.number[n], tree.envelope
    set_limits(options, option, number, envelope)
    most = 0.0
    for _ in range(steps):
        most = lower_most(options, option, number, envelope)
    set_least(options, most, best, envelope)
    move = 0
    while most > best + slack and move >= 0:
        beside = set_worth(options, option, number, envelope)
        most = beside + best_choice(
            tree.ladder, option, number, envelope.worth, envelope.choice
        )
        if most <= best + slack:
            break
        worth = worth_of_choice(options, envelope.choice, envelope.net, envelope.weight)
        if worth > best:
            best = worth
            copy(choice, envelope.choice)
        move += 1
        if move == MOVES or not move_lean(options, most - best, envelope):
            move = -1
    if most <= best + slack:
        number[0] = 0
    return best, most


@inner
def _leave_out(tree: Tree, n: int, bound: float, enough: float) -> tuple[float, bool]:
    """Leave options out with which no choice is worth more than enough.

    ``bound`` is the node's. Returns a bound on what was left out, and whether so
    much was that it pays to bound the node anew.
    """
    option, number, envelope = tree.option[n], tree.number[n], tree.envelope
    through = envelope.through
    beside = bound - tree.ladder.after[0, tree.ladder.steps[0] - 1]
    set_through(tree.ladder, option, number, envelope.worth, through)
    most = -np.inf
    fell, left, least = 0, 0, len(through[0])
    for c in range(len(number)):
        kept = 0
        for i in range(number[c]):
            j = option[c, i]
            if beside + through[c, j] > enough:
                option[c, kept] = j
                kept += 1
            else:
                most = max(most, beside + through[c, j])
        fell += number[c] - kept
        left += kept
        least = min(least, kept)
        number[c] = kept
    if least == 0:
        number[0] = 0
    return most, least > 0 and fell > 0 and fell >= FELL_OUT * left


@inner
def _is_open(number: NDArray[np.int64]) -> bool:
    """Return whether a node leaves a choice."""
    least, most = number[0], number[0]
    for c in range(len(number)):
        least = min(least, number[c])
        most = max(most, number[c])
    return bool(least > 0 and most > 1)


@inner
def _split(options: Options, tree: Tree, n: int) -> None:
    """Split a node between its place and the next: what the bound chose comes next."""
    envelope = tree.envelope
    copy_rows(tree.option[n + 1], tree.option[n])
    copy(tree.number[n + 1], tree.number[n])
    for m in range(n, n + 2):
        copy(tree.most[m], envelope.most)
        copy(tree.lean[m], envelope.lean)
    c = _widest(options, tree, n)
    count = tree.number[n, c]
    half = count // 2
    place = 0
    while tree.option[n, c, place] != envelope.choice[c] and place < count - 1:
        place += 1
    first, rest = (n + 1, n) if place < half else (n, n + 1)
    for i in range(half, count):
        tree.option[rest, c, i - half] = tree.option[rest, c, i]
    tree.number[first, c] = half
    tree.number[rest, c] = count - half


@inner
def _widest(options: Options, tree: Tree, n: int) -> int:
    """Return the category that leaves the envelope's limits farthest apart."""
    envelope = tree.envelope
    widest, place = -1.0, 0
    for c in range(tree.number.shape[1]):
        if tree.number[n, c] < 2:
            continue
        wide = 0.0
        for k in range(len(envelope.low)):
            low, high = np.inf, 0.0
            for i in range(tree.number[n, c]):
                pull = options.pull[c, tree.option[n, c, i], k]
                low = min(low, pull)
                high = max(high, pull)
            apart = (high - low) * (envelope.most[k] - envelope.least[k])
            wide += options.mass[k] * apart / envelope.low[k]
        if wide > widest:
            widest, place = wide, c
    return place
