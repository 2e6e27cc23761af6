"""The truth of the example: who might come to the opera, and for how much.

The same people stand behind the simulated past and behind the season to come.
Neither forecast nor policies see any of it.
"""

from datetime import date

import numpy as np

from examples.opera.house import GRAND_THEATRE, PALAIS
from examples.opera.programme import RUNS, WORKS
from pricing.domain.performance import Performance
from pricing.domain.season import Season
from simulator.scenario import Night, Scenario, Segment

# Parties that look for seats of an ordinary night of an ordinary work.
PARTIES = {GRAND_THEATRE.id: 3800.0, PALAIS.id: 2900.0}
# What the median person would pay for the best seat, and how the categories
# compare with it: views do not fall off as prices do.
BEST_SEAT = {GRAND_THEATRE.id: 64.0, PALAIS.id: 58.0}
STEPS = {
    GRAND_THEATRE.id: (1.0, 0.905, 0.81, 0.7, 0.57, 0.42, 0.29, 0.2, 0.088, 0.02),
    PALAIS.id: (1.0, 0.865, 0.71, 0.505, 0.27, 0.066),
}
# Monday to Sunday; October to July.
WEEKDAY = (0.9, 0.92, 0.95, 1.0, 1.12, 1.18, 1.06)
MONTH = {10: 1.0, 11: 0.97, 12: 1.15, 1: 0.92, 2: 0.96, 3: 1.0}
MONTH |= {4: 1.0, 5: 0.97, 6: 1.02, 7: 0.93}
FIRST_NIGHT = 1.1
NEW_PRODUCTION = 1.08
# Standard deviation of the log of what nobody can know of a night beforehand.
UNTOLD_SPREAD = 0.08

EARLY = (
    (300, 180, 120, 90, 60, 30, 14, 7, 0),
    (0.1, 0.3, 0.5, 0.62, 0.76, 0.9, 0.96, 0.98, 1.0),
)
USUAL = (
    (240, 180, 120, 90, 60, 30, 14, 7, 3, 0),
    (0.0, 0.08, 0.2, 0.3, 0.45, 0.68, 0.83, 0.92, 0.97, 1.0),
)
LATE = ((120, 60, 30, 14, 7, 3, 1, 0), (0.0, 0.12, 0.32, 0.55, 0.75, 0.9, 0.97, 1.0))

WEB = (
    ("web", 0.68),
    ("telephone", 0.07),
    ("counter", 0.08),
    ("remote-counter", 0.04),
    ("network", 0.13),
)
LOYAL = (("web", 0.45), ("telephone", 0.25), ("post", 0.15), ("counter", 0.15))
YOUNG = (("web", 0.8), ("counter", 0.1), ("network", 0.1))
NEAR = (("web", 0.35), ("telephone", 0.15), ("counter", 0.5))

SEGMENTS = (
    Segment(
        "passers-by", "full", 0.478, means=1.0, spread=0.88, burst_share=0.06,
        curve_days_out=USUAL[0], curve_share=USUAL[1], channels=WEB,
        flexible_share=0.25, habit_share=0.05, patient_share=0.08, cancel_share=0.03,
    ),
    Segment(
        "subscribers", "subscriber", 0.13, means=1.15, spread=0.66, burst_share=0.5,
        burst_days=8.0, party_shares=(0.3, 0.6, 0.05, 0.05),
        curve_days_out=EARLY[0], curve_share=EARLY[1], channels=LOYAL,
        flexible_share=0.5, habit_share=0.4, cancel_share=0.05,
    ),
    Segment(
        "over-65", "senior", 0.11, means=0.95, spread=0.77, burst_share=0.2,
        party_shares=(0.35, 0.6, 0.03, 0.02),
        curve_days_out=EARLY[0], curve_share=EARLY[1], channels=LOYAL,
        flexible_share=0.45, habit_share=0.3, cancel_share=0.05,
    ),
    Segment(
        "young", "under-28", 0.145, means=0.52, spread=0.83, burst_share=0.05,
        party_shares=(0.3, 0.5, 0.1, 0.1),
        curve_days_out=LATE[0], curve_share=LATE[1], channels=YOUNG,
        flexible_share=0.4, habit_share=0.02, patient_share=0.15, cancel_share=0.03,
    ),
    Segment(
        "schools-and-groups", "group", 0.004, means=0.6, spread=0.44, burst_share=0.3,
        burst_days=30.0, party_sizes=(10, 15, 20, 30),
        party_shares=(0.3, 0.3, 0.25, 0.15),
        curve_days_out=EARLY[0], curve_share=EARLY[1],
        channels=(("telephone", 0.5), ("post", 0.3), ("counter", 0.2)),
        flexible_share=0.6, habit_share=0.0, cancel_share=0.08,
    ),
    Segment(
        "resellers", "full", 0.002, means=1.0, burst_share=0.9, burst_days=2.0,
        party_sizes=(4, 6, 8), party_shares=(0.5, 0.3, 0.2),
        curve_days_out=EARLY[0], curve_share=EARLY[1], channels=(("web", 1.0),),
        flexible_share=0.0, habit_share=0.0, resells=True,
    ),
    Segment(
        "without-work", "solidarity", 0.041, means=0.3, spread=0.77, burst_share=0.02,
        party_sizes=(1, 2), party_shares=(0.55, 0.45),
        curve_days_out=LATE[0], curve_share=LATE[1], channels=NEAR,
        flexible_share=0.5, habit_share=0.0,
    ),
    *(
        Segment(
            f"families-{bracket}", "by-means", share, bracket, means=means, spread=0.72,
            burst_share=0.05, party_shares=(0.2, 0.4, 0.2, 0.2),
            curve_days_out=USUAL[0], curve_share=USUAL[1], channels=NEAR,
            flexible_share=0.4, habit_share=0.05,
        )
        for bracket, share, means in (
            ("qf-1", 0.02, 0.28),
            ("qf-2", 0.02, 0.38),
            ("qf-3", 0.025, 0.52),
            ("qf-4", 0.025, 0.72),
        )
    ),
)  # fmt: skip


def scenario(season: Season, *, seed: int) -> Scenario:
    """Return who might come to a season.

    ``seed`` draws what no covariate tells of a night (a clash with a festival,
    a singer): as true of the nights as the rest, and as unknown to the house.
    """
    first_year = min(p.starts_at.year for p in season.performances)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(first_year,)))
    untold = np.exp(UNTOLD_SPREAD * rng.standard_normal(len(season.performances)))
    return Scenario(
        segments=SEGMENTS,
        nights=tuple(
            _night(performance, float(luck))
            for performance, luck in zip(season.performances, untold, strict=True)
        ),
    )


def _night(performance: Performance, untold: float) -> Night:
    work = WORKS[performance.production]
    day = performance.starts_at.date()
    new = dict(performance.covariates)["first_run"] == "1"
    parties = (
        PARTIES[work.venue_id]
        * work.interest
        * WEEKDAY[day.weekday()]
        * MONTH[day.month]
        * (FIRST_NIGHT if _is_first_night(performance.production, day) else 1.0)
        * (NEW_PRODUCTION if new else 1.0)
        * untold
    )
    best = BEST_SEAT[work.venue_id] * work.worth
    return Night(
        performance_id=performance.id,
        parties=round(parties, 1),
        values=tuple(round(best * step, 2) for step in STEPS[work.venue_id]),
    )


def _is_first_night(title: str, day: date) -> bool:
    return any(
        run.title == title and run.first == day
        for runs in RUNS.values()
        for run in runs
    )
