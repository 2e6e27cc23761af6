"""Over a real local cluster of two workers."""

import pytest

from pricing.domain.errors import Cancelled, FieldInvalid
from simulator.results import text_of
from tests.local_cluster import QUIET, local_cluster, lose_one
from tests.simulator.test_experiment import run

ray = pytest.importorskip("ray")

pytestmark = QUIET


@pytest.fixture(scope="module")
def cluster():
    with local_cluster() as made:
        yield made


def test_work_on_a_cluster_can_be_called_off(cluster):
    calls = iter([False] * 3 + [True] * 1000)
    with pytest.raises(Cancelled):
        run(trials=500, cluster=cluster.address, cancelled=lambda: next(calls))
    assert not ray.is_initialized()


def test_a_policy_that_fails_on_a_machine_is_named(cluster):
    with pytest.raises(FieldInvalid, match=r"policies\.broken"):
        run([Broken()], trials=2, cluster=cluster.address)


class Broken:
    name = "broken"

    def start(self):
        raise RuntimeError("out of order")


def test_a_machine_killed_midway_changes_no_bit(cluster):
    here = text_of(run(trials=12))
    lost = []

    def lose(share, what):
        if share >= 0.25 and not lost:
            lost.append(share)
            lose_one(cluster)

    there = run(trials=12, cluster=cluster.address, progress=lose)
    assert lost
    assert text_of(there) == here


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "nowhere:x"])
def test_an_address_where_nothing_answers_is_refused(address):
    with pytest.raises(FieldInvalid, match="no Ray cluster answers"):
        run(trials=2, cluster=address)
