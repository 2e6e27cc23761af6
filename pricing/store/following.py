"""When posted prices follow a rule that came into force after them."""

from dataclasses import replace
from datetime import datetime

from pricing.constraints.filters import FILTERS
from pricing.domain.rules import Rule
from pricing.quotes.repricing import forbidden_posting
from pricing.store.season_books import SeasonBooks


def follow_time(of: SeasonBooks, rule: Rule, now: datetime) -> datetime | None:
    """Return when a posted price that breaks a rule in force may change first.

    None where no price breaks it, or none of them changes any more.
    """
    if not isinstance(rule, FILTERS):
        return None
    alone = replace(of.season, rules=(rule,))
    times = []
    for performance in alone.performances:
        posted = of.postings.get(performance.id)
        if posted is None or performance.starts_at <= now:
            continue
        path = of.plans[posted.plan_id].performance_by_id[performance.id]
        if forbidden_posting(alone, performance, posted, path.demand_mean)[0]:
            times.append(of.due_time(performance, now))
    return min((time for time in times if time is not None), default=None)
