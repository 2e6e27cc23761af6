"""What docs/cooperative.md shows of votes happens as it stands there."""

import re
import shlex
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import cli
from pricing.files import season_file
from pricing.store.commands import ActivatePlan, CreateSeason, StorePlan
from tests.pricing.quotes.plans import NOW, plan_of
from tests.service.harness import running

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "cooperative.md").read_text()
DRAWN = re.compile("[┏━┳┓┃┡╇┩│└┴┘─]+")


def steps():
    """Return the days that pass, the command and what it shows, in their order."""
    found = []
    for days, block in re.findall(
        r"^```console(?: after (\d+) days)?\n(.*?)^```", PAGE, re.M | re.S
    ):
        for n, part in enumerate(block.split("$ ")[1:]):
            command, _, shown = part.partition("\n")
            found.append((int(days or 0) if n == 0 else 0, command, shown))
    return found


def words(text):
    return " ".join(DRAWN.sub(" ", text).split())


@pytest.fixture
def address(monkeypatch):
    """The example season on sale at its lowest prices, Carmen at those of its plan."""
    monkeypatch.setattr("pricing.commands.options.out.width", 200)
    season = season_file.read(ROOT / "examples" / "opera" / "season.toml")
    plan = plan_of(season, ["low-minus"] * len(season.period_days_out))
    paths = []
    for path, performance in zip(plan.performances, season.performances, strict=True):
        carmen = performance.production == "Carmen"
        tiers = ("middle-plus" if carmen else performance.ladder[0],)
        tiers *= len(path.tier_path)
        paths.append(replace(path, tier_path=tiers, unrestricted_path=tiers))
    with running() as service:

        def ask(command):
            return service.store.submit("grand-opera", command).result(timeout=60)

        ask(CreateSeason(season))
        stored = ask(StorePlan(replace(plan, performances=tuple(paths))))
        ask(ActivatePlan(season.id, stored.id))
        yield service


def run(address, *arguments):
    with pytest.raises(SystemExit) as ended:
        cli.main([*arguments, "--address", address.address])
    assert ended.value.code == 0


def test_the_example_of_a_vote_happens_as_it_is_shown(address, capsys):
    shown = steps()
    assert len(shown) == 7
    assert address.clock.now == NOW
    for days, command, told in shown:
        address.clock.now += timedelta(days=days)
        _, *arguments = shlex.split(command)
        run(address, *arguments)
        assert words(capsys.readouterr().out) == words(told), command


def test_the_cap_that_the_page_says_is_refused_is_refused_as_it_says(address, capsys):
    (said,) = re.findall(r'\("(a cap of at least .*?)"\)', PAGE)
    run(address, *shlex.split(steps()[0][1])[1:])
    asked = "rules propose cap --production Carmen --category cat-4 --reason Why --max"
    assert cli.main([*asked.split(), "110", "--address", address.address])
    assert said in words(capsys.readouterr().err)
    run(address, *asked.split(), "119")


def test_every_command_that_the_page_names_is_there(capsys):
    named = set(re.findall(r"jauge ((?:rules|cooperative) \w+)", PAGE))
    assert len(named) >= 8
    for each in named:
        with pytest.raises(SystemExit) as ended:
            cli.main([*each.split(), "--help"])
        assert ended.value.code == 0
        assert "Example" in capsys.readouterr().out
