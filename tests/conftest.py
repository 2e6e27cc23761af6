from collections.abc import Iterator

import pytest

from tests.database import DatabaseServer


@pytest.fixture(scope="session")
def database() -> Iterator[DatabaseServer]:
    """A PostgreSQL server; each test makes a database of its own in it."""
    server = DatabaseServer()
    yield server
    server.close()
