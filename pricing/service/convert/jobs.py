"""Jobs as the log keeps them, and what is set on them."""

from datetime import UTC, datetime
from functools import lru_cache

from google.protobuf import json_format

from jauge.pricing.v1.job_pb2 import Job
from pricing.domain.errors import PricingError


def job_text(job: Job) -> str:
    """Return a job as the log keeps it."""
    return json_format.MessageToJson(job, indent=None)


def job_from_text(text: str) -> Job:
    """Return a job from the log; fields of a later version are left out."""
    return json_format.Parse(text, Job(), ignore_unknown_fields=True)


@lru_cache(maxsize=64)
def job_create_time(text: str) -> datetime:
    """Return when a job of the log was asked for."""
    return job_from_text(text).create_time.ToDatetime(UTC)


def job_settings(job: Job) -> Job:
    """Return what a caller asks for, without output fields."""
    asked = Job()
    match job.WhichOneof("work"):
        case "forecast":
            asked.forecast.CopyFrom(job.forecast)
        case "optimization":
            asked.optimization.CopyFrom(job.optimization)
        case "simulation":
            asked.simulation.CopyFrom(job.simulation)
    return asked


def set_failure(job: Job, fault: PricingError) -> None:
    """Say in a job why it failed."""
    job.state = Job.STATE_FAILED
    job.failure.reason = fault.reason
    job.failure.message = fault.message
    job.failure.metadata.update(fault.metadata)


def copied(job: Job) -> Job:
    """Return a copy of a job."""
    copy = Job()
    copy.CopyFrom(job)
    return copy
