"""The command line: the contracts of its files, and one readable line on faults."""

import csv
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import cli
from jauge.client import Client
from pricing.domain.rules import AccessShare
from pricing.files import plan_file, season_file, season_writer
from pricing.programme import programme
from tests.houses import studio_season

ROOT = Path(__file__).parent.parent
HEADER = (
    "performance_id,production,venue,starts_at,seat_category,capacity,unit_price,"
    "quantity,season"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A folder with a season of four nights, its programme and its past sales."""
    folder = tmp_path_factory.mktemp("house")
    season = studio_season(4)
    # A service sells nights to come: these begin in a month.
    opening = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    nights = tuple(
        replace(
            night,
            starts_at=opening + timedelta(days=n),
            on_sale_at=opening - timedelta(days=60),
        )
        for n, night in enumerate(season.performances)
    )
    season = replace(season, performances=nights)
    season_writer.write(season, folder / "season.toml", history="past.csv")
    past, ahead = [HEADER], [HEADER.removesuffix(",quantity,season")]
    for night in range(40):
        for category, price, sold in (("front", 25, 25), ("back", 15, 32)):
            past.append(
                f"past-{night},{'antigone' if night % 2 else 'phedre'},studio,"
                f"{2024 + night // 20}-{night % 12 + 1:02d}-{night % 28 + 1:02d},"
                f"{category},40,{price},{sold + (night * 7) % 9 - 4},"
                f"{2024 + night // 20}"
            )
    rows = programme(season)
    for i in range(len(rows)):
        ahead.append(
            f"{rows.performance_id[i]},{rows.production[i]},{rows.venue[i]},"
            f"{rows.starts_at[i].isoformat()},{rows.seat_category[i]},"
            f"{rows.capacity[i]},{rows.unit_price[i]}"
        )
    (folder / "past.csv").write_text("\n".join(past) + "\n")
    (folder / "next.csv").write_text("\n".join(ahead) + "\n")
    return folder


def run(*arguments):
    with pytest.raises(SystemExit) as stop:
        sys.exit(cli.main([str(a) for a in arguments]))
    return stop.value.code or 0


def rows_of(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def forecast(house, out):
    return run(
        "forecast", "--history", house / "past.csv", "--programme", house / "next.csv",
        "--out", out,
    )  # fmt: skip


def test_a_forecast_has_a_row_per_row_of_the_programme(house, tmp_path):
    assert forecast(house, tmp_path / "f.csv") == 0
    rows, asked = rows_of(tmp_path / "f.csv"), rows_of(house / "next.csv")
    assert [(r["performance_id"], r["seat_category"]) for r in rows] == [
        (r["performance_id"], r["seat_category"]) for r in asked
    ]
    for row in rows:
        low, middle, high = (float(row[f"sales_{q}"]) for q in ("p10", "p50", "p90"))
        assert 0 <= low <= middle <= high <= 40
        assert float(row["sales_mean"]) <= float(row["demand_mean"]) + 1e-3


def test_a_forecast_says_what_sold_out_and_what_went_over_capacity(
    house, tmp_path, capsys
):
    lines = (house / "past.csv").read_text().splitlines()
    for row, sold in ((1, 40), (2, 43)):
        cells = lines[row].split(",")
        cells[HEADER.split(",").index("quantity")] = str(sold)
        lines[row] = ",".join(cells)
    (tmp_path / "past.csv").write_text("\n".join(lines) + "\n")
    code = run(
        "forecast", "--history", tmp_path / "past.csv", "--programme",
        house / "next.csv", "--out", tmp_path / "f.csv",
    )  # fmt: skip
    said = " ".join(capsys.readouterr().err.split())
    assert code == 0
    assert "2 of those were sold out (demand was at least that)" in said
    assert "1 over their capacity (standing room)" in said


def test_a_plan_keeps_its_contract(house, tmp_path):
    assert forecast(house, tmp_path / "f.parquet") == 0
    code = run(
        "optimize", house / "season.toml", "--forecast", tmp_path / "f.parquet",
        "--out", tmp_path / "plan.json",
    )  # fmt: skip
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert code == 0
    assert 0 <= plan["gap"] < 1
    assert plan["objective"] <= plan["upper_bound"] * (1 + 1e-9)
    assert [p["id"] for p in plan["performances"]] == [
        f"night-{n}" for n in (1, 2, 3, 4)
    ]
    for performance in plan["performances"]:
        assert len(performance["tier_path"]) == 6
        assert performance["income"] > 0
        assert 0 < performance["fill_rate"] <= 1
        assert len(performance["bid_prices"]) == 2
    assert {(r["id"], r["kind"]) for r in plan["rules"]} == {
        ("order", "CategoryOrder"),
        ("never-falls", "NeverFalls"),
    }
    assert {"slack", "marginal_cost", "binding_on"} <= set(plan["rules"][0])


def test_a_plan_says_what_price_response_it_assumes_and_what_hangs_on_it(
    house, tmp_path, capsys
):
    assert run("optimize", house / "season.toml", "--out", tmp_path / "plan.json") == 0
    table = json.loads((tmp_path / "plan.json").read_text())
    response = table["price_response"]
    said = " ".join(capsys.readouterr().out.split())

    assert response["price_elasticity"] == -1.16
    assert response["source"].startswith("Laamanen 2013")
    assert "Laamanen 2013" in said
    low, middle, high = response["sensitivity"]
    assert (low["elasticity"], high["elasticity"]) == pytest.approx((-1.56, -0.76))
    assert middle["income"] == pytest.approx(table["objective"])
    for each in (low, high):
        assert f"were it {each['elasticity']:g}" in said
        assert f"bring {each['income']:,.0f}" in said
        assert each["replanned"] >= each["income"] or each["missed"]
    # What stands beside the plan does not keep it from being read.
    assert plan_file.read(tmp_path / "plan.json").objective == table["objective"]


def test_results_keep_their_contract_and_repeat(house, tmp_path):
    for name in ("a.json", "b.json"):
        code = run(
            "simulate", house / "season.toml", "--policies", "fixed,rule-table",
            "--trials", 3, "--seed", 5, "--out", tmp_path / name,
        )  # fmt: skip
        assert code == 0
    results = json.loads((tmp_path / "a.json").read_text())
    assert results == json.loads((tmp_path / "b.json").read_text())
    assert set(results["policies"]) == {"fixed", "rule-table"}
    for policy in results["policies"].values():
        assert {"income", "fill_rate", "access_share", "spill"} <= set(policy)
        assert {"mean", "low", "high"} <= set(policy["spill"])
        assert len(policy["performances"]) == 4
    assert {"policy", "against", "measure", "mean", "low", "high"} <= set(
        results["differences"][0]
    )


def test_a_season_is_played_with_other_settings_beside_it_and_reported(
    house, tmp_path, capsys
):
    code = run(
        "simulate", house / "season.toml", "--policies", "fixed", "--trials", 2,
        "--set", "venues.studio.tiers.mid.prices=[25, 14],[24, 14]",
        "--set", "tariffs.under-26.percent=60,50",
        "--out", tmp_path / "r.json", "--report", tmp_path / "r.html",
    )  # fmt: skip
    assert code == 0
    said = capsys.readouterr().out
    results = json.loads((tmp_path / "r.json").read_text())
    assert results["settings"] == {
        "venues.studio.tiers.mid.prices": "[25.00, 15.00]",
        "tariffs.under-26.percent": "60",
    }
    assert [v["settings"]["tariffs.under-26.percent"] for v in results["variants"]] == [
        "60", "50", "60", "50",
    ]  # fmt: skip
    assert "what if" in said
    first = (tmp_path / "r.html").read_text()
    assert 'id="what-if"' in first
    assert '<html lang="en">' in first


def test_saved_runs_are_reported_and_compared_in_either_language(house, tmp_path):
    for name, seed in (("a", 1), ("b", 2)):
        code = run(
            "simulate", house / "season.toml", "--policies", "fixed,rule-table",
            "--trials", 2, "--seed", seed, "--out", tmp_path / f"{name}.json",
        )  # fmt: skip
        assert code == 0
    code = run(
        "report", tmp_path / "a.json", tmp_path / "b.json", "--language", "fr",
        "--out", tmp_path / "r.html",
    )  # fmt: skip
    text = (tmp_path / "r.html").read_text()
    assert code == 0
    assert '<html lang="fr">' in text
    assert "b.json" in text[text.index('id="runs"') :]


def test_a_report_of_something_else_writes_nothing(house, tmp_path, capsys):
    out = tmp_path / "r.html"
    assert run("report", house / "season.toml", "--out", out) == 1
    assert "season.toml" in capsys.readouterr().err
    assert not out.exists()


def test_a_season_made_from_a_history_can_be_optimised(house, tmp_path):
    code = run(
        "import", house / "past.csv", "--season", "2025", "--organization", "studio",
        "--id", "past", "--out", tmp_path / "season.toml",
    )  # fmt: skip
    assert code == 0
    assert (
        run(
            "optimize", tmp_path / "season.toml", "--history", house / "past.csv",
            "--out", tmp_path / "plan.json",
        )
        == 0
    )  # fmt: skip


def test_rules_are_said_in_both_languages(house, capsys):
    assert run("rules", "list", house / "season.toml") == 0
    assert run("rules", "list", house / "season.toml", "--language", "fr") == 0
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "never falls" in said
    assert "ne baisse jamais" in said


def test_a_plan_may_come_with_the_curve_of_a_rule(house, tmp_path, capsys):
    access = AccessShare(id="access", share_permille=100, price_minor=1500)
    season = season_file.read(house / "season.toml")
    season_writer.write(
        replace(season, rules=(*season.rules, access)), tmp_path / "season.toml"
    )
    code = run(
        "optimize", tmp_path / "season.toml", "--history", house / "past.csv",
        "--out", tmp_path / "plan.json", "--frontier", "access=100,0,52.5",
    )  # fmt: skip

    table = json.loads((tmp_path / "plan.json").read_text())
    said = capsys.readouterr().out
    curve = table["frontier"]
    assert code == 0
    assert (curve["rule"], curve["figure"]) == ("access", "share")
    assert [each["value"] for each in curve["points"]] == [0, 0.525, 1]
    assert [each["holds"] for each in curve["points"]] == [True, True, False]
    incomes = [each["income"] for each in curve["points"]]
    assert incomes == sorted(incomes, reverse=True)
    assert "52.5 %" in said
    assert "no plan" in said
    assert plan_file.read(tmp_path / "plan.json").rules[-1].id == "access"


@pytest.mark.parametrize(
    ("curve", "says"),
    [
        ("access", "no rule 'access' among"),
        ("order=1", "CategoryOrder 'order' has no figure"),
    ],
)
def test_a_curve_that_makes_no_sense_is_refused(house, tmp_path, capsys, curve, says):
    out = tmp_path / "plan.json"
    assert (
        run("optimize", house / "season.toml", "--out", out, "--frontier", curve) == 1
    )
    assert says in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("optimize", "none.toml", "--out", "p.json"), r"none\.toml: cannot be read"),
        (
            ("simulate", "{season}", "--policies", "wish", "--out", "r.json"),
            r"no policy 'wish'; known: fixed",
        ),
        (
            ("simulate", "{season}", "--set", "rules.ordre.kind=NeverFalls"),
            r"nothing is called 'ordre' in rules; did you mean 'order'\?",
        ),
        (("report", "none.json", "--out", "r.html"), r"none\.json: cannot be read"),
        # Said before anything is read, let alone played.
        (
            ("simulate", "none.toml", "--report", "gone/x.html"),
            r"gone/x\.html: cannot be written: there is no folder gone",
        ),
        (("simulate", "none.toml", "--out", "/"), "/: is a folder"),
        (("optimize", "none.toml", "--out", "gone/p.json"), "no folder gone"),
        (("report", "none.json", "--out", "gone/r.html"), "no folder gone"),
        (
            ("audience", "--season", "none.toml", "--history", "none.csv",
             "--out", "gone/audience.toml"),
            "no folder gone",
        ),
        (
            ("forecast", "--history", "{season}", "--programme", "x", "--out", "f"),
            r"expected a name ending in \.csv",
        ),
        (
            ("optimize", "{season}", "--history", "no.csv", "--out", "p.json"),
            "no such file",
        ),
        (
            ("quote", "--performance", "p", "--category", "c", "--tariff", "t",
             "--channel", "web", "--address", "127.0.0.1:1"),
            "no service answers there",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_one_line_and_a_code(house, arguments, expected, capsys):
    filled = [a.format(season=house / "season.toml") for a in arguments]
    assert run(*filled) == 1
    said = capsys.readouterr().err
    assert re.search(expected, said)
    assert said.startswith("jauge: ")
    assert said.count("\n") == 1


def test_a_season_without_a_history_says_what_to_give(tmp_path, capsys):
    season_writer.write(studio_season(), tmp_path / "season.toml")
    assert run("optimize", tmp_path / "season.toml", "--out", tmp_path / "p") == 1
    assert "--history" in capsys.readouterr().err


def test_an_import_that_makes_no_season_is_one_line(house, tmp_path, capsys):
    for wrong in (
        ("--organization", "Ma Maison", "--currency", "EUR"),
        ("--organization", "maison", "--currency", "eur"),
    ):
        asked = ("--id", "s", "--out", tmp_path / "s", *wrong)
        assert run("import", house / "past.csv", *asked) == 1
        said = capsys.readouterr().err
        assert "Expected" in said
        assert said.count("\n") == 1
    assert not (tmp_path / "s").exists()


def test_an_interruption_says_so(house, tmp_path, monkeypatch, capsys):
    def interrupted(*arguments, **settings):
        raise KeyboardInterrupt

    monkeypatch.setattr("pricing.commands.optimize.optimize_season", interrupted)
    assert run("optimize", house / "season.toml", "--out", tmp_path / "plan") == 130
    assert "interrupted; nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("command", ["forecast", "import", "optimize", "simulate",
                                     "serve", "quote", "report", "rules"])  # fmt: skip
def test_help_has_an_example(command, capsys):
    assert run(command, "--help") == 0
    assert "Example: jauge" in " ".join(capsys.readouterr().out.split())


@pytest.fixture(scope="module")
def service(house, tmp_path_factory):
    """The address of a service that sells the house's season."""
    folder = tmp_path_factory.mktemp("service")
    plan = folder / "plan.json"
    assert run("optimize", house / "season.toml", "--out", plan) == 0
    command = [
        sys.executable, "-m", "cli", "serve", "--store", folder / "jauge.db",
        "--season", house / "season.toml", "--plan", plan,
        "--address", "127.0.0.1:0", "--metrics-address", "127.0.0.1:0",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as run_:
        assert run_.stdout is not None
        found = re.search(r"Serving on ([^,\s]+)", run_.stdout.readline())
        assert found
        yield found[1]
        run_.terminate()
        assert run_.wait(timeout=30) == 0


def quote(service, *more):
    return run(
        "quote", "--performance", "night-1", "--category", "back", "--tariff", "full",
        "--channel", "web", "--count", 2, "--address", service, *more,
    )  # fmt: skip


def test_a_quote_prints_lines_that_sum_to_its_price(service, capsys):
    assert quote(service, "--json") == 0
    held = json.loads(capsys.readouterr().out)
    item = held["items"][0]

    def amount(money):
        return int(money.get("units", 0)) + money.get("nanos", 0) / 1e9

    assert amount(item["unit_price"]) == pytest.approx(
        sum(amount(line["amount"]) for line in item["price_lines"])
    )
    assert quote(service, "--accept") == 0
    assert "tickets 000001, 000002" in capsys.readouterr().out
    assert quote(service, "--dry-run") == 0
    assert "nothing is held" in capsys.readouterr().out


def test_a_fault_of_the_service_is_one_line(service, capsys):
    assert quote(service, "--count", 99) == 1
    assert "99 is not between 1 and 10" in capsys.readouterr().err


def test_what_is_no_token_is_sent_nowhere(tmp_path, monkeypatch, capsys):
    other = tmp_path / "jauge.db"
    other.write_bytes(b"SQLite format 3\x00\x10")
    assert quote("127.0.0.1:1", "--token-file", other) == 1
    assert f"{other}: Expected a token" in capsys.readouterr().err
    monkeypatch.setenv("JAUGE_TOKEN", "jauge_\u00e9")
    assert quote("127.0.0.1:1") == 1
    assert "JAUGE_TOKEN: Expected a token" in capsys.readouterr().err
    with pytest.raises(ValueError, match="printable ASCII"):
        Client("127.0.0.1:1", token="two\nlines")
