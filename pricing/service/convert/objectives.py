"""What plans make the most of, and how their prices move."""

from google.protobuf.duration_pb2 import Duration

from jauge.pricing.v1 import objective_pb2, season_pb2
from pricing.domain.errors import FieldInvalid
from pricing.domain.objective import Objective, ObjectiveKind, PricingMode
from pricing.domain.sales_repricing import SalesRepricing
from pricing.service.convert.fields import at, present, seconds_from_proto
from pricing.service.convert.sales_rules import group_from_proto, group_to_proto

_KIND: dict[ObjectiveKind, objective_pb2.Objective.Kind] = {
    "income": objective_pb2.Objective.KIND_INCOME,
    "attendance": objective_pb2.Objective.KIND_ATTENDANCE,
    "welfare": objective_pb2.Objective.KIND_WELFARE,
}
_KIND_IN = {value: key for key, value in _KIND.items()}
_KIND_IN[objective_pb2.Objective.KIND_UNSPECIFIED] = "income"
_MODE: dict[PricingMode, objective_pb2.PricingMode] = {
    "scale": objective_pb2.PRICING_MODE_SCALE,
    "category": objective_pb2.PRICING_MODE_CATEGORY,
}
_MODE_IN = {value: key for key, value in _MODE.items()}
_MODE_IN[objective_pb2.PRICING_MODE_UNSPECIFIED] = "scale"


def objective_to_proto(objective: Objective) -> objective_pb2.Objective:
    """Return an objective as the message."""
    return objective_pb2.Objective(
        kind=_KIND[objective.kind],
        class_weights=[
            objective_pb2.ClassWeight(group=group_to_proto(group), weight=weight)
            for group, weight in objective.class_weights
        ],
    )


def objective_from_proto(value: objective_pb2.Objective, path: str) -> Objective:
    """Return a message as an objective."""
    if value.kind not in _KIND_IN:
        raise FieldInvalid(f"{path}.kind", f"Expected a kind, got {value.kind}.")
    weights = []
    for i, each in enumerate(value.class_weights):
        here = f"{path}.class_weights[{i}]"
        present(each, "weight", here)
        weights.append((group_from_proto(each.group, f"{here}.group"), each.weight))
    with at(path):
        return Objective(_KIND_IN[value.kind], tuple(weights))


def mode_to_proto(mode: PricingMode) -> objective_pb2.PricingMode:
    """Return a pricing mode as the message."""
    return _MODE[mode]


def mode_from_proto(value: objective_pb2.PricingMode, path: str) -> PricingMode:
    """Return a message as a pricing mode."""
    if value not in _MODE_IN:
        raise FieldInvalid(path, f"Expected a pricing mode, got {value}.")
    return _MODE_IN[value]


def sales_repricing_to_proto(settings: SalesRepricing) -> season_pb2.SalesRepricing:
    """Return how sales move prices as the message."""
    return season_pb2.SalesRepricing(
        enabled=settings.on,
        sold_permille=settings.sold_permille,
        interval=Duration(seconds=60 * settings.minutes),
    )


def sales_repricing_from_proto(
    value: season_pb2.SalesRepricing, path: str
) -> SalesRepricing:
    """Return a message as how sales move prices."""
    given: dict[str, int] = {}
    if value.HasField("sold_permille"):
        given["sold_permille"] = value.sold_permille
    if value.HasField("interval"):
        seconds = seconds_from_proto(value.interval, f"{path}.interval")
        if seconds % 60:
            raise FieldInvalid(f"{path}.interval", "Expected whole minutes.")
        given["minutes"] = int(seconds // 60)
    with at(path):
        return SalesRepricing(
            on=value.enabled if value.HasField("enabled") else True, **given
        )
