"""The rules that conflict: an irreducible set, by the deletion filter.

References
----------
.. [1] Chinneck, J. and Dravnieks, E. (1991), Locating minimal infeasible
   constraint sets in linear programs, ORSA Journal on Computing 3, 157-168.
"""

from collections.abc import Callable, Sequence

from pricing.domain.rules import Rule


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
