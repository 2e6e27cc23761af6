"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

ACCOUNTS = ("postgres", "nobody")


def binary(name: str) -> str:
    """Return the path of one of the server's programs.

    Raises
    ------
    FileNotFoundError
        When no server is installed.
    """
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    found = shutil.which(name) or (str(installed[-1]) if installed else None)
    if found is None:
        raise FileNotFoundError(f"no PostgreSQL server is installed: no {name}")
    return found


class DatabaseServer:
    """A server that can be stopped and started again."""

    def __init__(self) -> None:
        programs = binary("initdb"), binary("postgres")
        self.folder = Path(tempfile.mkdtemp(prefix="jauge-pg-"))
        self.data = self.folder / "data"
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:
            # The server refuses to run as root.
            account = next(each for each in pwd.getpwall() if each.pw_name in ACCOUNTS)
            self._as = {
                "user": account.pw_uid,
                "group": account.pw_gid,
                "extra_groups": [],
            }
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self._postgres = programs[1]
        self._run(
            programs[0], f"--pgdata={self.data}", "--username=jauge", "--auth=trust",
            "--encoding=UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip
        self._free: list[str] = []
        self._used: list[str] = []
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, check=False, **self._as
        )
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._postgres, "-D", str(self.data), "-k", str(self.folder),
                    "-c", "listen_addresses=", "-c", "max_connections=200",
                    "-c", "recovery_init_sync_method=syncfs",
                ],
                cwd=self.folder, stdout=log, stderr=log, **self._as,
            )  # fmt: skip
        ends = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                assert time.monotonic() < ends, (self.folder / "log").read_text()
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End all connections at once, as a crash of the server would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=60)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def address(self, database: str) -> str:
        return f"postgresql://jauge@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Return the address of a database with nothing in it."""
        if self._free:
            name = self._free.pop()
        else:
            name = f"house{len(self._used) + 1}"
            self.execute("postgres", f"CREATE DATABASE {name}")
        self._used.append(name)
        return self.address(name)

    def empty(self) -> None:
        """Empty the databases that were made; the next tests get them again."""
        for name in self._used:
            self.execute(name, "DROP SCHEMA IF EXISTS jauge CASCADE")
            self.execute("postgres", f"ALTER DATABASE {name} RESET ALL")
        self._free += self._used
        self._used.clear()

    def execute(self, database: str, statement: str) -> list[tuple]:
        address = database if "://" in database else self.address(database)
        with contextlib.closing(psycopg.connect(address, autocommit=True)) as open_one:
            found = open_one.execute(statement)
            return found.fetchall() if found.description else []
