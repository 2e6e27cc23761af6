"""One connection to a database that may go away and come back."""

import logging
import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

import psycopg

from pricing.domain.errors import StoreUnavailable
from pricing.store.postgresql_schema import Connection, Database

Found = TypeVar("Found")
logger = logging.getLogger(__name__)


class Link:
    """One connection, made when it is needed and again when it was lost."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # What the database said last, for whoever runs the service.
        self.said = ""
        # Until it was there once, whoever starts the service is told instead.
        self._reached = False
        self._connection: Connection | None = None
        self._lock = threading.Lock()

    def run(self, work: Callable[[Connection], Found], *, again: bool = True) -> Found:
        """Return what work on the connection does.

        Work is done again on a new connection where an old one turns out to be
        lost, unless it goes on with what was begun on it.

        Raises
        ------
        StoreUnavailable
            When the database cannot be reached or refuses.
        """
        with self._lock:
            connection = self._connection
            if connection is not None and (again or not connection.closed):
                try:
                    return work(connection)
                except psycopg.Error as fault:
                    lost = connection.broken
                    self._close()
                    if not (again and lost):
                        self._refuse(fault)
            elif not again:
                raise StoreUnavailable("the connection to the database was lost")
            try:
                self._connection = self._database.connect()
                self._reached = True
                return work(self._connection)
            except psycopg.Error as fault:
                self._close()
                self._refuse(fault)

    def drop(self) -> None:
        """Close the connection; the next work makes a new one."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _refuse(self, fault: psycopg.Error) -> NoReturn:
        # Nothing of the fault itself goes on: callers need not know where the
        # database is, and it may quote what must stay secret.
        said, self.said = self.said, self._database.say(fault)
        if self._reached and said != self.said:
            logger.warning("the database: %s", self.said)
        # Of a connection that failed or a server that is closing; else it answered.
        away = (fault.sqlstate or "08")[:2] in ("08", "57")
        raise StoreUnavailable(
            "the database cannot be reached" if away else "the database refused it"
        ) from None
