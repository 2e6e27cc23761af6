"""Whether the people of a scenario and a season fit each other."""

from pricing.domain.errors import FieldInvalid
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from pricing.domain.tariff import MeansGrid
from simulator.scenario import Scenario


def check_fits(scenario: Scenario, season: Season) -> None:
    """Refuse a scenario that speaks of tariffs, channels or nights not there.

    Raises
    ------
    FieldInvalid
        Naming the part of the scenario and what is missing.
    """
    for segment in scenario.segments:
        field = f"segments.{segment.id}"
        tariff = season.tariff_by_id.get(segment.tariff_id)
        if tariff is None:
            raise FieldInvalid(field, f"the season has no tariff {segment.tariff_id!r}")
        grid = isinstance(tariff.price, MeansGrid)
        if grid and tariff.bracket(segment.means_bracket_id) is None:
            raise FieldInvalid(
                field,
                f"tariff {tariff.id!r} has no bracket {segment.means_bracket_id!r}",
            )
        for channel_id, _ in segment.channels:
            if channel_id not in season.channel_by_id:
                raise FieldInvalid(field, f"the season has no channel {channel_id!r}")
    known = {performance.id for performance in season.performances}
    for turn in scenario.turns:
        for performance_id in turn.performance_ids:
            if performance_id not in known:
                raise FieldInvalid("turns", f"the season has no {performance_id!r}")
    for performance in season.performances:
        night = scenario.night_by_id.get(performance.id)
        if night is None:
            raise FieldInvalid(f"nights.{performance.id}", "is missing")
        if len(night.values) != len(performance.capacities):
            raise FieldInvalid(
                f"nights.{performance.id}.values",
                f"expected {len(performance.capacities)}, got {len(night.values)}",
            )


def check_room(scenario: Scenario, performances: tuple[Performance, ...]) -> None:
    """Refuse people for whom there is nothing: zeros that would say nothing.

    Raises
    ------
    FieldInvalid
        When nobody looks for what is open, or a party is larger than any
        category of seats.
    """
    if not any(scenario.night_by_id[p.id].parties > 0 for p in performances):
        raise FieldInvalid("nights", "nobody looks for any performance that is open")
    most = max(seats for p in performances for seats in p.capacities)
    for each in scenario.segments:
        came = zip(each.party_sizes, each.party_shares, strict=True)
        largest = max(size for size, share in came if share > 0)
        if largest > most:
            raise FieldInvalid(
                f"segments.{each.id}.party_sizes",
                f"a party of {largest} finds no room: the largest category has "
                f"{most} seats",
            )
