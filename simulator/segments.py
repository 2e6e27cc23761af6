"""A scenario's segments as tables of shares."""

import math

import numpy as np

from simulator.drawing import Shares
from simulator.house import House
from simulator.sampling import cumulated, table
from simulator.scenario import Scenario


def shares_of(scenario: Scenario, house: House) -> Shares:
    """Return the shares of a scenario's segments as tables to draw from."""
    segments = scenario.segments
    channel_ids = [channel.id for channel in house.season.channels]
    # From share 0 on; points beyond the last add nothing.
    curves = [
        ((s.curve_days_out[0], *s.curve_days_out), (0.0, *s.curve_share))
        for s in segments
    ]
    return Shares(
        segment=cumulated([s.share for s in segments]),
        audience_class=np.array(
            [house.classes.index((s.tariff_id, s.means_bracket_id)) for s in segments]
        ),
        sizes=table([s.party_sizes for s in segments], 0).astype(np.int64),
        size=table([cumulated(s.party_shares) for s in segments], 1),
        channels=table(
            [[channel_ids.index(c) for c, _ in s.channels] or [0] for s in segments], 0
        ).astype(np.int64),
        channel=table(
            [cumulated([x for _, x in s.channels] or [1.0]) for s in segments], 1
        ),
        burst=np.array([s.burst_share for s in segments], np.float64),
        burst_days=np.array([s.burst_days for s in segments], np.float64),
        curve_days_out=table([days for days, _ in curves], 0),
        curve=table([shares for _, shares in curves], 1),
        flexible=np.array([s.flexible_share for s in segments], np.float64),
        habit=np.array([s.habit_share for s in segments], np.float64),
        patient=np.array([s.patient_share for s in segments], np.float64),
        cancel=np.array([s.cancel_share for s in segments], np.float64),
        log_means=np.array([math.log(s.means) for s in segments]),
        spread=np.array([s.spread for s in segments], np.float64),
        view_spread=float(scenario.view_spread),
        seat_spread=float(scenario.seat_spread),
        bargain_permille=round(1000 * scenario.bargain),
    )
