"""What the engine proves against the readable program, all paths and differences."""

from dataclasses import replace
from time import monotonic

import numpy as np
import pytest

from pricing.domain.errors import Cancelled
from pricing.domain.rules import (
    AccessShare,
    CategoryOrder,
    KeepOpen,
    NeverFalls,
    SolidarityShare,
)
from pricing.optimizer import proof
from pricing.optimizer.engine.bounds import bounded
from pricing.optimizer.engine.pose import pose
from pricing.optimizer.proof import prove
from pricing.optimizer.relaxation import relax
from pricing.optimizer.search import find_path
from pricing.optimizer.watch import Watch
from tests.pricing.optimizer import naive
from tests.pricing.optimizer.instances import problem

RISE = NeverFalls(id="rise")
KEPT = SolidarityShare(id="kept", share_permille=200, release_days_out=14)
ACCESS = AccessShare(
    id="access", share_permille=550, price_minor=1500, each_performance=True
)
SHUT = KeepOpen(id="open", on=False)
RULE_SETS = {
    "none": (),
    "never falls": (RISE,),
    "seats kept": (KEPT,),
    "own row": (RISE, ACCESS),
    "may close": (SHUT,),
}
cases = pytest.mark.parametrize("rules", RULE_SETS.values(), ids=RULE_SETS.keys())
NOTHING = np.zeros(0)


def watch(seconds=60.0, cancelled=None):
    return Watch(monotonic() + seconds, None, cancelled)


def proven(posed):
    path = find_path(posed, NOTHING).path
    return prove([posed], NOTHING, [path], watch(), (0.0, 1.0))[0]


@cases
@pytest.mark.parametrize("seed", range(4))
def test_tiers_have_the_bound_of_the_readable_program(seed, rules):
    posed = problem(seed, rules)
    path = find_path(posed, NOTHING).path

    assert proven(posed).bound == pytest.approx(
        relax(posed, NOTHING, path).bound, rel=3e-4
    )


@pytest.mark.parametrize("rules", [(KEPT,), (RISE, KEPT)], ids=["kept", "rises"])
@pytest.mark.parametrize("seed", range(4))
def test_the_engine_has_the_readable_bound_where_groups_meet_limits(seed, rules):
    posed = problem(seed, rules)
    engine = bounded(pose([posed], NOTHING), NOTHING).bound[0]
    readable = relax(posed, NOTHING, find_path(posed, NOTHING).path).bound

    assert engine >= naive.best(posed) - 1e-6
    if not posed.never_falls:
        assert engine == pytest.approx(readable, rel=3e-4)
    # Mixes of whole paths are fewer than mixes of what each period may be at.
    assert engine <= readable * (1 + 3e-4)


@pytest.mark.parametrize(
    "rules",
    [*RULE_SETS.values(), (CategoryOrder(id="order"), RISE)],
    ids=[*RULE_SETS, "in order"],
)
@pytest.mark.parametrize("seed", range(3))
def test_by_category_no_path_brings_more_than_the_bound(seed, rules):
    posed = problem(seed, rules, "category")
    posed = replace(
        posed,
        periods=posed.periods[2:],
        weights=posed.weights[2:],
        public_left=posed.public_left[2:],
        own=replace(posed.own, through=np.maximum(posed.own.through - 2, 0)),
    )
    late = prove([posed], NOTHING, [], watch(0.0), (0.0, 1.0))[0]
    best = naive.best(posed) or 0.0

    assert proven(posed).bound >= best - 1e-6
    assert late.bound >= proven(posed).bound * (1 - 1e-9) - 1e-6


@pytest.mark.parametrize("mode", ["scale", "category"])
@pytest.mark.parametrize("seed", [1, 4, 5, 6])
def test_bid_prices_are_the_gain_of_one_more_seat(seed, mode):
    posed = problem(seed, (), mode)
    step = 0.5

    def more(seats):
        return proven(
            replace(
                posed, left=posed.left + seats, public_left=posed.public_left + seats
            )
        )

    found = proven(posed)
    for category in range(2):
        one = np.eye(2)[category] * step
        up = more(one).bound - found.bound
        down = found.bound - more(-one).bound
        low, high = sorted((up / step, down / step))
        # Between the one-sided slopes, as far as the programs stop short.
        margin = 2e-4 * found.bound / step
        assert max(low, 0) - margin <= found.bid_price[category]
        assert found.bid_price[category] <= max(high, 0) + margin


def test_the_readable_program_stands_in_where_too_many_categories_may_close(
    monkeypatch,
):
    posed = problem(0, (SHUT,))
    by_engine = proven(posed)
    monkeypatch.setattr(proof, "CLOSABLE_MAX", 1)

    by_program = proven(posed)

    assert by_program.bound == pytest.approx(by_engine.bound, rel=3e-4)
    assert by_program.bid_price == pytest.approx(by_engine.bid_price, abs=0.5)


def test_work_that_is_called_off_proves_nothing():
    posed = problem(0)

    with pytest.raises(Cancelled):
        prove([posed], NOTHING, [], watch(cancelled=lambda: True), (0.0, 1.0))
