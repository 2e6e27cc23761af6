"""Moves of prices that were found right, which come again and again.

What the rules say of a move hangs on the prices before and after it alone, as long as
no rule counts days and every category is on sale. The second time it is only counted:
its margins are not tighter than they were.
"""

from dataclasses import dataclass, field

from pricing.proof.findings import Finding, Findings
from pricing.proof.price_bounds import PriceRules
from pricing.proof.price_moves import Standing

# Prices before and after, and whether categories are priced apart in each.
_Move = tuple[tuple[int | None, ...], tuple[int | None, ...], bool, bool]
# How often each finding is checked in it, the prices that stand after it, and whether
# one of them is another.
_Right = tuple[list[tuple[Finding, int]], dict[int, int], bool]
# Checks so far of each finding; breaches and prices held so far.
_Counts = tuple[list[tuple[Finding, int]], int, int]


@dataclass(slots=True)
class RightMoves:
    """The moves that were found right by the rules on one performance."""

    rules: PriceRules
    _known: dict[_Move, _Right] = field(default_factory=dict)

    def counted(self, before: Standing, after: Standing, now: int) -> bool:
        """Return whether a move was found right before; then it is counted again."""
        known = self._known.get(_move(before, after))
        if known is None:
            return False
        checks, after.last, moved = known
        for finding, times in checks:
            finding.checked += times
        after.changed_at = now if moved else before.changed_at
        return True

    def count(self, to: Findings) -> _Counts:
        """Return what is counted before a move is judged."""
        found = self.rules.findings
        held = sum(each.held for each in found)
        return [(each, each.checked) for each in found], to.breach_count, held

    def keep(
        self, before: Standing, after: Standing, counts: _Counts, to: Findings
    ) -> None:
        """Keep a move that was judged, if nothing was wrong with it."""
        counted, breaches, held = counts
        right = to.breach_count == breaches
        right &= sum(each.held for each, _ in counted) == held
        if right and None not in before.prices and None not in after.prices:
            checks = [(each, each.checked - before_it) for each, before_it in counted]
            checks = [(each, times) for each, times in checks if times]
            was, now = before.prices, after.prices
            moved = any(was[place] != now[place] for place in self.rules.sold)
            self._known[_move(before, after)] = checks, after.last, moved


def _move(before: Standing, after: Standing) -> _Move:
    return before.prices, after.prices, before.apart, after.apart
