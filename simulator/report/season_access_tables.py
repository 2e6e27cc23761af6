"""The tables of an access report: performances, rules, kept seats, funds."""

from pricing.constraints.explain import sentence
from pricing.domain.fund import MILLI, OUTGOING, Account
from simulator.report.markup import escape, figure, paragraph, section, table
from simulator.report.season_access_voice import NONE, SeasonAccess


def performances(about: SeasonAccess) -> str:
    """Return what was sold of each performance."""
    report, voice = about.report, about.voice
    rows = []
    for each in report.performances:
        performance = report.season.performance_by_id[each.performance_id]
        day = voice.day(about.local(performance.starts_at))
        rows.append(
            [
                escape(f"{performance.production}, {day}"),
                voice.number(each.capacity),
                voice.number(each.seats),
                voice.share(each.seats / max(1, each.capacity)),
                *(
                    voice.share(count / each.seats) if each.seats else NONE
                    for count in (*each.seats_under, each.solidarity_seats)
                ),
                about.price(each.paid_minor / each.seats) if each.seats else NONE,
            ]
        )
    under = [
        about.say("under", price=about.price(each)) for each in report.thresholds_minor
    ]
    heads = [
        *(about.say(key) for key in ("date", "capacity", "seats", "fill_rate")),
        *under,
        about.say("solidarity_share"),
        about.say("average_price"),
    ]
    return section("dates", about.say("dates"), table(heads, rows))


def rules(about: SeasonAccess) -> str:
    """Return what each rule did to the prices of seats sold."""
    report, voice = about.report, about.voice
    rules = {rule.id: rule for rule in report.season.rules}
    rows = []
    for effect in report.rules:
        rule = rules.get(effect.rule_id)
        says = sentence(rule, report.season, about.language) if rule else ""
        name = f"{escape(effect.rule_id)}<small>{escape(says)}</small>"
        moved = about.price(effect.moved_minor) if effect.seats else NONE
        rows.append(
            [name, voice.number(effect.seats), voice.number(effect.performances), moved]
        )
    if not rows:
        return ""
    heads = ("rule", "moved_seats", "moved_dates", "moved")
    return section(
        "rules",
        about.say("rules"),
        paragraph(about.say("rules_lead")),
        table([about.say(head) for head in heads], rows),
    )


def kept(about: SeasonAccess) -> str:
    """Return how seats kept for solidarity tariffs are used; empty where none are."""
    if not about.kept:
        return ""
    season, voice = about.report.season, about.voice
    rows = []
    for use in about.kept:
        performance = season.performance_by_id[use.performance_id]
        day = voice.day(about.local(use.starts_at))
        rows.append(
            [
                escape(f"{performance.production}, {day}"),
                escape(use.seat_category_id),
                voice.number(use.kept),
                voice.number(use.sold),
                voice.share(min(1.0, use.sold / use.kept)),
                escape(voice.day(about.local(use.release_time))),
            ]
        )
    heads = ("date", "category", "kept_seats", "kept_sold", "used", "release")
    return section(
        "kept",
        about.say("kept"),
        paragraph(about.say("kept_lead")),
        table([about.say(head) for head in heads], rows, texts=2),
    )


def funds(about: SeasonAccess) -> str:
    """Return the accounts of each solidarity fund; empty where there are none."""
    parts = []
    for fund in about.funds:
        accounts = {
            account: -amount if account in OUTGOING else amount
            for account, amount in fund.accounts_milli.items()
            if account is not Account.FUND and amount
        }
        rows = [
            [escape(about.say(account.value)), about.price(amount / MILLI)]
            for account, amount in accounts.items()
        ]
        rows.append([escape(about.say("left")), about.price(fund.left_milli / MILLI)])
        heads = [about.say("account"), about.say("amount")]
        parts.append(figure(fund.id, table(heads, rows)))
    return section("fund", about.say("fund"), *parts) if parts else ""
