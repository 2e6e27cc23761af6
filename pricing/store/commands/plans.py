"""Price plans: kept, put in force whole, and followed as time passes."""

from dataclasses import dataclass, replace
from datetime import datetime

from pricing.domain.errors import NameTaken, RevisionChanged
from pricing.domain.plan import PricePlan
from pricing.quotes.on_sale import find
from pricing.store.books import Books
from pricing.store.codec import plan_text
from pricing.store.events import Event, PlanActivated, PlanScheduled, PlanStored
from pricing.store.interface import Decision, Repeatable, fingerprint
from pricing.store.plan_checks import check_legal, check_plan
from pricing.store.upkeep import reprice


@dataclass(frozen=True, slots=True)
class StorePlan:
    """Keep a plan, not yet in force; without an id it gets the season's next."""

    plan: PricePlan
    request_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Hash of the plan."""
        return fingerprint("store_plan", plan_text(self.plan))

    def decide(self, books: Books, now: datetime) -> Decision[PricePlan]:
        """Refuse an id that is taken, or prices that are not on the ladders."""
        of = books.season(self.plan.season_id)
        plan = self.plan
        if not plan.id:
            plan = replace(plan, id=next_plan_id(of.plans))
        if plan.id in of.plans:
            raise NameTaken("price plan", plan.id)
        check_plan(of.season, plan)
        return Decision((PlanStored(plan),), plan)


@dataclass(frozen=True, slots=True)
class ActivatePlan(Repeatable):
    """Put a plan in force for the whole season and post its prices."""

    season_id: str
    plan_id: str
    # What the caller believes is in force: "" for none, None not to say.
    expected_active_plan_id: str | None = None

    def decide(self, books: Books, now: datetime) -> Decision[PricePlan]:
        """Refuse a plan that the season and its rules no longer allow."""
        of = books.season(self.season_id)
        plan = find("price plan", self.plan_id, of.plans)
        if of.active_plan_id == plan.id:
            return Decision((), plan)
        expected = self.expected_active_plan_id
        if expected is not None and expected != of.active_plan_id:
            raise RevisionChanged("the active price plan", expected, of.active_plan_id)
        check_plan(of.season, plan)
        check_legal(of.season, plan, now)
        events: list[Event] = [PlanActivated(self.season_id, plan.id)]
        events += reprice(of, plan, now, only_due=False)
        return Decision(events, plan)


@dataclass(frozen=True, slots=True)
class SchedulePlan(Repeatable):
    """Put a plan learned from sales in force when sales may next move prices."""

    season_id: str
    plan_id: str
    # The plan that must be in force until then.
    expected_active_plan_id: str

    def decide(self, books: Books, now: datetime) -> Decision[PricePlan]:
        """Refuse a plan that the season and its rules do not allow now."""
        of = books.season(self.season_id)
        plan = find("price plan", self.plan_id, of.plans)
        expected = self.expected_active_plan_id
        if expected != of.active_plan_id:
            raise RevisionChanged("the active price plan", expected, of.active_plan_id)
        check_plan(of.season, plan)
        check_legal(of.season, plan, now)
        time = of.season.sales_repricing.next_time(now)
        event = PlanScheduled(self.season_id, plan.id, expected, time)
        return Decision((event,), plan)


@dataclass(frozen=True, slots=True)
class Tick(Repeatable):
    """Let time pass: the store releases and re-prices what is due before it."""

    def decide(self, books: Books, now: datetime) -> Decision[None]:
        """Add nothing to what time alone made happen."""
        return Decision((), None)


def next_plan_id(plans: dict[str, PricePlan]) -> str:
    """Return the first of r1, r2, ... after the plans there are that is free."""
    number = len(plans) + 1
    while f"r{number}" in plans:
        number += 1
    return f"r{number}"
