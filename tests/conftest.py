from collections.abc import Iterator

import pytest

from tests.database import DatabaseServer


@pytest.fixture(scope="session")
def database_server() -> Iterator[DatabaseServer]:
    server = new_server()
    yield server
    server.close()


@pytest.fixture
def database(database_server: DatabaseServer) -> Iterator[DatabaseServer]:
    """A PostgreSQL server; each test makes a database of its own in it."""
    yield database_server
    database_server.empty()


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
