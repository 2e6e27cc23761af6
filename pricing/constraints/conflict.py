"""The rules that conflict: the smallest set, from an irreducible one.

The deletion filter gives a set of which none is spare. Smaller sets may conflict
beside it: they are tried, the smallest first, as long as trials last.

References
----------
.. [1] Chinneck, J. and Dravnieks, E. (1991), Locating minimal infeasible
   constraint sets in linear programs, ORSA Journal on Computing 3, 157-168.
"""

from collections.abc import Callable, Sequence
from itertools import combinations, islice

from pricing.domain.rules import Rule

# Sets that are tried beside the irreducible one.
TRIALS_MAX = 100


def irreducible(
    rules: Sequence[Rule], conflict: Callable[[Sequence[Rule]], bool]
) -> tuple[Rule, ...]:
    """Return rules that conflict while any fewer of them do not.

    Parameters
    ----------
    rules : rules that conflict
    conflict : whether some rules cannot all hold
        Adding a rule to rules that conflict leaves a conflict.
    """
    kept = list(rules)
    for rule in rules:
        without = [each for each in kept if each is not rule]
        if conflict(without):
            kept = without
    return tuple(kept)


def smallest(
    rules: Sequence[Rule], conflict: Callable[[Sequence[Rule]], bool]
) -> tuple[Rule, ...]:
    """Return the fewest rules that conflict, of ``TRIALS_MAX`` sets that are smaller.

    Parameters
    ----------
    rules, conflict : as of ``irreducible``
    """
    known = irreducible(rules, conflict)
    smaller = (
        some for count in range(1, len(known)) for some in combinations(rules, count)
    )
    for some in islice(smaller, TRIALS_MAX):
        # No part of a set of which none is spare conflicts.
        if not set(some) <= set(known) and conflict(some):
            return some
    return known
