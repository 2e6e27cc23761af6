"""What docs/feed.md shows works, and says what there is."""

import re
import shlex
from pathlib import Path

import pytest

from jauge.pricing.v1.feed_event_pb2 import FeedEvent
from pricing.report.access import THRESHOLDS
from pricing.settlement.aggregates import DIMENSIONS
from pricing.store.sqlite import open_sqlite
from tests.pricing.quotes.plans import NOW
from tests.pricing.store.asks import accept, basket, hold, open_house
from tests.service.harness import running
from tests.test_cli import run

PAGE = (Path(__file__).parent.parent / "docs" / "feed.md").read_text()
COMMANDS = [
    shlex.split(line)
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
    for line in block.splitlines()
]
(PROGRAM,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.M | re.S)


def test_the_program_of_the_page_follows_the_feed(capsys):
    with running() as service:
        open_house(service.store)
        quote = accept(service.store, hold(service.store).id)
        exec(PROGRAM.replace("127.0.0.1:50051", service.address), {})
        last = service.store.books("studio-theatre").sequence
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    kinds = [int(kind) for _, kind, _ in lines]
    assert kinds[-1] == FeedEvent.KIND_SALE
    assert int(lines[-1][0]) == last
    assert quote.id


def test_the_feed_command_of_the_page_is_one(capsys):
    (_, *words) = next(each for each in COMMANDS if "follow" in each)
    with running() as service:
        open_house(service.store)
        accept(service.store, hold(service.store).id)
        words[words.index("organizations/grand-opera")] = "organizations/studio-theatre"
        words[words.index("1200")] = "1"
        assert run(*words, "--until-now", "--address", service.address) == 0
    assert '"sale"' in capsys.readouterr().out


@pytest.mark.parametrize("name", ["aggregates", "access"])
def test_the_commands_on_a_store_write_what_they_say(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store = open_sqlite(tmp_path / "jauge.db", lambda: NOW)
    open_house(store)
    accept(store, hold(store, basket(2)).id)
    store.close()
    (_, *words) = next(each for each in COMMANDS if name in each)
    there = {"season-2026": "autumn", "season-2025": "autumn"}
    assert run(*(there.get(word, word) for word in words)) == 0
    assert Path(words[words.index("--out") + 1]).stat().st_size > 100


def test_the_page_names_every_column_and_the_thresholds_there_are():
    assert ", ".join(DIMENSIONS) in PAGE
    assert ", ".join(str(each) for each in THRESHOLDS) in PAGE
