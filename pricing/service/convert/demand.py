"""What is believed of demand."""

from jauge.pricing.v1 import demand_assumptions_pb2
from pricing.domain.audience import AudienceClass, DemandAssumptions
from pricing.service.convert.fields import at, present


def demand_to_proto(
    demand: DemandAssumptions,
) -> demand_assumptions_pb2.DemandAssumptions:
    """Return what is believed of demand as the message."""
    return demand_assumptions_pb2.DemandAssumptions(
        classes=[
            demand_assumptions_pb2.AudienceClass(
                tariff_id=each.tariff_id,
                share=each.share,
                means_bracket_id=each.means_bracket_id,
                price_sensitivity=each.price_sensitivity,
            )
            for each in demand.classes
        ],
        price_elasticity=demand.price_elasticity,
        purchase_share=demand.purchase_share,
        booking_curve=[
            demand_assumptions_pb2.BookingCurvePoint(days_out=days, share=share)
            for days, share in zip(
                demand.curve_days_out, demand.curve_share, strict=True
            )
        ],
    )


def demand_from_proto(
    value: demand_assumptions_pb2.DemandAssumptions, path: str
) -> DemandAssumptions:
    """Return a message as what is believed of demand."""
    classes = []
    for i, each in enumerate(value.classes):
        here = f"{path}.classes[{i}]"
        present(each, "share", here)
        sensitivity = (
            each.price_sensitivity if each.HasField("price_sensitivity") else 1.0
        )
        with at(here):
            classes.append(
                AudienceClass(
                    each.tariff_id, each.share, each.means_bracket_id, sensitivity
                )
            )
    settings: dict[str, float] = {
        name: getattr(value, name)
        for name in ("price_elasticity", "purchase_share")
        if value.HasField(name)
    }
    curve: dict[str, tuple[float, ...]] = {}
    for i, point in enumerate(value.booking_curve):
        for name in ("days_out", "share"):
            present(point, name, f"{path}.booking_curve[{i}]")
    if value.booking_curve:
        curve = {
            "curve_days_out": tuple(p.days_out for p in value.booking_curve),
            "curve_share": tuple(p.share for p in value.booking_curve),
        }
    with at(path):
        return DemandAssumptions(classes=tuple(classes), **settings, **curve)  # type: ignore[arg-type]
