"""Resource names: the only place that parses or formats them.

An ``…_id`` is one segment, a name the whole path:

    organizations/{organization}/seasons/{season}/performances/{performance}
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import ClassVar, Self, TypeVar

from pricing.domain.errors import FieldInvalid
from pricing.domain.ids import check_id

_SHOWN_MAX = 120


def shown(text: str) -> str:
    """Return a text as a message quotes it: not too long, in quotes."""
    cut = text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]}…"
    return repr(cut)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name with one id for each ``{}`` of its pattern."""

    pattern: ClassVar[str]

    @classmethod
    @lru_cache(maxsize=100_000)
    def parse(cls, name: str, field: str) -> Self:
        """Return the ids in a name; the same names come all the time.

        Raises
        ------
        FieldInvalid
            When the name of this field is empty or of another form.
        """
        expected = cls.pattern.split("/")
        found = name.split("/")
        ids = [
            segment
            for place, segment in zip(expected, found, strict=False)
            if place.startswith("{")
        ]
        if len(found) != len(expected) or any(
            place != segment
            for place, segment in zip(expected, found, strict=True)
            if not place.startswith("{")
        ):
            raise FieldInvalid(field, f"Expected {cls.pattern}, got {shown(name)}.")
        try:
            for place, segment in zip(fields(cls), ids, strict=True):
                check_id(segment, f"{{{place.name.removesuffix('_id')}}}")
        except ValueError as error:
            raise FieldInvalid(field, str(error)) from None
        return cls(*ids)

    @classmethod
    @lru_cache
    def _layout(cls) -> tuple[str, tuple[str, ...]]:
        """Return the pattern with places to fill, and the fields that fill them."""
        places = tuple(place.name for place in fields(cls))
        return re.sub(r"\{[^}]*\}", "{}", cls.pattern), places

    def __str__(self) -> str:
        template, places = self._layout()
        return template.format(*[getattr(self, place) for place in places])


@dataclass(frozen=True, slots=True)
class OrganizationName(_Name):
    """Who sells.

    Examples
    --------
    >>> str(OrganizationName("grand-opera"))
    'organizations/grand-opera'
    """

    pattern: ClassVar[str] = "organizations/{organization}"
    organization_id: str


@dataclass(frozen=True, slots=True)
class SeasonName(OrganizationName):
    """A season of an organisation.

    Examples
    --------
    >>> SeasonName.parse("organizations/grand-opera/seasons/2026", "name").season_id
    '2026'
    """

    pattern: ClassVar[str] = "organizations/{organization}/seasons/{season}"
    season_id: str

    @property
    def season(self) -> "SeasonName":
        """The season alone."""
        return SeasonName(self.organization_id, self.season_id)


@dataclass(frozen=True, slots=True)
class PerformanceName(SeasonName):
    """A performance of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/performances/{performance}"
    performance_id: str


@dataclass(frozen=True, slots=True)
class PricePlanName(SeasonName):
    """A price plan of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/pricePlans/{price_plan}"
    price_plan_id: str


@dataclass(frozen=True, slots=True)
class CertificateName(SeasonName):
    """The certificate of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/certificate"


@dataclass(frozen=True, slots=True)
class QuoteName(SeasonName):
    """A quote of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/quotes/{quote}"
    quote_id: str


@dataclass(frozen=True, slots=True)
class JobName(SeasonName):
    """A job of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/jobs/{job}"
    job_id: str


@dataclass(frozen=True, slots=True)
class FundName(SeasonName):
    """A solidarity fund of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/funds/{fund}"
    fund_id: str


@dataclass(frozen=True, slots=True)
class ForecastName(SeasonName):
    """The forecast of a season."""

    pattern: ClassVar[str] = SeasonName.pattern + "/forecast"


@dataclass(frozen=True, slots=True)
class CooperativeName(_Name):
    """Organisations that vote together.

    Examples
    --------
    >>> str(CooperativeName("les-scenes"))
    'cooperatives/les-scenes'
    """

    pattern: ClassVar[str] = "cooperatives/{cooperative}"
    cooperative_id: str


@dataclass(frozen=True, slots=True)
class ProposalName(CooperativeName):
    """What members of a cooperative vote."""

    pattern: ClassVar[str] = CooperativeName.pattern + "/proposals/{proposal}"
    proposal_id: str


N = TypeVar("N", bound=SeasonName)


def under(
    season: SeasonName, parse: Callable[[str, str], N], name: str, field: str
) -> N:
    """Return a name that must stand under a season."""
    parsed = parse(name, field)
    if parsed.season != season:
        raise FieldInvalid(field, f"Expected a name under {season}, got {shown(name)}.")
    return parsed
