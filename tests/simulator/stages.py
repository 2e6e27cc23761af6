"""Small audiences that tests play to."""

from dataclasses import replace

from pricing.domain.season import Season
from simulator.scenario import Night, Scenario, Segment
from tests.houses import studio_season

SEGMENTS = (
    Segment(
        "public", "full", 0.5, means=1.1, channels=(("web", 0.6), ("network", 0.4))
    ),
    Segment("young", "under-26", 0.2, means=0.7, flexible_share=0.8),
    Segment(
        "poor", "solidarity", 0.2, means=0.4, party_sizes=(1,), party_shares=(1.0,)
    ),
    Segment("families", "by-means", 0.1, "low", means=0.5, habit_share=0.5),
)


def studio_scenario(
    season: Season, parties: float = 60.0, **changes: object
) -> Scenario:
    """Return an audience of the studio theatre: so many parties look for a night."""
    scenario = Scenario(
        segments=SEGMENTS,
        nights=tuple(Night(p.id, parties, (26.0, 17.0)) for p in season.performances),
    )
    return replace(scenario, **changes)  # type: ignore[arg-type]


def one_kind(**changes: object) -> tuple[Segment, ...]:
    """Return people who all pay the full price, one seat each."""
    alone = Segment(
        "public",
        "full",
        1.0,
        party_sizes=(1,),
        party_shares=(1.0,),
        flexible_share=0.0,
        habit_share=0.0,
    )
    return (replace(alone, **changes),)  # type: ignore[arg-type]


def free_season(nights: int = 2) -> Season:
    """Return the studio's season without rules."""
    return studio_season(nights, rules=())
