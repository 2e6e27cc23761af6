import datetime

from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Job(_message.Message):
    __slots__ = ("name", "forecast", "optimization", "simulation", "state", "progress", "failure", "create_time", "start_time", "end_time", "forecast_result", "optimization_result", "simulation_result")
    class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STATE_UNSPECIFIED: _ClassVar[Job.State]
        STATE_QUEUED: _ClassVar[Job.State]
        STATE_RUNNING: _ClassVar[Job.State]
        STATE_SUCCEEDED: _ClassVar[Job.State]
        STATE_FAILED: _ClassVar[Job.State]
        STATE_CANCELLED: _ClassVar[Job.State]
    STATE_UNSPECIFIED: Job.State
    STATE_QUEUED: Job.State
    STATE_RUNNING: Job.State
    STATE_SUCCEEDED: Job.State
    STATE_FAILED: Job.State
    STATE_CANCELLED: Job.State
    NAME_FIELD_NUMBER: _ClassVar[int]
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    OPTIMIZATION_FIELD_NUMBER: _ClassVar[int]
    SIMULATION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PROGRESS_FIELD_NUMBER: _ClassVar[int]
    FAILURE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    START_TIME_FIELD_NUMBER: _ClassVar[int]
    END_TIME_FIELD_NUMBER: _ClassVar[int]
    FORECAST_RESULT_FIELD_NUMBER: _ClassVar[int]
    OPTIMIZATION_RESULT_FIELD_NUMBER: _ClassVar[int]
    SIMULATION_RESULT_FIELD_NUMBER: _ClassVar[int]
    name: str
    forecast: ForecastWork
    optimization: OptimizationWork
    simulation: SimulationWork
    state: Job.State
    progress: JobProgress
    failure: JobFailure
    create_time: _timestamp_pb2.Timestamp
    start_time: _timestamp_pb2.Timestamp
    end_time: _timestamp_pb2.Timestamp
    forecast_result: ForecastResult
    optimization_result: OptimizationResult
    simulation_result: SimulationResult
    def __init__(self, name: _Optional[str] = ..., forecast: _Optional[_Union[ForecastWork, _Mapping]] = ..., optimization: _Optional[_Union[OptimizationWork, _Mapping]] = ..., simulation: _Optional[_Union[SimulationWork, _Mapping]] = ..., state: _Optional[_Union[Job.State, str]] = ..., progress: _Optional[_Union[JobProgress, _Mapping]] = ..., failure: _Optional[_Union[JobFailure, _Mapping]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., start_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., forecast_result: _Optional[_Union[ForecastResult, _Mapping]] = ..., optimization_result: _Optional[_Union[OptimizationResult, _Mapping]] = ..., simulation_result: _Optional[_Union[SimulationResult, _Mapping]] = ...) -> None: ...

class ForecastWork(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class OptimizationWork(_message.Message):
    __slots__ = ("time_limit", "activate", "from_sales", "expected_active_price_plan")
    TIME_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ACTIVATE_FIELD_NUMBER: _ClassVar[int]
    FROM_SALES_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_ACTIVE_PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    time_limit: _duration_pb2.Duration
    activate: bool
    from_sales: bool
    expected_active_price_plan: str
    def __init__(self, time_limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., activate: _Optional[bool] = ..., from_sales: _Optional[bool] = ..., expected_active_price_plan: _Optional[str] = ...) -> None: ...

class SimulationWork(_message.Message):
    __slots__ = ("policies", "trial_count", "seed")
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    TRIAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    policies: _containers.RepeatedScalarFieldContainer[str]
    trial_count: int
    seed: int
    def __init__(self, policies: _Optional[_Iterable[str]] = ..., trial_count: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class JobProgress(_message.Message):
    __slots__ = ("done_share", "step")
    DONE_SHARE_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    done_share: float
    step: str
    def __init__(self, done_share: _Optional[float] = ..., step: _Optional[str] = ...) -> None: ...

class JobFailure(_message.Message):
    __slots__ = ("reason", "message", "metadata")
    class MetadataEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    reason: str
    message: str
    metadata: _containers.ScalarMap[str, str]
    def __init__(self, reason: _Optional[str] = ..., message: _Optional[str] = ..., metadata: _Optional[_Mapping[str, str]] = ...) -> None: ...

class ForecastResult(_message.Message):
    __slots__ = ("forecast", "row_count")
    FORECAST_FIELD_NUMBER: _ClassVar[int]
    ROW_COUNT_FIELD_NUMBER: _ClassVar[int]
    forecast: str
    row_count: int
    def __init__(self, forecast: _Optional[str] = ..., row_count: _Optional[int] = ...) -> None: ...

class OptimizationResult(_message.Message):
    __slots__ = ("price_plan", "activated", "gap")
    PRICE_PLAN_FIELD_NUMBER: _ClassVar[int]
    ACTIVATED_FIELD_NUMBER: _ClassVar[int]
    GAP_FIELD_NUMBER: _ClassVar[int]
    price_plan: str
    activated: bool
    gap: float
    def __init__(self, price_plan: _Optional[str] = ..., activated: _Optional[bool] = ..., gap: _Optional[float] = ...) -> None: ...

class SimulationResult(_message.Message):
    __slots__ = ("policies", "differences", "results_json")
    POLICIES_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCES_FIELD_NUMBER: _ClassVar[int]
    RESULTS_JSON_FIELD_NUMBER: _ClassVar[int]
    policies: _containers.RepeatedCompositeFieldContainer[PolicyOutcome]
    differences: _containers.RepeatedCompositeFieldContainer[PolicyDifference]
    results_json: str
    def __init__(self, policies: _Optional[_Iterable[_Union[PolicyOutcome, _Mapping]]] = ..., differences: _Optional[_Iterable[_Union[PolicyDifference, _Mapping]]] = ..., results_json: _Optional[str] = ...) -> None: ...

class Estimate(_message.Message):
    __slots__ = ("mean", "low", "high")
    MEAN_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    mean: float
    low: float
    high: float
    def __init__(self, mean: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ...) -> None: ...

class PolicyOutcome(_message.Message):
    __slots__ = ("policy", "income", "fill_rate", "access_share", "spill")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    INCOME_FIELD_NUMBER: _ClassVar[int]
    FILL_RATE_FIELD_NUMBER: _ClassVar[int]
    ACCESS_SHARE_FIELD_NUMBER: _ClassVar[int]
    SPILL_FIELD_NUMBER: _ClassVar[int]
    policy: str
    income: Estimate
    fill_rate: Estimate
    access_share: Estimate
    spill: Estimate
    def __init__(self, policy: _Optional[str] = ..., income: _Optional[_Union[Estimate, _Mapping]] = ..., fill_rate: _Optional[_Union[Estimate, _Mapping]] = ..., access_share: _Optional[_Union[Estimate, _Mapping]] = ..., spill: _Optional[_Union[Estimate, _Mapping]] = ...) -> None: ...

class PolicyDifference(_message.Message):
    __slots__ = ("policy", "against_policy", "measure", "difference")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    AGAINST_POLICY_FIELD_NUMBER: _ClassVar[int]
    MEASURE_FIELD_NUMBER: _ClassVar[int]
    DIFFERENCE_FIELD_NUMBER: _ClassVar[int]
    policy: str
    against_policy: str
    measure: str
    difference: Estimate
    def __init__(self, policy: _Optional[str] = ..., against_policy: _Optional[str] = ..., measure: _Optional[str] = ..., difference: _Optional[_Union[Estimate, _Mapping]] = ...) -> None: ...
