"""What the results hang on: each assumption about the people, one way and the other.

Policies go on believing what they did; only who comes is otherwise, by the project's
own round figures. What moves income most is what to find out first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pricing.domain.season import Season
from simulator.estimates import Interval
from simulator.scenario import Scenario, Segment
from simulator.shocks import Shock

PEOPLE, MEANS, SPREAD, TIMING, CANCEL = 0.15, 0.1, 0.2, 0.3, 0.1
# Log willingness to pay spreads no more, see ``simulator.scenario``.
_SPREAD_MAX = 5.0


@dataclass(frozen=True, slots=True)
class Swing:
    """What one assumption moves: income of each policy, less that as assumed.

    Attributes
    ----------
    assumption : its name, as in ``ASSUMPTIONS``
    low, high : by policy, currency units
        With less of it and with more.
    """

    assumption: str
    low: Mapping[str, Interval]
    high: Mapping[str, Interval]


def _looking(factor: float) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        nights = [replace(n, parties=n.parties * factor) for n in scenario.nights]
        return replace(scenario, nights=tuple(nights))

    return Shock("", "", people)


def _paying(factor: float) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        return _each(scenario, lambda s: replace(s, means=s.means * factor))

    return Shock("", "", people)


def _alike(factor: float) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        return _each(
            scenario,
            lambda s: replace(s, spread=min(s.spread * factor, _SPREAD_MAX)),
        )

    return Shock("", "", people)


def _ahead(factor: float) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        return _each(
            scenario,
            lambda s: replace(
                s, curve_days_out=tuple(days * factor for days in s.curve_days_out)
            ),
        )

    return Shock("", "", people)


def _flexible(most: bool) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        return _each(
            scenario,
            lambda s: replace(
                s, flexible_share=min(1.0, 2 * s.flexible_share) if most else 0.0
            ),
        )

    return Shock("", "", people)


def _giving_back(more: float) -> Shock:
    def people(season: Season, scenario: Scenario) -> Scenario:
        return _each(
            scenario,
            lambda s: replace(
                s, cancel_share=min(1.0, s.cancel_share + more) if more else 0.0
            ),
        )

    return Shock("", "", people)


def _each(scenario: Scenario, change: Callable[[Segment], Segment]) -> Scenario:
    return replace(scenario, segments=tuple(map(change, scenario.segments)))


# By name: less of it, and more.
ASSUMPTIONS: Mapping[str, tuple[Shock, Shock]] = {
    "how-many": (_looking(1 - PEOPLE), _looking(1 + PEOPLE)),
    "means": (_paying(1 - MEANS), _paying(1 + MEANS)),
    "unlike": (_alike(1 - SPREAD), _alike(1 + SPREAD)),
    "ahead": (_ahead(1 - TIMING), _ahead(1 + TIMING)),
    "other-dates": (_flexible(most=False), _flexible(most=True)),
    "come-back": (_giving_back(0.0), _giving_back(CANCEL)),
}


def otherwise(season: Season, scenario: Scenario) -> list[Scenario]:
    """Return the people with less and with more of each assumption, in pairs."""
    return [
        side.people(season, scenario)
        for sides in ASSUMPTIONS.values()
        for side in sides
    ]
