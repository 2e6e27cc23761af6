"""Single tickets, packs, passes and subscriptions as products over a season's seats.

A resource is a seat category of a performance. A single ticket takes a seat of
one, a pack one of each of several; both are products of a network, so that the
linear program, the decomposition, the Lagrangian bound and the policies are those
of any network. A pack is worth selling when its price covers the sum of the bid
prices of its seats: what the single tickets and other packs that it displaces
would have brought.

Requests are expected numbers in each booking period. Policies meet them one at a
time: a period is cut into steps short enough that none has more than a chance of
one request.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pricing.optimizer.network import deterministic, lagrangian
from pricing.optimizer.network.deterministic import DeterministicPlan
from pricing.optimizer.network.instance import NetworkInstance
from pricing.optimizer.network.policies import Decomposition, Policy

# A performance's id and one of its seat categories.
Seat = tuple[str, str]
# Most entries of the value tables: 1 GB.
ENTRIES_MAX = 125_000_000


@dataclass(frozen=True, eq=False)
class SeasonProduct:
    """A single ticket, or a pack of several.

    Attributes
    ----------
    name : what it is called in results
    seats : one or more, all different
    price : currency units, for all its seats together, at least 0
    requests : [P], expected in each booking period, earliest first
    """

    name: str
    seats: tuple[Seat, ...]
    price: float
    requests: NDArray[np.float64]

    def __post_init__(self) -> None:
        requests = np.array(self.requests, dtype=np.float64)
        if requests.ndim != 1 or len(requests) == 0:
            raise ValueError(f"Expected requests of {self.name!r} of shape [P].")
        if not (np.isfinite(requests).all() and np.all(requests >= 0)):
            raise ValueError(
                f"Expected finite requests of at least 0 of {self.name!r}."
            )
        object.__setattr__(self, "seats", tuple(self.seats))
        object.__setattr__(self, "requests", requests)


@dataclass(frozen=True, eq=False)
class SeasonNetwork:
    """What a season sells.

    Attributes
    ----------
    capacity : seats of each category of each performance, whole
    products : at least one, with different names
    chance_max : in (0, 1]
        Greatest chance of a request in a step; the smaller, the nearer to
        requests that come independently of each other.
    """

    capacity: Mapping[Seat, int]
    products: tuple[SeasonProduct, ...]
    chance_max: float = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "capacity", dict(self.capacity))
        object.__setattr__(self, "products", tuple(self.products))
        names = [product.name for product in self.products]
        if not names or len(set(names)) < len(names):
            raise ValueError("Expected one or more products of different names.")
        if len({len(product.requests) for product in self.products}) > 1:
            raise ValueError("Expected requests of all products in the same periods.")
        for product in self.products:
            for seat in product.seats:
                if seat not in self.capacity:
                    raise ValueError(f"Expected seats of {product.name!r} on sale.")
        if not 0 < self.chance_max <= 1:
            raise ValueError("Expected chance_max in (0, 1].")

    @property
    def seats(self) -> tuple[Seat, ...]:
        """[M], the resources in their order."""
        return tuple(self.capacity)

    @property
    def steps(self) -> NDArray[np.int64]:
        """[P], how many steps each booking period is cut into."""
        total = sum(product.requests for product in self.products)
        needed = np.ceil(np.asarray(total) / self.chance_max - 1e-9)
        return np.maximum(needed, 1).astype(np.int64)

    def instance(self) -> NetworkInstance:
        """Return the season as any other network.

        Raises
        ------
        ValueError
            When its value tables would not fit.
        """
        steps = self.steps
        resource = {seat: m for m, seat in enumerate(self.seats)}
        capacity = np.array([self.capacity[seat] for seat in self.seats])
        if len(capacity) * (steps.sum() + 1) * (capacity.max() + 1) > ENTRIES_MAX:
            raise ValueError(
                f"Expected value tables of at most {ENTRIES_MAX:,} entries: "
                "take fewer performances at a time, or a greater chance_max."
            )
        chance = np.column_stack(
            [np.repeat(product.requests / steps, steps) for product in self.products]
        )
        return NetworkInstance(
            np.array([product.price for product in self.products]),
            tuple(
                tuple(resource[seat] for seat in product.seats)
                for product in self.products
            ),
            capacity,
            chance,
            "season",
        )


@dataclass(frozen=True, eq=False)
class SeasonPlan:
    """What to sell of each product, and what a seat is worth at any time.

    Attributes
    ----------
    network
    instance : the same season, as policies meet it
    fluid : the linear program's sales, bid prices and bound
    policy : to be played by ``simulation.play`` on the instance
    value : [M, T + 1, C + 1], currency units, the policy's tables at the start
    """

    network: SeasonNetwork
    instance: NetworkInstance
    fluid: DeterministicPlan
    policy: Policy
    value: NDArray[np.float64]

    @property
    def sales(self) -> dict[str, float]:
        """How many of each product the linear program sells."""
        names = [product.name for product in self.network.products]
        return dict(zip(names, self.fluid.sales.tolist(), strict=True))

    @property
    def bid_prices(self) -> dict[Seat, float]:
        """What one seat more of each is worth in the linear program."""
        return dict(
            zip(self.network.seats, self.fluid.bid_prices.tolist(), strict=True)
        )

    @cached_property
    def bound(self) -> float:
        """The Lagrangian bound on the income of any policy."""
        return lagrangian.solve(self.instance).bound

    def bid_price(
        self,
        seats: tuple[Seat, ...],
        left: Mapping[Seat, int] | None = None,
        period: int = 0,
    ) -> float:
        """Return the least price at which these seats are worth selling together.

        Infinite where one of them is sold out.

        Parameters
        ----------
        seats : of a pack, or of a single ticket
        left : seats left of each, at least; all of them when left out
        period : the booking period that is beginning
        """
        step = int(self.network.steps[:period].sum())
        order = {seat: m for m, seat in enumerate(self.network.seats)}
        total = 0.0
        for seat in seats:
            m = order[seat]
            x = int(self.instance.capacity[m] if left is None else left[seat])
            if x == 0:
                return float("inf")
            after = self.value[m, step + 1]
            total += float(after[x] - after[x - 1])
        return total

    def accepts(
        self, name: str, left: Mapping[Seat, int] | None = None, period: int = 0
    ) -> bool:
        """Return whether a request of a product is to be served."""
        product = next(each for each in self.network.products if each.name == name)
        return product.price >= self.bid_price(product.seats, left, period)


def plan(
    network: SeasonNetwork,
    policy_of: Callable[[NetworkInstance], Policy] = Decomposition,
) -> SeasonPlan:
    """Return the plan of a season with packs.

    Parameters
    ----------
    network
    policy_of : makes a policy of an instance
    """
    instance = network.instance()
    policy = policy_of(instance)
    fluid = deterministic.solve(instance)
    return SeasonPlan(network, instance, fluid, policy, policy.start())
