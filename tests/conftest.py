from collections.abc import Iterator

import pytest

from tests.database import DatabaseServer


@pytest.fixture(scope="session")
def database() -> Iterator[DatabaseServer]:
    """A PostgreSQL server; each test makes a database of its own in it."""
    server = new_server()
    yield server
    server.close()


@pytest.fixture
def own_database() -> Iterator[DatabaseServer]:
    """A PostgreSQL server that a test may stop."""
    server = new_server()
    yield server
    server.close()


def new_server() -> DatabaseServer:
    try:
        return DatabaseServer()
    except FileNotFoundError as absent:
        pytest.skip(str(absent))
