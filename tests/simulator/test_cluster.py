"""Over a real local cluster of two workers."""

import pytest

from pricing.domain.errors import Cancelled, FieldInvalid
from simulator.results import text_of
from tests.simulator.test_experiment import run

ray = pytest.importorskip("ray")

# Ray's own processes and sockets end after the test that used them.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def cluster():
    from ray.cluster_utils import Cluster

    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("OPENBLAS_NUM_THREADS", "1")
        made = Cluster(
            initialize_head=True,
            head_node_args={"num_cpus": 0, "include_dashboard": False},
        )
        for _ in range(2):
            made.add_node(num_cpus=1)
        yield made
        made.shutdown()


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

    def lose_one(share, what):
        if share >= 0.25 and not lost:
            lost.append(max(cluster.worker_nodes, key=id))
            cluster.remove_node(lost[0], allow_graceful=False)

    there = run(trials=12, cluster=cluster.address, progress=lose_one)
    assert lost
    assert text_of(there) == here


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "nowhere:x"])
def test_an_address_where_nothing_answers_is_refused(address):
    with pytest.raises(FieldInvalid, match="no Ray cluster answers"):
        run(trials=2, cluster=address)
