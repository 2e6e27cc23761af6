"""The service as its operator runs it: a process that is started and stopped."""

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import pytest

from jauge.client import Client, seats
from jauge.pricing.v1.quote_pb2 import Quote
from pricing import hosting
from pricing.files import plan_file, season_writer
from pricing.store.sqlite import open_sqlite
from simulator import policies
from tests.houses import studio_season
from tests.pricing.quotes.plans import plan_of
from tests.service.harness import SEASON, served

ROOT = Path(__file__).parents[2]


@pytest.fixture
def flags(tmp_path):
    """Flags of a service that sells the studio's season, on sale and to come."""
    now = datetime.now(UTC)
    season = studio_season()
    season = replace(
        season,
        performances=tuple(
            replace(
                performance,
                starts_at=now + timedelta(days=40),
                on_sale_at=now - timedelta(days=40),
            )
            for performance in season.performances
        ),
    )
    season_writer.write(season, tmp_path / "season.toml")
    plan_file.write(plan_of(season, plan_id="first"), tmp_path / "plan.json")
    return [
        f"--store={tmp_path}/jauge.db",
        f"--season={tmp_path}/season.toml",
        f"--plan={tmp_path}/plan.json",
    ]


@contextmanager
def process(flags):
    command = [
        sys.executable,
        str(ROOT / "server.py"),
        "--address=127.0.0.1:0",
        "--metrics-address=127.0.0.1:0",
        *flags,
    ]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ
    )
    try:
        assert started.stdout is not None
        line = started.stdout.readline()
        found = re.fullmatch(
            r"Serving on (127\.0\.0\.1:\d+), metrics on 127\.0\.0\.1:\d+\n", line
        )
        assert found is not None, line
        yield started, found[1]
    finally:
        if started.poll() is None:
            started.kill()
        started.wait(timeout=30)
        started.stdout.close()


def night(number):
    return f"{SEASON}/performances/night-{number}"


def test_a_stop_lets_calls_end_and_a_restart_loses_nothing(flags):
    with process(flags) as (started, address), Client(address) as client:
        sold = client.quote(
            SEASON, "web", [seats(night(1), "front", "full", 2)], request_id="r1"
        )
        client.accept(sold.name)
        held = client.quote(SEASON, "web", [seats(night(1), "back", "full", 3)])
        before = client.list_prices(night(1), "web")
        started.send_signal(signal.SIGTERM)
        assert started.wait(timeout=30) == 0
    with process(flags) as (started, address), Client(address) as client:
        assert client.get(sold.name).state == Quote.STATE_ACCEPTED
        assert list(client.get(sold.name).items[0].ticket_numbers) == [1, 2]
        assert client.list_prices(night(1), "web") == before
        again = client.quote(
            SEASON, "web", [seats(night(1), "front", "full", 2)], request_id="r1"
        )
        assert again == sold
        assert client.accept(held.name).state == Quote.STATE_ACCEPTED
        started.send_signal(signal.SIGINT)
        assert started.wait(timeout=30) == 0


def test_a_kill_loses_no_answer_that_was_given(flags):
    answered = []

    def sell(client, stop):
        while not stop.is_set():
            try:
                quote = client.quote(
                    SEASON, "web", [seats(night(2), "front", "full", 1)]
                )
                answered.append((quote.name, Quote.STATE_OFFERED))
                client.accept(quote.name)
                answered.append((quote.name, Quote.STATE_ACCEPTED))
            except grpc.RpcError:
                return

    with process(flags) as (started, address), Client(address) as client:
        stop = threading.Event()
        callers = [threading.Thread(target=sell, args=(client, stop)) for _ in range(4)]
        for caller in callers:
            caller.start()
        while len(answered) < 20:
            assert any(caller.is_alive() for caller in callers)
        started.kill()
        started.wait(timeout=30)
        stop.set()
        for caller in callers:
            caller.join(timeout=30)
    with process(flags) as (_, address), Client(address) as client:
        for name, state in answered:
            assert client.get(name).state >= state
        tickets = [
            n
            for name, state in answered
            if state == Quote.STATE_ACCEPTED
            for n in client.get(name).items[0].ticket_numbers
        ]
        assert len(tickets) == len(set(tickets))


def test_a_season_with_past_sales_is_planned_before_it_is_served(flags, tmp_path):
    columns = (
        "performance_id,production,venue,starts_at,seat_category,capacity,"
        "unit_price,quantity"
    )
    began = datetime.now(UTC) - timedelta(days=400)
    rows = [
        f"p{n},antigone,studio,{(began + timedelta(days=n)).isoformat()},"
        f"{category},40,20.00,{20 + n % 9}"
        for n in range(20)
        for category in ("front", "back")
    ]
    (tmp_path / "history.csv").write_text("\n".join([columns, *rows]) + "\n")
    store, season, _ = flags
    wanted = [store, season, f"--history={tmp_path}/history.csv"]
    with process(wanted) as (_, address), Client(address) as client:
        prices = client.list_prices(night(1), "web")
        assert prices.price_plan == f"{SEASON}/pricePlans/r1"
        assert all(p.left_seat_count <= 40 for p in prices.prices)


def test_a_store_in_use_is_refused_in_one_line(tmp_path, capsys):
    path = tmp_path / "jauge.db"
    first = open_sqlite(path, lambda: datetime.now(UTC))
    try:
        assert served([f"--store={path}"]) == 1
    finally:
        first.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("jauge: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("flag", "word"),
    [
        ("--season=none.toml", "none.toml"),
        ("--address=nowhere", "address"),
        ("--plan=plan.json", "--season"),
        ("--history=past.csv", "--season"),
    ],
)
def test_a_flag_that_cannot_be_is_refused_in_one_line(tmp_path, capsys, flag, word):
    free = ["--address=127.0.0.1:0", "--metrics-address=127.0.0.1:0"]
    assert served([f"--store={tmp_path}/jauge.db", *free, flag]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert word in said.err


@pytest.mark.parametrize("of", ["no plan", "another season", "no history"])
def test_a_file_that_is_no_good_leaves_the_store_as_it_was(flags, tmp_path, capsys, of):
    plan = tmp_path / "plan.json"
    if of == "no plan":
        plan.write_text("{")
    elif of == "another season":
        plan_file.write(replace(plan_file.read(plan), season_id="other"), plan)
    else:
        flags = [*flags, f"--history={tmp_path}/none.csv"]
    free = ["--address=127.0.0.1:0", "--metrics-address=127.0.0.1:0"]
    assert served([*flags, *free]) == 1
    named = "none.csv" if of == "no history" else "plan.json"
    assert named in capsys.readouterr().err
    store = open_sqlite(tmp_path / "jauge.db", lambda: datetime.now(UTC))
    try:
        assert not list(store.organizations())
    finally:
        store.close()


def test_the_policies_that_may_be_asked_for_are_those_there_are():
    assert set(hosting.POLICIES) == set(policies.POLICIES)
