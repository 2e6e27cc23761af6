"""Whether what callers were told could have come of one call after another.

A history is linearisable when every call can be given one instant between its
beginning and its answer, so that the calls in the order of these instants, played
on plain seats, give the answers that were given. The log fixes the order of those
calls that changed something; the others are put, one after another by the time of
their answers, at the first place that fits. [1]_ defines it, and [2]_ searches for
such an order; that the log tells the places of all changes makes the search linear,
and with the real times of changes held to it (``_Order``) leaves out no order: a call
that changes nothing fits where its answer is right, whatever the others do, and the
first such place takes the fewest places from those after it.

References
----------
.. [1] Herlihy, M. P. and Wing, J. M. (1990), Linearizability: a correctness condition
   for concurrent objects, ACM Transactions on Programming Languages and Systems 12,
   463-492.
.. [2] Wing, J. M. and Gong, C. (1993), Testing and verifying concurrent objects,
   Journal of Parallel and Distributed Computing 17, 164-182.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pricing.store import events
from pricing.store.events import Recorded

Seats = tuple[str, str]


@dataclass(frozen=True)
class Call:
    """A call, and what its caller was told."""

    began: float
    # Infinite where the caller did not wait for the answer.
    ended: float
    # held, sold or voided: what was wanted; and what names it in the log.
    wanted: str
    key: str
    # Of a hold that was refused: where, and how many seats were said to be left.
    seats: Seats = ("", "")
    left: int | None = None
    # Of a sale or an end that was refused.
    refused: bool = False

    @property
    def answered(self) -> bool:
        return self.ended < float("inf")


@dataclass(frozen=True)
class Replay:
    """The log played on plain seats: what stood after each event."""

    # By what changed it: the place of the event in the log.
    place: dict[tuple[str, str], int]
    # By seats: the places where their count changed, and the counts from there.
    changes: dict[Seats, tuple[list[int], list[int]]]
    # By quote id: where it was no longer open.
    closed: dict[str, int]
    last: int

    def taken(self, seats: Seats, place: int) -> int:
        places, counts = self.changes.get(seats, ([], []))
        at = bisect_right(places, place)
        return counts[at - 1] if at else 0


def replay(log: Sequence[Recorded], capacity: int) -> Replay:
    """Play a log, and hold it to the seats there are."""
    taken: Counter[Seats] = Counter()
    held: dict[str, list[tuple[Seats, int]]] = {}
    found = Replay({}, {}, {}, log[-1].sequence)

    def move(quote_id: str, sign: int, place: int) -> None:
        for seats, count in held[quote_id]:
            taken[seats] += sign * count
            assert 0 <= taken[seats] <= capacity, f"{seats} at {place}"
            places, counts = found.changes.setdefault(seats, ([], []))
            places.append(place)
            counts.append(taken[seats])

    for recorded in log:
        place, event = recorded.sequence, recorded.event
        if isinstance(event, events.QuoteOffered):
            quote = event.quote
            held[quote.id] = [
                ((p.item.performance_id, p.item.seat_category_id), p.item.count)
                for p in quote.items
            ]
            move(quote.id, 1, place)
            assert ("held", recorded.request_id) not in found.place, "held twice"
            found.place["held", recorded.request_id] = place
        elif isinstance(event, events.QuoteAccepted | events.QuoteVoided):
            kind = "sold" if isinstance(event, events.QuoteAccepted) else "voided"
            assert event.quote_id not in found.closed, "ended twice"
            found.closed[event.quote_id] = place
            found.place[kind, event.quote_id] = place
            if kind == "voided":
                move(event.quote_id, -1, place)
    return found


class _Order:
    """What real time says of the places of changes."""

    def __init__(self, changes: Sequence[tuple[float, float, int]]) -> None:
        by_end = sorted((ended, place) for _, ended, place in changes)
        self._ends = [ended for ended, _ in by_end]
        self._highest = [0]
        for _, place in by_end:
            self._highest.append(max(self._highest[-1], place))
        by_start = sorted((began, place) for began, _, place in changes)
        self._starts = [began for began, _ in by_start]
        self._lowest = [1 << 60]
        for _, place in reversed(by_start):
            self._lowest.append(min(self._lowest[-1], place))
        self._lowest.reverse()

    def before(self, began: float) -> int:
        """Return the last place among changes that were answered by then."""
        return self._highest[bisect_left(self._ends, began)]

    def after(self, ended: float) -> int:
        """Return the first place among changes that began after it."""
        return self._lowest[bisect_right(self._starts, ended)]


def check_linearisable(
    calls: Sequence[Call], log: Sequence[Recorded], capacity: int
) -> None:
    """Fail where no order of the calls gives the answers that were given."""
    played = replay(log, capacity)
    spans: dict[int, tuple[float, float]] = {}
    for call in calls:
        place = played.place.get((call.wanted, call.key))
        if place is None:
            assert call.refused or not call.answered, f"{call} left no trace"
        elif not call.refused:
            began, ended = spans.get(place, (float("inf"), float("inf")))
            spans[place] = min(began, call.began), min(ended, call.ended)
    order = _Order([(*span, place) for place, span in spans.items()])
    for place, (began, _) in spans.items():
        assert order.before(began) < place, f"event {place} came too late"
    reads: list[tuple[float, int]] = []
    highest = [0]
    for call in sorted((c for c in calls if c.answered), key=lambda c: c.ended):
        seen = highest[bisect_left(reads, (call.began, 0))]
        first = max(order.before(call.began), seen)
        last = min(order.after(call.ended) - 1, played.last)
        fits = _fits(call, played, capacity)
        found = next((p for p in range(first, last + 1) if fits(p)), None)
        assert found is not None, f"{call} fits nowhere from {first} to {last}"
        reads.append((call.ended, found))
        highest.append(max(highest[-1], found))


def _fits(call: Call, played: Replay, capacity: int) -> Callable[[int], bool]:
    """Return whether an answer is right at a place."""
    if call.left is not None:
        return lambda p: capacity - played.taken(call.seats, p) == call.left
    if call.refused:
        return lambda p: played.closed.get(call.key, 1 << 60) <= p
    return lambda p: played.place[call.wanted, call.key] <= p
