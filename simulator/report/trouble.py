"""Dates in trouble, and what would help each: told from what was played."""

from collections.abc import Sequence

from simulator.report.reading import Reading, Shown

# Under this fill a date is in trouble; so many are listed at most.
TROUBLE = 0.7
TROUBLE_COUNT = 10
# Of the empty seats: so many people found it too dear that a lower price fills some.
_TOO_DEAR = 0.25
# Another weekday, or another category, is told of where its fill is so much better.
_BETTER = 0.15


def weak(shown: Sequence[Shown]) -> list[Shown]:
    """Return the dates in trouble, the weakest first."""
    found = [each for each in shown if each[2].fill_rate.mean < TROUBLE]
    return sorted(found, key=lambda each: each[2].fill_rate.mean)[:TROUBLE_COUNT]


def help_for(reading: Reading, each: Shown, shown: Sequence[Shown]) -> str:
    """Return in words what would help a date: one sentence or several."""
    say = reading.voice
    _, facts, found = each
    empty = (1 - found.fill_rate.mean) * facts.capacity
    texts = []
    if found.priced_out is not None and found.priced_out >= _TOO_DEAR * empty:
        texts.append(
            say(
                "help_price",
                seats=say.number(found.priced_out),
                empty=say.number(empty),
            )
        )
    elif found.priced_out is not None:
        texts.append(say("help_few"))
    better = _better_weekday(each, shown)
    if better is not None:
        day, fill = better
        texts.append(say("help_day", day=say.weekday(day), fill=say.share(fill)))
    fills = {name: part.mean for name, part in found.fill_by_category.items()}
    if fills:
        best, worst = (
            max(fills, key=fills.__getitem__),
            min(fills, key=fills.__getitem__),
        )
        if fills[best] >= 0.95 and fills[worst] <= TROUBLE:
            texts.append(say("help_category", best=best, worst=worst))
    return " ".join(texts)


def _better_weekday(each: Shown, shown: Sequence[Shown]) -> tuple[int, float] | None:
    """Return the weekday on which the same production fills best, if much better."""
    starts, facts, found = each
    by_day: dict[int, list[float]] = {}
    for other, other_facts, other_found in shown:
        if other_facts.production == facts.production:
            by_day.setdefault(other.weekday(), []).append(other_found.fill_rate.mean)
    means = {day: sum(fills) / len(fills) for day, fills in by_day.items()}
    best = max(means, key=means.__getitem__)
    if best == starts.weekday() or means[best] < found.fill_rate.mean + _BETTER:
        return None
    return best, means[best]
