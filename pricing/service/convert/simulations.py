"""Results of a simulation, from the JSON that ``jauge simulate`` writes."""

from collections.abc import Mapping
from typing import Any

from jauge.pricing.v1.job_pb2 import (
    Estimate,
    PolicyDifference,
    PolicyOutcome,
    SimulationResult,
)


def simulation_result(results: Mapping[str, Any]) -> SimulationResult:
    """Return the summary of results, without their JSON."""
    return SimulationResult(
        policies=[
            PolicyOutcome(
                policy=name,
                income=_estimate(outcome["income"]),
                fill_rate=_estimate(outcome["fill_rate"]),
                access_share=_estimate(outcome["access_share"]),
                spill=_estimate(outcome["spill"]),
            )
            for name, outcome in results["policies"].items()
        ],
        differences=[
            PolicyDifference(
                policy=each["policy"],
                against_policy=each["against"],
                measure=each["measure"],
                difference=_estimate(each),
            )
            for each in results["differences"]
        ],
    )


def _estimate(value: Mapping[str, float | None]) -> Estimate:
    return Estimate(mean=value["mean"], low=value["low"], high=value["high"])
