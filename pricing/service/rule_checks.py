"""Whether a rule that is proposed could be kept to, before anybody votes on it.

First what the books alone say, then whether some plan keeps to it and to the rules
there are: where none does, those that conflict are named, with the cheapest way out.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pricing.constraints.access_reach import check_reach
from pricing.constraints.caps import check_cap
from pricing.domain.errors import FieldInvalid, NameUnknown, PricingError
from pricing.domain.governance import Proposal
from pricing.domain.rules import Rule
from pricing.domain.season import Season
from pricing.optimizer.standing import Standing
from pricing.programme import DemandMean
from pricing.service.work_aside import done
from pricing.service.work_inputs import demand_to_come, standing
from pricing.service.workers import Workers
from pricing.store.commands.changes import check_change
from pricing.store.commands.voted_rules import changed, check_kind
from pricing.store.interface import Store
from pricing.store.season_books import SeasonBooks

CHECK_SECONDS_MAX = 60.0
WAYS_OUT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class CheckInputs:
    """A season with the rule proposed, what is forecast and what is sold."""

    season: Season
    demand_mean: DemandMean
    standing: Standing | None


def check_work(
    inputs: object,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> object:
    """Return nothing where some plan keeps all rules; runs in a worker process.

    Raises
    ------
    ConstraintsInfeasible
        With the fewest rules that conflict, and the cheapest way out.
    """
    # Here, since they take seconds, which a service's start must not wait for.
    from pricing.optimizer.compiled import prepare
    from pricing.optimizer.conflicts import Judge, conflict
    from pricing.optimizer.market import build

    assert isinstance(inputs, CheckInputs)
    season = inputs.season
    if not season.performances:
        # Rules hold where there is nothing to price yet.
        return None
    prepare()
    market = build(season, inputs.demand_mean, inputs.standing)

    def goes_on(share: float) -> bool:
        return not cancelled()

    if not Judge(market, inputs.standing, goes_on).holds(season.rules):
        raise conflict(market, inputs.standing, goes_on, WAYS_OUT_SECONDS)
    return None


def seasons_of(store: Store, proposal_seasons: list[tuple[str, str]]) -> list[Season]:
    """Return the seasons that a proposal is about, all in one currency.

    Raises
    ------
    NameUnknown, FieldInvalid
    """
    found = [
        store.books(owner).season(season_id).season
        for owner, season_id in proposal_seasons
    ]
    for place, season in enumerate(found):
        if season.currency_code != found[0].currency_code:
            raise FieldInvalid(
                f"proposal.seasons[{place}]",
                f"Expected {found[0].currency_code}, as of the first: propose apart.",
            )
    return found


def check_by_books(of: SeasonBooks, rule: Rule) -> Season:
    """Return a season with a rule that its books alone do not refuse.

    Raises
    ------
    CapUnderSolidarity, ConstraintsInfeasible, FieldInvalid
    """
    check_kind(of, rule)
    check_cap(of.season, rule)
    season = changed(of, rule.id, rule)
    check_change(of, season)
    return season


def refusal(of: SeasonBooks, rule: Rule | None) -> str:
    """Return why a rule could not be proposed now, "" where its books allow it."""
    if rule is None:
        return ""
    try:
        check_by_books(of, rule)
    except PricingError as fault:
        return fault.message
    return ""


async def check(store: Store, workers: Workers, proposal: Proposal) -> None:
    """Refuse a proposal that could not be kept to in one of its seasons.

    Raises
    ------
    CapUnderSolidarity, ConstraintsInfeasible, FieldInvalid, NameUnknown, QueueFull
    """
    for owner, season_id in proposal.seasons:
        books = store.books(owner)
        of = books.season(season_id)
        if proposal.rule is None:
            known = [rule.id for rule in of.season.rules]
            suspended = of.voted.rules.get(proposal.rule_id)
            if proposal.rule_id not in known and suspended is None:
                raise NameUnknown("rule", proposal.rule_id, known)
            continue
        season = check_by_books(of, proposal.rule)
        if not of.forecasts:
            # Nobody knows yet who would buy: the first plan will tell the rest.
            there = [p for p in season.performances if not of.life(p.id).cancelled_at]
            check_reach(season, proposal.rule, there)
            continue
        now = store.now(owner)
        inputs = CheckInputs(season, demand_to_come(of), standing(books, of, now))
        await done(workers, check_work, inputs, CHECK_SECONDS_MAX)
