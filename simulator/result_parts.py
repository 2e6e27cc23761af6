"""What an experiment found of policies, performances, audience classes and the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.estimates import Interval


@dataclass(frozen=True, slots=True)
class PerformanceResult:
    """One performance under one policy.

    Attributes
    ----------
    average_price : currency units
        Income over seats sold, of all trials together; 0 when nothing sold.
    fill_by_category : by seat category id
    posted_price : [T], currency units
        Mean full price over all seats, of the tiers posted in each booking
        period; None before sales open.
    seats_sold : [T], seats
        Mean of those sold in each booking period.
    priced_out : seats
        Mean of those whom no price suited; None in results of earlier versions.
    """

    id: str
    income: Interval
    fill_rate: Interval
    spill: Interval
    average_price: float
    fill_by_category: Mapping[str, Interval]
    posted_price: tuple[float | None, ...]
    seats_sold: tuple[float, ...]
    priced_out: float | None = None


@dataclass(frozen=True, slots=True)
class ClassResult:
    """Seats sold at the price of an audience class.

    ``wanted`` counts the seats that its people looked for. Whoever finds the
    tariff's quota full may buy at the full price, and counts there.
    """

    tariff: str
    means_bracket: str
    seats: Interval
    wanted: Interval
    income: Interval


@dataclass(frozen=True, slots=True)
class RuleResult:
    """In how many trials a policy kept to a rule, and the share it realised.

    Rules that what was sold does not tell of are left out: ``RuleFacts.told``.
    """

    id: str
    trials_kept: int
    realised: Interval | None


@dataclass(frozen=True, slots=True)
class FundResult:
    """A solidarity fund at the end of each month, currency units.

    Attributes
    ----------
    rule : str
        The SolidarityBudget rule, empty where none says what pays for reductions.
    given : currency units
        Donations and subsidy, there from the beginning.
    granted, brought : [M], in the month
        Given away under reference prices at solidarity tariffs, and what the
        rule's share of what other seats brought above theirs came to.
    balance : [M], at its end
    """

    rule: str
    given: float
    granted: tuple[Interval, ...]
    brought: tuple[Interval, ...]
    balance: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """What was sold through a channel.

    Attributes
    ----------
    income : currency units, face value
    taken : currency units
        Its commission, inside the price and on top of it, and its costs of sale.
    """

    channel: str
    seats: Interval
    income: Interval
    taken: Interval


@dataclass(frozen=True, slots=True)
class PolicyResult:
    """What one policy made of all audiences.

    ``by_trial`` holds the measures that are compared, trial by trial from the
    first, so that runs can be compared after they were saved. ``split`` holds the
    parts of the income by name, see ``simulator.income_split``, and ``shares`` those
    of its net by party; ``full_prices`` are measures were all sold at full prices, as
    past sales tell them. Results of earlier versions have none of these, nor funds,
    nor channels.
    """

    measures: Mapping[str, Interval]
    performances: tuple[PerformanceResult, ...]
    classes: tuple[ClassResult, ...]
    rules: tuple[RuleResult, ...]
    by_trial: Mapping[str, tuple[float, ...]]
    funds: tuple[FundResult, ...] = ()
    split: Mapping[str, Interval] = field(default_factory=dict)
    shares: Mapping[str, Interval] = field(default_factory=dict)
    channels: tuple[ChannelResult, ...] = ()
    full_prices: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure under one policy less that under another."""

    policy: str
    against: str
    measure: str
    value: Interval


@dataclass(frozen=True, slots=True)
class VariantResult:
    """What the policies made of the season with other settings.

    ``differences`` are to the same policy in the season as it stands. Where the
    rules cannot all hold, ``refused`` says so and nothing was played.
    """

    name: str
    # Value by path in the season file.
    settings: Mapping[str, str]
    policies: Mapping[str, PolicyResult]
    differences: tuple[Difference, ...]
    refused: str = ""
    # Those that cannot all hold, by their ids.
    refused_rules: tuple[str, ...] = ()
