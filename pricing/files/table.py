"""What the tables of a season file share: ids, amounts, shares in per cent."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pricing.domain.ids import ID_PATTERN

Id = Annotated[str, Field(pattern=f"^{ID_PATTERN}$")]
Amount = Annotated[Decimal, Field(ge=0, description="In currency units: 72.50.")]
Percent = Annotated[
    Decimal, Field(ge=0, le=1000, description="With one decimal at most: 5.5.")
]


class Table(BaseModel):
    """A table of the file: no key but those named here."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def permille(percent: Decimal, most: int = 100) -> int:
    """Return per cent of 0 to ``most`` as whole thousandths, or ValueError."""
    if not 0 <= percent <= most:
        raise ValueError(f"Expected 0 to {most} per cent, got {percent}.")
    scaled = percent * 10
    if scaled != scaled.to_integral_value():
        raise ValueError(f"Expected per cent with one decimal at most, got {percent}.")
    return int(scaled)
