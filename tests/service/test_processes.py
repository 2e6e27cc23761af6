"""Several processes on one port, as their operator runs them."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import grpc
import pytest

from jauge.client import Client, seats
from jauge.pricing.v1.quote_pb2 import Quote
from pricing.domain.errors import FieldInvalid
from pricing.hosting import ServerSettings
from pricing.service.processes import shared_port
from tests.service.harness import SEASON, served
from tests.service.test_process import flags, night

ROOT = Path(__file__).parents[2]
__all__ = ["flags"]


@contextmanager
def processes(flags, address, count=2):
    """Yield the supervisor, the address served and those of the metrics."""
    command = [
        sys.executable,
        str(ROOT / "server.py"),
        f"--store={address}",
        f"--processes={count}",
        "--address=127.0.0.1:0",
        "--metrics-address=127.0.0.1:0",
        *flags[1:],
    ]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert started.stdout is not None
        line = started.stdout.readline()
        found = re.fullmatch(
            rf"Serving on (127\.0\.0\.1:\d+) with {count} processes, metrics on (.*)\n",
            line,
        )
        assert found is not None, line
        yield started, found[1], found[2].split(", ")
    finally:
        if started.poll() is None:
            started.terminate()
        started.wait(timeout=60)
        started.stdout.close()


def children(process):
    """Return the ids of the processes that a supervisor started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process.pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_until(true, seconds=60.0):
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.02)


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds processes in /proc"
)


@needs_proc
def test_processes_share_a_port_and_outlive_a_kill_of_one_of_them(flags, database):
    with processes(flags, database.new_database()) as (started, address, metrics):
        assert len(set(metrics)) == 2
        sold, stop = [], threading.Event()

        def sell(number):
            turn = 0
            with Client(address) as client:
                while not stop.is_set():
                    turn += 1
                    try:
                        quote = client.quote(
                            SEASON,
                            "web",
                            [seats(night(1 + number % 2), "front", "full", 1)],
                            request_id=f"{number}-{turn}",
                        )
                        sold.append(client.accept(quote.name))
                    except grpc.RpcError as error:
                        if error.code() is grpc.StatusCode.FAILED_PRECONDITION:
                            return

        callers = [threading.Thread(target=sell, args=(n,)) for n in range(8)]
        for caller in callers:
            caller.start()
        wait_until(lambda: len(sold) > 10)
        before = children(started)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        wait_until(
            lambda: len(children(started)) == 2 and before[0] not in children(started)
        )
        for caller in callers:
            caller.join(timeout=60)
        stop.set()
        # Each of 40 front seats of both nights is sold, once.
        tickets = [n for quote in sold for n in quote.items[0].ticket_numbers]
        assert len(set(tickets)) == len(tickets) <= 80
        with Client(address) as client:
            for quote in sold:
                assert client.get(quote.name).state == Quote.STATE_ACCEPTED
            assert not any(
                price.left_seat_count
                for price in client.list_prices(night(1), "web").prices
                if price.seat_category_id == "front"
            )
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=60) == 0


@needs_proc
def test_processes_stop_when_their_supervisor_is_killed(flags, database):
    with processes(flags, database.new_database()) as (started, _, metrics):
        left = children(started)
        with urllib.request.urlopen(f"http://{metrics[1]}/metrics") as answer:
            assert b"jauge_store_behind_seconds" in answer.read()
        started.kill()
        wait_until(lambda: not any(Path(f"/proc/{each}").exists() for each in left))


def test_several_processes_on_sqlite_are_refused_in_one_line(tmp_path, capsys):
    assert served([f"--store={tmp_path}/x.db", "--processes=2"]) == 1
    said = capsys.readouterr()
    assert said.err == (
        "jauge: --processes: an SQLite file has one writing process; give --store "
        "postgresql://... for more.\n"
    )
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize("count", ["1", "2"])
def test_a_database_that_is_not_there_is_refused_in_one_line(count):
    address = "postgresql://jauge:hunter2@127.0.0.1:1/books"
    done = subprocess.run(
        [
            sys.executable,
            str(ROOT / "server.py"),
            f"--store={address}",
            f"--processes={count}",
            "--address=127.0.0.1:0",
            "--metrics-address=",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("jauge: the store cannot be used: connection failed")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


@pytest.mark.parametrize("count", [-1, 0, 257])
def test_a_number_of_processes_that_cannot_be_is_refused(tmp_path, capsys, count):
    flags = [f"--store={tmp_path}/x.db", f"--processes={count}"]
    assert served(flags) == 1
    assert capsys.readouterr().err == "jauge: --processes: Expected 1 to 256.\n"


def test_a_store_of_another_kind_is_refused_without_its_address(capsys):
    assert served(["--store=mysql://jauge:hunter2@db/books"]) == 1
    said = capsys.readouterr().err
    assert "expected a file or postgresql://..., got mysql://..." in said
    assert "hunter2" not in said


def test_the_settings_do_not_show_the_store():
    settings = ServerSettings("postgresql://jauge:hunter2@db/books")
    assert "hunter2" not in repr(settings)


def test_a_port_of_somebody_else_is_not_shared():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with (
            pytest.raises(FieldInvalid, match=f"127.0.0.1:{port} cannot be bound"),
            shared_port("127.0.0.1", port),
        ):
            pass
    with shared_port("127.0.0.1", port) as taken:
        assert taken == port
    with shared_port("[::1]", 0) as taken:
        assert taken


def test_replicas_that_start_together_enter_a_season_once(flags, database):
    address = database.new_database()
    command = [
        sys.executable,
        str(ROOT / "server.py"),
        f"--store={address}",
        "--address=127.0.0.1:0",
        "--metrics-address=",
        *flags[1:],
    ]
    started = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        for _ in range(2)
    ]
    try:
        for each in started:
            said = each.stdout.readline()
            assert said.startswith("Serving on "), said
            with Client(said.split()[2]) as client:
                assert client.list_prices(night(1), "web").prices
    finally:
        for each in started:
            each.terminate()
        for each in started:
            assert each.wait(timeout=60) == 0
            each.stdout.close()
    found = database.execute(
        address,
        "SELECT kind, count(*) FROM jauge.events WHERE kind IN "
        "('season_created', 'plan_stored', 'plan_activated') GROUP BY kind",
    )
    assert sorted(found) == [
        ("plan_activated", 1),
        ("plan_stored", 1),
        ("season_created", 1),
    ]
