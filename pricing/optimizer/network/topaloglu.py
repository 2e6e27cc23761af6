"""The text format of Topaloglu's hub-and-spoke instances.

Comments start with ``#``. Then come the number of periods; the number of
flights, and a line (from, to, capacity) for each; the number of itineraries, and
a line (from, to, class, fare) for each; and a line for each period, with its
number and ``[ from to class ] probability`` for each itinerary. Where no flight
joins its two ends, an itinerary goes by the hub, 0.

References
----------
.. [1] Topaloglu, H. (2009), Using Lagrangian relaxation to compute
   capacity-dependent bid prices in network revenue management, Operations
   Research 57, 637-649.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from pricing.domain.errors import FileInvalid
from pricing.optimizer.network.instance import NetworkInstance

HUB = 0
PERIODS_MAX = 100_000
LINES_MAX = 100_000
REQUEST = re.compile(r"\[\s*(\d+)\s+(\d+)\s+(\d+)\s*\]\s+([0-9.eE+-]+)\s*")

Itinerary = tuple[int, int, int]


class _Lines:
    """The lines that say something, with their numbers."""

    def __init__(self, name: str, lines: Iterable[str]) -> None:
        self.name = name
        self.number = 0
        self._rest = self._meaningful(lines)

    def _meaningful(self, lines: Iterable[str]) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            self.number = number
            if line.strip() and not line.startswith("#"):
                yield line.strip()

    def fault(self, message: str) -> FileInvalid:
        return FileInvalid(self.name, message, line=self.number)

    def next(self, what: str) -> str:
        line = next(self._rest, None)
        if line is None:
            raise self.fault(f"the file ends where {what} should stand.")
        return line

    def fields(self, what: str, count: int) -> list[float]:
        line = self.next(what)
        try:
            values = [float(field) for field in line.split()]
        except ValueError:
            values = []
        if len(values) != count or not np.isfinite(values).all():
            raise self.fault(f"expected {what}, found {line[:60]!r}.")
        return values

    def count(self, what: str, most: int) -> int:
        (value,) = self.fields(what, 1)
        if value != int(value) or not 1 <= value <= most:
            raise self.fault(f"expected {what} in 1 .. {most:,}.")
        return int(value)

    def end(self) -> None:
        line = next(self._rest, None)
        if line is not None:
            raise self.fault("expected the end of the file after the last period.")


def parse(name: str, lines: Iterable[str]) -> NetworkInstance:
    """Return the instance that the lines describe.

    Raises
    ------
    FileInvalid
        Naming the line that is wrong.
    """
    reader = _Lines(name, lines)
    periods = reader.count("the number of periods", PERIODS_MAX)
    flights: dict[tuple[int, int], int] = {}
    capacity: list[float] = []
    for _ in range(reader.count("the number of flights", LINES_MAX)):
        start, end, seats = reader.fields("a flight: from, to, capacity", 3)
        if (int(start), int(end)) in flights:
            raise reader.fault("this flight stands in the file already.")
        if seats < 0 or seats != int(seats):
            raise reader.fault("expected a whole capacity of at least 0.")
        flights[int(start), int(end)] = len(capacity)
        capacity.append(seats)
    products: dict[Itinerary, int] = {}
    fares: list[float] = []
    uses: list[tuple[int, ...]] = []
    for _ in range(reader.count("the number of itineraries", LINES_MAX)):
        row = reader.fields("an itinerary: from, to, class, fare", 4)
        itinerary = (int(row[0]), int(row[1]), int(row[2]))
        if itinerary in products:
            raise reader.fault("this itinerary stands in the file already.")
        if row[3] < 0:
            raise reader.fault("expected a fare of at least 0.")
        products[itinerary] = len(fares)
        fares.append(row[3])
        uses.append(_route(reader, flights, itinerary))
    chance = np.zeros((periods, len(fares)))
    for t in range(periods):
        chance[t] = _requests(reader, products, t)
    reader.end()
    return NetworkInstance(
        np.array(fares), tuple(uses), np.array(capacity, dtype=np.int64), chance, name
    )


def _route(
    reader: _Lines, flights: dict[tuple[int, int], int], itinerary: Itinerary
) -> tuple[int, ...]:
    start, end, _ = itinerary
    if (start, end) in flights:
        return (flights[start, end],)
    try:
        return flights[start, HUB], flights[HUB, end]
    except KeyError:
        raise reader.fault(f"no flights lead from {start} to {end}.") from None


def _requests(
    reader: _Lines, products: dict[Itinerary, int], period: int
) -> list[float]:
    line = reader.next(f"the requests of period {period}")
    number, _, rest = line.partition("[")
    if number.strip() != str(period):
        raise reader.fault(f"expected period {period}, found {number.strip()!r}.")
    chance = [0.0] * len(products)
    place = 0
    rest = "[" + rest
    for found in REQUEST.finditer(rest):
        if found.start() != place:
            break
        place = found.end()
        itinerary = (int(found[1]), int(found[2]), int(found[3]))
        if itinerary not in products:
            raise reader.fault(f"itinerary {itinerary} is not in the list.")
        try:
            chance[products[itinerary]] = float(found[4])
        except ValueError:
            raise reader.fault(f"{found[4]!r} is no probability.") from None
    if place != len(rest):
        raise reader.fault(
            f"expected [ from to class ] probability at {rest[place:][:30]!r}."
        )
    if not 0 <= sum(chance) <= 1 + 1e-6 or min(chance) < 0:
        raise reader.fault("expected probabilities that sum to at most 1.")
    return chance
