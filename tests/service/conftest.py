from collections.abc import Iterator

import pytest

from tests.pricing.store.asks import open_house
from tests.service.harness import Running, running


@pytest.fixture
def service() -> Iterator[Running]:
    """An empty service."""
    with running() as started:
        yield started


@pytest.fixture
def house(service: Running) -> Running:
    """A service that sells two nights at the studio theatre."""
    open_house(service.store)
    return service
