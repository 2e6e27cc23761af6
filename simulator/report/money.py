"""Where the income goes, and what hindsight would have brought more."""

from simulator.report import charts
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.overview import measured
from simulator.report.reading import Reading
from simulator.result_parts import PolicyResult
from simulator.results import HINDSIGHT

BESIDE = ("on_top", "channel_costs")


def split(reading: Reading) -> str:
    """Return the section on what is inside income; empty of earlier results."""
    say, policies = reading.voice, reading.results.policies
    if not reading.policy.split:
        return ""
    rows: list[dict[str, object]] = []
    told = []
    for name, policy in policies.items():
        parts = _parts(reading, policy)
        rows += [
            {"name": reading.names[name], "part": part, "value": value, "order": n}
            for n, (part, value) in enumerate(parts.items())
        ]
        listed = ", ".join(
            f"{part} {say.money(value)}" for part, value in parts.items()
        )
        told.append(say("split_alt", policy=reading.names[name], parts=listed))
    parties = list(reading.policy.shares)
    columns = ("gross", "vat", "commissions", "net", *BESIDE)
    cells = [
        [
            escape(reading.names[name]),
            *(measured(say, "income", policy.split[key]) for key in columns),
            *(measured(say, "income", policy.shares[party]) for party in parties),
        ]
        for name, policy in policies.items()
    ]
    heads = [
        say("policy"),
        *(say(key) for key in columns),
        *(party or say("unshared") for party in parties),
    ]
    return section(
        "split",
        say("split"),
        paragraph(say("split_lead")),
        figure(
            "", charts.svg(charts.split(rows, say), " ".join(told), say), "chart large"
        ),
        table(heads, cells),
        _channels(reading),
    )


def _channels(reading: Reading) -> str:
    """Return what was sold through each channel; empty of earlier results."""
    say = reading.voice
    rows = [
        [
            escape(each.channel),
            measured(say, "seats", each.seats),
            measured(say, "income", each.income),
            measured(say, "income", each.taken),
        ]
        for each in reading.policy.channels
    ]
    if not rows:
        return ""
    heading = say("channels", policy=reading.names[reading.main])
    heads = [say("channel"), say("seats"), say("gross"), say("taken")]
    return f"<h3>{escape(heading)}</h3>{table(heads, rows)}"


def _parts(reading: Reading, policy: PolicyResult) -> dict[str, float]:
    """Return the parts that sum to what tickets cost, by their names."""
    say = reading.voice
    taken = {say(key): policy.split[key].mean for key in ("vat", "commissions")}
    if policy.shares:
        left = {
            party or say("unshared"): found.mean
            for party, found in policy.shares.items()
        }
    else:
        left = {say("net"): policy.split["net"].mean}
    return taken | left


def regret(reading: Reading) -> str:
    """Return the section on regret; empty where hindsight was not played."""
    say, results = reading.voice, reading.results
    if not results.regret:
        return ""
    best = results.policies[HINDSIGHT].measures["income"].mean
    rows: list[dict[str, object]] = []
    cells, told = [], []
    for name, found in results.regret.items():
        share = say.share(found.mean / best if best else 0.0)
        rows.append(
            {
                "name": reading.names[name],
                "mean": found.mean,
                "low": found.mean if found.low is None else found.low,
                "high": found.mean if found.high is None else found.high,
            }
        )
        cells.append(
            [escape(reading.names[name]), measured(say, "income", found), escape(share)]
        )
        told.append(
            say(
                "regret_alt",
                policy=reading.names[name],
                value=say.money(found.mean),
                share=share,
            )
        )
    unit = say("regret_unit", currency=say.currency_code)
    drawn = charts.income_differences(rows, unit)
    return section(
        "regret",
        say("regret"),
        paragraph(say("regret_lead")),
        figure("", charts.svg(drawn, " ".join(told), say), "chart large"),
        table([say("policy"), say.measure("income"), say("regret_share")], cells),
    )
