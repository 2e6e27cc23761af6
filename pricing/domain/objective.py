"""What a plan is to make the most of, and which parts of the audience count more."""

from dataclasses import dataclass
from typing import Literal

from pricing.domain.ids import check_range, check_unique

ObjectiveKind = Literal["income", "attendance", "welfare"]
OBJECTIVE_KINDS: tuple[ObjectiveKind, ...] = ("income", "attendance", "welfare")
# How the prices of a performance move: all categories by one rung, or each by
# its own.
PricingMode = Literal["scale", "category"]
PRICING_MODES: tuple[PricingMode, ...] = ("scale", "category")
CLASS_WEIGHT_MAX = 100.0


@dataclass(frozen=True, slots=True)
class Objective:
    """Income, seats filled, or income and consumer surplus together.

    ``class_weights`` pairs groups of the audience (a tariff, or one means
    bracket of it: ``"family/low"``) with what a seat they take, or a unit of
    their surplus, counts for; 1 for those not named, and income is never
    weighted.
    """

    kind: ObjectiveKind = "income"
    class_weights: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Check the kind and the weights."""
        if self.kind not in OBJECTIVE_KINDS:
            raise ValueError(
                f"Expected an objective among {', '.join(OBJECTIVE_KINDS)}, "
                f"got {self.kind!r}."
            )
        check_unique((group for group, _ in self.class_weights), "class weights")
        for group, weight in self.class_weights:
            check_range(weight, 0.0, CLASS_WEIGHT_MAX, f"class weight of {group!r}")

    def weight_of(self, tariff_id: str, means_bracket_id: str = "") -> float:
        """Return what a seat of an audience class counts for.

        A weight on a bracket goes before one on its whole tariff.

        Examples
        --------
        >>> each = Objective("attendance", (("family", 1.5), ("family/low", 2.0)))
        >>> each.weight_of("family", "low"), each.weight_of("family", "middle")
        (2.0, 1.5)
        """
        weights = dict(self.class_weights)
        named = weights.get(f"{tariff_id}/{means_bracket_id}")
        return weights.get(tariff_id, 1.0) if named is None else named


INCOME = Objective()


def in_group(group: str, tariff_id: str, means_bracket_id: str = "") -> bool:
    """Return whether those who pay a tariff, in a means bracket, are in a group.

    Examples
    --------
    >>> in_group("family", "family", "low"), in_group("family/low", "family", "low")
    (True, True)
    """
    return group in (tariff_id, f"{tariff_id}/{means_bracket_id}")
