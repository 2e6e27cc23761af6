"""The same season otherwise: other settings, without rules, or struck by a shock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pricing.domain.season import Season
from simulator.shocks import Shock

Demand = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Variant:
    """The season with other settings, or another course of it, played beside it.

    Attributes
    ----------
    settings : value by path in the season file
    demand_mean : performance id -> [C], seats
    shock : what goes otherwise than believed, to the people or to the forecast
    """

    settings: Mapping[str, str]
    season: Season
    demand_mean: Demand
    shock: Shock | None = None

    @property
    def name(self) -> str:
        """The settings in a line."""
        return ", ".join(f"{path}={value}" for path, value in self.settings.items())


def with_surprises(
    first: Variant,
    variants: Sequence[Variant],
    *,
    shocks: Sequence[Shock],
    without_rules: bool,
) -> tuple[Variant, list[Variant]]:
    """Return the season and what is played beside it, each setting on all of them.

    Examples
    --------
    With a shock, ``shock`` is a setting: ``none`` of the season as it stands.
    """
    stands = {"shock": "none"} if shocks else {}
    stands |= {"rules": "as written"} if without_rules else {}
    first, *beside = (
        replace(each, settings={**each.settings, **stands})
        for each in (first, *variants)
    )
    for shock in shocks:
        settings = {**first.settings, "shock": shock.name}
        beside.append(replace(first, settings=settings, shock=shock))
    if without_rules:
        settings = {**first.settings, "rules": "none"}
        free = replace(first.season, rules=())
        beside.append(replace(first, settings=settings, season=free))
    return first, beside
