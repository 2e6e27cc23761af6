import random

import pytest

from pricing.access.limits import BURST_SECONDS, Bucket, Peers


class Refilled:
    """The bucket as everybody thinks of it: a level, refilled at each look."""

    def __init__(self, per_second):
        self.per_second = per_second
        self.most = max(BURST_SECONDS * per_second, 1.0)
        self.level, self.seen = self.most, 0.0

    def take(self, now):
        gained = self.per_second * (now - self.seen)
        self.level, self.seen = min(self.most, self.level + gained), now
        if self.level < 1 - 1e-6:
            return (1 - self.level) / self.per_second
        self.level -= 1
        return 0.0


@pytest.mark.parametrize("per_second", [0.1, 0.5, 1.0, 7.0, 1000.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_bucket_is_one_that_is_refilled(per_second, seed):
    draw, now = random.Random(seed), 0.0
    fast, naive = Bucket(per_second), Refilled(per_second)
    for _ in range(500):
        now += draw.choice([0.0, draw.expovariate(per_second)])
        assert fast.take(now) == pytest.approx(naive.take(now), abs=1e-6)


def test_who_waits_as_long_as_told_is_let_through():
    bucket = Bucket(3.0)
    now = 100.0
    for _ in range(50):
        wait = bucket.take(now)
        if wait:
            now += wait
            assert bucket.take(now) == 0.0


@pytest.mark.parametrize("per_second", [0.0, -1.0, float("nan")])
def test_a_rate_that_is_none_is_refused(per_second):
    with pytest.raises(ValueError, match="per_second > 0"):
        Bucket(per_second)


def test_each_address_has_its_own_bucket_whatever_its_port():
    peers = Peers(1.0)
    first = [peers.take(f"ipv4:10.0.0.1:{port}", 0.0) for port in range(4)]
    assert first[:2] == [0.0, 0.0]
    assert all(first[2:])
    assert peers.take("ipv4:10.0.0.2:1", 0.0) == 0.0


def test_many_addresses_do_not_fill_the_memory():
    peers = Peers(1.0)
    for number in range(Peers.COUNT_MAX + 500):
        peers.take(f"ipv4:{number}:1", 0.0)
        peers.take("ipv4:steady:1", 0.0)
    assert len(peers._buckets) == Peers.COUNT_MAX
    # Who keeps asking is not forgotten.
    assert peers.take("ipv4:steady:1", 0.0) > 0


def test_no_rate_is_no_limit():
    assert not Peers(0.0).limited
    assert Peers(1.0).limited
