"""How unequally something is spread over people."""

from collections.abc import Sequence


def gini(people: Sequence[float], got: Sequence[float]) -> float | None:
    """Return the Gini coefficient of what groups of people got, per head.

    0 where every group got its share of the people, near 1 where a small group got
    all. Twice the area between the Lorenz curve and the diagonal, groups in the
    order of what they got per head [1]_; within a group all are taken to be alike.

    Parameters
    ----------
    people : [G], people of each group, in any unit
    got : [G], what each group got together

    Returns
    -------
    float
        None where there are no people or they got nothing.

    Raises
    ------
    ValueError
        When a number is negative, or a group of nobody got something.

    References
    ----------
    .. [1] Gini, C. (1914). Sulla misura della concentrazione e della variabilita dei
       caratteri. Atti del Reale Istituto Veneto, 73, 1203-1248.

    Examples
    --------
    >>> gini([50, 50], [10, 10]), gini([50, 50], [0, 10])
    (0.0, 0.5)
    """
    if len(people) != len(got) or min([*people, *got], default=0.0) < 0:
        raise ValueError("Expected people and what they got, none negative.")
    if any(n == 0 < g for n, g in zip(people, got, strict=True)):
        raise ValueError("Expected nothing got by a group of nobody.")
    whole, total = float(sum(people)), float(sum(got))
    if not whole or not total:
        return None
    groups = sorted((g / n, n, g) for n, g in zip(people, got, strict=True) if n > 0)
    under, below = 0.0, 0.0
    for _, count, amount in groups:
        under += count / whole * (below + amount / total / 2)
        below += amount / total
    return max(0.0, 1 - 2 * under)
