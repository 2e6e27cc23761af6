"""A real cluster on this machine: two workers of one processor each."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

# Ray's own processes and sockets end after the test that used them.
QUIET = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@contextmanager
def local_cluster() -> Iterator:
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


def lose_one(cluster) -> None:
    """Kill a machine."""
    cluster.remove_node(max(cluster.worker_nodes, key=id), allow_graceful=False)
